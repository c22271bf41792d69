"""Words among lines, sentences and quotations, in one pass over a text."""

from __future__ import annotations

from typing import Any

import numpy as np

from dupdetect.kernels.compiled import compile_kernel, inline_kernel

DIGIT, CAPITAL, WORDLIKE, MARK, STOP = 1, 2, 4, 8, 16
"""Classes of code points, to be combined: a digit, a capital, what `\\w` matches, one of `MARKS`, or
one of `STOPS`."""
MARKS = "\n\"'‘’“”„«»「」"
"""Line ends, quotation marks, and apostrophes, which look like these."""
STOPS = "\n.!?。！？"
"""What ends sentences that recur, whatever the language."""

LONGEST_QUOTATION = 3000
"""Longest quotation, in code points; a longer one has lost its closing mark."""

_LINE_END, _SPACE, _UNDERSCORE = 10, 32, 95
_DOUBLE, _SINGLE, _OPENING_SINGLE, _CLOSING_SINGLE = 0x22, 0x27, 0x2018, 0x2019
_CURLY, _CLOSING_CURLY, _LOW = 0x201C, 0x201D, 0x201E
_GUILLEMET, _CLOSING_GUILLEMET, _CORNER, _CLOSING_CORNER = 0xAB, 0xBB, 0x300C, 0x300D
_COMMA, _STOP, _QUESTION, _EXCLAMATION, _ELLIPSIS = 0x2C, 0x2E, 0x3F, 0x21, 0x2026


@inline_kernel
def is_double_mark(code: int) -> bool:
    """Whether a code point is a quotation mark wherever it stands."""
    return bool(code in (_DOUBLE, _GUILLEMET, _CLOSING_GUILLEMET, _CORNER, _CLOSING_CORNER) or _CURLY <= code <= _LOW)


@inline_kernel
def is_single_mark(codes: Any, at: int, classes: Any) -> bool:
    """Whether a single quote or apostrophe is a quotation mark: it opens before a word, or closes after a stop."""
    code = codes[at]
    if code != _SINGLE and code != _OPENING_SINGLE and code != _CLOSING_SINGLE:
        return False
    before = codes[at - 1] if at > 0 else 0
    if at + 1 < len(codes) and classes[codes[at + 1]] & WORDLIKE:
        return bool(code != _CLOSING_SINGLE and not (at > 0 and classes[before] & WORDLIKE))
    stopped = before in (_COMMA, _STOP, _QUESTION, _EXCLAMATION)
    return bool(code != _OPENING_SINGLE and at > 0 and (stopped or before == _ELLIPSIS))


@inline_kernel
def closes(opening: int, code: int) -> bool:
    """Whether a mark closes what `opening` opened."""
    if opening in (_SINGLE, _OPENING_SINGLE):
        return bool(code in (_SINGLE, _CLOSING_SINGLE))
    if opening == _LOW:
        return bool(code in (_CURLY, _CLOSING_CURLY))
    return bool(
        (opening == _DOUBLE and code == _DOUBLE)
        or (opening == _CURLY and code == _CLOSING_CURLY)
        or (opening == _GUILLEMET and code == _CLOSING_GUILLEMET)
        or (opening == _CORNER and code == _CLOSING_CORNER)
    )


@inline_kernel
def opens(code: int) -> bool:
    """Whether a mark opens a quotation."""
    return bool(
        code != _CLOSING_SINGLE and code != _CLOSING_CURLY and code != _CLOSING_GUILLEMET and code != _CLOSING_CORNER
    )


