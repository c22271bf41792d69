"""Blocks to passages: settled boundaries, overlaps resolved, and the modes for verbatim copies and summaries."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dupdetect.batches import Alignment
from dupdetect.kernels import boundaries
from dupdetect.settings import Aligning
from dupdetect.steps.align import paraphrase, sentences
from dupdetect.steps.align.index import Indexed, Workspace
from dupdetect.steps.align.seeds import Blocks, Seeds, extent, found, groups, in_order, joined

_CERTAIN = 1e6
"""The score of passages that boundaries did not settle: exact runs, and summaries."""


_NO_PAIRS = np.empty((0, 2), np.int32)
_NO_BLOCKS = np.empty((0, 4), np.int32)

_TIED = 3
"""Sentences of a summary that must resemble one of its source each."""

_EXPLAINED = 0.65
"""The share of a passage's weight in A that must stand in its part of B for nobody to need a summary."""


@dataclass(frozen=True, slots=True)
class _Draft:
    """A passage in the making: words `a0:a1` of A and `b0:b1` of B."""

    a0: int
    a1: int
    b0: int
    b1: int
    score: float


def aligned(a: Indexed, b: Indexed, work: Workspace, settings: Aligning) -> Alignment:
    """Find the passages of `a` and `b` that stand for each other.

    Roles are not symmetric inside: unless `settings.ordered`, the shorter text takes the part of the copy, so that
    aligning (b, a) gives the mirror image of (a, b).
    """
    if settings.ordered or not _swap(a, b):
        return _aligned(a, b, work, settings)
    return sentences.mirrored(_aligned(b, a, work, settings))


def _swap(a: Indexed, b: Indexed) -> bool:
    """Whether B should play the copy: the shorter text, and among equals the one that sorts first."""
    x, y = a.segmented, b.segmented
    return (len(y), y.article.text) < (len(x), x.article.text)


def _aligned(a: Indexed, b: Indexed, work: Workspace, settings: Aligning) -> Alignment:
    seeds = found(a, b, work, settings)
    passages = _passages(a, b, seeds, work, settings)
    told_anew = _NO_PAIRS
    if not _mostly_covered(a, b, passages, settings):
        told_anew = paraphrase.chain(a, b, seeds, settings)
    if len(told_anew):
        chained = paraphrase.blocks(a, b, told_anew)
        passages = in_order(np.concatenate([chained, passages[~_inside(passages, chained)]]))
    return sentences.alignment(a, b, passages, seeds, told_anew)


def _passages(a: Indexed, b: Indexed, seeds: Seeds, work: Workspace, settings: Aligning) -> Blocks:
    """The passages that seeds give, by start in A."""
    if not len(seeds.blocks) and len(seeds.similar) < _TIED and not settings.summary_whole:
        return _NO_BLOCKS
    drafts = _verbatim(seeds, settings)
    if drafts is None:
        drafts = _settled(a, b, seeds, work, settings)
        summaries = _summary(a, b, seeds, work, settings)
        drafts += [one for one in summaries if settings.summary_whole or _tells_more(one, drafts, a, b, work)]
    drafts = [draft for draft in _apart(drafts, settings) if _long_enough(draft, settings)]
    return in_order(np.array([(d.a0, d.a1, d.b0, d.b1) for d in drafts], np.int32).reshape(-1, 4))


def _settled(a: Indexed, b: Indexed, seeds: Seeds, work: Workspace, settings: Aligning) -> list[_Draft]:
    """A draft for each group of blocks that scores well enough once its boundaries are settled."""
    left, right = (a.segmented.stems, a.segmented.breaks), (b.segmented.stems, b.segmented.breaks)
    rates = (
        settings.window, settings.background, settings.edge_bonus, settings.line_bonus,
        settings.match_floor, settings.match_ceiling,
    )  # fmt: skip
    drafts = []
    for group in joined(a, b, seeds.blocks, work, settings):
        found = boundaries.refined(left, right, extent(group), work.marked, work.weights, rates)
        if found[4] >= settings.min_score:
            drafts.append(_Draft(*found))
    return drafts


def _verbatim(seeds: Seeds, settings: Aligning) -> list[_Draft] | None:
    """Passages made of long exact runs alone, when one run is long enough to show that wording was kept."""
    lengths = seeds.runs[:, 1] - seeds.runs[:, 0]
    if not settings.verbatim_words or not len(lengths) or lengths.max() < settings.verbatim_words:
        return None
    runs: Blocks = in_order(seeds.runs[lengths >= settings.verbatim_keep])
    drafts = [_Draft(*extent(group), _CERTAIN) for group in groups(runs, settings.verbatim_gap, settings.verbatim_gap)]
    return [draft for draft in drafts if draft.a1 - draft.a0 >= settings.verbatim_min]


