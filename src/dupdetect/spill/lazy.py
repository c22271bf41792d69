"""Sequences whose items are made when somebody asks for them, so that a million of them take no memory."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any, Generic, TypeVar, overload

Key = TypeVar("Key")
Item = TypeVar("Item")


class LazySequence(Sequence[Item], Generic[Key, Item]):
    """`make` of each of `keys`, in order; equal to any sequence of equal items. A slice is a tuple."""

    def __init__(self, keys: Sequence[Key], make: Callable[[Key], Item]) -> None:
        self._keys = keys
        self._make = make

    def __len__(self) -> int:
        return len(self._keys)

    @overload
    def __getitem__(self, place: int) -> Item: ...

    @overload
    def __getitem__(self, place: slice) -> tuple[Item, ...]: ...

    def __getitem__(self, place: int | slice) -> Item | tuple[Item, ...]:
        if isinstance(place, slice):
            return tuple(map(self._make, self._keys[place]))
        return self._make(self._keys[place])

    def __iter__(self) -> Iterator[Item]:
        return map(self._make, iter(self._keys))

    def __eq__(self, other: Any) -> bool:
        if not isinstance(other, Sequence) or isinstance(other, str):
            return NotImplemented
        return len(self) == len(other) and all(mine == its for mine, its in zip(self, other, strict=True))

    __hash__ = None  # type: ignore[assignment]  # as a list has none
