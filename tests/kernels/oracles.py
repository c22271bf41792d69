"""What kernels compute, said again in plain Python, and the texts on which both are run."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

import numpy as np
from datasketch import MinHash
from hypothesis import strategies as st
from numpy.typing import NDArray

from dupdetect.records.batches import Encoded
from dupdetect.search import fingerprint
from dupdetect.text import folding_table

Hashes = NDArray[np.uint64]

ALL = 2**64 - 1
ROLL = 0x9FB21C651E98DF25

SIZES = "aB9_ .,\x00’éÉ߀zΩя中\u00ad\u00a0²٣\uffffẞİſ\U00010400\U0001f600\U0010ffff"
"""Letters, digits and what stands between words, of one to four bytes in UTF-8."""

ODD = "\u0301\u0308\u0337\u200b\u200d\u00adﬁΣςАаοΟяⅧ①\uff21\U0001d518K\ufe0f"
"""Marks, invisible characters, compatibility forms and letters that may stand for Latin ones."""

CUTS = ("-\n", "-\r\n", "- \n", "- \r\n", "-\n\t ", "\n", "\r\n", "- ", "a-\nb")
"""Words cut at line ends, and what only looks like it."""

DIGITS = ("h0use", "als0", "1ike", "wi11s", "10th", "G20")
"""Digits in the place of letters, and what only looks like it."""

PIECES = (*SIZES, *ODD, *CUTS, *DIGITS)

plain_texts = st.text(st.one_of(st.sampled_from(SIZES), st.characters(exclude_categories=["Cs"])), max_size=60)
texts = st.one_of(
    plain_texts,
    st.lists(st.one_of(st.sampled_from(PIECES), st.text("abc ", max_size=9)), max_size=40).map("".join),
    st.integers(0, 200).map(lambda length: ("ab Cé中 \U00010400x, " * 20)[:length]),
)
"""Valid UTF-8 of all lengths, with all that folding knows."""

hashes = st.lists(st.one_of(st.integers(0, 9), st.integers(0, ALL)), max_size=40)


def mixed(x: int) -> int:
    for _ in range(2):
        x = (x ^ x >> 32) * 0xD6E8FEB86659FD93 & ALL
    return x ^ x >> 32


def in_words(character: str) -> bool:
    """Whether a character is a letter, a digit, or a sign that belongs to a letter, as in Hindi or Hebrew."""
    if character.isalnum() or character in "\u3099\u309a":
        return True
    return 0x483 <= ord(character) < 0x1AB0 and unicodedata.category(character) in ("Mn", "Mc")


def words_of(text: str) -> list[str]:
    """The words of a text as fingerprints see it: folded, and in pairs of characters where there are no spaces."""
    folded = folding_table().fold(text)
    return "".join(c if in_words(c) else " " for c in folded).split()


def word_hash(word: str) -> int:
    data = word.encode()
    value = 0
    while len(data) > 16:
        value = (value ^ int.from_bytes(data[:8], "little")) * 0xC2B2AE3D27D4EB4F & ALL
        value ^= value >> 29
        data = data[8:]
    value ^= int.from_bytes(data[:8], "little")
    value ^= int.from_bytes(data[8:], "little") * 0xC2B2AE3D27D4EB4F & ALL
    value = value * 0x9E3779B97F4A7C15 & ALL
    return value ^ value >> 32


def hashed(text: str) -> list[int]:
    return [word_hash(word) for word in words_of(text)]


def rolled(words: Sequence[int]) -> int:
    value = 0
    for word in words:
        value = value * ROLL + word & ALL
    return value


def shingles_of(words: Sequence[int], size: int) -> list[int]:
    if len(words) < size:
        return [mixed(rolled(words) ^ len(words))] if words else []
    return [mixed(rolled(words[i : i + size])) for i in range(len(words) - size + 1)]


def stream_hash(words: Sequence[int]) -> int:
    value = sum(word * ((2 * i + 1) * ROLL & ALL) for i, word in enumerate(words)) & ALL
    return mixed(value ^ len(words))


def sampled(shingles: Sequence[int], one_in: int) -> list[int]:
    """Distinct ones, by first occurrence."""
    return list(dict.fromkeys(value for value in shingles if value % one_in == 0))


def datasketch_minhash(shingles: Sequence[int], permutations: int, seed: int) -> MinHash:
    made = MinHash(permutations, seed=seed, hashfunc=lambda value: value, scheme="affine32")
    for shingle in shingles:
        made.update(shingle & 0xFFFFFFFF)
    return made


def array(values: Sequence[int]) -> Hashes:
    return np.array(values, np.uint64)


def encoded(batch: Sequence[str]) -> Encoded:
    return fingerprint.encode_texts(batch, folding_table())
