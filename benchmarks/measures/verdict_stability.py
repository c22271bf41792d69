"""How many verdicts flip when one text of a pair is printed otherwise, or cut: by alteration and direction.

A cut may change what is true. Its flip is explained where the text that is gone accounts for it: a related pair becomes
weaker because shared passages were cut, or stronger because text of its own was; and where the new verdict is the right
one. Every other flip is a fault.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import dupdetect
from benchmarks.corpora.altered_texts import ALTERATIONS, CUTS
from benchmarks.corpora.verdict_cases import Case
from dupdetect import Article, Comparison, Settings, Verdict


@dataclass(frozen=True, slots=True)
class Flip:
    """A verdict that changed with the print of the second text.

    Attributes:
        explained: whether text that is really gone accounts for it.
    """

    alteration: str
    group: str
    a: str
    b: str
    before: Verdict
    after: Verdict
    explained: bool

    @property
    def direction(self) -> str:
        """`lost` and `alarm` where a relation ends or begins, else `weaker` or `stronger`."""
        if self.after is Verdict.INDEPENDENT:
            return "lost"
        if self.before is Verdict.INDEPENDENT:
            return "alarm"
        return "weaker" if self.after < self.before else "stronger"


_MARK = 50
"""Characters by which the beginning of a cut text is found in the whole."""

DIRECTIONS = ("lost", "weaker", "stronger", "alarm")


def find_flips(cases: Sequence[Case], settings: Settings | None = None) -> Iterator[Flip]:
    """Compare all cases as they are, then with each alteration of the second text."""
    before = list(_compare_cases(cases, str, settings))
    for name, alter in ALTERATIONS.items():
        after = _compare_cases(cases, alter, settings)
        for case, first, second in zip(cases, before, after, strict=True):
            if first.verdict is not second.verdict:
                explained = name in CUTS and _explains(case, first, second, alter(case.b.text))
                verdicts = first.verdict, second.verdict
                yield Flip(name, case.group, case.a.id, case.b.id, *verdicts, explained)


def _compare_cases(
    cases: Sequence[Case], alter: Callable[[str], str], settings: Settings | None
) -> Iterator[Comparison]:
    first = [Article(f"a {i}", case.a.text) for i, case in enumerate(cases)]
    second = [Article(f"b {i}", alter(case.b.text)) for i, case in enumerate(cases)]
    return dupdetect.compare_many([*first, *second], ((f"a {i}", f"b {i}") for i in range(len(cases))), settings)


def _explains(case: Case, before: Comparison, after: Comparison, cut: str) -> bool:
    """Whether the text that a cut took from the second text accounts for the change of its verdict."""
    if after.verdict in case.right[case.group] or before.verdict is Verdict.IDENTICAL:
        return True
    if before.verdict is Verdict.INDEPENDENT or after.verdict > before.verdict:
        return before.verdict is not Verdict.INDEPENDENT
    start = max(case.b.text.find(cut[:_MARK]), 0)
    return any(passage.b_start < start or passage.b_end > start + len(cut) for passage in before.passages)


def count_flips(cases: Sequence[Case], flips: Iterable[Flip]) -> dict[str, dict[str, int]]:
    """By alteration: pairs, flips by direction, and those that no missing text explains."""
    rows = {
        name: dict.fromkeys(("pairs", "flips", *DIRECTIONS, "explained", "faults"), 0) | {"pairs": len(cases)}
        for name in ALTERATIONS
    }
    for flip in flips:
        row = rows[flip.alteration]
        for key in ("flips", flip.direction, "explained" if flip.explained else "faults"):
            row[key] += 1
    return rows


def describe_faults(flips: Iterable[Flip]) -> list[Mapping[str, str]]:
    """The flips that no missing text explains, as plain values."""
    return [
        {
            "alteration": flip.alteration,
            "group": flip.group,
            "a": flip.a,
            "b": flip.b,
            "before": str(flip.before),
            "after": str(flip.after),
        }
        for flip in flips
        if not flip.explained
    ]
