"""Vector instructions for bytes and 32-bit lanes: in plain Python here, as LLVM vectors in `vector_code`.

Each function is a few instructions inside a kernel's loop, and reads or writes a fixed width from the given index on:
the caller keeps `SLACK` bytes behind its arrays. numba does not check the bounds of these accesses, so tests fuzz them
against the plain Python.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property, update_wrapper
from typing import Any, Generic, ParamSpec, TypeVar

import numpy as np

P = ParamSpec("P")
R = TypeVar("R")

SLACK = 64
"""Bytes that a function may read or write from its index on."""


class Instruction(Generic[P, R]):
    """A function that numba replaces by vector instructions where a kernel is compiled.

    Attributes:
        width: the lanes that it works on at once, where `vector_code` writes it for several widths.
    """

    __name__: str
    width = 0

    def __init__(self, function: Callable[P, R]) -> None:
        update_wrapper(self, function)
        self._plain = function

    def __call__(self, *arguments: P.args, **named: P.kwargs) -> R:
        return self._plain(*arguments, **named)

    @cached_property
    def _numba_type_(self) -> Any:
        """How numba sees this function inside a kernel."""
        from dupdetect.kernels import vector_code

        return vector_code.find_type(self.__name__, self.width)


@Instruction
def load64(data: Any, at: int) -> Any:
    """Eight bytes as a little-endian number."""
    return np.uint64(int.from_bytes(data[at : at + 8].tobytes(), "little"))


@Instruction
def trailing_zeros(x: Any) -> int:
    """The index of the lowest bit that is set."""
    return (int(x) & -int(x)).bit_length() - 1


@Instruction
def fold64(source: Any, at: int, target: Any, to: int) -> Any:
    """Copy 64 bytes, ASCII in lower case; returns a bit per byte, set for letters, digits and all above 127."""
    block = source[at : at + 64]
    block = np.where((block >= 65) & (block < 91), block | 32, block).astype(np.uint8)
    target[to : to + 64] = block
    word = ((block >= 97) & (block < 123)) | ((block >= 48) & (block < 58)) | (block >= 128)
    return np.packbits(word, bitorder="little").view("<u8")[0]


@Instruction
def above127(data: Any, at: int) -> Any:
    """A bit for each of 64 bytes: whether it is above 127."""
    return np.packbits(data[at : at + 64] >= 128, bitorder="little").view("<u8")[0]


@Instruction
def suspects64(data: Any, at: int) -> Any:
    """A bit for each of 64 bytes: lead bytes above 127, line feeds, and the digits 0 and 1 beside a letter."""
    block = data[at : at + 64]
    letter = ((block | 32) >= 97) & ((block | 32) < 123)
    beside = np.concatenate([[True], letter[:-1]]) | np.concatenate([letter[1:], [True]])
    suspect = (block >= 192) | (block == 10) | ((block | 1 == 49) & beside)
    return np.packbits(suspect, bitorder="little").view("<u8")[0]


def least_of(width: int) -> Any:
    """A function that computes, in `width` lanes, the least a * h + b mod 2^32 over `count` values h."""

    @Instruction
    def least(h: Any, count: int, a: Any, b: Any, lane: int, signature: Any) -> None:
        lanes = slice(lane, lane + width)
        values = h[:count, None] * a[None, lanes] + b[None, lanes]
        signature[lanes] = values.min(axis=0, initial=np.uint32(0xFFFFFFFF))

    least.width = width
    return least
