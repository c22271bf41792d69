"""Words among lines, sentences and quotations, and the sentences that may recur, against plain Python."""

from __future__ import annotations

import re
from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from dupdetect.kernels import sentences
from dupdetect.text import scripts

ALL = (
    "ab Z9_.,!?\u2026\n\"'\u2018\u2019\u201c\u201d\u201e\u00ab\u00bb\u300c\u300d"
    "\u3002\u00e9\u00c9\u00b2\u0661\u01c5\u4e2d"
)
texts = st.one_of(st.text(st.sampled_from(ALL), max_size=60), st.text(st.sampled_from("aB1 .'\"\n"), max_size=60))
ways = pytest.mark.parametrize("way", ["loop", "plain"])

PAIRS = {
    "\u201c": "\u201d",
    "\u00ab": "\u00bb",
    "\u201e": "\u201c\u201d",
    "\u300c": "\u300d",
    '"': '"',
    "'": "'\u2019",
    "\u2018": "'\u2019",
}
MARK = re.compile(
    '["\u201c\u201d\u201e\u00ab\u00bb\u300c\u300d\n]'
    r"|(?<!\w)[\u2018'](?=\w)"  # a single quote opens before a word
    r"|(?<=[.,?!\u2026])[\u2019'](?!\w)"  # and closes after a stop: an apostrophe does neither
)


def find_quotations(text: str) -> list[tuple[int, int]]:
    """Quotations from mark to mark; one inside another belongs to the outer, and none goes beyond its line."""
    spans: list[tuple[int, int]] = []
    opened = -1
    for match in MARK.finditer(text):
        mark, at = match.group(), match.start()
        if mark == "\n" or at - opened > sentences.LONGEST_QUOTATION:
            opened = -1
        if opened >= 0 and mark in PAIRS[text[opened]]:
            spans.append((opened, at))
            opened = -1
        elif opened < 0 and mark in PAIRS:
            opened = at
    return spans


def chosen(kernel: object, way: str) -> Callable[..., object]:
    """A kernel's own loop, interpreted, or what runs instead of it in a small job."""
    function: Callable[..., object] = getattr(kernel, {"loop": "py_func", "plain": "_plain"}[way])
    return function


def mark(text: str, lines: list[tuple[int, bool, bool]], starts: list[int], nouns: bool, way: str) -> list[list[int]]:
    """The breaks and the three rows of flags of the words of a text."""
    codes, words = scripts.points(text), scripts.runs(text)[0]
    breaks, flags = np.full(len(words) + 1, 9, np.int8), np.full((3, len(words)), True)
    rows = np.array(lines, np.int32).reshape(-1, 3)
    call = chosen(sentences.mark_words, way)
    call(codes, words, rows, np.array(starts, np.int64), scripts.classes(codes), nouns, breaks, flags)
    return [breaks.tolist(), *flags.tolist()]


places = st.lists(st.integers(0, 60), max_size=8, unique=True).map(sorted)


@ways
@given(texts, places, places, st.booleans(), st.data())
@settings(deadline=None)
def test_words_are_marked_by_what_stands_around_them(
    way: str, text: str, line_starts: list[int], starts: list[int], nouns: bool, data: st.DataObject
) -> None:
    lines = [(0, True, False)] + [(at, data.draw(st.booleans()), data.draw(st.booleans())) for at in line_starts if at]
    words = scripts.runs(text)[0].tolist()
    breaks, quoted, aside, facts = mark(text, lines, starts, nouns, way)
    assert breaks[0] == breaks[-1] == 3
    for before, i in zip(words, range(1, len(words)), strict=False):
        between = [line for line in lines if before < line[0] <= words[i]]
        ended = between or any(before < at <= words[i] for at in starts)
        line_end = "\n" in text[before : words[i]]
        assert breaks[i] == (3 if any(line[1] for line in between) else 2 if ended else line_end)
    spans = find_quotations(text)
    assert quoted == [any(start <= at < end for start, end in spans) for at in words]
    assert aside == [[line for line in lines if line[0] <= at][-1][2] for at in words]
    named = [text[at].isupper() and end < 2 and not nouns for at, end in zip(words, breaks, strict=False)]
    assert facts == [text[at].isdigit() or name for at, name in zip(words, named, strict=True)]


@ways
@pytest.mark.parametrize("inner", [0, 1])
def test_a_quotation_without_an_end_ends_somewhere(inner: int, way: str) -> None:
    text = f'"a{" " * (sentences.LONGEST_QUOTATION - 2 + inner)}" b'
    assert mark(text, [(0, True, False)], [0], False, way)[1] == [not inner, False]


@ways
@pytest.mark.parametrize("greatest", [0x7F, 0xFFFF, 0x10FFFF])
def test_a_text_without_words_has_one_boundary(greatest: int, way: str) -> None:
    for text in ("", " ", chr(greatest) + '"\n'):
        assert mark(text if not scripts.WORD.search(text) else "", [], [], False, way) == [[3], [], [], []]


@ways
@given(texts)
@example("")
@example("_a_b_. c\nd")
def test_sentences_are_spelled_as_their_words(way: str, text: str) -> None:
    codes = scripts.points(text)
    spelled = np.zeros(len(codes), codes.dtype)
    count = chosen(sentences.spell_sentences, way)(codes, scripts.classes(codes), spelled)
    keys = [" ".join(scripts.WORD.findall(part)) for part in re.split("[\n.!?\u3002\uff01\uff1f]", text)]
    assert scripts.spell(spelled[:count]) == "\n".join(filter(None, keys))


@given(st.text(st.characters(), max_size=9))
def test_classes_are_those_of_python(text: str) -> None:
    classes = scripts.classes(scripts.points(text))
    for character in text:
        kind = int(classes[ord(character)])
        assert bool(kind & sentences.DIGIT) == character.isdigit()
        assert bool(kind & sentences.CAPITAL) == character.isupper()
        assert bool(kind & sentences.WORDLIKE) == (re.match(r"\w", character) is not None)
        assert bool(kind & sentences.MARK) == (character in sentences.MARKS)
        assert bool(kind & sentences.STOP) == (character in sentences.STOPS)
