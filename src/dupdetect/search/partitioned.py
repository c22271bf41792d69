"""Postings on disk: keys by prefix, one partition in memory at a time; lists by range of their lower members.

The candidates are those of `arrays`. What differs is where keys and lists wait: the passage keys of a batch are cut by
their first bits as they come, the other channels are stored a column at a time, and the lists of equal keys are cut by
ranges of articles, so that the pairs of one range are counted at a time.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from dupdetect.kernels import postings
from dupdetect.records.batches import Fingerprints
from dupdetect.search.arrays import ArrayPostings, Candidates, Lists, Packed
from dupdetect.search.channels import RULES, Column, Rule
from dupdetect.settings import Fingerprinting, Pairing
from dupdetect.spill.shelf import Shelf

_PREFIX_BITS = 6
"""First bits of a key that name its partition: 64 partitions of two million keys each, as `passage_keys` has it."""

_LIST_BYTES = 14
"""Bytes of a key in a list, with its share of the list's offset and worth, and its place by member."""

_LEVELS = 40
"""Times that the sample of keys may be halved."""


class _Layout(NamedTuple):
    """What a column holds: the type of its keys, whether all their bits are compared, and whether it is partitioned."""

    kind: np.dtype[Any]
    whole: bool
    partitioned: bool


def _describe_column(column: Column) -> _Layout:
    return _Layout(column.keys.dtype, column.whole, column.owners is not None)


class KeyShelves:
    """The keys of many batches of articles, on disk; the hash and the words of each article stay in memory.

    Passage keys are thinned as in `fingerprint.minhash`: to the finest sample that `passage_keys` allows.
    """

    def __init__(self, fingerprinting: Fingerprinting, pairing: Pairing) -> None:
        self._pairing = pairing
        self._shelf = Shelf()
        self._layouts: list[list[_Layout]] = []
        self._texts: list[NDArray[np.uint64]] = []
        self._counts: list[NDArray[np.int32]] = []
        self._articles = 0
        self._most_keys = fingerprinting.passage_keys
        self._finest = fingerprinting.passage_sample
        self._by_level = np.zeros(_LEVELS, np.int64)
        self._level = 0

    @property
    def texts(self) -> NDArray[np.uint64]:
        """A hash of each article's word stream."""
        return np.concatenate([np.empty(0, np.uint64), *self._texts])

    @property
    def counts(self) -> NDArray[np.int32]:
        """The words of each article."""
        return np.concatenate([np.empty(0, np.int32), *self._counts])

    def count_postings(self) -> int:
        """The keys of the channel that has most of them."""
        columns = max(map(len, self._layouts), default=0)
        return max(columns * self._articles, int(self._by_level[self._level :].sum()))

    def add(self, batch: Fingerprints) -> None:
        """Store the keys of the next articles.

        Raises:
            InputError: the temporary folder is full.
        """
        columns = [list(rule.columns(batch, self._pairing)) for rule in RULES]
        self._layouts = [list(map(_describe_column, row)) for row in columns]
        for place, row in enumerate(columns):
            for number, (keys, owners, _) in enumerate(row):
                if owners is None:
                    self._shelf.put((place, number), np.ascontiguousarray(keys))
                else:
                    self._put_partitions((place, number), keys, owners)
        self._texts.append(batch.texts)
        self._counts.append(batch.counts)
        self._articles += len(batch.counts)

    def list_columns(self, rule: Rule) -> Iterator[Column]:
        """The keys of one channel: its columns, or a column for each partition of one."""
        place = RULES.index(rule)
        for number, layout in enumerate(self._layouts[place] if self._layouts else ()):
            if layout.partitioned:
                yield from (self._take_partition((place, number), prefix) for prefix in range(1 << _PREFIX_BITS))
            else:
                yield Column(self._shelf.take((place, number), layout.kind), None, layout.whole)

    def _put_partitions(self, column: tuple[int, int], keys: NDArray[np.uint64], owners: NDArray[np.int32]) -> None:
        kept = self._count_levels(keys) >= self._level
        keys, owners = keys[kept], owners[kept] + np.int32(self._articles)
        prefixes = (keys >> np.uint64(64 - _PREFIX_BITS)).astype(np.uint8)
        order = np.argsort(prefixes, kind="stable")
        keys, owners = keys[order], owners[order]
        edges = np.searchsorted(prefixes[order], np.arange((1 << _PREFIX_BITS) + 1)).tolist()
        for prefix, (start, end) in enumerate(pairwise(edges)):
            self._shelf.put((*column, prefix, "keys"), keys[start:end])
            self._shelf.put((*column, prefix, "owners"), owners[start:end])

    def _count_levels(self, keys: NDArray[np.uint64]) -> NDArray[np.int64]:
        """How often the sample may be halved before each key leaves it; makes the sample coarser if need be."""
        steps = keys // np.uint64(self._finest)
        lowest = steps & (~steps + np.uint64(1))  # the lowest bit that is set
        levels = np.where(steps == 0, _LEVELS - 1, np.log2(np.maximum(lowest, 1).astype(np.float64)))
        levels = np.minimum(levels, _LEVELS - 1).astype(np.int64)
        self._by_level += np.bincount(levels, minlength=_LEVELS)
        while self._by_level[self._level :].sum() > self._most_keys and self._level < _LEVELS - 1:
            self._level += 1
        return levels

    def _take_partition(self, column: tuple[int, int], prefix: int) -> Column:
        """The keys that begin with a prefix, without it, and their owners."""
        keys = self._shelf.take((*column, prefix, "keys"), np.uint64)
        owners = self._shelf.take((*column, prefix, "owners"), np.int32)
        if self._level:
            kept = keys % np.uint64(self._finest << self._level) == 0
            keys, owners = keys[kept], owners[kept]
        return Column(keys << np.uint64(_PREFIX_BITS), owners)


