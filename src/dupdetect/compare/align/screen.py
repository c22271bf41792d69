"""Refuse pairs that cannot have a passage, many at once, before the comparison that would find none.

The screen runs the kernels of the aligner on the same prepared articles with the same settings, and a pair stays if any
step may give a passage: a group of blocks that settles or a run in a brief (`passages`), a stretch that reads like a
summary (`summaries`), or a chain that covers enough of both texts (`paraphrase`). Later checks of these steps need more
work and could only drop passages, so a refused pair has none. tests/compare/align/test_screen.py holds the two
together.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dupdetect.compare.align import paraphrase, seeds, summaries
from dupdetect.compare.align.index import SHINGLE, Indexed, Workspace
from dupdetect.compare.align.passages import BRIEF_RUN, BRIEF_WORDS, settling_rules
from dupdetect.kernels import screen
from dupdetect.settings import Aligning

Mask = NDArray[np.bool_]
Rows = NDArray[np.int32]
"""n x 2: the places of two articles in a batch."""

_OF_SEGMENTED = ("words", "stems", "quoted", "breaks", "firsts")
_OF_INDEXED = (
    "pointers", "stems", "weights", "holders", "holder_weights", "distinct", "rows", "hashes", "places",
)  # fmt: skip
"""The arrays of an article in the order in which `screen.read_article` takes them."""


def screen_pairs(articles: Sequence[Indexed], pairs: Rows, work: Workspace, settings: Aligning) -> Mask:
    """Which pairs may have a passage; the others have none.

    Args:
        articles: those of a batch.
        pairs: the places of A and B in `articles`.
        work: with room for all stems.
    """
    if settings.verbatim_words or settings.summary_whole:  # the modes of the PAN preset make passages in other ways
        return np.ones(len(pairs), np.bool_)
    may_match = np.zeros(len(pairs), np.bool_)
    rows = pairs if settings.ordered else _order_roles(articles, pairs)
    arrays = work.rarity, work.weights, work.slot, work.marked, work.left, work.right, work.places
    screen.screen_pairs(
        rows[:, 0].copy(), rows[:, 1].copy(), *_pack(articles, work), arrays, _rules(settings), may_match
    )
    return may_match


def _order_roles(articles: Sequence[Indexed], pairs: Rows) -> Rows:
    """The pairs with the text in the part of A that `align_articles` puts there: the shorter one."""
    words = np.array([len(item.segmented) for item in articles])[pairs]
    swapped = words[:, 1] < words[:, 0]
    for p in np.flatnonzero(words[:, 0] == words[:, 1]).tolist():
        a, b = (articles[i].segmented.article.text for i in pairs[p].tolist())
        swapped[p] = b < a
    return np.where(swapped[:, None], pairs[:, ::-1], pairs)


def _pack(articles: Sequence[Indexed], work: Workspace) -> tuple[tuple[NDArray[Any], ...], NDArray[np.int64]]:
    """The arrays of all articles one after the other, and where each article begins, as `screen.read_article` takes
    them."""
    segmented = [item.segmented for item in articles]
    packed = [work.concatenate(name, [getattr(item, name) for item in segmented]) for name in _OF_SEGMENTED]
    packed += [work.concatenate(f"vector {name}", [getattr(item, name) for item in articles]) for name in _OF_INDEXED]
    sizes = [
        (len(item.segmented), len(item.pointers) - 1, len(item.stems), len(item.distinct), len(item.hashes))
        for item in articles
    ]
    ends = np.zeros((len(sizes[0]), len(articles) + 1), np.int64)
    np.cumsum(np.array(sizes).T, axis=1, out=ends[:, 1:])
    return tuple(packed), ends


def _rules(settings: Aligning) -> tuple[tuple[object, ...], ...]:
    """The bounds of each step as the kernel takes them."""
    seeding = (
        seeds.similarity_floors(settings), (settings.weak_gap, settings.run_words), SHINGLE, seeds.REPEATS,
        seeds.FEWEST, seeds.CELLS, settings.chain_floor, settings.weak_cosine,
    )  # fmt: skip
    summary = (
        summaries.TIED, settings.summary_words_min, settings.summary_words_max, settings.summary_ratio,
        settings.summary_match, settings.summary_bonus, settings.summary_score, settings.summary_share,
        1 if settings.ordered else 2,
    )  # fmt: skip
    chain = (
        np.float32(settings.chain_floor), np.float32(paraphrase.CEILING), paraphrase.FULL, settings.chain_skip,
        settings.retold_score, paraphrase.least_shares(settings),
    )  # fmt: skip
    brief = (BRIEF_WORDS, BRIEF_RUN)
    return seeding, (*settling_rules(settings), settings.min_words), summary, chain, brief
