"""Lines that recur across unrelated articles of a batch: furniture that no pattern knows, and no article's own words.

A line that many articles hold may also come from one article that was copied many times, or be a statement that many
reports of one event quote. So holders count only when what they have besides is not alike: a line is furniture when so
many holders are strangers to each other.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Container, Iterable, Iterator, Sequence
from hashlib import blake2b
from typing import Any

import numpy as np

from dupdetect.settings import Segmenting
from dupdetect.text import scripts
from dupdetect.text.boilerplate import LONGEST

LOOKED_AT = 64
"""Holders of a line that are looked at, those with the smallest digests, so that a line in every article costs no more
(a bottom-k sample, Cohen & Kelley 2007): whoever draws them, and in whatever parts, draws the same."""

_FEWEST = 3
"""Words of a line; shorter ones are headings, or known furniture."""
_TELLING = 6
"""Letters of a word that says what an article is about; shorter ones every article has."""
_STRANGERS = 0.2
"""The largest share of the telling words of the shorter of two unrelated articles that the other has, too."""
_WORD = re.compile(rf"[^\W\d_]{{{_TELLING},40}}")
_LINE = re.compile(r"[^\n]+")


def find_recurring_lines(texts: Sequence[str], settings: Segmenting) -> frozenset[str]:
    """The lines, as `key` gives them, that at least `settings.recurring` unrelated texts hold; 0 looks for none."""
    least = may_recur(settings)
    if not least or len(texts) < least:
        return frozenset()
    often = _often(texts, least)
    holders: dict[str, list[int]] = {}
    for i, text in enumerate(texts) if often else ():
        for line in line_keys(text):
            if hash(line) in often:
                holders.setdefault(line, []).append(i)
    told: dict[int, frozenset[str]] = {}
    digests: dict[int, int] = {}

    def telling_of(some: Sequence[int]) -> Iterator[frozenset[str]]:
        for i in some:
            if i not in told:
                told[i] = telling_words(texts[i], holders)
            yield told[i]

    return frozenset(
        line for line, some in holders.items() if are_unrelated(telling_of(_draw_sample(some, texts, digests)), least)
    )


def may_recur(settings: Segmenting) -> int:
    """How many unrelated texts must hold a line; 0 when none is looked for."""
    return settings.recurring if settings.furniture else 0


def line_key(line: str) -> str:
    """What makes two lines the same: their words, in small letters."""
    return " ".join(scripts.WORD.findall(line.lower())) if len(line) <= LONGEST else ""


def line_keys(text: str) -> frozenset[str]:
    """The lines of a text that may recur, as `key` gives them."""
    made = (line_key(match.group()) for match in _LINE.finditer(text))
    return frozenset(line for line in made if line.count(" ") >= _FEWEST - 1)


def digest_line(text: str) -> int:
    """64 bits, signed, that stand for a text or a line on every machine."""
    data = blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return int.from_bytes(data, "big", signed=True)


def telling_words(text: str, recurrent: Container[str]) -> frozenset[str]:
    """The words that say what a text is about, in lines that do not recur."""
    rest = (match.group().lower() for match in _LINE.finditer(text))
    own = " ".join(line for line in rest if line_key(line) not in recurrent)
    return frozenset(scripts.is_spaced(own).split() if scripts.needs_script_rules(own) else _WORD.findall(own))


def are_unrelated(told: Iterable[frozenset[Any]], least: int) -> bool:
    """Whether at least `least` of the holders of a line, given by their telling words, are strangers to each other."""
    strangers: list[frozenset[Any]] = []
    for words in told:
        if words and all(_are_apart(words, other) for other in strangers):
            strangers.append(words)
            if len(strangers) == least:
                return True
    return False


def _often(texts: Sequence[str], least: int) -> frozenset[int]:
    """Hashes of the lines that so many texts hold; eight bytes a line, however many there are."""
    hashes = array("q")
    for text in texts:
        hashes.extend(map(hash, line_keys(text)))
    found, counts = np.unique(np.frombuffer(hashes, np.int64), return_counts=True)
    return frozenset(found[counts >= least].tolist())


def _draw_sample(holders: list[int], texts: Sequence[str], digests: dict[int, int]) -> list[int]:
    """The holders that are looked at, in order."""
    if len(holders) <= LOOKED_AT:
        return holders
    for i in holders:
        if i not in digests:
            digests[i] = digest_line(texts[i])
    return sorted(sorted(holders, key=lambda i: (digests[i], i))[:LOOKED_AT])


def _are_apart(item: frozenset[Any], other: frozenset[Any]) -> bool:
    return len(item & other) <= _STRANGERS * min(len(item), len(other))
