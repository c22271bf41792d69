"""Families as pictures: a row a member, and a curve for each pair; on a time axis where dates are known."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from dupdetect.records import Cluster, Findings, Verdict
from dupdetect.report.html.page import ArticleView, Page, Row
from dupdetect.report.wording import LABELS, SIGNS, describe_date

FAMILIES = 200
"""Pictures in one page; the largest families come first."""

MEMBERS = 24
"""Most rows of a picture; the list of pairs has the others."""

WIDTH, ROW = 168, 58
_MARGIN = 14
"""Pixels: of a picture, of a row, and from the edge to the first and last dot."""


@dataclass(frozen=True, slots=True)
class Member:
    """A row: the article, where its dot stands, and the strongest pair that ties it to a row above."""

    article: ArticleView
    x: int
    y: int
    source: bool
    tie: Row | None
    note: str


@dataclass(frozen=True, slots=True)
class Curve:
    """A pair as a path between two dots."""

    number: int
    verdict: Verdict
    path: str


@dataclass(frozen=True, slots=True)
class Picture:
    """A family; `dates` are the ends of its time axis, empty when too few dates are known."""

    number: int
    size: int
    verdict: Verdict
    label: str
    sign: str
    height: int
    dates: tuple[str, ...]
    members: tuple[Member, ...]
    curves: tuple[Curve, ...]
    pairs: int
    left_out: int


def draw_families(findings: Findings, page: Page) -> tuple[Picture, ...]:
    """A picture for each of the largest families."""
    inside: dict[int, list[Row]] = {}
    for row in page.rows:
        inside.setdefault(row.family, []).append(row)
    numbered = enumerate(findings.clusters[:FAMILIES], 1)
    return tuple(_draw_family(i, cluster, page.articles, inside.get(i, [])) for i, cluster in numbered)


def _draw_family(number: int, cluster: Cluster, articles: Mapping[str, ArticleView], rows: Sequence[Row]) -> Picture:
    source = articles[cluster.source] if cluster.source else None
    members = [articles[name] for name in (*cluster.articles, *(attached.id for attached in cluster.attached))]
    ordered = sorted(members, key=lambda item: (item is not source, item.published or "9", item.number))[:MEMBERS]
    days = [date.fromisoformat(member.published) for member in ordered if member.published]
    timed = len(set(days)) > 1
    places = {
        entry.number: (_x(entry, days) if timed else WIDTH - _MARGIN, ROW // 2 + ROW * i)
        for i, entry in enumerate(ordered)
    }
    ends = (describe_date(min(days).isoformat()), describe_date(max(days).isoformat())) if timed else ()
    return Picture(
        number=number,
        size=len(members),
        verdict=cluster.verdict,
        label=LABELS[cluster.verdict],
        sign=SIGNS[cluster.verdict],
        height=ROW * len(ordered),
        dates=ends,
        members=tuple(_members(ordered, source, places, rows)),
        curves=tuple(_curves(places, rows)),
        pairs=len(rows),
        left_out=len(members) - len(ordered),
    )


def _x(view: ArticleView, days: Sequence[date]) -> int:
    """The place on the time axis; an unknown day stands at its left end."""
    if not view.published:
        return _MARGIN
    passed, all_of = (date.fromisoformat(view.published) - min(days)).days, (max(days) - min(days)).days
    return _MARGIN + round((WIDTH - 2 * _MARGIN) * passed / all_of)


def _members(
    ordered: Sequence[ArticleView],
    source: ArticleView | None,
    places: Mapping[int, tuple[int, int]],
    rows: Sequence[Row],
) -> Iterator[Member]:
    above: dict[int, int] = {}
    first = source.number if source else None
    for place, member in enumerate(ordered, 1):
        ties = [row for row in rows if _other(row, member) in above]
        best = min(ties, key=lambda row: (_other(row, member) != first, row.number), default=None)
        note = _describe_pair(member, best, above[_other(best, member)]) if best else ""
        yield Member(member, *places[member.number], member is source, best, note)
        above[member.number] = place


def _other(row: Row, view: ArticleView) -> int:
    """The other article of a pair; -1 when `one` is not in it."""
    return {row.a.number: row.b.number, row.b.number: row.a.number}.get(view.number, -1)


def _describe_pair(view: ArticleView, tie: Row, place: int) -> str:
    """Such as: Rewrite, 98% shared with 2. "Of 2" would claim to know which was first."""
    shared = tie.coverage[0] if tie.a is view else tie.coverage[1]
    return f"{LABELS[tie.verdict]}, {shared}% shared with {place}"


def _curves(places: Mapping[int, tuple[int, int]], rows: Sequence[Row]) -> Iterator[Curve]:
    """Faint pairs first, so that strong ones lie above them."""
    for row in sorted(rows, key=lambda row: (row.verdict.rank, -row.number)):
        if row.a.number in places and row.b.number in places:
            first, last = sorted((places[row.a.number], places[row.b.number]), key=lambda place: place[1])
            yield Curve(row.number, row.verdict, _path(*first, *last))


def _path(x: int, y: int, right: int, below: int) -> str:
    """Down from the upper dot and across to the lower; an arc to the left where both stand under each other."""
    if abs(x - right) < 2 * _MARGIN:
        bulge = max(2, min(x, right) - min(WIDTH - 2 * _MARGIN, 20 + (below - y) // 3))
        return f"M{x} {y}C{bulge} {y} {bulge} {below} {right} {below}"
    return f"M{x} {y}C{x} {below} {x} {below} {right} {below}"
