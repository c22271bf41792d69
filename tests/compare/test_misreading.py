"""Recognised print: words that a scanner misread are the words of the source, and figures are not."""

from __future__ import annotations

import random
import re

import pytest

from dupdetect import Verdict, compare
from dupdetect.compare.judge.misreading import look_alike

STORY = (
    "The reading room of the maritime library opened again on Monday, eleven weeks after burst pipes had flooded "
    "its cellar. Some nine thousand charts were frozen within three days and dried in a chamber that a fish "
    "merchant lent for nothing. Only forty were lost, most of them copies. Clara Modern, who runs the collection, "
    "said that the oldest chart, drawn by a pilot who could not write, had come out better than it went in. "
    "Insurers will pay for the pumps but not for the shelves. A committee of readers has begun to raise money, "
    "and the ferry company gave the takings of a Sunday. The charts will move to the upper floor, where the light "
    "is bad but the roof is sound, and visitors must book for them."
)
SWAPS = [
    *(("m", "rn"), ("rn", "m"), ("d", "cl"), ("w", "vv")),
    *(("e", "c"), ("l", "1"), ("o", "0"), ("h", "b"), ("t", "f")),
]


def misread(text: str, share: float) -> str:
    """A text as a bad scan gives it: about this share of the words with one letter that looks like another."""
    chance = random.Random(7)

    def spoil(word: re.Match[str]) -> str:
        swaps = [swap for swap in SWAPS if swap[0] in word[0]]
        if not swaps or chance.random() >= share:
            return word[0]
        return word[0].replace(*chance.choice(swaps), 1)

    return re.sub(r"[A-Za-z]+", spoil, text)


@pytest.mark.parametrize("share", [0.05, 0.1, 0.2])
def test_a_scanned_copy_is_a_near_copy_and_not_spun(share: float) -> None:
    comparison = compare(STORY, misread(STORY, share))
    assert comparison.verdict is Verdict.NEAR_COPY
    assert not comparison.spun


def test_the_reasons_count_the_misread_words() -> None:
    reasons = compare(STORY, misread(STORY, 0.2)).reasons
    assert any("differ only in letters that look alike" in reason for reason in reasons)
    assert not any("look alike" in reason for reason in compare(STORY, STORY.replace("burst", "broken")).reasons)


@pytest.mark.parametrize(
    ("left", "right"),
    [("modern", "modem"), ("Tuesday", "Tucsday"), ("will", "vvill"), ("bill", "6ill"), ("Isle", "lsle"), ("of", "o f")],
)
def test_letters_that_look_alike(left: str, right: str) -> None:
    assert look_alike(left, right)
    assert look_alike(right, left)


@pytest.mark.parametrize(
    ("left", "right"),
    [("16", "18"), ("1960s", "1980s"), ("$5m", "$3m"), ("rose", "fell"), ("car", "cat"), ("", "of"), ("Mara", "Mora")],
)
def test_other_words_and_all_figures_do_not(left: str, right: str) -> None:
    assert not look_alike(left, right)
