"""The exact number of shingles that two texts share.

Words are hashed under a key that each process draws anew, so two words collide with a chance of 2^-64. This holds even
for words that somebody chose to collide in fingerprints, whose hashes are the same everywhere.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from dupdetect.kernels.compiled import compile_kernel, inline_kernel
from dupdetect.kernels.mixing import U64, mix_bits
from dupdetect.kernels.sketch import distinct_sampled, hash_shingles, longest
from dupdetect.kernels.vector import SLACK, load64, trailing_zeros
from dupdetect.kernels.words import fold

_ALL = U64(0xFFFFFFFFFFFFFFFF)


@inline_kernel
def hash_under_key(folded: Any, start: int, end: int, key: Any) -> Any:
    """Hash the word `folded[start:end]`, eight bytes at a time; no byte of a word is 0."""
    value = key
    while end - start > 8:
        value = mix_bits(value ^ load64(folded, start))
        start += 8
    return mix_bits(value ^ (load64(folded, start) & (_ALL >> U64(8 * (8 - end + start)))))


@compile_kernel
def hash_words_under_key(
    buffer: Any, start: int, size: int, alphabet: Any, key: Any, folded: Any, masks: Any, hashes: Any
) -> int:
    """As `words.hash_words`, under a key."""
    fold(buffer, start, size, alphabet, folded, masks)
    count = begin = 0
    inside = U64(0)
    for k in range((size + 63) >> 6):
        mask = masks[k]
        edges = mask ^ ((mask << U64(1)) | inside)
        inside = mask >> U64(63)
        while edges != U64(0):
            bit = trailing_zeros(edges)
            edges &= edges - U64(1)
            if (mask >> U64(bit)) & U64(1):
                begin = 64 * k + bit
            else:
                hashes[count] = hash_under_key(folded, begin, 64 * k + bit, key)
                count += 1
    if inside != U64(0):
        hashes[count] = hash_under_key(folded, begin, size, key)
        count += 1
    return count


@compile_kernel
def shingle_sets(buffer: Any, offsets: Any, alphabet: Any, size: int, key: Any, sets: Any, ends: Any) -> None:
    """Write the distinct shingles of each article of a batch, one after the other; `ends[i + 1]` is where set i ends.

    `key` is a secret uint64. Room as for `sign`; `sets` needs half as many places as the articles have bytes, and one
    more for each article.
    """
    if len(buffer) < offsets[-1] + SLACK:
        raise ValueError("the buffer ends without slack")
    most = longest(offsets)
    folded, masks = np.empty(most + 2 * SLACK, np.uint8), np.empty(most // 64 + 1, np.uint64)
    words, shingles = np.empty(most // 2 + 1, np.uint64), np.empty(most // 2 + 1, np.uint64)
    table = np.empty(2 * most + 64, np.int32)
    ends[0] = 0
    for i in range(len(offsets) - 1):
        length = offsets[i + 1] - offsets[i]
        count = hash_words_under_key(buffer, offsets[i], length, alphabet, key, folded, masks, words)
        count = hash_shingles(words, count, size, shingles)
        ends[i + 1] = ends[i] + distinct_sampled(shingles, count, 1, table, sets[ends[i] :])


@compile_kernel
def intersections(sets: Any, ends: Any, lefts: Any, rights: Any, shared: Any) -> None:
    """Count the shingles that the sets `lefts[i]` and `rights[i]` share; pairs with equal left sets stand together."""
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
