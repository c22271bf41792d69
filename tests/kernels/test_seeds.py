"""Where two articles may stand for each other: each kernel beside a search through everything.

That scikit-learn gives the same similarities on real articles is held in tests/steps/test_tfidf.py.
"""

from __future__ import annotations

import math
from collections import Counter
from itertools import groupby
from typing import Any

import numpy as np
import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st
from numpy.typing import NDArray

from dupdetect.kernels import resemblance, seeds

Sentences = list[list[int]]
Run = tuple[int, int, int, int]

STEMS = 8

articles = st.lists(st.lists(st.integers(0, STEMS - 1), max_size=8), max_size=5)
"""Articles as sentences of stems; some sentences may be empty."""

streams = st.lists(st.integers(0, 2), max_size=25)
"""Articles as words, few enough to repeat."""

hash_lists = st.lists(
    st.builds(lambda low, high: low + high * resemblance.PLACES, *[st.integers(0, 9)] * 2), max_size=30
)
"""Hashes that often have the same place in a table."""


class Rows:
    """Sentence vectors in compressed rows, by sentence and by stem, as alignment keeps them."""

    def __init__(self, sentences: Sentences) -> None:
        rows = [sorted(Counter(sentence).items()) for sentence in sentences]
        cells = sorted((stem, i, 1 + math.log(count)) for i, row in enumerate(rows) for stem, count in row)
        by_stem = [(stem, len(list(some))) for stem, some in groupby(cells, key=lambda cell: cell[0])]
        self.pointers = np.cumsum([0, *map(len, rows)]).astype(np.int32)
        self.stems = np.array([stem for row in rows for stem, _ in row], np.int32)
        self.weights = np.array([1 + math.log(count) for row in rows for _, count in row], np.float32)
        self.distinct = np.array([stem for stem, _ in by_stem], np.int32)
        self.rows = np.cumsum([0, *(count for _, count in by_stem)]).astype(np.int32)
        self.holders = np.array([i for _, i, _ in cells], np.int32)
        self.held = np.array([weight for _, _, weight in cells], np.float32)


def rarity_of(a: Sentences, b: Sentences) -> dict[int, float]:
    """Inverse sentence frequency log(N / n) of each stem."""
    sentences = [set(sentence) for sentence in (*a, *b)]
    return {
        stem: math.log(len(sentences) / sum(stem in one for one in sentences)) for stem in set[int]().union(*sentences)
    }


def vector(sentence: list[int], rarity: dict[int, float]) -> dict[int, float]:
    return {stem: (1 + math.log(count)) * rarity[stem] for stem, count in Counter(sentence).items()}


def length(one: dict[int, float]) -> float:
    return math.sqrt(sum(value * value for value in one.values()))


def rarities(a: Rows, b: Rows) -> NDArray[np.float32]:
    rarity = np.full(STEMS, -1, np.float32)
    sentences = len(a.pointers) + len(b.pointers) - 2
    share = np.full(STEMS, -1, np.float32)
    scale = math.log(max(sentences, 2))
    seeds.rarities(a.distinct, a.rows, b.distinct, b.rows, sentences, scale, rarity, share)
    expected = [min(max(one / scale, 0.1), 1) if one >= 0 else -1 for one in rarity.tolist()]
    assert share.tolist() == pytest.approx(expected, abs=1e-6)
    return rarity


@given(articles, articles)
@example([], [])
@example([[1]], [])
@example([[1], [1]], [[1, 1]])
def test_rarity_is_the_inverse_sentence_frequency_in_both(a: Sentences, b: Sentences) -> None:
    expected = rarity_of(a, b)
    found = rarities(Rows(a), Rows(b)).tolist()
    assert found == pytest.approx([expected.get(stem, -1) for stem in range(STEMS)], abs=1e-6)


@given(articles, articles)
def test_norms_are_the_lengths_of_sentence_vectors(a: Sentences, b: Sentences) -> None:
    rows, rarity = Rows(a), rarity_of(a, b)
    norms = seeds.norms(rows.pointers, rows.stems, rows.weights, rarities(rows, Rows(b)))
    assert norms.tolist() == pytest.approx([length(vector(one, rarity)) for one in a], abs=1e-5)


