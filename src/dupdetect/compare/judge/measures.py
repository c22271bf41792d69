"""An alignment to the figures that a verdict rests on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import Levenshtein

from dupdetect.compare.judge.misreading import mark_misread
from dupdetect.compare.judge.topics import have_other_topics
from dupdetect.records import Measures, Replacement, SentencePair
from dupdetect.records.batches import Alignment, Segmented

_ALIKE = 0.6
"""Share of common letters from which two words are spellings of one word."""

_LONG_RUN = 30
"""Words of a common run that proves a copy, even where one text has it in headings."""

_RUN = 8
"""Words of a common run that is unlikely by chance or idiom."""


def measure_pair(a: Segmented, b: Segmented, alignment: Alignment) -> Measures:
    """The figures of a pair, from its alignment."""
    return complete_measures(a, b, alignment, measure_wording(a, b, alignment))


def measure_wording(a: Segmented, b: Segmented, alignment: Alignment) -> Measures:
    """The figures by which a pair can be ruled out: how much the passages hold, and how near their wording is."""
    wholes = _measure_wholes(a, b, alignment)
    return _measure_passages(a, b, alignment, wholes) if alignment.passages else wholes


def complete_measures(a: Segmented, b: Segmented, alignment: Alignment, wording: Measures) -> Measures:
    """The figures of `measure_wording` with all others: facts, topics, and how words were exchanged."""
    if not alignment.passages:
        return wording
    places_a = _places(a, [(pair.a_start, pair.a_end) for pair in alignment.sentences])
    places_b = _places(b, [(pair.b_start, pair.b_end) for pair in alignment.sentences])
    words = int(min(np.diff(places_a).sum(), np.diff(places_b).sum()))
    swaps, isolated = _swaps(a, b, alignment.sentences, words)
    verbatim_a, verbatim_b = _measure_verbatim(a, b, alignment.runs)
    facts = alignment.facts
    return replace(
        wording,
        verbatim_a=verbatim_a,
        verbatim_b=verbatim_b,
        aligned=words,
        swaps=swaps,
        isolated=isolated,
        news_a=100 * alignment.news_a / max(wording.words_a, 1),
        news_b=100 * alignment.news_b / max(wording.words_b, 1),
        facts_a=facts.weight_a,
        facts_b=facts.weight_b,
        held_a=facts.held_a,
        held_b=facts.held_b,
        passage_facts=facts.passage_weight,
        facts_agreed=facts.passage_agreed,
        passage_numbers=facts.passage_numbers,
        facts_order=facts.order,
        other_subject=facts.other_subject,
        other_amount=facts.other_amount,
        in_digest=facts.in_digest,
        other_topics=have_other_topics(a, b, alignment),
        displacement=_measure_displacement(places_a, places_b, len(a), len(b)),
    )


def _measure_wholes(a: Segmented, b: Segmented, alignment: Alignment) -> Measures:
    """The figures of a pair that need no passages."""
    return Measures(
        words_a=count_scored(a),
        words_b=count_scored(b),
        longest_run=int((alignment.runs[:, 1] - alignment.runs[:, 0]).max(initial=0)),
        same_words=_same_words(a, b, alignment),
        same_language=a.language == b.language,
        dropped=alignment.dropped,
    )


def _measure_passages(a: Segmented, b: Segmented, alignment: Alignment, wholes: Measures) -> Measures:
    """The figures of a pair with those of the wording of its passages."""
    aside_a, aside_b = _aside(a, b, alignment)
    restored = _restore_runs(a, b, alignment.runs, aside_a, aside_b)
    own_a = ~aside_a & ~alignment.quoted_a
    own_b = ~aside_b & ~alignment.quoted_b
    misread_a, misread_b = mark_misread(a, b, alignment.sentences)
    return replace(
        wholes,
        quoted_a=_number(alignment.quoted_a & ~a.aside),
        quoted_b=_number(alignment.quoted_b & ~b.aside),
        own_a=_share(alignment.covered_a, own_a),
        own_b=_share(alignment.covered_b, own_b),
        shared=min(_number(alignment.covered_a & own_a), _number(alignment.covered_b & own_b)),
        kept_a=_share(alignment.kept_a | misread_a, alignment.covered_a & own_a),
        kept_b=_share(alignment.kept_b | misread_b, alignment.covered_b & own_b),
        misread=min(_number(misread_a), _number(misread_b)),
        order=_order(alignment.sentences),
        unquoted_run=_unquoted_run(a, b, alignment.runs),
        restored=restored,
    )


def count_scored(article: Segmented) -> int:
    """The words of an article that count: all but those of headings."""
    return len(article) - _number(article.aside)


def measure_coverage(article: Segmented, covered: NDArray[np.bool_]) -> float:
    """The share of an article's scored words inside passages, quotations included."""
    return _share(covered, ~article.aside)


