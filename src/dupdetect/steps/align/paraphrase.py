"""Texts told anew in other words, sentence after sentence: no wording in common, but the same order of matters.

Two reports of one event share names and figures too; what they do not share is the order in which a whole text goes
through its matters, and each has names and figures of its own. So a chain of weak resemblances counts only when it runs
through most of both texts, or of a summary, and when little of that kind is left over: see docs/internals.md.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from dupdetect.batches import Segmented
from dupdetect.kernels import chains
from dupdetect.settings import Aligning
from dupdetect.steps.align.index import Indexed, news
from dupdetect.steps.align.seeds import Blocks, Seeds, chainable

Pairs = NDArray[np.int32]
"""n x 2: a sentence of A and one of B."""

_FULL = 20
"""Words of a sentence from which its resemblance counts in full; that of shorter ones is easily chance."""

_CEILING = 0.6
"""No single pair of sentences counts for more than this cosine: a chain is made of many."""


def chain(a: Indexed, b: Indexed, seeds: Seeds, settings: Aligning) -> Pairs:
    """The sentences of a paraphrase or summary, in order; none when the texts do not look like one."""
    if not chainable(a, b, settings) or _sum_above(seeds, settings) < settings.chain_score:
        return np.empty((0, 2), np.int32)
    pairs, score = chains.best_chain(_gains(a, b, seeds, settings), settings.chain_skip)
    x, y = a.segmented, b.segmented
    share_a, share_b = _share(x, pairs[:, 0]), _share(y, pairs[:, 1])
    if score < settings.chain_score or not _convincing(a, b, pairs, share_a, share_b, settings):
        return np.empty((0, 2), np.int32)
    found: Pairs = pairs
    return found


def blocks(a: Indexed, b: Indexed, pairs: Pairs) -> Blocks:
    """A chain as blocks of words: cut where more than one sentence is passed over."""
    if not len(pairs):
        return np.empty((0, 4), np.int32)
    cuts = np.flatnonzero((np.diff(pairs, axis=0) > 2).any(axis=1)) + 1
    x, y = a.segmented, b.segmented
    made = [
        (x.firsts[part[0, 0]], x.firsts[part[-1, 0] + 1], y.firsts[part[0, 1]], y.firsts[part[-1, 1] + 1])
        for part in np.split(pairs, cuts)
    ]
    return np.array(made, np.int32)


def _sum_above(seeds: Seeds, settings: Aligning) -> float:
    """More than any chain can score; most unrelated texts stay below what a chain must."""
    return float((np.minimum(seeds.faint_cosine, _CEILING) - settings.chain_floor).sum())


def _gains(a: Indexed, b: Indexed, seeds: Seeds, settings: Aligning) -> NDArray[np.float32]:
    """What pairing each sentence of A with each of B is worth."""
    x, y = a.segmented, b.segmented
    i, j = seeds.faint[:, 0], seeds.faint[:, 1]
    shared_speech = _spoken(x)[i] & _spoken(y)[j] & (seeds.faint_cosine > 0.5)
    cosine = np.where(shared_speech, 0, np.minimum(seeds.faint_cosine, _CEILING))
    length = np.minimum(np.diff(x.firsts)[i], np.diff(y.firsts)[j])
    worth = cosine - settings.chain_floor
    gains = np.full((len(x.firsts) - 1, len(y.firsts) - 1), -settings.chain_floor, np.float32)
    gains[i, j] = np.where(worth > 0, worth * np.minimum(1, length / _FULL), worth)
    return gains


def _spoken(x: Segmented) -> NDArray[np.bool_]:
    """Which sentences stand mostly inside quotation marks."""
    quoted = np.concatenate([[0], np.cumsum(x.quoted)])
    inside: NDArray[np.bool_] = 2 * np.diff(quoted[x.firsts]) > np.diff(x.firsts)
    return inside


def _share(x: Segmented, sentences: NDArray[np.int32]) -> float:
    lengths = np.diff(x.firsts)
    return float(lengths[np.unique(sentences)].sum() / max(lengths.sum(), 1))


def _convincing(a: Indexed, b: Indexed, pairs: Pairs, share_a: float, share_b: float, settings: Aligning) -> bool:
    """Whether a chain runs through most of both texts, or through most of one that sums up the other."""
    x, y = a.segmented, b.segmented
    count = min(len(np.unique(pairs[:, 0])), len(np.unique(pairs[:, 1])))
    if min(share_a, share_b) >= settings.chain_share and count >= settings.chain_sentences:
        return max(_news(a, b), _news(b, a)) <= settings.chain_news
    shorter, longer, share = (a, b, share_a) if len(x) < len(y) else (b, a, share_b)
    words, source_words = len(shorter.segmented), len(longer.segmented)
    return (
        share >= settings.summary_chain
        and source_words >= settings.summary_ratio_told * words
        and words >= settings.summary_words_min
        and _news(shorter, longer) <= (settings.chain_news if share >= settings.summary_full else settings.summary_news)
    )


def _news(one: Indexed, other: Indexed) -> float:
    """The share of the names and numbers of `one` that it alone has; texts that have none prove nothing."""
    return news(one, other) / len(one.facts) if len(one.facts) else 1.0
