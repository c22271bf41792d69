"""A web page -> its visible blocks of text, each with the elements around it."""

from __future__ import annotations

import re
from typing import Any, NamedTuple

_UNSEEN = {"script", "style", "noscript", "template", "head", "title", "svg", "math", "select", "button", "iframe"}
_FURNITURE = {"nav", "footer", "form", "menu", "dialog"}
_NEVER_FURNITURE = {"html", "body", "article", "main"}
_BLOCKS = set(
    "address article aside blockquote body caption center dd details div dl dt fieldset figcaption figure footer form "
    "h1 h2 h3 h4 h5 h6 header hr html li main nav ol p pre section summary table tbody td tfoot th thead tr ul".split()
)
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_BESIDE = re.compile(
    r"(?:\b|_|jp-?)(?:comments?|disqus|related(?:-?posts?|-?articles?|-?stories|-?links)?|recommend(?:ed|ations)?"
    r"|cookies?|consent|newsletter|subscribe|share|sharing|social|breadcrumbs?|sidebar|promo|most-?read|trending"
    r"|outbrain|taboola)(?:\b|_)",
    re.IGNORECASE,
)
"""Names of elements that stand beside an article."""

_LONGEST_NAME = 500


class Block(NamedTuple):
    """A paragraph that a page shows.

    Attributes:
        element: the element whose text it is.
        text: its text, white space as in print.
        linked: characters of it inside links.
        furniture: whether it stands in a menu, a form, comments or the like.
    """

    element: Any
    text: str
    linked: int
    furniture: bool


def read_blocks(tree: Any) -> list[Block]:
    """The blocks of text of a page in order; what a reader does not see is left out."""
    from lxml.etree import iterwalk

    body = tree.find("body") if tree.tag == "html" and tree.find("body") is not None else tree
    reader = _BlockReader(body)
    walk = iterwalk(body, events=("start", "end"))
    for event, element in walk:
        if event == "end":
            reader.leave(element)
        elif not isinstance(element.tag, str) or element.tag in _UNSEEN or _is_hidden(element):
            walk.skip_subtree()
            reader.pass_over()
        else:
            reader.enter(element)
    return reader.close()


class _BlockReader:
    """Gathers blocks as a walk enters and leaves elements."""

    def __init__(self, body: Any) -> None:
        self._body = body
        self._size = len(body.text_content())
        self._blocks: list[Block] = []
        self._opened: list[Any] = []
        self._line: list[str] = []
        self._linked = self._links = self._furniture = 0

    def enter(self, element: Any) -> None:
        """Note that an element begins."""
        if element.tag in _BLOCKS:
            self._end_block()
        self._opened.append(element)
        self._links += element.tag == "a"
        if self._furniture or self._is_furniture(element):
            self._furniture += 1
        self._add("\n" if element.tag == "br" else element.text)

    def leave(self, element: Any) -> None:
        """Note that an element ends, entered or passed over."""
        if self._opened[-1] is not None:
            if element.tag in _BLOCKS:
                self._end_block()
            self._links -= element.tag == "a"
            self._furniture -= self._furniture > 0
        self._opened.pop()
        self._add(element.tail if element is not self._body else "")

    def pass_over(self) -> None:
        """Note the start of an invisible element."""
        self._opened.append(None)

    def close(self) -> list[Block]:
        """The blocks, once all elements are left."""
        self._end_block()
        return self._blocks

    def _add(self, text: str | None) -> None:
        if text:
            self._line.append(text)
            self._linked += len(text.strip()) if self._links else 0

    def _end_block(self) -> None:
        text = " ".join("".join(self._line).split())
        if text:
            inner = (element for element in reversed(self._opened) if element is not None and element.tag in _BLOCKS)
            self._blocks.append(Block(next(inner, self._body), text, self._linked, self._furniture > 0))
        self._line, self._linked = [], 0

    def _is_furniture(self, element: Any) -> bool:
        """Whether an element is outside the article by its tag or name. An element with most of the page never is."""
        if element.tag in _NEVER_FURNITURE:
            return False
        names = f"{element.get('class') or ''} {element.get('id') or ''}"[:_LONGEST_NAME]
        is_beside = element.tag in _FURNITURE or bool(_BESIDE.search(names))
        return is_beside and 2 * len(element.text_content()) <= self._size


def _is_hidden(element: Any) -> bool:
    return (
        element.get("hidden") is not None
        or element.get("aria-hidden") == "true"
        or bool(_HIDDEN.search(element.get("style") or ""))
    )
