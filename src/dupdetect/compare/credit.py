"""Credit and direction of a pair: whether one article credits the other, and which was made from which.

An editor's first question is not "copied?" but "copied as we allow it?". A credit is evidence, quoted with its place;
a direction follows only from dates or from a credit that names the other article, never from wording alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from dupdetect.compare.credit_phrases import ADDRESS, CREDITED, NAME, may_credit
from dupdetect.records import Article, CreditForm, Direction, Evidence
from dupdetect.records.instants import compare_instants

_AGENCY_NAMES = (
    r"(?:The )?Associated Press|Reuters|Thomson Reuters|Agence France[- ]Presse|Press Association|PA Media"
    r"|(?:The )?Canadian Press|Deutsche Presse[- ]Agentur|Austria Presse Agentur|Keystone[- ]SDA|Agencia EFE"
    r"|Europa Press|Agenzia ANSA|Adnkronos|Agência Lusa|Agencja PAP|Polska Agencja Prasowa"
    r"|Algemeen Nederlands Persbureau|Tidningarnas Telegrambyrå|Norsk Telegrambyrå|Ritzaus? Bureau"
    r"|Xinhua(?: News Agency)?|Kyodo News|ТАСС|РИА Новости|Интерфакс|新华社|共同通信社?"
)
"""Agencies by their full names, in ten languages."""
_SHORT_NAMES = r"AP|AFP|DPA|dpa|APA|SDA|EFE|ANSA|ANP|PAP|NTB|Lusa|Ritzau|TASS|ТАСС|РИА Новости|Интерфакс"
_AGENCY = (
    rf"(?:reuters|dpa|afp|apa|sda|efe|ansa|tass|lusa|ritzau|ntb|(?-i:{_AGENCY_NAMES})|"
    r"(?-i:(?:[A-Z][\w.&-]{1,30} ){1,4}(?:Agency|Association|Press|Wire|Service)))"
)
_BYLINE = re.compile(
    rf"^[^\n.!?]{{0,40}}\bby (?P<name>{NAME})"
    rf"|^[^\n(.!?]{{0,60}}(?P<agency>\({_AGENCY}\)(?=[ \t]*(?:\.?[-–—:]|$))"
    r"|\((?-i:[A-Z]{2,6})\)(?=[ \t]*\.?[-–—:])"  # not: the Harbour Board (HB) said
    rf"|^[ \t]*(?-i:(?:[Ll]['’])?(?:{_AGENCY_NAMES}|{_SHORT_NAMES})|(?:[A-Z][\w.&-]{{1,30}} ){{1,4}}News Agency)[ \t]*$"
    rf"|^[ \t]*(?-i:{_AGENCY_NAMES}) (?:writer|reporter|journalist|correspondent)s?\b"
    r"|^新华社[^\n]{0,30}电"
    r")"
    rf"|^[^\n]{{0,60}}(?:(?<=[-–—] )(?-i:{_AGENCY_NAMES}|{_SHORT_NAMES})\.|/(?-i:{_SHORT_NAMES})/\.)",
    re.IGNORECASE | re.MULTILINE,
)
_AGENCY_ALONE = re.compile(rf"(?:the )?(?:{_AGENCY_NAMES}|{_SHORT_NAMES})", re.IGNORECASE)
_LINK = re.compile(ADDRESS, re.IGNORECASE)
_STOP = re.compile(r"[.?!](?=\s)|\n")
_AROUND = 150
_HEAD = 1500
_SEEN = 200_000
"""Code points of a text that are searched for credits, at most."""


@dataclass(frozen=True, slots=True)
class Mentions:
    """The credits and bylines of one article, independent of any pair.

    Attributes:
        article: the article.
        credits: sentences that credit somebody, and the form.
        authors: names in bylines, in lower case.
        bylines: bylines with the name in them; empty for an agency's mark.
        addresses: web addresses in the text.
    """

    article: Article
    credits: tuple[tuple[CreditForm, Evidence], ...]
    authors: frozenset[str]
    bylines: tuple[tuple[str, Evidence], ...]
    addresses: tuple[Evidence, ...]


def find_mentions(article: Article) -> Mentions:
    """Find the credits and bylines of an article; done once, however many it is compared with."""
    bylines = tuple(
        (_read_author(match["name"] or ""), Evidence(article.id, match.group().strip(), match.start(), match.end()))
        for match in _find_bylines(article.text[:_HEAD])
    )
    authors = {name for name, _ in bylines if name} | ({article.author.lower()} if article.author else set())
    return Mentions(article, tuple(_credits(article)), frozenset(authors), bylines, tuple(_find_addresses(article)))


def _find_bylines(head: str) -> Iterator[re.Match[str]]:
    """The bylines of the head of a text; each begins a line and ends in it."""
    start = 0
    while True:
        byline = _BYLINE.match(head, start)
        if byline:
            yield byline
        start = head.find("\n", start) + 1
        if not start:
            return


def _find_addresses(article: Article) -> Iterator[Evidence]:
    """The web addresses in a text: each has a slash, or begins with `www.`."""
    if "/" in article.text or "www." in article.text.lower():
        for match in _LINK.finditer(article.text, 0, _SEEN):
            yield Evidence(article.id, match.group(), match.start(), match.end())


def _read_author(name: str) -> str:
    """The author that a byline names, in lower case; empty for an agency, which no article is alone to have."""
    return "" if _AGENCY_ALONE.fullmatch(name) else name.lower()


def find_credit(a: Mentions, b: Mentions) -> tuple[CreditForm, tuple[Evidence, ...]]:
    """How either text credits the source of the other, the strongest form first, and where it does.

    `linked` beats `credited` beats `byline`: a link to the source, its name, its author's name or agency tag alone.
    """
    forms = [*_of(a, b), *_of(b, a)]
    forms.sort(key=lambda pair: _STRENGTH.index(pair[0]))
    form = forms[0][0] if forms else CreditForm.NONE
    return form, tuple(evidence for _, evidence in forms)


_STRENGTH = (CreditForm.LINKED, CreditForm.CREDITED, CreditForm.BYLINE, CreditForm.NONE)


def find_direction(a: Article, b: Article, credits: tuple[Evidence, ...]) -> tuple[Direction, tuple[Evidence, ...]]:
    """Which article was made from which: by publication dates, or by a credit that names the other."""
    order = compare_instants(a.published, b.published)
    if order:
        way = Direction.A_TO_B if order < 0 else Direction.B_TO_A
        return way, (Evidence("", f"published {a.published} and {b.published}"),)
    named = [credit for credit in credits if _names(credit.text, b if credit.article == a.id else a)]
    takers = {item.article for item in named}
    if len(takers) != 1:
        return Direction.UNKNOWN, ()
    return (Direction.A_TO_B if takers == {b.id} else Direction.B_TO_A), tuple(named)


def _credits(article: Article) -> Iterator[tuple[CreditForm, Evidence]]:
    """The sentences of an article that credit somebody: `linked` when an address stands in them."""
    text = article.text[:_SEEN]
    if not may_credit(text):
        return
    for match in CREDITED.finditer(text):
        start, end = _sentence(text, match.start(), match.end())
        linked = _LINK.search(text, start, end) or any(link in text[start:end] for link in article.links)
        form = CreditForm.LINKED if linked else CreditForm.CREDITED
        yield form, Evidence(article.id, text[start:end], start, end)


def _of(taker: Mentions, giver: Mentions) -> Iterator[tuple[CreditForm, Evidence]]:
    """The credits that one article gives and that may mean the other."""
    source = giver.article
    if source.url and any(_same_page(link, source.url) for link in taker.article.links):
        yield CreditForm.LINKED, Evidence(taker.article.id, source.url)
    if source.url and _same_page(taker.article.url, source.url):
        yield CreditForm.LINKED, Evidence(taker.article.id, taker.article.url)
    for evidence in taker.addresses if source.url else ():
        if _same_page(evidence.text, source.url):
            yield CreditForm.LINKED, evidence
    for form, evidence in taker.credits:
        if not source.source or _names(evidence.text, source):
            yield form, evidence
    if source.author and source.author == taker.article.author:
        yield CreditForm.BYLINE, Evidence(taker.article.id, source.author)
    for name, evidence in taker.bylines:
        if not name or name in giver.authors:
            yield CreditForm.BYLINE, evidence
            return


def _sentence(text: str, start: int, end: int) -> tuple[int, int]:
    """The sentence around a match, of at most 150 code points either side, cut between words."""
    floor, ceiling = max(0, start - _AROUND), min(len(text), end + _AROUND)
    left = max((stop.end() for stop in _STOP.finditer(text, floor, start)), default=-1)
    if left < 0:
        left = 0 if floor == 0 else text.find(" ", floor, start) + 1 or start
    stop = _STOP.search(text, end, ceiling)
    right = stop.end() if stop else len(text) if ceiling == len(text) else max(text.rfind(" ", end, ceiling), end)
    while left < end and text[left].isspace():
        left += 1
    while right > end and text[right - 1].isspace():
        right -= 1
    return left, right


def _names(text: str, article: Article) -> bool:
    names = [article.source, article.author, article.url, article.title if len(article.title) > 20 else ""]
    lower = text.lower()
    return any(name and name.lower() in lower for name in names)


def _same_page(link: str, url: str) -> bool:
    return _bare(link) == _bare(url)


def _bare(url: str) -> str:
    """An address without scheme, `www.`, fragment, closing slash, and what in its query only tracks readers."""
    page, _, query = url.partition("#")[0].partition("?")
    page = re.sub(r"^(?:https?://)?(?:www\.)?", "", page, flags=re.IGNORECASE).rstrip("/.,").lower()
    parts = sorted(part for part in query.rstrip(".,").split("&") if part and not _TRACKING.match(part))
    return f"{page}?{'&'.join(parts)}" if parts else page


_TRACKING = re.compile(
    r"(?:utm_\w+|fbclid|gclid|dclid|msclkid|mc_[ce]id|igshid|ocid|cmpid|ref|ref_src|smid|amp|output)(?:=|$)",
    re.IGNORECASE,
)
