"""Repeated paragraphs: which paragraphs of many texts have the words of an earlier one.

A paragraph ends where a line ends and no sentence is open, so that none is cut. Hard-wrapped lines are joined first.
Where it is doubtful whether a sentence goes on, it does: then a repeat may stay, but no text is torn.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import islice
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

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


class HashedParagraphs(NamedTuple):
    """The paragraphs of a batch of texts: how many each text has; and of each its offsets, and a keyed hash of its
    folded words, 0 for those that are too short."""

    counts: list[int]
    starts: NDArray[np.int64]
    ends: NDArray[np.int64]
    keys: NDArray[np.uint64]


class ParagraphIndex:
    """The first place of each paragraph. It grows by some 220 bytes for each.

    Args:
        key: of the hashes, 64 bits that nobody else knows; None takes that of this process.
    """

    def __init__(self, key: int | None = None) -> None:
        self._first: dict[int, Place] = {}
        self._folding = folding_table()
        self._texts = 0
        self._key = key

    def find_repeats(self, texts: Sequence[str]) -> list[list[Repeat]]:
        """For each of the next texts, its paragraphs that stand before it, or earlier in it, in order."""
        return self.add(self.hash_texts(texts))

    def hash_texts(self, texts: Sequence[str]) -> HashedParagraphs:
        """The paragraphs of texts; nothing is added."""
        spans = [cut_paragraphs(text) for text in texts]
        flat = np.array([span for part in spans for span in part], np.int64).reshape(-1, 2)
        keys = self._hash([text[start:end] for text, part in zip(texts, spans, strict=True) for start, end in part])
        return HashedParagraphs(list(map(len, spans)), flat[:, 0], flat[:, 1], keys)

    def add(self, paragraphs: HashedParagraphs) -> list[list[Repeat]]:
        """Add the paragraphs of the next texts; gives for each text those that repeat an earlier one, in order."""
        repeats: list[list[Repeat]] = [[] for _ in paragraphs.counts]
        rows = zip(paragraphs.starts.tolist(), paragraphs.ends.tolist(), paragraphs.keys.tolist(), strict=True)
        for number, count in enumerate(paragraphs.counts):
            for start, end, key in islice(rows, count):
                place = Place(self._texts + number, start, end)
                if key and (first := self._first.setdefault(key, place)) is not place:
                    repeats[number].append(Repeat(place, first))
        self._texts += len(paragraphs.counts)
        return repeats

    def _hash(self, paragraphs: Sequence[str]) -> NDArray[np.uint64]:
        encoded = encode_texts(paragraphs, self._folding)
        sets, ends = collect_shingles(encoded, self._folding, _WHOLE, self._key)
        keys = np.zeros(len(paragraphs), np.uint64)
        counted = (np.diff(ends) > 0) & np.array([length(text) >= SHORTEST for text in paragraphs], np.bool_)
        keys[counted] = sets[ends[:-1][counted]]
        return keys


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
