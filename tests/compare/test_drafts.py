"""Which passages in the making may stand beside each other."""

from __future__ import annotations

from dupdetect.compare.align.drafts import CERTAIN, Draft, drop_overlapping
from dupdetect.settings import Aligning

SETTINGS = Aligning(overlap=0.5, min_words=20)


def test_the_better_draft_takes_the_words_of_the_copy() -> None:
    good, poor = Draft(0, 40, 0, 40, 50.0), Draft(10, 50, 100, 140, 30.0)
    assert drop_overlapping([poor, good], SETTINGS) == [good]


def test_half_of_the_copy_s_words_and_all_of_the_source_s_may_be_shared() -> None:
    good, other = Draft(0, 40, 0, 40, 50.0), Draft(20, 60, 0, 40, 30.0)
    assert drop_overlapping([other, good], SETTINGS) == [good, other]


def test_a_summary_in_b_takes_words_of_b_alone() -> None:
    summary = Draft(0, 400, 0, 60, CERTAIN, copy=1)
    inside, apart_from_it = Draft(50, 100, 10, 60, 30.0), Draft(50, 100, 90, 140, 30.0)
    assert drop_overlapping([summary, inside, apart_from_it], SETTINGS) == [summary, apart_from_it]


def test_short_drafts_are_dropped_after_all_others_were_held_against_them() -> None:
    short, long = Draft(0, 30, 0, 19, 50.0), Draft(10, 40, 100, 140, 30.0)
    assert drop_overlapping([short, long], SETTINGS) == []


def test_a_mirrored_draft_changes_sides() -> None:
    draft = Draft(1, 2, 3, 5, 7.0)
    assert draft.swap_sides() == Draft(3, 5, 1, 2, 7.0, copy=1)
    assert draft.swap_sides().swap_sides() == draft
    assert (draft.length(0), draft.length(1)) == (1, 2)
