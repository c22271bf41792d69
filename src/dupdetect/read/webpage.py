"""Web pages -> the article without menus and the like, with the metadata of the page's head."""

from __future__ import annotations

import re
from typing import Any

from dupdetect.errors import InputError
from dupdetect.read import charset, plain
from dupdetect.read.credit_lines import find_byline, find_credit_lines
from dupdetect.read.maintext import MainText, extract_main_text
from dupdetect.read.markup import join_address, strip_markup
from dupdetect.read.pagehead import Head, is_web_address
from dupdetect.read.signals import read_page_signals
from dupdetect.read.source import Document
from dupdetect.records import Article
from dupdetect.settings import Reading

_DECLARED = re.compile(rb"<meta[^>]{1,200}?charset\s*=\s*[\"']?\s*([\w.:-]{1,40})", re.IGNORECASE)
_PROLOGUE = re.compile(r"\s*<\?xml[^>]{0,200}\?>")
_WHOLE = re.compile(r"<(?:html|body|head|!doctype)\b", re.IGNORECASE)
_CONTROLS = dict.fromkeys([*range(9), 11, 12, *range(14, 32)])
_LOOKED_AT = 4096
_DEEPEST = 2_000
"""Least depth of the last element that shows that libxml2 stopped: it goes 2,048 deep and drops the rest of a page."""

_ARTICLE = 50
"""Least words of what a page shows without scripts to be its article."""

_ENDLESS = ("embed", "source", "track", "param", "wbr", "bgsound", "keygen")
"""Void elements; libxml2 wrongly nests the following text inside some of them."""


def read_page(page: Document, settings: Reading) -> Article:
    """The article on a web page, or in a fragment of one.

    Raises:
        InputError: it holds no text; the message is the reason.
    """
    declared = page.charset or _declared_charset(page.data)
    text, guessed = charset.decode(page.data, settings.encoding, declared)
    tree, is_whole = _parse(text)
    head = Head(tree, page.url)  # first: finding the text takes the page apart
    signals = read_page_signals(tree, head.url, text)
    credits, byline = find_credit_lines(tree), find_byline(tree)
    is_fragment = not _WHOLE.search(text[:_LOOKED_AT])
    body = extract_main_text(tree, is_fragment) if is_whole else _take_bare_text(text)
    if not body.text.strip():
        body = MainText(head.find_body() or _find_without_scripts(tree), [])
    if not body.text.strip():
        raise InputError("empty: the page holds no text")
    body = _add_credits(body, credits)
    links = (join_address(head.url, link) for link in body.links)
    return plain.build_article(
        page.name,
        body.text,
        [*head.sources, *filter(is_web_address, links)],
        title=head.find_title(),
        source=head.find_site(),
        author=head.find_author() or byline,
        published=head.find_date(),
        url=head.url,
        encoding=guessed,
        signals=signals,
    )


def _find_without_scripts(tree: Any) -> str:
    """The article that a page shows to browsers that run no scripts; a plea to run them is too short for one."""
    text = "\n\n".join(strip_markup(_write(element)).text for element in tree.iter("noscript"))
    return text if len(text.split()) >= _ARTICLE else ""


def _write(element: Any) -> str:
    from lxml import html

    return "".join([element.text or "", *(html.tostring(child, encoding="unicode") for child in element)])


def _add_credits(body: MainText, credits: list[tuple[str, list[str]]]) -> MainText:
    """Add to a main text the credit lines of its page that it lacks, and their links."""
    for line, links in credits:
        if line not in body.text:
            body = MainText(f"{body.text}\n\n{line}", [*body.links, *links])
    return body


def _take_bare_text(text: str) -> MainText:
    """All text of a page whose elements nest too deeply for the parser, as where thousands of tags are never closed."""
    bare = strip_markup(text)
    return MainText(bare.text, list(bare.links))


def _parse(text: str) -> tuple[Any, bool]:
    """The page as a tree whose root is `html`, and whether all of it is there.

    Raises:
        InputError: it is no page; the message is the reason.
    """
    from lxml import etree, html

    parser = html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=True, no_network=True)
    markup = _PROLOGUE.sub("", text, count=1).translate(_CONTROLS)
    try:
        tree = html.document_fromstring(markup.encode("utf-8", "replace"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, AssertionError) as error:
        raise InputError("holds no web page: no element can be read in it") from error
    is_whole = _measure_last_depth(tree) < _DEEPEST
    for element in list(tree.iter(*_ENDLESS)):
        element.drop_tag()
    return tree, is_whole


def _measure_last_depth(tree: Any) -> int:
    """How deep the last element of a page lies; the log of the parser may be full before it says where it stopped."""
    depth = 0
    while len(tree):
        tree, depth = tree[-1], depth + 1
    return depth


def _declared_charset(data: bytes) -> str:
    match = _DECLARED.search(data[:_LOOKED_AT])
    return match[1].decode("ascii") if match else ""
