"""The order in which two texts tell their common facts, and what it says of texts in other words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dupdetect import compare
from dupdetect.compare import judge
from dupdetect.compare.facts import Facts, extract_facts
from dupdetect.compare.facts.order import measure_order
from dupdetect.records import Article, Measures, Verdict
from dupdetect.settings import Judging, Segmenting
from dupdetect.text import Vocabulary, segment_article

VOCABULARY = Vocabulary("en")

TOWNS = ("Brandal", "Skarvik", "Marstrup", "Oksen", "Tolvund", "Hegnes", "Varby")


def facts(text: str) -> Facts:
    return extract_facts(segment_article(Article("x", text), VOCABULARY, Segmenting()))


def tell(towns: Sequence[str]) -> Facts:
    return facts(" ".join(f"The ferry then called at {town} for the night." for town in towns))


@given(st.permutations(TOWNS))
def test_the_share_is_that_of_pairs_told_in_the_same_order(towns: list[str]) -> None:
    pairs = list(combinations(towns, 2))
    same = sum(TOWNS.index(first) < TOWNS.index(second) for first, second in pairs)
    assert measure_order(tell(TOWNS), tell(towns)) == same / len(pairs)
    assert measure_order(tell(towns), tell(TOWNS)) == same / len(pairs)


@given(st.permutations(TOWNS), st.lists(st.booleans(), min_size=6, max_size=6), st.permutations(TOWNS))
def test_facts_that_stand_together_in_either_text_are_not_compared(
    towns: list[str], joined: list[bool], others: list[str]
) -> None:
    names = [towns[0]]
    for town, together in zip(towns[1:], joined, strict=True):
        names = [*names[:-1], f"{names[-1]} {town}"] if together else [*names, town]
    a, b = tell(names), tell(others)
    pairs = list(combinations({(a.first_places[key], b.first_places[key]) for key in a.first_places}, 2))
    signs = [(x[0] - y[0]) * (x[1] - y[1]) for x, y in pairs]
    same, other = sum(sign > 0 for sign in signs), sum(sign < 0 for sign in signs)
    expected = same / (same + other) if same + other >= 10 else 1.0
    assert measure_order(a, b) == measure_order(b, a) == expected


def test_fewer_than_five_facts_are_in_order_by_chance() -> None:
    assert measure_order(tell(TOWNS[:4]), tell(TOWNS[3::-1])) == 1.0
    assert measure_order(tell(TOWNS[:5]), tell(TOWNS[4::-1])) == 0.0
    assert measure_order(facts("It rained."), facts("It rained.")) == 1.0


def test_a_fact_counts_where_it_is_told_first_and_the_words_of_a_name_say_nothing_of_each_other() -> None:
    again = "In Brandal again, nobody knew why. "
    assert measure_order(tell(TOWNS), facts(tell(TOWNS).text + " " + again)) == 1.0
    long_names = "They met Tone Aalberg Vik, then Jens Vilhelmsen Moe, then Siri Haugland Bakke, then Odd Lunde Rud."
    assert measure_order(facts(long_names), facts(long_names)) == 1.0


TOLD = Measures(
    400, 300, own_a=0.7, own_b=0.9, shared=200, kept_a=0.4, kept_b=0.4, order=0.9, facts_a=12, facts_b=9,
    held_a=0.7, held_b=0.9, passage_facts=8, facts_agreed=0.95, news_a=3, news_b=3, facts_order=0.9,
)  # fmt: skip
"""The shorter text is told from the longer one by its third rule, and by that alone."""

CLOSE = replace(TOLD, held_a=0.9, own_a=0.8)
"""Each text has the facts of the other."""


@pytest.mark.parametrize(
    ("measures", "changes", "expected"),
    [
        (TOLD, {}, Verdict.REWRITE),
        (TOLD, {"facts_order": 0.75}, Verdict.REWRITE),
        (TOLD, {"facts_order": 0.74}, Verdict.INDEPENDENT),
        (CLOSE, {"facts_order": 0.65}, Verdict.REWRITE),
        (CLOSE, {"facts_order": 0.64}, Verdict.INDEPENDENT),
        (CLOSE, {"facts_order": 0.64, "kept_a": 0.55}, Verdict.REWRITE),
        (CLOSE, {"facts_order": 0.64, "kept_a": 0.54}, Verdict.PARTIAL),
        (CLOSE, {"facts_order": 0.64, "order": 0.89}, Verdict.REWRITE),
        (CLOSE, {"facts_order": 0.64, "swaps": 8.0}, Verdict.REWRITE),
        (TOLD, {"facts_order": 0.75, "held_b": 0.5, "news_b": 2.0}, Verdict.REWRITE),
        (TOLD, {"facts_order": 0.74, "held_b": 0.5, "news_b": 2.0}, Verdict.INDEPENDENT),
        (TOLD, {"held_b": 0.5, "news_b": 1.0, "own_a": 0.54}, Verdict.REWRITE),
        (TOLD, {"held_b": 0.5, "news_b": 1.0, "own_a": 0.54, "facts_b": 4.9}, Verdict.INDEPENDENT),
    ],
)
def test_texts_in_other_words_keep_the_order_of_their_facts(
    measures: Measures, changes: dict[str, float], expected: Verdict
) -> None:
    assert judge.judge_measures(replace(measures, **changes), Judging()).verdict is expected  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, Verdict.REWRITE),
        ({"facts_a": 4.9}, Verdict.INDEPENDENT),
        ({"facts_b": 4.9}, Verdict.INDEPENDENT),
        ({"facts_b": 4.9, "kept_b": 0.55}, Verdict.REWRITE),
        ({"facts_b": 4.9, "swaps": 8.0}, Verdict.REWRITE),
        ({"passage_numbers": 40, "held_a": 0.9}, Verdict.INDEPENDENT),
        ({"passage_numbers": 39, "held_a": 0.9}, Verdict.REWRITE),
    ],
)
def test_few_facts_and_tables_prove_no_retelling(changes: dict[str, float], expected: Verdict) -> None:
    assert judge.judge_measures(replace(TOLD, **changes), Judging()).verdict is expected  # type: ignore[arg-type]


PARALLEL = replace(TOLD, held_a=0.5, held_b=0.5, own_a=0.2, own_b=0.5, unquoted_run=11)
"""Two long reports of one event."""

DENSE = Measures(
    400, 300, own_a=0.15, own_b=0.25, shared=75, kept_a=0.6, kept_b=0.6, order=1.0, facts_a=12, facts_b=9, held_a=0.3,
    held_b=0.5, passage_facts=9.1, facts_agreed=1.0, news_a=5, news_b=4, verbatim_b=0.039,
)  # fmt: skip
"""Two reports with a passage full of facts in common, and eleven words of a run."""


@pytest.mark.parametrize(
    ("measures", "changes", "expected"),
    [
        (PARALLEL, {}, Verdict.INDEPENDENT),
        (PARALLEL, {"own_a": 0.19}, Verdict.PARTIAL),
        (PARALLEL, {"unquoted_run": 12}, Verdict.PARTIAL),
        (PARALLEL, {"kept_a": 0.5}, Verdict.PARTIAL),
        (PARALLEL, {"swaps": 8.0}, Verdict.PARTIAL),
        (DENSE, {}, Verdict.INDEPENDENT),
        (DENSE, {"held_a": 0.29}, Verdict.PARTIAL),
        (DENSE, {"verbatim_b": 0.04}, Verdict.PARTIAL),
        (DENSE, {"verbatim_a": 0.03}, Verdict.PARTIAL),
        (DENSE, {"swaps": 8.0}, Verdict.PARTIAL),
        (DENSE, {"passage_facts": 9.0}, Verdict.PARTIAL),
        (DENSE, {"passage_facts": 9.0, "news_b": 4.1}, Verdict.INDEPENDENT),
        (DENSE, {"own_b": 0.6, "held_b": 1.0}, Verdict.PARTIAL),
        (DENSE, {"own_b": 0.59, "held_b": 1.0}, Verdict.INDEPENDENT),
        (DENSE, {"own_b": 0.6, "held_b": 0.99}, Verdict.INDEPENDENT),
    ],
)
def test_reports_of_one_event_share_no_wording_though_they_run_parallel_or_state_its_facts(
    measures: Measures, changes: dict[str, float], expected: Verdict
) -> None:
    found = judge.judge_measures(replace(measures, **changes), Judging())  # type: ignore[arg-type]
    assert found.verdict is expected
    assert found.reasons[0].startswith("two reports of one event: ") == (expected is Verdict.INDEPENDENT)


REPORT = (
    "The harbour board of Brandal agreed on Tuesday to sell its ferry Havdis to the Oksen line for 38 million crowns. "
    "The mayor, Tone Aalberg, said that the ship had cost the town 4.2 million crowns a year since it was built at "
    "Marstrup in 1987. The works council, led by Jens Vilhelmsen, had asked for a delay until the autumn. Oksen said "
    "it would put the vessel on its route from Skarvik to Tolvund, where it carries 210 cars a day. The 46 members of "
    "the crew keep their posts until the end of next year, according to a letter from the director, Siri Haugland."
)
RETELLING = (
    "Havdis, the ferry of Brandal, goes to Oksen: its harbour board settled on a price of 38 million crowns on "
    "Tuesday. Mayor Tone Aalberg pointed to yearly costs of 4.2 million crowns for the town, which has run the ship "
    "since a yard in Marstrup delivered it in 1987. Jens Vilhelmsen and his works council wanted more time, at least "
    "to the autumn. The new owner needs the ferry between Skarvik and Tolvund, for some 210 cars each day. Director "
    "Siri Haugland has written to the 46 people on board that all of them stay until next year is over."
)
FOLLOW_UP = (
    "Siri Haugland has resigned as director of the ferry Havdis, which the harbour board of Brandal wants to sell. "
    "Nobody had asked the 46 members of the crew or the people who drive 210 cars from Skarvik to Tolvund each day, "
    "she wrote. The works council of Jens Vilhelmsen called this a disgrace and will meet in the autumn. Built at "
    "Marstrup in 1987, Havdis is to go to Oksen for 38 million crowns, as was agreed on Tuesday. Tone Aalberg, the "
    "mayor, puts the yearly loss at 4.2 million crowns."
)


def test_a_follow_up_tells_the_same_facts_behind_its_own_news() -> None:
    retold, followed = compare(REPORT, RETELLING), compare(REPORT, FOLLOW_UP)
    assert retold.measures.facts_order > 0.9
    assert followed.measures.facts_order < 0.5
    assert retold.verdict is Verdict.REWRITE
    assert compare(FOLLOW_UP, REPORT).measures.facts_order == followed.measures.facts_order
