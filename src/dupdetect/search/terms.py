"""Fingerprints to terms of an inverted index, and who shares them to the articles worth comparing with one.

The same four searches as among the articles of a scan, with the same caps, asked of an index instead of sorted arrays:
an article that is checked finds what it would find if it were scanned together with all that the index holds.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from dupdetect.kernels import buckets
from dupdetect.records import Channel
from dupdetect.records.batches import Fingerprints
from dupdetect.settings import Pairing

CHANNELS = (Channel.SAME_WORDS, Channel.NEAR_COPIES, Channel.REWRITES, Channel.PASSAGES)

MOST = 128
"""Articles that one is compared with, those that share the most terms first: what bounds the time of an answer."""

_MIX = np.uint64(0x9E3779B97F4A7C15)

Terms = NDArray[np.uint64]


@dataclass(frozen=True, slots=True, eq=False)
class Asked:
    """The terms of one article, ascending, and the place in `CHANNELS` of the search that asks for each."""

    terms: Terms
    channels: NDArray[np.int8]

    @property
    def text(self) -> Terms:
        """The term of the text as a whole; none when it has no words."""
        made: Terms = self.terms[self.channels == 0]
        return made

    @property
    def others(self) -> Terms:
        """All other terms."""
        made: Terms = self.terms[self.channels != 0]
        return made


@dataclass(frozen=True, slots=True)
class Candidate:
    """An article worth comparing, by its number in the index, and the searches that say so.

    Attributes:
        long_only: whether the passage keys that it shares are enough for long articles only.
    """

    number: int
    channels: tuple[Channel, ...]
    long_only: bool


def asked(prints: Fingerprints, bands: tuple[int, int], bits: int) -> Iterator[Asked]:
    """The terms of each article of a batch, `bits` bits each; `bands` are how many, and the values of each.

    An article without words has none.
    """
    texts, near, rewrites, passages = _keys(prints, bands)
    ends = np.searchsorted(prints.owners, np.arange(len(texts) + 1))
    sizes = [1, near.shape[1], rewrites.shape[1]]
    for row, count in enumerate(prints.counts.tolist()):
        own = passages[ends[row] : ends[row + 1]]
        keys = np.concatenate([texts[row : row + 1], near[row], rewrites[row], own])
        if not count:
            keys = keys[:0]
        terms, first = np.unique(keys >> np.uint64(64 - bits), return_index=True)
        yield Asked(terms, np.repeat(np.arange(4, dtype=np.int8), [*sizes, len(own)])[first])


def reach(settings: Pairing) -> int:
    """How many holders of a term the search has to be told, at least, for the caps to work."""
    return max(settings.row_bucket, settings.key_bucket, buckets.BUCKET, buckets.ALIKE)


def candidates(
    question: Asked, starts: NDArray[np.int64], numbers: NDArray[np.int64], itself: int, settings: Pairing
) -> tuple[list[Candidate], int]:
    """The articles worth comparing with the one asked about, and how many more there were beyond `MOST`.

    Args:
        question: its terms.
        starts, numbers: the holders of term i are `numbers[starts[i]:starts[i + 1]]`, `reach` + 1 of them at most.
        itself: its own number in the index; 0 when it is not there.
    """
    terms = np.repeat(np.arange(len(question.terms)), np.diff(starts))
    others = numbers != itself
    terms, numbers = terms[others], numbers[others]
    held = np.bincount(terms, minlength=len(question.terms)) + 1
    rank = np.arange(len(terms)) - np.searchsorted(terms, terms)
    channels = question.channels[terms]
    kept = _kept(channels, held[terms], rank, settings)
    names, place = np.unique(numbers[kept], return_inverse=True)
    shared = np.zeros((len(names), len(CHANNELS)), np.int64)
    np.add.at(shared, (place, channels[kept]), 1)
    reached = shared >= np.array([1, 1, settings.row_matches, settings.shared_keys])
    found = np.flatnonzero(reached.any(axis=1))
    best = found[np.argsort(-(shared[found] * reached[found]).sum(axis=1), kind="stable")][:MOST]
    few = reached[:, -1] & (shared[:, -1] < settings.short_keys)
    made = [
        Candidate(
            int(names[i]), tuple(c for c, met in zip(CHANNELS, reached[i].tolist(), strict=True) if met), bool(few[i])
        )
        for i in best
    ]
    return made, len(found) - len(best)


def fitting(found: Sequence[Candidate], words: Sequence[int], settings: Pairing) -> list[Candidate]:
    """The candidates without those that share too few passage keys for their length; `words[i]` are both texts'."""
    kept: list[Candidate] = []
    for item, length in zip(found, words, strict=True):
        if item.long_only and length < settings.long_words:
            item = replace(item, channels=tuple(c for c in item.channels if c is not Channel.PASSAGES))
        if item.channels:
            kept.append(item)
    return kept


def _kept(
    channels: NDArray[np.int8], held: NDArray[np.int64], rank: NDArray[np.int64], settings: Pairing
) -> NDArray[np.bool_]:
    """Which of the holders count, as the caps have it."""
    kept: NDArray[np.bool_] = np.choose(
        channels,
        [
            rank < buckets.ALIKE,
            (held <= buckets.BUCKET) | (rank == 0),
            held <= settings.row_bucket,
            held <= settings.key_bucket,
        ],
    )
    return kept


def _keys(prints: Fingerprints, bands: tuple[int, int]) -> tuple[Terms, Terms, Terms, Terms]:
    """64-bit keys, spread evenly, of the whole text, the bands, the rows for rewrites, and the passages."""
    n = len(prints.texts)
    count, width = bands
    near = np.empty((count, n), np.uint64)
    for band in range(count):
        buckets.band_keys(prints.signatures, np.arange(n), band * width, width, near[band])
    rows = np.arange(prints.rewrites.shape[1], dtype=np.uint64) << np.uint64(32) | prints.rewrites
    return _mixed(prints.texts, 1), _mixed(near.T, 2), _mixed(rows, 3), _mixed(prints.keys, 4)


def _mixed(keys: Terms, channel: int) -> Terms:
    """Keys with all bits spread (SplitMix64, Steele et al. 2014), apart from those of other channels."""
    with np.errstate(over="ignore"):
        made: Terms = keys + _MIX * np.uint64(channel)
        made = (made ^ made >> np.uint64(30)) * np.uint64(0xBF58476D1CE4E5B9)
        made = (made ^ made >> np.uint64(27)) * np.uint64(0x94D049BB133111EB)
    return made ^ made >> np.uint64(31)
