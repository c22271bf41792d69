"""Shingles counted over families: which are common, and where an article holds them.

Counting sorts arrays of 64-bit hashes, a part of their range at a time; the parts wait on disk if they are large. So it
needs little memory, and its time is linear in the words, but for the logarithm of a sort.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise
from math import log2
from typing import NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from dupdetect.settings import Batch
from dupdetect.spill.shelf import Shelf

Hashes: TypeAlias = NDArray[np.uint64]

SHINGLE = 5
"""Words of a shingle: enough that most idioms are not counted, so few that an edit hides only four words around it."""

_PARTS = 16
"""Parts of the range of hashes that are sorted one after the other."""

_IN_MEMORY = 67_108_864
"""Bytes of shingles that stay in memory while they are counted; more go to disk."""


class Stretches(NamedTuple):
    """Where an article holds common wording.

    Attributes:
        places: the words at which common shingles inside the stretches begin, ascending.
        words: first word and the word after the last of each stretch.
    """

    places: NDArray[np.intp]
    words: tuple[tuple[int, int], ...]


def demand_families(articles: int, settings: Batch) -> int:
    """How many families of a batch of `articles` articles must hold a shingle to make it common.

    The number grows with the logarithm of the batch: five strangers in a million say less than five in a hundred.
    """
    return settings.families + int(max(0.0, log2(max(articles, 1) / settings.doubling)))


def find_common_shingles(shingles: Sequence[Hashes], families: Sequence[str], least: int) -> Hashes:
    """The shingles that `least` families hold, ascending.

    Args:
        shingles: the distinct shingles of each article, ascending.
        families: the family of each article; it counts once.
    """
    shelf = Shelf(_IN_MEMORY)
    edges = np.arange(_PARTS, dtype=np.uint64) * np.uint64(2**64 // _PARTS)
    for hashes in _join_families(shingles, families):
        starts = np.searchsorted(hashes, edges).tolist()
        for part, (start, end) in enumerate(pairwise([*starts, len(hashes)])):
            shelf.put(part, hashes[start:end])
    parts = [_count_part(shelf.take(part, np.uint64), least) for part in range(_PARTS)]
    return np.concatenate([np.empty(0, np.uint64), *parts])


def _join_families(shingles: Sequence[Hashes], families: Sequence[str]) -> Iterator[Hashes]:
    """The distinct shingles of each family."""
    order = sorted(range(len(families)), key=lambda row: families[row])
    for _, rows in groupby(order, key=lambda row: families[row]):
        together = [shingles[row] for row in rows]
        yield together[0] if len(together) == 1 else np.unique(np.concatenate(together))


def _count_part(hashes: Hashes, least: int) -> Hashes:
    """The hashes that occur `least` times, ascending."""
    hashes = np.sort(hashes)
    if len(hashes) < least:
        return hashes[:0]
    at_start = hashes[: len(hashes) - least + 1]
    often = at_start[at_start == hashes[least - 1 :]]
    return np.unique(often)


def count_common(hashes: Hashes, common: Hashes) -> int:
    """How many of some hashes are common; `common` is ascending."""
    return int(np.count_nonzero(_contains(common, hashes)))


def mark_stretches(hashes: Hashes, common: Hashes, settings: Batch) -> Stretches:
    """Where common wording stands in an article, given the hash of every shingle by its first word.

    A stretch has `run_words` words or more in common shingles, and gaps of up to `bridge_words` words between two
    stretches are closed: an edit takes four words around it out of the common shingles.
    """
    marked = np.zeros(len(hashes) + SHINGLE, np.bool_)
    is_common = _contains(common, hashes)
    for step in range(SHINGLE):
        marked[step : step + len(hashes)] |= is_common
    runs = [(first, last) for first, last in _list_runs(marked) if last - first >= settings.run_words]
    inside = np.zeros(len(hashes), np.bool_)
    for first, last in runs:
        inside[first : last - SHINGLE + 1] = True
    return Stretches(np.flatnonzero(is_common & inside), tuple(_bridge_runs(runs, settings.bridge_words)))


def _contains(common: Hashes, hashes: Hashes) -> NDArray[np.bool_]:
    if not len(common):
        return np.zeros(len(hashes), np.bool_)
    at = np.minimum(np.searchsorted(common, hashes), len(common) - 1)
    there: NDArray[np.bool_] = common[at] == hashes
    return there


def _list_runs(marked: NDArray[np.bool_]) -> list[tuple[int, int]]:
    """First and last place, the end exclusive, of each run of marks."""
    edges = np.flatnonzero(np.diff(np.concatenate(([0], marked.astype(np.int8), [0]))))
    return list(zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True))


def _bridge_runs(runs: Sequence[tuple[int, int]], gap: int) -> list[tuple[int, int]]:
    """Runs, those with at most `gap` places between them joined."""
    joined: list[tuple[int, int]] = []
    for first, last in runs:
        if joined and first - joined[-1][1] <= gap:
            joined[-1] = joined[-1][0], last
        else:
            joined.append((first, last))
    return joined
