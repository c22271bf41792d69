"""Postings as arrays in memory: keys are packed with the places of their owners and sorted, not hashed.

A radix sort of packed words is several times as fast as dictionaries. Every group has a cap, so that boilerplate or ten
thousand equal articles cannot flood the search.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from itertools import pairwise
from typing import Any, NamedTuple, TypeAlias, overload

import numpy as np
from numpy.typing import NDArray

from dupdetect.kernels import buckets, order, postings
from dupdetect.records import Pair
from dupdetect.records.batches import Fingerprints, Signatures, Sketches
from dupdetect.search.channels import (
    ALIKE,
    BUCKET,
    RULES,
    Column,
    Rule,
    Worths,
    find_repeats,
    hash_bands,
    list_channels,
    weigh_keys,
)
from dupdetect.settings import Pairing
from dupdetect.streams import map_ordered

Packed: TypeAlias = NDArray[np.uint64]
"""Pairs of rows, each as lower row << 32 | higher row."""

Rows: TypeAlias = NDArray[np.intp]

Lists: TypeAlias = tuple[NDArray[np.int64], NDArray[np.int32], Worths]
"""Posting lists: the offsets of the lists, their members one after the other, and what each list is worth."""

_NAMED = 4096
"""Pairs whose numbers are unpacked at once: one by one that takes five times as long."""

_PARTITION = 4_194_304
"""Keys that are sorted at once, about."""


class Candidates(NamedTuple):
    """Pairs of rows, ascending, and the channels that found each, a bit a channel."""

    pairs: Packed
    channels: NDArray[np.uint8]

    def name(self, ids: Sequence[str]) -> NamedPairs:
        """The pairs by id; `ids[i]` names row i."""
        return NamedPairs(self, ids)

    def list_rows(self) -> NDArray[np.int32]:
        """The two rows of each pair, n x 2."""
        rows = np.empty((len(self.pairs), 2), np.int32)
        rows[:, 0], rows[:, 1] = self.pairs >> np.uint64(32), self.pairs & np.uint64(0xFFFFFFFF)
        return rows


class NamedPairs(Sequence[Pair]):
    """Candidates by the ids of their articles, in order.

    A pair is named when somebody asks for it: ten millions take 90 MB as arrays, and 1.1 GB as records.

    Attributes:
        candidates: the pairs by row.
    """

    def __init__(self, candidates: Candidates, ids: Sequence[str]) -> None:
        self.candidates = candidates
        self._ids = ids

    def __len__(self) -> int:
        return len(self.candidates.pairs)

    @overload
    def __getitem__(self, place: int) -> Pair: ...

    @overload
    def __getitem__(self, place: slice) -> NamedPairs: ...

    def __getitem__(self, place: int | slice) -> Pair | NamedPairs:
        if isinstance(place, slice):
            pairs, channels = self.candidates
            return NamedPairs(Candidates(pairs[place], channels[place]), self._ids)
        pair, bits = int(self.candidates.pairs[place]), int(self.candidates.channels[place])
        return Pair(self._ids[pair >> 32], self._ids[pair & 0xFFFFFFFF], list_channels(bits))

    def __iter__(self) -> Iterator[Pair]:
        pairs, channels = self.candidates
        for start in range(0, len(pairs), _NAMED):
            part = slice(start, start + _NAMED)
            for pair, bits in zip(pairs[part].tolist(), channels[part].tolist(), strict=True):
                yield Pair(self._ids[pair >> 32], self._ids[pair & 0xFFFFFFFF], list_channels(bits))


def join_candidates(found: Candidates, pairs: Packed, bit: int) -> Candidates:
    """Candidates with the pairs of one more channel, whose bit is `bit`."""
    every = np.union1d(found.pairs, pairs)
    bits = np.zeros(len(every), np.uint8)
    bits[np.searchsorted(every, found.pairs)] = found.channels
    bits[np.searchsorted(every, pairs)] |= np.uint8(bit)
    return Candidates(every, bits)


class ArrayPostings:
    """The keys of a batch, joined in memory.

    Args:
        jobs: threads; the candidates do not depend on it.
    """

    def __init__(self, pairing: Pairing, jobs: int = 1) -> None:
        self._pairing = pairing
        self._jobs = jobs

    def join(self, articles: Fingerprints) -> Candidates:
        """The pairs of articles worth comparing. Articles without words pair with nothing."""
        return self.join_columns(articles.texts, articles.counts, lambda rule: rule.columns(articles, self._pairing))

    def join_columns(
        self, texts: NDArray[np.uint64], counts: NDArray[np.int32], columns: Callable[[Rule], Iterator[Column]]
    ) -> Candidates:
        """As `join`, given a hash of each article's word stream, its number of words, and the keys by channel."""
        rows = np.flatnonzero(counts > 0)
        first = rows[~find_repeats(texts[rows])]
        by_rule = [self._join_rule(rule, columns(rule), counts, rows if rule.repeats else first) for rule in RULES]
        pairs = np.concatenate(by_rule)
        bits = np.repeat(
            np.left_shift(1, np.arange(len(RULES))).astype(np.uint8), [len(found_pairs) for found_pairs in by_rule]
        )
        placed = np.argsort(pairs, kind="stable")
        pairs, starts = np.unique(pairs[placed], return_index=True)
        return Candidates(pairs, np.bitwise_or.reduceat(bits[placed], starts) if len(starts) else bits)

    def _join_rule(self, rule: Rule, columns: Iterator[Column], counts: NDArray[np.int32], rows: Rows) -> Packed:
        chosen = (_take_rows(column, rows, len(counts)) for column in columns)
        join = self._chain if rule.is_chained else self._count
        return _name_places(join(rule, chosen, counts[rows]), rows)

    def _chain(self, rule: Rule, columns: Iterator[Column], sizes: NDArray[np.int32]) -> Packed:
        """The pairs of places with an equal key."""
        cap = rule.cap(self._pairing)
        parts = map_ordered(lambda column: _pair_equal(column, cap), columns, self._jobs)
        return np.unique(np.concatenate(list(parts)))

    def _count(self, rule: Rule, columns: Iterator[Column], sizes: NDArray[np.int32]) -> Packed:
        """The pairs of places with enough equal keys for their length."""
        cap, bound, owner_bits = rule.cap(self._pairing), rule.bound(self._pairing), _count_bits(len(sizes))
        cuts = (cut for column in columns for cut in _cut_column(column, owner_bits))
        lists = map_ordered(lambda cut: _list_equal(*cut(), owner_bits, cap, bound), cuts, self._jobs)
        return self._pair_frequent(lists, sizes, rule)

    def _pair_frequent(self, lists: Iterator[Lists], sizes: NDArray[np.int32], rule: Rule) -> Packed:
        """The pairs of owners that share enough lists for a rule."""
        by_column = list(lists)
        starts = np.cumsum([0, *(len(members) for _, members, _ in by_column)])
        ends = [offsets[1:] + start for (offsets, _, _), start in zip(by_column, starts[:-1], strict=True)]
        offsets = np.concatenate([np.zeros(1, np.int64), *ends])
        members, worths = (np.concatenate([part[i] for part in by_column]) for i in (1, 2))
        return self._walk_lists((offsets, members, worths), (0, len(sizes)), sizes, rule)

    def _walk_lists(self, lists: Lists, stretch: tuple[int, int], sizes: NDArray[np.int32], rule: Rule) -> Packed:
        """Those of these pairs whose lower member is in a stretch, from the lists of all columns together."""
        offsets, members, _ = lists
        list_starts, by_member = np.zeros(len(sizes) + 1, np.int64), np.empty(len(members), np.int32)
        postings.invert(offsets, members, list_starts, by_member)
        long, least, weight = self._pairing.long_words, rule.least(self._pairing), rule.least_weight(self._pairing)

        def pair_part(part: tuple[int, int]) -> Packed:
            room = np.empty(4096, np.uint64)
            pairs, count = postings.frequent_pairs(
                *lists, list_starts, by_member, *part, sizes, long, least, weight, room
            )
            return np.sort(pairs[:count])

        edges = np.linspace(*stretch, self._jobs + 1).astype(int).tolist()
        return np.concatenate(list(map_ordered(pair_part, pairwise(edges), self._jobs)))


