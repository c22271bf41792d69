"""Verdicts on the samples of `samples/kinds`: forms, whole rewrites, briefs, shared statements, round-ups.

Each pair of one story, and each pair that is labelled as related, is a test. Where the detector is wrong, the pair
stands in `KNOWN_WRONG` below its reason and is expected to fail; once it is right, that test fails until the entry is
removed.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import product
from pathlib import Path
from typing import Any

import pytest

from benchmarks.corpora import sample_truth
from benchmarks.corpora.sample_truth import Expected
from benchmarks.measures import kind_accuracy
from benchmarks.measures.verdict_accuracy import Measured, Outcome
from benchmarks.places import KINDS
from dupdetect.records import Verdict

RESULTS = Path(__file__).parents[1] / "benchmarks" / "results" / "samples.json"
TRUTH = sample_truth.read(KINDS / "expected.json")

Names = frozenset[str]


def cross(left: str, right: str) -> set[Names]:
    """All pairs of a piece on the left with one on the right; names without `.txt`."""
    return {frozenset(pair) for pair in product(left.split(), right.split())}


KNOWN_WRONG: dict[str, set[Names]] = {
    "whole rewrites without a passage whose words correspond": {
        *(
            frozenset((f"rewrite-{story}-original", f"rewrite-{story}-rewrite"))
            for story in ("bees", "bridge", "clinic", "pier", "shop", "statue", "whale")
        ),
    },
    "briefs retold inside a longer text, with few of their facts or a few that it lacks": {
        *cross("brief-trout-copied brief-trout-original brief-trout-spun-heavy brief-trout-trimmed", "digest-morning"),
        *cross("brief-vase-copied brief-vase-original brief-vase-spun-heavy brief-vase-trimmed", "digest-letter"),
        *cross("brief-trout-paraphrased", "digest-morning"),
        *cross("brief-vase-paraphrased", "digest-letter digest-sunday"),
        *cross("brief-barn-paraphrased", "digest-week"),
        *cross("digest-letter", "digest-sunday"),
    },
    "two cuts of one story that share 59 % of the shorter one, for 60 %": {
        *cross("wire-dam-courier", "wire-dam-gazette"),
    },
}


@pytest.fixture(scope="module")
def measured() -> Measured:
    return kind_accuracy.scan_kinds()


@pytest.fixture(scope="module")
def outcomes(measured: Measured) -> dict[tuple[str, str], Outcome]:
    return {(outcome.expected.a, outcome.expected.b): outcome for outcome in measured.outcomes}


def name_pair(pair: Expected) -> Names:
    return frozenset(name.removesuffix(".txt") for name in (pair.a, pair.b))


def list_cases() -> Iterator[Any]:
    """Pairs within a story and labelled pairs; those that are known to be wrong carry the reason."""
    reasons = {names: reason for reason, pairs in KNOWN_WRONG.items() for names in pairs}
    for pair in TRUTH.pairs:
        if kind_accuracy.name_kind(pair, TRUTH.articles) != kind_accuracy.DIFFERENT:
            reason = reasons.get(name_pair(pair))
            marks = [pytest.mark.xfail(strict=True, reason=reason)] if reason else []
            yield pytest.param(pair, marks=marks, id=f"{pair.a}-{pair.b}-{pair.verdict}")


@pytest.mark.parametrize("pair", [*list_cases()])
def test_a_pair_gets_the_verdict_of_its_label(pair: Expected, outcomes: dict[tuple[str, str], Outcome]) -> None:
    outcome = outcomes[pair.a, pair.b]
    assert outcome.verdict is pair.verdict, outcome.found.reasons if outcome.found else "no candidate"


def test_no_pair_of_different_stories_is_related(measured: Measured) -> None:
    alarms = [
        (outcome.expected.a, outcome.expected.b)
        for outcome in measured.outcomes
        if kind_accuracy.name_kind(outcome.expected, TRUTH.articles) == kind_accuracy.DIFFERENT and not outcome.right
    ]
    assert alarms == []


def test_what_is_known_to_be_wrong_is_a_pair_of_the_samples() -> None:
    known = {name_pair(pair) for pair in TRUTH.pairs}
    assert [names for pairs in KNOWN_WRONG.values() for names in pairs - known] == []


def test_the_published_figures_are_those_of_this_code(measured: Measured) -> None:
    published = json.loads(RESULTS.read_text(encoding="utf-8"))["kinds"]
    for row in published["rows"]:
        del row["right_with_meaning"]
    assert published == kind_accuracy.count_by_kind(measured), "run make bench and make docs"


@pytest.mark.slow
def test_meaning_ties_whole_rewrites_and_leaves_second_reports_apart() -> None:
    rows = kind_accuracy.measure_kinds()["rows"]
    for row in rows:
        if row["kind"] in (kind_accuracy.REWRITES, kind_accuracy.SECOND_REPORTS, kind_accuracy.DIFFERENT):
            assert row["right_with_meaning"] == row["pairs"], row


def test_both_sets_hold_every_kind() -> None:
    sets = {
        name: {kind_accuracy.name_kind(pair, TRUTH.articles) for pair in TRUTH.pairs if pair.set == name}
        for name in (sample_truth.TUNING, sample_truth.HELD_OUT)
    }
    assert sets == {name: set(kind_accuracy.ALL_KINDS) for name in sets}


@pytest.mark.parametrize(
    ("a", "b", "kind", "verdict"),
    [
        ("form-plan-a.txt", "form-plan-b.txt", kind_accuracy.FORMS, Verdict.INDEPENDENT),
        ("form-plan-a-trimmed.txt", "form-plan-b.txt", kind_accuracy.FORMS, Verdict.INDEPENDENT),
        ("form-plan-a-trimmed.txt", "form-plan-a.txt", kind_accuracy.COPIED_FORMS, Verdict.NEAR_COPY),
        ("rewrite-shop-original.txt", "rewrite-shop-rewrite.txt", kind_accuracy.REWRITES, Verdict.REWRITE),
        ("rewrite-shop-rewrite.txt", "rewrite-shop-second.txt", kind_accuracy.SECOND_REPORTS, Verdict.INDEPENDENT),
        ("brief-vase-copied.txt", "brief-vase-original.txt", kind_accuracy.BRIEFS, Verdict.IDENTICAL),
        ("statement-zoo-original.txt", "statement-zoo-second.txt", kind_accuracy.STATEMENTS, Verdict.INDEPENDENT),
        ("wire-vote-echo.txt", "wire-vote-star.txt", kind_accuracy.WIRE, Verdict.NEAR_COPY),
        ("brief-vase-original.txt", "digest-letter.txt", kind_accuracy.ROUND_UPS, Verdict.REWRITE),
        ("brief-vase-original.txt", "form-plan-b.txt", kind_accuracy.DIFFERENT, Verdict.INDEPENDENT),
    ],
)
def test_the_kind_of_a_pair_follows_from_its_stories(a: str, b: str, kind: str, verdict: Verdict) -> None:
    pair = next(pair for pair in TRUTH.pairs if (pair.a, pair.b) == (a, b))
    assert (kind_accuracy.name_kind(pair, TRUTH.articles), pair.verdict) == (kind, verdict)
