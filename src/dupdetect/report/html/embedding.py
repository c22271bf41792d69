"""JSON blocks inside the page, safe from texts that are not trusted, and offsets as a script counts them.

A script counts UTF-16 units where records count code points, so offsets are turned into units here. No text can end
its block, because `<`, `>` and `&` are written as escapes.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import NamedTuple

from markupsafe import Markup

from dupdetect.records.jsonform import dumps

_UNSAFE = re.compile("[<>&\u2028\u2029]")
_ASTRAL = re.compile("[\U00010000-\U0010ffff]")


class Block(NamedTuple):
    """A JSON value under the id that the script asks for."""

    id: str
    json: Markup


class Units:
    """Offsets of one text in UTF-16 units."""

    def __init__(self, text: str) -> None:
        self._astral = [] if text.isascii() else [item.start() for item in _ASTRAL.finditer(text)]

    def __call__(self, *offsets: int) -> list[int]:
        return [offset + bisect_left(self._astral, offset) for offset in offsets]


def escape_block(value: object) -> Markup:
    """A value as JSON that can stand inside a script element."""
    text = _UNSAFE.sub(lambda hit: f"\\u{ord(hit[0]):04x}", dumps(value, compact=True))
    return Markup(text)
