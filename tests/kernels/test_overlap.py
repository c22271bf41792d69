"""How much two shingle sets share: the same as Python's own sets say."""

from __future__ import annotations

from itertools import chain, pairwise

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from dupdetect.kernels import overlap
from dupdetect.text import folding_table
from tests.kernels.oracles import ALL, array, encoded, hashed, sampled, shingles_of, texts

KEY = np.uint64(0x0123456789ABCDEF)

values = st.one_of(st.integers(0, 20).map(lambda n: n << 32), st.integers(0, ALL))
"""Some of which begin at the same place in a table."""


@given(st.lists(texts, max_size=5), st.integers(1, 5))
@example([], 5)
@example(["", "a", "a a a a a a a", ""], 2)
def test_sets_are_the_distinct_shingles_of_each_text(batch: list[str], size: int) -> None:
    made = encoded(batch)
    sets = np.zeros(int(made.offsets[-1]) // 2 + len(batch), np.uint64)
    ends = np.full(len(batch) + 1, -1, np.int64)
    overlap.shingle_sets(made.buffer, made.offsets, folding_table().alphabet, size, KEY, sets, ends)
    found = [sets[start:end].tolist() for start, end in pairwise(ends.tolist())]
    expected = [sampled(shingles_of(hashed(text), size), 1) for text in batch]
    assert [len(keys) for keys in found] == [len(keys) for keys in expected]
    names = dict(zip(chain.from_iterable(found), chain.from_iterable(expected), strict=True))
    assert [[names[key] for key in keys] for keys in found] == expected


@given(st.lists(st.lists(values, unique=True, max_size=50), min_size=1, max_size=5), st.data())
@example([[]], None)
def test_what_is_shared_is_the_intersection(sets: list[list[int]], data: st.DataObject | None) -> None:
    row = st.integers(0, len(sets) - 1)
    pairs = data.draw(st.lists(st.tuples(row, row), max_size=12)) if data else [(0, 0)]
    ends = np.cumsum([0, *map(len, sets)])
    everything = array([value for one in sets for value in one])
    for listed in (sorted(pairs), pairs):
        lefts, rights = (np.array([pair[side] for pair in listed], np.int64) for side in (0, 1))
        shared = np.full(len(listed), -1, np.int64)
        overlap.intersections(everything, ends, lefts, rights, shared)
        assert shared.tolist() == [len({*sets[a]} & {*sets[b]}) for a, b in listed]


def test_a_buffer_without_slack_is_refused() -> None:
    with pytest.raises(ValueError, match="ends without slack"):
        overlap.shingle_sets(
            np.zeros(68, np.uint8), np.array([0, 5]), folding_table().alphabet, 5, KEY,
            np.zeros(9, np.uint64), np.zeros(2, np.int64),
        )  # fmt: skip


def test_words_with_one_hash_in_fingerprints_are_told_apart() -> None:
    """The second word was sought until its hash was that of the first."""
    batch = encoded(["ferry", "cubzgzaqkjmxukrb"])
    assert hashed("ferry") == hashed("cubzgzaqkjmxukrb")
    sets, ends = np.zeros(30, np.uint64), np.zeros(3, np.int64)
    overlap.shingle_sets(batch.buffer, batch.offsets, folding_table().alphabet, 5, KEY, sets, ends)
    assert sets[0] != sets[1]
