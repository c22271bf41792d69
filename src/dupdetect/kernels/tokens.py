"""Code points to words: their offsets and numbers, and the sentences that they form."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import numpy as np

from dupdetect.kernels.compiled import compile_kernel
from dupdetect.kernels.mixing import MIX, U64, mix_bits

_FACTOR = U64(0x9E3779B97F4A7C15)
_FNV_BASIS = U64(0xCBF29CE484222325)
_FNV_PRIME = U64(0x100000001B3)
_ALL_BITS = 0xFFFFFFFFFFFFFFFF


@compile_kernel
def find_words(codes: Any, letters: Any, starts: Any, ends: Any) -> int:
    """Write where the runs of `letters`, a bool array over all code points, begin and end; returns how many.

    `starts` and `ends` need (len(codes) + 1) // 2 places.
    """
    count = 0
    inside = False
    for k in range(len(codes)):
        if letters[codes[k]] != inside:
            if inside:
                ends[count] = k
                count += 1
            else:
                starts[count] = k
            inside = not inside
    if inside:
        ends[count] = len(codes)
        count += 1
    return count


@find_words.as_plain
def _find_words(codes: Any, letters: Any, starts: Any, ends: Any) -> int:
    inside = np.zeros(len(codes) + 2, np.bool_)
    inside[1:-1] = letters[codes]
    edges = np.flatnonzero(inside[1:] != inside[:-1])
    count = len(edges) // 2
    starts[:count], ends[:count] = edges[::2], edges[1::2]
    return count


@compile_kernel
def same_word(codes: Any, start: int, end: int, spelled: Any, first: int, last: int) -> bool:
    """Whether `codes[start:end]` and `spelled[first:last]` are the same."""
    if last - first != end - start:
        return False
    k = 0
    while k < end - start and spelled[first + k] == codes[start + k]:
        k += 1
    return k == end - start


@compile_kernel
def number_words(
    codes: Any,
    starts: Any,
    ends: Any,
    seed: Any,
    table: Any,
    hashes: Any,
    spelled: Any,
    bounds: Any,
    word_count: int,
    numbers: Any,
) -> int:
    """Write the number of each word `codes[starts[i]:ends[i]]`; new words get the next number. Returns the word count.

    `word_count` words have numbers already. Word k is spelled `spelled[bounds[k]:bounds[k + 1]]`; `table`, a power of
    two long, holds k + 1 in the first free place from the word's hash on (open addressing, linear probing), and 0 in
    free places. For n words at the end, at most, `table` needs 2 n places, `hashes` n, `bounds` n + 1, and `spelled`
    the sum of their lengths. `seed` is secret, so that nobody can write words that all collide.
    """
    mask = len(table) - 1
    for i in range(len(starts)):
        value = seed
        for k in range(starts[i], ends[i]):
            value = (value ^ U64(codes[k])) * _FACTOR
            value ^= value >> U64(32)
        slot = np.int64(value & U64(mask))
        while True:
            number = table[slot] - 1
            if number < 0:
                first = bounds[word_count]
                for k in range(starts[i], ends[i]):
                    spelled[first + k - starts[i]] = codes[k]
                bounds[word_count + 1] = first + ends[i] - starts[i]
                hashes[word_count] = value
                number = word_count
                word_count += 1
                table[slot] = word_count
                break
            if hashes[number] == value and same_word(
                codes, starts[i], ends[i], spelled, bounds[number], bounds[number + 1]
            ):
                break
            slot = (slot + 1) & mask
        numbers[i] = number
    return word_count


@compile_kernel
def hash_numbered(spelled: Any, bounds: Any, numbers: Any, hashes: Any) -> None:
    """Hash the spelling of numbered words, as `number_words` stores them; FNV-1a over code points, then mixed.

    The hashes depend on the spelling alone, so that all processes agree. They are not secret: whoever makes words
    collide only makes more wording common.
    """
    for i in range(len(numbers)):
        value = _FNV_BASIS
        for k in range(bounds[numbers[i]], bounds[numbers[i] + 1]):
            value = (value ^ U64(spelled[k])) * _FNV_PRIME
        hashes[i] = mix_bits(value)


@lru_cache(maxsize=65_536)
def hash_spelling(word: str) -> int:
    """The hash that `hash_numbered` gives a word, in plain Python."""
    value = int(_FNV_BASIS)
    for character in word:
        value = (value ^ ord(character)) * int(_FNV_PRIME) & _ALL_BITS
    for factor in (int(MIX), int(MIX), 1):
        value = (value ^ value >> 32) * factor & _ALL_BITS
    return value


@compile_kernel
def rehash(hashes: Any, word_count: int, table: Any) -> None:
    """Enter the first `word_count` words into an empty table."""
    mask = len(table) - 1
    for k in range(word_count):
        slot = np.int64(hashes[k] & U64(mask))
        while table[slot]:
            slot = (slot + 1) & mask
        table[slot] = k + 1


@compile_kernel
def find_lines(starts: Any, line_starts: Any, line_of: Any) -> None:
    """Write the number of the line in which each word begins; words before the first line are in line -1."""
    line = -1
    for i in range(len(starts)):
        while line + 1 < len(line_starts) and line_starts[line + 1] <= starts[i]:
            line += 1
        line_of[i] = line


@compile_kernel
def cut_sentences(breaks: Any, fewest: int, most: int, firsts: Any) -> int:
    """Write the first word of each sentence, then the number of words; returns how many were written.

    Sentences of less than `fewest` words are joined to the one before, and the first to the one after; those of more
    than `most` words are cut into equal parts. `firsts` needs as many places as there are breaks.
    """
    n = len(breaks) - 1
    joined = np.zeros(n + 1, np.int64)
    last = 0
    for i in range(1, n):
        if breaks[i] >= 2 and i - joined[last] >= fewest:
            last += 1
            joined[last] = i
    if last > 0 and n - joined[last] < fewest:
        last -= 1
    joined[last + 1 :] = n
    count = 0
    for k in range(min(last + 1, n)):
        length = joined[k + 1] - joined[k]
        parts = max(1, (length + most - 1) // most)
        for part in range(parts):
            firsts[count] = joined[k] + length * part // parts
            count += 1
    firsts[count] = n
    return count + 1
