"""The quick test for phrases that credit a source passes every text that holds one."""

from __future__ import annotations

import re
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dupdetect.compare.credit_phrases import CREDITED, may_credit

PHRASES = """
This article first appeared in The Weir Gazette.
This story was originally published by The Weir Gazette.
It appeared first on weirgazette.example
First ran in The Weir Gazette
The wall was hollow, The Weir Gazette reports.
The wall was hollow, Weir Gazette has reported.
The wall was hollow, the Gazette of Upper Weir was the first to report.
The wall was hollow, The Gazette first reported.
As The Weir Gazette revealed, the wall was hollow.
The Weir Gazette writes in an article that the wall was hollow.
The wall was hollow, according to a report in The Weir Gazette.
The wall was hollow, according to Weir Gazette (www.weirgazette.example).
The wall was hollow, according to Weir Gazette (weirgazette.example/wall).
Syndicated by courtesy of the editors.
Cross-posted from the blog of the harbour
Find the complete column here by noon
The Weir Gazette has a longer interview.
Our full analysis : The Weir Gazette
Rest of the story: weirgazette.example/wall
An excerpt from an interview with Weir, excerpted from a text in The Weir Gazette
Hat tip to Tone Aalberg
h/t: Tone Aalberg
The wall was hollow (via Weir Gazette)
Fuente: La Gaceta
Источник: Courier
This report by The Weir Gazette appears with kind permission
Dieser Text ist ursprünglich veröffentlicht in der Weir Gazette
Er erschien zuerst in der Weir Gazette
Die Mauer war hohl, wie die Weir Gazette berichtete.
Paru d’abord dans La Gazette
Publié initialement par La Gazette
Selon une enquête de La Gazette
Publicada por primera vez en La Gaceta
Pubblicato per la prima volta su La Gazzetta
Eerder verschenen in De Courant
Po raz pierwszy ukazał się w Kurierze
Как сообщает «Вестник
转自青浦日报
""".strip().splitlines()

WORDS = sorted({word for line in PHRASES for word in re.findall(r"[^\W\d_]+|[.,:(]", line)} | {"\n", "(", "a", "an"})


@pytest.mark.parametrize("line", PHRASES)
@pytest.mark.parametrize("change", [str, str.upper, lambda line: line.replace("s", "ſ").replace("i", "ı")])
def test_a_text_with_a_phrase_is_looked_at(line: str, change: type[str]) -> None:
    for text in (change(line), f"The wall gave way.\n{change(line)}\nNobody was hurt.", f"The wall ({change(line)})"):
        assert may_credit(text) or not CREDITED.search(text)


@pytest.mark.parametrize("line", PHRASES)
def test_each_of_these_phrases_is_one(line: str) -> None:
    assert CREDITED.search(line)


@settings(max_examples=400)
@given(st.lists(st.sampled_from([*PHRASES, *WORDS, *(line.lower() for line in PHRASES)]), max_size=12))
def test_whatever_is_put_together_is_looked_at_if_it_credits(parts: list[str]) -> None:
    text = " ".join(parts)
    assert may_credit(text) or not CREDITED.search(text)


@pytest.mark.parametrize(
    "text",
    [
        "The report was presented on Monday. Residents said that the wall was hollow, and a reporter wrote it down.",
        "The mayor said, as reports of the storm came in, that the board had reported the crack in the wall.",
        "According to the board (which met on Monday), the wall was hollow.",
        "Members will see a whole quay at 3:15 p.m.; the text follows.",
    ],
)
def test_a_report_that_credits_nobody_is_passed_over(text: str) -> None:
    assert not may_credit(text)


def test_letters_that_patterns_take_for_others_are_known() -> None:
    """A pattern that ignores case takes them for letters that small letters do not show."""
    letters = "".join({letter for line in PHRASES for letter in line.lower() if letter.isalpha() and letter < "\u0460"})
    alike = re.compile(f"[{letters}]", re.IGNORECASE)
    points = map(chr, range(0x80, sys.maxunicode + 1))
    unusual = [point for point in points if alike.fullmatch(point) and point.lower() not in letters]
    assert unusual
    assert all(may_credit(point) for point in unusual)
