"""Map what was cut, added, exchanged and moved between two articles, from their aligned sentences."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from dupdetect.desk.spans import merge_spans
from dupdetect.records import Comparison, Span
from dupdetect.records.views import EditMap

_WORD = re.compile(r"\w+")
_LEAST_WORDS = 3
"""Words of a stretch that counts as cut or added: fewer are a leftover of sentence ends."""


def map_edits(pair: Comparison, a: str, b: str, *, backwards: bool = False) -> EditMap:
    """The edits that lead from one text of a pair to the other.

    Args:
        pair: the two articles.
        a, b: their texts.
        backwards: whether the way leads from B to A.
    """
    aligned = pair.sentences or pair.passages
    alone_a = _find_unshared(a, ((x.a_start, x.a_end) for x in aligned), pair.furniture_a)
    alone_b = _find_unshared(b, ((x.b_start, x.b_end) for x in aligned), pair.furniture_b)
    cut, added = _drop_equal(a, alone_a, b, alone_b), _drop_equal(b, alone_b, a, alone_a)
    changes = (change for sentence in pair.sentences for change in sentence.replacements)
    exchanged = sum(x.a_start < x.a_end and x.b_start < x.b_end for x in changes)
    moved = sum(later.b_start < earlier.b_start for earlier, later in pairwise(pair.sentences))
    shares = _share_words(a, cut, pair.furniture_a), _share_words(b, added, pair.furniture_b)
    if backwards:
        return EditMap(added, cut, exchanged, moved, *reversed(shares))
    return EditMap(cut, added, exchanged, moved, *shares)


def count_words(text: str, spans: Iterable[tuple[int, int]]) -> int:
    """The number of words in stretches of a text."""
    return sum(len(_WORD.findall(text, start, end)) for start, end in spans)


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
