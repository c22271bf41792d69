"""Text to the form in which it is matched: case folded, disguises undone, every code point traced to its origin.

Copies hide behind zero-width characters, soft hyphens, compatibility forms and letters of other scripts that look
the same. Plain text takes a fast path; only text that holds such characters is rewritten.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

_INVISIBLE = (
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f"
    "\ufeff\uffa0\U000e0000-\U000e0fff"
)
_MARKS = "\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f"
_COMPATIBLE = "\u2100-\u214f\u2460-\u24ff\ufb00-\ufb4f\uff00-\uffef\U0001d400-\U0001d7ff\U0001f100-\U0001f1ff"
_CUT = r"(?<=[a-zß-ÿ])- ?\r?\n[ \t]{0,9}(?=[a-zß-ÿ])"
_CUTS = ("-\n", "-\r\n", "- \n", "- \r\n")
_TRICKY = re.compile(f"[{_INVISIBLE}{_MARKS}{_COMPATIBLE}]|{_CUT}")
_ODD = re.compile(f"[{_INVISIBLE}]+|[^{_INVISIBLE}{_MARKS}]?[{_MARKS}]+|[{_COMPATIBLE}]|{_CUT}")
_LOOSE = re.compile(f"[{_MARKS}]+")
_HIDDEN = re.compile(f"[{_INVISIBLE}]")
_DROPPED = re.compile(f"[{_INVISIBLE}]|- ?\r?\n")
"""What leaves no trace: invisible characters, and the hyphen of a word that was cut at a line end."""

_MIXED = re.compile(r"(?<![^\W\d_])[^\W\d_]*(?:[A-Za-z][\u0370-\u052f]|[\u0370-\u052f][A-Za-z])[^\W\d_]*")
_FOREIGN = re.compile(r"[\u0370-\u052f]+")
_LATIN = re.compile(r"[A-Za-z]")
ODD_POINTS = f"{_INVISIBLE}{_MARKS}{_COMPATIBLE}\u0370-\u052f"
"""The code points, as a regular expression's class, that may fold to something else than their own small form."""

_MARKED = 16
"""Code points of a letter and its marks that are looked at; more is a joke or an attack."""


@dataclass(frozen=True, slots=True, eq=False)
class Folded:
    """A text ready for matching.

    Attributes:
        text: the folded text.
        plain: the same with its case kept.
        origin: int array of length len(text) + 1; `origin[i]` is the offset in the original of folded code point i,
            the last one the original's length. None when both have the same offsets.
        disguises: what was undone, in plain words.
    """

    text: str
    plain: str
    origin: NDArray[np.int64] | None
    disguises: tuple[str, ...]


def folded(text: str) -> Folded:
    """Fold case and undo disguises; honest Cyrillic or Greek text keeps its letters."""
    plain, origin, disguises = text, None, []
    if not text.isascii() or may_join_lines(text):
        if _TRICKY.search(plain):
            plain, origin, found = _composed(plain)
            disguises += found
        unmasked = _unmasked(plain)
        if unmasked != plain:
            disguises.append("letters of another alphabet that look the same")
        plain = unmasked
    return Folded(_lower(plain), plain, origin, tuple(disguises))


def may_join_lines(text: str) -> bool:
    """Whether a line ends in a hyphen, so that folding may join the halves of a word."""
    return any(cut in text for cut in _CUTS)


def _lower(text: str) -> str:
    lower = text.lower()
    if len(lower) == len(text):
        return lower
    return "".join(c.lower() if len(c.lower()) == 1 else c for c in text)  # keeps offsets, as for a dotted capital I


def _composed(text: str) -> tuple[str, NDArray[np.int64], list[str]]:
    """`text` without invisible characters and in plain forms, and where each code point came from."""
    pieces: list[str] = []
    origins: list[NDArray[np.int64]] = []
    done = 0
    for odd in _ODD.finditer(text):
        pieces.append(text[done : odd.start()])
        origins.append(np.arange(done, odd.start()))
        done = odd.end()
        if not _DROPPED.match(odd.group()):
            pieces.append(_plain(odd.group()))
            origins.append(np.full(len(pieces[-1]), odd.start()))
    pieces.append(text[done:])
    origins.append(np.arange(done, len(text) + 1))
    hidden = bool(_HIDDEN.search(text.replace("\ufe0f", "").replace("\ufeff", "")))
    return "".join(pieces), np.concatenate(origins), ["invisible characters"] if hidden else []


def _plain(cluster: str) -> str:
    """A letter with its accents, or a compatibility form, in normal form NFKC; symbols stay one code point.

    Marks that make no letter of any alphabet, such as a stroke through an e, go.
    """
    plain = _LOOSE.sub("", unicodedata.normalize("NFKC", cluster[:_MARKED])) or cluster[0]
    return plain if len(plain) == 1 or cluster[0].isalnum() or cluster[0].isnumeric() else cluster[0]


def _unmasked(text: str) -> str:
    """Look-alike letters as Latin ones: in words of mixed script, and in whole words of a mostly Latin text."""
    if not _FOREIGN.search(text):
        return text
    alike = _look_alikes()
    text = _MIXED.sub(lambda word: word.group().translate(alike), text)
    if 10 * sum(map(len, _FOREIGN.findall(text))) > len(_LATIN.findall(text)):
        return text
    return _FOREIGN.sub(lambda word: word.group().translate(alike), text)


@cache
def _look_alikes() -> dict[int, int]:
    """Cyrillic and Greek letters that a reader takes for Latin ones."""
    cyrillic = "АВЕЅІЈКМНОРСТУХаеіјорсухѕԁԛԝһѐёії"
    latin = "ABESIJKMHOPCTYXaeijopcyxsdqwheeii"
    greek, as_latin = "ΑΒΕΖΗΙΚΜΝΟΡΤΥΧαικνορυχ", "ABEZHIKMNOPTYXaikvopux"
    return str.maketrans(cyrillic + greek, latin + as_latin)
