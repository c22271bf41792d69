"""Fingerprints to the pairs worth comparing, through four searches, each with its reason.

- same words: equal hashes of the whole word stream;
- near copies: banded LSH over the signatures (Indyk & Motwani 1998; Leskovec, Rajaraman & Ullman, ch. 3);
- rewrites: signatures of shorter shingles, matched row by row, where bands would miss;
- passages: an inverted index of sampled short shingles with a cap on document frequency.

Keys are sorted instead of put into dictionaries, and every group has a cap, so that site furniture or ten thousand
equal articles cannot flood the search.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from typing import TypeAlias, TypeVar

import numpy as np
from numpy.typing import NDArray

from dupdetect.kernels import buckets, order, postings
from dupdetect.records import Channel, Pair
from dupdetect.records.batches import Fingerprints, Signatures, Sketches
from dupdetect.settings import Pairing

Packed: TypeAlias = NDArray[np.uint64]
"""Pairs of rows, each as lower row << 32 | higher row."""

Rows: TypeAlias = NDArray[np.intp]

Values: TypeAlias = NDArray[np.uint32]
"""Signatures: articles x values."""

Lists: TypeAlias = tuple[NDArray[np.int64], NDArray[np.int32]]
"""Posting lists: where each begins and the last ends, and their members."""

Item = TypeVar("Item")
Made = TypeVar("Made")

ALIKE, BUCKET = buckets.ALIKE, buckets.BUCKET
"""The largest groups of equal texts, and of equal bands, that are paired each with each."""

_PARTITION = 4_194_304
"""Passage keys that are sorted at once, about."""


def candidates(prints: Fingerprints, ids: Sequence[str], settings: Pairing, jobs: int = 1) -> tuple[Pair, ...]:
    """The pairs of articles worth comparing, in order of their rows; `ids[i]` names row i.

    Articles without words pair with nothing. The work is done in `jobs` threads.
    """
    found: dict[int, list[Channel]] = {}
    rows = np.flatnonzero(prints.counts > 0)
    alone = rows[_first_of_many(prints.texts, rows)]
    for channel, pairs in (
        (Channel.SAME_WORDS, _named(_same_words(prints.texts, rows), rows)),
        (Channel.NEAR_COPIES, _named(_near(prints, alone, settings, jobs), alone)),
        (Channel.REWRITES, _named(_rewrites(prints, alone, settings, jobs), alone)),
        (Channel.PASSAGES, _named(_passages(prints, alone, settings, jobs), alone)),
    ):
        for packed in pairs.tolist():
            found.setdefault(packed, []).append(channel)
    return tuple(Pair(ids[k >> 32], ids[k & 0xFFFFFFFF], tuple(found[k])) for k in sorted(found))


def sketched(prints: Signatures, settings: Pairing) -> Sketches:
    """What the search for near copies keeps of a batch: the keys of its bands, and a byte of each value.

    Bytes agree where values do, and by chance in one place of 256 (b-bit minwise hashing, Li & König 2010).
    """
    keys = np.stack([(keys >> np.uint64(32)).astype(np.uint32) for keys in band_keys(prints.values, settings)])
    return Sketches(keys, prints.values.astype(np.uint8), prints.texts, prints.counts)


def near_copies(parts: Sequence[Sketches], rows: Rows, settings: Pairing, jobs: int = 1) -> tuple[Packed, Packed]:
    """Pairs of articles with the same words, and pairs of others that may reach `settings.jaccard`; both ascending.

    Args:
        parts: the sketches, batch after batch; a row counts through all of them.
        rows: all rows, in the order in which the articles are to be taken. Pairs name places in `rows`, so that what is
            found depends on that order and not on that of the batches.

    Of pairs that reach the similarity, a share of `settings.recall` or more is found. Pairs whose signatures agree in
    four standard deviations less than it lets expect are left out.
    """
    texts, counts = (
        np.concatenate([entry.texts for entry in parts]),
        np.concatenate([item.counts for item in parts]),
    )
    worded = np.flatnonzero(counts[rows] > 0)
    same = _named(_same_words(texts, rows[worded]), worded)
    alone = worded[_first_of_many(texts, rows[worded])]
    pairs = _banded(np.concatenate([item.keys for item in parts], axis=1), rows[alone], jobs)
    values, share = parts[0].low.shape[1], settings.jaccard
    least = values * share - 4 * (values * share * (1 - share)) ** 0.5
    likely = _agreeing([part.low for part in parts], rows[alone], pairs) >= least
    return same, np.setdiff1d(_named(pairs[likely], alone), same, assume_unique=True)


def halves(pairs: Packed) -> tuple[Rows, Rows]:
    """The lower and the higher of each pair."""
    return (pairs >> np.uint64(32)).astype(np.intp), (pairs & np.uint64(0xFFFFFFFF)).astype(np.intp)


def bands(values: int, jaccard: float, recall: float) -> tuple[int, int]:
    """Bands and rows for signatures of `values`: the most selective that find `jaccard` with chance `recall`.

    A pair of similarity s meets in one of b bands of r rows with probability 1 - (1 - s^r)^b.
    """
    best = (values, 1)
    for rows in range(1, values + 1):
        count = values // rows
        if 1 - (1 - jaccard**rows) ** count >= recall:
            best = (count, rows)
    return best


def _same_words(texts: NDArray[np.uint64], rows: Rows) -> Packed:
    by_text = np.argsort(texts[rows], kind="stable")
    return np.unique(_pairs(texts[rows][by_text], by_text, buckets.ALIKE))


def band_keys(signatures: Values, settings: Pairing) -> Iterator[Packed]:
    """The key of each article in one band after the other; 64 bits, so that hardly two meet by chance."""
    count, width = bands(signatures.shape[1], settings.jaccard, settings.recall)
    everyone = np.arange(len(signatures))
    with np.errstate(over="ignore"):  # kernels that are not compiled would warn
        for band in range(count):
            keys = np.empty(len(signatures), np.uint64)
            buckets.band_keys(signatures, everyone, band * width, width, keys)
            yield keys


def _near(prints: Fingerprints, rows: Rows, settings: Pairing, jobs: int) -> Packed:
    """Pairs of places in `rows` that agree in a band, by as many bits of its key as stand beside a place."""
    owner_bits = _bits(len(rows))
    places, low = np.arange(len(rows), dtype=np.uint64), np.uint64((1 << owner_bits) - 1)

    def met(keys: Packed) -> Packed:
        packed = keys & ~low | places
        ordered = order.sorted_by_bits(packed, np.empty_like(packed), owner_bits, 64)
        return _pairs(ordered >> np.uint64(owner_bits), _owners(ordered, owner_bits), buckets.BUCKET)

    return np.unique(np.concatenate(list(_each(met, band_keys(prints.signatures[rows], settings), jobs))))


def _banded(keys: Values, rows: Rows, jobs: int) -> Packed:
    """Pairs of places in `rows` that agree in a band."""
    owner_bits = _bits(len(rows))

    def met(of_band: Values) -> Packed:
        packed = _packed(of_band[rows].astype(np.uint64), owner_bits)
        ordered = order.sorted_by_bits(packed, np.empty_like(packed), owner_bits, owner_bits + 32)
        return _pairs(ordered >> np.uint64(owner_bits), _owners(ordered, owner_bits), buckets.BUCKET)

    return np.unique(np.concatenate(list(_each(met, keys, jobs))))


def _agreeing(parts: Sequence[NDArray[np.uint8]], rows: Rows, pairs: Packed) -> NDArray[np.int32]:
    """In how many bytes each pair of places in `rows` agrees; the rows count through all parts."""
    places, at = np.unique(np.concatenate(halves(pairs)), return_inverse=True)
    wanted = rows[places]
    low = np.empty((len(places), parts[0].shape[1]), np.uint8)
    ends = np.cumsum([len(part) for part in parts])
    home = np.searchsorted(ends, wanted, "right")
    for i in np.unique(home).tolist():
        low[home == i] = parts[i][wanted[home == i] - (ends[i] - len(parts[i]))]
    left, right = (half.astype(np.uint64) for half in (at[: len(pairs)], at[len(pairs) :]))
    equal = np.empty(len(pairs), np.int32)
    buckets.agreeing(low, np.arange(len(places)), left << np.uint64(32) | right, equal)
    return equal


def _rewrites(prints: Fingerprints, rows: Rows, settings: Pairing, jobs: int) -> Packed:
    signatures = prints.rewrites[rows]
    owner_bits = _bits(len(rows))

    def equal(row: int) -> Lists:
        packed = _packed(signatures[:, row].astype(np.uint64), owner_bits)
        return _lists(packed, owner_bits, owner_bits + 32, settings.row_bucket)

    lists = list(_each(equal, range(signatures.shape[1]), jobs))
    return _frequent(lists, prints.counts[rows], 0, (0, settings.row_matches), jobs)


def _passages(prints: Fingerprints, rows: Rows, settings: Pairing, jobs: int) -> Packed:
    keys, owners = prints.keys, prints.owners
    if len(rows) < len(prints.counts):
        place = np.full(len(prints.counts), -1, np.int32)
        place[rows] = np.arange(len(rows))
        owners = place[owners]
        keys, owners = keys[owners >= 0], owners[owners >= 0]
    owner_bits, prefix_bits = _bits(len(rows)), _bits(-(-len(keys) // _PARTITION))

    def equal(prefix: int) -> Lists:
        packed = np.empty(len(keys) if prefix_bits == 0 else len(keys) // 2**prefix_bits * 5 // 4 + 4096, np.uint64)
        held = postings.packed_part(keys, owners, prefix, prefix_bits, owner_bits, packed)
        if held > len(packed):
            packed = np.empty(held, np.uint64)
            postings.packed_part(keys, owners, prefix, prefix_bits, owner_bits, packed)
        return _lists(packed[:held], owner_bits, 64, settings.key_bucket)

    lists = list(_each(equal, range(2**prefix_bits), jobs))
    least = settings.short_keys, settings.shared_keys
    return _frequent(lists, prints.counts[rows], settings.long_words, least, jobs)


def _first_of_many(texts: NDArray[np.uint64], rows: Rows) -> NDArray[np.bool_]:
    """Which of `rows` do not repeat the words of an earlier one in a large group."""
    _, first, group, size = np.unique(texts[rows], return_index=True, return_inverse=True, return_counts=True)
    kept: NDArray[np.bool_] = (size[group] <= buckets.ALIKE) | (first[group] == np.arange(len(rows)))
    return kept


def _named(pairs: Packed, names: Rows) -> Packed:
    """Pairs of places in `names`, which ascends, as pairs of what stands there."""
    low, high = (names[half].astype(np.uint64) for half in halves(pairs))
    return low << np.uint64(32) | high


def _bits(count: int) -> int:
    """Bits that number `count` things."""
    return max(count - 1, 0).bit_length()


def _packed(keys: Packed, owner_bits: int) -> Packed:
    """Each key before the number of its place."""
    return keys << np.uint64(owner_bits) | np.arange(len(keys), dtype=np.uint64)


def _owners(packed: Packed, owner_bits: int) -> Rows:
    return (packed & np.uint64((1 << owner_bits) - 1)).astype(np.intp)


def _pairs(keys: Packed, owners: Rows, bucket: int) -> Packed:
    """Pairs of owners with equal keys, larger groups chained; keys ascend, and so do owners of equal keys."""
    made = buckets.pairs_in_runs(keys, owners, bucket, True, np.empty(0, np.uint64), False)
    pairs = np.empty(made, np.uint64)
    buckets.pairs_in_runs(keys, owners, bucket, True, pairs, True)
    return pairs


def _lists(packed: Packed, low: int, high: int, cap: int) -> Lists:
    """The owners of equal keys, groups over `cap` dropped."""
    ordered = order.sorted_by_bits(packed, np.empty_like(packed), low, high)
    offsets, members = np.empty(len(packed) // 2 + 1, np.int64), np.empty(len(packed), np.int32)
    lists, written = postings.gather_lists(ordered, low, cap, offsets, members)
    return offsets[: lists + 1].copy(), members[:written].copy()


def _frequent(lists: Sequence[Lists], sizes: NDArray[np.int32], long: int, least: tuple[int, int], jobs: int) -> Packed:
    """The pairs of owners that stand together in the first of `least` lists; in the second, where they are long."""
    starts = np.cumsum([0, *(len(members) for _, members in lists)])
    ends = [offsets[1:] + start for (offsets, _), start in zip(lists, starts[:-1], strict=True)]
    offsets = np.concatenate([np.zeros(1, np.int64), *ends])
    members = np.concatenate([members for _, members in lists])
    held, by_member = np.zeros(len(sizes) + 1, np.int64), np.empty(len(members), np.int32)
    postings.invert(offsets, members, held, by_member)

    def met(part: tuple[int, int]) -> Packed:
        room = np.empty(4096, np.uint64)
        pairs, made = postings.frequent_pairs(offsets, members, held, by_member, *part, sizes, long, least, room)
        return np.sort(pairs[:made])

    edges = np.linspace(0, len(sizes), jobs + 1).astype(int).tolist()
    return np.concatenate(list(_each(met, pairwise(edges), jobs)))


def _each(function: Callable[[Item], Made], items: Iterable[Item], jobs: int) -> Iterator[Made]:
    """`function` of each item, in order, in threads when there are several."""
    if jobs == 1:
        yield from map(function, items)
        return
    with ThreadPoolExecutor(jobs) as pool:
        yield from pool.map(function, items)
