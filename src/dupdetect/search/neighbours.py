"""The channel of meaning: each text's nearest ones by their vectors, in its own language and in others.

The search is exact, block by block. It grows with the square of the articles, but at a million it costs as much as
encoding them does, so an approximate index would save little and find less. Products of vectors are whole numbers and
ties fall to the first article, so every engine finds the same pairs.
"""

from __future__ import annotations

from functools import partial

import numpy as np
from numpy.typing import NDArray

from dupdetect.records.batches import TextVectors
from dupdetect.search.arrays import Packed
from dupdetect.settings import Meaning
from dupdetect.streams import map_ordered

_SCALE = 127**2
"""The product of a vector with itself."""

_QUERIES, _CHUNK = 256, 16_384
"""Texts whose neighbours are looked for at once, and texts among which they are: 50 MB of products."""

Keys = NDArray[np.int64]


def find_neighbours(texts: TextVectors, settings: Meaning, jobs: int = 1) -> Packed:
    """The pairs of rows in which one is among the nearest of the other, ascending.

    Args:
        jobs: threads; the pairs do not depend on it.
    """
    blocks = range(0, len(texts.languages), _QUERIES)
    find = partial(_pair_block, texts, settings)
    parts = list(map_ordered(find, blocks, jobs))
    return np.unique(np.concatenate([np.empty(0, np.uint64), *parts]))


def find_nearest(
    queries: TextVectors, texts: TextVectors, settings: Meaning, first: int | None = None
) -> NDArray[np.int64]:
    """The nearest texts of each query, as pairs of query and text: `settings.neighbours` at most in the query's own
    language, and as many in others; each at least `settings.nearness` near.

    Args:
        first: the row of the first query among the texts, if the queries are some of them; none is its own neighbour.
    """
    codes = {language: i for i, language in enumerate(sorted({*queries.languages, *texts.languages}))}
    asked = np.array([codes[language] for language in queries.languages], np.int64)
    there = np.array([codes[language] for language in texts.languages], np.int64)
    values = queries.values.astype(np.float32)
    best: list[list[Keys]] = [[], []]
    for start in range(0, len(there), _CHUNK):
        part = slice(start, start + _CHUNK)
        products = (values @ texts.values[part].astype(np.float32).T).astype(np.int64)
        if first is not None:
            _forget_themselves(products, first - start)
        same = asked[:, None] == there[part][None]
        for keys, chosen in zip(best, (same, ~same), strict=True):
            keys.append(_take_best(np.where(chosen, products, -1), start, len(there), settings.neighbours))
    return np.concatenate([_list_near(np.hstack(keys), len(there), settings) for keys in best if keys])


def _pair_block(texts: TextVectors, settings: Meaning, start: int) -> Packed:
    """The pairs of a block of texts with their neighbours."""
    stop = start + _QUERIES
    queries = TextVectors(texts.values[start:stop], texts.languages[start:stop])
    near = find_nearest(queries, texts, settings, start)
    low, high = np.sort(np.stack([near[:, 0] + start, near[:, 1]]), axis=0).astype(np.uint64)
    packed: Packed = low << np.uint64(32) | high
    return packed


def _forget_themselves(products: Keys, shift: int) -> None:
    """Set the product of each query with itself, `shift` columns right of the diagonal, below all others."""
    rows = np.arange(len(products))
    inside = (rows + shift >= 0) & (rows + shift < products.shape[1])
    products[rows[inside], rows[inside] + shift] = -1


def _take_best(products: Keys, start: int, count: int, most: int) -> Keys:
    """The keys of the `most` greatest products of each row. A key orders by product, then by the text's place."""
    places = start + np.arange(products.shape[1])
    keys = products * count + (count - 1 - places)
    if most < keys.shape[1]:
        keys = -np.partition(-keys, most - 1, axis=1)[:, :most]
    best: Keys = keys
    return best


def _list_near(keys: Keys, count: int, settings: Meaning) -> Keys:
    """The pairs of query and text of the greatest keys that are near enough."""
    best = _keep_greatest(keys, settings.neighbours)
    products, places = best // count, count - 1 - best % count
    rows, columns = np.nonzero(products >= settings.nearness * _SCALE)
    return np.stack([rows, places[rows, columns]], axis=1)


def _keep_greatest(keys: Keys, most: int) -> Keys:
    greatest: Keys = -np.sort(-keys, axis=1)[:, :most]
    return greatest
