"""Make untrusted text safe to display: it cannot move the cursor, colour the screen or reverse the line."""

from __future__ import annotations

import re
import unicodedata

# Controls, invisible format characters (bidi, zero width, tags), lone surrogates, line and paragraph separators.
_HIDDEN_CATEGORIES = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
_JOINERS = "\u200c\u200d"  # Persian, Indic scripts and emoji need them; between ASCII letters they only disguise
_SPACE = re.compile(r"[ \t\r\n\f\v]+")


def make_visible(text: str) -> str:
    """`text` on one line, with each invisible character as an escape such as \\x1b or \\u202e."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(_show_character(item, before) for before, item in zip(" " + text, text, strict=False))


def make_running(text: str) -> str:
    """The same for prose: line breaks and tabs become spaces, the rest is escaped."""
    return make_visible(_SPACE.sub(" ", text))


def _show_character(text: str, before: str) -> str:
    if unicodedata.category(text) not in _HIDDEN_CATEGORIES or (text in _JOINERS and not before.isascii()):
        return text
    return text.encode("unicode_escape").decode("ascii")
