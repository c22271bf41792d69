"""Repeated paragraphs: which paragraphs of many texts have the words of an earlier one.

A paragraph ends where a line ends and no sentence is open, so that none is cut. Hard-wrapped lines are joined first.
Where it is doubtful whether a sentence goes on, it does: then a repeat may stay, but no text is torn.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from dupdetect.search.fingerprint import encode_texts
from dupdetect.search.overlap import collect_shingles
from dupdetect.text import folding_table
from dupdetect.text.scripts import length
from dupdetect.text.wrapping import Paragraph, find_paragraphs

SHORTEST = 10
"""Words of a paragraph that counts as repeated, at least: subheads and bylines recur in texts of their own."""

_END = re.compile(r"[.!?…。！？؟۔।॥።։།៕][\"'”’»›)\]*_ ]{0,6}$")
"""The end of a sentence in any script; colons and semicolons leave it open."""
_ABBREVIATION = re.compile(r"(?:^|[\s(])(?:[^\W\d_]|[A-Z][a-z]{1,3}|No|Nr|vs|ca|approx|e\.g|i\.e|z\. ?B)\.$")
"""A full stop that may belong to a name, as in `J. Smith` and `Dr. Smith`, or to a short word."""
_ENDING = 16
"""Code points at the end of a line that tell whether a sentence ends there."""

_WHOLE = 1 << 30
"""Words of a shingle that covers any paragraph."""


class Place(NamedTuple):
    """A paragraph: the number of its text, and its offsets there."""

    text: int
    start: int
    end: int


class Repeat(NamedTuple):
    """A paragraph that repeats an earlier one, with the space up to the next one."""

    here: Place
    first: Place


class ParagraphIndex:
    """The first place of each paragraph. It grows by some 220 bytes for each."""

    def __init__(self) -> None:
        self._first: dict[int, Place] = {}
        self._folding = folding_table()
        self._texts = 0

    def find_repeats(self, texts: Sequence[str]) -> list[list[Repeat]]:
        """For each of the next texts, its paragraphs that stand before it, or earlier in it, in order."""
        places = [
            Place(number, start, end)
            for number, text in enumerate(texts, self._texts)
            for start, end in cut_paragraphs(text)
        ]
        hashes = self._hash([texts[place.text - self._texts][place.start : place.end] for place in places])
        repeats: list[list[Repeat]] = [[] for _ in texts]
        for place, key in zip(places, hashes, strict=True):
            if key and (first := self._first.setdefault(key, place)) is not place:
                repeats[place.text - self._texts].append(Repeat(place, first))
        self._texts += len(texts)
        return repeats

    def _hash(self, paragraphs: Sequence[str]) -> list[int]:
        """A keyed hash of the folded words of each paragraph; 0 for those that are too short."""
        sets, ends = collect_shingles(encode_texts(paragraphs, self._folding), self._folding, _WHOLE)
        keys = np.zeros(len(paragraphs), np.uint64)
        with_words = np.diff(ends) > 0
        keys[with_words] = sets[ends[:-1][with_words]]
        return [key if length(text) >= SHORTEST else 0 for key, text in zip(keys.tolist(), paragraphs, strict=True)]


def cut_paragraphs(text: str) -> list[tuple[int, int]]:
    """The paragraphs of a text, each up to where the next one begins; the first begins with the text."""
    starts: list[int] = []
    before: Paragraph | None = None
    for paragraph in find_paragraphs(text):
        if before is None or not _goes_on(text, before, paragraph):
            starts.append(paragraph.start)
        before = paragraph
    if not starts:
        return []
    starts[0] = 0
    return list(zip(starts, [*starts[1:], len(text)], strict=True))


def _goes_on(text: str, before: Paragraph, after: Paragraph) -> bool:
    """Whether a sentence may go on from one paragraph to the next: across a blank line only where the next begins in
    lower case, across a line end alone unless a full stop or a heading stands before it."""
    last = text[max(before.start, text.rfind("\n", 0, before.end) + 1) : before.end].strip()
    first = text[after.start : after.end].partition("\n")[0].strip()
    begins_inside = first[:1].islower()
    ends = _END.search(last[-_ENDING:]) is not None and not _ABBREVIATION.search(last[-_ENDING:])
    if text.count("\n", before.end, after.start) > 1:
        return begins_inside and not ends
    return begins_inside or not (ends or _may_be_heading(last, first))


def _may_be_heading(line: str, following: str) -> bool:
    """Whether a line was ended on purpose: the first word of the following one would still have fit."""
    return len(line) + 1 + len(following.split(" ", 1)[0]) <= len(following)
