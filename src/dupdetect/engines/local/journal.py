"""A journal of batches in a folder: what a run that is killed has done is there for the next one.

A batch is a line of JSON in the journal and a stretch of bytes in each of some other files. It counts once its line is
there with the right checksums, so whatever a kill cuts short, or a power failure loses, is not taken for whole: it is
overwritten.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import IO, Any, NamedTuple
from zlib import crc32

JOURNAL = "journal"
"""The name of the file of lines."""


class Batch(NamedTuple):
    """A batch: its values, its bytes in each file, and how many bytes its line has."""

    values: dict[str, Any]
    parts: list[bytes]
    line: int


def read_journal(folder: Path, files: Sequence[str]) -> Iterator[Batch]:
    """The batches that are whole, in order, up to the first that is not.

    Args:
        files: the names of the other files.
    """
    if not all((folder / name).is_file() for name in (*files, JOURNAL)):
        return
    with ExitStack() as stack:
        *others, journal = (stack.enter_context((folder / name).open("rb")) for name in (*files, JOURNAL))
        for line in journal:
            batch = _read_batch(line, others)
            if batch is None:
                return
            yield batch


def _read_batch(line: bytes, files: Sequence[IO[bytes]]) -> Batch | None:
    """The next batch; None if a part of it is missing or damaged."""
    checksum, _, text = line.rstrip(b"\n").partition(b" ")
    if not line.endswith(b"\n") or checksum != b"%08x" % crc32(text):
        return None
    entry = json.loads(text)
    parts = [file.read(size) for file, size in zip(files, entry["bytes"], strict=True)]
    if [len(part) for part in parts] != entry["bytes"] or [crc32(part) for part in parts] != entry["checksums"]:
        return None
    return Batch(entry["values"], parts, len(line))


class JournalWriter:
    """Appends batches to a journal, until it is closed.

    Args:
        folder: holds the files.
        files: by name, how many of their bytes belong to whole batches; what comes after them is cut off. None stands
            for a file that somebody else writes.
        line: the same of the journal.
    """

    def __init__(self, folder: Path, files: dict[str, int | None], line: int) -> None:
        self._files = [None if size is None else _open_after(folder / name, size) for name, size in files.items()]
        self._journal = _open_after(folder / JOURNAL, line)

    def close(self) -> None:
        """Close the files."""
        for file in (*self._files, self._journal):
            if file:
                file.close()

    def append(self, values: dict[str, Any], parts: Sequence[Any]) -> None:
        """Write a batch: its bytes in each file, then its line."""
        for file, part in zip(self._files, parts, strict=True):
            if file:
                file.write(part)
                file.flush()
        entry = {"values": values, "bytes": list(map(len, parts)), "checksums": list(map(crc32, parts))}
        text = json.dumps(entry).encode("ascii")
        self._journal.write(b"%08x %s\n" % (crc32(text), text))
        self._journal.flush()


def _open_after(path: Path, size: int) -> IO[bytes]:
    """A file to write to behind its first `size` bytes; what else it held is cut off."""
    file = path.open("r+b" if path.exists() else "w+b")
    file.truncate(size)
    file.seek(size)
    return file
