"""Which articles join, which are parts of others, and which pages hold parts of several: linear in the ties."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from dupdetect.families.ties import Spans, Tie, measure_overlap, measure_spans, merge_spans

_CORE = 0.5
"""The least share of each text that the other must hold, so that two ties in a row still mean one text."""

_APART = 0.5
"""The largest overlap, as a share of the shorter place, of two texts that count as separate parts of a page."""

_AGREE = 0.5
"""The least share of a short text's versions that must be tied to a long text to make it a trim of that text."""

_INSIDE = 0.5
"""The least share of a short text's place in a long text that the long text's family must hold as well. A text that
one outlet added to a story, and that others print alone, is not a trim of the story."""


class UnionFind:
    """Disjoint sets of names; each set is called by one of them."""

    def __init__(self) -> None:
        self._parents: dict[str, str] = {}

    def find(self, name: str) -> str:
        """The name of the set that holds `name`."""
        parents = self._parents
        while parents.setdefault(name, name) != name:
            parents[name] = parents[parents[name]]
            name = parents[name]
        return name

    def join(self, into: str, name: str) -> None:
        """Join two sets under the name of the first."""
        self._parents[self.find(name)] = self.find(into)

    def tie(self, a: str, b: str) -> None:
        """Join two sets under the smaller name, so that the order of ties does not matter."""
        self.join(*sorted((self.find(a), self.find(b))))


@dataclass(frozen=True, slots=True)
class Grouping:
    """Articles by family; a family has the name of one of its members.

    Attributes:
        home: the family of each article.
        members: the articles of each family, including trims.
        trims: articles that are a part of another one in their family.
        round_ups: the pages that hold a family's text, or a part of it, among those of other families.
    """

    home: Mapping[str, str]
    members: Mapping[str, set[str]]
    trims: set[str]
    round_ups: Mapping[str, set[str]]


@dataclass(frozen=True, slots=True)
class _Part:
    """A tie of a short text to a long one that holds it."""

    short: str
    long: str
    tie: Tie


def group_articles(ties: Sequence[Tie], dates: Mapping[str, str]) -> Grouping:
    """Sort articles into families by their ties; `dates` are ISO 8601, by id."""
    cores, parts = _split_ties(ties, {})
    pages = _find_round_ups(parts, cores, dates)
    if pages:
        cores, parts = _split_ties(ties, pages)
    names = sorted({name for tie in ties for name in (tie.a, tie.b)})
    wholes, attached = _attach_trims(ties, parts, cores, pages)
    home = {name: wholes.find(cores.find(name)) for name in names}
    members: dict[str, set[str]] = defaultdict(set)
    for name in names:
        members[home[name]].add(name)
    round_ups: dict[str, set[str]] = defaultdict(set)
    for part in parts:
        if part.long in pages and home[part.long] != home[part.short]:
            round_ups[home[part.short]].add(part.long)
    return Grouping(home, members, {name for name in names if cores.find(name) in attached}, round_ups)


def _split_ties(ties: Sequence[Tie], pages: Mapping[str, Spans]) -> tuple[UnionFind, list[_Part]]:
    """The cores, and the ties of short texts to long texts that hold them.

    Two round-ups that hold the same briefs are not one text: their tie joins only if it covers their other text. A tie
    that covers less than half of either text neither joins nor attaches.
    """
    cores = UnionFind()
    parts = []
    for tie in ties:
        if tie.identical or min(tie.own_a, tie.own_b) >= _CORE:
            both = tie.a in pages and tie.b in pages and not tie.identical
            if not both or min(_cover_rest(tie, tie.a, pages), _cover_rest(tie, tie.b, pages)) >= _CORE:
                cores.tie(tie.a, tie.b)
        elif max(tie.own_a, tie.own_b) >= _CORE:
            short, long = (tie.b, tie.a) if tie.own_a < tie.own_b else (tie.a, tie.b)
            parts.append(_Part(short, long, tie))
    return cores, parts


def _cover_rest(tie: Tie, name: str, pages: Mapping[str, Spans]) -> float:
    """The share of a tie's stretches in a round-up that lies outside the texts of others which it holds."""
    covered = measure_spans(tie.spans(name))
    return 1 - measure_overlap(tie.spans(name), pages[name]) / covered if covered else 0.0


