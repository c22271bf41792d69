"""Fingerprints to the pairs worth comparing, through four searches, each with its reason.

- same words: equal hashes of the whole word stream;
- near copies: banded LSH over the signatures (Indyk & Motwani 1998; Leskovec, Rajaraman & Ullman, ch. 3);
- rewrites: signatures of shorter shingles, matched row by row, where bands would miss;
- passages: an inverted index of sampled short shingles with a cap on document frequency.

Keys are sorted instead of put into dictionaries, and every group has a cap, so that site furniture or ten thousand
equal articles cannot flood the search.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from dupdetect.batches import Fingerprints
from dupdetect.kernels import buckets
from dupdetect.records import Channel, Pair
from dupdetect.settings import Pairing

Packed = NDArray[np.uint64]
"""Pairs of rows, each as lower row << 32 | higher row."""

_GROUP = 16
"""Groups of equal texts up to this size are searched member by member; of larger ones, the first stands for all."""


def candidates(prints: Fingerprints, ids: Sequence[str], settings: Pairing) -> tuple[Pair, ...]:
    """The pairs of articles worth comparing, in order of their rows; `ids[i]` names row i.

    Articles without words pair with nothing.
    """
    found: dict[int, list[Channel]] = {}
    rows = np.flatnonzero(prints.counts > 0)
    same = _matching(prints.texts[rows], rows, _GROUP, chain=True)
    alone = _representatives(prints, rows)
    for channel, pairs in (
        (Channel.SAME_WORDS, same),
        (Channel.NEAR_COPIES, _near_copies(prints, alone, settings)),
        (Channel.REWRITES, _rewrites(prints, alone, settings)),
        (Channel.PASSAGES, _passages(prints, alone, settings)),
    ):
        for packed in np.unique(pairs).tolist():
            found.setdefault(packed, []).append(channel)
    return tuple(Pair(ids[k >> 32], ids[k & 0xFFFFFFFF], tuple(found[k])) for k in sorted(found))


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


def _near_copies(prints: Fingerprints, rows: NDArray[np.intp], settings: Pairing) -> Packed:
    signatures = prints.signatures[rows]
    count, width = bands(signatures.shape[1], settings.jaccard, settings.recall)
    keys = np.empty(len(rows), np.uint64)
    met: list[Packed] = []
    for band in range(count):
        buckets.band_keys(signatures, band * width, width, keys)
        met.append(_matching(keys, rows, 64, chain=True))
    return np.concatenate(met)


def _rewrites(prints: Fingerprints, rows: NDArray[np.intp], settings: Pairing) -> Packed:
    signatures = prints.rewrites[rows]
    met = [_matching(signatures[:, i].astype(np.uint64), rows, settings.row_bucket) for i in range(signatures.shape[1])]
    return _frequent(np.concatenate(met), settings.row_matches)


def _passages(prints: Fingerprints, rows: NDArray[np.intp], settings: Pairing) -> Packed:
    kept = np.zeros(len(prints.counts), np.bool_)
    kept[rows] = True
    mask = kept[prints.owners]
    return _frequent(_matching(prints.keys[mask], prints.owners[mask], settings.key_bucket), settings.shared_keys)


def _representatives(prints: Fingerprints, rows: NDArray[np.intp]) -> NDArray[np.intp]:
    """`rows` without those that repeat the words of an earlier one in a large group."""
    _, first, group, size = np.unique(prints.texts[rows], return_index=True, return_inverse=True, return_counts=True)
    kept: NDArray[np.intp] = rows[(size[group] <= _GROUP) | (first[group] == np.arange(len(rows)))]
    return kept


def _matching(keys: Packed, owners: NDArray[np.integer], bucket: int, *, chain: bool = False) -> Packed:
    """Pairs of owners with equal keys, groups over `bucket` dropped or chained."""
    order = np.argsort(keys, kind="stable")
    keys, owners = keys[order], owners[order].astype(np.int64)
    made = buckets.pairs_in_runs(keys, owners, bucket, chain, np.empty(0, np.uint64), False)
    pairs = np.empty(made, np.uint64)
    buckets.pairs_in_runs(keys, owners, bucket, chain, pairs, True)
    return pairs


def _frequent(pairs: Packed, least: int) -> Packed:
    """The pairs that occur at least `least` times."""
    distinct, times = np.unique(pairs, return_counts=True)
    return distinct[times >= least]
