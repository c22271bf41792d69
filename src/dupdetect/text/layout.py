"""Text to lines, and lines to their roles: body, heading, site furniture.

Pages bring bylines, share bars, view counts and subscribe lines along. They say nothing about copying, so they are
set aside from scores, and shown as such; so are headlines, which every outlet writes anew.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from enum import Enum

from dupdetect.text import scripts
from dupdetect.text.boilerplate import is_furniture
from dupdetect.text.boilerplate_lines import recurs
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
"""What lines begin and end with that says nothing about their role."""

_LONGEST = 400
"""Code points of a heading or of furniture, at most."""

_LONGEST_BUTTON = 120
"""Code points of a short line, at most."""

_LONGEST_HEADING = 18
_SHORTEST_SENTENCE = 6
_SHORT = 12
"""Words."""

_DIVIDED = re.compile(r"[|•·›»:]")
"""What stands between the parts of a menu, or behind the label of a link."""


def split_lines(text: str, *, furniture: bool, headings: bool, recurring: frozenset[str] = frozenset()) -> list[Line]:
    """The lines of `text` with their roles; hard-wrapped paragraphs come as one line.

    Notices, and lines of `recurring` sentences, are furniture however long. Headings and other furniture stay body when
    they would be more than half of the rest.
    """
    paragraphs = find_paragraphs(text)
    lines = [text[line.start : line.end] for line in paragraphs]
    notices = _find_notices(lines, recurring) if furniture else [False] * len(lines)
    layout = [
        Line(line.start, line.end, _role(words, furniture=furniture, headings=headings, notice=notice), line.fresh)
        for line, words, notice in zip(paragraphs, lines, notices, strict=True)
    ]
    layout = _find_reported(text, _grow_boilerplate(text, layout))
    if not _mostly_body(layout, notices):
        layout = [
            line if notice else replace(line, role=Role.BODY) for line, notice in zip(layout, notices, strict=True)
        ]
    return layout


def _find_notices(lines: list[str], recurring: frozenset[str]) -> list[bool]:
    """Which lines say nothing of the article's own, whatever share of the text they are; none where all would be."""
    notices = mark_notices(lines)
    if recurring:
        notices = [notice or recurs(line, recurring) for notice, line in zip(notices, lines, strict=True)]
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
    """`lines` with short lines beyond the outermost furniture as furniture too: what a page has around its text."""
    outer = [line.role is not Role.BODY for line in lines]
    head = next((i for i, line in enumerate(lines) if not _short(text, line)), len(lines))
    tail = next((i for i in range(len(lines), 0, -1) if not _short(text, lines[i - 1])), 0)
    top = max((i for i in range(min(head, len(lines))) if outer[i]), default=0)
    bottom = min((i for i in range(tail, len(lines)) if lines[i].role is Role.FURNITURE), default=len(lines))
    return [
        replace(line, role=Role.FURNITURE) if line.role is Role.BODY and (i < top or i > bottom) else line
        for i, line in enumerate(lines)
    ]


def _find_reported(text: str, lines: list[Line]) -> list[Line]:
    """`lines` with headings that read like sentences as body, but for those above the first paragraph.

    There every outlet puts its own headline and a line below it. Further down, a sentence may have lost its full stop,
    or somebody may have added it; subheads are shorter, or have capitals or a mark of their own.
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
    """Whether a line without a full stop says something in words: enough of them, most in small letters."""
    if line.startswith("#") or line[0].islower() or _DIVIDED.search(line) or scripts.length(line) < _SHORTEST_SENTENCE:
        return False
    words = line.split()
    return 2 * sum(word[0].isupper() for word in words) < len(words)


def _short(text: str, line: Line) -> bool:
    """Whether a line is furniture, or looks like a button or a caption beside it."""
    if line.role is Role.FURNITURE:
        return True
    return line.end - line.start <= _LONGEST_BUTTON and scripts.length(text[line.start : line.end]) <= _SHORT


def _mostly_body(lines: list[Line], notices: list[bool]) -> bool:
    """Whether at least half of what is no notice is body."""
    rest = [line for line, notice in zip(lines, notices, strict=True) if not notice]
    total = sum(line.end - line.start for line in rest)
    return 2 * sum(line.end - line.start for line in rest if line.role is Role.BODY) >= total
