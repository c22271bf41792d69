"""Chains of sentences: the best alignment beside a search over all that are possible."""

from __future__ import annotations

from functools import cache
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from dupdetect.kernels import chains

Grid = list[list[float]]

# Quarters add without rounding, so that equal scores are equal.
grids = st.tuples(st.integers(1, 5), st.integers(1, 5)).flatmap(
    lambda shape: st.lists(
        st.lists(st.integers(-8, 6).map(lambda n: n / 4), min_size=shape[1], max_size=shape[1]),
        min_size=shape[0],
        max_size=shape[0],
    )
)
skips = st.integers(0, 6).map(lambda n: n / 4)


def passed_over(pair: tuple[int, int], after: tuple[int, int]) -> int:
    """Sentences between two pairs of a chain."""
    return max(after[0] - pair[0] - 1, 0) + max(after[1] - pair[1] - 1, 0)


def best_score(gains: Grid, skip: float) -> float:
    """The most that any chain is worth: every cell followed by every later one."""
    cells = [(i, j) for i in range(len(gains)) for j in range(len(gains[0]))]

    @cache
    def onwards(cell: tuple[int, int]) -> float:
        later = [one for one in cells if one != cell and one[0] >= cell[0] and one[1] >= cell[1]]
        rest = max((onwards(one) - skip * passed_over(cell, one) for one in later), default=0.0)
        return gains[cell[0]][cell[1]] + max(rest, 0.0)

    return max([0.0, *map(onwards, cells)])


def chained(gains: Grid, skip: float) -> tuple[list[tuple[int, int]], float]:
    pairs, score = chains.best_chain(np.array(gains, np.float32), skip)
    return [(i, j) for i, j in pairs.tolist()], score


@given(grids, skips)
@example([[-1.0]], 0.25)
@example([[1.0]], 0.25)
@example([[1.0, -2.0, -2.0], [-2.0, -2.0, -2.0], [-2.0, -2.0, 1.0]], 0.25)
@example([[1.0, 1.0, 1.0]], 0.25)
def test_the_best_chain_is_worth_as_much_as_any(gains: Grid, skip: float) -> None:
    pairs, score = chained(gains, skip)
    assert score == best_score(gains, skip)
    worth = sum(gains[i][j] for i, j in pairs) - skip * sum(passed_over(*two) for two in pairwise(pairs))
    assert worth == score


@given(grids, skips)
def test_a_chain_goes_forward_on_both_sides(gains: Grid, skip: float) -> None:
    pairs, _ = chained(gains, skip)
    assert len(set(pairs)) == len(pairs)
    assert all(one[0] <= two[0] and one[1] <= two[1] for one, two in pairwise(pairs))


@given(grids, skips)
def test_the_other_text_first_gives_the_same_score(gains: Grid, skip: float) -> None:
    assert chained(gains, skip)[1] == chained([list(row) for row in zip(*gains, strict=True)], skip)[1]


@pytest.mark.parametrize("shape", [(0, 0), (0, 3), (3, 0), (3, 3)])
def test_nothing_alike_is_no_chain(shape: tuple[int, int]) -> None:
    pairs, score = chains.best_chain(np.full(shape, -1, np.float32), 0.25)
    assert pairs.shape == (0, 2)
    assert score == 0
