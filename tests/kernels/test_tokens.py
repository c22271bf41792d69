"""Words of code points, their numbers, and sentences among them, against plain Python."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from dupdetect.kernels import tokens
from dupdetect.text import scripts
from tests.kernels.oracles import plain_texts

WORD = re.compile(r"[^\W_]+")
ints = st.lists(st.integers(0, 40), max_size=30).map(sorted)


@given(plain_texts)
@example("")
@example("a")
@example(" a")
@example("ab_c é\U00010400 1")
def test_words_are_the_runs_of_letters(text: str) -> None:
    if scripts.needs_script_rules(text):
        return
    codes = scripts.points(text)
    starts, ends = np.zeros((2, (len(codes) + 1) // 2), np.int32)
    count = tokens.find_words(codes, scripts.letters(), starts, ends)
    found = list(zip(starts[:count].tolist(), ends[:count].tolist(), strict=True))
    assert found == [match.span() for match in WORD.finditer(text)]


def number(words: Sequence[Sequence[int]], places: int, rounds: int = 1) -> list[list[int]]:
    """The numbers of words, with just the room that the kernel asks for, from a table of so many places."""
    ends = np.cumsum([len(word) for word in words]).astype(np.int32)
    starts = np.array([0, *ends[:-1]], np.int32)[: len(words)]
    codes = np.array([code for word in words for code in word], np.uint32)
    distinct = {tuple(word) for word in words}
    table, hashes = np.zeros(places, np.int32), np.zeros(len(distinct), np.uint64)
    spelled, bounds = np.zeros(sum(map(len, distinct)), np.uint32), np.zeros(len(distinct) + 1, np.int64)
    known, made = 0, []
    for _ in range(rounds):
        numbers = np.zeros(len(words), np.int32)
        known = tokens.number_words(
            codes, starts, ends, np.uint64(7), table, hashes, spelled, bounds, known, numbers
        )  # fmt: skip
        made.append(numbers.tolist())
    assert known == len(distinct)
    again = np.zeros(places, np.int32)
    tokens.rehash(hashes, known, again)
    assert sorted(again.tolist()) == sorted(table.tolist())
    return made


@given(st.lists(st.lists(st.integers(0, 3), min_size=1, max_size=3), max_size=14))
@example([[0], [0, 0], [0, 0, 0], [0]])
def test_equal_words_have_equal_numbers_in_the_order_of_the_first(words: list[list[int]]) -> None:
    order = list(dict.fromkeys(map(tuple, words)))
    expected = [order.index(tuple(word)) for word in words]
    assert number(words, 32, rounds=2) == [expected, expected]


@pytest.mark.parametrize("greatest", [0x7F, 0xFF, 0x10FFFF])
def test_single_code_points_are_words_of_their_own(greatest: int) -> None:
    words = [[code] for code in range(max(0, greatest - 300), greatest + 1)]
    assert number(words, 1024) == [list(range(len(words)))]


@given(ints, ints)
@example([], [])
@example([0, 5], [])
@example([3], [3])
@example([2], [3])
def test_each_word_is_in_the_last_line_that_has_begun(starts: list[int], lines: list[int]) -> None:
    line_of = np.zeros(len(starts), np.int32)
    tokens.find_lines(np.array(starts, np.int32), np.array(lines, np.int64), line_of)
    assert line_of.tolist() == [sum(line <= start for line in lines) - 1 for start in starts]


def joined_and_cut(breaks: list[int], fewest: int, most: int) -> list[int]:
    n = len(breaks) - 1
    joined = [0]
    for at in range(1, n):
        if breaks[at] >= 2 and at - joined[-1] >= fewest:
            joined.append(at)
    if len(joined) > 1 and n - joined[-1] < fewest:
        joined.pop()
    made = []
    for first, last in zip(joined, [*joined[1:], n], strict=True):
        parts = -(-(last - first) // most)
        made += [first + (last - first) * part // parts for part in range(parts)]
    return [*made, n]


@given(st.lists(st.integers(0, 3), max_size=60), st.integers(0, 5), st.integers(1, 12))
@example([], 3, 60)
@example([0], 3, 60)
@example([0] * 59, 3, 10)
@example([2] * 20, 1, 10)
def test_short_sentences_are_joined_and_long_ones_cut(inner: list[int], fewest: int, most: int) -> None:
    breaks = [3, *inner, 3]
    firsts = np.zeros(len(breaks), np.int32)
    count = tokens.cut_sentences(np.array(breaks, np.int8), fewest, most, firsts)
    assert firsts[:count].tolist() == joined_and_cut(breaks, fewest, most)


def test_no_words_make_no_sentence() -> None:
    firsts = np.zeros(1, np.int32)
    assert tokens.cut_sentences(np.array([3], np.int8), 3, 60, firsts) == 1
    assert firsts.tolist() == [0]
