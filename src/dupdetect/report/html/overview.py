"""What stands at the top of the page: a sentence, the findings that matter most, figures that filter the list, and a
row for each article of ours, or each text that an archive was asked about.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from dupdetect.desk.highlights import pick_highlights
from dupdetect.desk.takers import list_takings
from dupdetect.records import Findings
from dupdetect.records.views import Highlight, HighlightKind, Taking
from dupdetect.report.html.page import ArticleView, Page, Row
from dupdetect.report.story import describe_attempts, tell_findings, tell_highlight

TAKINGS = 500
"""Articles of ours in one page; those with most copies come first."""

COPIES = 200
"""Copies of one article that its row lists."""


@dataclass(frozen=True, slots=True)
class Filter:
    """A figure that filters the list of pairs: how many, of what, and the name of the filter; empty for all."""

    number: int
    label: str
    only: str


@dataclass(frozen=True, slots=True)
class Pointer:
    """A highlight as a sentence, and the address on the page that it leads to."""

    text: str
    target: str
    urgent: bool


@dataclass(frozen=True, slots=True)
class Share:
    """A copy in the row of an article: the pair, the other article, and how much of ours it has, in percents."""

    row: Row
    other: ArticleView
    held: int


@dataclass(frozen=True, slots=True)
class TakingView:
    """A row: an article of ours, or one that was asked about, with those that share text with it."""

    article: ArticleView
    shares: tuple[Share, ...]
    partners: tuple[Share, ...]
    left_out: int
    uncredited: int
    drifted: int
    broken: int


@dataclass(frozen=True, slots=True)
class Overview:
    """The top of the page.

    Attributes:
        asked: whether the rows are of texts that an archive was asked about; otherwise they are ours.
        attempts: what was tried, where nothing was found.
        judged: whether copies were judged by the rules of a licence.
    """

    sentence: str
    pointers: tuple[Pointer, ...]
    filters: tuple[Filter, ...]
    asked: bool
    takings: tuple[TakingView, ...]
    attempts: str
    judged: bool


def lay_out_overview(findings: Findings, page: Page) -> Overview:
    """The top of the page of findings."""
    takings = list_takings(findings)
    highlights = () if page.single else pick_highlights(findings)
    return Overview(
        sentence=tell_findings(findings, takings),
        pointers=tuple(_point(highlight, findings, page) for highlight in highlights if _is_there(highlight, page)),
        filters=tuple(_list_filters(page)),
        asked=any(taking.asked for taking in takings),
        takings=tuple(_view(taking, findings, page) for taking in takings[:TAKINGS]),
        attempts=describe_attempts(findings),
        judged=any(pair.rules for pair in findings.pairs),
    )


def _is_there(highlight: Highlight, page: Page) -> bool:
    """Whether the page has the pair of a highlight; the weakest pairs of many are left out."""
    return highlight.kind is HighlightKind.FAMILY or highlight.place < len(page.rows)


def _point(highlight: Highlight, findings: Findings, page: Page) -> Pointer:
    target = "family" if highlight.kind is HighlightKind.FAMILY else "pair"
    urgent = highlight.kind in (HighlightKind.RULES, HighlightKind.FACTS)
    return Pointer(tell_highlight(highlight, findings, page.namer), f"#{target}-{highlight.place + 1}", urgent)


def _list_filters(page: Page) -> Iterator[Filter]:
    """The figures at the top; those that count nothing are left out."""
    rows = page.rows
    yield Filter(len(rows), "related pair" if len(rows) == 1 else "related pairs", "")
    for label, only, number in (
        ("break a rule", "broken", sum(row.broken > 0 for row in rows)),
        ("with changed facts", "drifts", sum(row.drifts > 0 for row in rows)),
        ("machine-spun", "spun", sum(row.spun for row in rows)),
        ("without a credit", "uncredited", sum(not row.credited for row in rows)),
    ):
        if number:
            yield Filter(number, label, only)


def _view(taking: Taking, findings: Findings, page: Page) -> TakingView:
    shares = _list_shares(taking.pairs, taking.article, findings, page)
    rows = [share.row for share in shares]
    return TakingView(
        article=page.articles[taking.article],
        shares=shares[:COPIES],
        partners=_list_shares(taking.partners, taking.article, findings, page)[:COPIES],
        left_out=max(0, len(taking.pairs) - COPIES),
        uncredited=sum(not row.credited for row in rows),
        drifted=sum(row.drifts > 0 for row in rows),
        broken=sum(row.broken > 0 for row in rows),
    )


def _list_shares(places: Sequence[int], name: str, findings: Findings, page: Page) -> tuple[Share, ...]:
    shown = [place for place in places if place < len(page.rows)]
    return tuple(_share(page.rows[place], findings.pairs[place].a == name) for place in shown)


def _share(row: Row, is_a: bool) -> Share:
    return Share(row, row.b if is_a else row.a, row.coverage[0 if is_a else 1])
