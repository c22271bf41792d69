"""A comparison as families see it: how much of each text stands in the other, and where."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from dupdetect.records import Comparison, CreditForm, Direction, Passage, SentenceMatch, Verdict

Spans = tuple[tuple[int, int], ...]
"""Stretches of a text as offsets, in order and disjoint."""


@dataclass(frozen=True, slots=True)
class Tie:
    """Two articles that are related.

    Attributes:
        own_a, own_b: share of each text's words in the passages, without quotations that both hold; or in sentences
            that mean the same, where meaning decided.
        kept: share of the passages' words that stand unchanged, or the mean cosine of sentences that mean the same.
        spans_a, spans_b: where the passages are, or these sentences.
        direction: which was made from which.
        credited: whether a credit, and not a date, gives the direction.
        crediting: the ids of those of the two that credit somebody.
        shared: the words in passages, on the side that has fewer.
        strength: the greater share of a text in passages, times how near their wording is; findings are sorted by it.
    """

    a: str
    b: str
    verdict: Verdict
    own_a: float
    own_b: float
    kept: float
    spans_a: Spans
    spans_b: Spans
    direction: Direction
    credited: bool
    crediting: frozenset[str]
    shared: int = 0
    strength: float = 0.0

    @property
    def identical(self) -> bool:
        return self.verdict is Verdict.IDENTICAL

    @property
    def weight(self) -> float:
        """How good the tie is: the greater share covered, times the share kept."""
        return max(self.own_a, self.own_b) * self.kept

    def spans(self, name: str) -> Spans:
        """Where the passages are in one of the two."""
        return self.spans_a if name == self.a else self.spans_b


def build_tie(comparison: Comparison) -> Tie:
    """The tie of a comparison."""
    m = comparison.measures
    whole = comparison.verdict is Verdict.IDENTICAL
    meant = comparison.meaning if comparison.meaning and comparison.meaning.decided else None
    shared: list[Passage | SentenceMatch] = [*comparison.passages, *(meant.matches if meant else ())]
    named = any(evidence.article for evidence in comparison.direction_evidence)
    return Tie(
        a=comparison.a,
        b=comparison.b,
        verdict=comparison.verdict,
        own_a=1.0 if whole else comparison.coverage_a if meant else m.own_a,
        own_b=1.0 if whole else comparison.coverage_b if meant else m.own_b,
        kept=meant.cosine if meant else comparison.closeness,
        spans_a=merge_spans((part.a_start, part.a_end) for part in shared),
        spans_b=merge_spans((part.b_start, part.b_end) for part in shared),
        direction=comparison.direction,
        credited=comparison.direction is not Direction.UNKNOWN and named,
        crediting=_find_crediting(comparison),
        shared=m.shared,
        strength=max(comparison.coverage_a, comparison.coverage_b) * comparison.closeness,
    )


def rank_tie(tie: Tie) -> tuple[int, float, str, str]:
    """The sorting key of findings: the strongest verdict, then the strongest tie, then the smaller ids."""
    return -tie.verdict.rank, -tie.strength, tie.a, tie.b


def _find_crediting(comparison: Comparison) -> frozenset[str]:
    """Which of the two credits somebody. A byline that both have names their author; one alone credits an agency."""
    takers = frozenset(evidence.article for evidence in comparison.credit_evidence)
    if comparison.credit is CreditForm.BYLINE:
        return takers if len(takers) == 1 else frozenset()
    return takers if comparison.credit is not CreditForm.NONE else frozenset()


def merge_spans(spans: Iterable[tuple[int, int]]) -> Spans:
    """Stretches in order; those that touch are merged."""
    merged: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1][1]:
            merged[-1] = merged[-1][0], max(end, merged[-1][1])
        else:
            merged.append((start, end))
    return tuple(merged)


def measure_spans(spans: Spans) -> int:
    """The length of stretches in characters."""
    return sum(end - start for start, end in spans)


def measure_overlap(x: Spans, y: Spans) -> int:
    """The characters that both lists of stretches cover."""
    return sum(_overlaps(x, y))


def _overlaps(x: Spans, y: Spans) -> Iterator[int]:
    i = j = 0
    while i < len(x) and j < len(y):
        yield max(0, min(x[i][1], y[j][1]) - max(x[i][0], y[j][0]))
        if x[i][1] < y[j][1]:
            i += 1
        else:
            j += 1
