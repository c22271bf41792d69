"""Summaries: a stretch of one text whose words lie in the other, spread over much of it."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from dupdetect.batches import Segmented
from dupdetect.kernels import boundaries
from dupdetect.settings import Aligning
from dupdetect.steps.align.drafts import CERTAIN, Draft
from dupdetect.steps.align.index import Indexed, Workspace
from dupdetect.steps.align.seeds import Seeds

Tied = tuple[NDArray[np.int32], NDArray[np.int32], NDArray[np.float32]]
"""Sentences of the summarising text and of its source that resemble each other, and the cosine of each pair."""

TIED = 3
"""Sentences of a summary that must resemble one of its source each."""


def found(
    a: Indexed, b: Indexed, seeds: Seeds, drafts: Sequence[Draft], work: Workspace, settings: Aligning
) -> list[Draft]:
    """The summary of B in A and, unless roles are given, that of A in B: what they tell beyond `drafts`."""
    i, j, cosine = seeds.similar[:, 0], seeds.similar[:, 1], seeds.cosine
    made = _summary(a, b, (i, j, cosine), drafts, work, settings)
    if not settings.ordered:
        turned = [draft.mirrored() for draft in drafts]
        made += [one.mirrored() for one in _summary(b, a, (j, i, cosine), turned, work, settings)]
    return made


def _summary(
    a: Indexed, b: Indexed, tied: Tied, drafts: Sequence[Draft], work: Workspace, settings: Aligning
) -> list[Draft]:
    """The stretch of A whose words lie in B far above A's own rate, if it is long, spread and telling enough."""
    x, y = a.segmented, b.segmented
    if not settings.summary_words_max or not len(x) or len(y) < settings.summary_ratio * settings.summary_words_min:
        return []
    explained = _explained(x, y, drafts)
    start, end, score, share, left = boundaries.summary_interval(
        x.stems, x.breaks, y.stems, explained, work.marked, work.weights, settings.summary_match, settings.summary_bonus
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
    if left < settings.summary_left and _resemblance(x, tied, explained, start, end) < settings.strong_cosine:
        return []
    b0, b1 = _reach(x, y, tied, start, end)
    return [Draft(start, end, b0, b1, CERTAIN)] if b1 > b0 else []


def _explained(x: Segmented, y: Segmented, drafts: Sequence[Draft]) -> NDArray[np.bool_]:
    """Which words of A stand in a draft that has them on both sides."""
    explained = np.zeros(len(x), np.bool_)
    for one in drafts:
        explained[one.a0 : one.a1] |= np.isin(x.stems[one.a0 : one.a1], y.stems[one.b0 : one.b1])
    return explained


def _resemblance(x: Segmented, tied: Tied, explained: NDArray[np.bool_], start: int, end: int) -> float:
    """How much the sentences of `start:end` that drafts leave over resemble their likest in the source, on average.

    A short text shares most of its words with a long one of the same field; its sentences are not those of the other.
    """
    i, _, cosine = tied
    told = np.add.reduceat(explained.astype(np.int32), x.firsts[:-1])
    free = (x.firsts[:-1] < end) & (x.firsts[1:] > start) & (2 * told < np.diff(x.firsts))
    best = np.zeros(len(free))
    np.maximum.at(best, i, cosine)
    return float(best[free].mean()) if free.any() else 0.0


def _reach(x: Segmented, y: Segmented, tied: Tied, start: int, end: int) -> tuple[int, int]:
    """The words of B that seeds tie to `start:end` of A; none when too few sentences are tied."""
    i, j, _ = tied
    inside = (x.firsts[i] < end) & (x.firsts[i + 1] > start)
    if len(np.unique(i[inside])) < TIED:
        return 0, 0
    return int(y.firsts[j[inside].min()]), int(y.firsts[j[inside].max() + 1])
