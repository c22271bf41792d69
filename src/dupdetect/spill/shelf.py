"""Arrays on disk by compartment: partitions of keys, columns of signatures, lists by range."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable
from typing import Any

import numpy as np
from numpy.typing import DTypeLike, NDArray

from dupdetect.spill.files import SpillFile

_WAITING = 16_777_216
"""Bytes that wait in memory, so that a compartment is written in few large pieces."""


class Shelf:
    """Arrays in compartments; what was put into one of them is read back as one array, in the order of writing.

    Args:
        room: bytes that stay in memory; beyond, all of them go to disk.
    """

    def __init__(self, room: int = 0) -> None:
        self._file = SpillFile(room)
        self._written: dict[Hashable, list[tuple[int, int]]] = defaultdict(list)
        self._waiting: dict[Hashable, list[NDArray[Any]]] = defaultdict(list)
        self._waiting_bytes = 0

    def put(self, compartment: Hashable, values: NDArray[Any]) -> None:
        """Add an array of one dimension to a compartment; it must not be changed afterwards.

        Raises:
            InputError: the temporary folder is full.
        """
        self._waiting[compartment].append(values)
        self._waiting_bytes += values.nbytes
        if self._waiting_bytes >= _WAITING:
            self._write_waiting()

    def take(self, compartment: Hashable, kind: DTypeLike) -> NDArray[Any]:
        """All that was put into a compartment, whose arrays are of type `kind`."""
        pieces = self._written.get(compartment, [])
        waiting = self._waiting.get(compartment, [])
        size = sum(size for _, size in pieces)
        every = np.empty((size + sum(values.nbytes for values in waiting)) // np.dtype(kind).itemsize, kind)
        target = every.view(np.uint8)
        filled = 0
        for place, piece in pieces:
            target[filled : filled + piece] = np.frombuffer(self._file.read(place, piece), np.uint8)
            filled += piece
        if waiting:
            np.concatenate(waiting, out=every[len(every) - sum(map(len, waiting)) :])
        return every

    def _write_waiting(self) -> None:
        for compartment, arrays in self._waiting.items():
            data = np.concatenate(arrays)
            if data.nbytes:
                self._written[compartment].append((self._file.append(data.data.cast("B")), data.nbytes))
        self._waiting.clear()
        self._waiting_bytes = 0
