"""An article as words: numbered, stemmed, with offsets, breaks and sentences."""

from __future__ import annotations

from dataclasses import replace
from itertools import compress

import numpy as np
from numpy.typing import NDArray

from dupdetect.batches import Segmented
from dupdetect.records import Article, Span
from dupdetect.settings import Segmenting
from dupdetect.steps.segment import language, quotes, scripts, sentences
from dupdetect.steps.segment.fold import Folded, folded
from dupdetect.steps.segment.layout import Line, Role, lines
from dupdetect.steps.segment.vocabulary import Vocabulary

Ints = NDArray[np.int32]

_CAPITAL_NOUNS = ("de",)
"""Languages that write every noun with a capital."""


def segmented(
    article: Article, vocabulary: Vocabulary, settings: Segmenting, recurring: frozenset[str] = frozenset()
) -> Segmented:
    """Cut an article into words and sentences, without its furniture; `recurring` lines of the batch are furniture."""
    text = article.text
    fold = folded(text)
    layout = _placed_lines(fold, settings, recurring)
    starts, ends, found, roots = _tokens(text, fold)
    line_of, roles = _placed(starts, layout)
    if (roles == Role.FURNITURE.value).any():
        kept = roles != Role.FURNITURE.value
        starts, ends, line_of, roles = starts[kept], ends[kept], line_of[kept], roles[kept]
        found = list(compress(found, kept.tolist()))
        roots = list(compress(roots, kept.tolist())) if roots else None
    spoken = language.guessed(found) if settings.language == "auto" else settings.language
    words, stems = vocabulary.numbers(found, spoken, roots)
    breaks = _breaks(text, starts, line_of, layout, spoken)
    return Segmented(
        article=article,
        starts=starts,
        ends=ends,
        words=words,
        stems=stems,
        breaks=breaks,
        firsts=_firsts(breaks, settings),
        quoted=quotes.inside(text, starts),
        aside=roles == Role.HEADING.value,
        facts=_facts(text, starts, breaks, spoken),
        furniture=tuple(Span(line.start, line.end) for line in layout if line.role is Role.FURNITURE),
        headings=tuple(Span(line.start, line.end) for line in layout if line.role is Role.HEADING),
        disguises=fold.disguises,
    )


def _placed_lines(fold: Folded, settings: Segmenting, recurring: frozenset[str]) -> list[Line]:
    """The lines of the undisguised text, with offsets into the original."""
    layout = lines(fold.plain, furniture=settings.furniture, headings=settings.headings, recurring=recurring)
    if fold.origin is None or not layout:
        return layout
    starts = fold.origin[[line.start for line in layout]].tolist()
    lasts = fold.origin[[line.end - 1 for line in layout]].tolist()
    return [replace(line, start=start, end=last + 1) for line, start, last in zip(layout, starts, lasts, strict=True)]


def _tokens(text: str, fold: Folded) -> tuple[Ints, Ints, list[str], list[str] | None]:
    """Offsets of the words into the original text, the words themselves, and roots where stems follow from them."""
    if scripts.needed(fold.text):
        spans, roots = scripts.tokens(fold.text)
        starts, ends = np.array(spans, np.int64).reshape(-1, 2).T
        found, own = [fold.text[start:end] for start, end in spans], roots
    else:
        starts, ends, found = scripts.runs(fold.text)
        own = None
    if fold.origin is not None and fold.until is not None:
        starts, ends = fold.origin[starts], fold.until[ends - 1]
    return starts.astype(np.int32), ends.astype(np.int32), found, own


def _placed(starts: Ints, layout: list[Line]) -> tuple[Ints, NDArray[np.int8]]:
    """The number of each token's line, and the role of that line."""
    if not layout:
        return np.zeros(len(starts), np.int32), np.zeros(len(starts), np.int8)
    line_of = np.searchsorted([line.start for line in layout], starts, "right") - 1
    roles = np.array([line.role.value for line in layout], np.int8)
    return line_of.astype(np.int32), roles[line_of]


def _breaks(text: str, starts: Ints, line_of: Ints, layout: list[Line], language: str) -> NDArray[np.int8]:
    """The boundary before each token, and after the last."""
    n = len(starts)
    breaks = np.zeros(n + 1, np.int8)
    breaks[0] = breaks[n] = 3
    if n < 2:
        return breaks
    newlines = np.flatnonzero(scripts.points(text) == ord("\n"))
    paragraphs = np.cumsum([line.new_paragraph or line.role is not Role.BODY for line in layout])
    for level, positions in (
        (1, np.searchsorted(newlines, starts)),
        (2, np.searchsorted(sentences.starts(text, language), starts, "right")),
        (2, line_of),
        (3, paragraphs[line_of]),
    ):
        breaks[1:n][np.diff(positions) > 0] = level
    return breaks


def _facts(text: str, starts: Ints, breaks: NDArray[np.int8], language: str) -> NDArray[np.bool_]:
    """Whether each token is a number or a name; a capital that opens a sentence, or a German noun, says nothing."""
    initials = scripts.points(text)[starts]
    numbers, capitals = scripts.initials(int(initials.max(initial=0)))
    named = capitals[initials] & (breaks[:-1] < 2) & (language not in _CAPITAL_NOUNS)
    facts: NDArray[np.bool_] = numbers[initials] | named
    return facts


def _firsts(breaks: NDArray[np.int8], settings: Segmenting) -> Ints:
    """The first token of each sentence, then the number of tokens; short ones joined, long ones cut."""
    n = len(breaks) - 1
    joined = [0]
    for at in (np.flatnonzero(breaks[1:n] >= 2) + 1).tolist():
        if at - joined[-1] >= settings.min_words:
            joined.append(at)
    if len(joined) > 1 and n - joined[-1] < settings.min_words:
        joined.pop()
    cut: list[int] = []
    for first, last in zip(joined, [*joined[1:], n], strict=True):
        if last - first <= settings.max_words:
            cut.append(first)
            continue
        parts = -(-(last - first) // settings.max_words)
        cut += [first + (last - first) * part // parts for part in range(parts)]
    return np.array([*cut, n] if n else [0], np.int32)


def count(text: str) -> int:
    """All words of a text in its folded form, furniture included; where there are no spaces, characters count."""
    return scripts.count(folded(text).text)
