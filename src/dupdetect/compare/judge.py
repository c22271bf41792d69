"""Passages to coverage, coverage to a verdict, with its reasons in words.

Evidence and verdict stay apart: `measured` gathers figures from an alignment, `verdict` is a pure function of those
figures and of thresholds, so that thresholds can move without aligning again.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from dupdetect.records import Measures, SentencePair, Verdict
from dupdetect.records.batches import Alignment, Segmented
from dupdetect.settings import Calibrating, Judging

_MOST_NEWS = 10.0
"""Names and numbers a 100 words; more says nothing more."""

_CERTAIN = 30.0
"""Log odds beyond which figures of hostile length could not be told from 0 or 1 anyway."""

_RUN = 8
"""Words of a common run that chance and idiom hardly give."""


def measure_pair(a: Segmented, b: Segmented, alignment: Alignment) -> Measures:
    """The figures of a pair, from its alignment."""
    words_a, words_b = len(a) - _number(a.aside), len(b) - _number(b.aside)
    if not alignment.passages:
        longest = int((alignment.runs[:, 1] - alignment.runs[:, 0]).max(initial=0))
        return Measures(words_a, words_b, longest_run=longest, same_words=_same_words(a, b, alignment))
    own_a = ~a.aside & ~alignment.quoted_a
    own_b = ~b.aside & ~alignment.quoted_b
    swaps, isolated, words = _swaps(a, b, alignment.sentences)
    longest, verbatim_a, verbatim_b = _runs(a, b, alignment.runs)
    return Measures(
        words_a=words_a,
        words_b=words_b,
        quoted_a=_number(alignment.quoted_a & ~a.aside),
        quoted_b=_number(alignment.quoted_b & ~b.aside),
        own_a=_share(alignment.covered_a, own_a),
        own_b=_share(alignment.covered_b, own_b),
        shared=min(_number(alignment.covered_a & own_a), _number(alignment.covered_b & own_b)),
        kept_a=_share(alignment.kept_a, alignment.covered_a & own_a),
        kept_b=_share(alignment.kept_b, alignment.covered_b & own_b),
        verbatim_a=verbatim_a,
        verbatim_b=verbatim_b,
        same_words=_same_words(a, b, alignment),
        longest_run=longest,
        order=_order(alignment.sentences),
        aligned=words,
        swaps=swaps,
        isolated=isolated,
        news_a=100 * alignment.news_a / max(words_a, 1),
        news_b=100 * alignment.news_b / max(words_b, 1),
    )


def judge_measures(measures: Measures, settings: Judging) -> tuple[Verdict, tuple[str, ...]]:
    """The verdict that the figures give, and the reasons for it."""
    found = _verdict(measures, settings)
    return found, _reasons(measures, found, settings)


def figures_for_fit(m: Measures) -> tuple[float, float, float, float]:
    """What the probability rests on, in the order of `[calibrating]`.

    The logarithms of shared words and of the longest run, the greater share kept, and the fewer names and numbers of
    its own that either text has in 100 words, up to `_MOST_NEWS`; the last two are 0 where nothing is shared.
    """
    news = min(m.news_a, m.news_b, _MOST_NEWS) if m.shared else 0.0
    return math.log1p(m.shared), math.log1p(m.longest_run), max(m.kept_a, m.kept_b), news


def estimate_probability(measures: Measures, settings: Calibrating) -> float:
    """How likely one text was made from the other or from a common source, by logistic regression; 0 to 1.

    It holds where derived and independent pairs are as frequent as each other; `benchmarks/runs/fit.py` fits it.
    """
    weights = settings.shared, settings.run, settings.kept, settings.news
    score = settings.intercept + sum(w * x for w, x in zip(weights, figures_for_fit(measures), strict=True))
    return 1 / (1 + math.exp(-max(min(score, _CERTAIN), -_CERTAIN)))


def measure_coverage(article: Segmented, covered: NDArray[np.bool_]) -> float:
    """The share of an article's scored words inside passages, quotations included."""
    return _share(covered, ~article.aside)


def measure_closeness(a: Segmented, b: Segmented, alignment: Alignment) -> float:
    """The share of the passages' scored words, of both sides together, that stand unchanged on the other side."""
    inside_a, inside_b = alignment.covered_a & ~a.aside, alignment.covered_b & ~b.aside
    inside = _number(inside_a) + _number(inside_b)
    kept = _number(alignment.kept_a & inside_a) + _number(alignment.kept_b & inside_b)
    return kept / inside if inside else 0.0


def _verdict(m: Measures, settings: Judging) -> Verdict:
    if m.same_words:
        return Verdict.IDENTICAL
    if m.shared < settings.partial_words or _facts_alone(m, settings):
        return Verdict.INDEPENDENT
    if max(m.own_a, m.own_b) < settings.most:
        return Verdict.PARTIAL
    if max(m.kept_a, m.kept_b) >= settings.copy_kept:
        return Verdict.NEAR_COPY
    return Verdict.REWRITE if _take_wording(m, settings) else Verdict.PARTIAL


