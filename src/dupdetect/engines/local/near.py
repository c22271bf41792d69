"""Near copies among up to millions of articles: one pass to sketch them, one over the candidates to measure them.

Only a sketch of each article's signature stays in memory. The texts go to a spool, which is a temporary file once they
are large; texts that the caller holds in memory stay there.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import pairwise
from typing import Protocol, TypeAlias

import numpy as np
from numpy.typing import NDArray

from dupdetect.engines.faults import map_texts
from dupdetect.engines.local.spool import TextSpool
from dupdetect.errors import UsageError
from dupdetect.read.sources import Progress, Sources, require_texts, same_id_message, stream_articles
from dupdetect.records import Skip
from dupdetect.records.batches import Encoded, Sketches
from dupdetect.search import arrays, fingerprint, overlap
from dupdetect.settings import Settings
from dupdetect.streams import cut_batches, map_ordered
from dupdetect.text import folding_table

_BATCH = 512
"""Articles in a batch, at most."""

_BATCH_CHARACTERS = 4_194_304
"""Code points at which a batch is full."""

_BLOCK = 4096
"""Pairs that a thread measures at once, at most."""

_BLOCK_BYTES = 33_554_432
"""Bytes of the texts of such a block, at most; a single pair may exceed it. A thread holds up to five times as much,
because the shingles of a text can take four times its bytes."""

Shares: TypeAlias = NDArray[np.float64]
"""A row per pair: Jaccard similarity, containment of the first in the second, and of the second in the first."""


@dataclass
class SketchedTexts:
    """The result of the first pass.

    Attributes:
        ids, sketches: of the articles, in the order of reading.
        skipped: inputs that were not read, with reasons.
        take: returns the texts with the given numbers, encoded for kernels; safe to call from several threads.
        sizes: bytes of each text, about.
    """

    ids: list[str] = field(default_factory=list)
    sketches: list[Sketches] = field(default_factory=list)
    skipped: list[Skip] = field(default_factory=list)
    take: Callable[[Sequence[int]], Encoded] = lambda rows: fingerprint.join_encoded([])
    sizes: NDArray[np.int64] = field(default_factory=lambda: np.empty(0, np.int64))

    def sort_rows(self) -> NDArray[np.intp]:
        """The rows in order of ids, so that results do not depend on the order of reading."""
        return np.array(sorted(range(len(self.ids)), key=self.ids.__getitem__), np.intp)


class Journal(Protocol):
    """Keeps what the first pass has done, so that a later run goes on with it."""

    def restore(self, sketched: SketchedTexts) -> None:
        """Fill in the articles of an earlier run, which come before all others."""

    def append(self, sketched: SketchedTexts, encoded: Encoded) -> None:
        """Keep the last batch of `sketched`, whose texts are `encoded` and in the spool."""


class NearEngine:
    """The steps of the search for near copies, on this machine.

    Args:
        spool: stores the texts that are not in the caller's memory.

    Attributes:
        settings: of the search.
    """

    def __init__(self, settings: Settings, progress: Progress, jobs: int | None, spool: TextSpool) -> None:
        self.settings = settings
        self._report = progress
        self._jobs = jobs or os.cpu_count() or 1
        self._spool = spool
        self._folding = folding_table()

    def sketch(self, sources: Sources, journal: Journal | None = None) -> SketchedTexts:
        """Read and sketch all articles; with a journal, those that come after the ones in it.

        Raises:
            UsageError: two of them have the same id.
        """
        return self._sketch_held(sources) if isinstance(sources, Mapping) else self._sketch_stream(sources, journal)

    def find_pairs(self, texts: SketchedTexts, rows: NDArray[np.intp]) -> tuple[arrays.Packed, arrays.Packed]:
        """Pairs of places in `rows` with the same words, and pairs that may reach the threshold."""
        self._report("pair", 0, len(rows))
        sketches = texts.sketches or [self._sketch_texts([])[1]]
        return arrays.join_sketches(sketches, rows, self.settings.pairing, self._jobs)

    def measure(
        self, texts: SketchedTexts, rows: NDArray[np.intp], likely: arrays.Packed
    ) -> tuple[arrays.Packed, Shares]:
        """The pairs that reach the threshold, with Jaccard similarity and both containments."""

        def measure_block(block: arrays.Packed) -> Shares:
            wanted, at = np.unique(np.concatenate(arrays.split_pairs(block)), return_inverse=True)
            batch = texts.take(rows[wanted].tolist())
            lefts, rights = at[: len(block)], at[len(block) :]
            left, right, both = overlap.count_shared(batch, lefts, rights, self._folding, self.settings.fingerprinting)
            return np.stack([both / (left + right - both), both / left, both / right], axis=1)

        shares = np.empty((len(likely), 3))
        done = 0
        for block in map_ordered(measure_block, _cut_blocks(likely, texts.sizes[rows]), self._jobs):
            shares[done : done + len(block)] = block
            done += len(block)
            self._report("compare", done, len(likely))
        reached = shares[:, 0] >= self.settings.pairing.jaccard
        return likely[reached], shares[reached]

    def _sketch_held(self, texts: Mapping[str, str]) -> SketchedTexts:
        """Sketch texts that stay in the caller's memory."""
        require_texts(texts)
        kept_texts = list(texts.values())
        sketched = SketchedTexts(list(texts), sizes=np.fromiter(map(len, kept_texts), np.int64, len(kept_texts)))
        sketched.take = lambda rows: fingerprint.encode_texts([kept_texts[row] for row in rows], self._folding)
        batches = (kept_texts[start : start + _BATCH] for start in range(0, len(kept_texts), _BATCH))
        for _, sketches in self._sketch_batches(batches, sketched):
            sketched.sketches.append(sketches)
        return sketched

    def _sketch_stream(self, sources: Sources, journal: Journal | None) -> SketchedTexts:
        """Sketch a stream of articles and write their texts to the spool."""
        sketched = SketchedTexts(take=lambda rows: fingerprint.join_encoded(self._spool.take(rows)))
        if journal:
            journal.restore(sketched)
        for encoded, sketches in self._sketch_batches(
            cut_batches(self._read(sources, sketched), _BATCH, len, _BATCH_CHARACTERS), sketched
        ):
            self._spool.add(encoded)
            sketched.sketches.append(sketches)
            if journal:
                journal.append(sketched, encoded)
        if len(set(sketched.ids)) < len(sketched.ids):
            names = sorted(sketched.ids)
            raise UsageError(same_id_message(next(name for name, after in pairwise(names) if name == after)))
        sketched.sizes = self._spool.sizes()
        return sketched

    def _read(self, sources: Sources, sketched: SketchedTexts) -> Iterator[str]:
        """The texts of articles; records their ids and skips in `sketched`."""
        for item in stream_articles(
            sources, self.settings.reading, self._jobs, bare=True, report_progress=self._report
        ):
            if isinstance(item, Skip):
                sketched.skipped.append(item)
            else:
                sketched.ids.append(item.id)
                yield item.text

    def _sketch_batches(
        self, batches: Iterable[list[str]], sketched: SketchedTexts
    ) -> Iterator[tuple[Encoded, Sketches]]:
        """Each batch, encoded, with its sketches; in order, while worker threads sketch the next ones."""
        done = sum(len(part.counts) for part in sketched.sketches)
        for (encoded, sketches), faults in map_ordered(partial(map_texts, self._sketch_texts), batches, self._jobs):
            sketched.skipped += [Skip(sketched.ids[done + row], reason) for row, reason in faults.items()]
            done += len(sketches.counts)
            self._report("fingerprint", done, 0)
            yield encoded, sketches

    def _sketch_texts(self, texts: Sequence[str]) -> tuple[Encoded, Sketches]:
        encoded = fingerprint.encode_texts(texts, self._folding)
        signed = fingerprint.sign_batch(encoded, self._folding, self.settings.fingerprinting)
        return encoded, arrays.sketch_signatures(signed, self.settings.pairing)


def _cut_blocks(pairs: arrays.Packed, sizes: NDArray[np.int64]) -> Iterator[arrays.Packed]:
    """Pairs in order, in blocks with bounded numbers of pairs and bytes; `sizes` are those of the rows they name."""
    for start in range(0, len(pairs), _BLOCK):
        yield from _split_block(pairs[start : start + _BLOCK], sizes)


def _split_block(block: arrays.Packed, sizes: NDArray[np.int64]) -> Iterator[arrays.Packed]:
    """A block, halved until the texts of each part are within the bound, or a single pair is left."""
    texts = np.unique(np.concatenate(arrays.split_pairs(block)))
    if len(block) == 1 or sizes[texts].sum() <= _BLOCK_BYTES:
        yield block
        return
    middle = len(block) // 2
    yield from _split_block(block[:middle], sizes)
    yield from _split_block(block[middle:], sizes)
