"""Where sentences end, by sentencex's rules for the language, with its known slips mended."""

from __future__ import annotations

import re
from collections.abc import Iterator

import numpy as np
import sentencex
from numpy.typing import NDArray

_PIECE = 10_000
"""Code points."""

_FINAL = re.compile(r"[.!?…。！？][\"'”’»)\]]*\s*$|\n\s*$")
_PLAIN_SPACES = dict.fromkeys((0xA0, 0x2002, 0x2003, 0x2009, 0x202F), " ")
"""Spaces after which sentencex sees no break."""
_LONE_SURROGATES = dict.fromkeys(range(0xD800, 0xE000), "\ufffd")
"""Halves of characters, which sentencex cannot take."""

_HOUR = re.compile(r"\b[ap]\.m\.\s*$", re.IGNORECASE)
_AFTER_HOUR = re.compile(
    r"(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day|eastern|central|pacific|mountain|[ECPM][SD]T|GMT|UTC|BST|CET)\b",
    re.IGNORECASE,
)
_ABOUT = re.compile(r"\b(?:approx|ca|est|no|nos|vol|pp?|figs?)\.\s*$", re.IGNORECASE)
_AFTER_ABOUT = re.compile(r"[\d$£€]")


def starts(text: str, language: str) -> NDArray[np.int64]:
    """Offsets at which sentences of `text` begin, ascending; the first is 0."""
    found = [0]
    previous = ""
    text = text.translate(_PLAIN_SPACES | _LONE_SURROGATES)
    for start, end in _pieces(text):
        for piece in sentencex.get_sentence_boundaries(language, text[start:end]):
            at, sentence = start + piece["start_index"], piece["text"]
            if at > 0 and not _goes_on(previous, sentence) and (at > start or _FINAL.search(previous[-16:])):
                found.append(at)
            previous = sentence
    return np.array(found, np.int64)


def _pieces(text: str) -> Iterator[tuple[int, int]]:
    """Stretches of bounded length, cut at line ends or else at spaces: sentencex's time grows with their square."""
    start = 0
    while start < len(text):
        end = min(start + _PIECE, len(text))
        if end < len(text):
            end = max(text.rfind("\n", start, end), text.rfind(" ", start, end)) + 1 or end
        yield start, end
        start = end


def _goes_on(left: str, right: str) -> bool:
    """Whether a break between `left` and `right` is a slip: `9 a.m. Monday`, `approx. $5`."""
    tail = left[-16:]
    return bool(
        (_HOUR.search(tail) and _AFTER_HOUR.match(right)) or (_ABOUT.search(tail) and _AFTER_ABOUT.match(right))
    )
