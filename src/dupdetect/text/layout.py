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
from dupdetect.text.boilerplate_lines import line_key


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


_LINE = re.compile(r"[^\n]+")

_FINAL = re.compile(r"[.!?…。！？;:][\"'”’»)\]*_ ]{0,6}$")
_ENDING = 12
"""Code points at the end of a line that tell whether a sentence ends there; the pattern sees at most seven."""
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

    Lines whose key is `recurring` are furniture. Headings and furniture stay body when they would be more than half of
    the text.
    """
    spans = [(match.start(), match.end()) for match in _LINE.finditer(text) if not match.group().isspace()]
    fresh = [i == 0 or text.count("\n", spans[i - 1][1], spans[i][0]) > 1 for i in range(len(spans))]
    alone = [_find_boilerplate(text[start:end], recurring) for start, end in spans]
    if _is_wrapped(text, spans, fresh, alone):
        spans, fresh = _join_wrapped(spans, fresh, alone)
        alone = [_find_boilerplate(text[start:end], recurring) for start, end in spans]
    found = [
        Line(start, end, _role(text[start:end], furniture=furniture and aside, headings=headings), new)
        for (start, end), new, aside in zip(spans, fresh, alone, strict=True)
    ]
    found = _find_reported(text, _grow_boilerplate(text, found))
    return found if _mostly_body(found) else [Line(x.start, x.end, Role.BODY, x.new_paragraph) for x in found]


def _role(line: str, *, furniture: bool, headings: bool) -> Role:
    if furniture:
        return Role.FURNITURE
    if len(line) > _LONGEST:
        return Role.BODY
    line = line.strip(_TRIMMINGS)
    if headings and not _FINAL.search(line[-_ENDING:]) and scripts.length(line) <= _LONGEST_HEADING:
        return Role.HEADING
    return Role.BODY


def _grow_boilerplate(text: str, found: list[Line]) -> list[Line]:
    """`found` with short lines beyond the outermost furniture as furniture too: what a page has around its text."""
    outer = [line.role is not Role.BODY for line in found]
    head = next((i for i, line in enumerate(found) if not _short(text, line)), len(found))
    tail = next((i for i in range(len(found), 0, -1) if not _short(text, found[i - 1])), 0)
    top = max((i for i in range(min(head, len(found))) if outer[i]), default=0)
    bottom = min((i for i in range(tail, len(found)) if found[i].role is Role.FURNITURE), default=len(found))
    return [
        replace(line, role=Role.FURNITURE) if line.role is Role.BODY and (i < top or i > bottom) else line
        for i, line in enumerate(found)
    ]


def _find_reported(text: str, found: list[Line]) -> list[Line]:
    """`found` with headings that read like sentences as body, but for those above the first paragraph.

    There every outlet puts its own headline and a line below it. Further down, a sentence may have lost its full stop,
    or somebody may have added it; subheads are shorter, or have capitals or a mark of their own.
    """
    top = next((i for i, line in enumerate(found) if line.role is Role.BODY), len(found))
    told = list(found)
    for i, line in enumerate(found):
        if i > top and line.role is Role.HEADING and _like_a_sentence(text[line.start : line.end]):
            before = text[found[i - 1].start : found[i - 1].end]
            if line.new_paragraph or _FINAL.search(before[-_ENDING:]):  # and does not go on with a broken line
                told[i] = replace(line, role=Role.BODY)
    return told


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


def _is_wrapped(text: str, spans: list[tuple[int, int]], fresh: list[bool], alone: list[bool]) -> bool:
    """Whether line ends are the work of a fixed width: most lines that go on are long and end inside a sentence.

    Rows of furniture end so, too, and say nothing about the width.
    """
    going_on = [span for span, new, aside in zip(spans, fresh[1:], alone, strict=False) if not new and not aside]
    if len(going_on) < 4:
        return False
    middle = sum(
        1 for start, end in going_on if 40 <= end - start <= 120 and not _FINAL.search(text[end - _ENDING : end])
    )
    return middle > 0.6 * len(going_on)


def _find_boilerplate(line: str, recurring: frozenset[str]) -> bool:
    if len(line) > _LONGEST:
        return False
    return is_furniture(line.strip(_TRIMMINGS)) or (bool(recurring) and line_key(line) in recurring)


def _join_wrapped(
    spans: list[tuple[int, int]], fresh: list[bool], alone: list[bool]
) -> tuple[list[tuple[int, int]], list[bool]]:
    """Paragraphs of wrapped lines as one line each; furniture between them stands for itself."""
    joined: list[tuple[int, int]] = []
    for i, span in enumerate(spans):
        if i == 0 or fresh[i] or alone[i] or alone[i - 1]:
            joined.append(span)
        else:
            joined[-1] = (joined[-1][0], span[1])
    return joined, [True] * len(joined)


def _mostly_body(found: list[Line]) -> bool:
    total = sum(line.end - line.start for line in found)
    return 2 * sum(line.end - line.start for line in found if line.role is Role.BODY) >= total
