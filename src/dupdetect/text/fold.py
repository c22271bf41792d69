"""Text to the form in which it is matched: case folded, disguises undone, every code point traced to its origin.

Copies hide behind zero-width characters, soft hyphens, compatibility forms, letters and digits that look like others,
and encodings gone wrong. Plain text takes a fast path; only text that holds such characters is rewritten.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dupdetect.text import look_alikes, mojibake, scripts

_INVISIBLE = (
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f"
    "\ufeff\uffa0\U000e0000-\U000e0fff"
)
_MARKS = "\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f"
_COMPATIBLE = "\u2100-\u214f\u2460-\u24ff\ufb00-\ufb4f\uff00-\uffef\U0001d400-\U0001d7ff\U0001f100-\U0001f1ff"
_LOWER = "[a-zß-ÿа-ё]"
_CUTS = ("-\n", "-\r\n", "- \n", "- \r\n")
_ODD = re.compile(
    f"[-{_INVISIBLE}{_MARKS}{_COMPATIBLE}](?:(?<=[{_INVISIBLE}])[{_INVISIBLE}]*|(?<=[{_MARKS}])[{_MARKS}]*"
    rf"|(?<=[{_COMPATIBLE}])[{_MARKS}]*|(?<={_LOWER}-) ?\r?\n[ \t]{{0,9}}(?={_LOWER}))"
)
"""A class first, so that the search runs from one such character to the next."""
_LOOSE = re.compile(f"[{_MARKS}]+")
_HIDDEN = re.compile(f"[{_INVISIBLE}]")
_SLY = re.compile(f"[{_INVISIBLE}](?<![\ufe0f\ufeff])")
"""Invisible characters that no honest text has: not what makes a heart red, nor a byte order mark."""
_DROPPED = re.compile(f"[{_INVISIBLE}]|- ?\r?\n")
"""What leaves no trace: invisible characters, and the hyphen of a word that was cut at a line end."""

ODD_POINTS = (
    f"{_INVISIBLE}{_MARKS}{_COMPATIBLE}{look_alikes.OTHERS}{look_alikes.DIGITS}{mojibake.POINTS}{scripts.UNSPACED}"
)
"""The code points, as a regular expression's class, that no table of small forms folds, or spreads out, by itself."""

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
        until: int array of length len(text); where in the original that ends of which folded code point i was made.
        disguises: what was undone, in plain words.
    """

    text: str
    plain: str
    origin: NDArray[np.int64] | None
    until: NDArray[np.int64] | None
    disguises: tuple[str, ...]


def fold_text(text: str) -> Folded:
    """Fold case and undo disguises; honest Cyrillic or Greek text keeps its letters."""
    traced = _Traced(text)
    beyond = scripts.beyond_ascii(text)
    if mojibake.find_suspects(beyond) and traced.rewrite(
        mojibake.find_repairs(traced.text), "letters in a wrong encoding"
    ):
        beyond = scripts.beyond_ascii(traced.text)
    if _ODD.search(beyond) or _cut(traced.text):
        traced.rewrite(_odd(traced.text), "invisible characters" if _SLY.search(beyond) else "")
        beyond = scripts.beyond_ascii(traced.text)
    if look_alikes.OTHER.search(beyond):
        traced.replace(look_alikes.repair_letters, "letters of another alphabet that look the same")
    if look_alikes.DIGIT.search(beyond):
        traced.replace(look_alikes.repair_digits, "digits of another script")
    traced.replace(look_alikes.unmask, "digits in the place of letters")
    return Folded(_lower(traced.text), traced.text, traced.origin, traced.until, tuple(traced.disguises))


def _places(edges: NDArray[np.int64], lengths: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Where the code points of pieces begin and end in the text before, the whole length last.

    Every other piece was kept, from the first on; `edges` holds where each piece begins, `lengths` how long it is now.
    """
    kept = np.repeat(np.arange(len(lengths)) % 2 == 0, lengths)
    within = np.arange(len(kept)) - np.repeat(np.cumsum(lengths) - lengths, lengths)
    origin = np.repeat(edges, lengths) + np.where(kept, within, 0)
    until = np.where(kept, origin + 1, np.repeat(np.append(edges[1:], 0), lengths))
    return np.append(origin, edges[-1] + lengths[-1]), until


def bound_to_context(text: str) -> bool:
    """Whether folding depends on more than single code points: on a hyphen at a line end, or a digit inside a word."""
    return _cut(text) or look_alikes.repair_masked(text)


def _cut(text: str) -> bool:
    return any(cut in text for cut in _CUTS)


class _Traced:
    """A text that is rewritten, and where its code points came from."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.origin: NDArray[np.int64] | None = None
        self.until: NDArray[np.int64] | None = None
        self.disguises: list[str] = []

    def rewrite(self, changes: Iterable[tuple[int, int, str]], disguise: str) -> bool:
        """Put other text in the place of some stretches; a name for what that undoes is kept when there are any.

        Returns whether there were any.
        """
        pieces: list[str] = []
        edges = [0]
        for start, end, plain in changes:
            pieces += (self.text[edges[-1] : start], plain)
            edges += (start, end)
        if not pieces:
            return False
        pieces.append(self.text[edges[-1] :])
        origin, until = _places(np.array(edges), np.fromiter(map(len, pieces), np.int64, len(pieces)))
        self.text = "".join(pieces)
        self.origin = origin if self.origin is None else self.origin[origin]
        self.until = until if self.until is None else self.until[until - 1]
        self.disguises += [disguise] if disguise else []
        return True

    def replace(self, plain: Callable[[str], tuple[str, bool]], disguise: str) -> None:
        """Put other characters in the place of some, one for one; `plain` says whether that undoes a disguise."""
        self.text, flagged = plain(self.text)
        self.disguises += [disguise] if flagged else []


def _lower(text: str) -> str:
    lower = text.lower()
    if len(lower) == len(text):
        return lower
    return "".join(c.lower() if len(c.lower()) == 1 else c for c in text)  # keeps offsets, as for a dotted capital I


def _odd(text: str) -> Iterator[tuple[int, int, str]]:
    """Invisible characters, accents apart from their letters and compatibility forms, each with its plain form."""
    done = 0
    for odd in _ODD.finditer(text):
        start, end = odd.span()
        if _LOOSE.match(odd.group()) and start > done and not _HIDDEN.match(text, start - 1):
            start -= 1  # the letter that the marks belong to
        yield start, end, "" if _DROPPED.match(text, start) else _plain(text[start:end])
        done = end


def _plain(cluster: str) -> str:
    """A letter with its accents, or a compatibility form, in normal form NFKC; symbols stay one code point.

    Marks that make no letter of any alphabet, such as a stroke through an e, go.
    """
    plain = _LOOSE.sub("", unicodedata.normalize("NFKC", cluster[:_MARKED])) or cluster[0]
    return plain if len(plain) == 1 or cluster[0].isalnum() or cluster[0].isnumeric() else cluster[0]
