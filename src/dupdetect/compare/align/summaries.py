"""Summaries: a stretch of one text whose words lie in the other, spread over much of it."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from dupdetect.compare.align.drafts import CERTAIN, Draft
from dupdetect.compare.align.index import Indexed, Workspace
from dupdetect.compare.align.seeds import Seeds
from dupdetect.kernels import boundaries
from dupdetect.records.batches import Segmented
from dupdetect.settings import Aligning

Tied = tuple[NDArray[np.int32], NDArray[np.int32], NDArray[np.float32]]
"""Sentences of the summarising text and of its source that resemble each other, and the cosine of each pair."""

TIED = 3
"""Sentences of a summary that must resemble one of its source each."""


def find_summaries(
    a: Indexed, b: Indexed, seeds: Seeds, drafts: Sequence[Draft], work: Workspace, settings: Aligning
) -> list[Draft]:
    """Find a summary of B in A and, unless roles are given, of A in B, beyond what `drafts` explain."""
    i, j, cosine = seeds.similar[:, 0], seeds.similar[:, 1], seeds.cosine
    summaries = _summary(a, b, (i, j, cosine), drafts, work, settings)
    if not settings.ordered:
        turned = [draft.swap_sides() for draft in drafts]
        summaries += [item.swap_sides() for item in _summary(b, a, (j, i, cosine), turned, work, settings)]
    return summaries


def _summary(
    a: Indexed, b: Indexed, tied: Tied, drafts: Sequence[Draft], work: Workspace, settings: Aligning
) -> list[Draft]:
    """The stretch of A whose words occur in B far more often than those of the rest of A, if it passes all bounds."""
    x, y = a.segmented, b.segmented
    if not settings.summary_words_max or not len(x) or len(y) < settings.summary_ratio * settings.summary_words_min:
        return []
    start, end, score, share, rate = boundaries.summary_interval(
        x.stems, x.breaks, y.stems, work.marked, work.weights, settings.summary_match, settings.summary_bonus
    )
    length = end - start
    if score < settings.summary_score or share < settings.summary_share:
        return []
    if not settings.summary_words_min <= length <= min(settings.summary_words_max, len(y) / settings.summary_ratio):
        return []
    width = int(1.2 * length)
    densest = boundaries.densest_window(x.stems, start, end, y.stems, width, work.weights, work.left, work.right)
    if densest > settings.summary_spread * share:
        return []
    if settings.summary_whole:
        return [Draft(start, end, 0, len(y), CERTAIN)]
    if not _tells_more(x, y, tied, drafts, (start, end, rate), work, settings):
        return []
    b0, b1 = _reach(x, y, tied, start, end)
    return [Draft(start, end, b0, b1, CERTAIN)] if b1 > b0 else []


def _tells_more(
    x: Segmented,
    y: Segmented,
    tied: Tied,
    drafts: Sequence[Draft],
    stretch: tuple[int, int, float],
    work: Workspace,
    settings: Aligning,
) -> bool:
    """Whether the words or sentences of a stretch that `drafts` do not explain are evidence of a summary."""
    start, end, rate = stretch
    blocks = np.array([draft[:4] for draft in drafts], np.int32).reshape(-1, 4)
    taken = boundaries.mark_explained(x.stems, y.stems, blocks, work.marked)
    left = boundaries.left_over(
        x.stems, start, end, y.stems, taken, work.marked, work.weights, settings.summary_match, rate
    )
    return left >= settings.summary_left or _resemblance(x, tied, taken, start, end) >= settings.strong_cosine


def _resemblance(x: Segmented, tied: Tied, taken: NDArray[np.bool_], start: int, end: int) -> float:
    """Mean best-match cosine of the sentences of `start:end` that no draft covers.

    Sharing words is not enough: a short text shares most of its words with any long one on the same topic.
    """
    i, _, cosine = tied
    explained = np.add.reduceat(taken.astype(np.int32), x.firsts[:-1])
    free = (x.firsts[:-1] < end) & (x.firsts[1:] > start) & (2 * explained < np.diff(x.firsts))
    best = np.zeros(len(free))
    np.maximum.at(best, i, cosine)
    return float(best[free].mean()) if free.any() else 0.0


def _reach(x: Segmented, y: Segmented, tied: Tied, start: int, end: int) -> tuple[int, int]:
    """The words of B between the first and last sentence similar to `start:end`; none if too few are similar."""
    i, j, _ = tied
    inside = (x.firsts[i] < end) & (x.firsts[i + 1] > start)
    if len(set(i[inside].tolist())) < TIED:
        return 0, 0
    return int(y.firsts[j[inside].min()]), int(y.firsts[j[inside].max() + 1])
