"""Sentence vectors in compressed rows: the kernels beside counters."""

from __future__ import annotations

from collections import Counter

import numpy as np
from hypothesis import example, given
from hypothesis import strategies as st

from dupdetect.kernels import vectors

Sentences = list[list[int]]

stems = st.one_of(st.integers(0, 5), st.sampled_from([255, 256, 65_536, 2**31 - 1]))
articles = st.lists(st.lists(stems, min_size=1, max_size=9), max_size=6)


@given(articles)
@example([])
def test_vectors_hold_each_stem_of_each_sentence_with_its_count(sentences: Sentences) -> None:
    firsts = np.cumsum([0, *map(len, sentences)]).astype(np.int32)
    words = np.array([stem for sentence in sentences for stem in sentence], np.int32)
    found, pointers, counts = vectors.by_sentence(firsts, words)
    rows = [list(Counter(sentence).items()) for sentence in sentences]
    assert list(zip(found.tolist(), counts.tolist(), strict=True)) == [cell for row in rows for cell in row]
    assert pointers.tolist() == np.cumsum([0, *map(len, rows)]).tolist()


@given(articles)
@example([])
def test_the_same_vectors_by_stem(sentences: Sentences) -> None:
    rows = [sorted(Counter(sentence).items()) for sentence in sentences]
    pointers = np.cumsum([0, *map(len, rows)]).astype(np.int32)
    cells = [(stem, i, float(count)) for i, row in enumerate(rows) for stem, count in row]
    weights = np.array([weight for _, _, weight in cells], np.float32)
    distinct, starts, holders, held = vectors.by_stem(pointers, np.array([c[0] for c in cells], np.int32), weights)
    assert distinct.tolist() == sorted({stem for stem, _, _ in cells})
    cells.sort()
    assert list(zip(holders.tolist(), held.tolist(), strict=True)) == [cell[1:] for cell in cells]
    assert [cells[start][0] for start in starts[:-1].tolist()] == distinct.tolist()
    assert starts[-1] == len(cells)


@given(st.lists(stems, max_size=20), st.data())
@example([], None)
def test_distinct_ones_are_those_that_are_chosen(values: list[int], data: st.DataObject | None) -> None:
    n = len(values)
    chosen = data.draw(st.lists(st.booleans(), min_size=n, max_size=n)) if data else []
    found = vectors.distinct(np.array(values, np.int32), np.array(chosen, np.bool_))
    assert found.tolist() == sorted({value for value, take in zip(values, chosen, strict=True) if take})
