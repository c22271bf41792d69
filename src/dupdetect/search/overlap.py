"""Candidate pairs to verified ones: the exact number of word shingles that two texts share."""

from __future__ import annotations

import secrets

import numpy as np
from numpy.typing import NDArray

from dupdetect.kernels import overlap
from dupdetect.records.batches import Encoded, Folding
from dupdetect.settings import Fingerprinting

Ints = NDArray[np.int64]

_KEY = np.uint64(secrets.randbits(64))
"""The secret key of word hashes: with a known key, one could write words that collide with those of another text."""


def count_shared(
    batch: Encoded, lefts: Ints, rights: Ints, folding: Folding, settings: Fingerprinting
) -> tuple[Ints, Ints, Ints]:
    """The numbers of distinct shingles of `lefts[i]`, of `rights[i]`, and of both, for pairs of rows of a batch.

    Pairs with the same left row must stand together. From the three numbers follow the Jaccard similarity,
    both / (left + right - both), and the containment of either, both / left (Broder 1997).
    """
    sets, ends = collect_shingles(batch, folding, settings.shingle_words)
    both = np.empty(len(lefts), np.int64)
    with np.errstate(over="ignore"):
        overlap.intersections(sets, ends, lefts, rights, both)
    sizes = np.diff(ends)
    return sizes[lefts], sizes[rights], both


def collect_shingles(
    batch: Encoded, folding: Folding, size: int, key: int | None = None
) -> tuple[NDArray[np.uint64], Ints]:
    """The distinct shingles of `size` words of each row of a batch; those of row i are `sets[ends[i] : ends[i + 1]]`.

    A text of fewer words is one shingle. Equal shingles have equal hashes under one secret `key` of 64 bits; None takes
    that of this process.
    """
    rows = len(batch.offsets) - 1
    sets = np.empty(int(batch.offsets[-1]) // 2 + rows + 1, np.uint64)
    ends = np.empty(rows + 1, np.int64)
    with np.errstate(over="ignore"):
        overlap.shingle_sets(
            batch.buffer, batch.offsets, folding.alphabet, size, _KEY if key is None else np.uint64(key), sets, ends
        )
    return sets, ends
