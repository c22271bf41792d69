"""Texts to vectors of what they mean, for every engine: one text after the other, so that batches change nothing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from dupdetect.embedding import (
    Embedder,
    SentenceEncoder,
    find_registered,
    find_sentences,
    load_embedder,
    mean_vector,
    share_registered,
)
from dupdetect.engines.faults import describe_fault
from dupdetect.errors import DupdetectError
from dupdetect.records import Article
from dupdetect.records.batches import TextVectors
from dupdetect.settings import Settings
from dupdetect.text import Vocabulary, segment_article


class EncodedTexts(NamedTuple):
    """The vectors of a batch of texts; and by row, why a text has none."""

    vectors: TextVectors
    faults: dict[int, str]


class TextEncoder:
    """Encodes batches of texts; can be pickled.

    A text with fewer sentences than meaning can judge gets no vector, and so no candidates by meaning.
    """

    def __init__(self, settings: Settings, registered: Embedder | None = None) -> None:
        share_registered(registered)
        self._settings = settings
        meaning = settings.meaning
        self._least = min(meaning.retold_sentences, meaning.translated_sentences)
        self._encoder: SentenceEncoder | None = None

    def __reduce__(self) -> tuple[type[TextEncoder], tuple[Settings, Embedder | None]]:
        return type(self), (self._settings, find_registered(self._settings.meaning.model))

    def __call__(self, texts: Sequence[str]) -> EncodedTexts:
        """The vectors of texts."""
        self._encoder = self._encoder or SentenceEncoder(load_embedder(self._settings.meaning.model))
        vocabulary = Vocabulary(self._settings.segmenting.language)
        rows: list[NDArray[np.int8]] = []
        languages: list[str] = []
        faults: dict[int, str] = {}
        for row, text in enumerate(texts):
            try:
                vector, language = self._encode_text(text, vocabulary, self._encoder)
            except DupdetectError:
                raise
            except Exception as error:
                vector, language = np.zeros(1, np.int8), ""
                faults[row] = describe_fault("cannot be compared by meaning", error)
            rows.append(vector)
            languages.append(language)
        return EncodedTexts(TextVectors(stack_rows(rows), tuple(languages)), faults)

    def _encode_text(self, text: str, vocabulary: Vocabulary, encoder: SentenceEncoder) -> tuple[NDArray[np.int8], str]:
        segmented = segment_article(Article("", text), vocabulary, self._settings.segmenting)
        spans, _ = find_sentences(segmented)
        if len(spans) < self._least:
            return np.zeros(1, np.int8), segmented.language
        return mean_vector(encoder.encode(segmented)), segmented.language


def stack_rows(rows: Sequence[NDArray[np.int8]]) -> NDArray[np.int8]:
    """Vectors as rows of one array; shorter ones, which stand for texts without a vector, are zero."""
    stacked = np.zeros((len(rows), max(map(len, rows), default=1)), np.int8)
    for i, row in enumerate(rows):
        stacked[i, : len(row)] = row
    return stacked


def join_vectors(parts: Iterable[EncodedTexts]) -> tuple[TextVectors, dict[int, str]]:
    """The vectors of all parts, row by row; and the faults by row."""
    rows: list[NDArray[np.int8]] = []
    languages: list[str] = []
    faults: dict[int, str] = {}
    for vectors, failed in parts:
        faults |= {len(languages) + row: reason for row, reason in failed.items()}
        rows += list(vectors.values)
        languages += vectors.languages
    return TextVectors(stack_rows(rows), tuple(languages)), faults
