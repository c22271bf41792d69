"""What a web page says about itself: meta elements, JSON-LD, microdata, `<time>` and its headings.

Only explicit statements are used. Libraries that guess a date fall back on the prose, and a wrong date accuses the
wrong author.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

from dupdetect.read.datelines import read_date_line
from dupdetect.read.dates import read_date
from dupdetect.read.markup import strip_markup
from dupdetect.read.plain import is_above_title

_LONGEST = 2000
"""Characters of one statement of a page, at most."""

_DATES = (
    "article:published_time datepublished og:article:published_time article:published article.published "
    "parsely-pub-date sailthru.date dc.date.issued dcterms.issued dc.date dcterms.date dcterms.created dc.date.created "
    "pubdate publishdate publish_date publish-date publication_date date_published cxenseparse:recs:publishtime "
    "citation_publication_date citation_date date originalpublicationdate article_date_original"
).split()
_HEADLINES = ("headline", "og:title", "twitter:title", "parsely-title", "sailthru.title", "dc.title", "dcterms.title")
_SITES = ("og:site_name", "publisher", "application-name", "dc.publisher")
_AUTHORS = ("author", "article:author", "parsely-author", "sailthru.author", "dc.creator", "dcterms.creator", "byl")
_BY = re.compile(r"^(?:by|von|par|por|di)\s+", re.IGNORECASE)
_PROSE_WORDS = 25
"""Words of an element at which a `<time>` in it counts as prose."""

_ASIDE = "ancestor::aside or ancestor::nav or ancestor::footer"
_CHANGED = re.compile(r"modif|updat", re.IGNORECASE)
_SITE_MARK = re.compile(r"\s+[|·»–—-]\s+")


class Head:
    """What a page says about itself.

    Args:
        tree: the page, before anything is taken out of it.
        fetched_from: its address where the crawl knows it; empty otherwise.

    Attributes:
        url: the page's own address.
        sources: addresses that the page names as its source.
    """

    def __init__(self, tree: Any, fetched_from: str) -> None:
        self._tree = tree
        self._stated: dict[str, str] = {}
        self._body = ""
        based_on = [*self._read_metas(), *self._read_structured()]
        canonical = [link for link in tree.xpath("//link[@rel='canonical']/@href") if is_web_address(link)]
        self.url = next(filter(is_web_address, (fetched_from, self.find("og:url"), *canonical)), "")
        # A copy may name the original as canonical; that is credit, whatever its own address is.
        named = (*canonical, self.find("syndication-source"), self.find("original-source"), *based_on)
        self.sources = [link for link in dict.fromkeys(named) if is_web_address(link)]

    def find(self, *names: str) -> str:
        """The first of these that the page states, on one line."""
        return next((self._stated[name] for name in names if self._stated.get(name)), "")

    def find_title(self) -> str:
        """The headline: the heading that the title repeats, else what the head states, else the first heading."""
        stated = [self.find(name) for name in _HEADLINES]
        stated.append(_line(self._tree.findtext(".//title")))
        headings = list(self._headings())
        stated = [title for title in stated if title and not is_above_title(title)]
        for heading in headings:
            if any(heading.lower() in title.lower() and 2 * len(heading) >= len(title) for title in stated):
                return heading
        bare = (self._without_site(title) for title in stated)
        return next(filter(None, (*bare, *headings)), "")

    def find_site(self) -> str:
        """The outlet: as the page names it, else the host of its address."""
        try:
            host = urlsplit(self.url).hostname or ""
        except ValueError:
            host = ""
        return self.find(*_SITES) or host.removeprefix("www.")

    def find_body(self) -> str:
        """The text that JSON-LD states; pages that scripts build in the browser often hold no other."""
        return strip_markup(self._body).text

    def find_author(self) -> str:
        """The byline that the page marks as such."""
        stated = (self.find(name) for name in _AUTHORS)
        marked = self._tree.xpath("//*[@rel='author' or @itemprop='author' or contains(@class, 'author-name')]")
        names = (*stated, *(_line(element.text_content()) for element in marked[:3]))
        short = (name for name in names if len(name) <= 200 and not is_web_address(name))
        return next(filter(None, (_BY.sub("", name).strip(" ,;|—–-") for name in short)), "")

    def find_date(self) -> str:
        """When the page says that it was published, as ISO 8601; empty when it does not say."""
        stated = (read_date(self._stated.get(name, "")) for name in _DATES)
        return next(filter(None, stated), "") or next(filter(None, self._times()), "")

    def _headings(self) -> Iterator[str]:
        for heading in self._tree.xpath(f"(//h1[not({_ASIDE})] | //h2[not({_ASIDE})])")[:10]:
            text = _line(heading.text_content())
            if text and not is_above_title(text) and text.lower() != self.find(*_SITES).lower():
                yield text

    def _without_site(self, title: str) -> str:
        """`title` without the name of the site behind it."""
        parts = _SITE_MARK.split(title)
        if len(parts) > 1 and (
            parts[-1].lower() == self.find_site().lower() or len(title) - len(parts[-1]) > 2 * len(parts[-1])
        ):
            return title[: -len(parts[-1])].rstrip(" |·»–—-")
        return title

    def _times(self) -> Iterator[str]:
        """The dates of `<time>` and of microdata that stand outside prose and menus, those of the article first."""
        marked = self._tree.xpath(f"//*[@itemprop='datePublished'] | //time[not({_ASIDE})]")[:50]
        for element in sorted(marked, key=lambda element: element.get("itemprop") != "datePublished"):
            about = " ".join((element.get("itemprop") or "", element.get("class") or ""))
            if _CHANGED.search(about) or _stands_in_prose(element):
                continue
            for value in (element.get("datetime"), element.get("content"), element.text_content()):
                yield read_date(_line(value)) or read_date_line(_line(value))

    def _read_metas(self) -> Iterator[str]:
        for meta in self._tree.iterfind(".//meta"):
            name = (meta.get("property") or meta.get("name") or meta.get("itemprop") or "").lower()
            self._note(name, meta.get("content"))
        return iter(())

    def _read_structured(self) -> Iterator[str]:
        """Store the first article that JSON-LD describes; returns the addresses that it says it is based on."""
        for script in self._tree.iterfind(".//script[@type='application/ld+json']"):
            for thing in _things(script.text or ""):
                if "article" in str(thing.get("@type", "")).lower() or "headline" in thing:
                    for key in ("headline", "datePublished", "author", "publisher"):
                        self._note(key.lower(), _name_of(thing.get(key)))
                    self._body = self._body or str(thing.get("articleBody") or "")
                    yield from _addresses(thing.get("isBasedOn"))

    def _note(self, name: str, value: object) -> None:
        if isinstance(value, str) and value.strip():
            self._stated.setdefault(name, _line(value))


def is_web_address(link: object) -> bool:
    """Whether a value is an address that a browser opens."""
    return isinstance(link, str) and link.lower().startswith(("http://", "https://"))


def _line(value: object) -> str:
    return " ".join(value.split())[:_LONGEST] if isinstance(value, str) else ""


def _stands_in_prose(element: Any) -> bool:
    if element.tag == "meta":
        return False
    parent = element.getparent()
    around = parent.text_content() if parent is not None and parent.tag in ("p", "li", "blockquote", "td") else ""
    return len(around.split()) > _PROSE_WORDS or len(element.text_content().split()) > _PROSE_WORDS


def _things(text: str) -> Iterator[dict[str, Any]]:
    """The objects that a JSON-LD script describes, at the levels where articles stand."""
    try:
        value = json.loads(text, strict=False)
    except (ValueError, RecursionError):
        return
    for item in value if isinstance(value, list) else [value]:
        if isinstance(item, dict):
            graph = item.get("@graph")
            yield from (thing for thing in (graph if isinstance(graph, list) else [item]) if isinstance(thing, dict))


def _name_of(value: object) -> str:
    """A text, the name of a thing, or the names of several."""
    if isinstance(value, dict):
        return _name_of(value.get("name"))
    if isinstance(value, list):
        return ", ".join(filter(None, map(_name_of, value[:10])))
    return value if isinstance(value, str) else ""


def _addresses(value: object) -> list[str]:
    listed = value if isinstance(value, list) else [value]
    links = (item.get("url") or item.get("@id") if isinstance(item, dict) else item for item in listed)
    return [link for link in links if isinstance(link, str)]
