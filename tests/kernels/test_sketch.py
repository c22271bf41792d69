"""Words, shingles, MinHash and passage keys: each kernel beside the same thing said in plain Python."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from datasketch import MinHash
from hypothesis import example, given
from hypothesis import strategies as st
from numpy.typing import NDArray

from dupdetect.kernels import sketch
from dupdetect.steps.segment import letters

Hashes = NDArray[np.uint64]

ALL = 2**64 - 1
ODD = "aB9_ .,-\n\x00’é߀Ωя中\u0301\u0308\u200d\u00ad²Ⅷ٣\uffff\U00010400\U0001d518\U0001f600\U0010ffff"
"""Letters, digits and marks of one to four bytes in UTF-8, and what stands between words."""

texts = st.text(st.one_of(st.sampled_from(ODD), st.characters(exclude_categories=["Cs"])), max_size=60)
hashes = st.lists(st.one_of(st.integers(0, 9), st.integers(0, ALL)), max_size=40)


def mixed(x: int) -> int:
    for _ in range(2):
        x = (x ^ x >> 32) * 0xD6E8FEB86659FD93 & ALL
    return x ^ x >> 32


def words_of(text: str) -> list[str]:
    return "".join(c if letters()[ord(c)] else " " for c in text).split()


def word_hash(word: str) -> int:
    value = 0
    for letter in word:
        value = (value + ord(letter) + 1) * 0x100000001B3 & ALL
    return mixed(value)


def rolled(words: Sequence[int]) -> int:
    value = 0
    for word in words:
        value = value * 0x9FB21C651E98DF25 + word & ALL
    return value


def shingles_of(words: Sequence[int], size: int) -> list[int]:
    if len(words) < size:
        return [mixed(rolled(words) ^ len(words))] if words else []
    return [mixed(rolled(words[i : i + size])) for i in range(len(words) - size + 1)]


def stream_hash(words: Sequence[int]) -> int:
    value = len(words)
    for word in words:
        value = mixed(value * 0x9FB21C651E98DF25 + word & ALL)
    return value


def datasketch_minhash(shingles: Sequence[int], permutations: int, seed: int) -> MinHash:
    made = MinHash(permutations, seed=seed, hashfunc=lambda value: value, scheme="affine32")
    for shingle in shingles:
        made.update(shingle & 0xFFFFFFFF)
    return made


def hashed_words(text: str, before: str = "", after: str = "") -> list[int]:
    """The word hashes of `text` where it stands in a buffer between two others."""
    head, body, tail = (part.encode() for part in (before, text, after))
    room = np.zeros(len(body) // 2 + 1, np.uint64)
    buffer = np.frombuffer(head + body + tail, np.uint8)
    count = sketch.hash_words(buffer, len(head), len(head) + len(body), letters(), room)
    return [int(value) for value in room[:count]]


def array(values: Sequence[int]) -> Hashes:
    return np.array(values, np.uint64)


def hashed_shingles(words: Sequence[int], size: int) -> list[int]:
    room = np.zeros(len(words) + 1, np.uint64)
    count = sketch.hash_shingles(array(words), len(words), size, room)
    return [int(value) for value in room[:count]]


@given(texts, texts, texts)
@example("", "", "")
@example("", "a", "b")
@example("\u0301", "e", "e")  # a mark that would belong to a letter of the neighbour
@example("_a_b_", "x", "y")
@example("\U00010400x\U0010ffffy", "\U0001d518", "\U0001d518")
def test_words_are_those_of_the_regular_expression(text: str, before: str, after: str) -> None:
    assert hashed_words(text, before, after) == [word_hash(word) for word in words_of(text)]


@given(texts)
def test_equal_words_and_only_they_have_equal_hashes(text: str) -> None:
    words = words_of(text)
    by_word = dict(zip(words, hashed_words(text), strict=True))
    assert len(set(by_word.values())) == len(set(words))
    assert hashed_words(" ".join(words)) == [by_word[word] for word in words]


@given(hashes, st.integers(1, 7))
@example([], 5)
@example([3], 5)
@example([1, 2, 3, 4, 5], 5)
@example([0, 0, 0, 0, 0, 0], 5)
def test_shingles_roll_to_the_same_hashes_as_if_each_were_hashed_anew(words: list[int], size: int) -> None:
    assert hashed_shingles(words, size) == shingles_of(words, size)


@given(st.lists(st.integers(0, 2), max_size=30), st.integers(1, 5))
def test_equal_shingles_and_only_they_have_equal_hashes(words: list[int], size: int) -> None:
    runs = [tuple(words[i : i + size]) for i in range(max(len(words) - size + 1, 1 if words else 0))]
    assert len(set(hashed_shingles(words, size))) == len(set(runs))


@given(hashes, st.sampled_from([16, 64, 128]), st.integers(0, 2**32 - 1))
@example([], 128, 1)
@example([ALL], 16, 1)
@example([0], 16, 0)
def test_minhash_equals_datasketch_bit_for_bit(shingles: list[int], permutations: int, seed: int) -> None:
    expected = datasketch_minhash(shingles, permutations, seed)
    a, b = (np.ascontiguousarray(row) for row in expected.permutations)
    signature = np.zeros(permutations, np.uint32)
    sketch.minhash(array(shingles), len(shingles), a, b, signature)
    assert signature.tolist() == expected.hashvalues.tolist()


@given(hashes, hashes, st.integers(1, 5))
@example([6, 3, 6, 5, 3], [9], 3)
def test_the_sample_is_every_distinct_hash_that_falls_into_it(
    shingles: list[int], beyond: list[int], one_in: int
) -> None:
    keys = np.zeros(len(shingles) + 1, np.uint64)
    kept = sketch.distinct_sampled(array(shingles + beyond), len(shingles), one_in, keys)
    assert keys[:kept].tolist() == sorted({value for value in shingles if value % one_in == 0})


class Swept:
    """What the one sweep over a batch gives, in lists."""

    def __init__(self, batch: Sequence[str], sizes: tuple[int, int, int], sample: int, permutations: int) -> None:
        encoded = [text.encode() for text in batch]
        n, offsets = len(batch), np.cumsum([0, *map(len, encoded)])
        a, b = (np.ascontiguousarray(row) for row in MinHash(permutations, scheme="affine32").permutations)
        signatures, rewrites = (np.zeros((n, permutations), np.uint32) for _ in range(2))
        streams, counts, held = np.zeros(n, np.uint64), np.zeros(n, np.int32), np.zeros(n, np.int32)
        keys = np.zeros(int(offsets[-1]) // 2 + n + 1, np.uint64)
        buffer = np.frombuffer(b"".join(encoded), np.uint8)
        written = sketch.fingerprint(
            buffer, offsets, letters(), np.array(sizes), sample, a, b,
            signatures, rewrites, streams, counts, keys, held,
        )  # fmt: skip
        self.signatures, self.rewrites = signatures.tolist(), rewrites.tolist()
        self.streams, self.counts, self.held = streams.tolist(), counts.tolist(), held.tolist()
        self.keys = keys[:written].tolist()


@given(st.lists(texts, max_size=5), st.tuples(*[st.integers(1, 4)] * 3), st.integers(1, 3))
@example([], (5, 3, 2), 1)
@example(["", "a", ""], (5, 3, 2), 1)
@example(["one two three four five six", "one"], (5, 3, 2), 1)
@example(["to be or not to be", "to be to be to be"], (3, 2, 2), 1)
def test_a_sweep_over_a_batch_gives_each_article_its_own(
    batch: list[str], sizes: tuple[int, int, int], sample: int
) -> None:
    swept = Swept(batch, sizes, sample, 16)
    words = [[word_hash(word) for word in words_of(text)] for text in batch]
    near, short, passages = ([shingles_of(one, size) for one in words] for size in sizes)
    keys = [sorted({key for key in one if key % sample == 0}) for one in passages]
    assert swept.signatures == [datasketch_minhash(one, 16, 1).hashvalues.tolist() for one in near]
    assert swept.rewrites == [datasketch_minhash(one, 16, 1).hashvalues.tolist() for one in short]
    assert swept.streams == [stream_hash(one) for one in words]
    assert swept.counts == [len(one) for one in words]
    assert swept.held == [len(one) for one in keys]
    assert swept.keys == [key for one in keys for key in one]