class PartitionedPostings(ArrayPostings):
    """The keys on shelves, joined a partition at a time.

    Args:
        room: bytes that the lists of equal keys may take at once, about.
    """

    def __init__(self, pairing: Pairing, jobs: int, room: int) -> None:
        super().__init__(pairing, jobs)
        self._room = room
        self._ranges = 1

    def join_shelves(self, shelves: KeyShelves) -> Candidates:
        """The pairs of articles worth comparing, as from `join`."""
        self._ranges = 1 + shelves.count_postings() * _LIST_BYTES // self._room
        return self.join_columns(shelves.texts, shelves.counts, shelves.list_columns)

    def _pair_frequent(self, lists: Iterator[Lists], sizes: NDArray[np.int32], rule: Rule) -> Packed:
        if self._ranges == 1:
            return super()._pair_frequent(lists, sizes, rule)
        edges = np.linspace(0, len(sizes), self._ranges + 1).astype(int).tolist()
        shelf = Shelf()
        for offsets, members, worths in lists:
            for place, (first, last) in enumerate(pairwise(edges)):
                lengths, kept = np.empty(len(worths), np.int32), np.empty(len(members), np.int32)
                kept_worths = np.empty(len(worths), np.int64)
                count, written = postings.cut_lists(offsets, members, worths, first, last, lengths, kept, kept_worths)
                shelf.put((place, "lengths"), lengths[:count].copy())
                shelf.put((place, "members"), kept[:written].copy())
                shelf.put((place, "worths"), kept_worths[:count].copy())
        parts = [self._walk_range(shelf, place, pair, sizes, rule) for place, pair in enumerate(pairwise(edges))]
        return np.concatenate(parts)

    def _walk_range(
        self, shelf: Shelf, place: int, stretch: tuple[int, int], sizes: NDArray[np.int32], rule: Rule
    ) -> Packed:
        lengths = shelf.take((place, "lengths"), np.int32)
        offsets = np.zeros(len(lengths) + 1, np.int64)
        np.cumsum(lengths, out=offsets[1:])
        lists = offsets, shelf.take((place, "members"), np.int32), shelf.take((place, "worths"), np.int64)
        return self._walk_lists(lists, stretch, sizes, rule)