def measure_closeness(a: Segmented, b: Segmented, alignment: Alignment) -> float:
    """The share of the passages' scored words, of both sides together, that stand unchanged on the other side."""
    inside_a, inside_b = alignment.covered_a & ~a.aside, alignment.covered_b & ~b.aside
    inside = _number(inside_a) + _number(inside_b)
    unchanged = _number(alignment.kept_a & inside_a) + _number(alignment.kept_b & inside_b)
    return unchanged / inside if inside else 0.0


def _aside(a: Segmented, b: Segmented, alignment: Alignment) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """The words of headings, except in passages that are body text on the other side: both sides count alike."""
    if not (a.aside.any() or b.aside.any()):
        return a.aside, b.aside
    left, right = a.aside.copy(), b.aside.copy()
    for passage in alignment.passages:
        x = slice(*np.searchsorted(a.starts, np.array((passage.a_start, passage.a_end), a.starts.dtype)))
        y = slice(*np.searchsorted(b.starts, np.array((passage.b_start, passage.b_end), b.starts.dtype)))
        if a.aside[x].mean() > 0.5 > b.aside[y].mean():
            left[x] = False
        elif b.aside[y].mean() > 0.5 > a.aside[x].mean():
            right[y] = False
    return left, right


def _restore_runs(
    a: Segmented, b: Segmented, runs: NDArray[np.int32], aside_a: NDArray[np.bool_], aside_b: NDArray[np.bool_]
) -> int:
    """Score words of long common runs that one text alone has in a heading; returns how many.

    Nobody writes so many of the same words by chance, so the heading was copied into the other's text, or from it.
    """
    if not (a.aside.any() or b.aside.any()):
        return 0
    restored = 0
    for a0, a1, b0, b1 in runs[runs[:, 1] - runs[:, 0] >= _LONG_RUN].tolist():
        one_sided = aside_a[a0:a1] ^ aside_b[b0:b1]
        restored += _number(one_sided)
        aside_a[a0:a1] &= ~one_sided
        aside_b[b0:b1] &= ~one_sided
    return restored


def _share(marked: NDArray[np.bool_], among: NDArray[np.bool_]) -> float:
    """The share of `among` that is `marked`; 0 when there is none."""
    total = _number(among)
    return _number(marked & among) / total if total else 0.0


def _number(marked: NDArray[np.bool_]) -> int:
    """Count the marked words. Several times faster than sum(), which matters at a dozen counts a verdict."""
    return int(np.count_nonzero(marked))


def _measure_verbatim(a: Segmented, b: Segmented, runs: NDArray[np.int32]) -> tuple[float, float]:
    """The share of each text's words in common runs too long for chance."""
    long = runs[runs[:, 1] - runs[:, 0] >= _RUN]
    return _inside(long[:, 0], long[:, 1], a), _inside(long[:, 2], long[:, 3], b)


def _unquoted_run(a: Segmented, b: Segmented, runs: NDArray[np.int32]) -> int:
    """The longest stretch of a common run that neither text has inside quotation marks."""
    best = 0
    for a0, a1, b0, b1 in runs[np.argsort(runs[:, 0] - runs[:, 1], kind="stable")].tolist():
        if a1 - a0 <= best:
            break
        marks = np.flatnonzero(np.concatenate(([True], a.quoted[a0:a1] | b.quoted[b0:b1], [True])))
        best = max(best, int(np.diff(marks).max()) - 1)
    return best


def _inside(starts: NDArray[np.int32], ends: NDArray[np.int32], article: Segmented) -> float:
    """The share of an article's scored words in the given runs."""
    if not len(starts):
        return 0.0
    steps = np.zeros(len(article) + 1, np.int32)
    np.add.at(steps, starts, 1)
    np.add.at(steps, ends, -1)
    return _share(np.cumsum(steps[:-1]) > 0, ~article.aside)


