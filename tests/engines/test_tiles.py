"""Parts of pairs that are screened together: all in order, and each with as many articles as memory takes."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from dupdetect.engines.local.tiles import cut_places

LARGEST = 50
pairs = st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)).filter(lambda pair: pair[0] != pair[1]), max_size=40)


@given(pairs, st.lists(st.integers(1, 30), min_size=10, max_size=10), st.integers(1, 12))
def test_a_part_ends_once_its_articles_are_large_or_its_pairs_many(
    listed: list[tuple[int, int]], sizes: list[int], most: int
) -> None:
    rows = np.array(listed, np.int32).reshape(-1, 2)
    order = np.arange(len(rows))[::-1].astype(np.intp)
    parts = [part.tolist() for part in cut_places(order, rows, np.array(sizes, np.int64), most, LARGEST)]
    assert [place for part in parts for place in part] == order.tolist()
    for i, part in enumerate(parts):
        assert 1 <= len(part) <= most
        held = sum(sizes[row] for row in {row for place in part[:-1] for row in listed[place]})
        assert held < LARGEST
        full = sum(sizes[row] for row in {row for place in part for row in listed[place]}) >= LARGEST
        assert i == len(parts) - 1 or len(part) == most or full
