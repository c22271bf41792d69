"""Where two texts tell what they share: at the same places, as a retelling, or further down, as a follow-up."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dupdetect import compare
from dupdetect.compare import judge
from dupdetect.records import Measures, Verdict
from dupdetect.settings import Judging

SENTENCES = (
    "The harbour board of Brandal agreed on Tuesday to sell its ferry Havdis to the Oksen line for 38 million crowns.",
    "The mayor, Tone Aalberg, said that the ship had cost the town 4.2 million crowns a year since 1987.",
    "The works council, led by Jens Vilhelmsen, had asked the board for a delay of the sale until the autumn.",
    "Oksen will put the vessel on its route from Skarvik to Tolvund, where it carries 210 cars a day in summer.",
)
BRIDGE = (
    "A crack under the third pier of the bridge at Marstrup closed it to lorries on Friday, the road office said.",
    "Engineers found the crack while they painted the steel, and will X-ray all eleven piers before the frost comes.",
    "Drivers of heavy vehicles lose forty minutes on the way round by Hegnes, and the haulers want a barge instead.",
    "The minister, Odd Lunde, promised an answer before Christmas and a new bridge within seven years from now.",
)


def measure(a: Sequence[str], b: Sequence[str]) -> Measures:
    return compare(" ".join(a), " ".join(b)).measures


def test_copies_stand_where_they_stood() -> None:
    assert measure(SENTENCES, SENTENCES).displacement == 0.0


def test_what_is_cut_at_the_end_or_added_there_moves_nothing() -> None:
    assert measure((*SENTENCES, *BRIDGE), SENTENCES).displacement == 0.0


def test_sentences_spread_over_a_longer_text_keep_their_places_by_their_share_of_it() -> None:
    spread = [sentence for pair in zip(SENTENCES, BRIDGE, strict=True) for sentence in pair]
    assert measure(spread, SENTENCES).displacement < 0.1


def test_what_follows_other_matter_is_displaced_by_its_share_of_the_text() -> None:
    words = [len(sentence.split()) for sentence in BRIDGE]
    total = sum(words) + sum(len(sentence.split()) for sentence in SENTENCES)
    moved = measure(SENTENCES, (*BRIDGE, *SENTENCES)).displacement
    assert moved == pytest.approx(sum(words) / 2 / total, abs=0.02)  # from the middle of one text to three quarters


@given(st.permutations(SENTENCES), st.booleans())
def test_either_text_may_be_named_first(sentences: list[str], longer: bool) -> None:
    other = [*BRIDGE[:2], *sentences] if longer else sentences
    assert measure(SENTENCES, other).displacement == measure(other, SENTENCES).displacement


def test_texts_without_a_common_sentence_have_none() -> None:
    assert measure(SENTENCES, BRIDGE).displacement == 0.0


TOLD = Measures(
    400, 300, own_a=0.7, own_b=0.9, shared=200, kept_a=0.4, kept_b=0.4, order=0.9, facts_a=12, facts_b=9,
    held_a=0.7, held_b=0.9, passage_facts=8, facts_agreed=0.95, news_a=3, news_b=1.1, facts_order=0.9,
    displacement=0.15,
)  # fmt: skip
"""The shorter text is told from the longer one by its third rule."""

CONDENSED = replace(
    TOLD, own_a=0.25, own_b=0.5, held_a=0.5, held_b=1.0, news_b=0.0, displacement=0.1, shared=90, facts_order=0.75
)
"""A text of which half stands in passages, all of whose facts the other has."""

RERUN = replace(TOLD, held_a=0.5, held_b=0.5, unquoted_run=20)
"""A text that has a sentence of the other, and facts of its own."""

BLOCK = replace(RERUN, own_a=0.3, own_b=0.74, kept_a=0.8, kept_b=0.8, news_b=3, displacement=0.4)
"""The same where that is a block of both."""

MIXED = replace(TOLD, held_a=0.5, held_b=0.5, order=0.5, kept_a=0.6, kept_b=0.6, news_a=2.0)
"""A text that tells the same in another order."""

LOOSE = replace(TOLD, displacement=0.1, own_a=0.45, held_a=0.56, kept_a=0.2, kept_b=0.2, news_b=1.5)
"""A text told in almost no word of the other."""


@pytest.mark.parametrize(
    ("measures", "changes", "expected"),
    [
        (TOLD, {}, Verdict.REWRITE),
        (TOLD, {"displacement": 0.151}, Verdict.INDEPENDENT),
        (TOLD, {"displacement": 0.151, "news_b": 1.0}, Verdict.REWRITE),
        (TOLD, {"displacement": 0.151, "swaps": 8.0}, Verdict.REWRITE),
        (TOLD, {"displacement": 0.151, "kept_a": 0.64, "kept_b": 0.64}, Verdict.PARTIAL),
        (TOLD, {"displacement": 0.151, "kept_a": 0.64, "kept_b": 0.65}, Verdict.REWRITE),
        (TOLD, {"displacement": 0.151, "unquoted_run": 20}, Verdict.PARTIAL),
        (TOLD, {"displacement": 0.151, "unquoted_run": 20, "news_b": 1.0}, Verdict.REWRITE),
        (TOLD, {"displacement": 0.151, "kept_a": 0.7, "kept_b": 0.4, "own_a": 0.3}, Verdict.PARTIAL),
        (RERUN, {}, Verdict.REWRITE),
        (RERUN, {"displacement": 0.151}, Verdict.PARTIAL),
        (RERUN, {"displacement": 0.151, "unquoted_run": 29}, Verdict.PARTIAL),
        (RERUN, {"displacement": 0.151, "unquoted_run": 30}, Verdict.REWRITE),
        (BLOCK, {}, Verdict.REWRITE),
        (BLOCK, {"other_topics": True}, Verdict.PARTIAL),
        (BLOCK, {"other_topics": True, "own_b": 0.75}, Verdict.REWRITE),
        (MIXED, {}, Verdict.REWRITE),
        (MIXED, {"displacement": 0.151}, Verdict.PARTIAL),
        (CONDENSED, {}, Verdict.REWRITE),
        (CONDENSED, {"displacement": 0.101}, Verdict.INDEPENDENT),
        (CONDENSED, {"facts_order": 0.74}, Verdict.INDEPENDENT),
        (CONDENSED, {"own_b": 0.49}, Verdict.INDEPENDENT),
        (CONDENSED, {"displacement": 0.101, "own_b": 0.6}, Verdict.REWRITE),
        (LOOSE, {}, Verdict.REWRITE),
        (LOOSE, {"displacement": 0.101}, Verdict.INDEPENDENT),
        (LOOSE, {"own_a": 0.41}, Verdict.INDEPENDENT),
        (LOOSE, {"facts_b": 4.9, "kept_a": 0.45, "kept_b": 0.45}, Verdict.INDEPENDENT),
    ],
)
def test_a_follow_up_tells_further_down_what_a_retelling_tells_in_its_place(
    measures: Measures, changes: dict[str, float], expected: Verdict
) -> None:
    assert judge.judge_measures(replace(measures, **changes), Judging()).verdict is expected  # type: ignore[arg-type]