def sketch_signatures(prints: Signatures, pairing: Pairing) -> Sketches:
    """The sketches of a batch for the search for near copies: the keys of its bands, and a byte of each value.

    Equal values have equal bytes; unequal values have them by chance, one in 256 (b-bit minwise hashing, Li & König
    2010).
    """
    keys = np.stack([(keys >> np.uint64(32)).astype(np.uint32) for keys in hash_bands(prints.values, pairing)])
    return Sketches(keys, prints.values.astype(np.uint8), prints.texts, prints.counts)


def join_sketches(parts: Sequence[Sketches], rows: Rows, pairing: Pairing, jobs: int = 1) -> tuple[Packed, Packed]:
    """Pairs of articles with the same words, and pairs of others that may reach `pairing.jaccard`; both ascending.

    Args:
        parts: the sketches, batch after batch; rows are numbered through all of them.
        rows: all rows, in the order in which to take the articles. Pairs name places in `rows`, so the result depends
            on this order and not on that of the batches.

    Of pairs that reach the similarity, a share of `pairing.recall` or more is found. Pairs are left out if the equal
    values of their signatures are more than four standard deviations below the number expected at the threshold.
    """
    texts, counts = (np.concatenate([getattr(part, name) for part in parts]) for name in ("texts", "counts"))
    worded = np.flatnonzero(counts[rows] > 0)
    same = np.unique(_name_places(_pair_equal(Column(texts[rows[worded]], whole=True), ALIKE), worded))
    first = worded[~find_repeats(texts[rows[worded]])]
    bands = (Column(keys[rows[first]]) for keys in np.concatenate([part.keys for part in parts], axis=1))
    pairs = np.unique(np.concatenate(list(map_ordered(lambda band: _pair_equal(band, BUCKET), bands, jobs))))
    likely = _count_equal_bytes([part.low for part in parts], rows[first], pairs) >= expect_equal(
        parts[0].low.shape[1], pairing
    )
    return same, np.setdiff1d(_name_places(pairs[likely], first), same, assume_unique=True)


