"""Words in scripts that need a rule of their own: those without spaces, and those whose letters carry vowel signs.

Chinese, Japanese, Thai, Lao, Khmer and Burmese put no space between words. There each character, with the marks that
it carries, takes the part of a word, and each two neighbours the part of a stem: bigrams need no dictionary, and for
finding copies a segmenter (slower by a factor of eighty and more) adds nothing to them. In the scripts of India and
of the Near East, marks belong to the word around them, although Python's `\\w` leaves them out.
"""

from __future__ import annotations

import re
import sys
import unicodedata
from functools import cache
from itertools import pairwise
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from dupdetect.kernels.sentences import CAPITAL, DIGIT, MARK, MARKS, STOP, STOPS, WORDLIKE
from dupdetect.kernels.tokens import find_words

WORD = re.compile(r"[^\W_]+")
"""The default pattern of a word: letters and digits."""

_HAN_AND_KANA = (
    "\u3005-\u3007\u3041-\u3096\u309d-\u309f\u30a1-\u30fa\u30fc-\u30ff"  # kana, and what repeats a character
    "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af"  # Han
)
"""Characters between which a space or line end has no meaning."""
UNSPACED = (
    "\u0e01-\u0e30\u0e32\u0e33\u0e40-\u0e46\u0e81-\u0eb0\u0eb2\u0eb3\u0ebd-\u0ec6"  # Thai, Lao
    "\u1000-\u102a\u1780-\u17b3" + _HAN_AND_KANA  # Burmese, Khmer
)
_SIGNS_FROM, _SIGNS_TO = 0x0483, 0x1AB0
"""Where the scripts lie whose marks are vowels and not accents; `fold` composes accents."""


def _signs() -> str:
    points = map(chr, range(_SIGNS_FROM, _SIGNS_TO))
    return "".join(point for point in points if unicodedata.category(point) in ("Mn", "Mc"))


_MAY_HAVE_RULE = re.compile("[\u0483-\u1aaf\u3005-\u9fff\uf900-\ufaff\U00020000-\U000323af]")
"""The ranges in which all scripts with a rule of their own lie. Their exact classes take 20 ms to compile, so a text
that has no such character does not wait for them."""

_BEFORE, _AFTER = "\u0e40-\u0e44\u0ec0-\u0ec4", "\u0e30\u0e32\u0e33\u0e45\u0eb0\u0eb2\u0eb3"
"""Vowels of Thai and Lao that are written as letters of their own before or after their consonant."""
_CHARACTERS_A_WORD = 2
_ASCII = 127
_LATIN = 0x250
"""Where the Latin letters end that most texts are made of."""


class _Patterns(NamedTuple):
    """Patterns for scripts with a rule of their own.

    Attributes:
        any: a letter, a digit or a sign.
        own_rule: a character of such a script.
        character: a character without spaces around it, with its marks.
        run: such characters, one after another.
        spaces: spaces without a meaning.
        token: a word, or such a character.
    """

    any: re.Pattern[str]
    own_rule: re.Pattern[str]
    character: re.Pattern[str]
    run: re.Pattern[str]
    spaces: re.Pattern[str]
    token: re.Pattern[str]


@cache
def _sign() -> str:
    return f"[{_signs()}\u3099\u309a]"


@cache
def _patterns() -> _Patterns:
    sign = _sign()
    character = rf"[{_BEFORE}]?[{UNSPACED}](?:{sign}|[{_AFTER}])*"
    gap = rf"(?<=[{_HAN_AND_KANA}])\s+(?=[{_HAN_AND_KANA}])"
    return _Patterns(
        any=re.compile(rf"[^\W_]|{sign}"),
        own_rule=re.compile(rf"[{UNSPACED}]|{sign}"),
        character=re.compile(character),
        run=re.compile(rf"(?:{character}(?:{gap})?)+"),
        spaces=re.compile(gap),
        token=re.compile(rf"{character}|(?:[^\W_{UNSPACED}]|{sign})+"),
    )


@cache
def letters(size: int = sys.maxunicode + 1) -> NDArray[np.bool_]:
    """Which of the first `size` code points make words: letters, digits, and the signs that belong to them."""
    points = np.arange(size, dtype="<u4").tobytes().decode("utf-32-le", "surrogatepass")
    table = np.zeros(size, np.bool_)
    for run in re.finditer(rf"[^\W_]+|{_sign()}" if size > _SIGNS_FROM else r"[^\W_]+", points):
        table[run.start() : run.end()] = True
    return table


