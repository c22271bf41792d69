"""Paraphrases without common wording: chains of sentences with weak similarity that keep their order."""

from __future__ import annotations

from typing import Any

import numpy as np

from dupdetect.kernels import by_numpy
from dupdetect.kernels.compiled import compile_kernel

SPOKEN = 0.5
"""The cosine above which two quoted sentences count as the same speech."""

ROUNDING = 1e-3
"""Slack of an upper bound: far more than sums of sentences' gains can be off."""

_START, _BOTH, _DOWN, _RIGHT, _SKIP_DOWN, _SKIP_RIGHT = 0, 1, 2, 3, 4, 5


@compile_kernel
def mark_speech(firsts: Any, quoted: Any) -> Any:
    """Mark the sentences that stand mostly inside quotation marks."""
    speech = np.zeros(len(firsts) - 1, np.bool_)
    for i in range(len(speech)):
        inside = 0
        for k in range(firsts[i], firsts[i + 1]):
            inside += quoted[k]
        speech[i] = 2 * inside > firsts[i + 1] - firsts[i]
    return speech


@compile_kernel
def gains(a: Any, b: Any, pairs: Any, cosine: Any, floor: Any, ceiling: Any, full: int, least: float) -> Any:
    """The gain of pairing each sentence of A with each of B, for `best_chain`; no rows if no chain can reach `least`.

    `a` and `b` are (first word of each sentence, which words are quoted). Pairs of sentences, given as rows (i, j)
    with their `cosine`, gain the cosine, at most `ceiling`, less `floor`; a positive gain shrinks in proportion below
    `full` words. All other pairs gain minus `floor`. Speech that resembles speech by more than `SPOKEN` is no evidence,
    because both may quote it; it counts as a cosine of 0.
    """
    worths, total = gains_of_pairs(a, b, pairs, cosine, floor, ceiling, full), 0.0
    for row in range(len(pairs)):
        if worths[row] > 0:
            total += float(worths[row])
    if total < least:
        return np.empty((0, 0), np.float32)
    worth_of_pairs = np.full((len(a[0]) - 1, len(b[0]) - 1), -floor, np.float32)
    for row in range(len(pairs)):
        worth_of_pairs[pairs[row, 0], pairs[row, 1]] = worths[row]
    return worth_of_pairs


@compile_kernel
def gains_of_pairs(a: Any, b: Any, pairs: Any, cosine: Any, floor: Any, ceiling: Any, full: int) -> Any:
    """The gain of each row of `pairs`, as `gains` has them."""
    (firsts_a, quoted_a), (firsts_b, quoted_b) = a, b
    spoken_a, spoken_b = np.zeros(len(firsts_a) - 1, np.bool_), np.zeros(len(firsts_b) - 1, np.bool_)
    if (cosine > SPOKEN).any():
        spoken_a, spoken_b = mark_speech(firsts_a, quoted_a), mark_speech(firsts_b, quoted_b)
    worths = np.empty(len(pairs), np.float32)
    for row in range(len(pairs)):
        i, j = pairs[row, 0], pairs[row, 1]
        speech = spoken_a[i] and spoken_b[j] and cosine[row] > SPOKEN
        worths[row] = (np.float32(0) if speech else min(cosine[row], ceiling)) - floor
        if worths[row] > 0:
            length = min(firsts_a[i + 1] - firsts_a[i], firsts_b[j + 1] - firsts_b[j])
            worths[row] = float(worths[row]) * min(1.0, length / full)
    return worths


