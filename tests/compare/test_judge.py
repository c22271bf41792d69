"""Where each verdict begins, as a function of figures and thresholds alone, and what is said for it."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dupdetect.compare import judge
from dupdetect.records import Article, Kind, Measures, Passage, SentencePair, Verdict
from dupdetect.records.batches import Alignment, Segmented
from dupdetect.settings import Calibrating, Judging, Segmenting
from dupdetect.text import Vocabulary, segment_article

SETTINGS = Judging(most=0.6, copy_kept=0.9, partial_words=25, told_kept=0.5, told_words=100, told_order=0.9)

COPY = Measures(
    words_a=400,
    words_b=400,
    quoted_a=0,
    quoted_b=0,
    own_a=0.95,
    own_b=0.95,
    shared=380,
    kept_a=0.95,
    kept_b=0.95,
    verbatim_a=0.9,
    verbatim_b=0.9,
    same_words=False,
    longest_run=60,
    unquoted_run=60,
    order=1.0,
    aligned=380,
    swaps=1.0,
    isolated=0.5,
)


def verdict(**changes: object) -> Verdict:
    return judge.judge_measures(replace(COPY, **changes), SETTINGS)[0]  # type: ignore[arg-type]


SHARES = st.sampled_from([0.0, 0.1, 0.3, 0.45, 0.55, 0.65, 0.75, 0.85, 0.95, 1.0])
NUMBERS = st.sampled_from([0, 1, 3, 8, 13, 19, 26, 31, 90, 110, 130, 400])
WEIGHTS = st.sampled_from([0.0, 1.0, 2.5, 4.0, 6.0, 30.0])
WORDING_FIGURES = {
    **dict.fromkeys(("words_a", "words_b", "shared", "longest_run", "unquoted_run"), NUMBERS),
    **dict.fromkeys(("own_a", "own_b", "kept_a", "kept_b", "order"), SHARES),
    **dict.fromkeys(("same_words", "same_language"), st.booleans()),
}
OTHER_FIGURES = {
    **dict.fromkeys(("aligned", "passage_numbers"), NUMBERS),
    **dict.fromkeys(("swaps", "news_a", "news_b", "facts_a", "facts_b", "passage_facts"), WEIGHTS),
    **dict.fromkeys(
        ("isolated", "held_a", "held_b", "facts_agreed", "facts_order", "displacement", "verbatim_a", "verbatim_b"),
        SHARES,
    ),
    **dict.fromkeys(("other_subject", "other_amount", "in_digest", "other_topics"), st.booleans()),
}


@given(st.fixed_dictionaries(WORDING_FIGURES), st.fixed_dictionaries(OTHER_FIGURES))
def test_no_facts_and_no_topics_relate_a_pair_that_its_wording_rules_out(
    wording: dict[str, object], others: dict[str, object]
) -> None:
    whole = Measures(**wording, **others)  # type: ignore[arg-type]
    if judge.find_rule(whole, Judging()).verdict is not Verdict.INDEPENDENT:
        assert judge.may_be_related(Measures(**wording), Judging())  # type: ignore[arg-type]


def test_wording_alone_rules_out_what_shares_next_to_nothing() -> None:
    assert not judge.may_be_related(replace(COPY, shared=10, unquoted_run=9), Judging())
    assert judge.may_be_related(COPY, Judging())


def test_the_same_words_are_identical_whatever_else() -> None:
    assert verdict(same_words=True) is Verdict.IDENTICAL
    assert verdict(same_words=True, shared=0, own_a=0.0, own_b=0.0, kept_a=0.0, kept_b=0.0) is Verdict.IDENTICAL


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, Verdict.NEAR_COPY),
        ({"kept_a": 0.9, "kept_b": 0.2}, Verdict.NEAR_COPY),
        ({"kept_a": 0.2, "kept_b": 0.9}, Verdict.NEAR_COPY),
        ({"kept_a": 0.89, "kept_b": 0.89}, Verdict.REWRITE),
        ({"kept_a": 0.5, "kept_b": 0.5}, Verdict.REWRITE),
    ],
)
def test_a_copy_keeps_the_wording_of_one_side(changes: dict[str, float], expected: Verdict) -> None:
    assert verdict(**changes) is expected


@pytest.mark.parametrize(
    ("own_a", "own_b", "expected"),
    [
        (0.6, 0.1, Verdict.NEAR_COPY),
        (0.1, 0.6, Verdict.NEAR_COPY),
        (0.59, 0.59, Verdict.PARTIAL),
        (0.01, 0.02, Verdict.PARTIAL),
    ],
)
def test_less_than_most_of_either_text_is_partial(own_a: float, own_b: float, expected: Verdict) -> None:
    assert verdict(own_a=own_a, own_b=own_b) is expected


@pytest.mark.parametrize(
    ("own", "other_topics", "expected"),
    [
        (0.74, True, Verdict.PARTIAL),
        (0.75, True, Verdict.NEAR_COPY),
        (0.74, False, Verdict.NEAR_COPY),
    ],
)
def test_a_block_in_two_texts_on_different_matters_is_no_copy(
    own: float, other_topics: bool, expected: Verdict
) -> None:
    assert verdict(own_a=own, own_b=0.7, other_topics=other_topics) is expected


@pytest.mark.parametrize(("shared", "expected"), [(25, Verdict.NEAR_COPY), (24, Verdict.INDEPENDENT)])
def test_a_few_words_are_nothing(shared: int, expected: Verdict) -> None:
    assert verdict(shared=shared) is expected


@pytest.mark.parametrize(
    ("kept", "shared", "order", "expected"),
    [
        (0.49, 100, 0.9, Verdict.REWRITE),
        (0.49, 99, 0.9, Verdict.INDEPENDENT),
        (0.49, 100, 0.89, Verdict.INDEPENDENT),
        (0.5, 99, 0.1, Verdict.REWRITE),
    ],
)
def test_facts_told_in_other_words_must_be_many_and_in_order(
    kept: float, shared: int, order: float, expected: Verdict
) -> None:
    assert verdict(kept_a=kept, kept_b=kept, shared=shared, order=order) is expected
    assert verdict(kept_a=0.0, kept_b=kept, shared=shared, order=order) is expected


SHORT = replace(COPY, shared=99, kept_a=0.7, kept_b=0.7, longest_run=40, unquoted_run=19)
"""Covered, but less than a rewrite must have."""


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, Verdict.PARTIAL),
        ({"kept_a": 0.9}, Verdict.NEAR_COPY),
        ({"unquoted_run": 20}, Verdict.REWRITE),
        ({"unquoted_run": 20, "news_a": 2.1, "words_a": 120}, Verdict.REWRITE),
        ({"unquoted_run": 20, "news_a": 2.1, "news_b": 2.1, "words_a": 121}, Verdict.REWRITE),
        ({"unquoted_run": 20, "news_a": 2.1, "news_b": 2.1, "words_a": 120}, Verdict.PARTIAL),
        ({"unquoted_run": 20, "news_a": 2.1, "own_b": 0.5, "words_a": 120}, Verdict.PARTIAL),
        ({"swaps": 8.0, "isolated": 0.6, "order": 0.1}, Verdict.REWRITE),
        ({"swaps": 8.0, "isolated": 0.59}, Verdict.PARTIAL),
        ({"swaps": 7.9, "isolated": 0.6}, Verdict.PARTIAL),
        ({"shared": 100}, Verdict.REWRITE),
        ({"shared": 100, "order": 0.79}, Verdict.PARTIAL),
        ({"shared": 100, "news_a": 2.1}, Verdict.REWRITE),
        ({"shared": 100, "news_a": 2.1, "news_b": 2.1}, Verdict.PARTIAL),
        ({"shared": 100, "news_a": 2.1, "own_b": 0.5}, Verdict.PARTIAL),
    ],
)
def test_short_texts_of_one_event_need_more_than_likeness_for_a_rewrite(
    changes: dict[str, float], expected: Verdict
) -> None:
    found, reasons = judge.judge_measures(replace(SHORT, **changes), SETTINGS)[:2]  # type: ignore[arg-type]
    assert found is expected
    assert any("two reports of one event" in one for one in reasons) == (expected is Verdict.PARTIAL)


REORDERED = replace(SHORT, order=0.3, kept_a=0.5, kept_b=0.5, shared=100, facts_a=4.0, facts_b=4.0)


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, Verdict.REWRITE),
        ({"shared": 99}, Verdict.PARTIAL),
        ({"shared": 99, "kept_a": 0.54}, Verdict.PARTIAL),
        ({"shared": 99, "kept_a": 0.55}, Verdict.REWRITE),
    ],
)
def test_a_brief_in_another_order_keeps_more_than_half_of_the_wording(
    changes: dict[str, float], expected: Verdict
) -> None:
    assert judge.judge_measures(replace(REORDERED, **changes), SETTINGS)[0] is expected  # type: ignore[arg-type]


def test_thresholds_move_the_verdict_without_new_figures() -> None:
    measures = replace(COPY, own_a=0.5, own_b=0.5)
    assert judge.judge_measures(measures, SETTINGS)[0] is Verdict.PARTIAL
    assert judge.judge_measures(measures, replace(SETTINGS, most=0.5))[0] is Verdict.NEAR_COPY


# reasons


def reasons(**changes: object) -> tuple[str, ...]:
    return judge.judge_measures(replace(COPY, **changes), SETTINGS)[1]  # type: ignore[arg-type]


def test_the_reasons_quote_the_figures_of_both_sides() -> None:
    said = "; ".join(reasons(own_a=0.91, own_b=0.42, kept_a=0.73, kept_b=0.62, longest_run=19, unquoted_run=19))
    assert "91% of A's words and 42% of B's" in said
    assert "73% of A's words in them and 62% of B's are unchanged" in said
    assert "in the same order" in said
    assert "longest common run has 19 words" in said
    assert "quotation" not in said


def test_disorder_quotations_and_want_of_passages_are_told() -> None:
    assert "partly in another order" in "; ".join(reasons(order=0.5))
    assert any("12 words stand in quotations" in one for one in reasons(quoted_a=12, quoted_b=11))
    nothing = reasons(shared=0, own_a=0.0, own_b=0.0)
    assert nothing == ("next to nothing is shared: no passage of one stands for a passage of the other",)


def test_the_same_words_need_one_reason() -> None:
    assert reasons(same_words=True) == ("same words: both have the same words in the same order",)


# figures


VOCABULARY = Vocabulary()


def cut(text: str) -> Segmented:
    return segment_article(Article("x", text), VOCABULARY, Segmenting())


def nothing(a: Segmented, b: Segmented) -> Alignment:
    x, y, runs = np.zeros(len(a), np.bool_), np.zeros(len(b), np.bool_), np.empty((0, 4), np.int32)
    return Alignment((), (), x, y, x, y, x, y, runs, 0.0)


def test_equal_word_streams_are_the_same_words() -> None:
    a, b = cut("The wall gave way at night."), cut("THE WALL, gave way\nat night")
    assert judge.measure_pair(a, b, nothing(a, b)).same_words


def test_different_words_and_empty_texts_are_not() -> None:
    a, b, empty = cut("The wall gave way."), cut("The wall held out."), cut("")
    assert not judge.measure_pair(a, b, nothing(a, b)).same_words
    assert not judge.measure_pair(a, empty, nothing(a, empty)).same_words
    assert judge.measure_pair(empty, cut(""), nothing(empty, cut(""))).same_words
    assert not judge.measure_pair(empty, cut("..."), nothing(empty, cut("..."))).same_words


def something(a: Segmented, b: Segmented) -> Alignment:
    """One passage over both texts, and nothing else."""
    whole = Passage(0, len(a.article.text), 0, len(b.article.text), Kind.REWORDED, 0.5)
    return replace(nothing(a, b), passages=(whole,))


def spread(one: Segmented, *words: int) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    mask = np.zeros(len(one), np.bool_)
    mask[list(words)] = True
    return mask


def test_shares_are_of_scored_words_outside_shared_quotations() -> None:
    a = cut("one two three four five six seven eight nine ten.")
    b = cut("one two three four five.")
    alignment = replace(
        something(a, b),
        covered_a=spread(a, 0, 1, 2, 3, 4, 5),
        covered_b=spread(b, 0, 1, 2),
        kept_a=spread(a, 0, 1, 2),
        kept_b=spread(b, 0, 1, 2),
        quoted_a=spread(a, 4, 5),
    )
    found = judge.measure_pair(a, b, alignment)
    assert (found.words_a, found.words_b, found.quoted_a, found.quoted_b) == (10, 5, 2, 0)
    assert found.own_a == pytest.approx(4 / 8)
    assert found.own_b == pytest.approx(3 / 5)
    assert found.shared == 3
    assert found.kept_a == pytest.approx(3 / 4)
    assert found.kept_b == 1.0
    assert judge.measure_coverage(a, alignment.covered_a) == pytest.approx(0.6)
    assert judge.measure_closeness(a, b, alignment) == pytest.approx(6 / 9)


def test_a_long_run_counts_where_one_text_alone_has_it_in_a_heading() -> None:
    words = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    shared = " ".join(f"{letter.lower()}ord" for letter in words) + " and so on in a row"
    rest = " ".join(f"rest{letter.lower()}" for letter in words * 2)
    a, b = cut(f"{shared} {rest}."), cut(f"{shared} {rest}.")
    run = len(shared.split())
    heading = replace(a, aside=spread(a, *range(run)))
    everything = np.ones(len(a), np.bool_)
    alignment = replace(
        something(a, b), covered_a=everything, covered_b=everything, kept_a=everything, kept_b=everything,
        runs=np.array([[0, run, 0, run]], np.int32),
    )  # fmt: skip
    short = replace(alignment, runs=np.array([[0, run - 3, 0, run - 3]], np.int32))
    assert (run, judge.measure_pair(heading, b, alignment).restored) == (32, 32)
    assert judge.measure_pair(heading, b, alignment).shared == len(a)
    assert judge.measure_pair(b, heading, alignment).shared == len(a)
    assert judge.measure_pair(heading, b, short).restored == 0
    assert judge.measure_pair(heading, b, short).shared == len(a) - run
    assert judge.measure_pair(heading, heading, alignment).restored == 0


def test_restored_and_dropped_words_are_told() -> None:
    said = "; ".join(reasons(restored=32, dropped=2))
    assert "32 words that one text has in headings are counted" in said
    assert "passages whose two sides share hardly a word are left out: 2" in said
    assert "left out" in "; ".join(reasons(shared=0, own_a=0.0, own_b=0.0, dropped=1))
    assert "headings" not in "; ".join(reasons())


def test_news_is_counted_on_a_hundred_scored_words() -> None:
    a, b = cut("one two three four five six seven eight nine ten."), cut("one two three four five.")
    found = judge.measure_pair(a, b, replace(something(a, b), news_a=1, news_b=2))
    assert [found.news_a, found.news_b] == pytest.approx([10.0, 40.0])


def test_runs_of_eight_words_count_as_verbatim() -> None:
    a = cut("one two three four five six seven eight nine ten.")
    b = cut("one two three four five six seven eight. Then come others.")
    seven = replace(something(a, b), runs=np.array([[0, 7, 0, 7]], np.int32))
    eight = replace(something(a, b), runs=np.array([[0, 8, 0, 8]], np.int32))
    assert judge.measure_pair(a, b, seven).verbatim_a == 0.0
    assert judge.measure_pair(a, b, seven).longest_run == 7
    assert judge.measure_pair(a, b, eight).verbatim_a == pytest.approx(8 / 10)
    assert judge.measure_pair(a, b, eight).verbatim_b == pytest.approx(8 / 11)


@pytest.mark.parametrize(
    ("order", "expected"),
    [([0, 1, 2, 3], 1.0), ([1, 0, 2, 3], 2 / 3), ([3, 2, 1, 0], 0.0), ([1, 3, 0, 2], 1 / 3), ([2, 0, 3, 1], 1 / 3)],
)
def test_order_is_the_same_seen_from_either_side(order: list[int], expected: float) -> None:
    """1 3 0 2 steps back once and its mirror image 2 0 3 1 twice: the worse of both counts."""
    text = "The wall gave way. The boat sank here. The bell rang out. The rain came down."
    a, b = cut(text), cut(text)
    pairs = [SentencePair(20 * i, 20 * i + 17, 20 * j, 20 * j + 17, 1.0) for i, j in enumerate(order)]
    assert judge.measure_pair(a, b, replace(something(a, b), sentences=tuple(pairs))).order == pytest.approx(expected)


def test_a_passage_alone_gives_no_verdict_of_its_own() -> None:
    """Verdicts follow from measures; passages are evidence and do not enter."""
    a, b = cut("The wall gave way."), cut("The wall held out.")
    assert judge.measure_pair(a, b, something(a, b)) == judge.measure_pair(a, b, nothing(a, b))


# probability


def test_nothing_shared_is_as_likely_as_the_intercept_says() -> None:
    settings = Calibrating(intercept=-2.0)
    assert judge.estimate_probability(Measures(500, 500, news_a=9.0, news_b=9.0), settings) == pytest.approx(
        1 / (1 + math.e**2)
    )


WORDING = Measures(
    500, 400, shared=99, kept_a=0.4, kept_b=0.6, news_a=3.0, news_b=20.0, passage_facts=5.0,
    facts_agreed=0.5,
)  # fmt: skip


@pytest.mark.parametrize(("facts", "agreed"), [(5.0, 0.5), (1.9, 1.0)])
def test_probability_is_the_logistic_function_of_weighted_figures(facts: float, agreed: float) -> None:
    """Wording counts as far as the facts agree, unless there are too few to tell."""
    m = replace(WORDING, passage_facts=facts)
    settings = Calibrating(intercept=-1.0, shared=0.1, kept=0.3, news=-0.4)
    odds = -1 + agreed * (0.1 * math.log(100) + 0.3 * 0.6) - 0.4 * 3
    assert judge.estimate_probability(m, settings) == pytest.approx(1 / (1 + math.exp(-odds)))


def test_more_evidence_never_makes_a_pair_less_likely() -> None:
    said = judge.estimate_probability(WORDING, Calibrating())
    more = [
        replace(WORDING, shared=200),
        replace(WORDING, kept_a=0.9),
        replace(WORDING, news_a=0.5),
        replace(WORDING, facts_agreed=0.9),
    ]
    for stronger in more:
        assert judge.estimate_probability(stronger, Calibrating()) > said
    turned = replace(WORDING, kept_a=0.6, kept_b=0.4, news_a=20.0, news_b=3.0)
    assert judge.estimate_probability(turned, Calibrating()) == said


@pytest.mark.parametrize(("intercept", "side"), [(100.0, 1), (-100.0, 0)])
def test_probability_stays_between_0_and_1(intercept: float, side: int) -> None:
    said = judge.estimate_probability(
        Measures(10**9, 10**9, shared=10**9), Calibrating(intercept=intercept, shared=0.0)
    )
    assert 0 < said < 1 or side == 1
    assert abs(said - side) < 1e-9


BOND = replace(
    COPY, words_a=80, words_b=78, shared=62, unquoted_run=26, facts_a=8.0, facts_b=9.0, held_a=0.65, held_b=0.55,
    passage_facts=6.0, passage_numbers=7, facts_agreed=0.75, other_subject=True,
)  # fmt: skip
"""Two firms that borrow the same sum at the same fees."""


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, Verdict.INDEPENDENT),
        ({"other_subject": False}, Verdict.NEAR_COPY),
        ({"passage_numbers": 2}, Verdict.INDEPENDENT),
        ({"passage_numbers": 2, "other_subject": False}, Verdict.NEAR_COPY),
        ({"passage_numbers": 2, "held_a": 0.85}, Verdict.NEAR_COPY),
        ({"passage_numbers": 2, "unquoted_run": 39}, Verdict.INDEPENDENT),
        ({"passage_numbers": 2, "unquoted_run": 40}, Verdict.NEAR_COPY),
        ({"passage_numbers": 2, "unquoted_run": 29, "words_a": 121}, Verdict.INDEPENDENT),
        ({"passage_numbers": 2, "unquoted_run": 30, "words_a": 121}, Verdict.NEAR_COPY),
        ({"passage_numbers": 2, "words_a": 180, "words_b": 170}, Verdict.NEAR_COPY),
        ({"held_a": 0.75}, Verdict.NEAR_COPY),
        ({"facts_agreed": 0.85}, Verdict.NEAR_COPY),
    ],
)
def test_the_terms_of_two_bonds_and_short_notices_about_two_firms_are_one_form(
    changes: dict[str, float], expected: Verdict
) -> None:
    assert judge.judge_measures(replace(BOND, **changes), Judging())[0] is expected  # type: ignore[arg-type]
