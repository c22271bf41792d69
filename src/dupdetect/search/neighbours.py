"""The channel of meaning: each text's nearest ones by their vectors, in its own language and in others.

The search is exact. It multiplies tiles of vectors, each pair of texts once, and looks only at products that reach the
least of a text's nearest so far. It grows with the square of the articles, but up to a million it costs less than
encoding them, so an approximate index would save little and find less (docs/internals.md has the figures). Products of
vectors are whole numbers and ties fall to the first article, so every engine finds the same pairs.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from itertools import chain, combinations
from math import ceil
from typing import NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from dupdetect.records.batches import TextVectors
from dupdetect.search.arrays import Packed
from dupdetect.settings import Meaning
from dupdetect.streams import map_ordered

_SCALE = 127**2
"""The product of a vector with itself."""

_TILE = 1024
"""Texts that are multiplied with as many others at once: 4 MB of products."""

_CHUNK = 16_384
"""Texts that are multiplied with the questions to an archive at once."""

_SAME, _OTHER = 0, 1
"""The two lists of a text's nearest: in its own language, and in others."""

Rows: TypeAlias = NDArray[np.int64]
Products: TypeAlias = NDArray[np.float32]


class Tile(NamedTuple):
    """Rows of texts of one language, ascending."""

    language: int
    rows: Rows


class Hits(NamedTuple):
    """Products that may be among the greatest of a text.

    Attributes:
        rows: the text that each belongs to.
        others: the text that it was multiplied with.
    """

    rows: Rows
    others: Rows
    products: Products


class Ranking:
    """The nearest of each text so far, in one of its two lists. The order of `add` does not change the outcome.

    Args:
        texts: how many are ranked.
        others: how many they are compared with.
    """

    def __init__(self, texts: int, others: int, settings: Meaning) -> None:
        self._others = others
        self._least = ceil(settings.nearness * _SCALE)
        self._keys = np.full((texts, settings.neighbours), -1, np.int64)  # ordered by product, then by the first text
        self.floors = np.full(texts, self._least, np.float32)
        """The least product that each text still takes."""

    def add(self, hits: Hits) -> None:
        """Rank more products; those below a text's floor must not be among them."""
        if not len(hits.rows):
            return
        keys = hits.products.astype(np.int64) * self._others + (self._others - 1 - hits.others)
        order = np.lexsort((-keys, hits.rows))
        rows, firsts, places = np.unique(hits.rows[order], return_index=True, return_inverse=True)
        ranks = np.arange(len(order)) - firsts[places]
        best = ranks < self._keys.shape[1]
        fresh = np.full((len(rows), self._keys.shape[1]), -1, np.int64)
        fresh[places[best], ranks[best]] = keys[order][best]
        merged = -np.sort(-np.hstack([self._keys[rows], fresh]), axis=1)[:, : self._keys.shape[1]]
        self._keys[rows] = merged
        self.floors[rows] = np.maximum(merged[:, -1] // self._others, self._least)

    def list_pairs(self) -> Rows:
        """Each text with each of its nearest, as rows of two."""
        rows, ranks = np.nonzero(self._keys >= 0)
        return np.stack([rows, self._others - 1 - self._keys[rows, ranks] % self._others], axis=1)


def find_neighbours(texts: TextVectors, settings: Meaning, jobs: int = 1) -> Packed:
    """The pairs of rows in which one is among the nearest of the other, ascending.

    Args:
        jobs: threads; the pairs do not depend on it.
    """
    count = len(texts.languages)
    rankings = [Ranking(count, count, settings) for _ in (_SAME, _OTHER)]
    tiles = list(_cut_tiles(texts))
    # A tile meets itself first: the floors that it gets there keep most of its later products out.
    meetings = chain(zip(tiles, tiles, strict=True), combinations(tiles, 2))
    for kind, hits in map_ordered(partial(_multiply, texts.values, rankings), meetings, jobs):
        for part in hits:
            rankings[kind].add(part)
    near = np.concatenate([ranking.list_pairs() for ranking in rankings])
    low, high = np.sort(near.T, axis=0).astype(np.uint64)
    return np.unique(low << np.uint64(32) | high)


def find_nearest(
    queries: TextVectors, texts: TextVectors, settings: Meaning, own: int | None = None
) -> NDArray[np.int64]:
    """The nearest texts of each query, as pairs of query and text: `settings.neighbours` at most in the query's own
    language, and as many in others; each at least `settings.nearness` near.

    Args:
        own: the row of the text that the queries are not compared with, because it is the one that is asked about.
    """
    asked, there = (np.array(side.languages) for side in (queries, texts))
    values = queries.values.astype(np.float32)
    rankings = [Ranking(len(asked), len(there), settings) for _ in (_SAME, _OTHER)]
    for start in range(0, len(there), _CHUNK):
        part = slice(start, start + _CHUNK)
        products = values @ texts.values[part].astype(np.float32).T
        if own is not None and start <= own < start + products.shape[1]:
            products[:, own - start] = -1
        same = asked[:, None] == there[part][None]
        for ranking, chosen in zip(rankings, (same, ~same), strict=True):
            rows, columns = np.nonzero(chosen & (products >= ranking.floors[:, None]))
            ranking.add(Hits(rows, start + columns, products[rows, columns]))
    return np.concatenate([ranking.list_pairs() for ranking in rankings])


def _cut_tiles(texts: TextVectors) -> Iterator[Tile]:
    """The rows of all texts that have a vector, language by language."""
    has_vector = texts.values.any(axis=1)
    languages = np.array(texts.languages)
    for code, language in enumerate(np.unique(languages)):
        rows = np.flatnonzero(has_vector & (languages == language))
        yield from (Tile(code, rows[start : start + _TILE]) for start in range(0, len(rows), _TILE))


def _multiply(
    values: NDArray[np.int8], rankings: list[Ranking], tiles: tuple[Tile, Tile]
) -> tuple[int, tuple[Hits, ...]]:
    """Which of a text's lists two tiles belong to, and their products that may enter it.

    Floors may rise meanwhile: then more products are returned than needed.
    """
    ours, theirs = tiles
    kind = _SAME if ours.language == theirs.language else _OTHER
    floors = rankings[kind].floors
    products = values[ours.rows].astype(np.float32) @ values[theirs.rows].astype(np.float32).T
    if ours is theirs:
        np.fill_diagonal(products, -1)
    hits = _take_hits(ours, theirs, products, products >= floors[ours.rows][:, None])
    if ours is theirs:
        return kind, (hits,)
    mirrored = _take_hits(ours, theirs, products, products >= floors[theirs.rows][None])
    return kind, (hits, Hits(mirrored.others, mirrored.rows, mirrored.products))


def _take_hits(ours: Tile, theirs: Tile, products: Products, chosen: NDArray[np.bool_]) -> Hits:
    """The chosen products, with their texts."""
    places = np.flatnonzero(chosen)  # far faster than `nonzero` of two dimensions
    rows, columns = np.divmod(places, products.shape[1])
    return Hits(ours.rows[rows], theirs.rows[columns], products[rows, columns])
