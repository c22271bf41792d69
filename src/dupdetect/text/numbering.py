"""Number words in order of first occurrence, from 0.

A compiled kernel looks words up by their code points and creates no strings. In a small job, whose kernels may not be
compiled, a dictionary is faster. Both give the same numbers.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from dupdetect.kernels import tokens
from dupdetect.kernels.compiled import compiles_at_once
from dupdetect.text import scripts

Ints = NDArray[np.int32]
Hashes = NDArray[np.uint64]
Number = TypeVar("Number", bound=np.generic)

_STRETCH = 16_384
"""Words for which room is made at once: a long text repeats its words, so the tables stay far below its length."""


class Listed:
    """Numbers by a dictionary of strings."""

    def __init__(self) -> None:
        self._known: dict[str, int] = {}

    def __len__(self) -> int:
        return len(self._known)

    def numbers(self, text: str, starts: Ints, ends: Ints) -> Ints:
        """The number of each word `text[starts[i]:ends[i]]`."""
        number_of = self._known
        words = cut_words(text, starts, ends)
        return np.fromiter((number_of.setdefault(word, len(number_of)) for word in words), np.int32, len(starts))

    def hash_words(self, numbers: Ints) -> Hashes:
        """A hash of the spelling of each numbered word, the same in every process."""
        words = list(self._known)
        return np.array([tokens.hash_spelling(words[number]) for number in numbers.tolist()], np.uint64)


class Tabled:
    """Numbers by a hash table over arrays, which grow by doubling."""

    def __init__(self) -> None:
        self._seed = np.uint64(int.from_bytes(os.urandom(8), "little"))
        self._known = 0
        self._table = np.zeros(4096, np.int32)
        self._hashes = np.zeros(1024, np.uint64)
        self._spelled = np.zeros(8192, np.uint32)
        self._bounds = np.zeros(1025, np.int64)

    def __len__(self) -> int:
        return self._known

    def numbers(self, text: str, starts: Ints, ends: Ints) -> Ints:
        """The number of each word `text[starts[i]:ends[i]]`."""
        codes = scripts.points(text)
        numbers = np.empty(len(starts), np.int32)
        for at in range(0, len(starts), _STRETCH):
            part = slice(at, at + _STRETCH)
            self._number_stretch(codes, starts[part], ends[part], numbers[part])
        return numbers

    def _number_stretch(self, codes: NDArray[Any], starts: Ints, ends: Ints, numbers: Ints) -> None:
        """Write the numbers of a stretch of words, with room in case all of them are new."""
        points = int(ends[-1]) - int(starts[0])  # words do not overlap
        self._fit(self._known + len(starts), int(self._bounds[self._known]) + points)
        store = self._table, self._hashes, self._spelled, self._bounds
        self._known = tokens.number_words(codes, starts, ends, self._seed, *store, self._known, numbers)

    def hash_words(self, numbers: Ints) -> Hashes:
        """A hash of the spelling of each numbered word, the same in every process."""
        hashes = np.empty(len(numbers), np.uint64)
        tokens.hash_numbered(self._spelled, self._bounds, numbers, hashes)
        return hashes

    def _fit(self, words: int, points: int) -> None:
        """Make room for `words` words with `points` code points in total."""
        self._hashes = grow_array(self._hashes, words)
        self._bounds = grow_array(self._bounds, words + 1)
        self._spelled = grow_array(self._spelled, points)
        if len(self._table) < 2 * words:
            self._table = np.zeros(1 << (2 * words - 1).bit_length(), np.int32)
            tokens.rehash(self._hashes, self._known, self._table)


class WordTable:
    """A value for each numbered word, looked for once, when the word is first seen.

    Args:
        words: the numbering.
        find: gives the value, at least 0, of each of some words.
    """

    def __init__(self, words: Listed | Tabled, find: Callable[[list[str]], list[int]]) -> None:
        self._words = words
        self._find = find
        self._values = np.zeros(1024, np.int32)

    def look_up(self, numbers: Ints, text: str, starts: Ints, ends: Ints) -> Ints:
        """The values of words; `numbers` are those of the words `text[starts[i]:ends[i]]`."""
        self._values = grow_array(self._values, len(self._words))
        values = self._values[numbers]
        unseen = np.flatnonzero(values == 0)
        if not len(unseen):
            return values - 1
        place_of = dict(zip(numbers[unseen].tolist(), unseen.tolist(), strict=True))
        places = list(place_of.values())
        new = self._find(cut_words(text, starts[places], ends[places]))
        self._values[list(place_of)] = np.array(new, np.int32) + 1  # 0 is a word that was not seen yet
        return self._values[numbers] - 1


def cut_words(text: str, starts: Ints, ends: Ints) -> list[str]:
    """The words `text[starts[i]:ends[i]]`."""
    return [text[start:end] for start, end in zip(starts.tolist(), ends.tolist(), strict=True)]


def grow_array(array: NDArray[Number], size: int) -> NDArray[Number]:
    """`array` with room for `size` places: at least twice as many as before where it has to grow."""
    if len(array) >= size:
        return array
    return np.concatenate([array, np.zeros(max(size, 2 * len(array)) - len(array), array.dtype)])


def create_numbering() -> Listed | Tabled:
    """An empty numbering of words."""
    return Tabled() if compiles_at_once() else Listed()