@compile_kernel
def best_chain(gains: Any, skip: float) -> Any:
    """The best local alignment of the rows and columns of `gains`, as rows (i, j) in order, and its score.

    Smith & Waterman (1981) over sentences: `gains[i, j]` is the gain of pairing sentences i and j, negative for
    dissimilar ones; skipping a sentence costs `skip`. A sentence may pair with several neighbours, as it does when it
    was split or merged.
    """
    n, m = gains.shape
    moves = np.zeros((n + 1, m + 1), np.uint8)
    above = np.zeros(m + 1)
    best, best_i, best_j = 0.0, 0, 0
    for i in range(1, n + 1):
        row = np.zeros(m + 1)
        for j in range(1, m + 1):
            gain = float(gains[i - 1, j - 1])
            value, move = 0.0, _START
            if above[j - 1] + gain > value:
                value, move = above[j - 1] + gain, _BOTH
            if above[j] + gain > value:
                value, move = above[j] + gain, _DOWN
            if row[j - 1] + gain > value:
                value, move = row[j - 1] + gain, _RIGHT
            if above[j] - skip > value:
                value, move = above[j] - skip, _SKIP_DOWN
            if row[j - 1] - skip > value:
                value, move = row[j - 1] - skip, _SKIP_RIGHT
            row[j] = value
            moves[i, j] = move
            if value > best:
                best, best_i, best_j = value, i, j
        above = row
    pairs = np.empty((best_i + best_j, 2), np.int32)
    count = 0
    i, j = best_i, best_j
    while i > 0 and j > 0 and moves[i, j] != _START:
        move = moves[i, j]
        if move <= _RIGHT:
            pairs[count, 0], pairs[count, 1] = i - 1, j - 1
            count += 1
        if move != _RIGHT and move != _SKIP_RIGHT:
            i -= 1
        if move != _DOWN and move != _SKIP_DOWN:
            j -= 1
    return pairs[:count][::-1].copy(), best


@compile_kernel
def may_chain(sentences_a: int, sentences_b: int, fewest: int, cells: int, floor: float) -> Any:
    """Whether to look for a chain: the texts are neither too short to show an order nor too long."""
    return floor > 0 and min(sentences_a, sentences_b) >= fewest and sentences_a * sentences_b <= cells


@compile_kernel
def share_of_words(firsts: Any, sentences: Any) -> Any:
    """The share of the words of a text that some of its sentences hold, however often these are named."""
    chosen = np.zeros(len(firsts), np.bool_)
    words = 0
    for k in range(len(sentences)):
        i = sentences[k]
        if not chosen[i]:
            chosen[i] = True
            words += firsts[i + 1] - firsts[i]
    return words / max(firsts[-1], 1)


@compile_kernel
def may_convince(pairs: Any, firsts_a: Any, firsts_b: Any, score: float, bounds: Any) -> Any:
    """Whether a chain covers enough of two texts for a retelling or a summary, if their facts agree.

    `bounds` is (retold share, condensed share, chain score, chain share, summary share).
    """
    retold, condensed, least, most_of_both, summary = bounds
    share_a, share_b = share_of_words(firsts_a, pairs[:, 0]), share_of_words(firsts_b, pairs[:, 1])
    if firsts_a[-1] == firsts_b[-1]:
        shorter = max(share_a, share_b)
    else:
        shorter = share_a if firsts_a[-1] < firsts_b[-1] else share_b
    if shorter >= condensed or min(share_a, share_b) >= retold:
        return True
    return score >= least and (shorter >= summary or min(share_a, share_b) >= most_of_both)


@compile_kernel
def may_score(pairs: Any, worths: Any, floor: float, skip: float, least: float) -> Any:
    """Whether a chain may score `least`: an upper bound by the few cells with a gain of their own.

    All other cells lose `floor`, so that passing a sentence costs `skip` or half of that at least. `pairs` are rows
    (i, j) with i ascending, `worths` their gains.
    """
    cost, enough = min(skip, float(floor) / 2), least - ROUNDING
    order, scores, count, highest = np.empty(len(pairs), np.int64), np.empty(len(pairs)), 0, 0.0
    for row in range(len(pairs)):
        if worths[row] <= -floor:
            continue
        k = count  # in order of j as well
        while k > 0 and pairs[order[k - 1], 0] == pairs[row, 0] and pairs[order[k - 1], 1] > pairs[row, 1]:
            order[k] = order[k - 1]
            k -= 1
        order[k] = row
        count += 1
    for k in range(count):
        i, j, before = pairs[order[k], 0], pairs[order[k], 1], 0.0
        for earlier in range(k - 1, -1, -1):
            down = max(i - pairs[order[earlier], 0] - 1, 0)
            if down * cost >= highest:
                break
            right = j - pairs[order[earlier], 1]
            if right >= 0:
                before = max(before, scores[earlier] - cost * (down + max(right - 1, 0)))
        scores[k] = before + float(worths[order[k]])
        highest = max(highest, scores[k])
        if highest >= enough:
            return True
    return enough <= 0


mark_speech.as_plain(by_numpy.mark_speech)
