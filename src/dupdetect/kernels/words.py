"""UTF-8 to word hashes: 64 bytes are classified at a time, and a word is hashed eight bytes at a time.

A word is a maximal run of letters and digits in folded form. An `alphabet`, a uint32 array over all code points, says
which these are and how they fold: `LETTER` and the folded code point for characters of words, 0 for all others. Flags
may be set in either case: `ODD` if folding needs more than one code point at a time, and `REWRITTEN` if it changes the
number of bytes; the entry then holds a place in an array of spellings instead of a code point.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from dupdetect.kernels.compiled import compile_kernel, inline_kernel
from dupdetect.kernels.mixing import U64
from dupdetect.kernels.vector import above127, fold64, load64, suspects64, trailing_zeros

LETTER = 1 << 31
ODD = 1 << 30
REWRITTEN = 1 << 29
LEAD = 1 << 28
FOLLOW = 1 << 27
"""A `LEAD` that a `FOLLOW` follows directly is odd."""
OTHER = 1 << 26
FOREIGN = 1 << 25
"""Letters of scripts that may stand for Latin letters; and those of them that look like no Latin letter."""
POINT = (1 << 21) - 1

HONEST = 10
"""In a text with so many Latin words for each word of another script, a word of look-alikes only counts as Latin."""

WHOLE, BY_TABLE, BY_HAND = 0, 1, 2
"""What a text needs before `fold` folds it right: nothing, rewriting by the table, or folding outside of kernels."""

_ALL = U64(0xFFFFFFFFFFFFFFFF)
_FIRST = U64(0x9E3779B97F4A7C15)
_SECOND = U64(0xC2B2AE3D27D4EB4F)


@inline_kernel
def hash_bytes(folded: Any, start: int, length: int) -> Any:
    """Hash `folded[start:start + length]`; words of up to eight bytes never collide with each other."""
    value = U64(0)
    while length > 16:
        value = (value ^ load64(folded, start)) * _SECOND
        value ^= value >> U64(29)
        start += 8
        length -= 8
    # No branch for words of more than eight bytes: it would be unpredictable.
    rest = max(length - 8, 0)
    value ^= load64(folded, start) & (_ALL >> U64(8 * (8 - length + rest)))
    value ^= (load64(folded, start + 8) & ~(_ALL << U64(8 * rest) if rest < 8 else U64(0))) * _SECOND
    value *= _FIRST
    return value ^ (value >> U64(32))


@inline_kernel
def character(data: Any, at: int) -> Any:
    """The code point whose UTF-8 of two bytes or more begins at `at`, and how many bytes it has."""
    first = np.int64(data[at])
    width = 2 if first < 0xE0 else 3 if first < 0xF0 else 4
    point = first & (0xFF >> (width + 1))
    for step in range(1, width):
        point = (point << 6) | (np.int64(data[at + step]) & 0x3F)
    return point, width


@compile_kernel
def fold_character(folded: Any, at: int, alphabet: Any, masks: Any) -> None:
    """Fold the character of several bytes that begins at `at`; clear its bits in `masks` if no word has it."""
    point, width = character(folded, at)
    entry = np.int64(alphabet[point])
    if not entry & LETTER:
        for step in range(at, at + width):
            masks[step >> 6] &= ~(U64(1) << U64(step & 63))
        return
    small = entry & POINT
    if small == point:
        return
    for step in range(width - 1, 0, -1):
        folded[at + step] = 0x80 | (small & 0x3F)
        small >>= 6
    folded[at] = ((0xF00 >> width) & 0xFF) | small


@compile_kernel
def fold(buffer: Any, start: int, size: int, alphabet: Any, folded: Any, masks: Any) -> None:
    """Write `buffer[start:start + size]` to `folded` in folded form; set a bit in `masks` for each byte of a word.

    `folded` needs `size` + 64 bytes, and so does `buffer` from `start` on; `masks` needs a place for each 64 bytes or
    part of them.
    """
    blocks = (size + 63) >> 6
    for k in range(blocks):
        masks[k] = fold64(buffer, start + 64 * k, folded, 64 * k)
    if size & 63:
        masks[blocks - 1] &= (U64(1) << U64(size & 63)) - U64(1)
    for k in range(blocks):
        high = above127(folded, 64 * k)
        while high != U64(0):
            at = 64 * k + trailing_zeros(high)
            high &= high - U64(1)
            if at < size and folded[at] >= 0xC0:
                fold_character(folded, at, alphabet, masks)


@inline_kernel
def cut_before(data: Any, start: int, at: int) -> bool:
    """Whether the line that ends at `at`, in a text from `start` on, ends in a hyphen, or a hyphen and a space."""
    at -= 1
    if at > start and data[at] == 13:
        at -= 1
    if at > start and data[at] == 32:
        at -= 1
    return bool(at > start and data[at] == 45)


@inline_kernel
def letters_beside(data: Any, at: int, step: int, stop: int) -> int:
    """The number of ASCII letters, three at most, from `at` on in the direction of `step`, before `stop`."""
    count = 0
    while count < 3 and at != stop and 97 <= data[at] | 32 < 123:
        count += 1
        at += step
    return count


@inline_kernel
def digit_for_letter(data: Any, start: int, at: int, end: int) -> bool:
    """Whether the 0 or 1 at `at` may stand for a letter, judged by its neighbours; true in doubt."""
    first, last = at, at
    while first > start and data[first - 1] | 1 == 49:
        first -= 1
    while last + 1 < end and data[last + 1] | 1 == 49:
        last += 1
    before = letters_beside(data, first - 1, -1, start - 1)
    after = letters_beside(data, last + 1, 1, end)
    if after == 0:
        return bool(before == 3 and first == last and data[at] == 48)
    return bool(before + after >= 3)


@inline_kernel
def has_words(buffer: Any, start: int, end: int, alphabet: Any) -> bool:
    """Whether a letter, a digit or a sign stands in `buffer[start:end]`."""
    at = start
    while at < end:
        if buffer[at] >= 0xC0:
            point, width = character(buffer, at)
            if np.int64(alphabet[point]) & LETTER:
                return True
            at += width
        elif 97 <= buffer[at] | 32 < 123 or 48 <= buffer[at] < 58:
            return True
        else:
            at += 1
    return False


@inline_kernel
def latin_beside(data: Any, start: int, at: int, after: int, end: int) -> bool:
    """Whether an ASCII letter stands directly before `at`, or at `after`, in a text from `start` to `end`."""
    before = at > start and 97 <= data[at - 1] | 32 < 123
    return bool(before or (after < end and 97 <= data[after] | 32 < 123))


@compile_kernel
def find_odd(buffer: Any, offsets: Any, alphabet: Any, spellings: Any, needs: Any, growth: Any) -> None:
    """Write to `needs` what each article `buffer[offsets[i]:offsets[i + 1]]` needs before `fold` folds it right.

    `growth` gets the number of bytes that the table adds. An article must be folded outside of kernels if it has odd
    characters, lines that end in a hyphen (a word may be split), digits among letters, words that mix alphabets or may
    consist of look-alikes, or no words at all.
    """
    for i in range(len(offsets) - 1):
        start, end = offsets[i], offsets[i + 1]
        odd = not has_words(buffer, start, end, alphabet)
        by_table = False
        grown = foreign = others = 0
        lead_end = letter_end = other_end = -1  # where the last of each kind ended
        counted = False
        for block in range(start, end, 64):
            suspects = suspects64(buffer, block)
            while suspects != U64(0):
                at = block + trailing_zeros(suspects)
                suspects &= suspects - U64(1)
                if at >= end:
                    break
                if buffer[at] == 10:
                    odd |= cut_before(buffer, start, at)
                elif buffer[at] < 0xC0:
                    odd |= digit_for_letter(buffer, start, at, end)
                else:
                    point, width = character(buffer, at)
                    entry = np.int64(alphabet[point])
                    odd |= (entry & ODD) != 0 or ((entry & FOLLOW) != 0 and at == lead_end)
                    if entry & REWRITTEN:
                        by_table = True
                        grown += int(spellings[entry & POINT]) - width
                    lead_end = at + width if entry & LEAD else lead_end
                    if entry & OTHER:
                        odd |= at == letter_end or latin_beside(buffer, start, at, at + width, end)
                        counted = counted and at == other_end
                        foreign += (entry & FOREIGN) != 0 and not counted
                        counted = counted or (entry & FOREIGN) != 0
                        others += width
                        other_end = at + width
                    elif entry & LETTER:
                        odd |= at == other_end
                        letter_end = at + width
        # There are at most half as many Latin words as bytes of other characters.
        odd |= others > 0 and (end - start - others) // 2 >= HONEST * foreign
        needs[i], growth[i] = BY_HAND if odd else BY_TABLE if by_table else WHOLE, grown


@compile_kernel
def rewrite(buffer: Any, start: int, end: int, alphabet: Any, spellings: Any, rewritten: Any) -> None:
    """Write `buffer[start:end]` to `rewritten`, with the table's spellings; it needs `growth` more bytes."""
    at, to = start, 0
    while at < end:
        if buffer[at] < 0xC0:
            rewritten[to] = buffer[at]
            at += 1
            to += 1
            continue
        point, width = character(buffer, at)
        entry = np.int64(alphabet[point])
        if entry & REWRITTEN:
            place = entry & POINT
            length = int(spellings[place])
            for k in range(length):
                rewritten[to + k] = spellings[place + 1 + k]
            to += length
        else:
            for k in range(width):
                rewritten[to + k] = buffer[at + k]
            to += width
        at += width


@compile_kernel
def hash_words(buffer: Any, start: int, size: int, alphabet: Any, folded: Any, masks: Any, hashes: Any) -> int:
    """Hash each word of the valid UTF-8 `buffer[start:start + size]`; returns how many.

    Room as for `fold`; `hashes` needs size // 2 + 1 places.
    """
    fold(buffer, start, size, alphabet, folded, masks)
    count = 0
    begin = 0
    inside = U64(0)
    for k in range((size + 63) >> 6):
        mask = masks[k]
        edges = mask ^ ((mask << U64(1)) | inside)
        inside = mask >> U64(63)
        while edges != U64(0):
            bit = trailing_zeros(edges)
            edges &= edges - U64(1)
            if (mask >> U64(bit)) & U64(1):
                begin = 64 * k + bit
            else:
                hashes[count] = hash_bytes(folded, begin, 64 * k + bit - begin)
                count += 1
    if inside != U64(0):
        hashes[count] = hash_bytes(folded, begin, size - begin)
        count += 1
    return count
