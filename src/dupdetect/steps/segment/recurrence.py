"""Lines that recur across unrelated articles of a batch: furniture that no pattern knows, and no article's own words.

A line that many articles hold may also come from one article that was copied many times, or be a statement that many
reports of one event quote. So holders count only when what they have besides is not alike: a line is furniture when so
many holders are strangers to each other.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterator, Sequence

import numpy as np

from dupdetect.settings import Segmenting
from dupdetect.steps.segment import scripts
from dupdetect.steps.segment.furniture import LONGEST

_FEWEST = 3
"""Words of a line; shorter ones are headings, or known furniture."""
_LOOKED_AT = 64
"""Holders of a line that are looked at, drawn evenly, so that a line in every article costs no more."""
_TELLING = 6
"""Letters of a word that says what an article is about; shorter ones every article has."""
_STRANGERS = 0.2
"""The largest share of the telling words of the shorter of two unrelated articles that the other has, too."""
_WORD = re.compile(rf"[^\W\d_]{{{_TELLING},40}}")
_LINE = re.compile(r"[^\n]+")


def recurring(texts: Sequence[str], settings: Segmenting) -> frozenset[str]:
    """The lines, as `key` gives them, that at least `settings.recurring` unrelated texts hold; 0 looks for none."""
    if not settings.recurring or not settings.furniture or len(texts) < settings.recurring:
        return frozenset()
    often = _often(texts, settings.recurring)
    holders: dict[str, list[int]] = {}
    for i, text in enumerate(texts) if often else ():
        for line in set(_keys(text)):
            if hash(line) in often:
                holders.setdefault(line, []).append(i)
    told: dict[int, frozenset[str]] = {}
    return frozenset(
        line for line, some in holders.items() if _unrelated(some, texts, holders, told, settings.recurring)
    )


def key(line: str) -> str:
    """What makes two lines the same: their words, in small letters."""
    return " ".join(scripts.WORD.findall(line.lower())) if len(line) <= LONGEST else ""


def _keys(text: str) -> Iterator[str]:
    for match in _LINE.finditer(text):
        line = key(match.group())
        if line.count(" ") >= _FEWEST - 1:
            yield line


def _often(texts: Sequence[str], least: int) -> frozenset[int]:
    """Hashes of the lines that so many texts hold; eight bytes a line, however many there are."""
    hashes = array("q")
    for text in texts:
        hashes.extend({hash(line) for line in _keys(text)})
    found, counts = np.unique(np.frombuffer(hashes, np.int64), return_counts=True)
    return frozenset(found[counts >= least].tolist())


def _unrelated(
    holders: list[int],
    texts: Sequence[str],
    lines: dict[str, list[int]],
    told: dict[int, frozenset[str]],
    least: int,
) -> bool:
    """Whether at least `least` of the holders are strangers to each other."""
    strangers: list[frozenset[str]] = []
    for i in holders[:: len(holders) // _LOOKED_AT + 1]:
        if i not in told:
            told[i] = _telling(texts[i], lines)
        if told[i] and all(_apart(told[i], other) for other in strangers):
            strangers.append(told[i])
            if len(strangers) == least:
                return True
    return False


def _telling(text: str, lines: dict[str, list[int]]) -> frozenset[str]:
    """The words that say what a text is about, in lines that do not recur."""
    rest = (match.group().lower() for match in _LINE.finditer(text))
    own = " ".join(line for line in rest if key(line) not in lines)
    return frozenset(scripts.spaced(own).split() if scripts.needed(own) else _WORD.findall(own))


def _apart(one: frozenset[str], other: frozenset[str]) -> bool:
    return len(one & other) <= _STRANGERS * min(len(one), len(other))
