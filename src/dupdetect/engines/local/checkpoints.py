"""The first pass of a search for near copies on disk, batch by batch, so that a run that was killed goes on.

Three files grow together: the texts, which serve as the spool, the sketches, and a journal with a line a batch. A batch
counts once its line is there with the right checksums, so whatever a kill cuts short, or a power failure loses, is not
taken for whole: it is overwritten.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from io import BytesIO
from pathlib import Path
from types import TracebackType
from typing import IO, Any, NamedTuple
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from dupdetect.engines.local.near import SketchedTexts
from dupdetect.engines.local.spool import TextSpool
from dupdetect.records.batches import Encoded, Sketches

FILES = ("texts", "sketches", "journal")
"""The names of the files."""

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
        batches = list(_read_batches(folder))
        self.notes: list[dict[str, Any]] = [batch.notes for batch in batches]
        self.ids: list[str] = [name for batch in batches for name in batch.ids]
        self._sketches = [batch.sketches for batch in batches]
        self.spool = TextSpool(folder / "texts", [size for batch in batches for size in batch.sizes.tolist()])
        self._arrays = _open_after(folder / "sketches", sum(batch.written for batch in batches))
        self._journal = _open_after(folder / "journal", sum(batch.line for batch in batches))

    def __enter__(self) -> Checkpoints:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.spool.__exit__(kind, error, at)
        self._arrays.close()
        self._journal.close()

    def restore(self, sketched: SketchedTexts) -> None:
        """Fill in the articles of an earlier run."""
        sketched.ids += self.ids
        sketched.sketches += self._sketches

    def append(self, sketched: SketchedTexts, encoded: Encoded) -> None:
        """Keep the last batch of `sketched`, whose texts are `encoded` and in the spool."""
        sketches = sketched.sketches[-1]
        first, last = len(self.spool) - len(sketches.counts), len(self.spool)
        arrays = _pack_arrays(sketches, np.diff(encoded.offsets))
        self._arrays.write(arrays)
        self._arrays.flush()
        line = {
            "ids": sketched.ids[first:last],
            "shape": [len(sketches.keys), sketches.low.shape[1]],
            "bytes": [int(encoded.offsets[-1]), len(arrays)],
            "checksums": [crc32(encoded.buffer[: encoded.offsets[-1]].data), crc32(arrays)],
            "notes": self._take_notes(first, last),
        }
        text = json.dumps(line).encode("ascii")
        self._journal.write(b"%08x %s\n" % (crc32(text), text))
        self._journal.flush()


class _Batch(NamedTuple):
    """A batch as it stands on disk: its ids, notes, sketches, sizes of texts, and the bytes that it takes."""

    ids: list[str]
    notes: dict[str, Any]
    sketches: Sketches
    sizes: NDArray[np.int64]
    written: int
    line: int


def _read_batches(folder: Path) -> Iterator[_Batch]:
    """The batches that are whole, up to the first that is not."""
    if not all((folder / name).is_file() for name in FILES):
        return
    with ExitStack() as stack:
        texts, arrays, journal = (stack.enter_context((folder / name).open("rb")) for name in FILES)
        for line in journal:
            batch = _read_batch(line, texts, arrays)
            if batch is None:
                return
            yield batch


def _read_batch(line: bytes, texts: IO[bytes], arrays: IO[bytes]) -> _Batch | None:
    """The next batch; None if a part of it is missing or damaged."""
    checksum, _, text = line.rstrip(b"\n").partition(b" ")
    if not line.endswith(b"\n") or checksum != b"%08x" % crc32(text):
        return None
    entry = json.loads(text)
    parts = [file.read(size) for file, size in zip((texts, arrays), entry["bytes"], strict=True)]
    if [len(part) for part in parts] != entry["bytes"] or [crc32(part) for part in parts] != entry["checksums"]:
        return None
    sketches, sizes = _unpack_arrays(parts[1], len(entry["ids"]), *entry["shape"])
    return _Batch(entry["ids"], entry["notes"], sketches, sizes, len(parts[1]), len(line))


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


def _open_after(path: Path, size: int) -> IO[bytes]:
    """A file to write to behind its first `size` bytes; what else it held is cut off."""
    file = path.open("r+b" if path.exists() else "w+b")
    file.truncate(size)
    file.seek(size)
    return file
