"""Stretches of a text: merging and asking agree with the obvious way."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from dupdetect.desk.spans import merge_spans, touches_any

PLACES = st.tuples(st.integers(0, 30), st.integers(0, 8)).map(lambda item: (item[0], item[0] + item[1]))


@given(st.lists(PLACES, max_size=8))
def test_merged_stretches_cover_the_same_characters(spans: list[tuple[int, int]]) -> None:
    merged = merge_spans(spans)
    assert {i for span in merged for i in range(*span)} == {i for span in spans for i in range(*span)}
    assert all(left[1] < right[0] for left, right in pairwise(merged))


@given(st.lists(PLACES, max_size=8), PLACES)
def test_touching_is_sharing_a_character_or_standing_inside(
    spans: list[tuple[int, int]], place: tuple[int, int]
) -> None:
    covered = {i for span in spans for i in range(*span)}
    start, end = place
    assert touches_any(start, end, merge_spans(spans)) == bool(covered & set(range(start, max(end, start + 1))))
