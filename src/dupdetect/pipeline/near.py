"""Near copies among up to millions of articles: one pass to sketch them, one over the candidates to verify them.

Of each article only a sketch of its signature stays in memory. The texts wait on a shelf, which is a temporary file
once they are many; texts that the caller holds in memory stay where they are.
"""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TypeAlias, TypeVar

import numpy as np
from numpy.typing import NDArray

from dupdetect.engines.local.spool import TextSpool
from dupdetect.errors import SettingsError, UsageError
from dupdetect.families import connected_components
from dupdetect.pipeline.sources import (
    Progress,
    Sources,
    ignore_progress,
    require_texts,
    same_id_message,
    stream_articles,
)
from dupdetect.records import Skip
from dupdetect.records.batches import Encoded, Sketches
from dupdetect.records.near import NearCopies, NearCopy
from dupdetect.search import fingerprint, overlap, pair
from dupdetect.settings import Settings
from dupdetect.text import folding_table

_BATCH = 512
"""Articles that are signed at once."""

_BATCH_CHARACTERS = 4_194_304
"""Code points of a batch, after which it takes no more articles."""

_BLOCK = 4096
"""Pairs that are verified at once, in a thread."""

_BLOCK_BYTES = 33_554_432
"""Bytes of their texts; one pair of longer texts is still verified as a whole. A thread holds up to five times as much,
for the shingles of a text can take four times its bytes."""

Texts: TypeAlias = Callable[[Sequence[int]], Encoded]
"""Gives the texts with these numbers; threads ask at once."""

Shares: TypeAlias = NDArray[np.float64]
"""A row a pair: Jaccard similarity, containment in either direction."""

Item = TypeVar("Item")
Made = TypeVar("Made")


def near_copies(
    sources: Sources,
    threshold: float = 0.8,
    settings: Settings | None = None,
    *,
    jobs: int | None = None,
    progress: Progress | None = None,
) -> NearCopies:
    """Find the pairs of articles whose word shingles have a Jaccard similarity of `threshold` or more.

    Every pair that is returned reaches it, exactly; of those that reach it, `pairing.recall` or more are found (0.99
    by default at the threshold itself, nearly all above). Words are compared in folded form; site furniture is not set
    aside, and nothing is aligned: `scan` does both.

    Args:
        sources: files and folders, or articles, or texts by id. Articles may come from a generator; they are not held.
        threshold: the least similarity, above 0 and up to 1.
        settings: defaults when None; `threshold` stands above its `pairing.jaccard`.
        jobs: threads; None takes the cores of the machine. The result does not depend on it.
        progress: called as work goes on.

    Raises:
        InputError: a path does not exist, or the temporary folder is full.
        SettingsError: the threshold is out of range.
        UsageError: two articles have the same id, or `jobs` is below 1.
    """
    if jobs is not None and jobs < 1:
        message = f"{jobs} jobs cannot work; give 1 or more"
        raise UsageError(message)
    if not 0 < threshold <= 1:
        raise SettingsError([f"threshold: {threshold} is no similarity to look for; give one above 0 and up to 1"])
    settings = (settings or Settings()).updated({"pairing.jaccard": threshold})
    search = _Search(settings, jobs or os.cpu_count() or 1, progress or ignore_progress)
    if isinstance(sources, Mapping):
        require_texts(sources)
        return search.among_texts(sources)
    with TextSpool() as shelf:
        return search.among_articles(sources, shelf)


@dataclass
class _Read:
    """What the first pass leaves: ids and sketches row by row, and what was skipped."""

    ids: list[str] = field(default_factory=list)
    parts: list[Sketches] = field(default_factory=list)
    skipped: list[Skip] = field(default_factory=list)


