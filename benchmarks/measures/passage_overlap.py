"""How well passages fit the marked truth: by characters, on both sides, much as PAN's text-alignment track measures.

Precision is the share of the characters in found passages that lie in true ones, recall the reverse; a character of
either side counts the same. Micro figures add up all pairs, macro figures are means of the pairs' own. Granularity is
how many found passages there are for a true one that is found at all; 1 is best.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from benchmarks.corpora import sample_truth
from benchmarks.corpora.sample_truth import Expected
from dupdetect.records import Comparison, Verdict

VERDICTS = (Verdict.NEAR_COPY, Verdict.REWRITE, Verdict.PARTIAL)
"""Expected verdicts of the pairs that count; an identical pair has no boundaries to find."""


class Stretches(Protocol):
    """A passage, found or true."""

    @property
    def a_start(self) -> int: ...
    @property
    def a_end(self) -> int: ...
    @property
    def b_start(self) -> int: ...
    @property
    def b_end(self) -> int: ...


@dataclass(frozen=True, slots=True)
class Fit:
    """How the passages found in one pair lie on the true ones, in characters of both sides."""

    true: int
    found: int
    both: int
    cases: int
    detections: int


def figures(pairs: Iterable[tuple[Expected, Comparison | None]]) -> dict[str, dict[str, Any]]:
    """Figures by expected verdict, and of all of them, for listed pairs of the standard group."""
    fits: dict[Verdict, list[Fit]] = {verdict: [] for verdict in VERDICTS}
    for expected, found in pairs:
        if expected.group == sample_truth.STANDARD and expected.verdict in fits:
            fits[expected.verdict].append(fit(expected.passages, found.passages if found else ()))
    made = {str(verdict): _figures(some) for verdict, some in fits.items()}
    return made | {"all": _figures([case for some in fits.values() for case in some])}


def fit(true: Sequence[Stretches], found: Sequence[Stretches]) -> Fit:
    """Lay found passages on true ones."""
    true_a, true_b = _characters(true)
    found_a, found_b = _characters(found)
    hits = [sum(_meet(case, passage) for passage in found) for case in true]
    return Fit(
        true=len(true_a) + len(true_b),
        found=len(found_a) + len(found_b),
        both=len(true_a & found_a) + len(true_b & found_b),
        cases=sum(hit > 0 for hit in hits),
        detections=sum(hits),
    )


def _characters(stretches: Sequence[Stretches]) -> tuple[set[int], set[int]]:
    """The offsets inside any of the stretches, in A and in B."""
    a = {at for stretch in stretches for at in range(stretch.a_start, stretch.a_end)}
    b = {at for stretch in stretches for at in range(stretch.b_start, stretch.b_end)}
    return a, b


def _meet(case: Stretches, found: Stretches) -> bool:
    """Whether two passages have characters in common on both sides."""
    in_a = max(case.a_start, found.a_start) < min(case.a_end, found.a_end)
    return in_a and max(case.b_start, found.b_start) < min(case.b_end, found.b_end)


def _figures(fits: Sequence[Fit]) -> dict[str, Any]:
    true, found, both = sum(fit.true for fit in fits), sum(fit.found for fit in fits), sum(fit.both for fit in fits)
    cases, detections = sum(fit.cases for fit in fits), sum(fit.detections for fit in fits)
    return {
        "pairs": len(fits),
        "micro_precision": _mean([both / found] if found else []),
        "micro_recall": _mean([both / true] if true else []),
        "macro_precision": _mean([fit.both / fit.found for fit in fits if fit.found]),
        "macro_recall": _mean([fit.both / fit.true for fit in fits if fit.true]),
        "granularity": _mean([detections / cases] if cases else []),
    }


def _mean(values: Sequence[float]) -> float | None:
    return round(sum(values) / len(values), 4) if values else None