def _summary(a: Indexed, b: Indexed, seeds: Seeds, work: Workspace, settings: Aligning) -> list[_Draft]:
    """A stretch of A whose words lie in B, yet spread over much of it."""
    if not settings.summary_words_max or not len(a.segmented) or not len(b.segmented):
        return []
    x, y = a.segmented, b.segmented
    start, end, score, share = boundaries.summary_interval(
        x.stems, x.breaks, y.stems, work.marked, work.weights, settings.summary_match, settings.summary_bonus
    )
    length = end - start
    if score < settings.summary_score or share < settings.summary_share:
        return []
    if not settings.summary_words_min <= length <= settings.summary_words_max:
        return []
    if len(y) < settings.summary_ratio * length:
        return []
    width = int(1.2 * length)
    densest = boundaries.densest_window(x.stems, start, end, y.stems, width, work.weights, work.left, work.right)
    if densest > settings.summary_spread * share:
        return []
    b0, b1 = (0, len(y)) if settings.summary_whole else _reach(a, b, seeds, start, end)
    return [_Draft(start, end, b0, b1, _CERTAIN)] if b1 > b0 else []


def _tells_more(summary: _Draft, drafts: list[_Draft], a: Indexed, b: Indexed, work: Workspace) -> bool:
    """Whether a summary's stretch is not already explained by passages that stand for it more closely."""
    explained = sum(
        max(0, min(summary.a1, one.a1) - max(summary.a0, one.a0)) for one in drafts if _close(one, a, b, work)
    )
    return 2 * explained < summary.a1 - summary.a0


def _close(draft: _Draft, a: Indexed, b: Indexed, work: Workspace) -> bool:
    """Whether most of what a passage says in A, by weight, stands in its own part of B."""
    stems = a.segmented.stems[draft.a0 : draft.a1]
    weights = work.weights[stems]
    there = np.isin(stems, b.segmented.stems[draft.b0 : draft.b1])
    return bool(weights[there].sum() >= _EXPLAINED * weights.sum())


def _reach(a: Indexed, b: Indexed, seeds: Seeds, start: int, end: int) -> tuple[int, int]:
    """The words of B that seeds tie to `start:end` of A; none when too few sentences are tied."""
    x, y = a.segmented, b.segmented
    i, j = seeds.similar[:, 0], seeds.similar[:, 1]
    tied = (x.firsts[i] < end) & (x.firsts[i + 1] > start)
    if len(np.unique(i[tied])) < _TIED:
        return 0, 0
    return int(y.firsts[j[tied].min()]), int(y.firsts[j[tied].max() + 1])


def _mostly_covered(a: Indexed, b: Indexed, passages: Blocks, settings: Aligning) -> bool:
    """Whether passages already explain so much of one text that a chain could add little."""
    if not len(passages):
        return False
    lengths = (passages[:, [1, 3]] - passages[:, [0, 2]]).sum(axis=0)
    return bool((lengths >= settings.chain_share * np.maximum([len(a.segmented), len(b.segmented)], 1)).any())


def _inside(passages: Blocks, chained: Blocks) -> NDArray[np.bool_]:
    """Which passages lie mostly inside a chain's blocks, on A's side."""
    lengths = passages[:, 1] - passages[:, 0]
    low = np.maximum(passages[:, None, 0], chained[None, :, 0])
    high = np.minimum(passages[:, None, 1], chained[None, :, 1])
    inside: NDArray[np.bool_] = 2 * np.maximum(high - low, 0).sum(axis=1) > lengths
    return inside


def _apart(drafts: list[_Draft], settings: Aligning) -> list[_Draft]:
    """The drafts that no better one takes more than `overlap` of in A."""
    kept: list[_Draft] = []
    for draft in sorted(drafts, key=lambda d: (-d.score, d.a0, d.b0)):
        most = settings.overlap * (draft.a1 - draft.a0)
        if all(min(draft.a1, other.a1) - max(draft.a0, other.a0) <= most for other in kept):
            kept.append(draft)
    return kept


def _long_enough(draft: _Draft, settings: Aligning) -> bool:
    return min(draft.a1 - draft.a0, draft.b1 - draft.b0) >= settings.min_words
