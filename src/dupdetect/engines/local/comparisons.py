"""The comparisons of a scan: objects while they are few; packed, and on disk, once they would take too much memory.

A comparison of two near copies of 3 kB takes 21 kB as objects and 3.4 kB packed. What families and the order of
findings need of each, its tie, stays in memory at about 600 bytes.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple, overload

from dupdetect.families import Tie, build_tie
from dupdetect.records import Comparison
from dupdetect.spill.lazy import LazySequence
from dupdetect.spill.records import PackedRecords, pack_record

_OBJECT_BYTES = 21_000
"""Bytes of a comparison as objects, about."""


class PackedComparison(NamedTuple):
    """A comparison as a worker process sends it: packed, with its tie. Nobody has to unpack it to keep it."""

    tie: Tie
    data: bytes


def pack_comparison(comparison: Comparison) -> PackedComparison:
    """Pack a comparison for another process."""
    return PackedComparison(build_tie(comparison), pack_record(comparison))


class ComparisonStore(Sequence[Comparison]):
    """Comparisons by number, with their ties.

    Args:
        room: bytes that they may take in memory, about.

    Attributes:
        ties: the tie of each.
    """

    def __init__(self, room: int) -> None:
        self._room = room
        self._records: list[Comparison] | PackedRecords[Comparison] = []
        self._places: list[int] = []
        self.ties: list[Tie] = []

    def __len__(self) -> int:
        return len(self._places)

    @overload
    def __getitem__(self, number: int) -> Comparison: ...

    @overload
    def __getitem__(self, number: slice) -> list[Comparison]: ...

    def __getitem__(self, number: int | slice) -> Comparison | list[Comparison]:
        if isinstance(number, slice):
            return [self._records[place] for place in self._places[number]]
        return self._records[self._places[number]]

    def append(self, comparison: Comparison | PackedComparison) -> None:
        """Add a comparison; one that is packed stays so, and so do all from then on.

        Raises:
            InputError: the temporary folder is full.
        """
        self._places.append(len(self._records))
        if isinstance(comparison, PackedComparison):
            self._pack().append_packed(comparison.data)
            self.ties.append(comparison.tie)
            return
        self._records.append(comparison)
        self.ties.append(build_tie(comparison))
        if not self._fits(len(self._records)):
            self._pack()

    def replace(self, number: int, comparison: Comparison) -> None:
        """Put another comparison in the place of one; raises as `append`."""
        place = self._places[number]
        if isinstance(self._records, list):
            self._records[place] = comparison
        else:
            self._records.replace(place, comparison)
        self.ties[number] = build_tie(comparison)

    def keep(self, numbers: Sequence[int]) -> None:
        """Drop all comparisons but some, which are numbered anew."""
        self._places = [self._places[number] for number in numbers]
        self.ties = [self.ties[number] for number in numbers]

    def choose(self, numbers: Sequence[int], change: Callable[[int, Comparison], Comparison]) -> Sequence[Comparison]:
        """The comparisons with these numbers, in this order, each as `change` returns it, given its number."""
        chosen = LazySequence(numbers, lambda number: change(number, self[number]))
        return tuple(chosen) if self._fits(len(chosen)) else chosen

    def _fits(self, count: int) -> bool:
        """Whether so many comparisons have room as objects."""
        return count * _OBJECT_BYTES <= self._room

    def _pack(self) -> PackedRecords[Comparison]:
        """The comparisons, packed."""
        if isinstance(self._records, list):
            packed: PackedRecords[Comparison] = PackedRecords(self._room)
            for record in self._records:
                packed.append(record)
            self._records = packed
        return self._records