def split_pairs(pairs: Packed) -> tuple[Rows, Rows]:
    """The lower and the higher of each pair."""
    return (pairs >> np.uint64(32)).astype(np.intp), (pairs & np.uint64(0xFFFFFFFF)).astype(np.intp)


def expect_equal(values: int, pairing: Pairing) -> float:
    """The expected number of equal values in signatures of so many at the threshold, less four standard deviations."""
    share = pairing.jaccard
    return float(values * share - 4 * (values * share * (1 - share)) ** 0.5)


def _count_equal_bytes(parts: Sequence[NDArray[np.uint8]], rows: Rows, pairs: Packed) -> NDArray[np.int32]:
    """The number of equal bytes of each pair of places in `rows`; rows are numbered through all parts."""
    places, at = np.unique(np.concatenate(split_pairs(pairs)), return_inverse=True)
    wanted = rows[places]
    low = np.empty((len(places), parts[0].shape[1]), np.uint8)
    ends = np.cumsum([len(part) for part in parts])
    home = np.searchsorted(ends, wanted, "right")
    for i in np.unique(home).tolist():
        low[home == i] = parts[i][wanted[home == i] - (ends[i] - len(parts[i]))]
    left, right = (half.astype(np.uint64) for half in (at[: len(pairs)], at[len(pairs) :]))
    equal = np.empty(len(pairs), np.int32)
    buckets.count_equal_values(low, np.arange(len(places)), left << np.uint64(32) | right, equal)
    return equal


def _take_rows(column: Column, rows: Rows, count: int) -> Column:
    """A column with only the keys of `rows`, out of `count` rows, and the places in `rows` as owners."""
    keys, owners, whole = column
    if len(rows) == count:
        return column
    if owners is None:
        return Column(keys[rows], None, whole)
    place = np.full(count, -1, np.int32)
    place[rows] = np.arange(len(rows))
    owners = place[owners]
    return Column(keys[owners >= 0], owners[owners >= 0])


