"""Lines of a web page that say where its article comes from, wherever they stand.

Republished articles credit their source in footers and side boxes, which the extraction of the main text drops. Without
these lines, a copy that honours its licence would look like one that does not.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from typing import Any

_PIECE = r"(?:article|story|piece|report|post|text|interview|commentary|analysis|column)"
_FIRST = r"(?:was |has )?(?:first |originally )(?:appeared|published|posted|printed|ran)|appeared first|first ran"
_CREDIT = re.compile(
    rf"\b(?:this|the) (?:above )?{_PIECE} (?:{_FIRST})\b"
    r"|\b(?:re|cross-?)(?:published|printed|posted|produced)\b.{0,40}\b(?:from|by|under|courtesy of|with permission)\b"
    rf"|^(?:{_FIRST}) (?:in|on|by|at)\b",
    re.IGNORECASE,
)
_NAME = r"[A-ZÀ-Þ][\w.'’-]{0,30}"
_BYLINE = re.compile(rf"By ({_NAME}(?: {_NAME}){{1,4}})(?:,|$)")
_BLOCKS = "p footer aside div address small em li figcaption header section".split()
_LONGEST = 300
"""Code points of such a line; what is longer holds more than a credit."""

_PIECES = 50
"""Pieces of such a line, between its tags."""

_DEPTH = 100
"""Elements around a byline that are looked at."""

_MOST = 5
_LOOKED_AT = 20_000
"""Elements of a page that are looked at."""


def find_credit_lines(tree: Any) -> list[tuple[str, list[str]]]:
    """The credit lines of a page, in order, each with where its links lead; each text once.

    Args:
        tree: the page, before anything has been taken out of it.
    """
    lines: dict[str, list[str]] = {}
    for element, text in _short_blocks(tree):
        if _CREDIT.search(text) and not any(text in line or line in text for line in lines):
            lines[text] = [link for link in element.xpath(".//a/@href") if link]
        if len(lines) == _MOST:
            break
    return list(lines.items())


def find_byline(tree: Any) -> str:
    """The name in the first byline of the article itself; bylines beside it are of other articles."""
    for element, text in _short_blocks(tree):
        match = _BYLINE.match(text)
        if match and any(parent.tag in ("article", "main") for parent in islice(element.iterancestors(), _DEPTH)):
            return match[1]
    return ""


def _short_blocks(tree: Any) -> Iterator[tuple[Any, str]]:
    """The innermost blocks of a page that hold no more than a line, with their text."""
    for _, element in zip(range(_LOOKED_AT), tree.iter(*_BLOCKS), strict=False):
        if not any(child.tag in _BLOCKS for child in element):
            text = "".join(islice(element.itertext(), _PIECES))
            if len(text) <= 2 * _LONGEST and 0 < len(line := " ".join(text.split())) <= _LONGEST:
                yield element, line
