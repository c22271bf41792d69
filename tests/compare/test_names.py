"""The words of all sentences are cut in one pass, as a pattern would cut them one sentence after another."""

from __future__ import annotations

import re

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dupdetect.compare.facts.names import find_names, stands_small

WORD = re.compile(r"[^\W\d_](?:[\w'’&-]|\.(?=\w))*")
SPAN = st.lists(st.integers(0, 60), max_size=6).map(lambda cuts: sorted(set(cuts)))


def cut_words(text: str, starts: list[int], ends: list[int]) -> list[tuple[str, int]]:
    """The words with a capital and their places, as the pattern finds them."""
    tokens = [token for start, end in zip(starts, ends, strict=True) for token in WORD.finditer(text, start, end)]
    return [(token.group(), token.start()) for token in tokens if token.group()[0].isupper()]


def find_words(text: str, starts: list[int], ends: list[int]) -> list[tuple[str, int]]:
    names = find_names(text, np.array(starts, np.intp), np.array(ends, np.intp))
    return [(text[name.start : name.end], name.start) for name in names]


@given(st.text(alphabet="Xßx²4_.'’&-, \nÉⅫʰ中", max_size=60), SPAN)
def test_words_are_those_of_the_pattern(text: str, cuts: list[int]) -> None:
    cuts = [cut for cut in cuts if cut <= len(text)]
    starts, ends = cuts[:-1:2], cuts[1::2]
    expected = {place for word, place in cut_words(text, starts, ends)}
    found = find_words(text, starts, ends)
    for start, end in zip(starts, ends, strict=True):
        capitals = {place for place in expected if start <= place < end}
        inside = [(name, place) for name, place in found if start <= place < end]
        assert {place for _, place in inside} <= capitals
        words = len(WORD.findall(text, start, end))
        if len(capitals) > max(3, 0.5 * words):
            assert not inside
        for name, place in inside:
            assert place + len(name) <= end
            assert WORD.match(text, place, place + len(name))


@pytest.mark.parametrize(
    ("text", "cut", "found"),
    [
        ("the Weir-Tower fell", 9, ["Weir-", "Tower"]),
        ("said U.S.Then Ida came", 9, ["U.S", "Ida"]),
        ("the McAdam road", 6, ["Mc", "Adam"]),
        ("near 4Quay and 'Sluice", 3, ["Quay", "Sluice"]),
    ],
)
def test_a_sentence_that_ends_inside_a_word_cuts_it(text: str, cut: int, found: list[str]) -> None:
    assert [word for word, _ in find_words(text, [0, cut], [cut, len(text)])] == found


def test_a_text_without_sentences_has_no_names() -> None:
    assert find_words("The Weir Gazette", [], []) == []


@given(st.text("aAbBé_1 .-", max_size=20), st.text("aAbBé", min_size=1, max_size=3))
def test_a_word_stands_in_small_letters_where_a_pattern_finds_it_between_edges(text: str, word: str) -> None:
    assert stands_small(text, word) == (re.search(rf"\b{word.lower()}\b", text) is not None)
