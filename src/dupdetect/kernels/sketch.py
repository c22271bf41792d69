"""Text to fingerprints: words, shingle hashes, MinHash signatures and passage keys in one sweep over UTF-8."""

from __future__ import annotations

from typing import Any

import numpy as np

from dupdetect.kernels.compiled import compiled, inlined

U64 = np.uint64
U32 = np.uint32
_WORD = U64(0x100000001B3)
_ROLL = U64(0x9FB21C651E98DF25)
_MIX = U64(0xD6E8FEB86659FD93)


@inlined
def mixed(x: Any) -> Any:
    """Spread the bits of a 64-bit number over all of it."""
    x ^= x >> U64(32)
    x *= _MIX
    x ^= x >> U64(32)
    x *= _MIX
    x ^= x >> U64(32)
    return x


@compiled
def hash_words(buffer: Any, start: int, end: int, letters: Any, hashes: Any) -> int:
    """Hash each word of valid UTF-8 `buffer[start:end]` into `hashes`; returns how many there are.

    A word is a maximal run of code points c with `letters[c]`. `hashes` must hold (end - start) // 2 + 1 values.
    """
    count = 0
    value = U64(0)
    inside = False
    at = start
    while at < end:
        first = np.int64(buffer[at])
        if first < 0x80:
            point, width = first, 1
        elif first < 0xE0:
            point, width = first & 0x1F, 2
        elif first < 0xF0:
            point, width = first & 0x0F, 3
        else:
            point, width = first & 0x07, 4
        for step in range(1, width):
            point = (point << 6) | (np.int64(buffer[at + step]) & 0x3F)
        at += width
        if letters[point]:
            value = (value + U64(point) + U64(1)) * _WORD
            inside = True
        elif inside:
            hashes[count] = mixed(value)
            count += 1
            value = U64(0)
            inside = False
    if inside:
        hashes[count] = mixed(value)
        count += 1
    return count


@compiled
def hash_shingles(words: Any, count: int, size: int, hashes: Any) -> int:
    """Hash each run of `size` of the first `count` words; a shorter text is one shingle. Returns how many."""
    if count == 0:
        return 0
    rolling = U64(0)
    if count < size:
        for i in range(count):
            rolling = rolling * _ROLL + words[i]
        hashes[0] = mixed(rolling ^ U64(count))
        return 1
    leaving = U64(1)
    for i in range(size):
        leaving *= _ROLL
        rolling = rolling * _ROLL + words[i]
    hashes[0] = mixed(rolling)
    for i in range(size, count):
        rolling = rolling * _ROLL + words[i] - words[i - size] * leaving
        hashes[i - size + 1] = mixed(rolling)
    return count - size + 1


@compiled
def minhash(shingles: Any, count: int, a: Any, b: Any, signature: Any) -> None:
    """Classic MinHash, equal to datasketch's `affine32` scheme over the low 32 bits of each shingle hash.

    min over shingles of a * fmix32(h) + b mod 2^32, with murmur3's finaliser fmix32 (Broder 1997).
    """
    for j in range(len(signature)):
        signature[j] = U32(0xFFFFFFFF)
    for i in range(count):
        h = U32(shingles[i])
        h = U32(h ^ (h >> U32(16)))
        h = U32(h * U32(0x85EBCA6B))
        h = U32(h ^ (h >> U32(13)))
        h = U32(h * U32(0xC2B2AE35))
        h = U32(h ^ (h >> U32(16)))
        for j in range(len(signature)):
            signature[j] = min(signature[j], U32(a[j] * h + b[j]))


@compiled
def distinct_sampled(shingles: Any, count: int, sample: int, keys: Any) -> int:
    """Put the distinct shingles whose hash falls into the sample into `keys`, ascending; returns how many."""
    kept = 0
    for i in range(count):
        if shingles[i] % U64(sample) == U64(0):
            keys[kept] = shingles[i]
            kept += 1
    keys[:kept].sort()
    last = 0
    for i in range(kept):
        if i == 0 or keys[i] != keys[i - 1]:
            keys[last] = keys[i]
            last += 1
    return last


@compiled
def fingerprint(
    buffer: Any,
    offsets: Any,
    letters: Any,
    sizes: Any,
    sample: int,
    a: Any,
    b: Any,
    signatures: Any,
    rewrites: Any,
    texts: Any,
    counts: Any,
    keys: Any,
    key_counts: Any,
) -> int:
    """Fingerprint the articles `buffer[offsets[i]:offsets[i + 1]]` of a batch; returns the passage keys written.

    `sizes` holds the shingle sizes for near copies, rewrites and passages; `sample` keeps one passage key in so many.
    """
    longest = 0
    for i in range(len(offsets) - 1):
        longest = max(longest, offsets[i + 1] - offsets[i])
    words = np.empty(longest // 2 + 2, np.uint64)
    shingles = np.empty(longest // 2 + 2, np.uint64)
    written = 0
    for i in range(len(offsets) - 1):
        count = hash_words(buffer, offsets[i], offsets[i + 1], letters, words)
        counts[i] = count
        whole = U64(count)
        for w in range(count):
            whole = mixed(whole * _ROLL + words[w])
        texts[i] = whole
        minhash(shingles, hash_shingles(words, count, sizes[0], shingles), a, b, signatures[i])
        minhash(shingles, hash_shingles(words, count, sizes[1], shingles), a, b, rewrites[i])
        count = hash_shingles(words, count, sizes[2], shingles)
        key_counts[i] = distinct_sampled(shingles, count, sample, keys[written:])
        written += key_counts[i]
    return written
