"""Families as ranked tables, and as pictures with a curve for each pair; on a time axis where dates are known."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from dupdetect.desk.changes import map_edits
from dupdetect.desk.origins import explain_origin
from dupdetect.records import Article, Cluster, Comparison, Findings, Verdict
from dupdetect.report.html.page import ArticleView, Page, Row
from dupdetect.report.html.strips import Box, draw_strip
from dupdetect.report.story import describe_edits, tell_origin
from dupdetect.report.visible import make_running
from dupdetect.report.wording import ATTACHED, LABELS, SIGNS, count_noun, describe_date

FAMILIES = 200
"""Pictures in one page; the largest families come first."""

MEMBERS = 24
"""Most rows of a picture; the list of pairs has the others."""

WIDTH, ROW = 168, 40
_MARGIN = 14
"""Pixels: of a picture, of a row, and from the edge to the first and last dot."""

MAPPED = 12
"""Families whose edits are drawn; those of the others are told in words."""

_TITLE = 160
"""Characters of a headline that a family shows."""


@dataclass(frozen=True, slots=True)
class Member:
    """A row: the article, where its dot stands, and the pair that ties it to the first row, or else to another.

    Attributes:
        note: such as "98% shared with 2"; empty in the first row. "Of 2" would claim to know which was first.
        place: the number of the row.
        edits: what was cut, added and exchanged since that row.
        strip: the same as a drawing under the first row; empty where the tie is to another row.
        attached: why it stands beside the family; empty for members proper.
    """

    place: int
    article: ArticleView
    x: int
    y: int
    source: bool
    tie: Row | None
    note: str
    edits: str
    strip: tuple[Box, ...]
    attached: str


@dataclass(frozen=True, slots=True)
class Curve:
    """A pair as a path between two dots."""

    number: int
    verdict: Verdict
    path: str


@dataclass(frozen=True, slots=True)
class Picture:
    """A family; `dates` are the ends of its time axis, empty when too few dates are known.

    Attributes:
        title: the headline of its story.
        summary: how many articles it has, and how many independent first texts.
        origin: why it has no source, as far as that is known; empty where it has one.
    """

    number: int
    title: str
    summary: str
    origin: str
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

    @property
    def has_strips(self) -> bool:
        """Whether edits of a member are drawn."""
        return any(member.strip for member in self.members)


def draw_families(findings: Findings, page: Page) -> tuple[Picture, ...]:
    """A picture for each of the largest families."""
    inside: dict[int, list[Row]] = {}
    for row in page.rows:
        inside.setdefault(row.family, []).append(row)
    drawer = _Drawer(page.articles, findings.pairs, {listed.id: listed.article for listed in findings.articles})
    numbered = enumerate(findings.clusters[:FAMILIES], 1)
    return tuple(drawer.draw(number, cluster, inside.get(number, [])) for number, cluster in numbered)


@dataclass(frozen=True, slots=True)
class _Drawer:
    """What the pictures of all families draw upon."""

    articles: Mapping[str, ArticleView]
    pairs: Sequence[Comparison]
    read: Mapping[str, Article]

    def draw(self, number: int, cluster: Cluster, rows: Sequence[Row]) -> Picture:
        """The picture of a family, its source first where that is known, then by date."""
        source = self.articles[cluster.source] if cluster.source else None
        beside = {self.articles[item.id].number: ATTACHED[item.as_] for item in cluster.attached}
        members = [self.articles[name] for name in (*cluster.articles, *(item.id for item in cluster.attached))]
        ordered = sorted(members, key=lambda item: _rank_member(item, source, beside))[:MEMBERS]
        places, dates = _place_dots(ordered)
        return Picture(
            number=number,
            title=make_running(cluster.title).strip()[:_TITLE] or ordered[0].heading,
            summary=_summarise(cluster, len(members)),
            origin="" if source else self._tell_origin(cluster, ordered, rows),
            size=len(members),
            verdict=cluster.verdict,
            label=LABELS[cluster.verdict],
            sign=SIGNS[cluster.verdict],
            height=ROW * len(ordered),
            dates=dates,
            members=tuple(self._list_members(ordered, source, beside, places, rows)),
            curves=tuple(_curves(places, rows)),
            pairs=len(rows),
            left_out=len(members) - len(ordered),
        )

    def _tell_origin(self, cluster: Cluster, ordered: Sequence[ArticleView], rows: Sequence[Row]) -> str:
        numbers = {member.number: rank for rank, member in enumerate(ordered, 1)}
        ranks = {
            name: numbers[number] for name in cluster.articles if (number := self.articles[name].number) in numbers
        }
        members = [self.read[name] for name in sorted(ranks, key=ranks.__getitem__)]
        inside = (self.pairs[row.number - 1] for row in rows)
        return tell_origin(explain_origin(members, (x for x in inside if x.a in ranks and x.b in ranks)), ranks)

    def _list_members(
        self,
        ordered: Sequence[ArticleView],
        source: ArticleView | None,
        beside: Mapping[int, str],
        places: Mapping[int, tuple[int, int]],
        rows: Sequence[Row],
    ) -> Iterator[Member]:
        ranks = {member.number: place for place, member in enumerate(ordered, 1)}
        by_member: dict[int, list[Row]] = {}
        for row in rows:
            by_member.setdefault(row.a.number, []).append(row)
            by_member.setdefault(row.b.number, []).append(row)
        for place, member in enumerate(ordered, 1):
            ties = [row for row in by_member.get(member.number, []) if _other(row, member) in ranks]
            tie = min(ties, key=lambda row: _rank_tie(ranks[_other(row, member)], place, row), default=None)
            tie = tie if place > 1 else None
            note = _describe_tie(member, tie, ranks[_other(tie, member)]) if tie else ""
            edits, strip = self._show_edits(member, tie, ordered[0]) if tie else ("", ())
            attached = beside.get(member.number, "")
            yield Member(place, member, *places[member.number], member is source, tie, note, edits, strip, attached)

    def _show_edits(self, member: ArticleView, tie: Row, first: ArticleView) -> tuple[str, tuple[Box, ...]]:
        """What was edited since the row of a tie, in words and, if that is the first row, as a drawing."""
        pair, backwards = self.pairs[tie.number - 1], tie.a is member
        texts = (self.read[pair.a].text, self.read[pair.b].text)
        edits = map_edits(pair, *texts, backwards=backwards)
        if tie.family > MAPPED or _other(tie, member) != first.number or not all(texts):
            return describe_edits(edits), ()
        ways = (texts[1], texts[0]) if backwards else texts
        return describe_edits(edits), draw_strip(edits, ways, tie.number, "b" if backwards else "a")


def _rank_member(
    member: ArticleView, source: ArticleView | None, beside: Mapping[int, str]
) -> tuple[bool, bool, str, int]:
    return member is not source, member.number in beside, member.published or "9", member.number


def _summarise(cluster: Cluster, size: int) -> str:
    """Such as: 5 articles, 2 independent first texts. A single one is nothing to report: all may stem from it."""
    articles = count_noun(size, "article")
    return f"{articles}, {cluster.origins:,} independent first texts" if cluster.origins > 1 else articles


def _place_dots(ordered: Sequence[ArticleView]) -> tuple[dict[int, tuple[int, int]], tuple[str, ...]]:
    """Where the dot of each article stands, and the ends of the time axis, if there is one."""
    days = [date.fromisoformat(member.published) for member in ordered if member.published]
    timed = len(set(days)) > 1
    places = {
        entry.number: (_x(entry, days) if timed else WIDTH - _MARGIN, ROW // 2 + ROW * i)
        for i, entry in enumerate(ordered)
    }
    ends = (describe_date(min(days).isoformat()), describe_date(max(days).isoformat())) if timed else ()
    return places, ends


def _x(view: ArticleView, days: Sequence[date]) -> int:
    """The place on the time axis; an unknown day stands at its left end."""
    if not view.published:
        return _MARGIN
    passed, all_of = (date.fromisoformat(view.published) - min(days)).days, (max(days) - min(days)).days
    return _MARGIN + round((WIDTH - 2 * _MARGIN) * passed / all_of)


def _other(row: Row, view: ArticleView) -> int:
    """The number of the other article of a pair."""
    return row.b.number if row.a.number == view.number else row.a.number


def _rank_tie(other: int, place: int, row: Row) -> tuple[bool, bool, int]:
    """The tie to the first row before all others, then ties to rows above, then the strongest."""
    return other != 1, other > place, row.number


def _describe_tie(view: ArticleView, tie: Row, place: int) -> str:
    shared = tie.coverage[0] if tie.a is view else tie.coverage[1]
    return f"{shared}% shared with {place}"


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