def _same_words(a: Segmented, b: Segmented, alignment: Alignment) -> bool:
    """Whether the scored words are the same: equal sequences, or every word is unchanged and in order."""
    left, right = a.words[~a.aside], b.words[~b.aside]
    if not len(left) and not len(right):
        return a.signs == b.signs
    if np.array_equal(left, right):
        return True
    return bool(
        0 < len(left) <= len(b)  # a word that one text has twice and the other once is unchanged, too
        and 0 < len(right) <= len(a)
        and alignment.kept_a[~a.aside].all()
        and alignment.kept_b[~b.aside].all()
        and _order(alignment.sentences) == 1.0
    )


def _order(sentences: Sequence[SentencePair]) -> float:
    """The share of neighbouring aligned sentences of one text that do not step back in the other, where it is less."""
    places = [(pair.a_start, pair.b_start) for pair in sentences]
    return min(_forward(places), _forward([(b, a) for a, b in places]))


def _forward(places: list[tuple[int, int]]) -> float:
    steps = [right >= left for (_, left), (_, right) in pairwise(sorted(places))]
    return sum(steps) / len(steps) if steps else 1.0


def _measure_displacement(places_a: NDArray[np.intp], places_b: NDArray[np.intp], words_a: int, words_b: int) -> float:
    """How far apart sentences that correspond stand, on the mean of their words, as a share of a text.

    Places are counted from the top, as a share of the shorter text, or each as a share of its own text, whichever
    brings them nearer: a copy may be cut at its end or be shorter throughout. In whole numbers, so that the order of
    the two texts cannot matter.
    """
    from_top = scaled = words = 0
    for (start_a, end_a), (start_b, end_b) in zip(places_a.tolist(), places_b.tolist(), strict=True):
        middle_a, middle_b = start_a + end_a, start_b + end_b  # both doubled, to stay whole
        weight = end_a - start_a + end_b - start_b
        words += weight
        from_top += weight * abs(middle_a - middle_b)
        scaled += weight * abs(middle_a * words_b - middle_b * words_a)
    if not words:
        return 0.0
    return min(from_top / (2 * words * min(words_a, words_b)), scaled / (2 * words * words_a * words_b))


def _swaps(a: Segmented, b: Segmented, sentences: Sequence[SentencePair], words: int) -> tuple[float, float]:
    """Word swaps per 100 aligned words, of which there are `words`, and their share of all changed words."""
    changes = [change for pair in sentences for change in pair.replacements]
    left = _places(a, [(change.a_start, change.a_end) for change in changes])
    right = _places(b, [(change.b_start, change.b_end) for change in changes])
    counts_a, counts_b = left[:, 1] - left[:, 0], right[:, 1] - right[:, 0]
    both = counts_a + counts_b
    short = (np.minimum(counts_a, counts_b) >= 1) & (np.maximum(counts_a, counts_b) <= 3)
    for i in np.flatnonzero(short).tolist():
        short[i] = not (_exchange_facts(a, b, left[i], right[i]) or _is_misread(a, b, changes[i]))
    return 100 * _number(short) / max(words, 1), int(both[short].sum()) / max(int(both.sum()), 1)


def _exchange_facts(a: Segmented, b: Segmented, left: NDArray[np.intp], right: NDArray[np.intp]) -> bool:
    """Whether a replacement exchanges a name or number for another: a form does that, a thesaurus does not."""
    return bool(a.facts[left[0] : left[1]].any() and b.facts[right[0] : right[1]].any())


def _is_misread(a: Segmented, b: Segmented, change: Replacement) -> bool:
    """Whether a replacement changes single letters: misread, misspelled or inflected, and no other word."""
    left = a.article.text[change.a_start : change.a_end].lower()
    right = b.article.text[change.b_start : change.b_end].lower()
    if len(left) == len(right) and sum(x != y for x, y in zip(left, right, strict=True)) == 1:
        return True
    return Levenshtein.normalized_similarity(left, right, score_cutoff=_ALIKE) >= _ALIKE


def _places(article: Segmented, spans: Sequence[tuple[int, int]]) -> NDArray[np.intp]:
    """The first word of each span of offsets, and the word after its last."""
    places = np.array(spans, article.starts.dtype).reshape(-1, 2)  # with another type, all of `starts` would be copied
    return np.searchsorted(article.starts, places)
