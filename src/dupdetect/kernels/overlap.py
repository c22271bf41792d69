"""Shingle sets side by side: how many two texts share, exactly."""

from __future__ import annotations

from typing import Any

import numpy as np

from dupdetect.kernels.compiled import compiled
from dupdetect.kernels.sketch import distinct_sampled, hash_shingles, longest
from dupdetect.kernels.vector import SLACK
from dupdetect.kernels.words import hash_words


@compiled
def shingle_sets(buffer: Any, offsets: Any, alphabet: Any, size: int, sets: Any, ends: Any) -> None:
    """Write the distinct shingles of each article of a batch, one after the other; `ends[i + 1]` is where set i ends.

    Room as for `sign`; `sets` needs half as many places as the articles have bytes, and one more each.
    """
    if len(buffer) < offsets[-1] + SLACK:
        raise ValueError("the buffer ends without slack")
    most = longest(offsets)
    folded, masks = np.empty(most + 2 * SLACK, np.uint8), np.empty(most // 64 + 1, np.uint64)
    words, shingles = np.empty(most // 2 + 1, np.uint64), np.empty(most // 2 + 1, np.uint64)
    table = np.empty(2 * most + 64, np.int32)
    ends[0] = 0
    for i in range(len(offsets) - 1):
        count = hash_words(buffer, offsets[i], offsets[i + 1] - offsets[i], alphabet, folded, masks, words)
        count = hash_shingles(words, count, size, shingles)
        ends[i + 1] = ends[i] + distinct_sampled(shingles, count, 1, table, sets[ends[i] :])


@compiled
def intersections(sets: Any, ends: Any, lefts: Any, rights: Any, shared: Any) -> None:
    """Count what the sets `lefts[i]` and `rights[i]` share; pairs with the same left one stand together."""
    most = 0
    for i in range(len(ends) - 1):
        most = max(most, ends[i + 1] - ends[i])
    size = 64
    while size < 2 * most:
        size *= 2
    table, stamps = np.empty(size, np.uint64), np.zeros(size, np.int64)
    current = -1
    for i in range(len(lefts)):
        if lefts[i] != current:
            current = lefts[i]
            for k in range(ends[current], ends[current + 1]):
                slot = np.int64(sets[k] >> np.uint64(32)) & (size - 1)
                while stamps[slot] == i + 1:
                    slot = (slot + 1) & (size - 1)
                stamps[slot] = i + 1
                table[slot] = sets[k]
            stamp = i + 1
        shared[i] = 0
        for k in range(ends[rights[i]], ends[rights[i] + 1]):
            slot = np.int64(sets[k] >> np.uint64(32)) & (size - 1)
            while stamps[slot] == stamp:
                if table[slot] == sets[k]:
                    shared[i] += 1
                    break
                slot = (slot + 1) & (size - 1)
