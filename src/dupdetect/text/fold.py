"""Text to the form in which it is matched: case folded, disguises undone, every code point traced to its origin.

Copies are disguised with zero-width characters, soft hyphens, compatibility forms, look-alike letters and digits, and
wrong encodings; one text also has many honest forms (`forms`). Plain text takes a fast path; only text that holds such
characters is rewritten.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dupdetect.text import forms, look_alikes, mojibake, scripts

_SMALL = "[a-zß-ÿа-ё]"
_CUTS = ("-\n", "-\r\n", "- \n", "- \r\n")
_CUT = re.compile(rf"-(?<={_SMALL}-) ?\r?\n[ \t]{{0,9}}(?={_SMALL})")
"""The hyphen of a word that was cut at a line end, and the line end."""

_MARKED = 16
"""Most marks of a letter that are composed; more is a joke or an attack."""
_CLUSTER = re.compile(
    r"[\u1100-\u1112][\u1161-\u1175][\u11a8-\u11c2]?|[\uac00-\ud7a3][\u11a8-\u11c2]"
    rf"|[^{forms.JOINING}]?[{forms.JOINING}][{forms.JOINING}\u0591-\u08ff]*"
    rf"|[{forms.FIRST_PARTS}][{forms.LATER_PARTS}]"
)
"""What Unicode may compose: syllables of Korean, letters with their marks, and vowel signs in two parts."""
_COMPOSED = re.compile(f"[{forms.JAMO}{forms.JOINING}{forms.FIRST_PARTS}]")

_JOINERS = "\u061c\u200b-\u200f\ufe0f\ufeff"
_SLY = re.compile(f"[{forms.INVISIBLE}](?<![{_JOINERS}])")
"""Invisible characters that have no honest use."""
_JOINER = re.compile(f"[{_JOINERS}]")
_SLY_JOINER = re.compile(f"(?<=[A-Za-zА-я])[{_JOINERS}]+(?=[A-Za-zА-я])")
"""What joins letters in Persian, India or emoji, divides words in Khmer and turns Hebrew round, but not among these."""


@dataclass(frozen=True, slots=True, eq=False)
class Folded:
    """A text ready for matching.

    Attributes:
        text: the folded text.
        plain: the same with its case kept.
        origin: int array of length len(text) + 1; `origin[i]` is the offset in the original of folded code point i,
            the last one the original's length. None when both have the same offsets.
        until: int array of length len(text); where the part of the original that became folded code point i ends.
        disguises: the disguises that were undone, in plain words.
        diacritics: how many letters with diacritics are left.
    """

    text: str
    plain: str
    origin: NDArray[np.int64] | None
    until: NDArray[np.int64] | None
    disguises: tuple[str, ...]
    diacritics: int


def fold_text(text: str, spelling: Callable[[str], str] | None = None) -> Folded:
    """Fold case and undo disguises; honest Cyrillic or Greek text keeps its letters.

    Args:
        text: any text.
        spelling: how to transcribe single characters at the end, such as `forms.bare_form`; None leaves them.
    """
    traced = _Traced(text)
    beyond = scripts.beyond_ascii(text)
    if mojibake.find_suspects(beyond):
        beyond = _decode(traced)
    if beyond:
        beyond = _unify_forms(traced, beyond)
    if _cut(traced.text):
        traced.rewrite(((cut.start(), cut.end(), "") for cut in _CUT.finditer(traced.text)), "")
    if look_alikes.OTHER.search(beyond):
        traced.replace(look_alikes.repair_letters, "letters of another alphabet that look the same")
    if look_alikes.DIGIT.search(beyond):
        traced.replace(look_alikes.repair_digits, "digits of another script")
    traced.replace(look_alikes.unmask, "digits in the place of letters")
    if spelling and beyond:
        traced.respell(beyond, spelling)
        beyond = scripts.beyond_ascii(traced.text)
    diacritics = sum(traced.text.count(c) for c in beyond if forms.bare_form(c) != c)
    return Folded(_lower(traced.text), traced.text, traced.origin, traced.until, tuple(traced.disguises), diacritics)


def _decode(traced: _Traced) -> str:
    """Undo wrong encodings, one inside another too; returns the distinct characters of the text beyond ASCII."""
    disguise = "letters in a wrong encoding"
    for _ in range(mojibake.DEEPEST):
        if not traced.rewrite(mojibake.find_repairs(traced.text), disguise):
            break
        disguise = ""
    return scripts.beyond_ascii(traced.text)


def _unify_forms(traced: _Traced, beyond: str) -> str:
    """Put every character in its plain form, composed; returns the distinct characters beyond ASCII that are left."""
    if _SLY.search(beyond) or (_JOINER.search(beyond) and _SLY_JOINER.search(traced.text)):
        traced.disguises.append("invisible characters")
    changed = traced.respell(beyond, forms.plain_form)
    if changed:
        beyond = scripts.beyond_ascii(traced.text)
    if _COMPOSED.search(beyond) and traced.rewrite(_compositions(traced.text), ""):
        beyond = scripts.beyond_ascii(traced.text)
    return beyond


def _compositions(text: str) -> Iterator[tuple[int, int, str]]:
    """Clusters that Unicode composes, each with its composed form."""
    for cluster in _CLUSTER.finditer(text):
        written = cluster.group()
        composed = forms.compose_marks(written[: _MARKED + 1])
        if composed != written:
            yield cluster.start(), cluster.end(), composed


def _places(edges: NDArray[np.int64], lengths: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Where the code points of pieces begin and end in the text before, the whole length last.

    Even pieces are unchanged, odd ones rewritten; `edges` holds where each piece begins, `lengths` its new length.
    """
    unchanged = np.repeat(np.arange(len(lengths)) % 2 == 0, lengths)
    within = np.arange(len(unchanged)) - np.repeat(np.cumsum(lengths) - lengths, lengths)
    origin = np.repeat(edges, lengths) + np.where(unchanged, within, 0)
    until = np.where(unchanged, origin + 1, np.repeat(np.append(edges[1:], 0), lengths))
    return np.append(origin, edges[-1] + lengths[-1]), until


