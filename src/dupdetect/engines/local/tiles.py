"""The orders in which pairs are screened and compared, so that an article is seldom prepared again.

Pairs are screened tile by tile: articles are cut into tiles of bounded size in their own order, and pairs of two tiles
are screened together. Tiles of B are passed forwards for one tile of A and backwards for the next, so that the last one
is still in memory. The pairs that are left are few, and they are compared family by family.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from dupdetect.kernels import buckets

_TILES_CACHED = 2.4
"""Tiles that fit into the cache of a comparer: two, and what is left of a third."""


def order_by_tile(rows: NDArray[np.int32], sizes: NDArray[np.int64], cached: int) -> NDArray[np.intp]:
    """The places of pairs in the order in which they should be screened.

    Args:
        rows: n x 2, the rows of two articles in each pair.
        sizes: the characters of each article.
        cached: characters that the cache of a comparer takes.
    """
    in_pairs = np.zeros(len(sizes), np.bool_)
    in_pairs[rows] = True
    tiles = np.cumsum(np.where(in_pairs, sizes, 0)) // max(int(cached / _TILES_CACHED), 1)
    if not len(tiles) or tiles[-1] == 0:
        return np.arange(len(rows))
    both = tiles[rows]
    first, second = both.min(axis=1), both.max(axis=1)
    order: NDArray[np.intp] = np.lexsort((np.where(first % 2, -second, second), first))
    return order


def order_by_family(rows: NDArray[np.int32], places: Sequence[int]) -> Sequence[int]:
    """Some places of pairs, ordered so that pairs of articles that are connected through them stand together.

    Args:
        rows: n x 2, the rows of two articles in each pair.
    """
    chosen = np.asarray(places, np.intp)
    articles, numbers = np.unique(rows[chosen], return_inverse=True)
    lefts, rights = np.ascontiguousarray(numbers.reshape(-1, 2).T)
    families = buckets.components(len(articles), lefts, rights)
    ordered: list[int] = chosen[np.argsort(families[lefts], kind="stable")].tolist()
    return ordered


def cut_places(
    order: NDArray[np.intp], rows: NDArray[np.int32], sizes: NDArray[np.int64], most: int, largest: int
) -> Iterator[NDArray[np.intp]]:
    """Parts of `order` with up to `most` pairs; a part whose articles have reached `largest` takes no more.

    Args:
        rows: n x 2, the rows of two articles in each pair.
        sizes: the characters of each article, which counts once in a part, however many of its pairs it is in.
    """
    start = 0
    while start < len(order):
        part = order[start : start + most]
        met = rows[part].ravel()
        articles, firsts = np.unique(met, return_index=True)
        added = np.zeros(len(met), np.int64)
        added[firsts] = sizes[articles]
        part = part[: int(np.searchsorted(np.cumsum(added.reshape(-1, 2).sum(axis=1)), largest)) + 1]
        yield part
        start += len(part)
