"""Seeds of passages: blocks of words around similar sentences and common runs."""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from dupdetect.compare.align.index import SHINGLE, Indexed, Workspace
from dupdetect.kernels import chains, seeds
from dupdetect.kernels import groups as grouping
from dupdetect.settings import Aligning

Blocks = NDArray[np.int32]
"""n x 4: first and last word in A, first and last in B, ends exclusive."""

FEWEST = 4
"""Least sentences of a text for their order to be evidence."""

CELLS = 250_000
"""Sentences of A times sentences of B among which chains are looked for; larger texts hold stronger evidence."""

REPEATS = 64
"""A shingle with more matching places than this does not locate a passage."""


@dataclass(frozen=True, slots=True, eq=False)
class Seeds:
    """The evidence from which passages grow.

    Attributes:
        similar: n x 2, sentences of A and of B that resemble each other at least weakly.
        cosine: n, their TF-IDF cosine.
        faint, faint_cosine: the same for all pairs above the floor of chains, where the texts may form one.
        runs: common runs of words of a shingle's length or more.
        blocks: what passages grow from: strong sentence pairs, weak ones beside them, and long runs; by start in A.
        jaccard: of the sets of shingles.
    """

    similar: NDArray[np.int32]
    cosine: NDArray[np.float32]
    faint: NDArray[np.int32]
    faint_cosine: NDArray[np.float32]
    runs: Blocks
    blocks: Blocks
    jaccard: float


def find_blocks(a: Indexed, b: Indexed, work: Workspace, settings: Aligning) -> Seeds:
    """The seeds of a pair; leaves the rarity and weight of every stem of the pair in `work`."""
    floor = min(settings.weak_cosine, settings.chain_floor) if chainable_seeds(a, b, settings) else settings.weak_cosine
    sentences = len(a.pointers) + len(b.pointers) - 2
    arrays = work.rarity, work.weights, work.slot
    scale = math.log(max(sentences, 2))
    faint, closeness = seeds.compare_sentences(a.vectors, b.vectors, sentences, scale, arrays, floor)
    runs, jaccard = seeds.shared_wording(_wording(a), _wording(b), SHINGLE, REPEATS)
    runs = order_blocks(runs)  # they come in the order of hashes of word numbers, which differ between comparers
    firsts = a.segmented.firsts, b.segmented.firsts
    lengths = settings.weak_gap, settings.run_words
    similar, cosine, blocks = seeds.seed_blocks(faint, closeness, *firsts, runs, similarity_floors(settings), *lengths)
    return Seeds(similar, cosine, faint, np.ascontiguousarray(closeness[:, 0]), runs, blocks, jaccard)


def similarity_floors(settings: Aligning) -> tuple[np.float32, ...]:
    """In single precision like the values compared with them: a Dice coefficient of 1/5 does not exceed 0.2."""
    weak = np.float32(settings.weak_cosine), np.float32(settings.weak_dice)
    return *weak, np.float32(settings.strong_cosine), np.float32(settings.strong_dice)


def chainable_seeds(a: Indexed, b: Indexed, settings: Aligning) -> bool:
    """Whether to search for a paraphrase chain: the texts are neither too short to show an order nor too long."""
    n, m = len(a.pointers) - 1, len(b.pointers) - 1
    return bool(chains.may_chain(n, m, FEWEST, CELLS, settings.chain_floor))


def _wording(article: Indexed) -> tuple[NDArray[np.uint64], NDArray[np.int32], NDArray[np.int32]]:
    return article.hashes, article.places, article.segmented.words


def order_blocks(blocks: Blocks) -> Blocks:
    """Blocks by their start in A, then in B."""
    ordered: Blocks = seeds.in_order(blocks)
    return ordered


def group_seeds(blocks: Blocks, gap_a: float, gap_b: float) -> list[Blocks]:
    """Group blocks, sorted by start in A, by single linkage."""
    if not len(blocks):
        return []
    together, cuts = grouping.group_blocks(blocks, float(gap_a), float(gap_b))
    return [together[first:end] for first, end in pairwise(cuts)]


def block_extent(group: Blocks) -> tuple[int, int, int, int]:
    """The smallest block that holds all of `group`."""
    extent: tuple[int, int, int, int] = grouping.extent(group)
    return extent