def _name_places(pairs: Packed, names: Rows) -> Packed:
    """Pairs of places in `names`, which ascends, as pairs of the names."""
    low, high = (names[half].astype(np.uint64) for half in split_pairs(pairs))
    return low << np.uint64(32) | high


def _count_bits(count: int) -> int:
    """Bits that number `count` things."""
    return max(count - 1, 0).bit_length()


def _pair_equal(column: Column, cap: int) -> Packed:
    """Pairs of places with equal keys; groups over `cap` are chained."""
    keys = column.keys
    if column.whole:
        places = np.argsort(keys, kind="stable")
        return _pair_runs(keys[places], places, cap)
    owner_bits = _count_bits(len(keys))
    packed, bits = _pack_places(keys, owner_bits)
    ordered = order.sorted_by_bits(packed, np.empty_like(packed), owner_bits, bits)
    low = np.uint64((1 << owner_bits) - 1)
    return _pair_runs(ordered >> np.uint64(owner_bits), (ordered & low).astype(np.intp), cap)


def _pair_runs(keys: Packed, owners: Rows, cap: int) -> Packed:
    """Pairs of owners with equal keys; keys ascend, and owners ascend within equal keys."""
    count = buckets.pairs_in_runs(keys, owners, cap, True, np.empty(0, np.uint64), False)
    pairs = np.empty(count, np.uint64)
    buckets.pairs_in_runs(keys, owners, cap, True, pairs, True)
    return pairs


def _pack_places(keys: NDArray[Any], owner_bits: int) -> tuple[Packed, int]:
    """Each key packed above its place, and the bits of both; hashes lose the low bits, which the places need."""
    places = np.arange(len(keys), dtype=np.uint64)
    if keys.dtype == np.uint32:
        return keys.astype(np.uint64) << np.uint64(owner_bits) | places, owner_bits + 32
    return keys & ~np.uint64((1 << owner_bits) - 1) | places, 64


def _cut_column(column: Column, owner_bits: int) -> Iterator[Callable[[], tuple[Packed, int]]]:
    """A column in parts: calls that pack a part of its keys above their owners, and return the bits of both."""
    keys, owners, _ = column
    if owners is None:
        yield partial(_pack_places, keys, owner_bits)
        return
    prefix_bits = _count_bits(-(-len(keys) // _PARTITION))
    for prefix in range(2**prefix_bits):
        yield partial(_pack_part, keys, owners, prefix, prefix_bits, owner_bits)


def _pack_part(
    keys: NDArray[Any], owners: NDArray[np.int32], prefix: int, prefix_bits: int, owner_bits: int
) -> tuple[Packed, int]:
    """The keys that begin with `prefix`, packed above their owners, and their bits."""
    packed = np.empty(len(keys) if prefix_bits == 0 else len(keys) // 2**prefix_bits * 5 // 4 + 4096, np.uint64)
    count = postings.packed_part(keys, owners, prefix, prefix_bits, owner_bits, packed)
    if count > len(packed):
        packed = np.empty(count, np.uint64)
        postings.packed_part(keys, owners, prefix, prefix_bits, owner_bits, packed)
    return packed[:count], 64


def _list_equal(packed: Packed, bits: int, owner_bits: int, cap: int, bound: int) -> Lists:
    """The owners of equal keys as lists, which are worth less over `cap`; groups over `bound` are dropped."""
    ordered = order.sorted_by_bits(packed, np.empty_like(packed), owner_bits, bits)
    offsets, members = np.empty(len(packed) // 2 + 1, np.int64), np.empty(len(packed), np.int32)
    lists, written = postings.gather_lists(ordered, owner_bits, bound, offsets, members)
    offsets = offsets[: lists + 1].copy()
    return offsets, members[:written].copy(), weigh_keys(np.diff(offsets), cap)