class _Search:
    """One search, with what all of its stages need."""

    def __init__(self, settings: Settings, jobs: int, told: Progress) -> None:
        self._settings = settings
        self._jobs = jobs
        self._told = told
        self._folding = folding_table()

    def among_texts(self, texts: Mapping[str, str]) -> NearCopies:
        """Search texts that stay in the caller's memory."""
        made, held = _Read(list(texts)), list(texts.values())
        batches = (held[start : start + _BATCH] for start in range(0, len(held) or 1, _BATCH))
        made.parts = [sketched for _, sketched in self._sketched(batches)]
        sizes = np.fromiter(map(len, held), np.int64, len(held))
        return self._findings(made, lambda rows: fingerprint.encoded([held[row] for row in rows], self._folding), sizes)

    def among_articles(self, sources: Sources, shelf: TextSpool) -> NearCopies:
        """Search a stream of articles, whose texts are put on a shelf."""
        made = _Read()
        for batch, sketched in self._sketched(self._read(sources, made)):
            shelf.add(batch)
            made.parts.append(sketched)
        if len(set(made.ids)) < len(made.ids):
            names = sorted(made.ids)
            raise UsageError(same_id_message(next(name for name, after in pairwise(names) if name == after)))
        return self._findings(made, lambda rows: fingerprint.joined(shelf.take(rows)), shelf.sizes())

    def _read(self, sources: Sources, made: _Read) -> Iterator[list[str]]:
        """Batches of texts, while their ids and what is skipped are noted."""
        batch: list[str] = []
        held = 0
        for item in stream_articles(sources, self._settings.reading, self._jobs, bare=True, told=self._told):
            if isinstance(item, Skip):
                made.skipped.append(item)
                continue
            made.ids.append(item.id)
            batch.append(item.text)
            held += len(item.text)
            if len(batch) == _BATCH or held > _BATCH_CHARACTERS:
                yield batch
                batch, held = [], 0
        yield batch

    def _sketched(self, batches: Iterator[list[str]]) -> Iterator[tuple[Encoded, Sketches]]:
        """Each batch as kernels read it, and its sketches; in order, while the next ones are being made."""
        done = 0
        for encoded, sketched in _map_ahead(self._sketch, batches, self._jobs):
            done += len(sketched.counts)
            self._told("fingerprint", done, 0)
            yield encoded, sketched

    def _sketch(self, texts: list[str]) -> tuple[Encoded, Sketches]:
        encoded = fingerprint.encoded(texts, self._folding)
        signed = fingerprint.signed(encoded, self._folding, self._settings.fingerprinting)
        return encoded, pair.sketched(signed, self._settings.pairing)

    def _findings(self, made: _Read, texts: Texts, sizes: NDArray[np.int64]) -> NearCopies:
        """Candidates, verified, by the order of their ids, so that it does not matter in which they came."""
        rows = np.array(sorted(range(len(made.ids)), key=made.ids.__getitem__), np.intp)
        self._told("pair", 0, len(rows))
        same, likely = pair.near_copies(made.parts, rows, self._settings.pairing, self._jobs)
        near, shares = self._verified(likely, rows, texts, sizes[rows])
        packed = np.concatenate([same, near])
        order = np.argsort(packed)
        shares = np.concatenate([np.ones((len(same), 3)), shares])[order]
        low, high = pair.halves(packed[order])
        names = [made.ids[row] for row in rows.tolist()]
        pairs = [
            NearCopy(names[a], names[b], *share)
            for a, b, share in zip(low.tolist(), high.tolist(), shares.tolist(), strict=True)
        ]
        families = [tuple(names[place] for place in family) for family in connected_components(low, high)]
        return NearCopies(
            signature=self._settings.signature,
            pairs=tuple(pairs),
            clusters=tuple(families),
            skipped=tuple(made.skipped),
            counts={
                "articles": len(names),
                "skipped": len(made.skipped),
                "candidates": len(same) + len(likely),
                "pairs": len(pairs),
                "clusters": len(families),
            },
        )

    def _verified(
        self, likely: pair.Packed, rows: NDArray[np.intp], texts: Texts, sizes: NDArray[np.int64]
    ) -> tuple[pair.Packed, Shares]:
        """The candidates that reach the threshold, with Jaccard similarity and both containments."""
        settings = self._settings

        def measured(block: pair.Packed) -> Shares:
            wanted, at = np.unique(np.concatenate(pair.halves(block)), return_inverse=True)
            lefts, rights = at[: len(block)], at[len(block) :]
            batch = texts(rows[wanted].tolist())
            left, right, both = overlap.shared(batch, lefts, rights, self._folding, settings.fingerprinting)
            return np.stack([both / (left + right - both), both / left, both / right], axis=1)

        reached = np.empty((len(likely), 3))
        done = 0
        for made in _map_ahead(measured, _blocks(likely, sizes), self._jobs):
            reached[done : done + len(made)] = made
            done += len(made)
            self._told("compare", done, len(likely))
        kept = reached[:, 0] >= settings.pairing.jaccard
        return likely[kept], reached[kept]


def _blocks(pairs: pair.Packed, sizes: NDArray[np.int64]) -> Iterator[pair.Packed]:
    """Pairs, in order, in blocks of a bounded number and of bounded texts; `sizes` are those of the rows they name."""
    for start in range(0, len(pairs), _BLOCK):
        yield from _split_block(pairs[start : start + _BLOCK], sizes)


def _split_block(block: pair.Packed, sizes: NDArray[np.int64]) -> Iterator[pair.Packed]:
    """A block, or its halves, or theirs, until the texts of each are few enough bytes, or only a pair is left."""
    texts = np.unique(np.concatenate(pair.halves(block)))
    if len(block) == 1 or sizes[texts].sum() <= _BLOCK_BYTES:
        yield block
        return
    middle = len(block) // 2
    yield from _split_block(block[:middle], sizes)
    yield from _split_block(block[middle:], sizes)


def _map_ahead(function: Callable[[Item], Made], items: Iterator[Item], jobs: int) -> Iterator[Made]:
    """`function` of each item, in order, in threads that work ahead by a few."""
    if jobs == 1:
        yield from map(function, items)
        return
    with ThreadPoolExecutor(jobs) as pool:
        waiting: deque[Future[Made]] = deque()
        for item in items:
            waiting.append(pool.submit(function, item))
            if len(waiting) > 2 * jobs:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()
