"""What a search for repeated paragraphs has done, on disk, so that a run that was killed goes on.

Paragraphs are kept as hashes with their places, the log of removals as it will be. Hashes are of a secret key; with the
key, the folder of the run holds them for the next one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, replace
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from dupdetect.engines.local.journal import JournalWriter, read_journal
from dupdetect.pipeline.notes import Notes
from dupdetect.records.jsonform import dumps
from dupdetect.search.paragraphs import HashedParagraphs

if TYPE_CHECKING:
    from dupdetect.pipeline.paragraphs import Removal

_PARAGRAPHS = "paragraphs"


class ReadBatch(NamedTuple):
    """A batch of articles: their ids, their paragraphs, and the numbers of those of which nothing stays."""

    ids: list[str]
    paragraphs: HashedParagraphs
    emptied: list[int]


class ParagraphJournal:
    """The batches that are done, in a folder. To be used in a `with` statement.

    Args:
        folder: holds the files, or nothing.
        log: the name of the file for removals, a line of JSON each.
        notes: of the articles, which are cut by batch, and restored here.
        shorten: gives the form in which the log has an id.
    """

    def __init__(self, folder: Path, log: str, notes: Notes, shorten: Callable[[str], str]) -> None:
        self._notes, self._shorten = notes, shorten
        self._batches: list[ReadBatch] = []
        cuts = []
        sizes, line = {_PARAGRAPHS: 0, log: 0}, 0
        for values, parts, length in read_journal(folder, tuple(sizes)):
            self._batches.append(ReadBatch(values["ids"], _unpack(parts[0], values["counts"]), values["emptied"]))
            cuts.append(values["notes"])
            sizes = {name: sizes[name] + len(part) for name, part in zip(sizes, parts, strict=True)}
            line += length
        notes.restore(cuts, [name for batch in self._batches for name in batch.ids])
        self._journal = JournalWriter(folder, {**sizes}, line)

    def __enter__(self) -> ParagraphJournal:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._journal.close()

    def take_batches(self) -> Iterator[ReadBatch]:
        """The batches of an earlier run, once."""
        while self._batches:
            yield self._batches.pop(0)

    def append(self, first: int, batch: ReadBatch, removals: Sequence[Removal]) -> None:
        """Keep a batch, whose first article has the number `first`."""
        values = {
            "ids": batch.ids,
            "counts": batch.paragraphs.counts,
            "emptied": batch.emptied,
            "notes": self._notes.cut(first, first + len(batch.ids)),
        }
        lines = "".join(dumps(asdict(self._shorten_ids(removal))) + "\n" for removal in removals)
        self._journal.append(values, [_pack(batch.paragraphs), lines.encode("utf-8", "backslashreplace")])

    def _shorten_ids(self, removal: Removal) -> Removal:
        return replace(removal, id=self._shorten(removal.id), kept=self._shorten(removal.kept))


def _pack(paragraphs: HashedParagraphs) -> bytes:
    return np.stack([paragraphs.starts, paragraphs.ends, paragraphs.keys.view(np.int64)]).tobytes()


def _unpack(data: bytes, counts: list[int]) -> HashedParagraphs:
    starts, ends, keys = np.frombuffer(data, np.int64).reshape(3, -1)
    return HashedParagraphs(counts, starts, ends, keys.view(np.uint64))
