"""Cut an article into numbered and stemmed words, with offsets, breaks and sentences."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import compress

import numpy as np
from numpy.typing import NDArray

from dupdetect.kernels import tokens
from dupdetect.kernels.sentences import mark_words
from dupdetect.records import Article, Span
from dupdetect.records.batches import Segmented
from dupdetect.settings import Segmenting
from dupdetect.text import scripts, sentences, transcription
from dupdetect.text.fold import Folded, fold_text
from dupdetect.text.layout import Line, Role, split_lines
from dupdetect.text.numbering import cut_words
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
    furniture = [line for line in layout if line.role is Role.FURNITURE]
    if furniture:
        tokenized = _leave_out(tokenized, fold, layout)
    named = tokenized.text, tokenized.starts, tokenized.ends
    words = vocabulary.number_words(*named)
    spoken = vocabulary.guess_language(words, *named) if settings.language == "auto" else settings.language
    stems = vocabulary.number_stems(words, *named, spoken, tokenized.roots)
    bare_stems = vocabulary.number_bare_stems(stems, words, *named, spoken) if fold.diacritics else stems
    starts, ends = _origin(tokenized, fold)
    breaks, (quoted, aside, facts) = _mark_words(_unwrap(text, layout), starts, layout, spoken)
    return Segmented(
        article=article,
        starts=starts,
        ends=ends,
        words=words,
        stems=stems,
        bare_stems=bare_stems,
        breaks=breaks,
        firsts=_firsts(breaks, settings),
        quoted=quoted,
        aside=aside,
        facts=facts,
        furniture=tuple([Span(line.start, line.end) for line in furniture]),
        headings=tuple([Span(line.start, line.end) for line in layout if line.role is Role.HEADING]),
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
    broken = [line for line in layout if text.find("\n", line.start, line.end) >= 0]
    if not broken:
        return text
    pieces: list[str] = []
    end = 0
    for line in broken:
        pieces += text[end : line.start], text[line.start : line.end].replace("\n", " ")
        end = line.end
    return "".join([*pieces, text[end:]])


def _leave_out(words: _Words, fold: Folded, layout: list[Line]) -> _Words:
    """The words that stand in no boilerplate."""
    line_of = np.zeros(len(words.starts), np.int32)
    tokens.find_lines(_origin(words, fold)[0], np.array([line.start for line in layout]), line_of)
    return words.only(np.array([line.role is not Role.FURNITURE for line in layout], np.bool_)[line_of])


def _mark_words(
    text: str, starts: Ints, layout: list[Line], language: str
) -> tuple[NDArray[np.int8], list[NDArray[np.bool_]]]:
    """The boundary before each word and after the last; and whether a word is quoted, in a heading, a number or name.

    A capital at a sentence start or of a German noun makes no name.
    """
    codes = scripts.points(text)
    lines = np.array(
        [(start, fresh or role is not Role.BODY, role is Role.HEADING) for start, _, role, fresh in layout], np.int32
    ).reshape(-1, 3)
    breaks, flags = np.empty(len(starts) + 1, np.int8), np.empty((3, len(starts)), np.bool_)
    sentence_starts = sentences.find_starts(text, language)
    nouns = language in _CAPITAL_NOUNS
    mark_words(codes, starts, lines, sentence_starts, scripts.classes(codes), nouns, breaks, flags)
    return breaks, [flag.copy() for flag in flags]  # each of its own size, whichever are kept


def _firsts(breaks: NDArray[np.int8], settings: Segmenting) -> Ints:
    """The first token of each sentence, then the number of tokens; short ones joined, long ones cut."""
    firsts = np.empty(len(breaks), np.int32)
    return firsts[: tokens.cut_sentences(breaks, settings.min_words, settings.max_words, firsts)].copy()


def locate_words(text: str) -> tuple[list[str], list[tuple[int, int]]]:
    """The folded words of a text, boilerplate included, and where each stands in the untouched text."""
    fold = fold_text(text)
    words = _words(fold)
    starts, ends = _origin(words, fold)
    return cut_words(words.text, words.starts, words.ends), list(zip(starts.tolist(), ends.tolist(), strict=True))


def count_words(text: str) -> int:
    """Count the words of a folded text, boilerplate included; characters in scripts without spaces."""
    return scripts.count(fold_text(text).text)
