"""An article's sentences as vectors of whole numbers, and one vector for the whole.

Whole numbers make cosines exact: a product of two vectors is a sum of whole numbers below 2 ** 24, which float32 holds
without rounding, in whatever order a BLAS adds them up. So every engine computes the same evidence, and
`compare(b, a)` mirrors `compare(a, b)`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from dupdetect.embedding.protocol import Embedder
from dupdetect.records.batches import Segmented

SCALE = 2000
"""Steps of a component between 0 and 1: half a step is a tenth of the model's own error."""

TEXT_SCALE = 127
"""The same for the vector of a whole text, which the search keeps in a byte a component."""

_MOST = 256
"""Sentences of an article that are encoded; more say nothing new, and work must stay bounded."""

_LONGEST = 600
"""Code points of a sentence that are encoded."""

_SHORTEST = 4
"""Words of a sentence; a shorter one, such as "He agreed.", means too little."""

_CLOSING = re.compile(r"[^\w\s]{0,3}")
"""Punctuation after the last word of a sentence."""


@dataclass(frozen=True, slots=True, eq=False)
class SentenceVectors:
    """The sentences of an article that carry its meaning; headings and boilerplate are left out.

    Attributes:
        spans: int32, n x 2; where each sentence stands in the text.
        words: int32, n; its words.
        vectors: int16, n x d; its vector, in steps of 1 / SCALE.
        language: ISO 639-1 code of the article's language.
    """

    spans: NDArray[np.int32]
    words: NDArray[np.int32]
    vectors: NDArray[np.int16]
    language: str

    def __len__(self) -> int:
        return len(self.words)


class SentenceEncoder:
    """Encodes articles one by one, so that the vectors of an article do not depend on what else is encoded."""

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder

    def encode(self, article: Segmented) -> SentenceVectors:
        """The sentences of an article as vectors."""
        spans, words = find_sentences(article)
        text = article.article.text
        texts = [text[start : min(end, start + _LONGEST)] for start, end in spans.tolist()]
        exact = self._embedder.encode(texts) if texts else np.empty((0, 1), np.float32)
        return SentenceVectors(spans, words, np.rint(exact * SCALE).astype(np.int16), article.language)


def mean_vector(sentences: SentenceVectors) -> NDArray[np.int8]:
    """The vector of a whole text: the mean of its sentences by words, at unit length, in steps of 1 / TEXT_SCALE."""
    total = sentences.words.astype(np.int64) @ sentences.vectors.astype(np.int64)  # whole numbers: exact in any order
    length = float(np.sqrt(np.square(total.astype(np.float64)).sum()))
    unit = total / length if length else np.zeros(total.shape)
    return np.rint(unit * TEXT_SCALE).astype(np.int8)


def find_sentences(article: Segmented) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """The spans and the words of the sentences that carry an article's meaning."""
    text = article.article.text
    spans, words = [], []
    for first, last in pairwise(article.firsts.tolist()):
        if last - first < _SHORTEST or article.aside[first:last].all():
            continue
        end = int(article.ends[last - 1])
        closing = _CLOSING.match(text, end)
        spans.append((int(article.starts[first]), closing.end() if closing else end))
        words.append(last - first)
        if len(spans) == _MOST:
            break
    return np.array(spans, np.int32).reshape(-1, 2), np.array(words, np.int32)
