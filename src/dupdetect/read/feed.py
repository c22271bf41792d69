"""RSS, Atom and WordPress exports -> their articles. Nothing that they link to is fetched.

lxml reads item by item and forgets each, so that an export of a whole site needs no more memory than its largest post;
entities, the network and huge trees are off.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import replace
from io import BytesIO
from typing import IO, Any, NamedTuple

from dupdetect.errors import InputError
from dupdetect.read.mail import describe_alert
from dupdetect.read.naming import record_name
from dupdetect.read.rows import Rows
from dupdetect.read.signals import bound_signals, classify_link, describe_terms
from dupdetect.read.skips import bound_records
from dupdetect.read.source import Count, Document, open_source
from dupdetect.records import Article, Signal, SignalKind, Skip
from dupdetect.settings import Reading

_ITEMS = {"item", "entry"}
_LISTS = {"urlset", "sitemapindex"}
_FEEDS = {"rss", "feed", "RDF", "channel"}
_NO_POSTS = {"attachment", "nav_menu_item", "revision", "custom_css", "wp_global_styles", "wp_navigation"}
_ENTITIES = b"<!ENTITY"
_PROLOGUE = 1 << 16
"""Bytes searched for a document type that defines entities."""

_FIELDS = {
    "title": "title",
    "link": "url",
    "guid": "id",
    "id": "id",
    "post_id": "id",
    "pubDate": "published",
    "published": "published",
    "issued": "published",
    "date": "published",
    "post_date_gmt": "published",
    "creator": "author",
    "author": "author",
    "source": "source",
    "publisher": "source",
}
"""Elements of an item by the field they fill; the first element wins."""

_RSL = "{https://rslstandard.org/rsl}"
_RDF_RESOURCE = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}resource"
_PREFIX = re.compile(r"<\w{1,40}:")
"""The prefix that a feed gives to the elements of RSL."""

_TEXTS = ("encoded", "content", "description", "summary")
"""Elements that hold the text, the fullest first."""


class _Item(NamedTuple):
    """One entry of a feed: its text and what is said about it."""

    values: dict[str, object]
    kind: str
    signals: tuple[Signal, ...]


def read_feed(file: Document, settings: Reading) -> Iterator[Article | Skip]:
    """The articles of a feed or a WordPress export.

    Raises:
        InputError: it is damaged, not a feed, or a bomb; the message is the reason.
    """
    return bound_records(_read_items(file, settings), file.name)


def _read_items(file: Document, settings: Reading) -> Iterator[Article | Skip]:
    from lxml import etree

    rows = Rows(file.name, replace(settings, text_column="", id_column=""))
    with ExitStack() as stack:
        data: IO[bytes] = BytesIO(file.data)
        if file.path:
            data = stack.enter_context(open_source(file.path, file.name, settings, Count())).seekable()
        if _ENTITIES in data.read(_PROLOGUE):
            raise InputError("defines XML entities of its own, as bombs do")
        data.seek(0)
        try:
            for number, item in enumerate(_items(data, settings), 1):
                yield _article(rows, file, item, number)
        except (etree.LxmlError, OSError, ValueError) as error:
            raise InputError(f"damaged or cut short ({_first_line(error)})") from error


def _article(rows: Rows, file: Document, item: _Item, number: int) -> Article | Skip:
    if item.kind in _NO_POSTS:
        return Skip(record_name(file.name, str(item.values.get("id") or number)), f"no post ({item.kind})")
    article = rows.article(item.values, number)
    return replace(article, signals=item.signals) if isinstance(article, Article) and item.signals else article


def _items(data: IO[bytes], settings: Reading) -> Iterator[_Item]:
    from lxml import etree

    walk = etree.iterparse(
        data,
        events=("start", "end"),
        encoding=settings.encoding or None,
        resolve_entities=False,
        no_network=True,
        huge_tree=False,
        load_dtd=False,
        recover=True,
    )
    root: Any = None
    outlet = ""
    listed = 0
    for event, element in walk:
        name = _local(element)
        if root is None:
            root = element
            _require_feed(name)
        if event == "start":
            continue
        if name == "title" and not outlet and _local(element.getparent()) in _FEEDS:
            outlet = _text(element)
        elif name == "url" or name == "sitemap":
            listed += 1
            element.clear()
        elif name in _ITEMS:
            yield _read_item(element, outlet)
            _forget(element)
    if root is None:
        raise InputError("damaged or cut short (no element)")
    if _local(root) in _LISTS:
        raise InputError(f"a sitemap, which lists {listed:,} addresses and holds no article; nothing is fetched")


def _require_feed(root: str) -> None:
    if root not in _FEEDS | _LISTS:
        raise InputError(f"not a format that is read (XML whose root is {root[:40]!r}, no feed)")


def _forget(element: Any) -> None:
    element.clear()
    while element.getprevious() is not None:
        del element.getparent()[0]


def _read_item(item: Any, outlet: str) -> _Item:
    values: dict[str, object] = {}
    texts: dict[str, str] = {}
    kind = ""
    for child in item.iterchildren("*"):
        name = _local(child)
        if "alerts/" in (child.text or "") and "google.com" in (child.text or "") and name == "id":
            raise InputError(describe_alert(len(item.getparent().findall(item.tag))))
        if name in _TEXTS and "excerpt" not in child.tag and not child.tag.startswith(_RSL):
            texts.setdefault(name, _markup(child))
        elif name == "link" and child.get("href"):
            if child.get("rel", "alternate") == "alternate":
                values.setdefault("url", child.get("href"))
        elif name == "post_type":
            kind = _text(child)
        elif name in _FIELDS and _text(child):
            values.setdefault(_FIELDS[name], _text(child))
    values.setdefault("source", outlet)
    values["text"] = next((texts[name] for name in _TEXTS if texts.get(name, "").strip()), None)
    values["id"] = values.get("id") or values.get("url")
    return _Item(values, kind, bound_signals(_read_signals(item)))


def _read_signals(item: Any) -> Iterator[Signal]:
    """The licence that an item names: by a link, by Creative Commons' own elements, or in RSL."""
    from lxml import etree

    for child in item.iterchildren("*"):
        name = _local(child)
        if name == "link" and child.get("rel") == "license" and child.get("href"):
            kind = classify_link(("license",), child.get("type") or "", child.get("href"))
            yield Signal(kind or SignalKind.LICENCE, child.get("href"))
        elif name == "license" and "creativecommons.org" in child.tag:
            yield Signal(SignalKind.LICENCE, child.get(_RDF_RESOURCE) or _text(child))
        elif child.tag == f"{_RSL}content":
            yield Signal(SignalKind.RSL, describe_terms(_PREFIX.sub("<", etree.tostring(child, encoding="unicode"))))


def _markup(element: Any) -> str:
    """What an element holds, as HTML: its escaped text, or its own children where it holds XHTML."""
    from lxml import etree

    if len(element) == 0:
        return element.text or ""
    inside = (etree.tostring(child, encoding="unicode", method="html") for child in element)
    return (element.text or "") + "".join(inside)


def _text(element: Any) -> str:
    return " ".join("".join(element.itertext()).split())


def _local(element: Any) -> str:
    tag = element.tag if element is not None else ""
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def _first_line(error: Exception) -> str:
    return str(error).splitlines()[0][:200] if str(error) else type(error).__name__
