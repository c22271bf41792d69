"""Blocks put together by gaps, and given up or split where the two sides are unlike: beside plain lists."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from dupdetect.kernels import boundaries, groups, seeds

WORDS = 40
Block = tuple[int, int, int, int]

sides = st.tuples(st.integers(0, WORDS - 9), st.integers(1, 9)).map(lambda pair: (pair[0], pair[0] + pair[1]))
block_lists = st.lists(st.tuples(sides, sides).map(lambda pair: (*pair[0], *pair[1])), min_size=1, max_size=9).map(
    sorted
)
stems = st.lists(st.integers(0, 30), min_size=WORDS, max_size=WORDS).map(lambda some: np.array(some, np.int32))


def rows(blocks: list[Block]) -> NDArray[np.int32]:
    return np.array(blocks, np.int32).reshape(-1, 4)


def whole(blocks: list[Block]) -> Block:
    a0, a1, b0, b1 = zip(*blocks, strict=True)
    return min(a0), max(a1), min(b0), max(b1)


def together(blocks: list[Block], gap_a: float, gap_b: float) -> list[list[Block]]:
    labels = seeds.link_blocks(rows(blocks), gap_a, gap_b).tolist()
    return [[one for one, of in zip(blocks, labels, strict=True) if of == label] for label in sorted(set(labels))]


@given(block_lists, st.integers(0, 12), st.integers(0, 12))
def test_groups_are_those_of_single_linkage_in_order(blocks: list[Block], gap_a: int, gap_b: int) -> None:
    some, cuts = groups.group_blocks(rows(blocks), float(gap_a), float(gap_b))
    found = [some[cuts[k] : cuts[k + 1]] for k in range(len(cuts) - 1)]
    expected = together(blocks, gap_a, gap_b)
    assert [list(map(tuple, one.tolist())) for one in found] == expected
    assert [groups.extent(one) for one in found] == [whole(one) for one in expected]


def work() -> tuple[NDArray[np.float32], ...]:
    return np.linspace(0.1, 1, 31, dtype=np.float32), np.zeros(31, np.float32), np.zeros(31, np.float32)


@given(block_lists, stems, stems, st.sampled_from([0.0, 0.3, 0.6, 1.1]))
def test_groups_that_are_unlike_as_wholes_are_split_with_smaller_gaps(
    blocks: list[Block], a: NDArray[np.int32], b: NDArray[np.int32], least: float
) -> None:
    kept = []
    queue = [(blocks, 12.0, 12.0)]
    while queue:
        some, gap_a, gap_b = queue.pop()
        for group in together(some, gap_a, gap_b):
            a0, a1, b0, b1 = whole(group)
            if boundaries.bag_cosine(a, a0, a1, b, b0, b1, *work()) >= least:
                kept.append((a0, a1, b0, b1))
            elif gap_a > 4:
                queue.append((group, gap_a * groups.SHRINK, gap_b * groups.SHRINK))
    assert groups.join_blocks(rows(blocks), a, b, (12.0, 12.0, 4.0), least, work()) == kept


@given(block_lists, stems, stems, st.sampled_from([-100.0, 0.0, 5.0]))
def test_passages_are_groups_with_settled_edges_that_score_well_enough(
    blocks: list[Block], a: NDArray[np.int32], b: NDArray[np.int32], score: float
) -> None:
    weights, left, right = work()
    marked, breaks = np.zeros(31, np.int32), np.zeros(WORDS + 1, np.int8)
    rates = (5, 0.25, 2.0, 1.0, 0.4, 0.98)
    gaps = (12.0, 12.0, 4.0)
    made = [
        boundaries.refine_edges((a, breaks), (b, breaks), block, marked, weights, rates)
        for block in groups.join_blocks(rows(blocks), a, b, gaps, 0.3, work())
    ]
    arrays = (marked, weights, left, right)
    found = groups.settle_passages((a, breaks), (b, breaks), rows(blocks), gaps, 0.3, score, arrays, rates)
    assert found == [one for one in made if one[4] >= score]
