"""Where a passage begins and ends: best-sum intervals over the words of each side (Kadane 1984; Bentley 1984).

Sums of float32 weights are float64, as numba makes them; `float` says so to plain Python as well.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from dupdetect.kernels import by_numpy
from dupdetect.kernels.compiled import compile_kernel


@compile_kernel
def best_interval(
    stems: Any,
    breaks: Any,
    low: int,
    high: int,
    marked: Any,
    weights: Any,
    match: float,
    background: float,
    paragraph: float,
    sentence: float,
    line: float,
) -> Any:
    """The interval of `stems[low:high]` with the best log-likelihood ratio, as (start, end, score).

    A word whose stem is marked adds log(match / background), any other adds log((1 - match) / (1 - background)), each
    times the stem's weight. An edge at a break adds the bonus of that break.
    """
    hit = math.log(match / background)
    miss = math.log((1 - match) / (1 - background))
    best = -1e9
    best_start, best_end = low, high
    opening = -1e9
    start = low
    total = 0.0
    for k in range(low, high):
        bonus = paragraph if breaks[k] >= 3 else sentence if breaks[k] == 2 else line if breaks[k] == 1 else 0.0
        if bonus - total > opening:
            opening = bonus - total
            start = k
        total += float(weights[stems[k]]) * (hit if marked[stems[k]] > 0 else miss)
        after = breaks[k + 1]
        bonus = paragraph if after >= 3 else sentence if after == 2 else line if after == 1 else 0.0
        if total + opening + bonus > best:
            best = total + opening + bonus
            best_start, best_end = start, k + 1
    return best_start, best_end, best


@compile_kernel
def matched_share(stems: Any, start: int, end: int, marked: Any, weights: Any) -> float:
    """The share of the weight of `stems[start:end]` that belongs to marked stems; 0.5 if there is no weight."""
    hit = 0.0
    total = 0.0
    for k in range(start, end):
        total += float(weights[stems[k]])
        if marked[stems[k]] > 0:
            hit += float(weights[stems[k]])
    return hit / total if total > 0 else 0.5


@compile_kernel
def edges(own: Any, start: int, end: int, partner: Any, marked: Any, weights: Any, rates: Any) -> Any:
    """Where `start:end` of an article best begins and ends, given the stems of its partner; and the score.

    `own` is (stems, breaks); `rates` is (window, background, bonus, line, floor, ceiling): how far an edge may move,
    the share of words that unrelated texts have in common, the bonus of an edge at a sentence end and at a line break,
    and the bounds of the match rate, which is measured on the stretch. `marked` is a work array, zero before and after.
    """
    stems, breaks = own
    window, background, bonus, line, floor, ceiling = rates
    for k in range(len(partner)):
        marked[partner[k]] += 1
    match = min(max(matched_share(stems, start, end, marked, weights), floor), ceiling)
    common = max(min(background, match - 0.15), 0.02)
    low, high = max(0, start - window), min(len(stems), end + window)
    best = best_interval(stems, breaks, low, high, marked, weights, match, common, bonus, bonus, line)
    for k in range(len(partner)):
        marked[partner[k]] = 0
    return best


@compile_kernel
def refine_edges(a: Any, b: Any, block: Any, marked: Any, weights: Any, rates: Any) -> Any:
    """Refine the edges of `block` = (a0, a1, b0, b1) on both sides, each by the words of the other.

    The second side is compared with the refined first side, so both orders are tried and the better one is taken.
    `a` and `b` are (stems, breaks), `rates` as for `edges`. Returns the four edges and the score of both sides.
    """
    a0, a1, score_a = edges(a, block[0], block[1], b[0][block[2] : block[3]], marked, weights, rates)
    b0, b1, score_b = edges(b, block[2], block[3], a[0][a0:a1], marked, weights, rates)
    d0, d1, score_d = edges(b, block[2], block[3], a[0][block[0] : block[1]], marked, weights, rates)
    c0, c1, score_c = edges(a, block[0], block[1], b[0][d0:d1], marked, weights, rates)
    if score_c + score_d > score_a + score_b:
        return c0, c1, d0, d1, score_c + score_d
    return a0, a1, b0, b1, score_a + score_b


@compile_kernel
def bag_cosine(
    stems_a: Any, a0: int, a1: int, stems_b: Any, b0: int, b1: int, weights: Any, left: Any, right: Any
) -> float:
    """Cosine of the weighted word counts of two stretches; `left`, `right` are zero work arrays over all stems."""
    for k in range(a0, a1):
        left[stems_a[k]] += 1
    for k in range(b0, b1):
        right[stems_b[k]] += 1
    norm_a = norm_b = product = 0.0
    for k in range(a0, a1):
        stem = stems_a[k]
        if left[stem] > 0:
            square = weights[stem] * weights[stem]
            norm_a += float(left[stem] * left[stem] * square)
            product += float(left[stem] * right[stem] * square)
            left[stem] = 0
    for k in range(b0, b1):
        stem = stems_b[k]
        if right[stem] > 0:
            norm_b += float(right[stem] * right[stem] * weights[stem] * weights[stem])
            right[stem] = 0
    return product / math.sqrt(norm_a * norm_b) if norm_a > 0 and norm_b > 0 else 0.0


@compile_kernel
def summary_interval(
    stems_a: Any, breaks_a: Any, stems_b: Any, marked: Any, weights: Any, match: float, bonus: float
) -> Any:
    """The stretch of A with far more words in B than A as a whole: (start, end, score, share, rate).

    `share` is the share of its weight that stands in B, and `rate` that of all of A, which serves as background.
    """
    for k in range(len(stems_b)):
        marked[stems_b[k]] = 1
    rate = matched_share(stems_a, 0, len(stems_a), marked, weights)
    background = min(max(rate, 0.05), match - 0.1)
    start, end, score = best_interval(
        stems_a, breaks_a, 0, len(stems_a), marked, weights, match, background, bonus, 1.0, 0.0
    )
    share = matched_share(stems_a, start, end, marked, weights)
    for k in range(len(stems_b)):
        marked[stems_b[k]] = 0
    return start, end, score, share, background


@compile_kernel
def mark_explained(stems_a: Any, stems_b: Any, blocks: Any, marked: Any) -> Any:
    """Mark the words of A that one of `blocks` (rows a0, a1, b0, b1) holds on both sides."""
    explained = np.zeros(len(stems_a), np.bool_)
    for row in range(len(blocks)):
        for k in range(blocks[row, 2], blocks[row, 3]):
            marked[stems_b[k]] = 1
        for k in range(blocks[row, 0], blocks[row, 1]):
            explained[k] = explained[k] or marked[stems_a[k]] > 0
        for k in range(blocks[row, 2], blocks[row, 3]):
            marked[stems_b[k]] = 0
    return explained


@compile_kernel
def left_over(
    stems_a: Any, start: int, end: int, stems_b: Any, taken: Any, marked: Any, weights: Any, match: float, rate: float
) -> float:
    """The log-likelihood ratio, `match` against `rate`, that the words `start:end` of A not yet `taken` stand in B."""
    for k in range(len(stems_b)):
        marked[stems_b[k]] = 1
    hit = math.log(match / rate)
    miss = math.log((1 - match) / (1 - rate))
    score = 0.0
    for k in range(start, end):
        if not taken[k]:
            score += float(weights[stems_a[k]]) * (hit if marked[stems_a[k]] > 0 else miss)
    for k in range(len(stems_b)):
        marked[stems_b[k]] = 0
    return score


@compile_kernel
def densest_window(
    stems_a: Any, a0: int, a1: int, stems_b: Any, width: int, weights: Any, left: Any, right: Any
) -> float:
    """The largest share of the weight of `stems_a[a0:a1]` that a window of `width` words of B holds."""
    total = 0.0
    for k in range(a0, a1):
        left[stems_a[k]] += 1
        total += float(weights[stems_a[k]])
    now = best = 0.0
    for k in range(len(stems_b)):
        stem = stems_b[k]
        if left[stem] > 0:
            if right[stem] == 0:
                now += float(left[stem] * weights[stem])
            right[stem] += 1
        if k >= width:
            stem = stems_b[k - width]
            if left[stem] > 0:
                right[stem] -= 1
                if right[stem] == 0:
                    now -= float(left[stem] * weights[stem])
        best = max(best, now)
    for k in range(len(stems_b)):
        right[stems_b[k]] = 0
    for k in range(a0, a1):
        left[stems_a[k]] = 0
    return best / max(total, 1e-9)


matched_share.as_plain(by_numpy.measure_share)
best_interval.as_plain(by_numpy.find_best_interval)
