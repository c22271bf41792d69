"""The main text of a web page: what trafilatura finds, checked against the prose that the page shows.

trafilatura drops whole containers by their class names, and its fast mode does not check itself. So its extraction is
measured: what share does it have of the prose paragraphs in the smallest element around it, and of those of the whole
page? If the share is low, the thorough mode runs; if that is low too, the page's own paragraphs are the text.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from dupdetect.read.blocks import Block, read_blocks

_ENOUGH = 0.85
"""Least share of the surrounding prose, in characters, that an extraction must hold to be accepted."""

_ENOUGH_OF_PAGE = 0.4
"""Least share of all prose of the page; low, because a page may show much besides its article."""

_CHECKED = 300_000
"""Largest page, in characters, that is checked: beyond, a second extraction costs more than it saves."""

_PROSE = 60
"""Least letters and digits of a prose block; menus and captions have fewer."""

_LINKED = 0.5
"""Share of a block's characters inside links from which it is a menu or a teaser."""

_CONTAINED = 0.8
"""Share of the prose that the article's own element holds."""

_WINDOW = 12
"""Length of the text samples that are looked up to find whether a block was extracted."""

_NO_PROSE = {"h1", "h2", "h3", "h4", "h5", "h6", "figcaption", "caption", "dt", "th", "header"}
_TEXT_BLOCKS = {"p", "head", "item", "quote", "list", "table", "row", "code", "body", "cell"}  # in trafilatura's tree


class MainText(NamedTuple):
    """The text of a page, and the addresses that it links to as they are written."""

    text: str
    links: list[str]


def extract_main_text(tree: Any, fragment: bool) -> MainText:
    """The article on a page.

    Args:
        tree: the page; trafilatura takes it apart.
        fragment: whether it is a part of a page, which is then its own main text.
    """
    blocks = read_blocks(tree)
    if fragment:
        return _join_blocks(tree, [block for block in blocks if not block.furniture] or blocks)
    whole = sum(len(block.text) for block in blocks)
    if not whole:
        return MainText("", [])
    prose = _choose_prose(blocks)
    best = _extract(tree, fast=True)
    if whole > _CHECKED or _is_enough(best, prose):
        return best
    thorough = _extract(tree, fast=False)
    if _measure_share(thorough, prose) > _measure_share(best, prose):
        best = thorough
    return best if _is_enough(best, prose) else _choose_larger(best, _take_prose(blocks, prose, best), prose)


def _extract(tree: Any, fast: bool) -> MainText:
    from copy import deepcopy

    from trafilatura import bare_extraction

    page: Any = bare_extraction(
        deepcopy(tree), fast=fast, include_comments=False, include_links=True, with_metadata=False
    )
    return _join_body(page.body) if page is not None and page.body is not None else MainText("", [])


def _join_body(body: Any) -> MainText:
    """The text of trafilatura's tree, a paragraph or item a block, and where its links lead."""
    from lxml.etree import iterwalk

    blocks, links, line = [], [], [""]
    for event, element in iterwalk(body, events=("start", "end")):
        if element.tag in _TEXT_BLOCKS:
            blocks.append("".join(line))
            line = []
        elif element.tag == "lb" and event == "start":
            line.append("\n")
        elif element.tag == "ref" and event == "start":
            links.append(element.get("target") or "")
        line.append((element.text if event == "start" else element.tail) or "")
    stripped = (" ".join(block.split()) for block in blocks)
    return MainText("\n\n".join(block for block in stripped if block), [link for link in links if link])


def _choose_prose(blocks: list[Block]) -> list[Block]:
    """The blocks that are sentences and not menus, captions or teasers."""
    return [
        block
        for block in blocks
        if not block.furniture
        and block.element.tag not in _NO_PROSE
        and block.linked <= _LINKED * len(block.text)
        and len(_letters(block.text)) >= (_PROSE if block.text.isascii() else _PROSE // 2)
    ]


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, text.lower()))


def _mark_taken(extracted: MainText, prose: list[Block]) -> list[bool]:
    """For each block whether an extraction holds most of it."""
    letters = _letters(extracted.text)
    windows = {letters[at : at + _WINDOW] for at in range(len(letters) - _WINDOW + 1)}
    return [_holds_most(windows, _letters(block.text)) for block in prose]


def _holds_most(windows: set[str], letters: str) -> bool:
    probes = [letters[at : at + _WINDOW] for at in range(0, len(letters) - _WINDOW + 1, _WINDOW)]
    return 2 * sum(probe in windows for probe in probes) >= len(probes)


def _measure_share(extracted: MainText, prose: list[Block]) -> float:
    """The share of the prose that an extraction holds, in characters; 1 where there is none."""
    size = sum(len(block.text) for block in prose)
    taken = sum(
        len(block.text) for block, is_taken in zip(prose, _mark_taken(extracted, prose), strict=True) if is_taken
    )
    return taken / size if size else float(bool(extracted.text))


def _is_enough(extracted: MainText, prose: list[Block]) -> bool:
    """Whether an extraction holds nearly all prose around it and a good part of the page's."""
    if _measure_share(extracted, prose) < _ENOUGH_OF_PAGE:
        return False
    taken = [block for block, is_taken in zip(prose, _mark_taken(extracted, prose), strict=True) if is_taken]
    return not taken or _measure_share(extracted, _select_around(taken, prose)) >= _ENOUGH


def _select_around(taken: list[Block], prose: list[Block]) -> list[Block]:
    """The prose inside the smallest element that holds most of the extracted blocks."""
    element = _find_smallest_holding(taken)
    return [block for block in prose if _is_inside(block.element, element)]


def _find_smallest_holding(blocks: list[Block]) -> Any:
    """The smallest element that holds most of the text of some blocks."""
    weights: dict[Any, int] = {}
    for block in blocks:
        element = block.element
        while element is not None:
            weights[element] = weights.get(element, 0) + len(block.text)
            element = element.getparent()
    least = _CONTAINED * sum(len(block.text) for block in blocks)
    holding = (element for element, weight in weights.items() if weight >= least)
    return max(holding, key=lambda element: sum(1 for _ in element.iterancestors()))


def _is_inside(element: Any, outer: Any) -> bool:
    return element is outer or any(above is outer for above in element.iterancestors())


def _take_prose(blocks: list[Block], prose: list[Block], best: MainText) -> MainText:
    """The text of the element that holds most of the prose and all extracted blocks, without menus and the like."""
    if not prose:
        visible = [block for block in blocks if not block.furniture]
        return _join_blocks(None, visible or blocks)
    outer = _find_smallest_holding(prose)
    taken = [block for block, is_taken in zip(prose, _mark_taken(best, prose), strict=True) if is_taken]
    while outer.getparent() is not None and not all(_is_inside(block.element, outer) for block in taken):
        outer = outer.getparent()
    inside = [block for block in blocks if not block.furniture and _is_inside(block.element, outer)]
    return _join_blocks(outer, [block for block in inside if block.linked <= _LINKED * len(block.text)])


def _join_blocks(outer: Any, blocks: list[Block]) -> MainText:
    links = [] if outer is None else [link for link in outer.xpath(".//a/@href") if link]
    return MainText("\n\n".join(block.text for block in blocks), links)


def _choose_larger(best: MainText, own: MainText, prose: list[Block]) -> MainText:
    """Prefer the page's own paragraphs where they hold more of its prose."""
    if not prose:
        return best if best.text.strip() else own
    return own if _measure_share(own, prose) > _measure_share(best, prose) else best
