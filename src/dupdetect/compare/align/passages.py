"""Blocks to passages: settled boundaries, overlaps resolved, and the modes for verbatim copies and summaries."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from dupdetect.compare.align import paraphrase, sentences, summaries
from dupdetect.compare.align.drafts import CERTAIN, Draft, drop_overlapping
from dupdetect.compare.align.index import Indexed, Workspace, count_novel
from dupdetect.compare.align.seeds import Blocks, Seeds, block_extent, find_blocks, group_seeds, order_blocks
from dupdetect.compare.facts import compare_facts
from dupdetect.kernels import groups as kernel
from dupdetect.records.batches import Alignment
from dupdetect.settings import Aligning

BRIEF_WORDS = 100
BRIEF_RUN = 12
"""Words of a brief, and of a common run that is a passage of it."""

_NO_PAIRS = np.empty((0, 2), np.int32)
_NO_BLOCKS = np.empty((0, 4), np.int32)


def align_articles(a: Indexed, b: Indexed, work: Workspace, settings: Aligning) -> Alignment:
    """Find the passages of `a` and `b` that stand for each other, and how far their facts agree.

    Roles are not symmetric inside: unless `settings.ordered`, the shorter text takes the role of the copy, so that
    aligning (b, a) gives the mirror image of (a, b).
    """
    return add_facts(a, b, align_wording(a, b, work, settings), settings)


def align_wording(a: Indexed, b: Indexed, work: Workspace, settings: Aligning) -> Alignment:
    """As `align_articles`, without the facts, which cost as much and which the wording may make needless."""
    if settings.ordered or not _should_swap(a, b):
        return _align_ordered(a, b, work, settings)
    return sentences.mirror_alignment(_align_ordered(b, a, work, settings))


def add_facts(a: Indexed, b: Indexed, alignment: Alignment, settings: Aligning) -> Alignment:
    """An alignment of `align_wording` with what the two texts tell; without passages there is nothing to compare."""
    if not alignment.passages:
        return alignment
    if settings.ordered or not _should_swap(a, b):
        agreement = compare_facts(a.facts, b.facts, alignment.covered_a, alignment.covered_b)
    else:
        agreement = compare_facts(b.facts, a.facts, alignment.covered_b, alignment.covered_a).mirror()
    return replace(alignment, news_a=count_novel(a, b), news_b=count_novel(b, a), facts=agreement)


def _should_swap(a: Indexed, b: Indexed) -> bool:
    """Whether B takes the role of the copy: the shorter text, or the first in sorting order if equal."""
    x, y = a.segmented, b.segmented
    return (len(y), y.article.text) < (len(x), x.article.text)


def _align_ordered(a: Indexed, b: Indexed, work: Workspace, settings: Aligning) -> Alignment:
    seeds = find_blocks(a, b, work, settings)
    passages = _passages(a, b, seeds, work, settings)
    told_anew = _NO_PAIRS
    if not _mostly_covered(a, b, passages, settings):
        told_anew = paraphrase.chain_sentences(a, b, seeds, settings)
    if len(told_anew):
        chained = paraphrase.find_blocks(a, b, told_anew)
        passages = order_blocks(np.concatenate([chained, passages[~_inside(passages, chained)]]))
    return sentences.align_sentences(a, b, passages, seeds, told_anew)


def _passages(a: Indexed, b: Indexed, seeds: Seeds, work: Workspace, settings: Aligning) -> Blocks:
    """The passages that seeds give, by start in A."""
    if not len(seeds.blocks) and len(seeds.similar) < summaries.TIED and not settings.summary_whole:
        return _NO_BLOCKS
    drafts = _verbatim(seeds, settings)
    if drafts is None:
        drafts = _settle_boundaries(a, b, seeds, work, settings)
        drafts += summaries.find_summaries(a, b, seeds, drafts, work, settings)
    kept = drop_overlapping(drafts, settings) or _runs_of_brief(a, b, seeds)
    return order_blocks(np.array([draft[:4] for draft in kept], np.int32).reshape(-1, 4))


def _runs_of_brief(a: Indexed, b: Indexed, seeds: Seeds) -> list[Draft]:
    """The longest common run, if a text is so short that a run below `min_words` is much of it."""
    if min(len(a.segmented), len(b.segmented)) > BRIEF_WORDS or not len(seeds.runs):
        return []
    longest = seeds.runs[np.argmax(seeds.runs[:, 1] - seeds.runs[:, 0])]
    a0, a1, b0, b1 = longest.tolist()
    return [Draft(a0, a1, b0, b1, CERTAIN)] if a1 - a0 >= BRIEF_RUN else []


def _settle_boundaries(a: Indexed, b: Indexed, seeds: Seeds, work: Workspace, settings: Aligning) -> list[Draft]:
    """Make a draft of each group of blocks that scores well enough with its best boundaries."""
    left, right = (a.segmented.stems, a.segmented.breaks), (b.segmented.stems, b.segmented.breaks)
    gaps, least, score, rates = settling_rules(settings)
    arrays = work.marked, work.weights, work.left, work.right
    return [
        Draft(*draft) for draft in kernel.settle_passages(left, right, seeds.blocks, gaps, least, score, arrays, rates)
    ]


def settling_rules(settings: Aligning) -> tuple[tuple[float, ...], float, float, tuple[float, ...]]:
    """The gaps, least cosine, least score and rates of `kernels.groups.settle_passages`."""
    rates = (
        settings.window, settings.background, settings.edge_bonus, settings.line_bonus,
        settings.match_floor, settings.match_ceiling,
    )  # fmt: skip
    gaps = float(settings.gap_a), float(settings.gap_b), float(settings.min_gap)
    return gaps, settings.fragment_cosine, settings.min_score, rates


def _verbatim(seeds: Seeds, settings: Aligning) -> list[Draft] | None:
    """Passages of long exact runs only, if one run is long enough to prove copied wording."""
    lengths = seeds.runs[:, 1] - seeds.runs[:, 0]
    if not settings.verbatim_words or not len(lengths) or lengths.max() < settings.verbatim_words:
        return None
    runs: Blocks = order_blocks(seeds.runs[lengths >= settings.verbatim_keep])
    drafts = [
        Draft(*block_extent(group), CERTAIN)
        for group in group_seeds(runs, settings.verbatim_gap, settings.verbatim_gap)
    ]
    return [draft for draft in drafts if draft.a1 - draft.a0 >= settings.verbatim_min]


def _mostly_covered(a: Indexed, b: Indexed, passages: Blocks, settings: Aligning) -> bool:
    """Whether passages already cover so much of one text that a chain would add little."""
    if not len(passages):
        return False
    for side, item in enumerate((a, b)):
        words = int((passages[:, 2 * side + 1] - passages[:, 2 * side]).sum())
        if words >= settings.chain_share * max(len(item.segmented), 1):
            return True
    return False


def _inside(passages: Blocks, chained: Blocks) -> NDArray[np.bool_]:
    """Which passages lie mostly inside a chain's blocks, on A's side."""
    lengths = passages[:, 1] - passages[:, 0]
    low = np.maximum(passages[:, None, 0], chained[None, :, 0])
    high = np.minimum(passages[:, None, 1], chained[None, :, 1])
    inside: NDArray[np.bool_] = 2 * np.maximum(high - low, 0).sum(axis=1) > lengths
    return inside
