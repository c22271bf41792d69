"""Shingles, MinHash and passage keys: each kernel beside the same thing said in plain Python."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest
from datasketch import MinHash
from hypothesis import example, given
from hypothesis import strategies as st

from dupdetect.kernels import sketch
from dupdetect.kernels.mixing import mix_bits
from dupdetect.kernels.vector import SLACK
from dupdetect.search import fingerprint
from dupdetect.text import folding_table
from tests.kernels import oracles
from tests.kernels.oracles import ALL, array, datasketch_minhash, hashed, hashes, sampled, shingles_of, texts

PERMUTATIONS = (16, 48, 128, 144, 256)


def hashed_shingles(words: Sequence[int], size: int) -> list[int]:
    room = np.zeros(len(words) + 1, np.uint64)
    count = sketch.hash_shingles(array(words), len(words), size, room)
    return [int(value) for value in room[:count]]


@given(st.integers(0, ALL))
def test_bits_are_spread_as_the_formula_says(value: int) -> None:
    with np.errstate(over="ignore"):
        assert int(mix_bits(np.uint64(value))) == oracles.mixed(value)


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


@given(hashes, st.sampled_from(PERMUTATIONS), st.integers(0, 2**32 - 1))
@example([], 128, 1)
@example([ALL], 16, 1)
@example([0], 16, 0)
@example([7, 7, 2**32 + 7], 144, 1)
def test_minhash_equals_datasketch_bit_for_bit(shingles: list[int], permutations: int, seed: int) -> None:
    expected = datasketch_minhash(shingles, permutations, seed)
    a, b = (np.ascontiguousarray(row) for row in expected.permutations)
    signature, low = np.zeros(permutations, np.uint32), np.zeros(len(shingles), np.uint32)
    sketch.minhash(array(shingles), len(shingles), a, b, low, signature)
    assert signature.tolist() == expected.hashvalues.tolist()


@given(hashes, hashes)
def test_the_hash_of_a_stream_sees_order_and_length(words: list[int], beyond: list[int]) -> None:
    assert int(sketch.hash_stream(array(words + beyond), len(words))) == oracles.stream_hash(words)


@given(hashes, hashes, st.integers(1, 5))
@example([6, 3, 6, 5, 3], [9], 3)
@example([1 << 32, 2 << 32, 66 << 32, 130 << 32, 2 << 32], [], 1)  # they begin at the same place in the table
def test_the_sample_is_every_distinct_hash_that_falls_into_it(
    shingles: list[int], beyond: list[int], one_in: int
) -> None:
    keys, table = np.zeros(len(shingles) + 1, np.uint64), np.full(128, 3, np.int32)
    kept = sketch.distinct_sampled(array(shingles + beyond), len(shingles), one_in, table, keys)
    assert keys[:kept].tolist() == sampled(shingles, one_in)


@given(st.integers(33, 300), st.integers(0, 2**32 - 1))
def test_many_shingles_grow_the_table(count: int, seed: int) -> None:
    values = np.random.default_rng(seed).integers(0, 200, count).tolist()
    size = 1 << (2 * count - 1).bit_length()
    keys, table = np.zeros(count, np.uint64), np.zeros(size, np.int32)
    assert keys[: sketch.distinct_sampled(array(values), count, 1, table, keys)].tolist() == sampled(values, 1)


@given(st.lists(st.integers(0, 99), max_size=9))
def test_the_longest_article_is_known(sizes: list[int]) -> None:
    assert sketch.longest(np.cumsum([0, *sizes])) == max(sizes, default=0)


class Swept:
    """What the one sweep over a batch gives, in lists; and what `sign` alone gives."""

    def __init__(self, batch: Sequence[str], sizes: tuple[int, int, int], sample: int, permutations: int) -> None:
        encoded, alphabet = oracles.encoded(batch), folding_table().alphabet
        n, self.alone = len(batch), np.zeros((len(batch), permutations), np.uint32)
        a, b = (np.ascontiguousarray(row) for row in MinHash(permutations, scheme="affine32").permutations)
        signatures, rewrites = (np.zeros((n, permutations), np.uint32) for _ in range(2))
        streams, counts, held = np.zeros(n, np.uint64), np.zeros(n, np.int32), np.zeros(n, np.int32)
        keys = np.zeros(int(encoded.offsets[-1]) // 2 + n + 1, np.uint64)
        written = sketch.fingerprint(
            encoded.buffer, encoded.offsets, alphabet, np.array(sizes), sample, a, b,
            signatures, rewrites, streams, counts, keys, held,
        )  # fmt: skip
        self.signatures, self.rewrites = signatures.tolist(), rewrites.tolist()
        self.streams, self.counts, self.held = streams.tolist(), counts.tolist(), held.tolist()
        self.keys = keys[:written].tolist()
        streams, counts = streams + np.uint64(1), counts + np.int32(1)
        sketch.sign(encoded.buffer, encoded.offsets, alphabet, sizes[0], a, b, self.alone, streams, counts)
        self.signed = self.alone.tolist(), streams.tolist(), counts.tolist()


@given(
    st.lists(texts, max_size=5), st.tuples(*[st.integers(1, 6)] * 3), st.integers(1, 3), st.sampled_from([16, 48, 144])
)
@example([], (5, 3, 2), 1, 16)
@example(["", "a", ""], (5, 3, 2), 1, 16)
@example(["one two three four five six", "one"], (5, 3, 2), 1, 144)
@example(["to be or not to be", "to be to be to be"], (3, 2, 2), 1, 16)
def test_a_sweep_over_a_batch_gives_each_article_its_own(
    batch: list[str], sizes: tuple[int, int, int], sample: int, permutations: int
) -> None:
    swept = Swept(batch, sizes, sample, permutations)
    words = [hashed(text) for text in batch]
    near, short, passages = ([shingles_of(one, size) for one in words] for size in sizes)
    keys = [sampled(one, sample) for one in passages]
    assert swept.signatures == [datasketch_minhash(one, permutations, 1).hashvalues.tolist() for one in near]
    assert swept.rewrites == [datasketch_minhash(one, permutations, 1).hashvalues.tolist() for one in short]
    assert swept.streams == [oracles.stream_hash(one) for one in words]
    assert swept.counts == [len(one) for one in words]
    assert swept.held == [len(one) for one in keys]
    assert swept.keys == [key for one in keys for key in one]
    assert swept.signed == (swept.signatures, swept.streams, swept.counts)


@pytest.mark.parametrize("slack", [0, SLACK - 1])
def test_a_buffer_without_slack_is_refused(slack: int) -> None:
    a, b = fingerprint.draw_permutations(16, 1)
    outputs = np.zeros((1, 16), np.uint32), np.zeros(1, np.uint64), np.zeros(1, np.int32)
    buffer, offsets = np.zeros(5 + slack, np.uint8), np.array([0, 5])
    with pytest.raises(ValueError, match="ends without slack"):
        sketch.sign(buffer, offsets, folding_table().alphabet, 5, a, b, *outputs)
