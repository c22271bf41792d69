"""The first pass of a search for near copies on disk, batch by batch, so that a run that was killed goes on."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from types import TracebackType
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dupdetect.engines.local.journal import Batch, JournalWriter, read_journal
from dupdetect.engines.local.near import SketchedTexts
from dupdetect.engines.local.spool import TextSpool
from dupdetect.records.batches import Encoded, Sketches

FILES = ("texts", "sketches")
"""The files beside the journal: the texts, which serve as the spool, and what is known of each."""

TakeNotes = Callable[[int, int], dict[str, Any]]
"""Gives what a caller wants to know again of the articles from one row up to another, as JSON."""


class Checkpoints:
    """The batches that are sketched, in a folder. To be used in a `with` statement.

    Args:
        folder: holds the files, or nothing.
        take_notes: called for each batch.

    Attributes:
        spool: the texts.
        notes: of the batches of an earlier run, in order.
        ids: of its articles.
    """

    def __init__(self, folder: Path, take_notes: TakeNotes) -> None:
        self._take_notes = take_notes
        self.notes: list[dict[str, Any]] = []
        self.ids: list[str] = []
        self._sketches: list[Sketches] = []
        sizes: list[int] = []
        written = line = 0
        for batch in read_journal(folder, FILES):
            sizes += self._take_batch(batch)
            written += len(batch.parts[1])
            line += batch.line
        self.spool = TextSpool(folder / "texts", sizes)
        self._journal = JournalWriter(folder, {"texts": None, "sketches": written}, line)

    def __enter__(self) -> Checkpoints:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.spool.close()
        self._journal.close()

    def restore(self, sketched: SketchedTexts) -> None:
        """Fill in the articles of an earlier run."""
        sketched.ids += self.ids
        sketched.sketches += self._sketches

    def append(self, sketched: SketchedTexts, encoded: Encoded) -> None:
        """Keep the last batch of `sketched`, whose texts are `encoded` and in the spool."""
        sketches = sketched.sketches[-1]
        first, last = len(self.spool) - len(sketches.counts), len(self.spool)
        values = {
            "ids": sketched.ids[first:last],
            "shape": [len(sketches.keys), sketches.low.shape[1]],
            "notes": self._take_notes(first, last),
        }
        texts = encoded.buffer[: encoded.offsets[-1]].data
        self._journal.append(values, [texts, _pack_arrays(sketches, np.diff(encoded.offsets))])

    def _take_batch(self, batch: Batch) -> list[int]:
        """Take over a batch of an earlier run; gives the sizes of its texts."""
        values = batch.values
        self.ids += values["ids"]
        self.notes.append(values["notes"])
        sketches, sizes = _unpack_arrays(batch.parts[1], len(values["ids"]), *values["shape"])
        self._sketches.append(sketches)
        return list(map(int, sizes))


def _pack_arrays(sketches: Sketches, sizes: NDArray[np.int64]) -> bytes:
    parts = (sketches.keys, sketches.low, sketches.texts, sketches.counts, sizes)
    return b"".join(part.tobytes() for part in parts)


def _unpack_arrays(data: bytes, rows: int, bands: int, values: int) -> tuple[Sketches, NDArray[np.int64]]:
    file = BytesIO(data)

    def take(kind: type[np.generic], *shape: int) -> NDArray[Any]:
        size = int(np.prod(shape)) * np.dtype(kind).itemsize
        return np.frombuffer(file.read(size), kind).reshape(shape)

    keys, low = take(np.uint32, bands, rows), take(np.uint8, rows, values)
    return Sketches(keys, low, take(np.uint64, rows), take(np.int32, rows)), take(np.int64, rows)