@compile_kernel
def mark_words(
    codes: Any, starts: Any, lines: Any, sentence_starts: Any, classes: Any, nouns: bool, breaks: Any, flags: Any
) -> None:
    """Write the boundary before each word and after the last, and what each word is.

    Args:
        codes: the code points of the text.
        starts: where its n words begin, ascending.
        lines: a row for each line of the layout, ascending: where it begins, whether a paragraph begins with it, and
            whether it is a heading.
        sentence_starts: where sentences begin, ascending.
        classes: of each code point, as combinations of `DIGIT` and the like.
        nouns: whether a capital marks a noun, and not a name.
        breaks: gets n + 1 boundaries: 0 none, 1 a line end, 2 the end of a sentence or of a line of the layout, 3 the
            end of a paragraph, as which both ends of the text count.
        flags: gets three rows: whether a word is quoted, stands in a heading, and is a number or a name.
    """
    quoted, aside, facts = flags[0], flags[1], flags[2]
    i, line, sentence = 0, -1, 0
    new_line = False
    opened, opening, first = -1, 0, 0
    for at in range(len(codes)):
        code = codes[at]
        kind = classes[code]
        if kind & MARK and (is_double_mark(code) or is_single_mark(codes, at, classes)):
            if opened >= 0 and at - opened > LONGEST_QUOTATION:
                opened = -1
            if opened < 0 and opens(code):
                opened, opening, first = at, code, i
            elif opened >= 0 and closes(opening, code):
                quoted[first:i] = True
                opened = -1
        while i < len(starts) and starts[i] == at:
            before_line, before_sentence, paragraph = line, sentence, False
            while line + 1 < len(lines) and lines[line + 1, 0] <= at:
                line += 1
                paragraph = paragraph or lines[line, 1] != 0
            while sentence < len(sentence_starts) and sentence_starts[sentence] <= at:
                sentence += 1
            breaks[i] = 3 if paragraph else 2 if line > before_line or sentence > before_sentence else int(new_line)
            named = kind & CAPITAL != 0 and i > 0 and breaks[i] < 2 and not nouns
            quoted[i], aside[i], facts[i] = False, line >= 0 and lines[line, 2] != 0, named or kind & DIGIT != 0
            new_line = False
            i += 1
        if kind & MARK and code == _LINE_END:
            new_line, opened = True, -1
    breaks[0] = breaks[len(starts)] = 3


@mark_words.as_plain
def _mark_words(
    codes: Any, starts: Any, lines: Any, sentence_starts: Any, classes: Any, nouns: bool, breaks: Any, flags: Any
) -> None:
    line_ends = np.flatnonzero(codes == _LINE_END)
    line = np.searchsorted(lines[:, 0], starts, "right")
    paragraph = np.append(0, np.cumsum(lines[:, 1] != 0))[line]
    sentence = np.searchsorted(sentence_starts, starts, "right")
    ends = np.diff(np.searchsorted(line_ends, starts)) > 0
    breaks[1:-1] = np.where(np.diff(paragraph) > 0, 3, np.where((np.diff(sentence) > 0) | (np.diff(line) > 0), 2, ends))
    breaks[0] = breaks[-1] = 3
    kinds = classes[codes[starts]]
    flags[0] = np.searchsorted(_find_quotations(codes, classes), starts, "right") % 2 == 1
    flags[1] = np.append(False, lines[:, 2] != 0)[line]
    flags[2] = (kinds & DIGIT != 0) | ((kinds & CAPITAL != 0) & (breaks[:-1] < 2) & (not nouns))


def _find_quotations(codes: Any, classes: Any) -> list[int]:
    """Where quotations begin and end, in turn."""
    edges: list[int] = []
    opened, opening = -1, 0
    for at in np.flatnonzero(classes[codes] & MARK).tolist():
        code = int(codes[at])
        if code == _LINE_END or at - opened > LONGEST_QUOTATION:
            opened = -1
        if not (is_double_mark(code) or is_single_mark(codes, at, classes)):
            continue
        if opened < 0 and opens(code):
            opened, opening = at, code
        elif opened >= 0 and closes(opening, code):
            edges += opened, at
            opened = -1
    return edges


@compile_kernel
def spell_sentences(codes: Any, classes: Any, spelled: Any) -> int:
    """Write the words of a text, with a space between two of them, or a line end where a sentence ends.

    A sentence ends at any of `STOPS`. `spelled` needs as many places as `codes`. Returns how many it got.
    """
    count, gap = 0, 0
    for code in codes:
        kind = classes[code]
        if kind & WORDLIKE and code != _UNDERSCORE:
            if gap and count:
                spelled[count] = gap
                count += 1
            spelled[count] = code
            count += 1
            gap = 0
        elif kind & STOP:
            gap = _LINE_END
        elif gap == 0:
            gap = _SPACE
    return count


@spell_sentences.as_plain
def _spell_sentences(codes: Any, classes: Any, spelled: Any) -> int:
    kinds = classes[codes]
    places = np.flatnonzero((kinds & WORDLIKE != 0) & (codes != _UNDERSCORE))
    apart = np.flatnonzero(np.diff(places) > 1) + 1
    stops = np.cumsum(kinds & STOP != 0)
    to = np.arange(len(places)) + np.searchsorted(apart, np.arange(len(places)), "right")
    spelled[to] = codes[places]
    spelled[to[apart] - 1] = np.where(stops[places[apart]] > stops[places[apart - 1]], _LINE_END, _SPACE)
    return len(places) + len(apart)
