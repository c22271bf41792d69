"""Words to fingerprints: shingle hashes, MinHash signatures and passage keys, in one sweep over a batch of articles."""

from __future__ import annotations

from typing import Any

import numpy as np

from dupdetect.kernels import by_numpy
from dupdetect.kernels.compiled import compile_kernel
from dupdetect.kernels.mixing import U32, U64, mix_bits
from dupdetect.kernels.vector import SLACK, least_of
from dupdetect.kernels.words import hash_words

_ROLL = U64(0x9FB21C651E98DF25)
_least_of_128 = least_of(128)
_least_of_16 = least_of(16)


@compile_kernel
def hash_shingles(words: Any, count: int, size: int, hashes: Any) -> int:
    """Hash each run of `size` of the first `count` words; a shorter text is one shingle. Returns how many.

    A rolling polynomial in the word hashes (Karp & Rabin 1987), whose bits are mixed at the end.
    """
    if count == 0:
        return 0
    rolling = U64(0)
    if count < size:
        for i in range(count):
            rolling = rolling * _ROLL + words[i]
        hashes[0] = mix_bits(rolling ^ U64(count))
        return 1
    leaving = U64(1)
    for i in range(size):
        leaving *= _ROLL
        rolling = rolling * _ROLL + words[i]
    hashes[0] = mix_bits(rolling)
    for i in range(size, count):
        rolling = rolling * _ROLL + words[i] - words[i - size] * leaving
        hashes[i - size + 1] = mix_bits(rolling)
    return count - size + 1


@compile_kernel
def minhash(shingles: Any, count: int, a: Any, b: Any, low: Any, signature: Any) -> None:
    """Classic MinHash, equal to datasketch's `affine32` scheme over the low 32 bits of each shingle hash.

    min over shingles of a * fmix32(h) + b mod 2^32, with murmur3's finaliser fmix32 (Broder 1997). The signature is a
    multiple of 16 long; `low` is room for `count` uint32.
    """
    for i in range(count):
        h = U32(shingles[i])
        h = U32(h ^ (h >> U32(16)))
        h = U32(h * U32(0x85EBCA6B))
        h = U32(h ^ (h >> U32(13)))
        h = U32(h * U32(0xC2B2AE35))
        low[i] = U32(h ^ (h >> U32(16)))
    lane = 0
    while lane + 128 <= len(signature):
        _least_of_128(low, count, a, b, lane, signature)
        lane += 128
    while lane < len(signature):
        _least_of_16(low, count, a, b, lane, signature)
        lane += 16


@compile_kernel
def hash_stream(words: Any, count: int) -> Any:
    """One hash of the first `count` words in their order."""
    value = U64(0)
    for i in range(count):  # the steps are independent, unlike those of a polynomial
        value += words[i] * (U64(2 * i + 1) * _ROLL)
    return mix_bits(value ^ U64(count))


@compile_kernel
def distinct_sampled(shingles: Any, count: int, sample: int, table: Any, keys: Any) -> int:
    """Write the distinct shingles whose hash is in the sample to `keys`, by first occurrence; returns how many.

    `table` is room for a hash table with open addressing: int32, at least the first power of two from 64 on that is at
    least twice `count`.
    """
    kept = 0
    last = 64
    while last < 2 * count:
        last *= 2
    last -= 1
    table[: last + 1] = -1
    for i in range(count):
        key = shingles[i]
        if sample > 1 and key % U64(sample) != U64(0):
            continue
        slot = np.int64(key >> U64(32)) & last
        while table[slot] >= 0 and keys[table[slot]] != key:
            slot = (slot + 1) & last
        if table[slot] < 0:
            table[slot] = kept
            keys[kept] = key
            kept += 1
    return kept


@compile_kernel
def longest(offsets: Any) -> int:
    """Bytes of the longest article of a batch."""
    most = 0
    for i in range(len(offsets) - 1):
        most = max(most, offsets[i + 1] - offsets[i])
    return most


