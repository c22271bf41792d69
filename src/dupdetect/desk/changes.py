"""Map what was kept, cut, added, exchanged and moved between two articles, from their aligned sentences."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from dupdetect.desk.spans import merge_spans
from dupdetect.records import Comparison, Kind, Passage, SentencePair, Span
from dupdetect.records.views import EditKind, EditMap, EditStretch

_WORD = re.compile(r"\w+")
_LEAST_WORDS = 3
"""Words of a stretch that counts as cut or added: fewer are a leftover of sentence ends."""


class _Link(NamedTuple):
    """A stretch of the first text and the stretch of the second that stands for it."""

    start: int
    end: int
    there: int
    there_end: int
    kind: EditKind


def map_edits(pair: Comparison, a: str, b: str, *, backwards: bool = False) -> EditMap:
    """The edits that lead from one text of a pair to the other.

    Args:
        pair: the two articles.
        a, b: their texts.
        backwards: whether the way leads from B to A.
    """
    links = [_link(item) for item in pair.sentences or pair.passages]
    first, second, aside, aside_there = a, b, pair.furniture_a, pair.furniture_b
    if backwards:
        links = [_Link(x.there, x.there_end, x.start, x.end, x.kind) for x in links]
        first, second, aside, aside_there = b, a, pair.furniture_b, pair.furniture_a
    alone = _find_unshared(first, ((x.start, x.end) for x in links), aside)
    alone_there = _find_unshared(second, ((x.there, x.there_end) for x in links), aside_there)
    cut = _drop_equal(first, alone, second, alone_there)
    added = _drop_equal(second, alone_there, first, alone)
    changes = (change for sentence in pair.sentences for change in sentence.replacements)
    return EditMap(
        cut=cut,
        added=added,
        exchanged=sum(x.a_start < x.a_end and x.b_start < x.b_end for x in changes),
        moved=sum(later.b_start < earlier.b_start for earlier, later in pairwise(pair.sentences)),
        cut_share=_share_words(first, cut, aside),
        added_share=_share_words(second, added, aside_there),
        first=tuple(_lay_out_first(first, links, cut)),
        second=tuple(_lay_out_second(second, links, added)),
    )


def count_words(text: str, spans: Iterable[tuple[int, int]]) -> int:
    """The number of words in stretches of a text."""
    return sum(len(_WORD.findall(text, start, end)) for start, end in spans)


def _link(item: SentencePair | Passage) -> _Link:
    same = item.kind is Kind.VERBATIM if isinstance(item, Passage) else not item.replacements
    kind = EditKind.KEPT if same else EditKind.EXCHANGED
    return _Link(item.a_start, item.a_end, item.b_start, item.b_end, kind)


def _lay_out_first(text: str, links: Iterable[_Link], cut: Iterable[Span]) -> Iterator[EditStretch]:
    stretches = [(x.start, x.end, x.kind) for x in links] + [(x.start, x.end, EditKind.CUT) for x in cut]
    for start, end, kind in _join_neighbours(stretches):
        yield EditStretch(kind, start, end, count_words(text, [(start, end)]), start)


def _lay_out_second(text: str, links: Sequence[_Link], added: Iterable[Span]) -> Iterator[EditStretch]:
    stretches = [(x.there, x.there_end, x.kind) for x in links] + [(x.start, x.end, EditKind.ADDED) for x in added]
    ways = sorted((x.there, x.start, x.end) for x in links)
    for start, end, kind in _join_neighbours(stretches):
        place = bisect_right(ways, start, key=lambda way: way[0])
        _, begins, ends = ways[place - 1] if place else (0, 0, 0)
        at = ends if kind is EditKind.ADDED else begins
        yield EditStretch(kind, start, end, count_words(text, [(start, end)]), at)


def _join_neighbours(stretches: Iterable[tuple[int, int, EditKind]]) -> list[tuple[int, int, EditKind]]:
    """Stretches in order and without overlaps; those of one kind that follow each other are one."""
    joined: list[tuple[int, int, EditKind]] = []
    for start, end, kind in sorted(stretches):
        start = max(start, joined[-1][1]) if joined else start
        if start >= end:
            continue
        if joined and joined[-1][2] is kind:
            start = joined.pop()[0]
        joined.append((start, end, kind))
    return joined


def _find_unshared(text: str, shared: Iterable[tuple[int, int]], furniture: Sequence[Span]) -> tuple[Span, ...]:
    """The stretches of a text that are neither shared nor boilerplate."""
    aside = ((span.start, span.end) for span in furniture)
    return tuple(_trim_gaps(text, merge_spans([*shared, *aside])))


def _drop_equal(text: str, spans: Sequence[Span], other: str, others: Sequence[Span]) -> tuple[Span, ...]:
    """The stretches whose words do not stand alone on the other side as well, as those of a headline may."""
    there = {_fold(other, span) for span in others}
    return tuple(span for span in spans if _fold(text, span) not in there)


def _fold(text: str, span: Span) -> str:
    return " ".join(_WORD.findall(text, span.start, span.end)).casefold()


def _share_words(text: str, spans: Iterable[Span], furniture: Sequence[Span]) -> float:
    """The share of a text's words, boilerplate set aside, that stand in stretches."""
    aside = merge_spans((span.start, span.end) for span in furniture)
    total = count_words(text, [(0, len(text))]) - count_words(text, aside)
    words = count_words(text, ((span.start, span.end) for span in spans))
    return min(1.0, words / total) if total > 0 else 0.0


def _trim_gaps(text: str, taken: Sequence[tuple[int, int]]) -> Iterator[Span]:
    """The stretches between those taken, from their first to their last word."""
    for (_, start), (end, _) in pairwise([(0, 0), *taken, (len(text), len(text))]):
        words = list(_WORD.finditer(text, start, end))
        if len(words) >= _LEAST_WORDS:
            yield Span(words[0].start(), words[-1].end())
