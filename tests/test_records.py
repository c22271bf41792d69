"""Records: verdicts have an order, whatever else a string's order says."""

from __future__ import annotations

import pickle
import random

import pytest

from dupdetect import Verdict

STRONGEST_FIRST = [Verdict.IDENTICAL, Verdict.NEAR_COPY, Verdict.REWRITE, Verdict.PARTIAL, Verdict.INDEPENDENT]


def test_verdicts_are_ordered_by_strength() -> None:
    shuffled = random.Random(0).sample(STRONGEST_FIRST, 5)
    assert sorted(shuffled, reverse=True) == STRONGEST_FIRST
    assert (max(shuffled), min(shuffled)) == (Verdict.IDENTICAL, Verdict.INDEPENDENT)
    assert Verdict.REWRITE > Verdict.PARTIAL >= Verdict.PARTIAL
    assert Verdict.INDEPENDENT < Verdict.PARTIAL <= Verdict.NEAR_COPY
    assert not Verdict.REWRITE < Verdict.REWRITE
    assert [verdict for verdict in STRONGEST_FIRST if verdict.reaches(Verdict.REWRITE)] == STRONGEST_FIRST[:3]


def test_a_verdict_compares_with_its_word_from_either_side() -> None:
    assert Verdict.NEAR_COPY > "rewrite"
    assert Verdict.NEAR_COPY > "rewrite"
    with pytest.raises(ValueError, match="'copied' is not a valid Verdict"):
        Verdict.PARTIAL < "copied"  # noqa: B015


def test_a_verdict_stays_a_word() -> None:
    words: dict[str, int] = {Verdict.PARTIAL: 1}
    assert words["partial"] == 1
    assert f"{Verdict.PARTIAL:>9}" == "  partial"
    assert pickle.loads(pickle.dumps(Verdict.PARTIAL)) is Verdict.PARTIAL
