"""Web pages -> the article without menus and furniture, and what the page's head tells of it.

trafilatura finds the main text. What it does not tell, because it reads one page and we compare many, is read from the
head here: the page's own address, and the addresses that it names as its source (`canonical`, `syndication-source`,
`isBasedOn`), which are credit.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urljoin

from dupdetect.errors import InputError
from dupdetect.read import charset
from dupdetect.read.credit_lines import find_byline, find_credit_lines
from dupdetect.read.dates import read_date
from dupdetect.read.source import Document
from dupdetect.records import Article
from dupdetect.settings import Reading

_DECLARED = re.compile(rb"<meta[^>]{1,200}?charset\s*=\s*[\"']?\s*([\w.:-]{1,40})", re.IGNORECASE)
_PROLOGUE = re.compile(r"\s*<\?xml[^>]{0,200}\?>")


def read_page(page: Document, settings: Reading) -> Article:
    """The article on a web page.

    Raises:
        InputError: it holds no text; the message is the reason.
    """
    from trafilatura import bare_extraction, html2txt, load_html

    declared = page.charset or _declared_metadata(page.data)
    text, guessed = charset.decode(page.data, settings.encoding, declared)
    tree = load_html(_PROLOGUE.sub("", text, count=1))
    if tree is None:
        raise InputError("no web page, though it is called one or begins like one")
    head = _Head(tree, page.url)  # first: finding the text takes the page apart
    credits, byline = find_credit_lines(tree), find_byline(tree)
    found: Any = bare_extraction(tree, fast=True, include_comments=False, include_links=True, with_metadata=True)
    shown, links = _visible_text(found.body) if found is not None else (html2txt(tree), [])
    if not shown.strip():
        raise InputError("empty: the page holds no text")
    shown, links = _add_credits(shown, links, credits)
    return Article(
        id=page.name,
        text=shown,
        title=(found and found.title) or head.of("headline"),
        source=head.of("og:site_name", "publisher") or (found and found.sitename) or "",
        author=head.of("author") or (found and found.author) or byline,
        published=read_date(head.of("article:published_time", "datepublished")) or (found and found.date) or "",
        url=head.url,
        links=tuple(dict.fromkeys([*head.sources, *filter(_web, (_join_texts(head.url, link) for link in links))])),
        encoding=guessed,
    )


def _add_credits(text: str, links: list[str], credits: list[tuple[str, list[str]]]) -> tuple[str, list[str]]:
    """A text with the credit lines of its page that it lacks, and with their links."""
    for line, targets in credits:
        if line not in text:
            text = f"{text}\n\n{line}"
            links = [*links, *targets]
    return text, links


def _join_texts(base: str, link: str) -> str:
    try:
        return urljoin(base, link)
    except ValueError:  # such as brackets that are no IPv6 address
        return ""


def _declared_metadata(data: bytes) -> str:
    found = _DECLARED.search(data[:4096])
    return found[1].decode("ascii") if found else ""


_BLOCKS = {"p", "head", "item", "quote", "list", "table", "row", "code", "body", "cell"}


def _visible_text(body: Any) -> tuple[str, list[str]]:
    """The text of trafilatura's tree, a paragraph or item a block, and where its links lead."""
    from lxml.etree import iterwalk

    blocks, links, line = [], [], [""]
    for event, element in iterwalk(body, events=("start", "end")):
        if element.tag in _BLOCKS:
            blocks.append("".join(line))
            line = []
        elif element.tag == "lb" and event == "start":
            line.append("\n")
        elif element.tag == "ref" and event == "start":
            links.append(element.get("target") or "")
        line.append((element.text if event == "start" else element.tail) or "")
    stripped = (" ".join(block.split()) for block in blocks)
    return "\n\n".join(block for block in stripped if block), [link for link in links if link]


class _Head:
    """What a page says about itself, by lower-case name: meta elements, links, and JSON-LD."""

    def __init__(self, tree: Any, fetched_from: str) -> None:
        self._told: dict[str, str] = {}
        based_on = [*self._metas(tree), *self._structured(tree)]
        canonical = [link for link in tree.xpath("//link[@rel='canonical']/@href") if _web(link)]
        self.url = next(filter(_web, (fetched_from, self.of("og:url"), *canonical)), "")
        # A copy may name the original as canonical; that is credit, whatever its own address is.
        named = (*canonical, self.of("syndication-source"), self.of("original-source"), *based_on)
        self.sources = [link for link in dict.fromkeys(named) if _web(link)]

    def of(self, *names: str) -> str:
        """The first of these that the page tells, on one line."""
        return next((self._told[name] for name in names if self._told.get(name)), "")

    def _metas(self, tree: Any) -> Iterator[str]:
        for meta in tree.iterfind(".//meta"):
            name = (meta.get("property") or meta.get("name") or "").lower()
            self._tell(name, meta.get("content"))
        return iter(())

    def _structured(self, tree: Any) -> Iterator[str]:
        """Take note of the first article that JSON-LD describes, and give what it says it is based on."""
        for script in tree.iterfind(".//script[@type='application/ld+json']"):
            for thing in _things(script.text or ""):
                if "article" in str(thing.get("@type", "")).lower() or "headline" in thing:
                    for key in ("headline", "datePublished", "author", "publisher"):
                        self._tell(key.lower(), _find_named(thing.get(key)))
                    yield from _addresses(thing.get("isBasedOn"))

    def _tell(self, name: str, value: object) -> None:
        if isinstance(value, str) and value.strip():
            self._told.setdefault(name, " ".join(value.split())[:2000])


def _web(link: object) -> bool:
    return isinstance(link, str) and link.lower().startswith(("http://", "https://"))


def _things(text: str) -> Iterator[dict[str, Any]]:
    """The objects that a JSON-LD script describes, at the levels where articles stand."""
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        return
    for item in value if isinstance(value, list) else [value]:
        if isinstance(item, dict):
            graph = item.get("@graph")
            yield from (thing for thing in (graph if isinstance(graph, list) else [item]) if isinstance(thing, dict))


def _find_named(value: object) -> str:
    """A text, the name of a thing, or the names of several."""
    if isinstance(value, dict):
        return _find_named(value.get("name"))
    if isinstance(value, list):
        return ", ".join(filter(None, map(_find_named, value[:10])))
    return value if isinstance(value, str) else ""


def _addresses(value: object) -> list[str]:
    listed = value if isinstance(value, list) else [value]
    found = (item.get("url") or item.get("@id") if isinstance(item, dict) else item for item in listed)
    return [hit for hit in found if isinstance(hit, str)]
