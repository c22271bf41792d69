"""A lone word that opens a sentence may name whom the text is about: "Brandal said", and not "Officials said"."""

from __future__ import annotations

import pytest

from dupdetect import compare
from dupdetect.compare.facts import extract_facts
from dupdetect.records import Article, Verdict
from dupdetect.settings import Settings
from dupdetect.text import Vocabulary, segment_article

PRICE = (
    "{0} said it will raise the price of its rye flour by 40 crowns a sack from 17 June. The new price is 310 crowns "
    "in Marstrup, and 295 crowns at the mill in Lodehavn. Bread is 6 crowns dearer since then, bakers said."
)
RETOLD = (
    "{0} said that from 17 June it charges 40 crowns more for a sack of rye flour. It will cost 310 crowns in "
    "Marstrup, and 295 at the Lodehavn mill. Since then, said bakers, bread is dearer by 6 crowns."
)


def find_subjects(text: str, language: str) -> list[int]:
    """The places of the words at which the names begin that open a text."""
    settings = Settings().updated({"segmenting": {"language": language}}).segmenting
    return list(extract_facts(segment_article(Article("a", text), Vocabulary(), settings)).openings)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Brandal said that the mill will close.", "en"),
        ("Brandal has agreed to sell the mill.", "en"),
        ("Brandal will close the mill. It is the last one that Brandal had.", "en"),
        ("Brandal a annoncé que le moulin fermera.", "fr"),
        ("Brandal annonce que le moulin fermera.", "fr"),
        ("Brandal anunció que el molino cerrará.", "es"),
        ("Brandal ha annunciato che il mulino chiude.", "it"),
        ("Brandal anunciou que o moinho vai fechar.", "pt"),
        ("Brandal verkocht de molen.", "nl"),
        ("Brandal zei dat de molen sluit.", "nl"),
        ("Brandal stänger kvarnen, sade en talesman för Brandal i går.", "sv"),
        ("Brandal lukker møllen, sagde en talsmand for Brandal i går.", "da"),
        ("Brandal legger ned mølla, sa en talsmann for Brandal i går.", "no"),
        ("Брандаль закроет мельницу, сказали вчера в фирме Брандаль.", "ru"),
        ("Brandal zamknie młyn, jak wczoraj podała firma Brandal.", "pl"),
    ],
)
def test_a_lone_word_that_does_what_a_firm_does_or_has_its_capital_elsewhere_is_a_name(
    text: str, language: str
) -> None:
    assert find_subjects(text, language) == [0]


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Officials said that the mill will close.", "en"),
        ("Police said that the mill will close.", "en"),
        ("Analysts said that the mill will close.", "en"),
        ("Management said that the mill will close.", "en"),
        ("Yesterday said nothing of it, and nothing closed.", "en"),
        ("Shares rose when it was sold.", "en"),
        ("Output was low, and the mill will close.", "en"),
        ("Millers said it closes. A few millers wept.", "en"),
        ("Milling said farewell, and milling is over.", "en"),
        ("Brandal milled much in its time.", "en"),
        ("Hier a annoncé la fin du moulin.", "fr"),
        ("Fuentes cercanas dijeron que el molino cerrará.", "es"),
        ("Finalmente anunció que el molino cerrará.", "es"),
        ("Poi ha annunciato che il mulino chiude.", "it"),
        ("Depois anunciou que o moinho vai fechar.", "pt"),
        ("Politie zegt dat de molen sluit.", "nl"),
        ("Polisen sade att kvarnen stängs.", "sv"),
        ("Beamte sagten, die Mühle schließe, und für Beamte sei das neu.", "de"),
    ],
)
def test_another_word_that_opens_a_sentence_is_none(text: str, language: str) -> None:
    assert find_subjects(text, language) == []


@pytest.mark.parametrize("who", ["Brandal", "The Brandal Mills"])
def test_equal_notices_of_two_firms_are_a_form(who: str) -> None:
    for found in (
        compare(PRICE.format(who), RETOLD.format("Oksen")),
        compare(RETOLD.format("Oksen"), PRICE.format(who)),
    ):
        assert found.measures.other_subject
        assert found.verdict is Verdict.INDEPENDENT
        assert found.reasons[0].startswith("one form filled in twice: ")


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Officials", "Police"),
        ("Officials", "Bakers"),
        ("Management", "The managers"),
        ("Brandal", "Brandal"),
        ("Brandal", "Barndal"),
        ("The Brandal Mills", "Barndal"),
        ("Brandal", "The company"),
        ("Brandal", "Officials"),
        ("Yesterday it", "Brandal"),
    ],
)
def test_a_retelling_that_opens_with_another_word_is_no_form(first: str, second: str) -> None:
    for found in (
        compare(PRICE.format(first), RETOLD.format(second)),
        compare(RETOLD.format(second), PRICE.format(first)),
    ):
        assert not found.measures.other_subject
        assert found.verdict is Verdict.REWRITE


def test_a_lone_word_does_not_tell_a_text_in_capitals_from_another() -> None:
    """Capitals hide what opens the other text, and a word that opens a sentence is too little to tell by."""
    assert not compare(PRICE.format("Brandal"), RETOLD.format("Oksen").upper()).measures.other_subject