@compile_kernel
def sign(
    buffer: Any, offsets: Any, alphabet: Any, size: int, a: Any, b: Any,
    signatures: Any, texts: Any, counts: Any,
) -> None:  # fmt: skip
    """Sign the articles `buffer[offsets[i]:offsets[i + 1]]` over shingles of `size` words.

    `buffer` is valid UTF-8 without odd characters (`words.ODD`), with `SLACK` bytes behind the last article.
    """
    if len(buffer) < offsets[-1] + SLACK:
        raise ValueError("the buffer ends without slack")
    most = longest(offsets)
    folded, masks = np.empty(most + 2 * SLACK, np.uint8), np.empty(most // 64 + 1, np.uint64)
    words, shingles = np.empty(most // 2 + 1, np.uint64), np.empty(most // 2 + 1, np.uint64)
    low = np.empty(most // 2 + 1, np.uint32)
    for i in range(len(offsets) - 1):
        count = hash_words(buffer, offsets[i], offsets[i + 1] - offsets[i], alphabet, folded, masks, words)
        counts[i] = count
        texts[i] = hash_stream(words, count)
        minhash(shingles, hash_shingles(words, count, size, shingles), a, b, low, signatures[i])


@compile_kernel
def fingerprint(
    buffer: Any, offsets: Any, alphabet: Any, sizes: Any, sample: int, a: Any, b: Any,
    signatures: Any, rewrites: Any, texts: Any, counts: Any, keys: Any, key_counts: Any,
) -> int:  # fmt: skip
    """As `sign`, and also signatures for rewrites and passage keys; returns the number of passage keys written.

    `sizes` holds the shingle sizes for near copies, rewrites and passages; `sample` keeps one passage key in so many.
    """
    if len(buffer) < offsets[-1] + SLACK:
        raise ValueError("the buffer ends without slack")
    most = longest(offsets)
    folded, masks = np.empty(most + 2 * SLACK, np.uint8), np.empty(most // 64 + 1, np.uint64)
    words, shingles = np.empty(most // 2 + 1, np.uint64), np.empty(most // 2 + 1, np.uint64)
    low, table = np.empty(most // 2 + 1, np.uint32), np.empty(2 * most + 64, np.int32)
    written = 0
    for i in range(len(offsets) - 1):
        count = hash_words(buffer, offsets[i], offsets[i + 1] - offsets[i], alphabet, folded, masks, words)
        counts[i] = count
        texts[i] = hash_stream(words, count)
        minhash(shingles, hash_shingles(words, count, sizes[0], shingles), a, b, low, signatures[i])
        minhash(shingles, hash_shingles(words, count, sizes[1], shingles), a, b, low, rewrites[i])
        count = hash_shingles(words, count, sizes[2], shingles)
        key_counts[i] = distinct_sampled(shingles, count, sample, table, keys[written:])
        written += key_counts[i]
    return written


@compile_kernel
def sample_shingles(
    buffer: Any, offsets: Any, alphabet: Any, size: int, sample: int, keys: Any, key_counts: Any
) -> int:
    """Write the distinct shingles of each article whose hash is in the sample; returns the number of all.

    Room as for `fingerprint`; `sample` keeps one shingle in so many.
    """
    if len(buffer) < offsets[-1] + SLACK:
        raise ValueError("the buffer ends without slack")
    most = longest(offsets)
    folded, masks = np.empty(most + 2 * SLACK, np.uint8), np.empty(most // 64 + 1, np.uint64)
    words, shingles = np.empty(most // 2 + 1, np.uint64), np.empty(most // 2 + 1, np.uint64)
    table = np.empty(2 * most + 64, np.int32)
    written = 0
    for i in range(len(offsets) - 1):
        count = hash_words(buffer, offsets[i], offsets[i + 1] - offsets[i], alphabet, folded, masks, words)
        count = hash_shingles(words, count, size, shingles)
        key_counts[i] = distinct_sampled(shingles, count, sample, table, keys[written:])
        written += key_counts[i]
    return written


@hash_shingles.as_plain
def _hash_shingles(words: Any, count: int, size: int, hashes: Any) -> int:
    return by_numpy.hash_shingles(words, count, size, _ROLL, mix_bits, hashes)


@minhash.as_plain
def _minhash(shingles: Any, count: int, a: Any, b: Any, low: Any, signature: Any) -> None:
    low[:count] = by_numpy.finish_murmur(shingles[:count])
    for lane in range(0, len(signature), 16):
        _least_of_16(low, count, a, b, lane, signature)
