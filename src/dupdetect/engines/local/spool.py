"""The text spool: stores the texts of a long run between passes, in a temporary file once they are large."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Sequence
from contextlib import suppress
from itertools import accumulate
from pathlib import Path
from tempfile import SpooledTemporaryFile
from threading import Lock
from types import TracebackType
from typing import IO

import numpy as np
from numpy.typing import NDArray

from dupdetect.errors import InputError, OutputError
from dupdetect.records.batches import Encoded

_IN_MEMORY = 67_108_864
"""Bytes that the spool keeps in memory; beyond, all of it goes to disk."""


class TextSpool:
    """Texts as UTF-8, numbered in the order of `add`. To be used in a `with` statement.

    Args:
        path: a file that keeps them, and that may hold some already; None takes memory and a temporary file.
        sizes: bytes of each text that the file holds; what comes after them is overwritten.
    """

    def __init__(self, path: Path | None = None, sizes: Iterable[int] = ()) -> None:
        self._file: IO[bytes]
        if path:
            self._file = path.open("r+b" if path.exists() else "w+b")
        else:
            self._file = SpooledTemporaryFile(_IN_MEMORY)  # noqa: SIM115 - closed on leaving `with`
        self._place = f"the folder {path.parent}" if path else "the temporary folder"
        self._fault = OutputError if path else InputError
        self._hint = "free some space there" if path else "free some space there, or set TMPDIR"
        self._ends = array("q", accumulate(sizes, initial=0))
        self._reading = Lock()

    def __enter__(self) -> TextSpool:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        with suppress(OSError):  # a full disk was reported when a text was added
            self._file.close()

    def __len__(self) -> int:
        return len(self._ends) - 1

    def add(self, batch: Encoded) -> None:
        """Store the texts of a batch under the next numbers.

        Raises:
            InputError: the temporary folder is full.
            OutputError: the disk of `path` is full.
        """
        start = self._ends[-1]
        try:
            self._file.seek(start)
            self._file.write(batch.buffer[: batch.offsets[-1]].data)
            self._file.flush()
        except OSError as error:
            raise self._fault(f"texts cannot be put away in {self._place} ({error}); {self._hint}") from error
        self._ends.extend((batch.offsets[1:] + start).tolist())

    def sizes(self) -> NDArray[np.int64]:
        """The bytes of each text, by number."""
        ends = np.array(self._ends, np.int64)
        return ends[1:] - ends[:-1]

    def take(self, numbers: Sequence[int]) -> list[bytes]:
        """The texts with these numbers, in this order; safe to call from several threads."""
        with self._reading:
            return [self._text(number) for number in numbers]

    def _text(self, number: int) -> bytes:
        start, end = self._ends[number], self._ends[number + 1]
        self._file.seek(start)
        return self._file.read(end - start)
