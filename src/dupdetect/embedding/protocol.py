"""The interface of embedders, so that models of other packages can be used."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray


class Embedder(Protocol):
    """A model that turns texts into vectors. Texts that mean the same have a cosine near 1.

    Attributes:
        name: what findings call it.
        digest: a digest of its weights. Vectors of models with different digests do not compare.
        languages: ISO 639-1 codes of the languages that it can tell meaning in; empty if unknown.
    """

    @property
    def name(self) -> str: ...

    @property
    def digest(self) -> str: ...

    @property
    def languages(self) -> frozenset[str]: ...

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """The vectors of n texts: float32, n x d, each of unit length.

        Equal lists of texts must give equal vectors, else engines would disagree.
        """
        ...
