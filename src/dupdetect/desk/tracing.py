"""Lead each passage of a text to its best source among the articles that share text with it.

The text is cut where sentences of any source begin or end. Each stretch lists all sources that have it, the closest
wording first, so that a reader can switch a source off and the next one takes its place.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from itertools import pairwise
from typing import NamedTuple

from dupdetect.desk.changes import count_words
from dupdetect.desk.levels import align_sentences
from dupdetect.desk.spans import merge_spans, touches_any
from dupdetect.records import Article, Comparison, Findings
from dupdetect.records.views import Holding, Stretch, Tracing

MOST_SOURCES = 40
"""Sources that are traced; the most closely related come first."""


class _Unit(NamedTuple):
    """A sentence of the text that a source has."""

    start: int
    end: int
    quoted: bool
    holding: Holding


def trace_texts(findings: Findings, names: Iterable[str]) -> Iterator[Tracing]:
    """The tracing of each named article that has a pair and a text, in the order of `names`."""
    articles = {listed.article.id: listed.article for listed in findings.articles}
    pairs: dict[str, list[int]] = defaultdict(list)
    for place, pair in enumerate(findings.pairs):
        pairs[pair.a].append(place)
        pairs[pair.b].append(place)
    for name in names:
        if pairs[name] and articles[name].text:
            yield _trace(articles[name], pairs[name], findings.pairs)


def measure_traced(tracing: Tracing, off: Set[int] = frozenset(), *, quotations: bool = True) -> float:
    """The share of a text's words that any source has, 0 to 1.

    Args:
        off: the places of sources that do not count.
        quotations: whether words in shared quotation marks count.
    """
    counted = (
        stretch.words
        for stretch in tracing.stretches
        if (quotations or not stretch.quoted) and any(holding.source not in off for holding in stretch.holdings)
    )
    return min(1.0, sum(counted) / tracing.words) if tracing.words else 0.0


def share_by_source(tracing: Tracing) -> tuple[float, ...]:
    """For each source the share of the text's words for which it is the best one, 0 to 1."""
    words = [0] * len(tracing.sources)
    for stretch in tracing.stretches:
        words[stretch.holdings[0].source] += stretch.words
    return tuple(min(1.0, number / tracing.words) if tracing.words else 0.0 for number in words)


def _trace(article: Article, places: Sequence[int], pairs: Sequence[Comparison]) -> Tracing:
    used = list(places[:MOST_SOURCES])
    first = pairs[used[0]]
    furniture = first.furniture_a if first.a == article.id else first.furniture_b
    headline = len(article.title) if article.text.startswith(article.title) else 0
    aside = merge_spans([(0, headline), *((span.start, span.end) for span in furniture)])
    units = [unit for source, place in enumerate(used) for unit in _list_units(pairs[place], article.id, source)]
    return Tracing(
        article=article.id,
        sources=tuple(pairs[place].b if pairs[place].a == article.id else pairs[place].a for place in used),
        pairs=tuple(used),
        stretches=tuple(_join_stretches(_cut_stretches(article.text, units, aside))),
        words=count_words(article.text, [(0, len(article.text))]) - count_words(article.text, aside),
        left_out=len(places) - len(used),
    )


def _list_units(pair: Comparison, name: str, source: int) -> Iterator[_Unit]:
    """The sentences that a pair shares, or its passages where it has no sentences, from the side of an article."""
    for item in align_sentences(pair) or pair.passages:
        ours, theirs = (item.a_start, item.a_end), (item.b_start, item.b_end)
        here, there = (ours, theirs) if pair.a == name else (theirs, ours)
        yield _Unit(*here, item.quotation, Holding(source, item.similarity, *there))


def _cut_stretches(text: str, units: Sequence[_Unit], aside: Sequence[tuple[int, int]]) -> Iterator[Stretch]:
    """The stretches between the edges of sentences, with all sources of each."""
    opening, closing = _group_units(units, lambda unit: unit.start), _group_units(units, lambda unit: unit.end)
    open_units: dict[int, _Unit] = {}
    edges = {*opening, *closing, *(edge for span in aside for edge in span)}
    for start, end in pairwise(sorted(edges)):
        for number, _ in closing.get(start, ()):
            open_units.pop(number, None)
        open_units |= dict(opening.get(start, ()))
        words = count_words(text, [(start, end)])
        if open_units and words and not touches_any(start, end, aside):
            holders = sorted((unit.holding for unit in open_units.values()), key=_rank_holding)
            unique = tuple({holding.source: holding for holding in reversed(holders)}.values())[::-1]
            yield Stretch(start, end, words, all(unit.quoted for unit in open_units.values()), unique)


def _group_units(units: Sequence[_Unit], place: Callable[[_Unit], int]) -> Mapping[int, list[tuple[int, _Unit]]]:
    groups: dict[int, list[tuple[int, _Unit]]] = defaultdict(list)
    for number, unit in enumerate(units):
        if unit.start < unit.end:
            groups[place(unit)].append((number, unit))
    return groups


def _rank_holding(holding: Holding) -> tuple[float, int]:
    return -holding.similarity, holding.source


def _join_stretches(stretches: Iterable[Stretch]) -> Iterator[Stretch]:
    """Stretches that touch and have the same sources in the same places, joined."""
    last: Stretch | None = None
    for item in stretches:
        if last and (last.end, last.quoted, last.holdings) == (item.start, item.quoted, item.holdings):
            last = Stretch(last.start, item.end, last.words + item.words, last.quoted, last.holdings)
            continue
        if last:
            yield last
        last = item
    if last:
        yield last
