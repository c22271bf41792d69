"""Text to lines, and lines to their roles: body, heading, boilerplate.

Bylines, share bars, view counts and subscribe lines say nothing about copying, so they do not count in scores and are
marked in reports. Neither do headlines, which every outlet writes itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import IntEnum
from itertools import accumulate
from typing import NamedTuple

from dupdetect.text import scripts
from dupdetect.text.boilerplate import is_furniture
from dupdetect.text.boilerplate_lines import find_recurring, may_hold
from dupdetect.text.notices import mark_notices
from dupdetect.text.wrapping import ends_sentence, find_paragraphs


class Role(IntEnum):
    """What a line is."""

    BODY = 0
    HEADING = 1
    FURNITURE = 2


_BODY, _HEADING, _FURNITURE = Role


class Line(NamedTuple):
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


def split_lines(
    text: str, *, furniture: bool, headings: bool, recurring: frozenset[str] = frozenset(), lower: str = ""
) -> list[Line]:
    """The lines of `text` with their roles; hard-wrapped paragraphs come as one line.

    Notices, and lines of `recurring` sentences, are boilerplate at any length; so are lines that a pattern knows,
    beside `_LEAST_BODY` words of body. Headings and other boilerplate stay body when they would be more than half of
    the rest.

    Args:
        text: a text, folded except for its case.
        furniture, headings: whether to look for boilerplate, and for headings.
        recurring: sentences, as `boilerplate_lines.line_key` gives them.
        lower: the text in lower case, as `fold.Folded` has it, if it is at hand.
    """
    paragraphs = find_paragraphs(text)
    lines = [text[start:end] for start, end, _ in paragraphs]
    notices = _find_notices(text, lower or text.lower(), lines, recurring) if furniture else [False] * len(lines)
    roles = [
        _FURNITURE if notice else _find_role(line, furniture=furniture, headings=headings)
        for line, notice in zip(lines, notices, strict=True)
    ]
    if any(roles):
        roles = _settle_roles(lines, [paragraph.fresh for paragraph in paragraphs], roles, notices)
    return [Line(start, end, role, fresh) for (start, end, fresh), role in zip(paragraphs, roles, strict=True)]


def _settle_roles(lines: list[str], fresh: list[bool], roles: list[Role], notices: list[bool]) -> list[Role]:
    """The roles of lines that stand together, given what each would be by itself; `fresh` lines begin a paragraph."""
    settled = _grow_boilerplate(lines, roles)
    _find_tables(lines, settled)
    _find_reported(lines, fresh, settled)
    known = [role is _FURNITURE for role in roles]
    if _mostly_body(lines, settled, known if known != notices and _has_body(lines, settled) else notices):
        return settled
    return [role if notice else _BODY for role, notice in zip(settled, notices, strict=True)]


def _find_notices(text: str, lower: str, lines: list[str], recurring: frozenset[str]) -> list[bool]:
    """Mark notices and recurring lines, whatever share of the text they are; none if all lines would be marked."""
    notices = mark_notices(text, lower, lines)
    if recurring and may_hold(text, lower, recurring):
        again = find_recurring(lines, recurring)
        notices = [notice or recurring_line for notice, recurring_line in zip(notices, again, strict=True)]
    return [False] * len(lines) if all(notices) else notices


def _find_role(line: str, *, furniture: bool, headings: bool) -> Role:
    """What a line that is no notice is by itself."""
    if len(line) > _LONGEST:
        return _BODY
    line = line.strip(_TRIMMINGS)
    if furniture and is_furniture(line):
        return _FURNITURE
    if headings and not ends_sentence(line) and scripts.length(line) <= _LONGEST_HEADING:
        return _HEADING
    return _BODY


def _grow_boilerplate(lines: list[str], roles: list[Role]) -> list[Role]:
    """Mark short lines outside the outermost boilerplate as boilerplate, too: they surround the article on its page."""
    head, tail = 0, len(lines)
    while head < len(lines) and _short(lines[head], roles[head]):
        head += 1
    while tail and _short(lines[tail - 1], roles[tail - 1]):
        tail -= 1
    grown = list(roles)
    for i in range(max((i for i in range(head) if roles[i]), default=0)):
        grown[i] = roles[i] or _FURNITURE
    if _FURNITURE in roles[tail:]:
        for i in range(roles.index(_FURNITURE, tail) + 1, len(lines)):
            grown[i] = roles[i] or _FURNITURE
    return grown


def _find_tables(lines: list[str], roles: list[Role]) -> None:
    """Turn headings that are rows of a table into body: at least `_FEWEST_ROWS` lines of figures, one after another."""
    if roles.count(_HEADING) < _FEWEST_ROWS:
        return
    rows = [role is _HEADING and _is_row(line) for line, role in zip(lines, roles, strict=True)]
    if sum(rows) < _FEWEST_ROWS:
        return
    blank = [not _WORD.search(line) for line in lines]  # a rule between head and rows
    for i, end in _find_stretches(rows, blank):
        if sum(rows[i:end]) >= _FEWEST_ROWS:
            roles[i:end] = [_BODY] * (end - i)


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


def _find_reported(lines: list[str], fresh: list[bool], roles: list[Role]) -> None:
    """Turn headings that read like sentences into body, except above the first paragraph.

    Above it stand the headline and its subtitle. Further down, such a line is a sentence that lost its full stop;
    subheads are shorter, or have capitals or a mark of their own.
    """
    if _BODY not in roles:
        return
    for i in range(roles.index(_BODY) + 1, len(lines)):
        if roles[i] is not _HEADING or not _like_a_sentence(lines[i]):
            continue
        if fresh[i] or ends_sentence(lines[i - 1]):  # and does not go on with a broken line
            roles[i] = _BODY


def _like_a_sentence(line: str) -> bool:
    """Whether a line without a full stop reads like a sentence: enough words, most of them in lower case."""
    if line.startswith("#") or line[0].islower() or _DIVIDED.search(line) or scripts.length(line) < _SHORTEST_SENTENCE:
        return False
    words = line.split()
    return 2 * sum(word[0].isupper() for word in words) < len(words)


def _short(line: str, role: Role) -> bool:
    """Whether a line is boilerplate, or short enough for a button or caption beside it."""
    return role is _FURNITURE or (len(line) <= _LONGEST_BUTTON and scripts.length(line) <= _SHORT)


def _has_body(lines: list[str], roles: list[Role]) -> bool:
    """Whether the body is long enough to be the article of a page, however much stands around it."""
    lengths = (scripts.length(line) for line, role in zip(lines, roles, strict=True) if role is _BODY)
    return any(words >= _LEAST_BODY for words in accumulate(lengths))


def _mostly_body(lines: list[str], roles: list[Role], aside: list[bool]) -> bool:
    """Whether at least half of the text outside the lines that are `aside` is body."""
    total = body = 0
    for line, role, outside in zip(lines, roles, aside, strict=True):
        if not outside:
            total += len(line)
            body += len(line) if role is _BODY else 0
    return 2 * body >= total
