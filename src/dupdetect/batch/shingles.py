"""An article as shingles that all processes and machines hash alike.

The numbers of words differ from process to process, so the shingles of alignment cannot be counted across workers.
"""

from __future__ import annotations

from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from dupdetect.batch.counting import SHINGLE, Hashes, mark_stretches
from dupdetect.batch.passages import MarkedArticle
from dupdetect.records import Article, Span
from dupdetect.records.batches import Segmented
from dupdetect.settings import Settings
from dupdetect.text import Vocabulary, segment_article

_FACTOR = np.uint64(0x9E3779B97F4A7C15)

_STEMS = 1_000_000
"""Stems after which words are numbered anew, so that memory does not grow with a crawl's misspellings."""


class ArticleWords(Protocol):
    """Articles cut into numbered words, and hashes of these words."""

    def segment(self, article: Article) -> Segmented:
        """The words of an article; boilerplate is left out."""

    def hash_words(self, numbers: NDArray[np.int32]) -> Hashes:
        """A hash of the spelling of each word of the article that was cut last, the same in every process."""


class Shingler:
    """Cuts articles into shingles; can be sent to workers.

    Args:
        recurring: lines that are boilerplate because unrelated articles of the batch hold them.
        words: articles that this process has cut into words already; None cuts them anew, as other processes do.
    """

    def __init__(self, settings: Settings, recurring: frozenset[str], words: ArticleWords | None = None) -> None:
        self._settings = settings
        self._recurring = recurring
        self._words = words or _NewWords(settings, recurring)

    def __reduce__(self) -> tuple[type[Shingler], tuple[Settings, frozenset[str]]]:
        return type(self), (self._settings, self._recurring)

    def hash_article(self, article: Article) -> Hashes:
        """The distinct shingles of an article, ascending; boilerplate is left out."""
        return np.unique(self._hash_words(self._words.segment(article)))

    def mark_article(self, article: Article, common: Hashes) -> MarkedArticle:
        """Where an article holds common shingles; `common` is ascending."""
        segmented = self._words.segment(article)
        hashes = self._hash_words(segmented)
        stretches = mark_stretches(hashes, common, self._settings.batch)
        starts, ends = segmented.starts, segmented.ends
        places = stretches.places
        return MarkedArticle(
            id=article.id,
            spans=tuple(Span(int(starts[first]), int(ends[last - 1])) for first, last in stretches.words),
            shingles=hashes[places],
            places=places,
            starts=starts[places],
            ends=ends[places + SHINGLE - 1],
        )

    def _hash_words(self, segmented: Segmented) -> Hashes:
        """The hash of every run of `SHINGLE` words, by its first word."""
        return hash_shingles(self._words.hash_words(segmented.words))


class _NewWords:
    """Articles that are cut into words when somebody asks for them."""

    def __init__(self, settings: Settings, recurring: frozenset[str]) -> None:
        self._settings = settings.segmenting
        self._recurring = recurring
        self._vocabulary = Vocabulary(self._settings.language)

    def segment(self, article: Article) -> Segmented:
        if self._vocabulary.stems > _STEMS:
            self._vocabulary = Vocabulary(self._settings.language)
        return segment_article(article, self._vocabulary, self._settings, self._recurring)

    def hash_words(self, numbers: NDArray[np.int32]) -> Hashes:
        return self._vocabulary.hash_words(numbers)


def hash_shingles(words: NDArray[np.uint64]) -> Hashes:
    """The hash of every run of `SHINGLE` hashed words, by its first word."""
    count = max(len(words) - SHINGLE + 1, 0)
    hashes = np.zeros(count, np.uint64)
    for step in range(SHINGLE):
        hashes = (hashes ^ words[step : step + count]) * _FACTOR
        hashes ^= hashes >> np.uint64(29)
    return hashes
