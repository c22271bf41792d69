"""The verdict of a pair without the common wording of its batch: a pure function of its figures."""

from __future__ import annotations

from dataclasses import replace

import pytest

from dupdetect.compare import judge
from dupdetect.records import Measures, Verdict
from dupdetect.settings import Batch, Judging

COPY = Measures(
    words_a=200, words_b=200, own_a=0.9, own_b=0.9, shared=180, kept_a=0.98, kept_b=0.98, longest_run=60,
    unquoted_run=60,
)  # fmt: skip
PARTIAL = replace(COPY, own_a=0.3, own_b=0.3, shared=60)
NOTHING = replace(COPY, own_a=0.0, own_b=0.0, shared=0, kept_a=0.0, kept_b=0.0, longest_run=0, unquoted_run=0)


def decide(whole: Measures, rest: Measures, a: float, b: float = 0.0) -> tuple[Measures, judge.Judgement]:
    """The figures that decide and the verdict, where common wording is so much of each text."""
    rest = replace(rest, common_a=a, common_b=b)
    return judge.judge_remainder(whole, rest, Judging(), Batch(), spun=False)


@pytest.mark.parametrize(
    ("whole", "rest", "common", "expected"),
    [
        (PARTIAL, NOTHING, 0.3, Verdict.INDEPENDENT),
        (PARTIAL, PARTIAL, 0.2, Verdict.PARTIAL),
        (PARTIAL, COPY, 0.3, Verdict.NEAR_COPY),  # dressed with other captions
        (PARTIAL, COPY, 0.8, Verdict.PARTIAL),  # too little is left
        (COPY, PARTIAL, 0.59, Verdict.PARTIAL),
        (COPY, PARTIAL, 0.6, Verdict.NEAR_COPY),  # common wording is the text itself
        (COPY, NOTHING, 0.3, Verdict.INDEPENDENT),
        (NOTHING, NOTHING, 0.3, Verdict.INDEPENDENT),
        (replace(COPY, same_words=True), NOTHING, 0.2, Verdict.IDENTICAL),
    ],
)
def test_the_verdict_follows_from_what_is_left(
    whole: Measures, rest: Measures, common: float, expected: Verdict
) -> None:
    assert decide(whole, rest, common)[1].verdict is expected
    assert decide(whole, rest, 0.0, common)[1].verdict is expected


def test_without_common_wording_nothing_changes() -> None:
    figures, judgement = decide(COPY, NOTHING, 0.0)
    assert figures is COPY
    assert judgement == judge.judge_measures(COPY, Judging())


def test_the_first_reason_names_what_decided() -> None:
    figures, judgement = decide(PARTIAL, NOTHING, 0.3, 0.25)
    assert judgement.reasons[0] == (
        "wording that many articles share: 30% of A's words and 25% of B's stand in many articles of this scan; "
        "0 words stand in shared passages besides"
    )
    assert (figures.common_a, figures.common_b) == (0.3, 0.25)
    assert judgement.manner is None


def test_a_pair_that_stays_says_what_was_left_out() -> None:
    _, judgement = decide(PARTIAL, PARTIAL, 0.2, 0.1)
    expected = "20% of A's words and 10% of B's stand in many articles of this scan, and are not counted"
    assert expected in judgement.reasons


def test_a_text_that_is_common_wording_says_so() -> None:
    figures, judgement = decide(COPY, NOTHING, 0.7)
    assert figures is COPY
    assert judgement.reasons[-1] == (
        "70% of one text is wording that many articles of this scan hold; as most of the text, it counts"
    )
