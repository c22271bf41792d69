"""What a kernel needs to fold a text by itself: letters, their small forms, and what it must leave to `folded`."""

from __future__ import annotations

import re
import sys
from functools import cache

import numpy as np
from numpy.typing import NDArray

from dupdetect.kernels.words import LETTER, ODD
from dupdetect.records.batches import Folding
from dupdetect.text.fold import ODD_POINTS, fold_text
from dupdetect.text.scripts import is_spaced, letters


@cache
def folding_table() -> Folding:
    """How texts fold, for the fingerprint kernels; what they cannot do by a table goes through `folded`."""
    points = np.arange(sys.maxunicode + 1, dtype="<u4")
    everything = points.tobytes().decode("utf-32-le", "surrogatepass")
    small = np.frombuffer(_lower(everything).encode("utf-32-le", "surrogatepass"), np.uint32)
    alphabet = np.where(letters(), small | np.uint32(LETTER), np.uint32(0))
    alphabet[_within(re.compile(f"[{ODD_POINTS}]+"), everything)] |= np.uint32(ODD)
    folds = np.flatnonzero(letters() & (small != points))
    alphabet[folds[_width(small[folds]) != _width(points[folds])]] |= np.uint32(ODD)
    return Folding(alphabet, _fold)


def _lower(everything: str) -> str:
    """Each code point in small form, where that is a single one; the capital I with a dot is the one that has two."""
    return everything.replace("\u0130", "\u0131").lower().replace("\u0131", "\u0130", 1)


def _width(points: NDArray[np.uint32]) -> NDArray[np.intp]:
    """Bytes of each code point in UTF-8."""
    return np.searchsorted([0x80, 0x800, 0x10000], points, "right")


def _within(pattern: re.Pattern[str], everything: str) -> NDArray[np.bool_]:
    table = np.zeros(len(everything), np.bool_)
    for run in pattern.finditer(everything):
        table[run.start() : run.end()] = True
    return table


def _fold(text: str) -> str:
    return is_spaced(fold_text(text).text)