def _facts_alone(m: Measures, settings: Judging) -> bool:
    """Whether passages resemble each other only as two reports of one event do: little wording, few or in disorder."""
    if max(m.kept_a, m.kept_b) >= settings.told_kept:
        return False
    return m.shared < settings.told_words or m.order < settings.told_order


def _take_wording(m: Measures, settings: Judging) -> bool:
    """Whether texts that cover each other are more than two short reports of one event, which share much wording too.

    A long common run or a machine's swaps show it at any length; otherwise a retelling is long enough, keeps the
    order of its source, and brings hardly any names and numbers of its own.
    """
    if m.longest_run >= settings.rewrite_run or _count_swapped(m, settings):
        return True
    sides = ((m.own_a, m.news_a), (m.own_b, m.news_b))
    news = min(news for own, news in sides if own >= settings.most)
    return m.shared >= settings.rewrite_words and m.order >= settings.rewrite_order and news <= settings.rewrite_news


def _count_swapped(m: Measures, settings: Judging) -> bool:
    """Whether what changed is mostly short wordings, exchanged one for one in great number."""
    return m.swaps >= settings.spun_swaps and m.isolated >= settings.spun_isolated


def _reasons(m: Measures, found: Verdict, settings: Judging) -> tuple[str, ...]:
    reasons = []
    if found is Verdict.IDENTICAL:
        return ("both have the same words in the same order",)
    if m.shared:
        reasons.append(f"{m.own_a:.0%} of A's words and {m.own_b:.0%} of B's stand in shared passages")
        order = "in the same order" if m.order >= 0.9 else "partly in another order"
        reasons.append(f"{m.kept_a:.0%} of A's words in them and {m.kept_b:.0%} of B's are unchanged, {order}")
        reasons.append(f"the longest common run has {m.longest_run} words")
    else:
        reasons.append("no passage of one stands for a passage of the other")
    if found is Verdict.PARTIAL and max(m.own_a, m.own_b) >= settings.most:
        reasons.append("that much two reports of one event may share; a rewrite would be longer, or bring nothing new")
    if m.quoted_a or m.quoted_b:
        reasons.append(f"{max(m.quoted_a, m.quoted_b)} words stand in quotations that both share, and are not counted")
    return tuple(reasons)


def _share(marked: NDArray[np.bool_], among: NDArray[np.bool_]) -> float:
    """The share of `among` that is `marked`; 0 when there is none."""
    total = _number(among)
    return _number(marked & among) / total if total else 0.0


def _number(marked: NDArray[np.bool_]) -> int:
    """How many words are marked; several times as quick as their sum, and a verdict asks for a dozen."""
    return int(np.count_nonzero(marked))


def _runs(a: Segmented, b: Segmented, runs: NDArray[np.int32]) -> tuple[int, float, float]:
    """The longest common run, and the share of each text's words in runs too long for chance."""
    lengths = runs[:, 1] - runs[:, 0]
    long = runs[lengths >= _RUN]
    return int(lengths.max(initial=0)), _inside(long[:, 0], long[:, 1], a), _inside(long[:, 2], long[:, 3], b)


def _inside(starts: NDArray[np.int32], ends: NDArray[np.int32], article: Segmented) -> float:
    """The share of an article's scored words in the given runs."""
    if not len(starts):
        return 0.0
    steps = np.zeros(len(article) + 1, np.int32)
    np.add.at(steps, starts, 1)
    np.add.at(steps, ends, -1)
    return _share(np.cumsum(steps[:-1]) > 0, ~article.aside)


def _same_words(a: Segmented, b: Segmented, alignment: Alignment) -> bool:
    """Whether the scored words are the same: as streams, or because every one of them is kept, in order."""
    left, right = a.words[~a.aside], b.words[~b.aside]
    if not len(left) and not len(right):
        return a.article.text == b.article.text
    if np.array_equal(left, right):
        return True
    return bool(
        0 < len(left) <= len(b)  # what one text says twice and the other once is kept, too
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


def _swaps(a: Segmented, b: Segmented, sentences: Sequence[SentencePair]) -> tuple[float, float, int]:
    """Short replacements a 100 aligned words; their share of all changed words; and the aligned words."""
    changes = [change for pair in sentences for change in pair.replacements]
    left = _counts(a, [(change.a_start, change.a_end) for change in changes])
    right = _counts(b, [(change.b_start, change.b_end) for change in changes])
    both = left + right
    short = (np.minimum(left, right) >= 1) & (np.maximum(left, right) <= 3)
    words_a = _counts(a, [(pair.a_start, pair.a_end) for pair in sentences]).sum()
    words = int(min(words_a, _counts(b, [(pair.b_start, pair.b_end) for pair in sentences]).sum()))
    return 100 * _number(short) / max(words, 1), int(both[short].sum()) / max(int(both.sum()), 1), words


def _counts(article: Segmented, spans: Sequence[tuple[int, int]]) -> NDArray[np.intp]:
    """Words between the two offsets of each span."""
    places = np.array(spans, article.starts.dtype).reshape(-1, 2)  # of another type, all of `starts` would be copied
    found = np.searchsorted(article.starts, places)
    return found[:, 1] - found[:, 0]
