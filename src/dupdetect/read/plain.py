"""Text -> article, for files without markup: the title is the first line when it looks like one."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import islice

from dupdetect.read.datelines import find_date_line, find_url_date, is_date_line
from dupdetect.read.signals import find_text_signals
from dupdetect.records import Article, Signal

TITLE_WORDS = 25
"""The longest first line that counts as a title, in words."""
_TITLE_LENGTH = 1000  # and in characters: a line may hold a whole file

# One bounded run of characters: linear in the text, whatever it holds.
_ADDRESS = re.compile(r"[Hh][Tt][Tt][Pp][Ss]?://\w[^\s<>\"\u2018-\u201f«»`|\\^{}\[\]]{0,2000}")
_TRAILING = ".,;:!?'*…)"
_BREADCRUMB = re.compile(r"[^>»›/\n]{1,40}(?:[>»›][^>»›/\n]{1,60}){1,8}|[^/\n]{1,40}(?:/ [^/\n]{1,60}){2,8}")
"""`Home > World > Asia`: names of sections, one inside the other."""
_LINE = re.compile(r"\S[^\n]*")
_MORE = re.compile(r"\n?\s*(\S)")


def read_plain(name: str, text: str, encoding: str = "") -> Article:
    """The article that `text` is, with `name` as its id; `encoding` is what it was guessed to be in."""
    return build_article(name, text, signals=find_text_signals(text), encoding=encoding)


def build_article(
    name: str, text: str, links: Iterable[str] = (), signals: Iterable[Signal] = (), **known: str
) -> Article:
    """Build an article from `text`; metadata that its format lacks is taken from the text where it stands there.

    Args:
        name: its id.
        text: what is compared.
        links: addresses that its markup names; those written in the text are added.
        signals: what it says to programs.
        known: what the format says, by the names of `Article`; empty where it says nothing.
    """
    url = known.get("url", "")
    known["title"] = known.get("title") or find_title(text)
    known["published"] = known.get("published") or find_url_date(url) or find_date_line(text)
    named = tuple(dict.fromkeys([*links, *find_addresses(text)]))
    return Article(name, text, links=named, signals=tuple(signals), **known)


def find_title(text: str) -> str:
    """The first line that is not a date line, if it is short, not cut in mid-sentence, and followed by more text."""
    line = next((line for line in islice(_LINE.finditer(text), 3) if not is_above_title(line[0])), None)
    more = _MORE.match(text, line.end()) if line else None
    if line is None or more is None:
        return ""
    wrapped = more.start(1) == line.end() + 1 and more[1].islower()
    too_long = line.end() - line.start() > _TITLE_LENGTH or len(line[0].split()) > TITLE_WORDS
    return "" if wrapped or too_long else line[0].rstrip()


def is_above_title(line: str) -> bool:
    """Whether a line is a date line or a breadcrumb, which stand above headlines."""
    return len(line) < _TITLE_LENGTH and (is_date_line(line) or bool(_BREADCRUMB.fullmatch(line.strip())))


def find_addresses(text: str) -> tuple[str, ...]:
    """The http and https addresses in `text`, each once, in order."""
    if "://" not in text:  # ten times as fast as the pattern
        return ()
    return tuple(dict.fromkeys(_without_punctuation(match[0]) for match in _ADDRESS.finditer(text)))


def _without_punctuation(address: str) -> str:
    """`address` without the punctuation of the sentence around it; brackets that it opens itself are its own."""
    unopened = address.count(")") - address.count("(")
    end = len(address)
    while address[end - 1] in _TRAILING and (address[end - 1] != ")" or unopened > 0):
        unopened -= address[end - 1] == ")"
        end -= 1
    return address[:end]