def bound_to_context(text: str) -> bool:
    """Whether folding depends on more than single code points: on a hyphen at a line end, or a digit inside a word."""
    return _cut(text) or look_alikes.repair_masked(text)


def _cut(text: str) -> bool:
    return any(cut in text for cut in _CUTS)


class _Traced:
    """A text under rewriting that tracks the origin of its code points."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.origin: NDArray[np.int64] | None = None
        self.until: NDArray[np.int64] | None = None
        self.disguises: list[str] = []

    def rewrite(self, changes: Iterable[tuple[int, int, str]], disguise: str) -> bool:
        """Replace some stretches of the text; notes `disguise` if there are any.

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
        """Replace characters one for one; `plain` also returns whether that undoes a disguise."""
        self.text, flagged = plain(self.text)
        self.disguises += [disguise] if flagged else []

    def respell(self, characters: str, form: Callable[[str], str]) -> bool:
        """Put each of the text's distinct `characters` in another form; returns whether any has one."""
        table = {c: changed for c in characters if (changed := form(c)) != c}
        if not table:
            return False
        if all(len(changed) == 1 for changed in table.values()):
            self.text = self.text.translate({ord(c): changed for c, changed in table.items()})
        else:
            self.rewrite(_respellings(self.text, table), "")
        return True


def _respellings(text: str, table: Mapping[str, str]) -> Iterator[tuple[int, int, str]]:
    for match in re.finditer(f"[{re.escape(''.join(table))}]", text):
        yield match.start(), match.end(), table[match.group()]


def _lower(text: str) -> str:
    lower = text.lower().replace("ς", "σ")
    if len(lower) == len(text):
        return lower
    return "".join(c.lower() if len(c.lower()) == 1 else c for c in text)  # keeps offsets
