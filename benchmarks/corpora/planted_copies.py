"""A corpus of made-up articles with planted near duplicates, and the exact similarity of every planted pair.

Of 100 articles about 76 stand alone; the others are 8 families of an article and one to three edited copies of it, in
which 0 to 25 % of the words are replaced, removed or preceded by a new one. Families are spread over the corpus. The
text comes from `synthetic_corpus`; nothing of it is kept in the repository. The same arguments make the same bytes.
"""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator, Mapping
from itertools import combinations
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from benchmarks.corpora import stored_corpus
from benchmarks.corpora.synthetic_corpus import CLOSES, OPENS, STYLES, TextSource, Words
from benchmarks.places import BUILD

KEPT = BUILD / "planted"
FAMILIES = 0.08
RATES = (0.0, 0.005, 0.01, 0.02, 0.03, 0.05, 0.07, 0.10, 0.15, 0.25)
"""Shares of the words that an edit touches, each as frequent as the others."""
MEDIAN_WORDS, SPREAD, SHORTEST, LONGEST = 480, 0.45, 60, 4000
TYPESET = 0.8
"""Share of the articles with curly quotation marks, dashes and accents: what is not ASCII."""
SHINGLE = 5

Family = list[int]
"""The places of an article and its copies in the corpus, the article first."""


class Planter:
    """Draws the articles of a corpus in order, and notes how similar the members of families are."""

    def __init__(self, articles: int, seed: int, words: int = MEDIAN_WORDS) -> None:
        self.articles = articles
        self.planted: list[tuple[int, int, float]] = []
        self._random = np.random.default_rng([seed, articles])
        self._source = TextSource(seed)
        self._stock = _cut(self._source, self._random, words)
        self._family = {place: family for family in families(articles, self._random) for place in family}
        self._held: dict[int, tuple[Words, bool, list[NDArray[np.uint64]]]] = {}

    def __iter__(self) -> Iterator[str]:
        for place in range(self.articles):
            family = self._family.get(place)
            yield self._original() if family is None else self._member(place, family)

    def _original(self) -> str:
        return self._source.write_text(next(self._stock), plain=self._is_plain())

    def _is_plain(self) -> bool:
        return bool(self._random.random() >= TYPESET)

    def _member(self, place: int, family: Family) -> str:
        """The first of a family, or an edited copy of it."""
        if place == family[0]:
            words, plain = next(self._stock), self._is_plain()
            self._held[place] = words, plain, [shingles(words)]
            return self._source.write_text(words, plain)
        original, plain, known = self._held[family[0]]
        words = edit_words(original, self._random.choice(RATES), self._source, self._random)
        known.append(shingles(words))
        if place == family[-1]:
            self._compare(family, known)
            del self._held[family[0]]
        return self._source.write_text(words, plain)

    def _compare(self, family: Family, known: list[NDArray[np.uint64]]) -> None:
        for (a, left), (b, right) in combinations(zip(family, known, strict=True), 2):
            shared = len(np.intersect1d(left, right, assume_unique=True))
            self.planted.append((a, b, shared / (len(left) + len(right) - shared)))


def families(articles: int, random: np.random.Generator) -> Iterator[Family]:
    """Places of families of two to four, drawn without regard to each other; together about a quarter of all."""
    places = random.permutation(articles)
    taken = 0
    for size in random.integers(2, 5, int(articles * FAMILIES)).tolist():
        yield sorted(places[taken : taken + size].tolist())
        taken += size


def edit_words(words: Words, rate: float, source: TextSource, random: np.random.Generator) -> Words:
    """A copy in which about `rate` of the words were replaced, removed or preceded by a new one."""
    touched = random.random(len(words)) < rate
    kind = np.where(touched, random.integers(1, 4, len(words)), 0)
    replaced, preceded, removed = 1, 2, 3
    times = np.select([kind == preceded, kind == removed], [2, 0], 1)
    copy = np.repeat(words, times)
    last = np.cumsum(times) - 1
    new = np.concatenate([last[kind == replaced], last[kind == preceded] - 1])
    styles = np.where(np.arange(len(new)) < np.sum(kind == replaced), copy[new] % len(STYLES), 0)
    copy[new] = source.draw_words(len(new)) + styles
    return copy


def shingles(words: Words) -> NDArray[np.uint64]:
    """The distinct shingles of five words as 64-bit numbers; of a shorter text, the text as a whole."""
    numbers = (words // len(STYLES)).astype(np.uint64) + np.uint64(1)
    count = max(1, len(numbers) - SHINGLE + 1)
    keys = np.zeros(count, np.uint64)
    for i in range(min(SHINGLE, len(numbers))):
        keys = (keys ^ (keys >> np.uint64(29))) * np.uint64(0x9E3779B97F4A7C15) + numbers[i : i + count]
    return np.unique(keys)


def _cut(source: TextSource, random: np.random.Generator, median: int) -> Iterator[Words]:
    """Running text, cut into articles that begin and end as one should."""
    for block in source.blocks():
        start = 0
        while start + LONGEST < len(block):
            size = int(np.clip(random.lognormal(np.log(median), SPREAD), SHORTEST, LONGEST))
            words = block[start : start + size].copy()
            words[0] += OPENS - words[0] % len(STYLES)
            words[-1] += CLOSES - words[-1] % len(STYLES)
            yield words
            start += size


def plant(folder: Path, articles: int, seed: int, words: int = MEDIAN_WORDS) -> Mapping[str, object]:
    """Write a corpus for `corpus.Corpus` and say what it is."""
    planter = Planter(articles, seed, words)
    size = stored_corpus.write(folder, planter)
    stored_corpus.write_truth(folder, planter.planted)
    return {"articles": articles, "seed": seed, "bytes": size, "pairs": len(planter.planted)}


def plant_files(folder: Path, articles: int, seed: int, words: int = MEDIAN_WORDS) -> Mapping[str, object]:
    """Write a file an article."""
    size = 0
    for place, text in enumerate(Planter(articles, seed, words)):
        path = folder / f"{place // 1000:04}" / f"{place:07}.txt"
        path.parent.mkdir(parents=True, exist_ok=True)
        size += path.write_bytes(text.encode("utf-8"))
    return {"articles": articles, "seed": seed, "bytes": size}


def ensure_corpus(articles: int, seed: int = 1, files: bool = False) -> Path:
    """The folder of a corpus or of its files, in build/ of the checkout; made where it is not there yet."""
    folder = KEPT / f"{'files' if files else 'corpus'}-{articles}-{seed}"
    if not folder.exists():
        print(f"making {articles:,} articles in {folder}", file=sys.stderr)
        making = folder.with_name(f"{folder.name}.part")
        shutil.rmtree(making, ignore_errors=True)
        (plant_files if files else plant)(making, articles, seed)
        making.rename(folder)
    return folder
