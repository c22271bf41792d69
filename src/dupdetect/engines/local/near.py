"""Near copies among up to millions of articles: one pass to sketch them, one over the candidates to measure them.

Of each article only a sketch of its signature stays in memory. The texts wait in a spool, which is a temporary file
once they are many; texts that the caller holds in memory stay where they are.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import pairwise
from typing import TypeAlias

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
"""Articles that are signed at once."""

_BATCH_CHARACTERS = 4_194_304
"""Code points of a batch, after which it takes no more articles."""

_BLOCK = 4096
"""Pairs that are measured at once, in a thread."""

_BLOCK_BYTES = 33_554_432
"""Bytes of their texts; one pair of longer texts is still measured as a whole. A thread holds up to five times as much,
for the shingles of a text can take four times its bytes."""

Shares: TypeAlias = NDArray[np.float64]
"""A row a pair: Jaccard similarity, containment in either direction."""


@dataclass
class SketchedTexts:
    """What the first pass leaves.

    Attributes:
        ids, sketches: of the articles, in the order in which they came.
        skipped: what was not read, and why.
        take: gives the texts with these numbers as kernels read them; threads call it at once.
        sizes: bytes of each text, about.
    """

    ids: list[str] = field(default_factory=list)
    sketches: list[Sketches] = field(default_factory=list)
    skipped: list[Skip] = field(default_factory=list)
    take: Callable[[Sequence[int]], Encoded] = lambda rows: fingerprint.join_encoded([])
    sizes: NDArray[np.int64] = field(default_factory=lambda: np.empty(0, np.int64))

    def sort_rows(self) -> NDArray[np.intp]:
        """The articles by their ids, so that it does not matter in which order they came."""
        return np.array(sorted(range(len(self.ids)), key=self.ids.__getitem__), np.intp)


class NearEngine:
    """The steps of the search for near copies, on this machine.

    Args:
        spool: where texts wait that are not in the caller's memory.

    Attributes:
        settings: of the search.
    """

    def __init__(self, settings: Settings, progress: Progress, jobs: int | None, spool: TextSpool) -> None:
        self.settings = settings
        self._report = progress
        self._jobs = jobs or os.cpu_count() or 1
        self._spool = spool
        self._folding = folding_table()

    def sketch(self, sources: Sources) -> SketchedTexts:
        """Read and sketch all articles.

        Raises:
            UsageError: two of them have the same id.
        """
        return self._sketch_held(sources) if isinstance(sources, Mapping) else self._sketch_stream(sources)

    def find_pairs(self, texts: SketchedTexts, rows: NDArray[np.intp]) -> tuple[arrays.Packed, arrays.Packed]:
        """Pairs of places in `rows` with the same words, and pairs that may be similar enough."""
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
        held = list(texts.values())
        made = SketchedTexts(list(texts), sizes=np.fromiter(map(len, held), np.int64, len(held)))
        made.take = lambda rows: fingerprint.encode_texts([held[row] for row in rows], self._folding)
        for _, sketches in self._sketch_batches(cut_batches(held, _BATCH), made):
            made.sketches.append(sketches)
        return made

    def _sketch_stream(self, sources: Sources) -> SketchedTexts:
        """Sketch a stream of articles, whose texts are put into the spool."""
        made = SketchedTexts(take=lambda rows: fingerprint.join_encoded(self._spool.take(rows)))
        for encoded, sketches in self._sketch_batches(
            cut_batches(self._read(sources, made), _BATCH, len, _BATCH_CHARACTERS), made
        ):
            self._spool.add(encoded)
            made.sketches.append(sketches)
        if len(set(made.ids)) < len(made.ids):
            names = sorted(made.ids)
            raise UsageError(same_id_message(next(name for name, after in pairwise(names) if name == after)))
        made.sizes = self._spool.sizes()
        return made

    def _read(self, sources: Sources, made: SketchedTexts) -> Iterator[str]:
        """The texts of articles, while their ids and what is skipped are noted."""
        for item in stream_articles(
            sources, self.settings.reading, self._jobs, bare=True, report_progress=self._report
        ):
            if isinstance(item, Skip):
                made.skipped.append(item)
            else:
                made.ids.append(item.id)
                yield item.text

    def _sketch_batches(self, batches: Iterable[list[str]], made: SketchedTexts) -> Iterator[tuple[Encoded, Sketches]]:
        """Each batch as kernels read it, and its sketches; in order, while the next ones are sketched."""
        done = 0
        for (encoded, sketches), faults in map_ordered(partial(map_texts, self._sketch_texts), batches, self._jobs):
            made.skipped += [Skip(made.ids[done + row], reason) for row, reason in faults.items()]
            done += len(sketches.counts)
            self._report("fingerprint", done, 0)
            yield encoded, sketches

    def _sketch_texts(self, texts: Sequence[str]) -> tuple[Encoded, Sketches]:
        encoded = fingerprint.encode_texts(texts, self._folding)
        signed = fingerprint.sign_batch(encoded, self._folding, self.settings.fingerprinting)
        return encoded, arrays.sketch_signatures(signed, self.settings.pairing)


def _cut_blocks(pairs: arrays.Packed, sizes: NDArray[np.int64]) -> Iterator[arrays.Packed]:
    """Pairs, in order, in blocks of a bounded number and of bounded texts; `sizes` are those of the rows they name."""
    for start in range(0, len(pairs), _BLOCK):
        yield from _split_block(pairs[start : start + _BLOCK], sizes)


def _split_block(block: arrays.Packed, sizes: NDArray[np.int64]) -> Iterator[arrays.Packed]:
    """A block, or its halves, or theirs, until the texts of each are few enough bytes, or only a pair is left."""
    texts = np.unique(np.concatenate(arrays.split_pairs(block)))
    if len(block) == 1 or sizes[texts].sum() <= _BLOCK_BYTES:
        yield block
        return
    middle = len(block) // 2
    yield from _split_block(block[:middle], sizes)
    yield from _split_block(block[middle:], sizes)
