"""A corpus on disk as the benchmarks read it: one file of UTF-8, offsets into it, and the planted pairs.

texts.utf8    the articles, one after the other
offsets.npy   int64, articles + 1: where each begins, in bytes
pairs.npy     int64, pairs x 2: the members of each planted pair, the earlier article first
jaccard.npy   float64, pairs: their exact similarity, over shingles of five words
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

WORD = re.compile(r"[^\W_]+")

Pairs = NDArray[np.int64]
"""n x 2: places of articles, the lower first."""


class Corpus:
    """The articles and the planted pairs of a folder that `planted` wrote."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.offsets: NDArray[np.int64] = np.load(folder / "offsets.npy")
        self.pairs: Pairs = np.load(folder / "pairs.npy")
        self.jaccard: NDArray[np.float64] = np.load(folder / "jaccard.npy")

    def __len__(self) -> int:
        return len(self.offsets) - 1

    def __iter__(self) -> Iterator[str]:
        """The texts, read one after the other; the corpus is never in memory as a whole."""
        with (self._folder / "texts.utf8").open("rb") as file:
            for size in np.diff(self.offsets).tolist():
                yield file.read(size).decode("utf-8")

    @property
    def size(self) -> int:
        """Bytes of all texts."""
        return int(self.offsets[-1])

    def bytes(self) -> bytes:
        """All texts in one piece."""
        return (self._folder / "texts.utf8").read_bytes()

    def alike(self, least: float) -> set[tuple[int, int]]:
        """The planted pairs that are at least so similar."""
        return {(a, b) for a, b in self.pairs[self.jaccard >= least].tolist()}

    @cached_property
    def similarities(self) -> dict[tuple[int, int], float]:
        """The similarity of every planted pair."""
        return {(a, b): j for (a, b), j in zip(self.pairs.tolist(), self.jaccard.tolist(), strict=True)}


def write(folder: Path, texts: Iterable[str]) -> int:
    """Write the texts and their offsets; returns the bytes of all."""
    folder.mkdir(parents=True)
    offsets = [0]
    with (folder / "texts.utf8").open("wb") as file:
        for text in texts:
            offsets.append(offsets[-1] + file.write(text.encode("utf-8")))
    np.save(folder / "offsets.npy", np.array(offsets, np.int64))
    return offsets[-1]


def write_truth(folder: Path, planted: Sequence[tuple[int, int, float]]) -> None:
    """Write the planted pairs with their similarity."""
    np.save(folder / "pairs.npy", np.array([(a, b) for a, b, _ in planted], np.int64).reshape(-1, 2))
    np.save(folder / "jaccard.npy", np.array([j for _, _, j in planted], np.float64))


def ensure_records(folder: Path) -> Path:
    """The articles of a corpus as JSON lines, beside it; written where they are not there yet."""
    path = folder / "articles.jsonl"
    if not path.exists():
        part = path.with_suffix(".part")
        with part.open("w", encoding="utf-8") as out:
            for place, text in enumerate(Corpus(folder)):
                out.write(json.dumps({"id": str(place), "text": text}, ensure_ascii=False) + "\n")
        part.rename(path)
    return path


def shingles(text: str, words: int = 5) -> set[tuple[str, ...]]:
    """The shingles of a text as everybody here counts them: runs of letters and digits, lower-cased.

    Of a text with fewer words, the text as a whole.
    """
    found = WORD.findall(text.lower())
    return {tuple(found[i : i + words]) for i in range(max(1, len(found) - words + 1))}


def jaccard(a: str, b: str, words: int = 5) -> float:
    """The share of the shingles of two texts that both have."""
    left, right = shingles(a, words), shingles(b, words)
    return len(left & right) / len(left | right)
