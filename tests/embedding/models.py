"""Small models for tests, so that few tests wait for the real one."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray


class WordModel:
    """A text is the sum of directions, one a word: texts with the same words have the same vector."""

    def __init__(self, dimensions: int = 64) -> None:
        self._dimensions = dimensions

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        return np.array([self._add_words(text) for text in texts], np.float32)

    def _add_words(self, text: str) -> NDArray[np.float64]:
        total = np.zeros(self._dimensions)
        for word in text.lower().split():
            seed = int.from_bytes(hashlib.sha256(word.strip(".,").encode()).digest()[:4], "big")
            total += np.random.default_rng(seed).normal(size=self._dimensions)
        return total


class BrokenModel:
    """Gives one vector too few."""

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        return np.ones((len(texts) - 1, 4), np.float32)
