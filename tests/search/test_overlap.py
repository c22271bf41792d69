"""Pairs of texts to what they share: the same numbers as sets of word runs give."""

from __future__ import annotations

import numpy as np
from hypothesis import example, given
from hypothesis import strategies as st

from dupdetect.search import fingerprint, overlap
from dupdetect.settings import Fingerprinting
from dupdetect.text import folding_table
from tests.kernels.oracles import words_of

texts = st.one_of(
    st.lists(st.sampled_from(["one", "two", "Two", "three-\nfour", "É", "e\u0301", ". ", "\u0391b"]), max_size=30).map(
        " ".join
    ),
    st.text(max_size=30),
)


def runs(text: str, size: int) -> set[tuple[str, ...]]:
    words = words_of(text)
    return {tuple(words[i : i + size]) for i in range(max(len(words) - size + 1, 1))} if words else set()


@given(st.lists(texts, min_size=1, max_size=5), st.integers(1, 6), st.data())
@example(["", "a"], 5, None)
@example(["one two", "one two three", "one two"], 5, None)
def test_shared_shingles_are_those_of_sets(batch: list[str], size: int, data: st.DataObject | None) -> None:
    row = st.integers(0, len(batch) - 1)
    drawn = data.draw(st.lists(st.tuples(row, row), max_size=9)) if data else [(0, 1), (1, 0), (0, len(batch) - 1)]
    pairs = sorted(drawn)
    lefts, rights = (np.array([one[side] for one in pairs], np.int64) for side in (0, 1))
    encoded = fingerprint.encode_texts(batch, folding_table())
    found = overlap.count_shared(encoded, lefts, rights, folding_table(), Fingerprinting(shingle_words=size))
    sets = [runs(text, size) for text in batch]
    expected = [(len(sets[a]), len(sets[b]), len(sets[a] & sets[b])) for a, b in pairs]
    assert list(zip(*(one.tolist() for one in found), strict=True)) == expected
