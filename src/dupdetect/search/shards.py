"""Postings cut into shards, so that many machines can join them: the candidates are those of `arrays`.

Three rounds over plain arrays. First, each batch of articles writes its postings, cut into shards by ranges of keys.
Second, each of these shards sums what the keys are worth that pairs share in its range, and cuts the sums into shards
by pairs. Third, each of those shards sums the worths of its pairs. Articles may have any numbers below 2^63.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from dupdetect.kernels import buckets, postings
from dupdetect.search.channels import RARE_KEY, RULES, Owners, Postings, Rule, Worths, count_keys, weigh_keys
from dupdetect.settings import Pairing

_SPREAD = np.uint64(0x9E3779B97F4A7C15)


class Counts(NamedTuple):
    """Pairs of articles, the lower number first, the rule by which they met, and what the keys of each are worth.

    Once summed, that is a number of keys.
    """

    low: Owners
    high: Owners
    rules: NDArray[np.int8]
    shared: NDArray[np.int64]

    def where(self, chosen: NDArray[Any] | slice) -> Counts:
        """The rows that are chosen, by mask or by place."""
        return Counts(self.low[chosen], self.high[chosen], self.rules[chosen], self.shared[chosen])


def cut_postings(written: Postings, shards: int, pairing: Pairing) -> Iterator[tuple[int, Postings]]:
    """The postings by shard, keys ascending; of a key that too many hold to count, only as many holders as show it."""
    written = written.where(np.argsort(written.keys, kind="stable"))
    kept = np.ones(len(written.keys), np.bool_)
    for place, rule in enumerate(RULES):
        if not rule.is_chained:
            here = np.flatnonzero(written.rules == place)
            few = np.empty(len(here), np.bool_)
            postings.first_of_runs(written.keys[here], rule.bound(pairing) + 1, few)
            kept[here] = few
    written = written.where(kept)
    edges = np.array([(shard << 64) // shards for shard in range(1, shards)], np.uint64)
    for shard, part in _cut_at(np.searchsorted(written.keys, edges), len(written.keys)):
        yield shard, written.where(part)


def join_shard(gathered: Postings, pairing: Pairing) -> tuple[Counts, NDArray[np.int64]]:
    """The pairs of articles that share keys, and for each rule how many keys were chained or left out.

    Args:
        some: all postings of a shard, in any order.
    """
    parts, over = [], np.zeros(len(RULES), np.int64)
    for place, rule in enumerate(RULES):
        here = gathered.where(gathered.rules == place)
        numbers, places = np.unique(here.owners, return_inverse=True)
        order = np.lexsort((places, here.keys))
        keys, members = here.keys[order], places[order]
        pairs, shared, over[place] = (_chain if rule.is_chained else _count)(rule, keys, members, len(numbers), pairing)
        low, high = (numbers[half.astype(np.intp)] for half in (pairs >> np.uint64(32), pairs & np.uint64(0xFFFFFFFF)))
        parts.append(Counts(low, high, np.full(len(low), place, np.int8), shared))
    return Counts(*(np.concatenate(column) for column in zip(*parts, strict=True))), over


def cut_counts(counts: Counts, shards: int) -> Iterator[tuple[int, Counts]]:
    """The counts by shard; a shard holds all pairs of its lower numbers."""
    with np.errstate(over="ignore"):
        home = ((counts.low.astype(np.uint64) * _SPREAD >> np.uint64(32)) * np.uint64(shards)) >> np.uint64(32)
    order = np.argsort(home, kind="stable")
    ordered = counts.where(order)
    for shard, part in _cut_at(np.searchsorted(home[order], np.arange(1, shards, dtype=np.uint64)), len(order)):
        yield shard, ordered.where(part)


def sum_counts(counts: Counts, pairing: Pairing) -> Counts:
    """One row per rule and pair, for pairs that share enough keys for some length, sorted by rule and pair.

    `shared` is the number of keys, as `count_keys` has it.

    Args:
        some: all counts of a shard, in any order.
    """
    counts = counts.where(np.lexsort((counts.high, counts.low, counts.rules)))
    new = np.ones(len(counts.low), np.bool_)
    new[1:] = np.logical_or.reduce([column[1:] != column[:-1] for column in counts[:3]])
    first = np.flatnonzero(new)
    shared = np.add.reduceat(counts.shared, first) if len(first) else counts.shared
    least = np.array([min(rule.least(pairing)) for rule in RULES])
    rules = counts.rules[first]
    keys = np.choose(rules, [count_keys(shared, rule, pairing) for rule in RULES])
    totals = Counts(counts.low[first], counts.high[first], rules, keys)
    return totals.where(totals.shared >= least[totals.rules])


def _chain(
    rule: Rule, keys: NDArray[np.uint64], members: NDArray[np.intp], count: int, pairing: Pairing
) -> tuple[NDArray[np.uint64], Worths, int]:
    """Pairs of members with equal keys, larger groups chained, and the number of groups that were chained."""
    cap = rule.cap(pairing)
    pairs = np.empty(buckets.pairs_in_runs(keys, members, cap, True, np.empty(0, np.uint64), False), np.uint64)
    buckets.pairs_in_runs(keys, members, cap, True, pairs, True)
    _, sizes = np.unique(keys, return_counts=True)
    return pairs, np.full(len(pairs), RARE_KEY, np.int64), int(np.count_nonzero(sizes > cap))


def _count(
    rule: Rule, keys: NDArray[np.uint64], members: NDArray[np.intp], count: int, pairing: Pairing
) -> tuple[NDArray[np.uint64], Worths, int]:
    """Pairs of members, what the keys that each shares are worth, and the number of keys that were left out."""
    offsets, listed = np.empty(len(keys) // 2 + 2, np.int64), np.empty(len(keys), np.int32)
    lists, written, over = postings.gather_equal(keys, members, rule.bound(pairing), offsets, listed)
    offsets, listed = offsets[: lists + 1], listed[:written]
    worths = weigh_keys(np.diff(offsets), rule.cap(pairing))
    list_starts, by_member = np.zeros(count + 1, np.int64), np.empty(written, np.int32)
    postings.invert(offsets, listed, list_starts, by_member)
    pairs, shared, pair_count = postings.shared_worths(
        offsets, listed, worths, list_starts, by_member, np.empty(4096, np.uint64)
    )
    return pairs[:pair_count], shared[:pair_count], int(over)


def _cut_at(edges: NDArray[np.intp], end: int) -> Iterator[tuple[int, slice]]:
    """The slices between the edges, each with its number; empty slices are left out."""
    for shard, (start, stop) in enumerate(pairwise([0, *edges.tolist(), end])):
        if start < stop:
            yield shard, slice(start, stop)
