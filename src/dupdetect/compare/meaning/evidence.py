"""Sentences as vectors to the figures of a pair: margins, order and partners.

The margin of a sentence is its best cosine with the other text less the mean of its next three. In a rewrite a sentence
has one partner. Two reports of one event share the topic in every sentence: their cosines are high, their margins low.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from dupdetect.embedding import SCALE, SentenceVectors
from dupdetect.records import MeaningEvidence, SentenceMatch
from dupdetect.records.batches import Agreement, Segmented

_NEXT = 3
"""Cosines after the best one that its margin is taken from."""

_CLEAR = 0.1
"""Least mean of the margins of two sentences that are shown as partners."""

_PLACES = 4
"""Decimal places; further ones differ between processors."""

Cosines = NDArray[np.float64]


class _Side(NamedTuple):
    """One text against the other, sentence by sentence."""

    best: NDArray[np.intp]
    cosines: NDArray[np.float64]
    margins: NDArray[np.float64]


def measure_meaning(a: SentenceVectors, b: SentenceVectors, agreement: Agreement, model: str) -> MeaningEvidence:
    """The figures of two articles; each must have a sentence or more.

    Args:
        agreement: how far their facts agree.
        model: the name of the model that encoded the sentences.
    """
    cosines = multiply(a, b)
    ours, theirs = _look_across(cosines), _look_across(np.ascontiguousarray(cosines.T))
    partners = [(i, j) for i, j in enumerate(ours.best.tolist()) if theirs.best[j] == i]
    return MeaningEvidence(
        model=model,
        language_a=a.language,
        language_b=b.language,
        sentences_a=len(a),
        sentences_b=len(b),
        margin_a=_round(ours.margins.mean()),
        margin_b=_round(theirs.margins.mean()),
        cosine=_round(max(min(ours.cosines.mean(), theirs.cosines.mean()), 0.0)),
        order=_round(_share_in_order(partners)),
        held_a=_round(agreement.held_a),
        held_b=_round(agreement.held_b),
        facts=_round(min(agreement.weight_a, agreement.weight_b)),
        matches=tuple(
            _match_spans(a.spans[i].tolist(), b.spans[j].tolist(), cosines[i, j])
            for i, j in partners
            if (ours.margins[i] + theirs.margins[j]) / 2 >= _CLEAR
        ),
    )


def _match_spans(a: Sequence[int], b: Sequence[int], cosine: float) -> SentenceMatch:
    return SentenceMatch(a[0], a[1], b[0], b[1], _round(max(cosine, 0.0)))


def multiply(a: SentenceVectors, b: SentenceVectors) -> Cosines:
    """The cosines of all sentences of A with all of B. The products are whole numbers, so they are exact."""
    products = a.vectors.astype(np.float32) @ b.vectors.astype(np.float32).T
    exact: Cosines = products.astype(np.float64) / SCALE**2
    return exact


def mark_matched(article: Segmented, spans: Sequence[tuple[int, int]]) -> NDArray[np.bool_]:
    """Which words of an article stand in some of the spans."""
    marked = np.zeros(len(article), np.bool_)
    for start, end in spans:
        marked[slice(*np.searchsorted(article.starts, np.array((start, end), article.starts.dtype)))] = True
    return marked


def _look_across(cosines: Cosines) -> _Side:
    """Of each row: its best column, the cosine there, and how far it exceeds the next ones."""
    ordered = np.sort(cosines, axis=1)
    best = ordered[:, -1]
    following = ordered[:, -1 - _NEXT : -1]
    margins = best - following.mean(axis=1) if following.shape[1] else np.zeros(len(best))
    return _Side(cosines.argmax(axis=1), best, margins)


def _share_in_order(partners: list[tuple[int, int]]) -> float:
    """The share of neighbouring partners that keep their order; 0 for a single pair, which has none."""
    steps = [left < right for (_, left), (_, right) in pairwise(partners)]
    return sum(steps) / len(steps) if steps else 0.0


def _round(figure: float) -> float:
    return round(float(figure), _PLACES)
