"""Join lines that were wrapped at a fixed width.

Mail, wires and old web pages wrap lines at a width. A wrapped line is full: the next word would not have fit. In lists,
or where every line is a paragraph, few are full. The share of full lines decides, at any width. A short story has few
lines, and in German most may begin with a capital; there every line must fit one width, and paragraphs must end as
prose does. A blank line or an indent begins a paragraph.

The first line may be short of the width, since wires print a dateline in front of it that archives cut off. Where an
indent begins each paragraph, a line without one goes on with the line above, so that no first line is taken for a
headline.
"""

from __future__ import annotations

import re
from typing import NamedTuple

_LONGEST_WORD = 40
"""Code points of the first word of a line that count, at most."""
_FIRST_LETTERS = re.compile(r"[^\W\d_]+(?![\w:|])")
_FINAL = re.compile(r"[.!?…。！？;:][\"'”’»)\]*_ ]{0,6}$")
_STOPS = frozenset(".!?…。！？;:")
_CLOSERS = frozenset("\"'”’»)]*_ ")
"""What a line that ends a sentence may end with: a stop, or what may follow it."""
_ENDING = 12
"""Code points at the end of a line that tell whether a sentence ends there; the pattern sees at most seven."""

_NARROWEST, _WIDEST = 40, 120
"""Code points of a full line."""
_USUAL = 0.6
"""Quantile of line lengths that estimates the width: last lines are shorter, dehyphenated ones longer."""
_FEWEST = 4
"""Least continuing lines for the share to decide; of fewer, all must be full."""
_SHARE = 0.7
"""Least share of full lines among those followed directly by another and ending inside a sentence."""
_LEAST = 0.15
"""The same, among all lines followed directly by another."""
_SMALL = 0.15
"""Least share of those lines that no capital follows; rows of links have capitals, and so does German."""
_PROSE = 44
"""Least code points of the longest line where only the fit decides: verse has shorter lines."""
_OPENING = 3
"""Letters of a capitalised word that opens a verse or a headline ("And", "The"); German nouns are longer."""


class Paragraph(NamedTuple):
    """A line, or lines that were one before they were wrapped: `text[start:end]`, without its line end.

    Attributes:
        fresh: whether a paragraph begins here.
    """

    start: int
    end: int
    fresh: bool


def ends_sentence(line: str) -> bool:
    """Whether a line ends as sentences do."""
    last = line[-1:]
    return last in _STOPS or (last in _CLOSERS and _FINAL.search(line[-_ENDING:]) is not None)


def find_paragraphs(text: str) -> list[Paragraph]:
    """The lines of `text` that are not blank; where lines were wrapped, the paragraphs that they make."""
    paragraphs, lines = _split_lines(text)
    if len(lines) < 2 or all(paragraph.fresh for paragraph in paragraphs):
        return paragraphs
    indents = [len(line) - len(line.lstrip()) for line in lines]
    margin = min(indents)
    goes_on = [indent == margin and not item.fresh for indent, item in zip(indents, paragraphs, strict=True)]
    if True not in goes_on:
        return paragraphs
    reaches = [
        _reach(line, following) if on else 0 for line, following, on in zip(lines, lines[1:], goes_on[1:], strict=False)
    ]
    width = _find_width(lines, goes_on, reaches) or _fit_width(lines, goes_on, reaches)
    indented = _list_indented(lines, indents, margin, goes_on)
    if not width and goes_on[1] and (indented or _is_broken(lines[0], lines[1])):
        others = [False, False, *goes_on[2:]]
        width = _find_width(lines, others, reaches) or _fit_width(lines, others, reaches)
    if not width:
        return paragraphs
    if any(reaches[i] > width for i in indented):
        reaches[0] = width + 1  # as with its dateline
    return _join_lines(paragraphs, lines, goes_on, reaches, width)


