"""How right the verdicts are on the samples of `samples/kinds`, by kind of pair: forms, whole rewrites and so on.

The kind of a pair follows from the stories that its articles belong to, as samples/kinds/README.md lists them. Pairs of
different stories make a row of their own, unless a round-up holds text of both.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from benchmarks.corpora import sample_truth
from benchmarks.corpora.sample_truth import Expected
from benchmarks.measures.verdict_accuracy import Measured, Outcome, scan_samples
from benchmarks.places import KINDS
from dupdetect.records import Verdict
from dupdetect.settings import Settings

FORMS = "fillings of a form"
COPIED_FORMS = "copies of a filling"
REWRITES = "whole rewrites"
SECOND_REPORTS = "second reports"
BRIEFS = "briefs"
STATEMENTS = "one-sided quotations"
WIRE = "a story run by five outlets"
ROUND_UPS = "round-ups"
DIFFERENT = "different stories"
ALL_KINDS = (FORMS, COPIED_FORMS, REWRITES, SECOND_REPORTS, BRIEFS, STATEMENTS, WIRE, ROUND_UPS, DIFFERENT)

_BY_STORY = {
    "form": FORMS,
    "rewrite": REWRITES,
    "brief": BRIEFS,
    "statement": STATEMENTS,
    "wire": WIRE,
}
"""The kind of a pair within one story, by the first word of the story."""

_REPORTED_TWICE = (REWRITES, WIRE)
"""Kinds of which pairs with a second report are counted apart."""


def scan_kinds(settings: Settings | None = None) -> Measured:
    """Scan the samples of `samples/kinds` as a user would, but keep independent pairs too."""
    return scan_samples(settings, KINDS)


def measure_kinds() -> dict[str, Any]:
    """The figures of `count_by_kind` with default settings, and right verdicts with meaning switched on beside them."""
    meaning = Settings().updated({"meaning": {"enabled": True}})
    plain, meant = (count_by_kind(scan_kinds(settings)) for settings in (Settings(), meaning))
    rows = zip(plain["rows"], meant["rows"], strict=True)
    return plain | {"rows": [row | {"right_with_meaning": other["right"]} for row, other in rows]}


def name_kind(pair: Expected, articles: Mapping[str, Mapping[str, Any]]) -> str:
    """The kind that a pair belongs to."""
    first, second = articles[pair.a], articles[pair.b]
    if first["story"] != second["story"]:
        return ROUND_UPS if pair.listed else DIFFERENT
    kind = _BY_STORY[first["story"].partition("-")[0]]
    if kind is FORMS and pair.listed:
        return COPIED_FORMS
    twice = "second-report" in (first["kind"], second["kind"])
    return SECOND_REPORTS if twice and kind in _REPORTED_TWICE else kind


def count_by_kind(measured: Measured) -> dict[str, Any]:
    """Pairs by kind, set and expected verdict, with the verdicts that they got; and the wrong pairs."""
    groups: dict[tuple[str, str, Verdict], list[Outcome]] = {}
    for outcome in measured.outcomes:
        pair = outcome.expected
        key = name_kind(pair, measured.truth.articles), pair.set, pair.verdict
        groups.setdefault(key, []).append(outcome)
    order = {kind: i for i, kind in enumerate(ALL_KINDS)}
    sets = (sample_truth.TUNING, sample_truth.HELD_OUT, sample_truth.ACROSS)
    keys = sorted(groups, key=lambda key: (order[key[0]], sets.index(key[1]), -key[2].rank))
    return {
        "articles": len(measured.truth.articles),
        "rows": [_describe_group(key, groups[key]) for key in keys],
        "wrong": [_describe_mistake(key[0], outcome) for key in keys for outcome in groups[key] if not outcome.right],
    }


def _describe_group(key: tuple[str, str, Verdict], outcomes: Sequence[Outcome]) -> dict[str, Any]:
    kind, name, expected = key
    given = Counter(outcome.verdict for outcome in outcomes)
    return {
        "kind": kind,
        "set": name,
        "expected": str(expected),
        "pairs": len(outcomes),
        "right": given[expected],
        "given": {str(verdict): given[verdict] for verdict in Verdict},
    }


def _describe_mistake(kind: str, outcome: Outcome) -> dict[str, str]:
    pair = outcome.expected
    return {
        "kind": kind,
        "set": pair.set,
        "a": pair.a,
        "b": pair.b,
        "expected": str(pair.verdict),
        "got": str(outcome.verdict),
    }
