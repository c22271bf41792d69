"""Cut an article into numbered and stemmed words, with offsets, breaks and sentences."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import compress, pairwise

import numpy as np
from numpy.typing import NDArray

from dupdetect.kernels import tokens
from dupdetect.records import Article, Span
from dupdetect.records.batches import Segmented
from dupdetect.settings import Segmenting
from dupdetect.text import language, quotes, scripts, sentences, transcription
from dupdetect.text.fold import Folded, fold_text
from dupdetect.text.layout import Line, Role, split_lines
from dupdetect.text.vocabulary import Vocabulary

Ints = NDArray[np.int32]

_CAPITAL_NOUNS = ("de",)
"""Languages that write every noun with a capital."""


def segment_article(
    article: Article,
    vocabulary: Vocabulary,
    settings: Segmenting,
    recurring: frozenset[str] = frozenset(),
    spelling: str = "",
) -> Segmented:
    """Cut an article into words and sentences, without its boilerplate, to which `recurring` lines belong.

    Its words are transcribed as `spelling` says, if it is one of `transcription.SPELLINGS`.
    """
    text = article.text
    fold = fold_text(text, transcription.SPELLINGS.get(spelling))
    layout = _place_lines(fold, settings, recurring)
    tokenized = _words(fold)
    line_of, roles = _place_words(_origin(tokenized, fold)[0], layout)
    if (roles == Role.FURNITURE).any():
        in_body = roles != Role.FURNITURE
        tokenized, line_of, roles = tokenized.only(in_body), line_of[in_body], roles[in_body]
    spoken = (
        language.guess_language(tokenized.sample(language.SAMPLE)) if settings.language == "auto" else settings.language
    )
    words, stems = vocabulary.numbers(tokenized.text, tokenized.starts, tokenized.ends, spoken, tokenized.roots)
    starts, ends = _origin(tokenized, fold)
    flow = _unwrap(text, layout)
    breaks = _breaks(flow, starts, line_of, layout, spoken)
    return Segmented(
        article=article,
        starts=starts,
        ends=ends,
        words=words,
        stems=stems,
        breaks=breaks,
        firsts=_firsts(breaks, settings),
        quoted=quotes.mark_quoted(flow, starts),
        aside=roles == Role.HEADING,
        facts=_facts(text, starts, breaks, spoken),
        furniture=tuple(Span(line.start, line.end) for line in layout if line.role is Role.FURNITURE),
        headings=tuple(Span(line.start, line.end) for line in layout if line.role is Role.HEADING),
        disguises=fold.disguises,
        language=spoken,
        diacritics=fold.diacritics,
        signs="" if len(words) else "".join(fold.text.split()),
    )


@dataclass(frozen=True, slots=True, eq=False)
class _Words:
    """The words `text[starts[i]:ends[i]]` of a folded text, and their roots where stems follow from them."""

    text: str
    starts: Ints
    ends: Ints
    roots: list[str] | None

    def only(self, mask: NDArray[np.bool_]) -> _Words:
        """Some of the words."""
        roots = list(compress(self.roots, mask.tolist())) if self.roots else None
        return _Words(self.text, self.starts[mask], self.ends[mask], roots)

    def sample(self, most: int) -> list[str]:
        """At most so many of the words, drawn evenly."""
        step = len(self.starts) // most + 1
        drawn = zip(self.starts[::step].tolist(), self.ends[::step].tolist(), strict=True)
        return [self.text[start:end] for start, end in drawn]


def _words(fold: Folded) -> _Words:
    if not scripts.needs_script_rules(fold.text):
        return _Words(fold.text, *scripts.runs(fold.text), None)
    spans, roots = scripts.tokens(fold.text)
    starts, ends = np.array(spans, np.int32).reshape(-1, 2).T.copy()
    return _Words(fold.text, starts, ends, roots)


def _origin(words: _Words, fold: Folded) -> tuple[Ints, Ints]:
    """Where words begin and end in the untouched text."""
    if fold.origin is None or fold.until is None:
        return words.starts, words.ends
    return fold.origin[words.starts].astype(np.int32), fold.until[words.ends - 1].astype(np.int32)


def _place_lines(fold: Folded, settings: Segmenting, recurring: frozenset[str]) -> list[Line]:
    """The lines of the folded text, with offsets into the original."""
    layout = split_lines(
        fold.plain, furniture=settings.furniture, headings=settings.headings, recurring=recurring, lower=fold.text
    )
    if fold.origin is None or not layout:
        return layout
    starts = fold.origin[[line.start for line in layout]].tolist()
    lasts = fold.origin[[line.end - 1 for line in layout]].tolist()
    return [line._replace(start=start, end=last + 1) for line, start, last in zip(layout, starts, lasts, strict=True)]


def _unwrap(text: str, layout: list[Line]) -> str:
    """`text` with the same offsets, without the line ends inside its lines."""
    if not any("\n" in text[line.start : line.end] for line in layout):
        return text
    edges = [0, *(edge for line in layout for edge in (line.start, line.end)), len(text)]
    pieces = [text[start:end] for start, end in pairwise(edges)]
    return "".join(piece.replace("\n", " ") if i % 2 else piece for i, piece in enumerate(pieces))


def _place_words(starts: Ints, layout: list[Line]) -> tuple[Ints, NDArray[np.int8]]:
    """The number of each token's line, and the role of that line."""
    line_of = np.zeros(len(starts), np.int32)
    if not layout:
        return line_of, np.zeros(len(starts), np.int8)
    tokens.find_lines(starts, np.array([line.start for line in layout]), line_of)
    return line_of, np.array([line.role for line in layout], np.int8)[line_of]


def _breaks(text: str, starts: Ints, line_of: Ints, layout: list[Line], language: str) -> NDArray[np.int8]:
    """The boundary before each token, and after the last."""
    breaks = np.full(len(starts) + 1, 3, np.int8)
    if len(starts) > 1:
        newlines = np.flatnonzero(scripts.points(text) == ord("\n"))
        paragraphs = np.cumsum([line.new_paragraph or line.role is not Role.BODY for line in layout])
        tokens.find_breaks(starts, line_of, paragraphs, newlines, sentences.find_starts(text, language), breaks)
    return breaks


def _facts(text: str, starts: Ints, breaks: NDArray[np.int8], language: str) -> NDArray[np.bool_]:
    """Whether each token is a number or a name. A capital at a sentence start or of a German noun does not count."""
    initials = scripts.points(text)[starts]
    numbers, capitals = scripts.initials(int(initials.max(initial=0)))
    named = capitals[initials] & (breaks[:-1] < 2) & (language not in _CAPITAL_NOUNS)
    facts: NDArray[np.bool_] = numbers[initials] | named
    return facts


def _firsts(breaks: NDArray[np.int8], settings: Segmenting) -> Ints:
    """The first token of each sentence, then the number of tokens; short ones joined, long ones cut."""
    firsts = np.empty(len(breaks), np.int32)
    return firsts[: tokens.cut_sentences(breaks, settings.min_words, settings.max_words, firsts)].copy()


def locate_words(text: str) -> tuple[list[str], list[tuple[int, int]]]:
    """The folded words of a text, boilerplate included, and where each stands in the untouched text."""
    fold = fold_text(text)
    words = _words(fold)
    spans = zip(words.starts.tolist(), words.ends.tolist(), strict=True)
    starts, ends = _origin(words, fold)
    return [words.text[start:end] for start, end in spans], list(zip(starts.tolist(), ends.tolist(), strict=True))


def count_words(text: str) -> int:
    """Count the words of a folded text, boilerplate included; characters in scripts without spaces."""
    return scripts.count(fold_text(text).text)
