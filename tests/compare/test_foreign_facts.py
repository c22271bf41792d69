"""Facts that show in any language: numbers by value, names by letters and by sound."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dupdetect.compare.facts import compare_marks, extract_facts, find_marks
from dupdetect.compare.facts.foreign import Marks, find_sound, romanise
from dupdetect.records import Article
from dupdetect.settings import Segmenting
from dupdetect.text import Vocabulary, segment_article


def mark(text: str) -> Marks:
    return find_marks(extract_facts(segment_article(Article("a", text), Vocabulary("en"), Segmenting())))


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("it cost 1,870 pounds", 1870.0),
        ("es kostete 1.870 Pfund", 1870.0),
        ("il a coûté 1 870 livres", 1870.0),
        ("1.4 million people", 1_400_000.0),
        ("1,4 Millionen Menschen", 1_400_000.0),
        ("耗资140万元", 1_400_000.0),
        ("1,4 миллиона человек", 1_400_000.0),
        ("3.2 billion", 3_200_000_000.0),
        ("32亿", 3_200_000_000.0),
        ("بلغ ٤٧٠ مترا", 470.0),
        ("2,345,678.50 euros", 2345678.5),
    ],
)
def test_numbers_are_read_by_value(text: str, value: float) -> None:
    assert any(value in number for number in mark(text).numbers)


def test_a_number_of_any_length_is_harmless() -> None:
    assert mark("9" * 5_000 + " people and 12 more").numbers == (frozenset({12.0}),)


@pytest.mark.parametrize(
    ("name", "other"),
    [("Ketteridge", "Кеттеридж"), ("Marlow", "Марлоу"), ("Carstens", "Карстенс"), ("Thornby", "Торнби")],
)
def test_names_agree_by_sound_across_scripts(name: str, other: str) -> None:
    assert find_sound(romanise(name)) == find_sound(romanise(other)) != ""


def test_names_of_one_script_agree_by_their_letters() -> None:
    english = mark("On Monday the mayor of Maravel met Hélène Vasquier and the painter Oskar Brandt in the harbour.")
    spanish = mark("El lunes la alcaldesa de Maravel recibió a Hélene Vasquier en el puerto de la ciudad.")
    agreement = compare_marks(english, spanish)
    assert (agreement.shared, agreement.only_a) == (2, 1)


def test_only_numbers_count_where_a_script_spells_no_names() -> None:
    english = mark("On Monday the mayor of Maravel met Oskar Brandt and paid 4,500 euros for 28 chairs.")
    chinese = mark("星期一，马拉韦尔市长会见了奥斯卡·布兰特，花4500欧元买了28把椅子。")
    agreement = compare_marks(english, chinese)
    assert (agreement.shared, agreement.held_a, agreement.held_b) == (2, 1.0, 1.0)


def test_texts_without_facts_share_none() -> None:
    agreement = compare_marks(mark("nothing here"), mark("auch hier nichts"))
    assert (agreement.shared, agreement.held_a, agreement.weight_b) == (0, 0.0, 0.0)


@pytest.mark.parametrize("text", ["0A¹º", "0AAÐ", "0AÞ", "We met Æsa Þorvald and Łukasz Ødegård.", "Nº Fª"])
def test_names_in_rare_letters_stand_in_their_own_text(text: str) -> None:
    marks = mark(text)
    agreement = compare_marks(marks, marks)
    assert agreement.only_a == agreement.only_b == 0


def test_names_of_two_languages_agree_whatever_letters_they_lack() -> None:
    ours, theirs = mark("They met Łukasz Ødegård at noon."), mark("Spotkali Lukasza Odegarda w południe.")
    assert compare_marks(ours, theirs).held_a == 1.0


@given(st.text(alphabet="0123456789٣७.,' \u00a0млнMkAbé万亿-\n", max_size=80), st.text(max_size=80))
def test_any_text_has_marks_that_agree_with_themselves(figures: str, words: str) -> None:
    marks = mark(f"{words} {figures}")
    agreement = compare_marks(marks, marks)
    assert (agreement.only_a, agreement.only_b) == (0, 0)
    assert agreement.shared == agreement.weight_a