def _find_round_ups(parts: Sequence[_Part], cores: UnionFind, dates: Mapping[str, str]) -> dict[str, Spans]:
    """Articles that hold texts of two or more cores in different places, and those places.

    If dates are known, a text published after the page that holds it was cut from that page.
    """
    holds: dict[str, dict[str, Spans]] = defaultdict(dict)
    for part in parts:
        if dates.get(part.short, "") > (dates.get(part.long) or "~"):
            continue
        core = cores.find(part.short)
        places_before = holds[part.long].get(core, ())
        holds[part.long][core] = merge_spans((*places_before, *part.tie.spans(part.long)))
    return {
        page: merge_spans(span for spans in places.values() for span in spans)
        for page, places in holds.items()
        if _count_apart(list(places.values())) >= 2
    }


def _count_apart(places: list[Spans]) -> int:
    """The number of texts that stand in separate places."""
    kept: list[Spans] = []
    for place in sorted(places, key=lambda spans: (measure_spans(spans), spans)):
        size = measure_spans(place)
        if all(measure_overlap(place, other) <= _APART * min(size, measure_spans(other)) for other in kept):
            kept.append(place)
    return len(kept)


def _attach_trims(
    ties: Sequence[Tie], parts: Sequence[_Part], cores: UnionFind, pages: Mapping[str, Spans]
) -> tuple[UnionFind, set[str]]:
    """Cores joined to the cores that they are parts of, and the set of the parts; small ones first, each to its best.

    No core is both a part and a whole, so nothing chains.
    """
    versions, same = _count_versions(ties, cores)
    offers, worth = _list_offers(ties, parts, cores, pages, same)
    wholes = UnionFind()
    attached: set[str] = set()
    hosts: set[str] = set()
    best_first = sorted(offers, key=lambda o: (versions[o[0]], o[0], -worth[o], -versions[o[1]], o[1]))
    for short, long in best_first:
        enough = len(offers[short, long]) >= _AGREE * versions[short]
        if enough and short not in attached | hosts and long not in attached:
            wholes.join(long, short)
            attached.add(short)
            hosts.add(long)
    return wholes, attached


def _count_versions(ties: Sequence[Tie], cores: UnionFind) -> tuple[dict[str, int], UnionFind]:
    """The number of different texts of each core. Equal texts count once: a search does not tie each to all others."""
    same = UnionFind()
    for tie in ties:
        if tie.identical:
            same.tie(tie.a, tie.b)
    versions: dict[str, set[str]] = defaultdict(set)
    for name in {name for tie in ties for name in (tie.a, tie.b)}:
        versions[cores.find(name)].add(same.find(name))
    return {core: len(texts) for core, texts in versions.items()}, same


def _list_offers(
    ties: Sequence[Tie], parts: Sequence[_Part], cores: UnionFind, pages: Mapping[str, Spans], same: UnionFind
) -> tuple[dict[tuple[str, str], set[str]], dict[tuple[str, str], float]]:
    """For each short and long core, the short one's versions that are tied to the long one, and the best weight."""
    story = _find_shared_places(ties, cores)
    offers: dict[tuple[str, str], set[str]] = defaultdict(set)
    worth: dict[tuple[str, str], float] = defaultdict(float)
    for part in parts:
        short, long = cores.find(part.short), cores.find(part.long)
        place = part.tie.spans(part.long)
        alone = part.long in story and measure_overlap(place, story[part.long]) < _INSIDE * measure_spans(place)
        if part.long not in pages and part.short not in pages and short != long and not alone:
            offers[short, long].add(same.find(part.short))
            worth[short, long] = max(worth[short, long], part.tie.weight)
    return offers, worth


def _find_shared_places(ties: Sequence[Tie], cores: UnionFind) -> dict[str, Spans]:
    """The places of an article that other articles of its core hold as well."""
    places: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for tie in ties:
        if cores.find(tie.a) == cores.find(tie.b):
            for name in (tie.a, tie.b):
                places[name].extend(tie.spans(name))
    return {name: merge_spans(spans) for name, spans in places.items()}
