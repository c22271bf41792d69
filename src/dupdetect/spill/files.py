"""One file of bytes: they are appended, and read back by their place."""

from __future__ import annotations

import os
import weakref
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryFile
from threading import Lock
from typing import Any

from dupdetect.errors import DupdetectError, InputError, OutputError


class SpillFile:
    """Bytes in memory, and in an unnamed temporary file once they are many; safe to use from several threads.

    Processes forked from this one can read what it holds by then, and must not append: they share its end. It is closed
    when nothing refers to it.

    Args:
        room: bytes that stay in memory; beyond, all of them go to disk.
        path: a file that keeps the bytes, in place of memory and the temporary file.
        size: bytes that the file at `path` holds already; what comes after them is overwritten.
    """

    def __init__(self, room: int = 0, path: Path | None = None, size: int = 0) -> None:
        self._path = path
        self._room = room
        self._size = size
        self._lock = Lock()
        self._use(_open_kept(path) if path else BytesIO())

    def __len__(self) -> int:
        """Bytes in the file."""
        return self._size

    def append(self, data: bytes | memoryview) -> int:
        """Add bytes at the end, and return the place of the first.

        Raises:
            InputError: the temporary folder is full.
            OutputError: the disk of `path` is full.
        """
        size = len(data) if isinstance(data, bytes) else data.nbytes
        with self._lock:
            place = self._size
            try:
                if isinstance(self._file, BytesIO) and place + size > self._room:
                    self._move_to_disk(self._file)
                self._file.seek(place)
                self._file.write(data)
                self._file.flush()
            except OSError as error:
                raise self._refuse(error) from error
            self._size += size
            return place

    def read(self, place: int, size: int) -> bytes:
        """The `size` bytes from `place`."""
        if self._descriptor is not None:
            return os.pread(self._descriptor, size, place)
        with self._lock:
            self._file.seek(place)
            data: bytes = self._file.read(size)
            return data

    def close(self) -> None:
        """Give up the bytes; a file at `path` stays."""
        self._close()

    def _use(self, file: Any) -> None:
        """Keep the bytes in `file`; one with a descriptor is read without its position, where the system can do so."""
        self._file = file
        self._close = weakref.finalize(self, _close_quietly, file)
        self._descriptor = None if isinstance(file, BytesIO) or not hasattr(os, "pread") else file.fileno()

    def _move_to_disk(self, memory: BytesIO) -> None:
        self._use(_open_unnamed())
        self._file.write(memory.getbuffer())

    def _refuse(self, error: OSError) -> DupdetectError:
        reason = error.strerror or error
        if self._path:
            return OutputError(f"the folder {self._path.parent} takes no more data ({reason}); free some space there")
        return InputError(f"the temporary folder takes no more data ({reason}); free some space there, or set TMPDIR")


def _open_unnamed() -> Any:
    return TemporaryFile()


def _open_kept(path: Path) -> Any:
    return path.open("r+b" if path.exists() else "w+b")


def _close_quietly(file: Any) -> None:
    try:
        file.close()
    except OSError:  # a full disk was reported when bytes were added
        return
