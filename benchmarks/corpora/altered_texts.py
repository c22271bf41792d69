"""Texts as other pages and programs print them: with menus and comments, wrapped, in one line, cut.

Each alteration takes a text and gives what it leaves of it. Those of `LAYOUT` lose nothing that is said; those of
`CUTS` take text away.
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Callable, Mapping

WIDTH = 70
KEPT = 0.7
DROPPED = 2
"""Paragraphs that are dropped, the headline among them; texts of fewer than twice as many stay whole."""

_MENU = """\
Home | News | Sport | Weather | Business | Culture | Sign in
Home > News > Local
By Staff Reporter
Published 14 May 2024, 08:12
3 min read
Share on Facebook
Share on Twitter
Share via Email
Print this page"""

_COMMENTS = """\
Share this:
Facebook Twitter WhatsApp LinkedIn Copy link
Tags: news, local, region
Related articles
You may also like
Sign up for our newsletter
3 comments
Sunny_Jim says:
14 May 2024 at 10:03
Thanks for posting this, I had wondered about it all week!
Reply
Leave a comment
Your email address will not be published. Required fields are marked *
© 2024 All rights reserved. Terms of use | Privacy policy | Contact us"""

_BLANK_LINES = re.compile(r"\n\s*\n")
_STRAIGHT = str.maketrans("“”„«»‘’‚", '"""""' + "'''")


def add_page(text: str) -> str:
    """The text between a menu and share bars above, and share bars and comments below."""
    return f"{_MENU}\n\n{text.strip()}\n\n{_COMMENTS}\n"


def wrap_lines(text: str) -> str:
    """Each line wrapped at `WIDTH` characters, as in mail."""
    return "\n".join(textwrap.fill(line, WIDTH) for line in text.strip().split("\n"))


def join_lines(text: str) -> str:
    """All in one line."""
    return " ".join(text.split())


def straighten_quotes(text: str) -> str:
    """Typewriter's quotation marks and apostrophes for printed ones."""
    return text.translate(_STRAIGHT)


def drop_paragraphs(text: str) -> str:
    """The text without its first paragraphs."""
    paragraphs = _split_paragraphs(text)
    return "\n\n".join(paragraphs[DROPPED:]) if len(paragraphs) >= 2 * DROPPED else text


def keep_beginning(text: str) -> str:
    """The first `KEPT` of the text, up to the end of a word."""
    text = text.strip()
    return text[: round(KEPT * len(text))].rpartition(" ")[0]


def _split_paragraphs(text: str) -> list[str]:
    """Paragraphs between blank lines, or lines where no blank line stands."""
    paragraphs = _BLANK_LINES.split(text.strip())
    return paragraphs if len(paragraphs) > 1 else text.strip().split("\n")


LAYOUT: Mapping[str, Callable[[str], str]] = {
    "menus, share bars, comments": add_page,
    f"wrapped at {WIDTH}": wrap_lines,
    "all in one line": join_lines,
    "straight quotes": straighten_quotes,
    "upper case": str.upper,
}
CUTS: Mapping[str, Callable[[str], str]] = {
    "first two paragraphs dropped": drop_paragraphs,
    "first 70 % kept": keep_beginning,
}
ALTERATIONS = {**LAYOUT, **CUTS}
