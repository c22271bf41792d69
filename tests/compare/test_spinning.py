"""Which wording became which, how often, and where a text begins to look machine-spun."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from dupdetect.compare import spinning
from dupdetect.records import Article, Measures, Replacement, SentencePair, Substitution
from dupdetect.records.batches import Alignment
from dupdetect.settings import Judging

A = "The old wall gave way. The old boat sank. Rain came  down hard and the market square was closed to everyone."
B = "The aged wall gave way. The AGED boat sank. Rain fell hard and the plaza was closed."


def at(text: str, part: str, nth: int = 0) -> tuple[int, int]:
    place = -1
    for _ in range(nth + 1):
        place = text.index(part, place + 1)
    return place, place + len(part)


def listed(*changes: Replacement) -> tuple[Substitution, ...]:
    none, runs = np.zeros(0, np.bool_), np.empty((0, 4), np.int32)
    pair = SentencePair(0, len(A), 0, len(B), 0.5, changes)
    alignment = Alignment((), (pair,), none, none, none, none, none, none, runs, 0.0)
    return spinning.find_substitutions(Article("a", A), Article("b", B), alignment)


def test_substitutions_are_counted_most_frequent_first_and_then_in_order_of_a() -> None:
    changes = (
        Replacement(*at(A, "came  down"), *at(B, "fell")),
        Replacement(*at(A, "old"), *at(B, "aged")),
        Replacement(*at(A, "old", 1), *at(B, "AGED")),
        Replacement(*at(A, "market square"), *at(B, "plaza")),
    )
    assert listed(*changes) == (
        Substitution("old", "aged", 2),
        Substitution("came down", "fell", 1),
        Substitution("market square", "plaza", 1),
    )


def test_what_was_left_out_or_is_long_or_the_same_is_no_substitution() -> None:
    assert listed(Replacement(*at(A, " to everyone"), *at(B, "")[:1], 0)) == ()
    assert listed(Replacement(*at(A, "boat"), *at(B, "boat"))) == ()
    assert listed(Replacement(0, 70, *at(B, "aged"))) == ()
    assert listed(Replacement(*at(A, "old"), 0, 70)) == ()
    assert len(listed(Replacement(0, 60, *at(B, "aged")))) == 1


SPUN = Measures(
    400, 400, 0, 0, 1.0, 1.0, 400, 0.7, 0.7, 0.1, 0.1, False, 9, order=0.8, aligned=100, swaps=8.0, isolated=0.6
)
RULE = Judging(spun_words=100, spun_swaps=8.0, spun_isolated=0.6, spun_order=0.8)


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, True),
        ({"aligned": 99}, None),
        ({"swaps": 7.9}, False),
        ({"isolated": 0.59}, False),
        ({"order": 0.79}, False),
        ({"aligned": 99, "swaps": 0.0}, None),
    ],
)
def test_spinning_needs_every_sign(changes: dict[str, float], expected: bool | None) -> None:
    assert spinning.looks_spun(replace(SPUN, **changes), RULE) is expected  # type: ignore[arg-type]
