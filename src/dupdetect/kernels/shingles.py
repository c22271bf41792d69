"""Word numbers to sorted shingles, so that one pass over two texts finds what they share."""

from __future__ import annotations

from typing import Any

import numpy as np

from dupdetect.kernels.compiled import compile_kernel
from dupdetect.kernels.mixing import U64
from dupdetect.kernels.order import sorted_by_bits

_ROLL = U64(0x9E3779B97F4A7C15)
_HALF = U64(32)
_LOWER = U64(0xFFFFFFFF)


@compile_kernel
def shingles(words: Any, size: int) -> Any:
    """The hashes of all runs of `size` words, ascending, and where each begins, likewise among equals."""
    count = max(0, len(words) - size + 1)
    hashes, keys = np.empty(count, np.uint64), np.empty(count, np.uint64)
    for i in range(count):
        value = U64(0)
        for k in range(size):
            value = value * _ROLL + U64(words[i + k]) + U64(1)
        hashes[i] = value
        keys[i] = (value >> _HALF) << _HALF | U64(i)
    keys = sorted_by_bits(keys, np.empty(count, np.uint64), 32, 64)
    order_equal_halves(keys, hashes)
    ordered, places = np.empty(count, np.uint64), np.empty(count, np.int32)
    for i in range(count):
        places[i] = np.int32(keys[i] & _LOWER)
        ordered[i] = hashes[places[i]]
    return ordered, places


@shingles.as_plain
def _shingles(words: Any, size: int) -> Any:
    count = max(0, len(words) - size + 1)
    hashes = np.zeros(count, np.uint64)
    for step in range(size):
        hashes = hashes * _ROLL + words[step : step + count].astype(np.uint64) + U64(1)
    places = np.argsort(hashes, kind="stable").astype(np.int32)
    return hashes[places], places


@compile_kernel
def order_equal_halves(keys: Any, hashes: Any) -> None:
    """Sort keys by whole hashes; they come sorted by the upper halves.

    A key holds the upper half of a hash and, as its lower half, the hash's place in `hashes`. Runs of equal upper
    halves are sorted by the lower halves of the hashes.
    """
    first = 0
    for i in range(1, len(keys) + 1):
        if i < len(keys) and keys[i] >> _HALF == keys[first] >> _HALF:
            continue
        if i - first > 1:
            for k in range(first, i):
                keys[k] = (hashes[np.int64(keys[k] & _LOWER)] & _LOWER) << _HALF | (keys[k] & _LOWER)
            keys[first:i] = np.sort(keys[first:i])
        first = i
