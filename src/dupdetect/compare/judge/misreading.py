"""Words that a scanner misread: letters that look alike, exchanged in words that are otherwise equal.

Recognised print has "rn" for "m" and "c" for "e" all over. Nobody chose such words, so the two texts share them, and
they count as unchanged. Figures never do: a misread figure looks like another figure.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from dupdetect.records import SentencePair
from dupdetect.records.batches import Segmented

Mask = NDArray[np.bool_]

_PAIRS = (("rn", "m"), ("vv", "w"), ("cl", "d"), ("li", "h"), ("ii", "u"), ("ri", "n"))
"""Letters that look like one letter; replaced in this order."""
_GROUPS = ("ce", "o0", "hb68", "s5", "uv", "tf", "li1|!", "gq9", "z2")
"""Letters and figures that look alike, given by the first."""
_ALIKE = str.maketrans({other: group[0] for group in _GROUPS for other in group[1:]})
_LONGEST = 40
"""Code points of a wording that is examined; longer ones are clauses."""
_LONGER = 2
"""By how many code points a misread wording may be longer than the right one."""
_FIGURE = re.compile(r"\d")
_SPACES = re.compile(r"\s+")


def mark_misread(a: Segmented, b: Segmented, sentences: Sequence[SentencePair]) -> tuple[Mask, Mask]:
    """Which words of two texts differ from their counterparts only in letters that look alike."""
    spans = [*_find_misread(a.article.text, b.article.text, sentences)]
    return _mark(a, [left for left, _ in spans]), _mark(b, [right for _, right in spans])


def _find_misread(
    a: str, b: str, sentences: Sequence[SentencePair]
) -> Iterator[tuple[tuple[int, int], tuple[int, int]]]:
    for pair in sentences:
        for change in pair.replacements:
            size_a, size_b = change.a_end - change.a_start, change.b_end - change.b_start
            if 0 < max(size_a, size_b) <= _LONGEST and abs(size_a - size_b) <= _LONGER:
                left, right = a[change.a_start : change.a_end], b[change.b_start : change.b_end]
                if look_alike(left, right):
                    yield (change.a_start, change.a_end), (change.b_start, change.b_end)


def look_alike(left: str, right: str) -> bool:
    """Whether two wordings look alike in print, letter by letter, and are not two figures."""
    outline = _outline(left)
    return outline != "" and outline == _outline(right) and not (_FIGURE.search(left) and _FIGURE.search(right))


@lru_cache(maxsize=8192)
def _outline(wording: str) -> str:
    """A wording with one letter for all that look like it."""
    letters = _SPACES.sub("", wording).replace("I", "l").lower()
    for pair, letter in _PAIRS:
        letters = letters.replace(pair, letter)
    return letters.translate(_ALIKE)


def _mark(text: Segmented, spans: list[tuple[int, int]]) -> Mask:
    marked = np.zeros(len(text), np.bool_)
    for start, end in spans:
        first, last = np.searchsorted(text.starts, np.array((start, end), text.starts.dtype))
        marked[first:last] = True
    return marked
