"""Text to lines, and lines to their roles: body, heading, boilerplate.

Bylines, share bars, view counts and subscribe lines say nothing about copying, so they do not count in scores and are
marked in reports. Neither do headlines, which every outlet writes itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import Enum
from itertools import accumulate

from dupdetect.text import scripts
from dupdetect.text.boilerplate import is_furniture
from dupdetect.text.boilerplate_lines import find_recurring
from dupdetect.text.notices import mark_notices
from dupdetect.text.wrapping import ends_sentence, find_paragraphs


class Role(Enum):
    """What a line is."""

    BODY = 0
    HEADING = 1
    FURNITURE = 2


@dataclass(frozen=True, slots=True)
class Line:
    """A line, or a paragraph of hard-wrapped lines: `text[start:end]`, without its line end."""

    start: int
    end: int
    role: Role
    new_paragraph: bool


_TRIMMINGS = " \t\u00a0*_#>|-–—•·[]()"
"""Characters at either end of a line that say nothing about its role."""

_LONGEST = 400
"""Code points of a heading or of a boilerplate line, at most."""

_LONGEST_BUTTON = 120
"""Code points of a short line, at most."""

_LONGEST_HEADING = 18
_SHORTEST_SENTENCE = 6
_SHORT = 12
_LEAST_BODY = 40
"""Words."""

_DIVIDED = re.compile(r"[|•·›»:]")
"""Separators between the parts of a menu, or after the label of a link."""


_WORD = re.compile(r"\w+")

_FEWEST_ROWS = 3
_FEWEST_FIGURES = 2
"""Rows of a table, and figures in a row, at least."""


def split_lines(text: str, *, furniture: bool, headings: bool, recurring: frozenset[str] = frozenset()) -> list[Line]:
    """The lines of `text` with their roles; hard-wrapped paragraphs come as one line.

    Notices, and lines of `recurring` sentences, are boilerplate at any length; so are lines that a pattern knows,
    beside `_LEAST_BODY` words of body. Headings and other boilerplate stay body when they would be more than half of
    the rest.
    """
    paragraphs = find_paragraphs(text)
    lines = [text[line.start : line.end] for line in paragraphs]
    notices = _find_notices(lines, recurring) if furniture else [False] * len(lines)
    layout = [
        Line(line.start, line.end, _role(words, furniture=furniture, headings=headings, notice=notice), line.fresh)
        for line, words, notice in zip(paragraphs, lines, notices, strict=True)
    ]
    if all(line.role is Role.BODY for line in layout):
        return layout
    known = [line.role is Role.FURNITURE for line in layout]
    layout = _find_reported(text, _find_tables(text, _grow_boilerplate(text, layout)))
    if not _mostly_body(layout, known if known != notices and _has_body(text, layout) else notices):
        layout = [
            line if notice else replace(line, role=Role.BODY) for line, notice in zip(layout, notices, strict=True)
        ]
    return layout


def _find_notices(lines: list[str], recurring: frozenset[str]) -> list[bool]:
    """Mark notices and recurring lines, whatever share of the text they are; none if all lines would be marked."""
    notices = mark_notices(lines)
    if recurring:
        again = find_recurring(lines, recurring)
        notices = [notice or recurring_line for notice, recurring_line in zip(notices, again, strict=True)]
    return [False] * len(lines) if all(notices) else notices


def _role(line: str, *, furniture: bool, headings: bool, notice: bool) -> Role:
    if notice:
        return Role.FURNITURE
    if len(line) > _LONGEST:
        return Role.BODY
    line = line.strip(_TRIMMINGS)
    if furniture and is_furniture(line):
        return Role.FURNITURE
    if headings and not ends_sentence(line) and scripts.length(line) <= _LONGEST_HEADING:
        return Role.HEADING
    return Role.BODY


def _grow_boilerplate(text: str, lines: list[Line]) -> list[Line]:
    """Mark short lines outside the outermost boilerplate as boilerplate, too: they surround the article on its page."""
    outer = [line.role is not Role.BODY for line in lines]
    head = next((i for i, line in enumerate(lines) if not _short(text, line)), len(lines))
    tail = next((i for i in range(len(lines), 0, -1) if not _short(text, lines[i - 1])), 0)
    top = max((i for i in range(min(head, len(lines))) if outer[i]), default=0)
    bottom = min((i for i in range(tail, len(lines)) if lines[i].role is Role.FURNITURE), default=len(lines))
    return [
        replace(line, role=Role.FURNITURE) if line.role is Role.BODY and (i < top or i > bottom) else line
        for i, line in enumerate(lines)
    ]


def _find_tables(text: str, lines: list[Line]) -> list[Line]:
    """Turn headings that are rows of a table into body: at least `_FEWEST_ROWS` lines of figures, one after another."""
    rows = [line.role is Role.HEADING and _is_row(text[line.start : line.end]) for line in lines]
    if sum(rows) < _FEWEST_ROWS:
        return lines
    blank = [not _WORD.search(text, line.start, line.end) for line in lines]  # a rule between head and rows
    revised = list(lines)
    for i, end in _find_stretches(rows, blank):
        if sum(rows[i:end]) >= _FEWEST_ROWS:
            revised[i:end] = [replace(line, role=Role.BODY) for line in lines[i:end]]
    return revised


def _find_stretches(rows: list[bool], blank: list[bool]) -> Iterator[tuple[int, int]]:
    """Where rows follow one another, with nothing but lines without words between them."""
    start = -1
    for i, (row, empty) in enumerate(zip((*rows, False), (*blank, False), strict=True)):
        if row and start < 0:
            start = i
        elif start >= 0 and not (row or empty):
            yield start, i
            start = -1


def _is_row(line: str) -> bool:
    """Whether half of the words of a line are figures, and at least two."""
    words = _WORD.findall(line)
    figures = sum(word[0].isdigit() for word in words)
    return bool(figures >= _FEWEST_FIGURES and 2 * figures >= len(words))


def _find_reported(text: str, lines: list[Line]) -> list[Line]:
    """Turn headings that read like sentences into body, except above the first paragraph.

    Above it stand the headline and its subtitle. Further down, such a line is a sentence that lost its full stop;
    subheads are shorter, or have capitals or a mark of their own.
    """
    top = next((i for i, line in enumerate(lines) if line.role is Role.BODY), len(lines))
    revised = list(lines)
    for i, line in enumerate(lines):
        if i > top and line.role is Role.HEADING and _like_a_sentence(text[line.start : line.end]):
            before = text[lines[i - 1].start : lines[i - 1].end]
            if line.new_paragraph or ends_sentence(before):  # and does not go on with a broken line
                revised[i] = replace(line, role=Role.BODY)
    return revised


def _like_a_sentence(line: str) -> bool:
    """Whether a line without a full stop reads like a sentence: enough words, most of them in lower case."""
    if line.startswith("#") or line[0].islower() or _DIVIDED.search(line) or scripts.length(line) < _SHORTEST_SENTENCE:
        return False
    words = line.split()
    return 2 * sum(word[0].isupper() for word in words) < len(words)


def _short(text: str, line: Line) -> bool:
    """Whether a line is boilerplate, or short enough for a button or caption beside it."""
    if line.role is Role.FURNITURE:
        return True
    return line.end - line.start <= _LONGEST_BUTTON and scripts.length(text[line.start : line.end]) <= _SHORT


def _has_body(text: str, lines: list[Line]) -> bool:
    """Whether the body is long enough to be the article of a page, however much stands around it."""
    lengths = (scripts.length(text[line.start : line.end]) for line in lines if line.role is Role.BODY)
    return any(words >= _LEAST_BODY for words in accumulate(lengths))


def _mostly_body(lines: list[Line], aside: list[bool]) -> bool:
    """Whether at least half of the text outside the lines that are `aside` is body."""
    rest = [line for line, outside in zip(lines, aside, strict=True) if not outside]
    total = sum(line.end - line.start for line in rest)
    return 2 * sum(line.end - line.start for line in rest if line.role is Role.BODY) >= total
