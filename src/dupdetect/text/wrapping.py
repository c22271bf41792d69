"""Join lines that were wrapped at a fixed width.

Mail, wires and old web pages wrap lines at a width. A wrapped line is full: the next word would not have fit. In lists,
or where every line is a paragraph, few are full. The share of full lines decides, at any width. A short story has few
lines, and in German most may begin with a capital; there every line must fit one width, and paragraphs must end as
prose does. A blank line or an indent begins a paragraph.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_LINE = re.compile(r"[^\n]+")
_FIRST_WORD = re.compile(r"\s*(\S{1,40})")
_FIRST_LETTERS = re.compile(r"[^\W\d_]+(?![\w:|])")
_FINAL = re.compile(r"[.!?…。！？;:][\"'”’»)\]*_ ]{0,6}$")
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


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A line, or lines that were one before they were wrapped: `text[start:end]`, without its line end.

    Attributes:
        fresh: whether a paragraph begins here.
    """

    start: int
    end: int
    fresh: bool


def ends_sentence(line: str) -> bool:
    """Whether a line ends as sentences do."""
    return _FINAL.search(line[-_ENDING:]) is not None


def find_paragraphs(text: str) -> list[Paragraph]:
    """The lines of `text` that are not blank; where lines were wrapped, the paragraphs that they make."""
    spans = [(match.start(), match.end()) for match in _LINE.finditer(text) if not match.group().isspace()]
    fresh = [i == 0 or text.count("\n", spans[i - 1][1], spans[i][0]) > 1 for i in range(len(spans))]
    if len(spans) < 2 or all(fresh):
        return [Paragraph(*span, new) for span, new in zip(spans, fresh, strict=True)]
    lines = [text[start:end].rstrip() for start, end in spans]
    indents = list(map(_indent, lines))
    margin = min(indents)
    goes_on = [not new and indent == margin for indent, new in zip(indents, fresh, strict=True)]
    width = _find_width(lines, goes_on) or _fit_width(lines, goes_on)
    if not width:
        return [Paragraph(*span, new) for span, new in zip(spans, fresh, strict=True)]
    joined: list[Paragraph] = []
    for i, (start, end) in enumerate(spans):
        if goes_on[i] and _is_cut(lines[i - 1], lines[i], width):
            start = joined.pop().start
        joined.append(Paragraph(start, end, fresh=True))
    return joined


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())


def _find_width(lines: list[str], goes_on: list[bool]) -> int:
    """The width at which lines were wrapped; 0 where they were not."""
    followed = [i for i in range(len(lines) - 1) if goes_on[i + 1]]
    if len(followed) < 2:
        return 0
    width = sorted(len(lines[i]) for i in followed)[int(_USUAL * (len(followed) - 1))]
    if not _NARROWEST <= width <= _WIDEST:
        return 0
    open_ended = [i for i in followed if not ends_sentence(lines[i])]
    inside = [i for i in open_ended if _is_full(lines[i], lines[i + 1], width)]
    small = sum(_begins_inside(lines[i + 1]) for i in inside)
    full = len(inside) >= (_SHARE * len(open_ended) if len(followed) >= _FEWEST else len(followed))
    return width if full and len(inside) >= _LEAST * len(followed) and _SMALL * len(inside) <= small else 0


def _fit_width(lines: list[str], goes_on: list[bool]) -> int:
    """The length of the longest line, if all lines were cut from prose at that width; else 0."""
    width = max(map(len, lines))
    inner = [i for i in range(1, len(lines)) if goes_on[i]]
    if not inner or not _PROSE <= width <= _WIDEST:
        return 0
    if not all(_is_full(lines[i - 1], lines[i], width) for i in inner):
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


def _is_full(line: str, following: str, width: int) -> bool:
    """Whether the first word of the following line would not have fit on a line."""
    word = _FIRST_WORD.match(following)
    return word is not None and len(line) + 1 + len(word.group(1)) > width


def _is_cut(line: str, following: str, width: int) -> bool:
    return _is_full(line, following, width) or (not ends_sentence(line) and following.lstrip()[0].islower())
