"""How right the verdicts are on the sample corpus: figures for each set apart and together, by group of pairs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.corpora import sample_truth
from benchmarks.corpora.sample_truth import Expected, Truth
from benchmarks.measures import passage_overlap
from benchmarks.places import SAMPLES
from dupdetect.pipeline import scan
from dupdetect.records import Comparison, CreditForm, Verdict
from dupdetect.settings import Settings

FLOOR_GROUPS = (sample_truth.STANDARD, sample_truth.SAME_STORY)
FLOOR = 0.95
"""The least share of right verdicts in those groups together that the project must hold."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """A pair of sample articles: what is true of it, and what the detector says.

    Attributes:
        found: the comparison; None when the search did not take the pair for a candidate.
    """

    expected: Expected
    found: Comparison | None

    @property
    def verdict(self) -> Verdict:
        return self.found.verdict if self.found else Verdict.INDEPENDENT

    @property
    def spun(self) -> bool | None:
        return self.found.spun if self.found else None

    @property
    def credit(self) -> CreditForm:
        return self.found.credit if self.found else CreditForm.NONE

    @property
    def right(self) -> bool:
        return self.verdict is self.expected.verdict


@dataclass(frozen=True, slots=True)
class Measured:
    """What one scan of the samples gave, beside the truth."""

    truth: Truth
    outcomes: tuple[Outcome, ...]
    signature: str


def scan_samples(settings: Settings | None = None, samples: Path = SAMPLES) -> Measured:
    """Scan the articles of a folder of samples as a user would, but keep independent pairs too."""
    every = (settings or Settings()).updated({"reporting.min_verdict": "independent"})
    known = sample_truth.read(samples / "expected.json")
    findings = scan(samples / "articles", every)
    found = {(pair.a, pair.b): pair for pair in findings.pairs}
    outcomes = tuple(Outcome(pair, found.pop((pair.a, pair.b), None)) for pair in known.pairs)
    if found:
        message = f"the scan gave pairs that expected.json does not know: {sorted(found)[:3]}; run make samples"
        raise ValueError(message)
    return Measured(known, outcomes, findings.signature)


def figures(result: Measured) -> dict[str, Any]:
    """Everything that is told of a measurement, as plain values."""
    sets = {name: list(_of_set(result.outcomes, name)) for name in (sample_truth.TUNING, sample_truth.HELD_OUT)}
    sets["both"] = list(result.outcomes)
    return {
        "articles": len(result.truth.articles),
        "pairs": len(result.outcomes),
        "candidates": sum(outcome.found is not None for outcome in result.outcomes),
        "floor": {"groups": list(FLOOR_GROUPS), "share": FLOOR},
        "sets": {name: _of(outcomes, result.truth) for name, outcomes in sets.items()},
        "wrong": [
            _row(outcome) | _compare_values(outcome.expected.verdict, outcome.verdict) for outcome in _wrong(result)
        ],
        "wrong_spun": [
            _row(outcome) | _compare_values(outcome.expected.spun, outcome.spun)
            for outcome in result.outcomes
            if not _spun_right(outcome)
        ],
        "wrong_credit": [row for row in _credits(result.outcomes, result.truth) if row["expected"] != row["got"]],
    }


def _of(outcomes: Sequence[Outcome], known: Truth) -> dict[str, Any]:
    """The figures of one set."""
    by_group = {
        group: [outcome for outcome in outcomes if outcome.expected.group == group] for group in sample_truth.GROUPS
    }
    floor = [outcome for group in FLOOR_GROUPS for outcome in by_group[group]]
    return {
        "groups": {group: _counts(members) for group, members in by_group.items()},
        "floor": _counts(floor),
        "listed": _counts([outcome for outcome in outcomes if outcome.expected.listed]),
        "all": _counts(outcomes),
        "false_alarms": sum(
            not outcome.expected.listed and outcome.verdict is not Verdict.INDEPENDENT for outcome in outcomes
        ),
        "confusion": _confusion(outcomes),
        "confusion_floor": _confusion(floor),
        "by_verdict": _by_verdict(outcomes),
        "by_verdict_floor": _by_verdict(floor),
        "spun": _spun([outcome for outcome in outcomes if outcome.expected.relation == "direct"]),
        "credit": _credit(list(_credits(outcomes, known))),
        "passages": passage_overlap.figures([(outcome.expected, outcome.found) for outcome in outcomes]),
    }


def _of_set(outcomes: Sequence[Outcome], name: str) -> Iterator[Outcome]:
    return (outcome for outcome in outcomes if outcome.expected.set == name)


def _counts(outcomes: Sequence[Outcome]) -> dict[str, Any]:
    """Pairs; verdicts that are right; pairs with a verdict above independent; pairs that were compared at all."""
    right = sum(outcome.right for outcome in outcomes)
    return {
        "pairs": len(outcomes),
        "right": right,
        "found": sum(outcome.verdict is not Verdict.INDEPENDENT for outcome in outcomes),
        "candidates": sum(outcome.found is not None for outcome in outcomes),
        "share": share(right, len(outcomes)),
    }


def _confusion(outcomes: Sequence[Outcome]) -> dict[str, dict[str, int]]:
    """Expected verdict, got verdict, pairs."""
    counts = Counter((outcome.expected.verdict, outcome.verdict) for outcome in outcomes)
    return {str(told): {str(got): counts[told, got] for got in Verdict} for told in Verdict}


def _by_verdict(outcomes: Sequence[Outcome]) -> dict[str, dict[str, Any]]:
    """Of the pairs that got a verdict, the share that should have (precision); and the other way round (recall)."""
    rows = {}
    for verdict in Verdict:
        expected = sum(outcome.expected.verdict is verdict for outcome in outcomes)
        got = sum(outcome.verdict is verdict for outcome in outcomes)
        both = sum(outcome.verdict is verdict and outcome.right for outcome in outcomes)
        rows[str(verdict)] = {
            "expected": expected,
            "got": got,
            "right": both,
            "precision": share(both, got),
            "recall": share(both, expected),
        }
    return rows


def _wrong(result: Measured) -> list[Outcome]:
    """The pairs with a wrong verdict: by set, then by group, then by name."""
    sets = (sample_truth.TUNING, sample_truth.HELD_OUT, sample_truth.ACROSS)
    wrong = (outcome for outcome in result.outcomes if not outcome.right)
    groups = sample_truth.GROUPS
    return sorted(wrong, key=lambda outcome: (sets.index(outcome.expected.set), groups.index(outcome.expected.group)))


def _row(outcome: Outcome) -> dict[str, Any]:
    return {
        "a": outcome.expected.a,
        "b": outcome.expected.b,
        "set": outcome.expected.set,
        "group": outcome.expected.group,
    }


def _compare_values(expected: object, got: object) -> dict[str, Any]:
    """What should have been said, and what was; verdicts as their words."""
    return {
        name: str(value) if isinstance(value, str) else value for name, value in (("expected", expected), ("got", got))
    }


def _spun_right(outcome: Outcome) -> bool:
    """Known of direct pairs only; undecided, for want of aligned text, is right where nothing was spun."""
    return outcome.expected.relation != "direct" or bool(outcome.spun) == outcome.expected.spun


def _spun(outcomes: Sequence[Outcome]) -> dict[str, Any]:
    right = sum(_spun_right(outcome) for outcome in outcomes)
    return {
        "pairs": len(outcomes),
        "right": right,
        "share": share(right, len(outcomes)),
        "spun": sum(outcome.expected.spun for outcome in outcomes),
        "spun_found": sum(outcome.expected.spun and outcome.spun is True for outcome in outcomes),
        "false_alarms": sum(not outcome.expected.spun and outcome.spun is True for outcome in outcomes),
        "undecided": sum(outcome.spun is None for outcome in outcomes),
    }


def _credits(outcomes: Sequence[Outcome], known: Truth) -> Iterator[dict[str, Any]]:
    """What each derived piece says of each of its sources, and what was found of it."""
    by_pair = {(outcome.expected.a, outcome.expected.b): outcome for outcome in outcomes}
    for piece, source in sample_truth.source_pairs(known):
        if outcome := by_pair.get((min(piece, source), max(piece, source))):
            label: Mapping[str, Any] = known.articles[piece]
            row = {"piece": piece, "source": source, "set": outcome.expected.set, "group": outcome.expected.group}
            yield row | _compare_values(label["credit"], outcome.credit)


def _credit(rows: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    right = sum(row["expected"] == row["got"] for row in rows)
    credited = [row for row in rows if row["expected"] != CreditForm.NONE]
    return {
        "pieces": len(rows),
        "right": right,
        "share": share(right, len(rows)),
        "credited": len(credited),
        "credited_right": sum(row["expected"] == row["got"] for row in credited),
        "false_alarms": sum(row["expected"] == CreditForm.NONE != row["got"] for row in rows),
    }


def share(part: int, whole: int) -> float | None:
    """A share in four places; None when there is nothing to have a share of."""
    return round(part / whole, 4) if whole else None
