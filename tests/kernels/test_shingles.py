"""Shingles in order, against a plain sort."""

from __future__ import annotations

import numpy as np
from hypothesis import example, given
from hypothesis import strategies as st

from dupdetect.kernels.shingles import shingles
from tests.kernels.oracles import ALL

ROLL = 0x9E3779B97F4A7C15


def hashed(words: list[int]) -> int:
    value = 0
    for word in words:
        value = (value * ROLL + word + 1) & ALL
    return value


@given(st.lists(st.one_of(st.integers(0, 3), st.integers(0, 2**31 - 1)), max_size=60), st.integers(1, 6))
@example([], 5)
@example([1, 2, 3, 4], 5)
@example([7] * 50, 5)
@example([0, 0, 0, 0, 9, 0, 0, 0, 0, 8, 0, 0, 0, 0, 7, 0, 0, 0, 0, 9], 5)  # hashes whose upper halves are equal
def test_shingles_are_in_order_and_equal_ones_by_place(words: list[int], size: int) -> None:
    expected = sorted((hashed(words[i : i + size]), i) for i in range(len(words) - size + 1))
    hashes, places = shingles(np.array(words, np.int32), size)
    assert list(zip(hashes.tolist(), places.tolist(), strict=True)) == expected
