"""Where passages begin and end: each kernel beside a search through every interval."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from numpy.typing import NDArray

from dupdetect.kernels import boundaries

STEMS = 6


class Text(NamedTuple):
    """A text as stems, and the boundary before each word and after the last."""

    stems: list[int]
    breaks: list[int]

    @property
    def arrays(self) -> tuple[NDArray[np.int32], NDArray[np.int8]]:
        return np.array(self.stems, np.int32), np.array(self.breaks, np.int8)


class Bonus(NamedTuple):
    """What an edge at a break is worth."""

    paragraph: float
    sentence: float
    line: float

    def at(self, level: int) -> float:
        return (0.0, self.line, self.sentence, self.paragraph)[level]


class Rates(NamedTuple):
    """How often a word matches inside a passage, and outside."""

    match: float
    background: float


def texts(least: int = 0) -> st.SearchStrategy[Text]:
    return st.lists(st.integers(0, STEMS - 1), min_size=least, max_size=14).flatmap(
        lambda stems: st.builds(
            Text, st.just(stems), st.lists(st.integers(0, 3), min_size=len(stems) + 1, max_size=len(stems) + 1)
        )
    )


weights = st.lists(st.sampled_from([0.125, 0.25, 0.5, 0.75, 1.0]), min_size=STEMS, max_size=STEMS)
rates = st.builds(Rates, st.sampled_from([0.5, 0.72, 0.95]), st.sampled_from([0.05, 0.2, 0.35]))
bonuses = st.builds(Bonus, *[st.sampled_from([0.0, 0.5, 1.0, 2.0])] * 3)


def weighed(values: Sequence[float]) -> NDArray[np.float32]:
    return np.array(values, np.float32)


def marks(marked: set[int]) -> NDArray[np.int32]:
    return np.array([int(stem in marked) for stem in range(STEMS)], np.int32)


def nothing() -> NDArray[np.float32]:
    return np.zeros(STEMS, np.float32)


def score(
    text: Text, start: int, end: int, marked: set[int], weight: Sequence[float], rate: Rates, bonus: Bonus
) -> float:
    """The log-likelihood ratio of one interval."""
    hit = math.log(rate.match / rate.background)
    miss = math.log((1 - rate.match) / (1 - rate.background))
    words = sum(weight[stem] * (hit if stem in marked else miss) for stem in text.stems[start:end])
    return words + bonus.at(text.breaks[start]) + bonus.at(text.breaks[end])


def best(
    text: Text, low: int, high: int, marked: set[int], weight: Sequence[float], rate: Rates, bonus: Bonus
) -> tuple[int, int, float]:
    """The best interval among all, as the kernel gives it when several are equally good: the one that ends first."""
    found, first, last = -1e9, low, high
    for end in range(low + 1, high + 1):
        for start in range(low, end):
            value = score(text, start, end, marked, weight, rate, bonus)
            if value > found + 1e-9:
                found, first, last = value, start, end
    return first, last, found


def share(stems: Sequence[int], marked: set[int], weight: Sequence[float]) -> float:
    total = sum(weight[stem] for stem in stems)
    return sum(weight[stem] for stem in stems if stem in marked) / total if total else 0.5


@given(texts(), st.sets(st.integers(0, STEMS - 1)), weights, rates, bonuses, st.data())
@example(Text([], [3]), set(), [1.0] * STEMS, Rates(0.5, 0.2), Bonus(2, 2, 1), None)
@example(Text([0], [3, 3]), set(), [1.0] * STEMS, Rates(0.5, 0.2), Bonus(2, 2, 1), None)
def test_no_interval_beats_the_best(
    text: Text, marked: set[int], weight: list[float], rate: Rates, bonus: Bonus, data: Any
) -> None:
    low = data.draw(st.integers(0, len(text.stems))) if data else 0
    high = data.draw(st.integers(low, len(text.stems))) if data else len(text.stems)
    start, end, value = boundaries.best_interval(*text.arrays, low, high, marks(marked), weighed(weight), *rate, *bonus)
    _, _, expected = best(text, low, high, marked, weight, rate, bonus)
    assert value == pytest.approx(expected, abs=1e-9)
    assert low <= start <= end <= high
    if low < high:
        assert score(text, start, end, marked, weight, rate, bonus) == pytest.approx(expected, abs=1e-9)


@given(texts(), st.sets(st.integers(0, STEMS - 1)), weights, st.data())
def test_matched_share_is_the_marked_part_of_the_weight(
    text: Text, marked: set[int], weight: list[float], data: Any
) -> None:
    start = data.draw(st.integers(0, len(text.stems)))
    end = data.draw(st.integers(start, len(text.stems)))
    found = boundaries.matched_share(text.arrays[0], start, end, marks(marked), weighed(weight))
    assert found == pytest.approx(share(text.stems[start:end], marked, weight))


@given(texts(1), texts(1), weights, st.data())
def test_refining_moves_each_side_to_the_best_interval_for_the_other(
    a: Text, b: Text, weight: list[float], data: Any
) -> None:
    a0, b0 = (data.draw(st.integers(0, len(one.stems) - 1)) for one in (a, b))
    a1, b1 = (data.draw(st.integers(first + 1, len(one.stems))) for first, one in ((a0, a), (b0, b)))
    window, background, bonus = data.draw(st.integers(0, 4)), 0.2, Bonus(2.0, 2.0, 1.0)
    marked = np.zeros(STEMS, np.int32)

    def moved(one: Text, first: int, last: int, other: set[int]) -> tuple[int, int, float]:
        match = min(max(share(one.stems[first:last], other, weight), 0.5), 0.95)
        rate = Rates(match, max(min(background, match - 0.15), 0.02))
        low, high = max(0, first - window), min(len(one.stems), last + window)
        start, end, value = boundaries.best_interval(
            *one.arrays, low, high, marks(other), weighed(weight), *rate, *bonus
        )
        assert value == pytest.approx(best(one, low, high, other, weight, rate, bonus)[2], abs=1e-9)
        return start, end, value

    def both(one: Text, x0: int, x1: int, other: Text, y0: int, y1: int) -> tuple[tuple[int, ...], float]:
        """One side settled by the other as it is, then the other by what was settled."""
        first, last, value = moved(one, x0, x1, set(other.stems[y0:y1]))
        start, end, more = moved(other, y0, y1, set(one.stems[first:last]))
        return (first, last, start, end), value + more

    forth, score_forth = both(a, a0, a1, b, b0, b1)
    back, score_back = both(b, b0, b1, a, a0, a1)
    expected = back[2:] + back[:2] if score_back > score_forth + 1e-9 else forth
    rates = (window, background, 2.0, 1.0, 0.5, 0.95)
    refined = boundaries.refine_edges(a.arrays, b.arrays, (a0, a1, b0, b1), marked, weighed(weight), rates)
    assert refined[4] == pytest.approx(max(score_forth, score_back))
    assert refined[:4] == expected or score_back == pytest.approx(score_forth)
    assert not marked.any()


@given(texts(), texts(), weights, st.data())
@example(Text([], [3]), Text([], [3]), [1.0] * STEMS, None)
def test_bag_cosine_is_that_of_weighted_counts(a: Text, b: Text, weight: list[float], data: Any) -> None:
    sides: list[Any] = []
    for text in (a, b):
        first = data.draw(st.integers(0, len(text.stems))) if data else 0
        last = data.draw(st.integers(first, len(text.stems))) if data else len(text.stems)
        sides += [text.arrays[0], first, last]
    left, right = nothing(), nothing()
    stems_a, a0, a1, stems_b, b0, b1 = sides
    found = boundaries.bag_cosine(stems_a, a0, a1, stems_b, b0, b1, weighed(weight), left, right)
    x, y = Counter(a.stems[a0:a1]), Counter(b.stems[b0:b1])
    product = sum(x[stem] * y[stem] * weight[stem] ** 2 for stem in x)
    lengths = [math.sqrt(sum((n * weight[stem]) ** 2 for stem, n in one.items())) for one in (x, y)]
    assert found == pytest.approx(product / math.prod(lengths) if all(lengths) else 0, abs=1e-6)
    assert not left.any()
    assert not right.any()


@given(texts(), texts(), weights, st.sampled_from([0.6, 0.72, 0.9]), st.sampled_from([0.0, 2.0, 8.0]), st.data())
@example(Text([0, 1], [3, 0, 3]), Text([], [3]), [1.0] * STEMS, 0.72, 8.0, None)
def test_a_summary_is_the_best_interval_above_the_text_s_own_rate(
    a: Text, b: Text, weight: list[float], match: float, bonus: float, data: Any
) -> None:
    marked = np.zeros(STEMS, np.int32)
    start, end, value, part, background = boundaries.summary_interval(
        *a.arrays, b.arrays[0], marked, weighed(weight), match, bonus
    )
    words = set(b.stems)
    rate = Rates(match, min(max(share(a.stems, words, weight), 0.05), match - 0.1))
    _, _, expected = best(a, 0, len(a.stems), words, weight, rate, Bonus(bonus, 1.0, 0.0))
    assert value == pytest.approx(expected, abs=1e-6)
    if a.stems:
        assert score(a, start, end, words, weight, rate, Bonus(bonus, 1.0, 0.0)) == pytest.approx(expected, abs=1e-6)
    assert part == pytest.approx(share(a.stems[start:end], words, weight))
    assert background == pytest.approx(rate.background)
    taken = np.array([bool(data and data.draw(st.booleans())) for _ in a.stems], np.bool_)
    left = boundaries.left_over(a.arrays[0], start, end, b.arrays[0], taken, marked, weighed(weight), match, background)
    free = [k for k in range(start, end) if not taken[k]]
    alone = [score(a, k, k + 1, words, weight, rate, Bonus(0.0, 0.0, 0.0)) for k in free]
    assert left == pytest.approx(sum(alone), abs=1e-6)
    assert not marked.any()


@given(texts(), texts(), st.data())
def test_explained_words_stand_on_both_sides_of_a_block(a: Text, b: Text, data: st.DataObject) -> None:
    edges = st.tuples(*[st.integers(0, len(one.stems)) for one in (a, a, b, b)])
    blocks = [(*sorted(e[:2]), *sorted(e[2:])) for e in data.draw(st.lists(edges, max_size=3))]
    marked = np.zeros(STEMS, np.int32)
    found = boundaries.mark_explained(a.arrays[0], b.arrays[0], np.array(blocks, np.int32).reshape(-1, 4), marked)
    told = {k for a0, a1, b0, b1 in blocks for k in range(a0, a1) if a.stems[k] in b.stems[b0:b1]}
    assert set(np.flatnonzero(found).tolist()) == told
    assert not marked.any()


@given(texts(1), texts(), weights, st.integers(1, 16), st.data())
def test_the_densest_window_explains_most_of_the_weight(
    a: Text, b: Text, weight: list[float], width: int, data: Any
) -> None:
    first = data.draw(st.integers(0, len(a.stems) - 1))
    last = data.draw(st.integers(first + 1, len(a.stems)))
    left, right = nothing(), nothing()
    found = boundaries.densest_window(a.arrays[0], first, last, b.arrays[0], width, weighed(weight), left, right)
    part = a.stems[first:last]
    windows = [set(b.stems[max(0, k - width) : k]) for k in range(len(b.stems) + 1)]
    assert found == pytest.approx(max(share(part, window, weight) for window in windows), abs=1e-6)
    assert not left.any()
    assert not right.any()
