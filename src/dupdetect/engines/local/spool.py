"""The text spool: stores the texts of a long run between passes, in a temporary file once they are large."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Sequence
from itertools import accumulate
from pathlib import Path
from types import TracebackType

import numpy as np
from numpy.typing import NDArray

from dupdetect.records.batches import Encoded
from dupdetect.spill.files import SpillFile

_IN_MEMORY = 67_108_864
"""Bytes that the spool keeps in memory; beyond, all of it goes to disk."""


class TextSpool:
    """Texts as UTF-8, numbered in the order of `add`. To be used in a `with` statement, or closed.

    Args:
        path: a file that keeps them, and that may hold some already; None takes memory and a temporary file.
        sizes: bytes of each text that the file holds; what comes after them is overwritten.
    """

    def __init__(self, path: Path | None = None, sizes: Iterable[int] = ()) -> None:
        self._ends = array("q", accumulate(sizes, initial=0))
        self._file = SpillFile(_IN_MEMORY, path, self._ends[-1])

    def __enter__(self) -> TextSpool:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def __len__(self) -> int:
        return len(self._ends) - 1

    def close(self) -> None:
        """Give up the texts; those in a file at `path` stay there."""
        self._file.close()

    def add(self, batch: Encoded) -> None:
        """Store the texts of a batch under the next numbers.

        Raises:
            InputError: the temporary folder is full.
            OutputError: the disk of `path` is full.
        """
        start = self._file.append(batch.buffer[: batch.offsets[-1]].data)
        self._ends.extend((batch.offsets[1:] + start).tolist())

    def sizes(self) -> NDArray[np.int64]:
        """The bytes of each text, by number."""
        ends = np.array(self._ends, np.int64)
        return ends[1:] - ends[:-1]

    def take(self, numbers: Sequence[int]) -> list[bytes]:
        """The texts with these numbers, in this order; safe to call from several threads."""
        ends = self._ends
        return [self._file.read(ends[number], ends[number + 1] - ends[number]) for number in numbers]
