"""Partners of sentences: the kernel beside plain sets."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from dupdetect.kernels import partners

SENTENCES = 7

Row = tuple[int, int]

places = st.integers(0, SENTENCES - 1)
rows = st.lists(st.tuples(places, places), max_size=14, unique=True).map(sorted)
flags = st.lists(st.booleans(), min_size=SENTENCES, max_size=SENTENCES)


def expected(
    similar: list[Row], cosine: list[float], faint: list[Row], block: tuple[int, int, int, int], aside: list[list[bool]]
) -> set[Row]:
    def inside(row: Row) -> bool:
        i, j = row
        return block[0] <= i < block[1] and block[2] <= j < block[3] and not aside[0][i] and not aside[1][j]

    kept = [(row, value) for row, value in zip(similar, cosine, strict=True) if inside(row)]
    best = {
        max((pair for pair in kept if pair[0][side] == one), key=lambda pair: pair[1])[0]
        for side in (0, 1)
        for one in {row[side] for row, _ in kept}
    }
    left, right = {i for i, _ in best}, {j for _, j in best}
    return best | {
        (i, j)
        for i, j in filter(inside, faint)
        if i not in left and j not in right and ((i - 1, j - 1) in best or (i + 1, j + 1) in best)
    }


@given(rows, rows, flags, flags, st.data())
def test_each_sentence_has_its_best_partner_and_neighbours_take_what_is_left(
    similar: list[Row], faint: list[Row], aside_a: list[bool], aside_b: list[bool], data: st.DataObject
) -> None:
    cosine = [data.draw(st.sampled_from([0.25, 0.5, 0.75])) for _ in similar]
    edges = [sorted(data.draw(st.tuples(st.integers(0, SENTENCES), st.integers(0, SENTENCES)))) for _ in range(2)]
    block = (*edges[0], *edges[1])
    arrays = [np.array(one, np.int32).reshape(-1, 2) for one in (similar, faint)]
    headings = [np.array(one, np.bool_) for one in (aside_a, aside_b)]
    found = partners.best_partners(arrays[0], np.array(cosine, np.float32), arrays[1], block, *headings)
    assert len(found) == len(set(found))
    assert set(found) == expected(similar, cosine, faint, block, [aside_a, aside_b])  # type: ignore[arg-type]


def test_blocks_are_marked_on_both_sides() -> None:
    a, b = np.zeros(6, np.bool_), np.zeros(5, np.bool_)
    partners.mark_blocks(a, b, np.array([(0, 1, 2), (4, 3, 1), (6, 5, 0)], np.int32))
    assert a.tolist() == [True, True, False, False, True, False]
    assert b.tolist() == [False, True, True, True, False]


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9), st.integers(1, 5)), max_size=5), st.data())
def test_runs_are_kept_where_both_sides_are_covered(rows: list[tuple[int, int, int]], data: st.DataObject) -> None:
    masks = st.lists(st.booleans(), min_size=14, max_size=14)
    covered_a, covered_b = data.draw(masks), data.draw(masks)
    kept_a, kept_b = np.zeros(14, np.bool_), np.zeros(14, np.bool_)
    runs = np.array([(i, i + n, j, j + n) for i, j, n in rows], np.int32).reshape(-1, 4)
    partners.keep_runs(np.array(covered_a), np.array(covered_b), kept_a, kept_b, runs)
    both = [(i + k, j + k) for i, j, n in rows for k in range(n) if covered_a[i + k] and covered_b[j + k]]
    assert set(np.flatnonzero(kept_a).tolist()) == {i for i, _ in both}
    assert set(np.flatnonzero(kept_b).tolist()) == {j for _, j in both}