def _split_lines(text: str) -> tuple[list[Paragraph], list[str]]:
    """The lines that are not blank, where they stand and what they say, without the space at their ends."""
    paragraphs, lines = [], []
    start, fresh = 0, True
    for row in text.split("\n"):
        end = start + len(row)
        if line := row.rstrip():
            paragraphs.append(Paragraph(start, end, fresh))
            lines.append(line)
        fresh = not line
        start = end + 1
    return paragraphs, lines


def _list_indented(lines: list[str], indents: list[int], margin: int, goes_on: list[bool]) -> list[int]:
    """The indented lines that go on at the margin, where the first line may be one without its dateline; else none."""
    if not goes_on[1] or ends_sentence(lines[0]) or lines[0].isupper():
        return []
    return [
        i for i in range(1, len(lines) - 1) if indents[i] > margin and goes_on[i + 1] and not ends_sentence(lines[i])
    ]


def _reach(line: str, following: str) -> int:
    """How long a line would be with the first word of the following line."""
    return len(line) + 1 + min(len(following.split(None, 1)[0]), _LONGEST_WORD)


def _join_lines(
    paragraphs: list[Paragraph], lines: list[str], goes_on: list[bool], reaches: list[int], width: int
) -> list[Paragraph]:
    """The paragraphs whose lines were wrapped at `width`."""
    joined: list[Paragraph] = []
    for i, (start, end, _) in enumerate(paragraphs):
        if goes_on[i] and (reaches[i - 1] > width or _is_broken(lines[i - 1], lines[i])):
            start = joined.pop().start
        joined.append(Paragraph(start, end, fresh=True))
    return joined


def _find_width(lines: list[str], goes_on: list[bool], reaches: list[int]) -> int:
    """The width at which lines were wrapped; 0 where they were not."""
    followed = [i for i, on in enumerate(goes_on[1:]) if on]
    if len(followed) < 2:
        return 0
    width = sorted([len(lines[i]) for i in followed])[int(_USUAL * (len(followed) - 1))]
    if not _NARROWEST <= width <= _WIDEST:
        return 0
    open_ended = [i for i in followed if not ends_sentence(lines[i])]
    inside = [i for i in open_ended if reaches[i] > width]
    small = sum([_begins_inside(lines[i + 1]) for i in inside])
    full = len(inside) >= (_SHARE * len(open_ended) if len(followed) >= _FEWEST else len(followed))
    return width if full and len(inside) >= _LEAST * len(followed) and _SMALL * len(inside) <= small else 0


def _fit_width(lines: list[str], goes_on: list[bool], reaches: list[int]) -> int:
    """The length of the longest line, if all lines were cut from prose at that width; else 0."""
    width = max(map(len, lines))
    inner = [i for i in range(1, len(lines)) if goes_on[i]]
    if not inner or not _PROSE <= width <= _WIDEST:
        return 0
    if not all(reaches[i - 1] > width for i in inner):
        return 0
    open_ended = [i for i in inner if not ends_sentence(lines[i - 1])]
    small = sum(_begins_inside(lines[i]) for i in open_ended)
    last = [i for i in range(1, len(lines)) if goes_on[i] and not (i + 1 < len(lines) and goes_on[i + 1])]
    is_prose = all(ends_sentence(lines[i]) for i in last) and all(_may_go_on(lines[i]) for i in open_ended)
    return width if is_prose and (small or len(open_ended) > 1) else 0


def _may_go_on(line: str) -> bool:
    """Whether a line may go on with a sentence, as a verse, an item of a list and most headlines may not."""
    if _begins_inside(line):
        return True
    word = _FIRST_LETTERS.match(line)
    return word is not None and len(word.group()) > _OPENING


def _begins_inside(line: str) -> bool:
    """Whether a line may begin inside a sentence: with a letter that is no capital, unless all of it is capitals."""
    start = line.lstrip("\t \"'“‘«„(—-")[:1]
    return start.isalpha() and (not start.isupper() or line.isupper())


def _is_broken(line: str, following: str) -> bool:
    """Whether a line ends inside a sentence that the following line goes on with, whatever its length."""
    return following.lstrip()[0].islower() and not ends_sentence(line)
