"""Which words stand inside quotation marks: one pass over the marks, so that hostile text costs linear time."""

from __future__ import annotations

import re

import numpy as np
from numpy.typing import NDArray

_PAIRS = {"“": "”", "«": "»", "„": "“”", "「": "」", "‘": "’"}
_MARK = re.compile(
    r"[\"“”„«»「」\n‘'’]"  # a class first, so that the search runs from mark to mark
    r"(?:(?<=[\"“”„«»「」\n])"
    r"|(?<=[‘'])(?<!\w.)(?=\w)"  # a single quote opens before a word
    r"|(?<=[.,?!…][’'])(?!\w))"  # and closes after a stop: an apostrophe does neither
)
_LONGEST = 3000
"""Longest quotation, in code points; a longer one has lost its closing mark."""


def mark_quoted(text: str, starts: NDArray[np.int32]) -> NDArray[np.bool_]:
    """Whether each of the ascending offsets `starts` stands inside quotation marks. Quotations end with their line."""
    edges = np.array([edge for span in _spans(text) for edge in span], np.int64)
    within: NDArray[np.bool_] = np.searchsorted(edges, starts, "right") % 2 == 1
    return within


def _spans(text: str) -> list[tuple[int, int]]:
    """Quotations from mark to mark; one inside another belongs to the outer."""
    spans: list[tuple[int, int]] = []
    opened, closing = -1, ""
    for match in _MARK.finditer(text):
        mark, at = match.group(), match.start()
        if mark == "\n" or (opened >= 0 and at - opened > _LONGEST):
            opened, closing = -1, ""
        if opened >= 0 and mark in closing:
            spans.append((opened, at))
            opened, closing = -1, ""
        elif opened < 0 and mark != "\n":
            closing = _closing(mark)
            opened = at if closing else -1
    return spans


def _closing(mark: str) -> str:
    """The marks that close what `mark` opens; none for a mark that only closes."""
    return mark if mark == '"' else "'’" if mark in "'‘" else _PAIRS.get(mark, "")
