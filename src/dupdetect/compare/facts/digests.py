"""Digests: texts that list items, each headed by the name of what it is about, such as a day's filings.

An item and a notice may both tell what a firm filed. So few facts in other words do not show that one was made from the
other.
"""

from __future__ import annotations

import re

from dupdetect.text.wrapping import find_paragraphs

_HEAD = re.compile(
    r"\s{0,9}(?:[-*•–] )?(?P<name>[^\W\d_][^\n<:–—]{0,60}?)(?: <[^>\n]{1,12}>)?(?: (?:--?|–|—)|:)\s(?=\S)"
)
"""The head of an item: a name, maybe with its symbol on the stock exchange, before a dash or a colon."""

_MARKS = (" - ", " -- ", " – ", " — ", ": ")
"""What stands behind a head. Hardly a line has one near its start, which is quickly seen."""

_WIDEST = 100
"""Code points of a line that hold a head with its mark."""

_LONGEST = 8
"""Words of a head, at most."""

_ITEMS = 2
"""Items of a digest, at least."""

_MOST = 0.5
"""Share of a digest that its items are, at least."""

_WORD = re.compile(r"[^\W\d_]{4,}")
"""A word that tells a name; shorter ones are initials and legal forms."""


def list_heads(text: str) -> tuple[tuple[str, ...], ...]:
    """The telling words in the head of each item; none if the text is no digest.

    Each item of a digest has a head of its own; those of a conversation come again.
    """
    if sum(_may_have_head(line) for line in text.split("\n")) < _ITEMS:
        return ()
    paragraphs = [text[paragraph.start : paragraph.end] for paragraph in find_paragraphs(text)]
    heads = list(map(_find_head, paragraphs))
    items = [head for head in heads if head]
    inside = sum(len(paragraph) for paragraph, head in zip(paragraphs, heads, strict=True) if head)
    if len(items) < _ITEMS or len(set(items)) < len(items) or inside < _MOST * sum(map(len, paragraphs)):
        return ()
    return tuple(items)


def _may_have_head(line: str) -> bool:
    start = f"{line[:_WIDEST]} "
    return any(mark in start for mark in _MARKS)


def _find_head(paragraph: str) -> tuple[str, ...]:
    """The telling words before the dash or colon of an item, all with capitals; none where a paragraph is no item."""
    match = _HEAD.match(paragraph)
    if match is None or len(match["name"].split()) > _LONGEST:
        return ()
    words = _WORD.findall(match["name"].partition(",")[0])
    return tuple(words) if all(word[0].isupper() for word in words) else ()


def names_head(text: str, head: tuple[str, ...]) -> bool:
    """Whether a text has all words of a head with capitals: a small "price" is not what an item "Price:" is about."""
    return all(any(form in text for form in (word, word.capitalize(), word.upper())) for word in head)
