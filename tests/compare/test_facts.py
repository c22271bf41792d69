"""Names and numbers of texts, and what they say of a pair: one form filled in twice, or one story told anew."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from dupdetect import compare
from dupdetect.compare import judge
from dupdetect.compare.facts import Facts, count_shared, extract_facts
from dupdetect.records import Article, Measures, Verdict
from dupdetect.settings import Judging, Segmenting
from dupdetect.text import Vocabulary, segment_article

FORM = (
    "{0} Shipping said on Friday that it will cut {1} of the {2} posts at its yard in {3}. The cuts begin in autumn "
    "and end a year later, the managing director, {4}, said in a letter to the staff. The yard, which opened in {5}, "
    "lost {6} million crowns last year. The works council called the plan hasty and asked for talks. The mayor of {3} "
    "said that the town would do all it could to keep the yard. It builds ferries and ships for fish farms."
)
FIRST = FORM.format("Brandal", 140, 622, "Skarvik", "Tone Aalberg", 1951, "38.5")
SECOND = FORM.format("Oksen", 75, 310, "Marstrup", "Jens Vilhelmsen", 1987, "12.1")


def test_one_form_filled_in_twice_is_no_rewrite() -> None:
    found = compare(FIRST, SECOND)
    assert found.verdict is Verdict.INDEPENDENT
    assert found.measures.passage_facts >= 4
    assert found.measures.facts_agreed < 0.3
    assert found.reasons[0].startswith("one form filled in twice: ")
    assert (found.manner, found.spun) == (None, None)


def test_the_same_form_with_the_same_facts_is_a_copy() -> None:
    edited = FIRST.replace("said that the town would do all it could", "promised that the town would do everything")
    assert compare(FIRST, edited).verdict is Verdict.NEAR_COPY


def test_numbers_are_the_same_however_they_are_written() -> None:
    ours = FIRST.replace("1951", "1,951").replace("140", "１４０")
    assert compare(FIRST, ours).measures.facts_agreed == 1.0


def read_facts(*texts: str, language: str = "en") -> list[Facts]:
    vocabulary, settings = Vocabulary(), Segmenting(language=language)
    return [extract_facts(segment_article(Article("a", text), vocabulary, settings)) for text in texts]


@pytest.mark.parametrize(
    ("marked", "bare"),
    [
        ("El Niño", "El Nino"),
        ("São Paulo", "Sao Paulo"),
        ("Zoë Müller", "Zoe Muller"),
        ("Łukasz Sørensen", "Lukasz Sorensen"),
        ("Nin\u0303o", "Nino"),
    ],
)
@pytest.mark.parametrize("language", ["en", "es", "pl"])
def test_a_name_is_the_same_without_its_diacritics(marked: str, bare: str, language: str) -> None:
    frames = "The harbour board met {} on the quay.", "On the slipway they waited for {} all day.", "Nobody else came."
    texts = [frames[0].format(marked), frames[1].format(bare), frames[2], f"We met {marked.lower()} here."]
    facts = read_facts(*texts, language=language)
    assert count_shared(facts[0], facts[1]) == count_shared(facts[1], facts[0]) == (1, 0, 0)
    assert count_shared(facts[0], facts[2]) == (0, 1, 0)
    assert count_shared(facts[1], facts[3]) == (1, 0, 0)  # a word that is no name there vouches for it all the same


def test_the_subject_is_the_same_without_its_diacritics() -> None:
    (marked, bare) = read_facts("It was Brändal that cut the posts.", "Posts were cut, Brandal said on Friday.")
    assert marked.subjects == bare.subjects != frozenset()


def test_words_without_diacritics_keep_their_stems() -> None:
    vocabulary, settings = Vocabulary(), Segmenting()
    plain = segment_article(Article("a", "The warden of Skarvik met no boats."), vocabulary, settings)
    assert plain.bare_stems is plain.stems
    marked = segment_article(Article("a", "The warden of Skårvik met no boats."), vocabulary, settings)
    assert np.flatnonzero(marked.bare_stems != marked.stems).tolist() == [3]
    assert np.array_equal(marked.bare_stems, plain.stems)


BASE = Measures(
    400, 300, own_a=0.5, own_b=0.7, shared=90, kept_a=0.45, kept_b=0.45, order=0.9, facts_a=20, facts_b=12,
    held_a=0.6, held_b=0.95, passage_facts=10, facts_agreed=0.95, displacement=0.12,
)  # fmt: skip


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, Verdict.REWRITE),
        ({"held_b": 0.84}, Verdict.INDEPENDENT),
        ({"facts_b": 3}, Verdict.INDEPENDENT),
        ({"own_a": 0.39}, Verdict.INDEPENDENT),
        ({"order": 0.79}, Verdict.INDEPENDENT),
        ({"held_a": 0.5}, Verdict.INDEPENDENT),
        ({"held_a": 0.5, "kept_b": 0.49, "own_a": 0.6}, Verdict.REWRITE),
        ({"facts_agreed": 0.59}, Verdict.INDEPENDENT),
        ({"facts_agreed": 0.59, "kept_b": 0.9}, Verdict.NEAR_COPY),
        ({"facts_agreed": 0.39, "kept_b": 0.9}, Verdict.INDEPENDENT),
        ({"facts_agreed": 0.59, "passage_facts": 3, "shared": 100}, Verdict.REWRITE),
        ({"facts_agreed": 0.59, "shared": 251}, Verdict.REWRITE),
    ],
)
def test_facts_decide(changes: dict[str, float], expected: Verdict) -> None:
    assert judge.judge_measures(replace(BASE, **changes), Judging())[0] is expected  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"facts_agreed": 0.85}, Verdict.REWRITE),
        ({"facts_agreed": 0.84}, Verdict.INDEPENDENT),
        ({"facts_agreed": 0.84, "held_a": 0.8}, Verdict.REWRITE),
        ({"facts_agreed": 0.84, "shared": 100}, Verdict.REWRITE),
        ({"facts_agreed": 0.84, "kept_a": 0.55, "kept_b": 0.55}, Verdict.REWRITE),
        ({"facts_agreed": 0.84, "swaps": 8.0, "isolated": 0.6}, Verdict.REWRITE),
        ({"facts_b": 4.9}, Verdict.INDEPENDENT),
        ({"facts_b": 5.0}, Verdict.REWRITE),
    ],
)
def test_a_brief_in_other_words_must_tell_several_facts_of_the_other(
    changes: dict[str, float], expected: Verdict
) -> None:
    """Two reports of one event have the same few facts, too."""
    assert judge.judge_measures(replace(BASE, **changes), Judging())[0] is expected  # type: ignore[arg-type]


SHUFFLED = replace(BASE, own_b=0.6, order=0.3, held_a=0.85, held_b=0.85)


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, Verdict.REWRITE),
        ({"held_a": 0.79}, Verdict.INDEPENDENT),
        ({"own_a": 0.49}, Verdict.INDEPENDENT),
        ({"kept_a": 0.35, "kept_b": 0.35}, Verdict.INDEPENDENT),
        ({"kept_a": 0.35, "kept_b": 0.35, "held_a": 0.95, "held_b": 0.95}, Verdict.REWRITE),
    ],
)
def test_the_order_does_not_matter_where_each_text_has_the_facts_of_the_other(
    changes: dict[str, float], expected: Verdict
) -> None:
    assert judge.judge_measures(replace(SHUFFLED, **changes), Judging())[0] is expected  # type: ignore[arg-type]


NEWS = replace(BASE, words_a=150, words_b=110, own_b=0.9, news_a=3.0, news_b=2.1)


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, Verdict.INDEPENDENT),
        ({"news_b": 2.0}, Verdict.REWRITE),
        ({"news_a": 2.0}, Verdict.REWRITE),
        ({"held_b": 1.0}, Verdict.REWRITE),
        ({"words_b": 121}, Verdict.REWRITE),
        ({"kept_b": 0.55}, Verdict.REWRITE),
        ({"swaps": 8.0, "isolated": 0.6}, Verdict.REWRITE),
    ],
)
def test_of_two_short_texts_in_other_words_that_each_bring_news_neither_retells_the_other(
    changes: dict[str, float], expected: Verdict
) -> None:
    assert judge.judge_measures(replace(NEWS, **changes), Judging())[0] is expected  # type: ignore[arg-type]


CONDENSED = replace(BASE, own_a=0.25, own_b=0.8, shared=80, order=0.6, held_a=0.3, held_b=1.0, facts_b=5.0)


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, Verdict.REWRITE),
        ({"held_b": 0.99}, Verdict.INDEPENDENT),
        ({"facts_b": 4.9}, Verdict.INDEPENDENT),
        ({"facts_agreed": 0.84}, Verdict.INDEPENDENT),
        ({"own_a": 0.19}, Verdict.INDEPENDENT),
        ({"order": 0.59}, Verdict.INDEPENDENT),
        ({"order": 0.5, "kept_a": 0.64, "kept_b": 0.64}, Verdict.PARTIAL),
        ({"order": 0.5, "kept_a": 0.65, "kept_b": 0.65}, Verdict.REWRITE),
        ({"order": 0.5, "kept_a": 0.75, "kept_b": 0.6}, Verdict.PARTIAL),
        ({"order": 0.5, "swaps": 8.0}, Verdict.REWRITE),
        ({"order": 0.49, "kept_a": 0.65, "kept_b": 0.65}, Verdict.PARTIAL),
    ],
)
def test_a_short_version_has_all_its_facts_from_the_long_one(changes: dict[str, float], expected: Verdict) -> None:
    assert judge.judge_measures(replace(CONDENSED, **changes), Judging())[0] is expected  # type: ignore[arg-type]


STOCK = replace(
    BASE, words_a=90, words_b=80, own_a=0.45, own_b=0.5, shared=40, kept_a=0.6, kept_b=0.6, facts_a=10, facts_b=9,
    held_a=0.3, held_b=0.4, passage_facts=2, passage_numbers=2, facts_agreed=1.0, unquoted_run=12,
)  # fmt: skip


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, Verdict.INDEPENDENT),
        ({"unquoted_run": 30}, Verdict.PARTIAL),
        ({"held_b": 0.5}, Verdict.PARTIAL),
        ({"words_a": 121, "words_b": 121}, Verdict.PARTIAL),
        ({"words_a": 121, "words_b": 121, "passage_numbers": 4}, Verdict.INDEPENDENT),
        ({"held_b": 0.59, "passage_numbers": 4}, Verdict.INDEPENDENT),
        ({"held_b": 0.6, "passage_numbers": 4}, Verdict.PARTIAL),
        ({"held_b": 0.69, "facts_agreed": 0.79}, Verdict.INDEPENDENT),
        ({"held_b": 0.7, "facts_agreed": 0.79}, Verdict.PARTIAL),
        ({"held_b": 0.9, "facts_agreed": 0.79, "passage_numbers": 4}, Verdict.INDEPENDENT),
        ({"facts_a": 3.0}, Verdict.PARTIAL),
        ({"swaps": 8.0, "isolated": 0.6}, Verdict.PARTIAL),
        ({"held_b": 0.9, "other_subject": True}, Verdict.INDEPENDENT),
        ({"held_b": 0.9, "other_subject": True, "unquoted_run": 39}, Verdict.INDEPENDENT),
        ({"held_b": 0.9, "other_subject": True, "unquoted_run": 40}, Verdict.PARTIAL),
        ({"held_b": 0.9, "other_subject": True, "words_a": 121, "words_b": 121}, Verdict.PARTIAL),
        ({"held_b": 0.9, "other_subject": True, "facts_a": 3.0}, Verdict.PARTIAL),
        ({"held_b": 0.9, "other_amount": True}, Verdict.INDEPENDENT),
        ({"held_b": 0.9, "other_amount": True, "unquoted_run": 40}, Verdict.PARTIAL),
        ({"held_b": 0.9, "other_amount": True, "words_a": 121, "words_b": 121}, Verdict.PARTIAL),
        ({"facts_a": 3.0, "facts_agreed": 0.59}, Verdict.INDEPENDENT),
        ({"facts_a": 3.0, "facts_agreed": 0.59, "passage_facts": 1.9}, Verdict.PARTIAL),
        ({"facts_a": 3.0, "facts_agreed": 0.59, "words_a": 121, "words_b": 121, "held_b": 0.41}, Verdict.PARTIAL),
        ({"held_b": 0.69, "own_a": 0.6, "own_b": 0.6}, Verdict.INDEPENDENT),
        ({"held_b": 0.7, "own_a": 0.6, "own_b": 0.6}, Verdict.REWRITE),
        ({"held_b": 0.79, "own_a": 0.6, "own_b": 0.6, "facts_agreed": 0.79}, Verdict.INDEPENDENT),
        ({"held_b": 0.8, "own_a": 0.6, "own_b": 0.6, "facts_agreed": 0.79}, Verdict.REWRITE),
        ({"held_b": 0.69, "own_a": 0.59, "own_b": 0.59}, Verdict.PARTIAL),
    ],
)
def test_stock_phrases_of_notices_about_two_things_are_no_part_copy(
    changes: dict[str, float], expected: Verdict
) -> None:
    assert judge.judge_measures(replace(STOCK, **changes), Judging())[0] is expected  # type: ignore[arg-type]


LIFTED = replace(
    STOCK, words_a=500, words_b=400, own_a=0.07, own_b=0.1, shared=34, facts_a=60, facts_b=50, passage_facts=4.0,
    passage_numbers=4, facts_agreed=0.8,
)  # fmt: skip


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, Verdict.PARTIAL),
        ({"passage_facts": 3.9}, Verdict.INDEPENDENT),
        ({"facts_agreed": 0.79}, Verdict.INDEPENDENT),
    ],
)
def test_two_sentences_full_of_facts_that_agree_were_lifted(changes: dict[str, float], expected: Verdict) -> None:
    """Stock phrases have few facts, or others in each text."""
    assert judge.judge_measures(replace(LIFTED, **changes), Judging())[0] is expected  # type: ignore[arg-type]


REFILLED = replace(
    BASE, own_a=0.9, kept_a=0.9, kept_b=0.9, held_a=0.49, held_b=0.4, facts_agreed=0.59, other_subject=True
)


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, Verdict.INDEPENDENT),
        ({"other_subject": False}, Verdict.NEAR_COPY),
        ({"held_a": 0.5}, Verdict.NEAR_COPY),
        ({"facts_agreed": 0.6}, Verdict.NEAR_COPY),
        ({"passage_facts": 1.9}, Verdict.NEAR_COPY),
        ({"passage_facts": 1.0, "held_a": 0.39, "held_b": 0.39}, Verdict.INDEPENDENT),
        ({"passage_facts": 1.0, "held_a": 0.4, "held_b": 0.39}, Verdict.NEAR_COPY),
        ({"passage_facts": 0.9, "held_a": 0.39, "held_b": 0.39}, Verdict.NEAR_COPY),
        ({"passage_facts": 1.0, "held_a": 0.39, "held_b": 0.39, "shared": 101}, Verdict.NEAR_COPY),
        (
            {"other_subject": False, "passage_facts": 2.0, "facts_agreed": 0.39, "held_a": 0.14, "held_b": 0.14},
            Verdict.INDEPENDENT,
        ),
        (
            {"other_subject": False, "passage_facts": 1.9, "facts_agreed": 0.39, "held_a": 0.14, "held_b": 0.14},
            Verdict.NEAR_COPY,
        ),
        (
            {"other_subject": False, "passage_facts": 2.0, "facts_agreed": 0.39, "held_a": 0.15, "held_b": 0.14},
            Verdict.NEAR_COPY,
        ),
    ],
)
def test_a_copy_that_names_another_subject_with_other_facts_is_a_form(
    changes: dict[str, float], expected: Verdict
) -> None:
    assert judge.judge_measures(replace(REFILLED, **changes), Judging())[0] is expected  # type: ignore[arg-type]


LOAN = (
    "{0} is borrowing 40 mln crowns until 7 April 1994 at five pct and a price of 102-3/8 pct, the manager Norbank "
    "{1} The notes come in pieces of 50,000 crowns and are listed in Marstrup, and Havnebank is joint manager. Fees "
    "are 1-1/4 pct for selling and 5/8 pct for management and underwriting."
)
RETOLD_LOAN = (
    "{0} is issuing notes of 40 mln crowns due 7 April 1994 that pay five pct and cost 102-3/8 pct, Norbank said. It "
    "leads the issue with Havnebank. They are available in denominations of 50,000 crowns, with a listing in Marstrup. "
    "Total fees are 1-1/4 pct for selling and 5/8 pct for management and underwriting combined."
)


def test_two_firms_that_borrow_on_the_same_terms_are_two_subjects() -> None:
    found = compare(LOAN.format("Skarvik Kraft", "said."), RETOLD_LOAN.format("The Oksen Ferry Company"))
    assert found.measures.other_subject
    assert found.measures.facts_agreed == 1.0
    assert found.verdict is Verdict.INDEPENDENT
    assert found.reasons[0].startswith("one form filled in twice: ")
    assert "opens with a name that the other does not have" in found.reasons[0]


def test_one_firm_that_borrows_is_one_subject_however_it_is_told() -> None:
    found = compare(LOAN.format("Skarvik Kraft", "said."), RETOLD_LOAN.format("In Oksen, Skarvik Kraft"))
    assert not found.measures.other_subject
    assert found.verdict is Verdict.REWRITE


def test_a_text_that_holds_a_notice_among_others_may_open_with_another_subject() -> None:
    loan = LOAN.format("Skarvik Kraft", "said.")
    other = (
        "The Brandal Orchestra has sold its old harp to a school in Lodehavn. It was made by Jens Vilhelmsen, who also "
        "built the organ of the church. The school will pay 9,400 crowns, and hold a raffle to find the money."
    )
    page = f"{other} {loan}"
    for found in (compare(loan, page), compare(page, loan), compare(loan.upper(), page), compare(loan, page.upper())):
        assert not found.measures.other_subject
        assert found.verdict is Verdict.NEAR_COPY


def test_a_notice_in_capitals_is_told_from_another_of_its_length() -> None:
    ours, theirs = LOAN.format("Skarvik Kraft", "said."), RETOLD_LOAN.format("The Oksen Ferry Company")
    for found in (compare(ours, theirs.upper()), compare(ours.upper(), theirs)):
        assert found.measures.other_subject
        assert found.verdict is Verdict.INDEPENDENT


def test_a_notice_may_end_with_a_list_of_all_who_did_the_same() -> None:
    others = " Earlier, Skarvik Kraft and the Marstrup harbour board had agreed on loans like it, bankers said."
    skarvik, oksen = LOAN.format("Skarvik Kraft", "said."), RETOLD_LOAN.format("The Oksen Ferry Company")
    for found in (compare(skarvik, oksen + others), compare(oksen + others, skarvik)):
        assert found.measures.other_subject
        assert found.verdict is Verdict.INDEPENDENT
    same = compare(skarvik, RETOLD_LOAN.format("In Oksen, Skarvik Kraft") + others)
    assert not same.measures.other_subject
    assert same.verdict is Verdict.REWRITE


@pytest.mark.parametrize("who", ["Oksen Savings Bank", "Marstrup Union Bank"])
def test_two_banks_that_raise_their_rates_in_one_sentence_are_two_subjects(who: str) -> None:
    rate = "{0} said it is raising its prime lending rate to 7-3/4 pct from 7-1/2 pct, effective immediately."
    skarvik = rate.format("Skarvik Trust Company")
    assert compare(skarvik, rate.format(who)).verdict is Verdict.INDEPENDENT
    assert compare(skarvik, skarvik.replace("is raising", "raised")).verdict >= Verdict.NEAR_COPY


def test_a_headline_may_name_the_subject_where_the_text_names_another() -> None:
    loan = LOAN.format("The power company", "said.")
    found = compare(
        f"Skarvik Kraft borrows forty million\n\n{loan}", loan.replace("The power company", "Skarvik Kraft")
    )
    assert not found.measures.other_subject


def test_terms_of_two_bonds_are_stock_phrases() -> None:
    first = (
        "Skarvik Kraft is issuing a 75 mln crown bond due 2 April 1997, lead manager Norbank said. The bond is "
        "available in denominations of 1,000 and 10,000 crowns and will be listed in Marstrup. Fees are 1-1/4 pct for "
        "selling and 5/8 pct for management and underwriting combined."
    )
    second = (
        "The town of Oksen raises 210 mln crowns until 1991 through Aalberg & Sons to build a bridge. The notes are "
        "available in denominations of 1,000 and 10,000 crowns and will be listed in Marstrup. The selling concession "
        "is 1-1/4 pct, while management and underwriting combined pays 5/8 pct."
    )
    found = compare(first, second)
    assert found.measures.shared >= 25
    assert found.verdict is Verdict.INDEPENDENT


BRIEF = (
    "A freight train with 31 wagons of salt left the rails near Brandal on Tuesday, the operator Norfrakt said. Nobody "
    "was hurt. The line to Skarvik stays closed until 9 March, and 1,400 travellers have to take the bus, said Tone "
    "Aalberg, who runs the station. A crane from Oksen is on its way, and the salt will be sold to farmers at cost."
)


def test_a_form_in_capitals_is_no_copy_of_another_filling() -> None:
    """Capitals hide the names, but those of the other text still show that the facts differ."""
    for found in (compare(FIRST, SECOND.upper()), compare(SECOND.upper(), FIRST), compare(FIRST, SECOND.lower())):
        assert found.verdict is Verdict.INDEPENDENT
        assert found.measures.facts_agreed < 0.3


def test_dates_and_clock_times_in_capitals_are_facts() -> None:
    dated = f"{FIRST} The meeting is on 9 March at 7 p.m. in the hall, and the second in October, 12 km away."
    plain, capitals = compare(dated, dated).measures, compare(dated.upper(), dated.upper()).measures
    assert plain.facts_a > capitals.facts_a  # no names
    assert compare(f"{dated} Tea.", dated.upper()).measures.facts_agreed == 1.0
    assert compare(f"{dated} Tea.", dated.upper().replace("MARCH", "APRIL")).measures.facts_agreed < 1.0


def test_a_short_version_in_capitals_is_taken_to_have_as_many_names_as_the_other() -> None:
    short = FIRST[: FIRST.index(" The works council")]
    found = compare(f"{FIRST} {BRIEF}", short.upper())
    assert found.verdict is Verdict.NEAR_COPY
    assert found.measures.held_b > 0.9
    assert found.measures.news_b < 1.0


def test_a_copy_in_capitals_agrees_in_its_facts() -> None:
    found = compare(FIRST, f"{FIRST} The ferry sails on.".upper())
    assert found.verdict is Verdict.NEAR_COPY
    assert (found.measures.facts_agreed, found.measures.held_a) == (1.0, 1.0)
    assert found.measures.held_b > 0.9


def test_figures_of_the_page_around_a_text_are_no_facts_of_it() -> None:
    """Those before the first word and after the last one neither; but a currency sign stands before its word."""
    paid = f"£38m was paid for salt. {BRIEF}"
    page = (
        f"Home > News > Local\nPublished 14 May 2024, 08:12\n3 min read\n\n{paid}\n\n17 comments\n© 2024 Weir Gazette"
    )
    plain, surrounded = compare(paid, paid).measures, compare(paid, page).measures
    assert (surrounded.facts_a, surrounded.facts_b) == (plain.facts_a, plain.facts_a)
    assert plain.facts_a > compare(BRIEF, BRIEF).measures.facts_a


def test_a_run_that_is_most_of_a_few_words_is_copied() -> None:
    few = BRIEF[: BRIEF.index(" The line to")] + " Trains wait."
    assert len(few.split()) < 25
    assert compare(BRIEF, few).verdict is Verdict.NEAR_COPY


def test_a_line_that_shares_nothing_is_too_short_to_tell() -> None:
    found = compare(BRIEF, "A bakery burned down in the night.")
    assert (found.verdict, found.undecided) == (Verdict.INDEPENDENT, "too short to tell")
    assert found.reasons[0].startswith("undecided")


def test_texts_in_two_languages_are_undecided() -> None:
    german = (
        "Der Hafen von Marstrup wird im Herbst für elf Wochen geschlossen, weil die Mauer am Ufer nicht mehr sicher "
        "ist. Die Fischer sollen in dieser Zeit in die Bucht nach Norden ausweichen, und die Stadt will den Weg bauen."
    )
    found = compare(BRIEF, german)
    assert (found.verdict, found.manner, found.undecided) == (Verdict.INDEPENDENT, None, "no common language")


def test_equal_texts_cover_each_other_however_short() -> None:
    found = compare("Harbour closed.", "HARBOUR CLOSED")
    assert (found.verdict, found.coverage_a, found.coverage_b) == (Verdict.IDENTICAL, 1.0, 1.0)


def test_sentences_in_another_order_with_the_same_facts_are_a_retelling() -> None:
    retold = (
        "Trains to Skarvik will not run before 9 March, and 1,400 travellers have to use the bus, according to station "
        "head Tone Aalberg. The reason is a freight train of the operator Norfrakt: its 31 wagons of salt left the "
        "rails on Tuesday, close to Brandal, and nobody was hurt. A crane is coming from Oksen; farmers can buy the "
        "salt."
    )
    found = compare(BRIEF, retold)
    assert found.verdict is Verdict.REWRITE
    assert found.facts is not None
    assert (found.facts.only_a, found.facts.only_b) == (0, 0)


def test_the_verdict_and_its_probability_do_not_contradict_each_other() -> None:
    assert compare(FIRST, SECOND).probability <= 0.5


def test_misread_letters_are_no_swapped_words() -> None:
    misread = (
        BRIEF.replace("the", "tbe").replace("rails", "rai1s").replace("closed", "cl0sed").replace("wagons", "wag0ns")
    )
    found = compare(f"{BRIEF} {BRIEF}", f"{misread} {misread}")
    assert found.measures.swaps == 0.0
    assert not found.spun


TABLE = "Line | Trains | Late | Lost\n" + "\n".join(
    f"{line} | {412 + 29 * i} | {37 + 7 * i} | {11 + 3 * i}"
    for i, line in enumerate("Skarvik Oksen Marstrup Brandal Lodehavn Tarn Ulvoy".split())
)


def test_a_table_in_two_pieces_of_prose_is_told_as_one() -> None:
    found = compare(
        f"Every tenth train of the region came late last winter, the operator says: frost.\n\n{TABLE}\n\n"
        "New points with heaters will be laid by autumn. The ministry pays for half of them, the towns for the rest.",
        "My platform is a cold place at six in the morning. I have knitted two pairs of socks there since the new year."
        f"\n\n{TABLE}\n\nWho wants the third pair? Send me a card with your shoe size, and tell me what you do there.",
    )
    assert found.verdict is Verdict.PARTIAL
    assert found.reasons[0].startswith("a copied table: ")


STATEMENT = (
    "After long talks the board has decided to sell the yard with its 212 workers to a partner from abroad. Orders "
    "have been falling for six years, and no other way would have kept the cranes moving, which we deeply regret."
)


def test_a_statement_that_one_text_quotes_ties_the_other_in_part() -> None:
    reprint = f"{STATEMENT} The yard was founded by two brothers who built sledges."
    quoting = (
        f"Nobody had told the welders when the doors were locked on Friday. \u201c{STATEMENT}\u201d Inge Lund read it "
        "on a screen in the canteen and went home on foot. Her union wants to know what the buyer paid and who sits "
        "behind the letterbox in Zug that signed. The mayor calls for a meeting in the church, the one room that holds "
        "everybody, and the choir has offered to sing before it begins."
    )
    found = compare(reprint, quoting)
    assert found.verdict is Verdict.PARTIAL
    assert found.reasons[0].startswith("a statement that one of them quotes: ")


def test_a_long_run_in_a_brief_is_a_part_copy_that_is_shown() -> None:
    run = "carried nine goats one after the other over a swollen brook near Brandal while the band went on playing"
    found = compare(
        f"A postwoman of 44 {run}. The fire brigade came later and found her asleep in the hay with wet boots on.",
        f"Prizes are rare in our street, but the woman who {run} gets a bell of brass, a free haircut and a bench with "
        "her name. She says that she would rather have had a bridge, and that goats never thank anybody for anything.",
    )
    assert found.verdict is Verdict.PARTIAL
    assert [passage.kind.value for passage in found.passages] == ["verbatim"]


def test_a_headline_alone_is_too_short_but_told_to_stand_in_the_other() -> None:
    headline = "Salt train leaves rails before Skarvik"
    found = compare(f"{headline}\n\n{BRIEF}", headline)
    assert found.undecided == "too short to tell"
    assert "all of which stand in the other text in one run" in found.reasons[0]
