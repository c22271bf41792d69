"""Records of this program, packed one by one: a sixth of their size as objects, and on disk once they are many.

They are pickled, as between worker processes. The file has no name and only this process writes it, so nothing is
unpickled that others could have made.
"""

from __future__ import annotations

import copyreg
import pickle
from array import array
from collections.abc import Callable, Iterator, Sequence
from dataclasses import fields, is_dataclass
from io import BytesIO
from operator import attrgetter
from typing import Any, TypeVar, overload

from dupdetect.spill.files import SpillFile

Record = TypeVar("Record")


class _Reducers(dict[type, Callable[[Any], Any]]):
    """How each class is pickled: a data class by the values of its fields, all others as pickle does it.

    By itself, pickle looks through the fields of each object of a data class one by one, and again to read it.
    """

    def __missing__(self, kind: type) -> Callable[[Any], Any]:
        if not is_dataclass(kind) or not all(field.init for field in fields(kind)):
            return copyreg.dispatch_table[kind]  # a KeyError lets pickle go on
        names = [field.name for field in fields(kind)]
        if len(names) < 2:  # of which attrgetter gives no tuple
            raise KeyError(kind)
        read = attrgetter(*names)

        def reduce_record(record: object) -> tuple[type, tuple[Any, ...]]:
            return kind, read(record)

        self[kind] = reduce_record
        return reduce_record


_REDUCERS = _Reducers()


def pack_record(record: object) -> bytes:
    """A record as bytes, for `unpack_record` in any process of this program."""
    packed = BytesIO()
    pickler = pickle.Pickler(packed, pickle.HIGHEST_PROTOCOL)
    pickler.dispatch_table = _REDUCERS
    pickler.dump(record)
    return packed.getvalue()


def unpack_record(data: bytes) -> Any:
    """The record that `pack_record` packed."""
    return pickle.loads(data)


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
        self.append_packed(pack_record(record))

    def append_packed(self, data: bytes) -> None:
        """Add a record that `pack_record` packed; raises as `append`."""
        self._places.append(self._file.append(data))
        self._sizes.append(len(data))

    def replace(self, number: int, record: Record) -> None:
        """Put another record in the place of one."""
        data = pack_record(record)
        self._places[number], self._sizes[number] = self._file.append(data), len(data)

    @overload
    def __getitem__(self, number: int) -> Record: ...

    @overload
    def __getitem__(self, number: slice) -> list[Record]: ...

    def __getitem__(self, number: int | slice) -> Record | list[Record]:
        if isinstance(number, slice):
            return [self[place] for place in range(*number.indices(len(self)))]
        record: Record = unpack_record(self._file.read(self._places[number], self._sizes[number]))
        return record

    def __iter__(self) -> Iterator[Record]:
        return (self[number] for number in range(len(self)))
