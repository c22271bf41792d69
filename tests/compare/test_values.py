"""Amounts and figures are read by what they are worth, in whose money, however they are written."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dupdetect.compare.facts import extract_facts
from dupdetect.compare.facts import values as value_forms
from dupdetect.compare.facts.values import Value, find_values, values_agree
from dupdetect.records import Article
from dupdetect.settings import Segmenting
from dupdetect.text import Vocabulary, segment_article


def read(written: str) -> Value:
    """The one value of a stretch of text between others, which it fills from end to end."""
    text = f"The town paid {written} for it."
    (value,) = find_values(text)
    assert text[value.start : value.end] == written
    return value


@pytest.mark.parametrize(
    ("written", "amount", "unit"),
    [
        ("$5bn", 5e9, "$"),
        ("US$5bn", 5e9, "US$"),
        ("$US5bn", 5e9, "US$"),
        ("A$5bn", 5e9, "A$"),
        ("AU$5bn", 5e9, "A$"),
        ("$A5bn", 5e9, "A$"),
        ("C$ 5 million", 5e6, "C$"),
        ("NZ$5.2m", 5.2e6, "NZ$"),
        ("HK$250", 250, "HK$"),
        ("S$80", 80, "S$"),
        ("R$5,5 milhões", 5.5e6, "R$"),
        ("Rs 5 crore", 5e7, "₹"),
        ("Rs5 crore", 5e7, "₹"),
        ("Rs.5 lakh", 5e5, "₹"),
        ("Rs. 25,00,000", 2.5e6, "₹"),
        ("₹2 lakh crore", 2e12, "₹"),
        ("five crore rupees", 5e7, "₹"),
        ("USD 5bn", 5e9, "US$"),
        ("EUR5m", 5e6, "€"),
        ("5 million GBP", 5e6, "£"),
        ("5 billion Australian dollars", 5e9, "A$"),
        ("5 million U.S. dollars", 5e6, "US$"),
        ("5bn dollars", 5e9, "$"),
        ("$5-billion", 5e9, "$"),
        ("5 mln dlrs", 5e6, "$"),
        ("2.5 bln stg", 2.5e9, "£"),
        ("£1.2m", 1.2e6, "£"),
        ("€3 Mrd.", 3e9, "€"),
        ("3 Mrd. €", 3e9, "€"),
        ("3,5 Mio. Euro", 3.5e6, "€"),
        ("3,5 Millionen Euro", 3.5e6, "€"),
        ("3.500.000 Euro", 3.5e6, "€"),
        ("1.250,50 Euro", 1250.5, "€"),
        ("1,2 milliard d'euros", 1.2e9, "€"),
        ("4 millions d’euros", 4e6, "€"),
        ("12 miliardi di euro", 12e9, "€"),
        ("5 тыс.", 5000, ""),
        ("5 million million", 5e12, ""),
        ("2,500,000.5", 2500000.5, ""),
        ("4.19 billion", 4190000000, ""),  # as floats multiply, a millionth more
        ("129.3 billion", 129300000000, ""),
    ],
)
def test_an_amount_is_read_with_its_currency(written: str, amount: float, unit: str) -> None:
    value = read(written)
    assert (value.meant, value.unit) == ((amount,), unit)


@pytest.mark.parametrize("written", ["5m", "5 m", "5\xa0m", "5-m"])
def test_a_bare_m_may_be_millions_or_none(written: str) -> None:
    assert 5e6 in read(written).meant


def test_figures_stand_behind_the_dots_that_lead_to_them() -> None:
    values = list(find_values("SKARVIK.......27.......4\nHEGNES........--......12\nIt rose...13 at least, or 2.5..3"))
    assert [value.meant for value in values] == [(27.0,), (4.0,), (12.0,), (13.0,), (2.5,), (3.0,)]


@pytest.mark.parametrize("text", ["BUS$5", "Rs are 5", "Europe 5", "USDA 5"])
def test_letters_of_another_word_are_no_currency(text: str) -> None:
    (value,) = find_values(text)
    assert (text[value.start : value.end], value.unit) == ("5", "")


@pytest.mark.parametrize(
    ("x", "y", "agree"),
    [
        ("US$5bn", "$5bn", True),
        ("A$5bn", "$5bn", True),
        ("A$5bn", "$A5bn", True),
        ("A$10bn", "US$7bn", True),
        ("A$10bn", "£5.2bn", True),
        ("£5bn", "US$7bn", True),
        ("£5bn", "US$50bn", False),
        ("HK$5bn", "US$5bn", False),
        ("A$5bn", "$50bn", False),
        ("Rs 83 crore", "US$10m", True),
        ("Rs 83 crore", "Rs 38 crore", False),
    ],
)
def test_whose_dollars_they_are_counts_where_both_say_it(x: str, y: str, agree: bool) -> None:
    assert values_agree(read(x), read(y)) is values_agree(read(y), read(x)) is agree


@given(st.text(st.sampled_from("AUSZHKCNR$€£₹rs.,- 015km\xa0miobdn'’eurыт"), max_size=40))
def test_any_signs_make_values_in_order_that_do_not_overlap(text: str) -> None:
    values = list(find_values(text))
    assert all(x.end <= y.start for x, y in pairwise(values) if y.start != x.start)
    assert all(value.meant and 0 <= value.start < value.end <= len(text) for value in values)


WORDS = (
    "January Feb. March Apr May june Jul Aug Sept Sep Sepember Oct NOV. Decade monday Fri Sat Sunny third Tenth tent "
    "one One ones ten tens two twelve sixty million MLN bn dozen pct lakh HK$5 US$ £4m Rs 3/4 ½ 1988 2nd 12:30 pm 9.am "
    "$ € per cent ....7 x7 7x ıt K"
).split()


@given(st.lists(st.sampled_from(WORDS), max_size=8), st.sampled_from([" ", ", ", "-", "", "\n"]))
def test_a_value_begins_only_where_it_is_looked_for(words: list[str], between: str) -> None:
    text = between.join(words)
    with pytest.MonkeyPatch.context() as patch:
        found = list(find_values(text))
        patch.setattr(value_forms, "_find_beginnings", lambda text: list(range(len(text))))
        assert found == list(find_values(text))


def test_the_letters_of_a_currency_are_no_name() -> None:
    text = "The ferry to Skarvik cost HK$5bn, and the quay at Marstrup another $A40m."
    facts = extract_facts(segment_article(Article("a", text), Vocabulary(), Segmenting()))
    assert [name.words for name in facts.names] == [("skarvik",), ("marstrup",)]