@given(articles, articles, st.sampled_from([0.0, 0.12, 0.2, 0.5]))
@example([[1, 2, 3]], [[1, 2, 3]], 0.2)  # every stem in every sentence: no weight at all
@example([[1, 2], [3]], [[1, 2], []], 0.0)
def test_similar_sentences_are_all_that_share_two_stems_and_exceed_the_floor(
    a: Sentences, b: Sentences, floor: float
) -> None:
    rarity = rarity_of(a, b)
    expected: dict[tuple[int, int], tuple[float, float]] = {}
    for i, left in enumerate(a):
        for j, right in enumerate(b):
            x, y = vector(left, rarity), vector(right, rarity)
            product, lengths = sum(x[stem] * y.get(stem, 0) for stem in x), length(x) * length(y)
            assume(not lengths or abs(product / lengths - floor) > 1e-5 or product == 0)
            if len(x.keys() & y.keys()) > 1 and product > floor * lengths:
                expected[i, j] = product / lengths, 2 * len(x.keys() & y.keys()) / (len(x) + len(y))
    places, values, slot = similar(Rows(a), Rows(b), floor)
    assert sorted(map(tuple, places.tolist())) == sorted(expected)
    for place, value in zip(places.tolist(), values.tolist(), strict=True):
        assert value == pytest.approx(expected[tuple(place)], abs=1e-5)
    assert not slot.any()


@pytest.mark.parametrize(("alike", "found"), [(seeds.CROWD, True), (seeds.CROWD + 1, False)])
def test_a_sentence_like_too_many_others_says_nothing(alike: int, found: bool) -> None:
    places, _, _ = similar(Rows([[0, 1], [2, 3]]), Rows([[2, 3], *[[0, 1]] * alike]), 0.0)
    assert [(i, j) for i, j in places.tolist() if i == 0] == [(0, 1 + j) for j in range(alike if found else 0)]
    assert [1, 0] in places.tolist()


@pytest.mark.parametrize(("holders", "found"), [(seeds.COMMON, True), (seeds.COMMON + 1, False)])
def test_a_stem_of_too_many_sentences_says_nothing(holders: int, found: bool) -> None:
    places, _, _ = similar(Rows([[0, 1], [1, 2]]), Rows([[0, 1], [1, 2], *[[0]] * (holders - 1)]), 0.0)
    assert places.tolist() == [[0, 0], [1, 1]][0 if found else 1 :]


def similar(a: Rows, b: Rows, floor: float) -> tuple[NDArray[Any], NDArray[Any], NDArray[Any]]:
    rarity, slot = rarities(a, b), np.zeros(STEMS, np.int32)
    places, values = seeds.similar_sentences(vectors(a, rarity), vectors(b, rarity), rarity, slot, floor)
    return places, values, slot


def vectors(rows: Rows, rarity: NDArray[np.float32]) -> tuple[NDArray[Any], ...]:
    norms = seeds.norms(rows.pointers, rows.stems, rows.weights, rarity)
    return rows.pointers, rows.stems, rows.weights, rows.distinct, rows.rows, rows.holders, rows.held, norms


@given(articles, articles, st.sampled_from([0.12, 0.2, 0.5]))
@example([[1, 2], [3]], [[1, 2], []], 0.12)
def test_a_sentence_may_resemble_another_if_a_cosine_exceeds_the_floor(
    a: Sentences, b: Sentences, floor: float
) -> None:
    rarity = rarity_of(a, b)
    x, y = [vector(sentence, rarity) for sentence in a], [vector(sentence, rarity) for sentence in b]
    cosines = [
        [sum(left[stem] * right.get(stem, 0) for stem in left) / (length(left) * length(right) or 1) for right in y]
        for left in x
    ]
    assume(all(abs(cosine - floor) > 0.01 * floor for row in cosines for cosine in row))
    sides = vectors(Rows(a), rarities(Rows(a), Rows(b))), vectors(Rows(b), rarities(Rows(a), Rows(b)))
    left, right = ((side[7], *side[3:7]) for side in sides)
    marked = resemblance.may_resemble(left, right, rarities(Rows(a), Rows(b)), slots(Rows(b)), floor)
    assert marked.tolist() == [any(cosine > floor for cosine in row) for row in cosines]
    assert resemblance.may_resemble(left, right, rarities(Rows(a), Rows(b)), slots(Rows(b)), 0.0).all()


