"""Chains of sentences: the best alignment beside a search over all that are possible."""

from __future__ import annotations

from functools import cache
from itertools import pairwise
from random import Random

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


def worths(quoted: list[bool], cosine: float, least: float = 0.0) -> list[list[float]]:
    """What the first of two sentences of 10 words is worth beside the first of three, the rest being unlike."""
    side = np.array([0, 10, 20], np.int32), np.array(quoted, np.bool_)
    other = np.array([0, 10, 20, 30], np.int32), np.array([*quoted, *[False] * 10], np.bool_)
    pairs, values = np.array([[0, 0]], np.int32), np.array([cosine], np.float32)
    floor, ceiling = np.float32(0.125), np.float32(0.625)
    made: list[list[float]] = chains.gains(side, other, pairs, values, floor, ceiling, 20, least).tolist()
    return made


@pytest.mark.parametrize(
    ("cosine", "worth"),
    [(0.375, 0.125), (0.625, 0.25), (0.9375, 0.25), (0.0625, -0.0625)],
    ids=["half, as it is short", "half of the most", "no more than that", "against it, in full"],
)
def test_a_pair_is_worth_its_cosine_above_the_floor(cosine: float, worth: float) -> None:
    unlike = -0.125
    assert worths([False] * 20, cosine) == [[worth, unlike, unlike], [unlike, unlike, unlike]]


def test_speech_that_both_quote_is_worth_nothing() -> None:
    spoken = [True] * 6 + [False] * 14
    assert worths(spoken, 0.75)[0][0] == -0.125
    assert worths(spoken, 0.5)[0][0] == 0.1875  # speech unlike enough to be told anew
    assert worths([True] * 5 + [False] * 15, 0.75)[0][0] == 0.25  # half a sentence is not most of it


def test_no_grid_is_made_where_no_chain_can_reach_the_least() -> None:
    assert worths([False] * 20, 0.625, least=0.25) != []
    assert worths([False] * 20, 0.625, least=0.26) == []
    assert len(chains.best_chain(np.empty((0, 0), np.float32), 0.1)[0]) == 0


@given(grids, st.randoms(use_true_random=False), skips)
def test_no_chain_scores_more_than_its_bound_says(gains: Grid, random: Random, skip: float) -> None:
    """Cells that lose as much as the floor are not listed; those of one row come in any order."""
    floor = 0.5
    whole = np.maximum(np.array(gains, np.float32), -np.float32(floor))
    cells = [(i, j) for i in range(len(gains)) for j in range(len(gains[0])) if whole[i, j] > -floor]
    cells.sort(key=lambda cell: (cell[0], random.random()))
    pairs = np.array(cells, np.int32).reshape(-1, 2)
    values = whole[pairs[:, 0], pairs[:, 1]]
    score = chains.best_chain(whole, skip)[1]
    assert chains.may_score(pairs, values, floor, skip, score)
    if floor >= 2 * skip and score > 0:  # no other cell is worth a step then, so that the bound is the score
        assert not chains.may_score(pairs, values, floor, skip, score + 0.25)
