"""What kernels are told of letters: for every code point, and in texts full of disguises, what folding says."""

from __future__ import annotations

import re
import sys

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from dupdetect.kernels.words import LETTER, ODD, POINT
from dupdetect.search import fingerprint
from dupdetect.text import fold_text, folding_table
from dupdetect.text.scripts import UNSPACED, letters
from tests.kernels.oracles import in_words

ALPHABET, FOLD = folding_table().alphabet, folding_table().fold
LETTERS = letters()

PARTS = (
    *"abcIXYZ019 _.,’é中٣\U00010400\U0001f600",
    *"ΑΒΣσςαАВаорсхДж", *"ﬁﬀſßẞİıⅧⓐ①\uff21\U0001d518K", *"\u0301\u0327\u0337\u200b\u00ad\u2060\ufe0f\u00a0",
    *(f"{left}-{end}{right}" for left in ("co", "É", "x") for end in ("\n", "\r\n", " \n", " \r\n", "\n\t", "\n\n")
      for right in ("py", "é", "1")),
    "\n", "-", "h0use", "wi11s", "10th", "als0", "0ver", "1ike", "covid19", "B1", "新聞", "ไทย", "हिन्दी", "Ã©",
    "Spin", "news", " the ", "e\u0301", "ОАО", "ΑΣ ", "paper",
)  # fmt: skip


def letters_of(text: str) -> list[str]:
    """The runs of letters in a text that is folded."""
    return "".join(c if LETTERS[ord(c)] else " " for c in text).split()


def kernel_words(batch: list[str]) -> list[list[str]]:
    """The words that kernels see: bytes of the encoded batch, by the table alone."""
    made = fingerprint.encode_texts(batch, folding_table())
    found = []
    for i in range(len(batch)):
        read = bytes(made.buffer[made.offsets[i] : made.offsets[i + 1]]).decode()
        entries = [int(ALPHABET[ord(c)]) for c in read]
        found.append("".join(chr(one & POINT) if one & LETTER else " " for one in entries).split())
    return found


@pytest.mark.slow
def test_the_table_says_of_every_code_point_what_folding_says() -> None:
    checked = unspaced = 0
    for point in range(sys.maxunicode + 1):
        entry = int(ALPHABET[point])
        if entry & ODD:
            unspaced += re.match(f"[{UNSPACED}]", chr(point)) is not None
            continue
        alone = chr(point)
        form = fold_text(f"a.{alone}.b").text
        assert form[:2] + form[-2:] == "a..b"
        if entry & LETTER:
            assert (form[2:-2], len(form[2:-2].encode())) == (chr(entry & POINT), len(alone.encode())), hex(point)
        else:
            assert not letters_of(form[2:-2]), hex(point)
        checked += 1
    assert checked + unspaced > 1_100_000  # few are left to `folded` but characters that it spreads out in pairs


def test_words_are_made_of_letters_digits_and_signs() -> None:
    assert [hex(p) for p in range(sys.maxunicode + 1) if bool(LETTERS[p]) != in_words(chr(p))] == []


def test_a_whole_alphabet_at_once_folds_as_each_of_its_letters() -> None:
    """No letter that the table folds depends on its neighbours."""
    plain = [point for point in range(sys.maxunicode + 1) if ALPHABET[point] & LETTER and not ALPHABET[point] & ODD]
    assert fold_text("".join(map(chr, plain))).text == "".join(chr(int(ALPHABET[p]) & POINT) for p in plain)


def test_what_is_folded_is_folded_already() -> None:
    """Texts that no table folds go through `folded` and then by the table: it must leave their letters as they are."""
    for point in range(sys.maxunicode + 1):
        if ALPHABET[point] & ODD:
            form = fold_text(f"a {chr(point)} b").text
            assert "".join(chr(int(ALPHABET[ord(c)]) & POINT) if ALPHABET[ord(c)] & LETTER else c for c in form) == form


@given(
    st.lists(st.one_of(st.lists(st.sampled_from(PARTS), max_size=12).map("".join), st.text(max_size=20)), max_size=4)
)
@example(["a-\nb", "\n", "-\nb"])
@example(["İstanbul", "STRASSE ẞ", "ΟΔΥΣΣΕΥΣ", "ОАО Газпром"])
@example(["\ud800a\udfff", "a\ud800\u0301"])
def test_an_encoded_text_has_the_words_of_the_folded_one(batch: list[str]) -> None:
    assert kernel_words(batch) == [letters_of(FOLD(text)) for text in batch]


@pytest.mark.parametrize("end", ["-\n", "-\r\n", "- \n", "- \r\n", "-\n\t ", "-\r\n "])
def test_a_word_cut_at_a_line_end_is_one_wherever_it_stands(end: str) -> None:
    for before in range(130):
        cut, whole = "x" * before + f"a{end}b", ["x" * before + "ab"]
        assert kernel_words([cut, "-\n", cut]) == [whole, [], whole]
