"""Words among lines, sentences and quotations, in one pass over a text."""

from __future__ import annotations

from typing import Any

import numpy as np

from dupdetect.kernels.compiled import compile_kernel, inline_kernel
from dupdetect.kernels.tokens import cut_sentences

DIGIT, CAPITAL, WORDLIKE = 1, 2, 4
"""Classes of code points, to be combined: a digit, a capital, and what `\\w` matches."""

LONGEST_QUOTATION = 3000
"""Longest quotation, in code points; a longer one has lost its closing mark."""

_LINE_END = 10
_DOUBLE, _SINGLE, _OPENING_SINGLE, _CLOSING_SINGLE = 0x22, 0x27, 0x2018, 0x2019
_CURLY, _CLOSING_CURLY, _LOW = 0x201C, 0x201D, 0x201E
_GUILLEMET, _CLOSING_GUILLEMET, _CORNER, _CLOSING_CORNER = 0xAB, 0xBB, 0x300C, 0x300D
_COMMA, _STOP, _QUESTION, _EXCLAMATION, _ELLIPSIS = 0x2C, 0x2E, 0x3F, 0x21, 0x2026


@inline_kernel
def is_double_mark(code: int) -> bool:
    """Whether a code point is a quotation mark wherever it stands."""
    return bool(
        code == _DOUBLE
        or code == _GUILLEMET
        or code == _CLOSING_GUILLEMET
        or _CURLY <= code <= _LOW
        or code == _CORNER
        or code == _CLOSING_CORNER
    )


@inline_kernel
def is_single_mark(codes: Any, at: int, classes: Any) -> bool:
    """Whether a single quote or apostrophe is a quotation mark: it opens before a word, or closes after a stop."""
    code = codes[at]
    if code != _SINGLE and code != _OPENING_SINGLE and code != _CLOSING_SINGLE:
        return False
    before = codes[at - 1] if at > 0 else 0
    if at + 1 < len(codes) and classes[codes[at + 1]] & WORDLIKE:
        return bool(code != _CLOSING_SINGLE and not (at > 0 and classes[before] & WORDLIKE))
    stopped = before == _COMMA or before == _STOP or before == _QUESTION or before == _EXCLAMATION
    return bool(code != _OPENING_SINGLE and at > 0 and (stopped or before == _ELLIPSIS))


@inline_kernel
def closes(opening: int, code: int) -> bool:
    """Whether a mark closes what `opening` opened."""
    if opening == _SINGLE or opening == _OPENING_SINGLE:
        return bool(code == _SINGLE or code == _CLOSING_SINGLE)
    if opening == _LOW:
        return bool(code == _CURLY or code == _CLOSING_CURLY)
    return bool(
        (opening == _DOUBLE and code == _DOUBLE)
        or (opening == _CURLY and code == _CLOSING_CURLY)
        or (opening == _GUILLEMET and code == _CLOSING_GUILLEMET)
        or (opening == _CORNER and code == _CLOSING_CORNER)
    )


@inline_kernel
def opens(code: int) -> bool:
    """Whether a mark opens a quotation."""
    return bool(code != _CLOSING_SINGLE and code != _CLOSING_CURLY and code != _CLOSING_GUILLEMET and code != _CLOSING_CORNER)
