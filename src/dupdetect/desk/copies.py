"""What an archive remembers of a check: which pages were checked, and which articles of the archive each is related to.

The identity of a page decides whether two checks saw the same page, so that it counts once. It is the address of the
page, or else the place where it was read. An address that names the original is not the page's own: many copies name
the original as canonical. Nor does the address of a whole site identify a page.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping
from typing import NamedTuple
from urllib.parse import urlsplit

from dupdetect.desk.credits import host_of
from dupdetect.desk.takers import is_partner
from dupdetect.records import Article, Comparison, Findings, Verdict
from dupdetect.records.ledger import RememberedCopy

_NAME, _ADDRESS, _DATE = 200, 2000, 40
"""Code points of an outlet's name, of an address and of a date that are remembered, at most."""


class CheckedPages(NamedTuple):
    """The outcome of a check as an archive remembers it.

    Attributes:
        pages: all identities that the checked pages have or had, also of pages that are related to nothing.
        copies: the related pairs.
    """

    pages: frozenset[str]
    copies: tuple[RememberedCopy, ...]


def list_copies(findings: Findings, locate: Callable[[Article], str]) -> CheckedPages:
    """List the pages and the related pairs of a check.

    Args:
        findings: of a check, in whose pairs A is the archive's article.
        locate: gives the place where an article was read.
    """
    articles = {listed.id: listed.article for listed in findings.articles}
    related = [pair for pair in findings.pairs if pair.verdict is not Verdict.INDEPENDENT]
    addresses = _find_addresses(related, articles)
    copies = []
    for pair in related:
        page = articles[pair.b]
        url = addresses[pair.b]
        copies.append(_remember_pair(pair, page, _identify_page(url) or locate(page), url))
    asked = [listed.article for listed in findings.articles if listed.asked]
    pages = {identity for page in asked for identity in (_identify_page(page.url), locate(page)) if identity}
    return CheckedPages(frozenset(pages), tuple(copies))


def _find_addresses(pairs: list[Comparison], articles: Mapping[str, Article]) -> dict[str, str]:
    """The own address of each page that is related to an article; empty where it is not known."""
    originals: dict[str, set[str]] = defaultdict(set)
    for pair in pairs:
        originals[pair.b].add(articles[pair.a].url)
    return {
        name: "" if articles[name].url in urls else articles[name].url[:_ADDRESS] for name, urls in originals.items()
    }


def _identify_page(url: str) -> str:
    """The address without its fragment; empty where it is none, too long, or that of a whole site."""
    address = url.partition("#")[0]
    try:
        parts = urlsplit(address)
    except ValueError:  # such as brackets that are no IPv6 address
        return ""
    return address if len(url) < _ADDRESS and (parts.path.strip("/") or parts.query) else ""


def _remember_pair(pair: Comparison, page: Article, identity: str, url: str) -> RememberedCopy:
    licensed = is_partner(pair)
    rules = () if licensed else pair.rules
    return RememberedCopy(
        page=identity,
        original=pair.a,
        copy=pair.b,
        verdict=pair.verdict,
        manner=pair.manner,
        spun=pair.spun,
        credit=pair.credit,
        direction=pair.direction,
        source=_name_source(page, url),
        url=url,
        published=page.published[:_DATE],
        kept=tuple(check.rule for check in rules if check.kept is True),
        broken=tuple(check.rule for check in rules if check.kept is False),
        licensed=licensed,
    )


def _name_source(page: Article, url: str) -> str:
    """The outlet that a page names; empty if a reader took it from an address that is not the page's own."""
    borrowed = not url and page.source == host_of(page.url).removeprefix("www.")
    return "" if borrowed else page.source[:_NAME]
