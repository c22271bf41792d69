"""Paraphrases without a common wording: chains of sentences that resemble each other weakly but keep their order."""

from __future__ import annotations

from typing import Any

import numpy as np

from dupdetect.kernels.compiled import compiled

_START, _BOTH, _DOWN, _RIGHT, _SKIP_DOWN, _SKIP_RIGHT = 0, 1, 2, 3, 4, 5


@compiled
def best_chain(gains: Any, skip: float) -> Any:
    """The best local alignment of the rows and columns of `gains`, as rows (i, j) in order, and its score.

    Smith & Waterman (1981) over sentences: `gains[i, j]` is what pairing sentences i and j is worth, negative for
    unlike ones; passing over a sentence costs `skip`. A sentence may pair with several neighbours, as when it was
    split or merged.
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
            scores = (above[j - 1] + gain, above[j] + gain, row[j - 1] + gain, above[j] - skip, row[j - 1] - skip)
            for way in range(5):
                if scores[way] > value:
                    value, move = scores[way], way + 1
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
