"""Records of this program, packed one by one: a sixth of their size as objects, and on disk once they are many.

They are pickled, as between worker processes. The file has no name and only this process writes it, so nothing is
unpickled that others could have made.
"""

from __future__ import annotations

import pickle
from array import array
from collections.abc import Iterator, Sequence
from typing import TypeVar, overload

from dupdetect.spill.files import SpillFile

Record = TypeVar("Record")


class PackedRecords(Sequence[Record]):
    """Records by number, in the order of `append`.

    Args:
        room: bytes that stay in memory; beyond, all of them go to disk.
    """

    def __init__(self, room: int = 0) -> None:
        self._file = SpillFile(room)
        self._places = array("q")
        self._sizes = array("q")

    def __len__(self) -> int:
        return len(self._places)

    def append(self, record: Record) -> None:
        """Add a record.

        Raises:
            InputError: the temporary folder is full.
        """
        data = pickle.dumps(record, pickle.HIGHEST_PROTOCOL)
        self._places.append(self._file.append(data))
        self._sizes.append(len(data))

    def replace(self, number: int, record: Record) -> None:
        """Put another record in the place of one."""
        data = pickle.dumps(record, pickle.HIGHEST_PROTOCOL)
        self._places[number], self._sizes[number] = self._file.append(data), len(data)

    @overload
    def __getitem__(self, number: int) -> Record: ...

    @overload
    def __getitem__(self, number: slice) -> list[Record]: ...

    def __getitem__(self, number: int | slice) -> Record | list[Record]:
        if isinstance(number, slice):
            return [self[place] for place in range(*number.indices(len(self)))]
        record: Record = pickle.loads(self._file.read(self._places[number], self._sizes[number]))
        return record

    def __iter__(self) -> Iterator[Record]:
        return (self[number] for number in range(len(self)))