@pytest.mark.parametrize("cells", [resemblance.CELLS, resemblance.CELLS + 1])
def test_all_sentences_of_long_texts_are_looked_up(cells: int) -> None:
    a, b = Rows([[0], [1]] * (cells // 8 + cells % 2)), Rows([[2], [3]] * 2)
    rarity = rarities(a, b)
    left, right = ((side[7], *side[3:7]) for side in (vectors(a, rarity), vectors(b, rarity)))
    marked = resemblance.may_resemble(left, right, rarity, slots(b), 0.12)
    assert marked.all() == (len(left[0]) * 4 > resemblance.CELLS)


def slots(rows: Rows) -> NDArray[np.int32]:
    """For each stem its place among the distinct ones, from 1; 0 where it is not there."""
    slot = np.zeros(STEMS, np.int32)
    slot[rows.distinct] = np.arange(len(rows.distinct)) + 1
    return slot


@given(hash_lists.map(sorted), hash_lists.map(sorted))
@example([1, 1 + resemblance.PLACES], [1])
@example([1, 1 + resemblance.PLACES], [1 + 2 * resemblance.PLACES])
def test_two_texts_may_share_hashes_where_they_do(a: list[int], b: list[int]) -> None:
    table = np.zeros(resemblance.PLACES, np.uint16)
    found = resemblance.may_share(np.array(a, np.uint64), np.array(b, np.uint64), table)
    assert found == bool(set(a) & set(b))
    assert not table.any()


def test_texts_with_too_many_hashes_may_share_some() -> None:
    many = np.arange(resemblance.PLACES // 8 + 1, dtype=np.uint64)
    table = np.zeros(resemblance.PLACES, np.uint16)
    assert resemblance.may_share(many, many[:0], table)
    assert not resemblance.may_share(many[1:], many[:1], table)


def shingles(words: list[int], size: int) -> list[tuple[int, ...]]:
    return [tuple(words[i : i + size]) for i in range(len(words) - size + 1)]


def hashed(words: list[int], size: int) -> tuple[NDArray[np.uint64], NDArray[np.int32]]:
    """Shingle hashes, ascending, and where each begins; the hash is the shingle read as a number to base 3."""
    numbers = [sum(word * 3**k for k, word in enumerate(one)) for one in shingles(words, size)]
    order = sorted(range(len(numbers)), key=lambda i: (numbers[i], i))
    return np.array([numbers[i] for i in order], np.uint64), np.array(order, np.int32)


def worded(words: list[int], size: int) -> tuple[NDArray[np.uint64], NDArray[np.int32], NDArray[np.int32]]:
    return *hashed(words, size), np.array(words, np.int32)


def common(a: list[int], b: list[int], size: int, least: int, repeats: int) -> list[Run]:
    left, right = worded(a, size), worded(b, size)
    shared = seeds.shared_hashes(left[0], right[0])
    passed = seeds.too_frequent(shared, left[1], repeats)
    return [tuple(run) for run in seeds.common_runs(left, right, shared, passed, least).tolist()]


@given(streams.map(sorted), streams.map(sorted))
@example([], [])
@example([1, 1, 2], [1, 2, 2, 3])
def test_shared_hashes_are_told_with_all_their_places(a: list[int], b: list[int]) -> None:
    expected = [
        [a.index(one), a.index(one) + a.count(one), b.index(one), b.index(one) + b.count(one)]
        for one in sorted(set(a) & set(b))
    ]
    assert seeds.shared_hashes(np.array(a, np.uint64), np.array(b, np.uint64)).tolist() == expected


def maximal_runs(a: list[int], b: list[int], least: int) -> set[Run]:
    """Every run of at least `least` words common to both that no word on either end can lengthen."""
    found: set[Run] = set()
    for i in range(len(a)):
        for j in range(len(b)):
            if a[i] != b[j] or (i and j and a[i - 1] == b[j - 1]):
                continue
            n = 0
            while i + n < len(a) and j + n < len(b) and a[i + n] == b[j + n]:
                n += 1
            if n >= least:
                found.add((i, i + n, j, j + n))
    return found


@given(streams, streams, st.integers(1, 4), st.integers(0, 7))
@example([], [1], 2, 2)
@example([1, 1, 1, 1], [1, 1, 1], 2, 2)
def test_common_runs_are_all_that_are_maximal(a: list[int], b: list[int], size: int, least: int) -> None:
    runs = common(a, b, size, least, repeats=1000)
    assert len(runs) == len(set(runs))
    assert set(runs) == maximal_runs(a, b, max(size, least))


@given(streams, streams, st.integers(1, 3), st.integers(0, 5), st.integers(1, 6))
@example([0, 0, 0, 1, 2, 1, 0], [0, 0, 0, 1, 2, 1, 0], 1, 7, 4)  # frequent ones at the start
@example([1, 2, 0, 0, 0, 2, 1], [1, 2, 0, 0, 0, 2, 1], 1, 7, 4)  # and in the middle
def test_frequent_shingles_are_passed_over_and_runs_found_by_the_others(
    a: list[int], b: list[int], size: int, least: int, repeats: int
) -> None:
    in_a, in_b = Counter(shingles(a, size)), Counter(shingles(b, size))
    expected = {
        run
        for run in maximal_runs(a, b, max(size, least))
        if any(in_a[one] * in_b[one] <= repeats for one in shingles(a[run[0] : run[1]], size))
    }
    runs = common(a, b, size, least, repeats)
    assert len(runs) == len(set(runs))
    assert set(runs) == expected


def repeated(a: list[int], b: list[int], size: int, least: int, repeats: int) -> list[Run]:
    left, right = worded(a, size), worded(b, size)
    passed = seeds.too_frequent(seeds.shared_hashes(left[0], right[0]), left[1], repeats)
    return [tuple(run) for run in seeds.repeated_runs(left, right, passed, least, size).tolist()]


@given(streams, streams, st.integers(1, 3), st.integers(1, 5), st.integers(0, 6))
def test_repeated_runs_are_maximal_and_seen_by_nobody_else(
    a: list[int], b: list[int], size: int, least: int, repeats: int
) -> None:
    runs = repeated(a, b, size, max(size, least), repeats)
    assert set(runs) <= maximal_runs(a, b, max(size, least))
    assert not set(runs) & set(common(a, b, size, least, repeats))


@pytest.mark.parametrize(("before", "after"), [([], []), ([7, 8], [9]), ([], [0, 1])])
def test_a_text_that_only_repeats_itself_is_one_run(before: list[int], after: list[int]) -> None:
    text = [0, 1, 2] * 50
    other = before + text + after
    assert common(text, other, 2, 2, repeats=64) == []
    assert (0, 150, len(before), len(before) + 150) in repeated(text, other, 2, 2, repeats=64)


@given(st.lists(st.integers(0, 9)), st.lists(st.integers(0, 9)))
@example([], [])
@example([0], [])
@example([1, 1, 2], [2, 2, 3])
def test_jaccard_is_that_of_the_sets(a: list[int], b: list[int]) -> None:
    union = set(a) | set(b)
    found = seeds.jaccard(np.array(sorted(a), np.uint64), np.array(sorted(b), np.uint64), len(set(a) & set(b)))
    assert found == (len(set(a) & set(b)) / len(union) if union else 0)


@given(streams, streams, st.integers(1, 3), st.integers(0, 6))
def test_shared_wording_is_runs_of_both_kinds_and_the_similarity(
    a: list[int], b: list[int], size: int, repeats: int
) -> None:
    runs, jaccard = seeds.shared_wording(worded(a, size), worded(b, size), size, repeats)
    assert [tuple(run) for run in runs.tolist()] == common(a, b, size, size, repeats) + repeated(
        a, b, size, size, repeats
    )
    left, right = set(shingles(a, size)), set(shingles(b, size))
    assert jaccard == (len(left & right) / len(left | right) if left | right else 0)
    table = np.zeros(resemblance.PLACES, np.uint16)
    assert seeds.find_runs(worded(a, size), worded(b, size), size, repeats, table).tolist() == runs.tolist()


sides = st.tuples(st.integers(0, 40), st.integers(1, 12)).map(lambda pair: (pair[0], pair[0] + pair[1]))
"""Stretches of one text."""


@st.composite
def block_lists(draw: st.DrawFn) -> NDArray[np.int32]:
    """Blocks by their start in A."""
    some = draw(st.lists(st.tuples(sides, sides), max_size=10))
    return np.array(sorted((*a, *b) for a, b in some), np.int32).reshape(-1, 4)


@st.composite
def sentence_blocks(draw: st.DrawFn) -> tuple[NDArray[np.int32], list[bool]]:
    """Blocks that each cover one sentence of A, by the place of that sentence; and which of them are strong."""
    firsts = np.cumsum([0, *draw(st.lists(st.integers(1, 12), min_size=1, max_size=12))]).tolist()
    some = draw(st.lists(st.tuples(st.integers(0, len(firsts) - 2), sides), max_size=14))
    strong = draw(st.lists(st.booleans(), min_size=len(some), max_size=len(some)))
    return np.array([(firsts[i], firsts[i + 1], *b) for i, b in sorted(some)], np.int32).reshape(-1, 4), strong


def gap(first: tuple[int, int], second: tuple[int, int]) -> int:
    """Words between two stretches; below 0 where they overlap."""
    return max(first[0] - second[1], second[0] - first[1])


def beside(one: list[int], other: list[int], gap_a: float, gap_b: float) -> bool:
    near_a = gap((one[0], one[1]), (other[0], other[1])) <= gap_a
    return near_a and gap((one[2], one[3]), (other[2], other[3])) <= gap_b


@given(sentence_blocks(), st.integers(0, 10))
@example((np.array([[0, 5, 0, 5], [10, 15, 9, 12]], np.int32), [True, False]), 5)  # just near enough
@example((np.array([[0, 5, 9, 12], [10, 15, 0, 5]], np.int32), [False, True]), 5)
@example((np.array([[0, 5, 0, 5], [11, 15, 9, 12]], np.int32), [True, False]), 5)  # just too far
def test_weak_blocks_stay_beside_strong_ones_only(
    given_blocks: tuple[NDArray[np.int32], list[bool]], width: int
) -> None:
    blocks, strong = given_blocks
    rows = blocks.tolist()
    expected = [
        is_strong or any(beside(row, other, width, width) for other, sure in zip(rows, strong, strict=True) if sure)
        for row, is_strong in zip(rows, strong, strict=True)
    ]
    assert seeds.near_strong(blocks, np.array(strong, np.bool_), width).tolist() == expected


@given(block_lists(), st.integers(0, 12), st.integers(0, 12))
@example(np.array([[0, 40, 0, 3], [1, 2, 30, 33], [9, 12, 4, 6]], np.int32), 3, 3)  # a long block hides a short one
@example(
    np.array([[0, 5, 0, 3], [1, 5, 30, 33], [2, 5, 3, 6], [3, 5, 6, 30]], np.int32), 0, 0
)  # the last joins two groups
def test_blocks_link_to_what_a_walk_reaches(blocks: NDArray[np.int32], gap_a: int, gap_b: int) -> None:
    rows = blocks.tolist()
    label = list(range(len(rows)))
    for _ in rows:
        for i, row in enumerate(rows):
            label[i] = min(label[j] for j, other in enumerate(rows) if beside(row, other, gap_a, gap_b) or i == j)
    assert seeds.link_blocks(blocks, float(gap_a), float(gap_b)).tolist() == label


def sown(cosine: float, dice: float, gap: int, least: int) -> tuple[list[Any], list[Any]]:
    """Two pairs of sentences, the second strong; and a run of four words."""
    places, values = np.array([[0, 1], [1, 0]], np.int32), np.array([[cosine, dice], [0.9, 0.9]], np.float32)
    firsts, runs = np.array([0, 10, 20], np.int32), np.array([[3, 7, 1, 5]], np.int32)
    floors = tuple(np.float32(floor) for floor in (0.2, 0.1, 0.3, 0.2))
    similar, _, blocks = seeds.seed_blocks(places, values, firsts, firsts, runs, floors, gap, least)
    return similar.tolist(), blocks.tolist()


def test_passages_grow_from_strong_pairs_weak_ones_beside_them_and_long_runs() -> None:
    weak, strong, run = [0, 10, 10, 20], [10, 20, 0, 10], [3, 7, 1, 5]
    assert sown(0.25, 0.15, 3, 4) == ([[0, 1], [1, 0]], [weak, run, strong])
    assert sown(0.25, 0.15, -1, 5) == ([[0, 1], [1, 0]], [strong])
    assert sown(0.15, 0.15, 3, 5) == ([[1, 0]], [strong])


def test_a_figure_at_its_floor_does_not_exceed_it_in_single_precision() -> None:
    assert sown(0.9, 0.2, -1, 5)[1] == [[10, 20, 0, 10]]
