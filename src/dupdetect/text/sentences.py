"""Sentence boundaries by sentencex's rules for the language, with its known errors corrected."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

import numpy as np
import sentencex
from numpy.typing import NDArray

from dupdetect.text import scripts

_PIECE = 10_000
"""Code points."""

_FINAL = re.compile(r"[.!?…。！？][\"'”’»)\]]*\s*$|\n\s*$")
_ODD_SPACE = re.compile(r"[^\S\x00-\x7f]")
"""Spaces beyond ASCII. sentencex misses breaks after some and panics if others precede a full stop."""
_LONE_SURROGATE = re.compile("[\ud800-\udfff]")
"""Halves of characters, which sentencex cannot take."""

_CALENDAR = r"(?:mon|tues|wednes|thurs|fri|satur|sun)day|eastern|central|pacific|mountain|[ECPM][SD]T|GMT|UTC|BST|CET"
_ARTICLE = r"de[rmns]|die|das|am|[ivz]om|[iz]u[mr]|beim|jede[rmns]?|seine[rmn]?|ihre[rmn]?|und"
_SLIPS = {
    "hour": (re.compile(r"\b[ap]\.m\.\s*$", re.IGNORECASE), re.compile(rf"(?:{_CALENDAR})\b", re.IGNORECASE)),
    "about": (re.compile(r"\b(?:approx|ca|est|no|nos|vol|pp?|figs?)\.\s*$", re.IGNORECASE), re.compile(r"[\d$£€]")),
    "de": (re.compile(rf"\b(?:{_ARTICLE}) \d{{1,3}}\. $", re.IGNORECASE), re.compile(r"[A-ZÄÖÜ]")),
    "fr": (re.compile(r"\b(?:MM?|Mmes?|Mlles?|Drs?|Prs?|Mes?|av|env|J)\. ?$"), re.compile(r"[A-ZÀ-Þ\d-]")),
    "zh": (re.compile(r"[。！？]”$"), re.compile(r".{0,6}[说道问答喊称]。")),
    "ja": (re.compile(r"[。！？]」$"), re.compile(r"[とっ]")),
}
"""Patterns before and after a false break, for any language and for single languages."""
_CLAUSE = re.compile(r"(?<=[\u0e01-\u0eff]) +(?=[\u0e01-\u0eff])")
"""Thai and Lao put spaces between clauses, and no full stops."""


def find_starts(text: str, language: str) -> NDArray[np.int64]:
    """Offsets at which sentences of `text` begin, ascending; the first is 0."""
    starts = [0]
    previous = ""
    may_go_on = _rest(language).match
    for start, end in _pieces(text := _plain(text)):
        at = start
        for sentence in sentencex.segment(language, text[start:end]):
            ends = at > start or (at > 0 and _FINAL.search(previous[-16:]))
            if ends and not (may_go_on(sentence) and _goes_on(previous, sentence, language)):
                starts.append(at)
            at += len(sentence)
            previous = sentence
    if language in ("th", "lo"):
        starts = sorted({*starts, *(space.end() for space in _CLAUSE.finditer(text))})
    return np.array(starts, np.int64)


def _plain(text: str) -> str:
    """`text` with the same offsets, without characters that sentencex mishandles."""
    beyond = scripts.beyond_ascii(text)
    if _ODD_SPACE.search(beyond):
        text = _ODD_SPACE.sub(" ", text)
    return _LONE_SURROGATE.sub("\ufffd", text) if _LONE_SURROGATE.search(beyond) else text


def _pieces(text: str) -> Iterator[tuple[int, int]]:
    """Stretches of bounded length, cut at line ends or else at spaces: sentencex's time grows with their square."""
    start = 0
    while start < len(text):
        end = min(start + _PIECE, len(text))
        if end < len(text):
            end = max(text.rfind("\n", start, end), text.rfind(" ", start, end)) + 1 or end
        yield start, end
        start = end


def _goes_on(left: str, right: str, language: str) -> bool:
    """Whether a break between `left` and `right` is false: `9 a.m. Monday`, `approx. $5`."""
    tail = left[-16:]
    slips = (_SLIPS["hour"], _SLIPS["about"], _SLIPS.get(language, _SLIPS["about"]))
    return any(after.match(right) and before.search(tail) for before, after in slips)


@cache
def _rest(language: str) -> re.Pattern[str]:
    """One pattern for what follows any false break of a language; it rules out most breaks quickly."""
    patterns = [_SLIPS[name][1] for name in ("hour", "about", language) if name in _SLIPS]
    return re.compile(
        "|".join(
            f"(?i:{pattern.pattern})" if pattern.flags & re.I else f"(?:{pattern.pattern})" for pattern in patterns
        )
    )
