"""Foreign text made safe to show: nothing in it can move the cursor, colour the screen or turn the line around."""

from __future__ import annotations

import re
import unicodedata

# Controls, invisible format characters (bidi, zero width, tags), lone surrogates, line and paragraph separators.
_HIDDEN_CATEGORIES = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
_JOINERS = "\u200c\u200d"  # Persian, Indic scripts and emoji need them; between ASCII letters they only hide something
_SPACE = re.compile(r"[ \t\r\n\f\v]+")


def visible(text: str) -> str:
    """`text` on one line, with each character that cannot be seen as an escape such as \\x1b or \\u202e."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(_shown(one, before) for before, one in zip(" " + text, text, strict=False))


def running(text: str) -> str:
    """The same for prose: line breaks and tabs become spaces, the rest is escaped."""
    return visible(_SPACE.sub(" ", text))


def _shown(one: str, before: str) -> str:
    if unicodedata.category(one) not in _HIDDEN_CATEGORIES or (one in _JOINERS and not before.isascii()):
        return one
    return one.encode("unicode_escape").decode("ascii")
