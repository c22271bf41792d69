"""The orders of pairs: parts have as many articles as memory takes, and families stand together."""

from __future__ import annotations

from itertools import groupby

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from dupdetect.engines.local.tiles import cut_places, order_by_family

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


@given(pairs, st.data())
def test_pairs_of_one_family_stand_together_in_order(listed: list[tuple[int, int]], data: st.DataObject) -> None:
    rows = np.array(listed, np.int32).reshape(-1, 2)
    places = [place for place in range(len(listed)) if data.draw(st.booleans())]
    ordered = order_by_family(rows, places)
    assert sorted(ordered) == places
    family = {row: {row} for row in range(10)}
    for place in places:
        joined = family[listed[place][0]] | family[listed[place][1]]
        family |= dict.fromkeys(joined, joined)
    named = [min(family[listed[place][0]]) for place in ordered]
    assert len([*groupby(named)]) == len(set(named))
    for _, group in groupby(zip(named, ordered, strict=True), key=lambda item: item[0]):
        assert (own := [place for _, place in group]) == sorted(own)
