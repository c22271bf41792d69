"""Fact drift: what differs is told with its places, and what only looks different is not."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from dupdetect.compare.facts import Facts, drift, extract_facts, negations
from dupdetect.pipeline import compare
from dupdetect.records import Article, Drift, DriftKind, Replacement, SentencePair
from dupdetect.settings import Segmenting
from dupdetect.text import Vocabulary, segment_article

FRAME = (
    "The harbour board met on the quay for the last time before the winter storms were due to begin. {} "
    "Members had argued for most of the spring about who should pay for the repairs to the eastern wall. "
    "A small crowd of fishermen watched from the slipway and went home as soon as the rain came in."
)


def told(a: str, b: str) -> list[tuple[str, str, str]]:
    """The drift that a comparison finds between two sentences in the same surroundings."""
    left, right = FRAME.format(a), FRAME.format(b)
    found = compare(left, right)
    return [(one.kind.value, left[one.a_start : one.a_end], right[one.b_start : one.b_end]) for one in found.drift]


@given(st.text("notNO'’vbdyıſ e-", max_size=12), st.integers(0, 12), st.integers(0, 12))
@example("can't", 3, 5)
@example("without", 0, 7)
@example("NEVER", 0, 5)
def test_a_stretch_with_a_negation_may_hold_one(text: str, start: int, end: int) -> None:
    assert negations.may_hold_negations([text[start:end], "x"]) or not negations.holds_negation(text, start, end)


DRIFTS = [
    # numbers
    (
        "The plan will cost £12m, for 38 metres of wall.",
        "The plan will cost £15m, for 38 metres of wall.",
        ("number", "£12m", "£15m"),
    ),
    ("It will cost £48.6m, the board said.", "It will cost $97.2m, the board said.", ("number", "£48.6m", "$97.2m")),
    ("In all 60 % of the members agreed.", "In all 40 % of the members agreed.", ("number", "60 %", "40 %")),
    (
        "The board meets on 30 April in the hall.",
        "The board meets on 30 May in the hall.",
        ("date", "30 April", "30 May"),
    ),
    ("The bank did not agree to the plan.", "The bank did agree to the plan.", ("negation", "not", "")),
    ("The repairs will cost 48 crowns a metre.", "The repairs will cost 84 crowns a metre.", ("number", "48", "84")),
    (
        "The wall needs four new piers this year.",
        "The wall needs five new piers this year.",
        ("number", "four", "five"),
    ),
    ("About 1,200 households had signed it.", "About 2,200 households had signed it.", ("number", "1,200", "2,200")),
    ("The bill came to £48.6m in the end.", "The bill came to £46.8m in the end.", ("number", "£48.6m", "£46.8m")),
    (
        "The bill came to 5 million dollars.",
        "The bill came to 5 million pounds.",
        ("number", "5 million dollars", "5 million pounds"),
    ),
    ("The bill came to £48.6m at last.", "The bill came to US$486m at last.", ("number", "£48.6m", "US$486m")),
    ("It was the third storm of the season.", "It was the fifth storm of the season.", ("number", "third", "fifth")),
    (
        "Rents rose 12 per cent on the quay.",
        "Rents rose 21 per cent on the quay.",
        ("number", "12 per cent", "21 per cent"),
    ),
    # dates and times
    (
        "Work starts on Tuesday at the east wall.",
        "Work starts on Friday at the east wall.",
        ("date", "Tuesday", "Friday"),
    ),
    ("The wall was built in 1887 of granite.", "The wall was built in 1897 of granite.", ("date", "1887", "1897")),
    ("They voted on 5 March after a debate.", "They voted on 9 March after a debate.", ("date", "5 March", "9 March")),
    ("They met at 3 p.m. in the old hall.", "They met at 5 p.m. in the old hall.", ("date", "3 p.m.", "5 p.m.")),
    # names
    (
        "The warden, Marta Lindqvist, opened the gate.",
        "The warden, Marta Bergholm, opened the gate.",
        ("name", "Marta Lindqvist", "Marta Bergholm"),
    ),
    (
        "The ship had come from Port Ellery.",
        "The ship had come from Port Wendham.",
        ("name", "Port Ellery", "Port Wendham"),
    ),
    # negations
    ("The board will not close the slipway.", "The board will close the slipway.", ("negation", "not", "")),
    ("The crew found no oil in the water.", "The crew found some oil in the water.", ("negation", "no", "some")),
    (
        "The board never paid for the eastern pier.",
        "The board already paid for the eastern pier.",
        ("negation", "never", "already"),
    ),
]


@pytest.mark.parametrize(("a", "b", "expected"), DRIFTS, ids=lambda one: one[:38] if isinstance(one, str) else "")
def test_a_fact_that_is_another_is_told(a: str, b: str, expected: tuple[str, str, str]) -> None:
    assert told(a, b) == [expected]


@pytest.mark.parametrize(("a", "b", "expected"), DRIFTS, ids=lambda one: one[:38] if isinstance(one, str) else "")
def test_the_other_way_round_it_is_the_same_drift(a: str, b: str, expected: tuple[str, str, str]) -> None:
    assert told(b, a) == [(expected[0], expected[2], expected[1])]


SAME = [
    # written otherwise
    ("The wall needs four new piers this year.", "The wall needs 4 new piers this year."),
    ("Rents rose 12 per cent on the quay.", "Rents rose 12% on the quay."),
    ("Rents rose twelve percent on the quay.", "Rents rose 12 per cent on the quay."),
    ("Some 4,000 boats had passed.", "Some four thousand boats had passed."),
    ("The bill came to £48.6m in the end.", "The bill came to 48.6 million pounds in the end."),
    ("Twenty-five boats lay in the basin.", "25 boats lay in the basin."),
    ("They voted on 5 March after a debate.", "They voted on March 5th after a debate."),
    ("They voted on 2024-03-05 after a debate.", "They voted on 5 March 2024 after a debate."),
    ("They met at 3 p.m. in the old hall.", "They met at 15:00 in the old hall."),
    ("It was the third storm of the season.", "It was the 3rd storm of the season."),
    ("A dozen boats lay in the basin.", "Twelve boats lay in the basin."),
    ("The bill came to US$48.6m in the end.", "The bill came to $48.6m in the end."),
    ("The bill came to A$48.6m in the end.", "The bill came to $A48.6m in the end."),
    ("The bill came to Rs 5 crore in the end.", "The bill came to 50 million rupees in the end."),
    # rounded, converted, the rest of the whole
    ("A total of 4,982 boats had passed.", "Nearly 5,000 boats had passed."),
    ("The quay is 200 feet long at low tide.", "The quay is 61 metres long at low tide."),
    ("Only five per cent of it is sound.", "All but 95 per cent of it is sound."),
    # trimmed, moved, put in other words
    ("The repairs, 48 crowns a metre, were agreed.", "The repairs were agreed."),
    ("On Tuesday the wardens met in the hall.", "The wardens met in the hall on Tuesday."),
    ("Most of the 48 boats came home at dawn.", "Most of the fleet came home at dawn."),
    ("The wardens met in the hall on Tuesday.", "The wardens met in the hall yesterday."),
    # names shortened, titled, abbreviated, inflected, described
    ("It was President Biden who opened the gate.", "It was Biden who opened the gate."),
    ("It was President Joe Biden who opened the gate.", "It was Mr Biden who opened the gate."),
    ("The money came from the United Nations last year.", "The money came from the UN last year."),
    ("The money came from the U.S. last year.", "The money came from the United States last year."),
    ("The plan of Lindqvist was agreed at once.", "The Lindqvist's plan was agreed at once."),
    ("The warden, Marta Lindqvist, opened the gate.", "The warden, whom all know, opened the gate."),
    ("The gate was opened by Zoë Müller at noon.", "The gate was opened by Zoe Muller at noon."),
    ("The gate was opened by Łukasz Sørensen at noon.", "The gate was opened by Lukasz Sorensen at noon."),
    # denied in other words
    ("The board did not agree to the plan.", "The board refused to agree to the plan."),
    ("The board was not happy with the plan.", "The board was unhappy with the plan."),
    ("The crew could not find oil in the water.", "The crew found no oil in the water."),
    ("The board didn't agree to the plan.", "The board did not agree to the plan."),
    ("Not only the board agreed to the plan.", "The board agreed to the plan."),
    ("The board had no doubt about the plan.", "The board was certain about the plan."),
    ("The board agreed, and would make no further comment.", "The board agreed."),
]


@pytest.mark.parametrize(("a", "b"), SAME)
def test_the_same_fact_in_another_form_is_no_drift(a: str, b: str) -> None:
    assert told(a, b) == []
    assert told(b, a) == []


def test_the_same_text_has_no_drift() -> None:
    text = FRAME.format("The repairs will cost 48 crowns a metre, Marta Lindqvist said on Tuesday.")
    assert compare(text, text).drift == ()


def test_unrelated_texts_have_no_drift() -> None:
    found = compare(FRAME.format("In all 48 boats came."), "Nine members of a choir sang on 3 May for the mayor.")
    assert found.drift == ()


def test_what_a_sentence_that_opens_with_a_name_exchanges() -> None:
    fair = "In Lodehavn, the fair began."
    a = f"{fair} Lindqvist opened the gate. The crowd cheered when Lindqvist spoke to them, and Lindqvist waved."
    b = f"{fair} Bergholm opened the gate. The crowd cheered when Bergholm spoke to them, and Bergholm waved."
    found = told(a, b)
    assert len(found) == 3
    assert set(found) == {("name", "Lindqvist", "Bergholm")}


VOCABULARY = Vocabulary()


def cut(text: str) -> Facts:
    return extract_facts(segment_article(Article("x", text), VOCABULARY, Segmenting()))


def whole(a: str, b: str, *changes: Replacement) -> tuple[Drift, ...]:
    pair = SentencePair(0, len(a), 0, len(b), 0.9, changes)
    return drift.find_drift(cut(a), cut(b), (pair,))


def test_offsets_count_code_points_of_the_texts() -> None:
    a, b = "𝒜 storm 🌊 sank 7 boats.", "𝒜 storm 🌊 sank 9 boats."
    at = a.index("7")
    assert whole(a, b, Replacement(at, at + 1, at, at + 1)) == (Drift(at, at + 1, at, at + 1, DriftKind.NUMBER),)


@pytest.mark.parametrize(
    "text",
    [
        "9" * 3000,
        "one hundred " * 300,
        "May 5 " * 300,
        "Aa " * 600,
        "not " * 500,
        "1,000" * 400,
        "A.B." * 500,
        "١٢٣ " * 400,
    ],
    ids=lambda text: text[:10],
)
def test_hostile_sentences_cost_little_and_break_nothing(text: str) -> None:
    """Bounded work: a sentence is cut at 2,000 code points, and no pattern searches twice. No clock: it has to end."""
    other = "x" + text[:1990]
    whole(text[:1990], other, Replacement(0, 1990, 0, len(other)), Replacement(0, 20, 0, 20))


def test_random_texts_mirror() -> None:
    chance = random.Random(5)
    facts = (
        "four 4 five 5% 12 per cent 1,200 March 5 Tuesday Friday Biden Mr Lindqvist not never no £3m 2024 3rd".split()
    )
    for _ in range(200):
        a, b = (" ".join(chance.choices(facts, k=8)) for _ in range(2))
        forth = whole(a, b, Replacement(0, len(a), 0, len(b)), Replacement(0, 9, 0, 9))
        back = whole(b, a, Replacement(0, len(b), 0, len(a)), Replacement(0, 9, 0, 9))
        turned = {Drift(one.b_start, one.b_end, one.a_start, one.a_end, one.kind) for one in back}
        assert set(forth) == turned


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [
        ("Work starts on Tueſday at the east wall.", "Work starts on Friday at the east wall.", "Tueſday"),
        ("Work starts on Frıday at the east wall.", "Work starts on Monday at the east wall.", "Frıday"),
        ("It was the ſixth storm of the season.", "It was the fifth storm of the season.", "ſixth"),
        ("The bill came to five mıllion dollars.", "The bill came to nine million dollars.", "five mıllion dollars"),
        ("The bill came to £48.6 mİllion at last.", "The bill came to £46.8 million at last.", "£48.6 mİllion"),
        ("It took the town ſixty-ſix weeks to pay.", "It took the town forty-six weeks to pay.", "ſixty-ſix"),
        ("A levy of 48.6K crowns was paid at once.", "A levy of 46.8k crowns was paid at once.", "48.6K"),
    ],
)
def test_values_are_read_in_letters_that_stand_for_those_of_ascii(a: str, b: str, expected: str) -> None:
    assert expected in [left for _, left, _ in told(a, b)]


GATE = (
    "The board gives up the gate after four of nine divers found cracks in it. Members voted nine to two on Tuesday to "
    "stop all work. The contractor has until 30 April to take its cranes away. The bank has approved the loan and will "
    "not raise its rate. The ferry to Skarvik runs twice a day, and most of the people in the village work on it."
)


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        ("30 April", "30 May"),  # beside "four" and "nine", which are no months
        ("nine to two", "four to two"),  # a number of the sentence before
        ("has approved", "has not approved"),  # beside another "not"
        ("will not raise", "will raise"),
    ],
)
def test_a_fact_that_changed_is_told_whatever_stands_beside_it(ours: str, theirs: str) -> None:
    found = compare(GATE, GATE.replace(ours, theirs))
    assert len(found.drift) == 1


class CountedText(str):
    """A text that counts how often it is brought into small letters."""

    lowered = 0

    def lower(self) -> str:
        CountedText.lowered += 1
        return super().lower()


def test_a_long_text_is_brought_into_small_letters_once() -> None:
    a, b = "Then the others heard how Lindqvist sang. " * 40, "Then the others heard how Bergholm sang. " * 40
    left, right = (replace(cut(text), text=CountedText(text)) for text in (a, b))
    pairs = [shift_pair(a, b, i * len(a) // 40, i * len(b) // 40) for i in range(40)]
    assert len(drift.find_drift(left, right, pairs)) == 40
    assert CountedText.lowered == 2


def shift_pair(a: str, b: str, a_start: int, b_start: int) -> SentencePair:
    """Two reworded sentences that begin at these places and exchange one name."""
    at_a, at_b = a.index("Lindqvist", a_start), b.index("Bergholm", b_start)
    change = Replacement(at_a, at_a + len("Lindqvist"), at_b, at_b + len("Bergholm"))
    return SentencePair(a_start, a_start + 41, b_start, b_start + 40, 0.5, (change,))
