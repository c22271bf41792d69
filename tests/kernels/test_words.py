"""UTF-8 to word hashes: what the regular expression finds in the folded text, wherever in a block it stands."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import groupby, pairwise

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from dupdetect.kernels import words
from dupdetect.kernels.vector import SLACK
from dupdetect.records.batches import Encoded
from dupdetect.search import fingerprint
from dupdetect.text import folding_table, look_alikes
from tests.kernels.oracles import ALL, ODD, SIZES, encoded, hashed, in_words, plain_texts, texts, word_hash, words_of

LETTERS = "aÉẼ\U00010400"
"""Of one to four bytes."""

ALPHABET, SPELLINGS = folding_table().alphabet, folding_table().spellings


def word_hashes(batch: Encoded) -> list[list[int]]:
    """The word hashes of each text of a batch, with just the room that the kernel asks for."""
    made = []
    for start, end in pairwise(batch.offsets.tolist()):
        size = end - start
        folded, masks = np.zeros(size + SLACK, np.uint8), np.zeros((size + 63) // 64, np.uint64)
        room = np.zeros(size // 2 + 1, np.uint64)
        count = words.hash_words(batch.buffer, start, size, ALPHABET, folded, masks, room)
        made.append(room[:count].tolist())
    return made


def told_odd(batch: Sequence[str]) -> list[bool]:
    return [need == words.BY_HAND for need in needs_of(batch)]


def needs_of(batch: Sequence[str]) -> list[int]:
    made = fingerprint.join_encoded([text.encode() for text in batch])
    needs, growth = np.zeros(len(batch), np.uint8), np.zeros(len(batch), np.int64)
    words.find_odd(made.buffer, made.offsets, ALPHABET, SPELLINGS, needs, growth)
    return [int(need) for need in needs]


def is_odd(text: str) -> bool:
    """Whether some code point, line end or digit of a text is beyond the table."""
    return beyond_the_table(text) or look_alikes.repair_masked(text)


def beyond_the_table(text: str) -> bool:
    return (
        any(entry(c) & words.ODD for c in text)
        or bool(re.search(r"(?s).- ?\r?\n", text))
        or any(mixes(left, right) or mixes(right, left) for left, right in pairwise(text))
        or any(entry(left) & words.LEAD and entry(right) & words.FOLLOW for left, right in pairwise(text))
        or may_hide_among_latin(text)
        or not any(map(in_words, text))
    )


def entry(character: str) -> int:
    return int(ALPHABET[ord(character)])


def mixes(left: str, right: str) -> bool:
    """Whether a letter that may stand for a Latin one is beside one that does not."""
    other = entry(right) & words.LETTER and not entry(right) & words.OTHER and not re.match("[0-9]", right)
    return bool(entry(left) & words.OTHER and other)


def may_hide_among_latin(text: str) -> bool:
    """Whether Latin words could be ten times as many as those of other letters that look like none."""
    others = [c for c in text if entry(c) & words.OTHER]
    foreign = sum(
        any(entry(c) & words.FOREIGN for c in run)
        for other, run in groupby(text, lambda c: bool(entry(c) & words.OTHER))
        if other
    )
    rest = len(text.encode()) - len("".join(others).encode())
    return bool(others) and rest // 2 >= words.HONEST * foreign


def digit_among_letters(text: str) -> bool:
    """Whether a run of 0 and 1 has three letters around it, one behind it, or is a 0 at the end of three letters."""
    for run in re.finditer("[01]+", text):
        (before,) = re.findall(r"(?<![A-Za-z])[A-Za-z]*\Z", text[: run.start()])
        (after,) = re.findall(r"\A[A-Za-z]*", text[run.end() :])
        if len(before[-3:] + after[:3]) >= 3 and (after or run[0] == "0"):
            return True
    return False


@given(st.lists(texts, max_size=4))
@example(["", "", ""])
@example(["", "a", "b"])
@example(["e", "\u0301", "e"])  # a mark that would belong to a letter of the neighbour
@example(["x-", "\ny", "-\nz", "a-\nb"])
@example(["_a_b_", "x", "y"])
@example(["\U00010400x\U0010ffffy", "\U0001d518"])
def test_words_are_those_of_the_regular_expression(batch: list[str]) -> None:
    assert word_hashes(encoded(batch)) == [hashed(text) for text in batch]


def test_words_are_found_at_every_place_in_a_block() -> None:
    batch = [" " * at + letter * length + after for letter in LETTERS for at in range(66) for length in (1, 2, 9)
             for after in ("", " ", "\u00a0b", "\u2019É9")]  # fmt: skip
    assert word_hashes(encoded(batch)) == [hashed(text) for text in batch]


@pytest.mark.parametrize("letter", LETTERS)
def test_words_of_every_length_are_one(letter: str) -> None:
    batch = [letter * length for length in range(201)]
    folded = folding_table().fold(letter)
    assert word_hashes(encoded(batch)) == [[word_hash(folded * len(one))] if one else [] for one in batch]


@pytest.mark.parametrize("letter", "中字ん")
def test_characters_without_spaces_are_read_in_pairs(letter: str) -> None:
    batch = [letter * length for length in range(201)]
    pairs = [[word_hash(letter * 2)] * (length - 1) for length in range(2, 201)]
    assert word_hashes(encoded(batch)) == [[], [word_hash(letter)], *pairs]


@given(st.lists(plain_texts, min_size=1, max_size=8))
def test_equal_words_and_only_they_have_equal_hashes(batch: list[str]) -> None:
    found = [word for text in batch for word in words_of(text)]
    values = [value for one in word_hashes(encoded(batch)) for value in one]
    assert len(set(zip(found, values, strict=True))) == len(set(found)) == len(set(values))


def inverse(value: int) -> bytes:
    """The only word of up to eight bytes that has this hash."""
    value ^= value >> 32
    return (value * pow(0x9E3779B97F4A7C15, -1, 2**64) & ALL).to_bytes(8, "little").rstrip(b"\0")


@given(st.text("aאक\U0001042897z", min_size=1, max_size=8))
def test_words_of_up_to_eight_bytes_can_be_read_from_their_hash(word: str) -> None:
    if len(word.encode()) <= 8:
        ((value,),) = word_hashes(encoded([word]))
        assert inverse(value) == word.encode()


@given(plain_texts)
@example("x" * 63 + "É")
@example("x" * 64)
@example(" " * 62 + "\U00010400")
def test_folded_bytes_and_the_mask_say_what_the_folded_text_says(text: str) -> None:
    if needs_of([text]) != [words.WHOLE]:
        return
    data = text.encode()
    batch = fingerprint.join_encoded([b"before", data, b"after"])
    folded, masks = np.zeros(len(data) + SLACK, np.uint8), np.zeros((len(data) + 63) // 64, np.uint64)
    words.fold(batch.buffer, len(b"before"), len(data), ALPHABET, folded, masks)
    expected = folding_table().fold(text)
    assert folded[: len(data)].tobytes() == expected.encode()
    inside = "".join(("1" if in_words(c) else "0") * len(c.encode()) for c in expected)
    bits = "".join(f"{mask:064b}"[::-1] for mask in masks.tolist())
    assert bits == inside.ljust(len(bits), "0")


@given(st.lists(texts, max_size=5))
@example(["a-\nb"])
@example(["-\n", "a-\n", "a-", "\nb", "-", " \r\n"])
@example(["ab- \r\n"])
@example(["als0", "als0\u00e9", "ab0c", "wi11s", "ab1", "", "c", "abc", "0"])  # letters of a neighbour do not count
def test_what_no_table_folds_is_told_for_each_text_by_itself(batch: list[str]) -> None:
    assert told_odd(batch) == [beyond_the_table(text) or digit_among_letters(text) for text in batch]


numerals = st.lists(st.one_of(st.text("01", max_size=3), st.text("aZé9- ", max_size=4)), max_size=8).map("".join)


@given(st.lists(st.one_of(texts, numerals), max_size=5))
@example(["h0use", "wi11s", "harb0ur", "als0", "0ver", "1ike", "H0USE", "f00d", "a1l"])
def test_a_digit_that_folding_takes_for_a_letter_is_told(batch: list[str]) -> None:
    assert not [text for text, told in zip(batch, told_odd(batch), strict=True) if is_odd(text) and not told]


def test_a_digit_that_stands_for_a_letter_is_told_and_an_ordinary_one_is_not() -> None:
    disguised = ["h0use", "wi11s", "harb0ur", "als0", "0ver", "1ike", "W1LL", "m0ney"]
    ordinary = ["10th", "1st", "101st", "1990", "1990s", "B1", "G20", "H1N1", "A10", "MP3", "top10", "10 am", "0", "1"]
    for before in ("", " ", "x, ", "." * 63):
        for after in ("", " ", ", x", "\n"):
            assert told_odd([before + word + after for word in disguised]) == [True] * len(disguised)
            assert told_odd([before + word + after for word in ordinary]) == [False] * len(ordinary)


def test_what_no_table_folds_is_seen_at_every_place_in_a_block() -> None:
    ends = (*ODD, *SIZES, "a-\n", "a- \r\n", "a-\r\n", "a- \n", "a", "--", "h0use", "als0", "wi11", "G20")
    batch = [" " * at + one for at in range(130) for one in ends]
    assert told_odd(batch) == [beyond_the_table(text) or digit_among_letters(text) for text in batch]
