"""One temporary file: bytes are appended, and read back by their place."""

from __future__ import annotations

import weakref
from tempfile import SpooledTemporaryFile
from threading import Lock
from typing import Any

from dupdetect.errors import InputError


class SpillFile:
    """Bytes in memory, and in an unnamed temporary file once they are many; safe to use from several threads.

    Forked processes must not read it, because they share its position. It is closed when nothing refers to it.

    Args:
        room: bytes that stay in memory; beyond, all of them go to disk.
    """

    def __init__(self, room: int = 0) -> None:
        self._file: Any = SpooledTemporaryFile(max(room, 1))  # noqa: SIM115 - closed below
        self._size = 0
        self._lock = Lock()
        self._close = weakref.finalize(self, _close_quietly, self._file)

    def __len__(self) -> int:
        """Bytes in the file."""
        return self._size

    def append(self, data: bytes | memoryview) -> int:
        """Add bytes at the end, and return the place of the first.

        Raises:
            InputError: the temporary folder is full.
        """
        with self._lock:
            place = self._size
            try:
                self._file.seek(place)
                self._file.write(data)
                self._file.flush()
            except OSError as error:
                raise InputError(
                    f"the temporary folder takes no more data ({error.strerror or error}); free some space there, or "
                    "name another folder with TMPDIR"
                ) from error
            self._size += len(data) if isinstance(data, bytes) else data.nbytes
            return place

    def read(self, place: int, size: int) -> bytes:
        """The `size` bytes from `place`."""
        with self._lock:
            self._file.seek(place)
            data: bytes = self._file.read(size)
            return data

    def close(self) -> None:
        """Give up the bytes."""
        self._close()


def _close_quietly(file: Any) -> None:
    try:
        file.close()
    except OSError:  # a full disk was reported when bytes were added
        return
