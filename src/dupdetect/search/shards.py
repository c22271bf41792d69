"""The searches for rewrites and passages cut into shards, so that many machines can count what articles share.

Three rounds, each over plain arrays: a batch of articles writes its keys, cut by ranges of keys; a shard that holds all
keys of its range counts for each pair the keys that it shares there, cut by pairs; a shard that holds all counts of its
pairs sums them up. The pairs are those of `pair.candidates`, by the same caps. Articles have any numbers below 2^63.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from dupdetect.kernels import postings
from dupdetect.records.batches import Fingerprints

Numbers = NDArray[np.int64]

_SPREAD = np.uint64(0x9E3779B97F4A7C15)


class Postings(NamedTuple):
    """Keys, and the number of the article that holds each."""

    keys: NDArray[np.uint64]
    owners: Numbers


class Counts(NamedTuple):
    """Pairs of articles, the lower number first, and how many keys each shares."""

    low: Numbers
    high: Numbers
    shared: NDArray[np.int32]

    def where(self, chosen: NDArray[Any] | slice) -> Counts:
        """The rows that are chosen, by mask or by place."""
        return Counts(self.low[chosen], self.high[chosen], self.shared[chosen])


def rewrites(prints: Fingerprints, numbers: Numbers) -> Postings:
    """A key for each value of the signatures for rewrites of articles that have words."""
    worded = prints.counts > 0
    signatures = prints.rewrites[worded]
    keys = np.empty(signatures.size, np.uint64)
    with np.errstate(over="ignore"):  # kernels that are not compiled would warn
        postings.row_keys(signatures, keys)
    return Postings(keys, np.repeat(numbers[worded], signatures.shape[1]))


def passages(prints: Fingerprints, numbers: Numbers) -> Postings:
    """The passage keys of articles; they are hashes already."""
    return Postings(prints.keys, numbers[prints.owners])


def cut(some: Postings, shards: int, cap: int) -> Iterator[tuple[int, Postings]]:
    """The postings by shard, keys ascending; of a key that more than `cap` articles hold, no more than shows it."""
    order = np.argsort(some.keys, kind="stable")
    keys = some.keys[order]
    kept = np.empty(len(keys), np.bool_)
    postings.first_of_runs(keys, cap + 1, kept)
    keys, owners = keys[kept], some.owners[order[kept]]
    edges = np.array([(shard << 64) // shards for shard in range(1, shards)], np.uint64)
    for shard, part in _parts(np.searchsorted(keys, edges), len(keys)):
        yield shard, Postings(keys[part], owners[part])


def counted(some: Postings, cap: int) -> tuple[Counts, int]:
    """The pairs of articles that share keys, and how many keys were left out because more than `cap` hold them.

    Args:
        some: all postings of a shard, in any order.
    """
    numbers, places = np.unique(some.owners, return_inverse=True)
    order = np.lexsort((places, some.keys))
    keys, members = some.keys[order], np.empty(len(order), np.int32)
    offsets = np.empty(len(order) // 2 + 2, np.int64)
    lists, written, over = postings.gather_equal(keys, places[order], cap, offsets, members)
    offsets, members = offsets[: lists + 1], members[:written]
    held, by_member = np.zeros(len(numbers) + 1, np.int64), np.empty(written, np.int32)
    postings.invert(offsets, members, held, by_member)
    pairs, shared, made = postings.shared_counts(offsets, members, held, by_member, np.empty(4096, np.uint64))
    low, high = pairs[:made] >> np.uint64(32), pairs[:made] & np.uint64(0xFFFFFFFF)
    return Counts(numbers[low.astype(np.intp)], numbers[high.astype(np.intp)], shared[:made]), int(over)


def spread(some: Counts, shards: int) -> Iterator[tuple[int, Counts]]:
    """The counts by shard, each with all pairs whose lower number it is told to hold."""
    with np.errstate(over="ignore"):
        home = ((some.low.astype(np.uint64) * _SPREAD >> np.uint64(32)) * np.uint64(shards)) >> np.uint64(32)
    order = np.argsort(home, kind="stable")
    ordered = some.where(order)
    for shard, part in _parts(np.searchsorted(home[order], np.arange(1, shards, dtype=np.uint64)), len(order)):
        yield shard, ordered.where(part)


def summed(some: Counts, least: int) -> Counts:
    """One row a pair, for those that share `least` keys or more; by pair, ascending.

    Args:
        some: all counts of a shard, in any order.
    """
    order = np.lexsort((some.high, some.low))
    low, high = some.low[order], some.high[order]
    first = np.flatnonzero(np.concatenate([[True], (low[1:] != low[:-1]) | (high[1:] != high[:-1])])[: len(low)])
    shared = np.add.reduceat(some.shared[order], first) if len(first) else some.shared[:0]
    kept = shared >= least
    return Counts(low[first][kept], high[first][kept], shared[kept].astype(np.int32))


def _parts(edges: NDArray[np.intp], end: int) -> Iterator[tuple[int, slice]]:
    """What lies between the edges, by the number of its place; empty ones left out."""
    for shard, (start, stop) in enumerate(pairwise([0, *edges.tolist(), end])):
        if start < stop:
            yield shard, slice(start, stop)
