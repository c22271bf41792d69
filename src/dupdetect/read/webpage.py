"""Web pages -> the article without menus and the like, with the metadata of the page's head."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urljoin

from dupdetect.errors import InputError
from dupdetect.read import charset, plain
from dupdetect.read.credit_lines import find_byline, find_credit_lines
from dupdetect.read.maintext import MainText, extract_main_text
from dupdetect.read.pagehead import Head, is_web_address
from dupdetect.read.source import Document
from dupdetect.records import Article
from dupdetect.settings import Reading

_DECLARED = re.compile(rb"<meta[^>]{1,200}?charset\s*=\s*[\"']?\s*([\w.:-]{1,40})", re.IGNORECASE)
_PROLOGUE = re.compile(r"\s*<\?xml[^>]{0,200}\?>")
_WHOLE = re.compile(r"<(?:html|body|head|!doctype)\b", re.IGNORECASE)
_CONTROLS = dict.fromkeys([*range(9), 11, 12, *range(14, 32)])
_LOOKED_AT = 4096

_ENDLESS = ("embed", "source", "track", "param", "wbr", "bgsound", "keygen")
"""Void elements; libxml2 wrongly nests the following text inside some of them."""


def read_page(page: Document, settings: Reading) -> Article:
    """The article on a web page, or in a fragment of one.

    Raises:
        InputError: it holds no text; the message is the reason.
    """
    declared = page.charset or _declared_charset(page.data)
    text, guessed = charset.decode(page.data, settings.encoding, declared)
    tree = _parse(text)
    head = Head(tree, page.url)  # first: finding the text takes the page apart
    credits, byline = find_credit_lines(tree), find_byline(tree)
    body = extract_main_text(tree, fragment=not _WHOLE.search(text[:_LOOKED_AT]))
    if not body.text.strip():
        raise InputError("empty: the page holds no text")
    body = _add_credits(body, credits)
    links = (_join(head.url, link) for link in body.links)
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
    )


def _add_credits(body: MainText, credits: list[tuple[str, list[str]]]) -> MainText:
    """Add to a main text the credit lines of its page that it lacks, and their links."""
    for line, links in credits:
        if line not in body.text:
            body = MainText(f"{body.text}\n\n{line}", [*body.links, *links])
    return body


def _parse(text: str) -> Any:
    """The page as a tree whose root is `html`.

    Raises:
        InputError: it is no page, or nested too deeply; the message is the reason.
    """
    from lxml import etree, html

    parser = html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=True, no_network=True)
    markup = _PROLOGUE.sub("", text, count=1).translate(_CONTROLS)
    try:
        tree = html.document_fromstring(markup.encode("utf-8", "replace"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, AssertionError) as error:
        raise InputError("holds no web page: no element can be read in it") from error
    if any("depth" in entry.message.lower() for entry in parser.error_log):
        raise InputError("its elements are nested too deeply to be read")
    for element in list(tree.iter(*_ENDLESS)):
        element.drop_tag()
    return tree


def _join(base: str, link: str) -> str:
    try:
        return urljoin(base, link)
    except ValueError:  # such as brackets that are no IPv6 address
        return ""


def _declared_charset(data: bytes) -> str:
    match = _DECLARED.search(data[:_LOOKED_AT])
    return match[1].decode("ascii") if match else ""
