"""Where two articles may stand for each other: blocks of words that similar sentences and common runs mark out."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dupdetect.kernels import boundaries, seeds
from dupdetect.settings import Aligning
from dupdetect.steps.align.index import SHINGLE, Indexed, Workspace

Blocks = NDArray[np.int32]
"""n x 4: first and last word in A, first and last in B, ends exclusive."""

_FEWEST = 6
"""Sentences of a text whose order can say something."""

_CELLS = 250_000
"""Sentences of A times sentences of B among which chains are looked for; larger texts hold stronger evidence."""

_REPEATS = 64
"""A shingle that pairs up more often than this says nothing about a place."""


@dataclass(frozen=True, slots=True, eq=False)
class Seeds:
    """What speaks for a passage.

    Attributes:
        similar: n x 2, sentences of A and of B that resemble each other at least weakly.
        cosine: n, their TF-IDF cosine.
        faint, faint_cosine: the same for all pairs above the floor of chains, where the texts may form one.
        runs: common runs of words of a shingle's length or more.
        blocks: what passages grow from: strong sentence pairs, weak ones beside them, and long runs; by start in A.
    """

    similar: NDArray[np.int32]
    cosine: NDArray[np.float32]
    faint: NDArray[np.int32]
    faint_cosine: NDArray[np.float32]
    runs: Blocks
    blocks: Blocks


def found(a: Indexed, b: Indexed, work: Workspace, settings: Aligning) -> Seeds:
    """The seeds of a pair; leaves the rarity and weight of every stem of the pair in `work`."""
    floor = min(settings.weak_cosine, settings.chain_floor) if chainable(a, b, settings) else settings.weak_cosine
    faint, closeness = _similar(a, b, work, floor)
    runs = _runs(a, b)
    weak = (closeness[:, 0] > settings.weak_cosine) & (closeness[:, 1] > settings.weak_dice)
    similar, cosine, dice = faint[weak], closeness[weak, 0], closeness[weak, 1]
    strong = (cosine > settings.strong_cosine) & (dice > settings.strong_dice)
    blocks = runs[runs[:, 1] - runs[:, 0] >= settings.run_words]
    if strong.any():
        pairs = _extents(a, b, similar)
        pairs = pairs[seeds.near_strong(pairs, strong, settings.weak_gap)]
        blocks = np.concatenate([pairs, blocks])
    return Seeds(similar, cosine, faint, closeness[:, 0], runs, in_order(blocks))


def chainable(a: Indexed, b: Indexed, settings: Aligning) -> bool:
    """Whether the texts may be told anew in one another: neither too short to show an order, nor too long to search."""
    n, m = len(a.pointers) - 1, len(b.pointers) - 1
    return settings.chain_floor > 0 and min(n, m) >= _FEWEST and n * m <= _CELLS


def _runs(a: Indexed, b: Indexed) -> Blocks:
    """The maximal common runs of words, those of texts that repeat themselves included."""
    left = (a.hashes, a.places, a.segmented.words)
    right = (b.hashes, b.places, b.segmented.words)
    runs: Blocks = seeds.common_runs(*left, *right, SHINGLE, _REPEATS)
    passed = seeds.too_frequent(a.hashes, a.places, b.hashes, _REPEATS)
    if not passed.any():
        return runs
    return np.concatenate([runs, seeds.repeated_runs(left, right, passed, SHINGLE, SHINGLE)])


def _similar(a: Indexed, b: Indexed, work: Workspace, floor: float) -> tuple[NDArray[np.int32], NDArray[np.float32]]:
    """Sentences that resemble each other, with cosine and Dice coefficient."""
    sentences = len(a.pointers) + len(b.pointers) - 2
    scale = float(np.log(max(sentences, 2)))
    seeds.rarities(a.distinct, a.rows, b.distinct, b.rows, sentences, scale, work.rarity, work.weights)
    norms_a = seeds.norms(a.pointers, a.stems, a.weights, work.rarity)
    norms_b = seeds.norms(b.pointers, b.stems, b.weights, work.rarity)
    left = (a.pointers, a.stems, a.weights, norms_a)
    right = (b.pointers, norms_b, b.distinct, b.rows, b.holders, b.held)
    places, values = seeds.similar_sentences(left, right, work.rarity, work.slot, floor)
    return places, values


def _extents(a: Indexed, b: Indexed, pairs: NDArray[np.int32]) -> Blocks:
    """Pairs of sentences as blocks of words."""
    i, j = pairs[:, 0], pairs[:, 1]
    x, y = a.segmented.firsts, b.segmented.firsts
    return np.stack([x[i], x[i + 1], y[j], y[j + 1]], 1).astype(np.int32)


def in_order(blocks: Blocks) -> Blocks:
    """Blocks by their start in A, then in B."""
    return blocks[np.lexsort((blocks[:, 2], blocks[:, 0]))]


def joined(a: Indexed, b: Indexed, blocks: Blocks, work: Workspace, settings: Aligning) -> list[Blocks]:
    """Blocks linked over gaps into groups whose two sides resemble each other as wholes.

    A group that fails is split with smaller gaps, down to `min_gap`, and then given up.
    """
    kept: list[Blocks] = []
    queue = [(blocks, float(settings.gap_a), float(settings.gap_b))]
    while queue:
        some, gap_a, gap_b = queue.pop()
        for group in groups(some, gap_a, gap_b):
            a0, a1, b0, b1 = extent(group)
            cosine = boundaries.bag_cosine(
                a.segmented.stems, a0, a1, b.segmented.stems, b0, b1, work.weights, work.left, work.right
            )
            if cosine >= settings.fragment_cosine:
                kept.append(group)
            elif gap_a > settings.min_gap:
                queue.append((group, gap_a * 0.6, gap_b * 0.6))
    return kept


def groups(blocks: Blocks, gap_a: float, gap_b: float) -> list[Blocks]:
    """Blocks, given by start in A, as groups under single linkage."""
    if not len(blocks):
        return []
    labels = seeds.linked(blocks, gap_a, gap_b)
    order = np.argsort(labels, kind="stable")
    cuts = np.flatnonzero(np.diff(labels[order])) + 1
    return [blocks[part] for part in np.split(order, cuts)]


def extent(group: Blocks) -> tuple[int, int, int, int]:
    """The smallest block that holds all of `group`."""
    low, high = group.min(axis=0).tolist(), group.max(axis=0).tolist()
    return low[0], high[1], low[2], high[3]
