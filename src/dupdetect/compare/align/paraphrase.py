"""Paraphrases sentence by sentence: no common wording, but the same topics in the same order.

Two reports of one event share names and figures, too, but each has its own order of topics and names and figures of
its own. So a chain of weakly similar sentences counts only if it covers most of both texts, or of a summary, and
few names and figures are left that only one text has.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from dupdetect.compare.align.index import Indexed, measure_novelty
from dupdetect.compare.align.seeds import Blocks, Seeds, chainable_seeds
from dupdetect.compare.facts import compare_wholes
from dupdetect.kernels import chains
from dupdetect.records.batches import Segmented
from dupdetect.settings import Aligning

Pairs = NDArray[np.int32]
"""n x 2: a sentence of A and one of B."""

FULL = 20
"""Words of a sentence at which its similarity counts in full; shorter sentences are often similar by chance."""

CEILING = 0.6
"""Cosine at which a sentence pair stops to count more, so that no single pair makes a chain."""


_ALL = 0.995
"""A share of 1, but for rounding."""


def chain_sentences(a: Indexed, b: Indexed, seeds: Seeds, settings: Aligning) -> Pairs:
    """The sentences of a paraphrase or summary, in order; none when the texts do not look like one."""
    if not chainable_seeds(a, b, settings):
        return np.empty((0, 2), np.int32)
    pairs, score = chains.best_chain(_gains(a, b, seeds, settings), settings.chain_skip)
    if score < settings.retold_score or not _is_convincing(a, b, pairs, score, settings):
        return np.empty((0, 2), np.int32)
    chain: Pairs = pairs
    return chain


def find_blocks(a: Indexed, b: Indexed, pairs: Pairs) -> Blocks:
    """Convert a chain to blocks of words, cut where it skips more than one sentence."""
    if not len(pairs):
        return np.empty((0, 4), np.int32)
    cuts = np.flatnonzero((np.diff(pairs, axis=0) > 2).any(axis=1)) + 1
    x, y = a.segmented, b.segmented
    blocks = [
        (x.firsts[part[0, 0]], x.firsts[part[-1, 0] + 1], y.firsts[part[0, 1]], y.firsts[part[-1, 1] + 1])
        for part in np.split(pairs, cuts)
    ]
    return np.array(blocks, np.int32)


def _gains(a: Indexed, b: Indexed, seeds: Seeds, settings: Aligning) -> NDArray[np.float32]:
    """The score of each sentence pair; empty if no chain can reach the required score."""
    x, y = a.segmented, b.segmented
    floor, ceiling = np.float32(settings.chain_floor), np.float32(CEILING)
    sides = (x.firsts, x.quoted), (y.firsts, y.quoted)
    gains: NDArray[np.float32] = chains.gains(
        *sides, seeds.faint, seeds.faint_cosine, floor, ceiling, FULL, settings.retold_score
    )
    return gains


def _share(x: Segmented, sentences: NDArray[np.int32]) -> float:
    in_chain = np.zeros(len(x.firsts) - 1, np.bool_)
    in_chain[sentences] = True
    return int(np.diff(x.firsts)[in_chain].sum()) / max(len(x), 1)


def _is_convincing(a: Indexed, b: Indexed, pairs: Pairs, score: float, settings: Aligning) -> bool:
    """Whether a chain covers most of both texts, or most of one that summarises the other."""
    x, y = a.segmented, b.segmented
    if not chains.may_convince(pairs, x.firsts, y.firsts, score, least_shares(settings)):
        return False
    share_a, share_b = _share(x, pairs[:, 0]), _share(y, pairs[:, 1])
    count = min(len(set(side)) for side in pairs.T.tolist())
    if _is_retold(a, b, (share_a, share_b), settings):
        return True
    if score < settings.chain_score:
        return False
    if min(share_a, share_b) >= settings.chain_share and count >= settings.chain_sentences:
        return max(measure_novelty(a, b), measure_novelty(b, a)) <= settings.chain_news
    shorter, longer, share = (a, b, share_a) if len(x) < len(y) else (b, a, share_b)
    words, source_words = len(shorter.segmented), len(longer.segmented)
    return (
        share >= settings.summary_chain
        and source_words >= settings.summary_ratio_told * words
        and words >= settings.summary_words_min
        and measure_novelty(shorter, longer)
        <= (settings.chain_news if share >= settings.summary_full else settings.summary_news)
    )


def least_shares(settings: Aligning) -> tuple[float, ...]:
    """The bounds of `kernels.chains.may_convince`."""
    return (
        settings.retold_share, settings.condensed_share, settings.chain_score, settings.chain_share,
        settings.summary_chain,
    )  # fmt: skip


def _is_retold(a: Indexed, b: Indexed, shares: tuple[float, float], settings: Aligning) -> bool:
    """Whether a chain covers both texts and one of them has hardly a fact that the other lacks."""
    weight_a, weight_b, held_a, held_b = compare_wholes(a.facts, b.facts)
    sides = (len(a.segmented), shares[0], weight_a, held_a), (len(b.segmented), shares[1], weight_b, held_b)
    (words, share, weight, share_held), (longer, _, other_weight, other_share_held) = sorted(sides)
    if share_held >= _ALL and weight >= settings.condensed_facts and share >= settings.condensed_share:
        return True
    if min(shares) < settings.retold_share:
        return False
    alike = words >= settings.retold_length * longer and other_weight >= settings.retold_facts
    held_by = max(share_held, other_share_held) if alike else share_held
    return weight >= settings.retold_facts and held_by >= settings.retold_held