def initials(greatest: int) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Which code points are digits and which are capitals, at least up to `greatest`."""
    return _digits_and_capitals(_table_size(greatest))


def classes(codes: NDArray[Any]) -> NDArray[np.uint8]:
    """The class of each code point that occurs, and of others, as `kernels.sentences` reads them."""
    return _list_classes(table_size(codes))


@cache
def _list_classes(size: int) -> NDArray[np.uint8]:
    digits, capitals = _digits_and_capitals(size)
    everything = np.arange(size, dtype="<u4").tobytes().decode("utf-32-le", "surrogatepass")
    wordlike = np.zeros(size, np.uint8)
    for run in re.finditer(r"\w+", everything):
        wordlike[run.start() : run.end()] = WORDLIKE
    for kind, members in ((MARK, MARKS), (STOP, STOPS)):
        for member in members:
            wordlike[ord(member) : ord(member) + 1] |= kind
    return wordlike | digits * np.uint8(DIGIT) | capitals * np.uint8(CAPITAL)


def table_size(codes: NDArray[Any]) -> int:
    """The entries of a table that holds every code point of a text; few sizes make few tables."""
    return _table_size(_find_greatest(codes))


def _find_greatest(codes: NDArray[Any]) -> int:
    """The greatest of the code points of a text, or more."""
    return _ASCII if codes.dtype == np.uint8 else int(codes.max(initial=0))


def _table_size(greatest: int) -> int:
    """The entries of a table that reaches `greatest`."""
    return min(max(_LATIN, 1 << greatest.bit_length()), sys.maxunicode + 1)


@cache
def _digits_and_capitals(size: int) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    everything = np.arange(size, dtype="<u4").tobytes().decode("utf-32-le", "surrogatepass")
    digits, capitals = (np.fromiter(map(test, everything), np.bool_, size) for test in (str.isdigit, str.isupper))
    return digits, capitals


def has_words(text: str) -> bool:
    """Whether `text` holds a letter, a digit, or a sign that belongs to one."""
    return WORD.search(text) is not None or (not text.isascii() and _patterns().any.search(text) is not None)


def needs_script_rules(text: str) -> bool:
    """Whether `text` holds a script that has a rule of its own."""
    if text.isascii() or _MAY_HAVE_RULE.search(text) is None:
        return False
    return _patterns().own_rule.search(text) is not None


def tokens(text: str) -> tuple[list[tuple[int, int]], list[str]]:
    """The spans of words in a text with such scripts, and the substitute for each word's stem.

    A character of a script without spaces stands for itself and its right neighbour; every other word, and a
    character that has no such neighbour, for itself. Spaces between characters of Han or kana part no neighbours.
    """
    spans = [match.span() for match in _patterns().token.finditer(text)]
    words = [text[start:end] for start, end in spans]
    alone = [_patterns().character.fullmatch(word) is None for word in words]
    roots = list(words)
    for i in range(len(words) - 1):
        if not alone[i] and not alone[i + 1] and _are_neighbours(text, spans[i][1], spans[i + 1][0]):
            roots[i] += words[i + 1]
    return spans, roots


def _are_neighbours(text: str, end: int, start: int) -> bool:
    """Whether two characters are adjacent: nothing between them, or only meaningless spaces."""
    gap = _patterns().spaces.match(text, end) if end < start else None
    return end == start or (gap is not None and gap.end() == start)


def points(text: str) -> NDArray[np.uint8] | NDArray[np.uint32]:
    """The code points of a text, in single bytes where they fit."""
    if text.isascii():
        return np.frombuffer(text.encode("ascii"), np.uint8)
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)


def spell(codes: NDArray[Any]) -> str:
    """The text of code points, of either size."""
    return codes.tobytes().decode("ascii" if codes.dtype == np.uint8 else "utf-32-le", "surrogatepass")


def beyond_ascii(text: str) -> str:
    """The distinct characters of a text that are no ASCII, in order.

    They are few, so searching them for rare characters is faster than searching the whole text.
    """
    if text.isascii():
        return ""
    codes = points(text)
    return "".join(map(chr, sorted(set(codes[codes > _ASCII].tolist()))))


def runs(text: str) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """Where the words of a text without such scripts begin and end."""
    codes = points(text)
    starts, ends = np.empty((2, (len(codes) + 1) // 2), np.int32)
    count = find_words(codes, letters(table_size(codes)), starts, ends)
    return starts[:count].copy(), ends[:count].copy()  # a slice would keep the room for the most words alive


def count(text: str) -> int:
    """How many words a text has; characters of scripts without spaces count as words."""
    return sum(1 for _ in _patterns().token.finditer(text)) if needs_script_rules(text) else len(runs(text)[0])


def length(line: str) -> int:
    """How many words a reader would count, roughly: two characters of a script without spaces make one."""
    if not needs_script_rules(line):
        return len(WORD.findall(line))
    characters = sum(1 for _ in _patterns().character.finditer(line))
    return count(line) - characters + characters // _CHARACTERS_A_WORD


def is_spaced(text: str) -> str:
    """Folded text for fingerprinting: runs without spaces become their bigrams, with spaces between.

    So a shingle of n words spans n + 1 characters there, about as much text as n - 1 words elsewhere.
    """
    if not needs_script_rules(text):
        return text
    patterns = _patterns()
    return patterns.run.sub(lambda run: f" {' '.join(_bigrams(patterns.character.findall(run.group())))} ", text)


def _bigrams(characters: list[str]) -> list[str]:
    return [left + right for left, right in pairwise(characters)] or characters
