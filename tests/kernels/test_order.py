"""Keys to their order: what Python's own stable sort gives by the same bits."""

from __future__ import annotations

import numpy as np
from hypothesis import example, given
from hypothesis import strategies as st

from dupdetect.kernels import order
from tests.kernels.oracles import ALL, array


def by_bits(values: list[int], low: int, high: int) -> list[int]:
    return sorted(values, key=lambda value: value >> low & (1 << (high - low)) - 1)


@given(
    st.lists(st.one_of(st.integers(0, ALL), st.integers(0, 9), st.integers(0, 9).map(lambda n: n << 40)), max_size=60),
    st.integers(0, 63).flatmap(lambda low: st.tuples(st.just(low), st.integers(low, 64))),
)
@example([3, 1, 2], (0, 0))
@example([3, 1, 2], (0, 64))
@example([], (5, 64))
@example([0x0F01, 0xF000, 0x0100], (0, 12))
@example([ALL, 0, ALL, 1], (5, 37))
def test_values_are_sorted_by_these_bits_and_stay_in_order_otherwise(values: list[int], bits: tuple[int, int]) -> None:
    given, spare = array(values), np.zeros(len(values), np.uint64)
    assert order.sorted_by_bits(given, spare, *bits).tolist() == by_bits(values, *bits)


def test_many_values_are_sorted() -> None:
    values = np.random.default_rng(1).integers(0, 2**64, 70_000, dtype=np.uint64)
    ordered = order.sorted_by_bits(values.copy(), np.empty_like(values), 0, 64)
    assert np.array_equal(ordered, np.sort(values))
