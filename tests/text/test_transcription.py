"""Words are cut from a folded text only where enough of the transcribed ones stand in it as parts."""

from __future__ import annotations

import pytest

from dupdetect import Article, Settings
from dupdetect.records.batches import Segmented
from dupdetect.text import Vocabulary, segment_article
from dupdetect.text.transcription import find_spelling, list_words

FULL = "Žluťoučký kůň běžel přes úzký můstek, říkal řezník. Černá kočka seděla tiše."


def segment(text: str) -> Segmented:
    return segment_article(Article("a", text), Vocabulary(), Settings().segmenting)


@pytest.mark.parametrize(
    ("bare", "name"),
    [
        ("Zlutoucky kun bezel pres uzky mustek.", "bare"),
        ("A kun and a mustek were there.", None),  # two words are too few
        ("Akun amustek abezel auzky apres.", None),  # parts of other words are no words
        ("Kun2, mustek_ and bezel.", "bare"),  # digits and lines divide words
        ("KUN\u2019 MUS-\nTEK bezel and rez.", None),
        ("Kun, mus-\ntek \u201cbezel\u201d.", "bare"),  # words as they are folded
        ("", None),
    ],
)
def test_a_spelling_is_found_by_whole_folded_words(bare: str, name: str | None) -> None:
    a, b = segment(FULL), segment(bare)
    found = find_spelling(a, b)
    assert (found and found[0]) == name
    mirrored = find_spelling(b, a)
    assert (mirrored and mirrored[0]) == name


def test_words_are_counted_as_sets_once_three_of_them_are_parts() -> None:
    listed = list_words(segment("one two three onetwo"))
    assert listed.respelled == {"bare": frozenset()}
    assert listed.words == {"one", "two", "three", "onetwo"}
    assert listed.count_held(frozenset({"one", "two", "three", "four"})) == 3
    assert listed.count_held(frozenset({"on", "tw", "three", "hre"})) == 1
    assert listed.count_held(frozenset({"on", "three"})) < 3
