"""The order in which pairs are screened: tile by tile, so that an article is seldom prepared again.

Articles are cut into tiles of bounded size in their own order, and pairs of two tiles are screened together. Tiles of
B are passed forwards for one tile of A and backwards for the next, so that the last one is still in memory.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from dupdetect.records import Article, Pair

_TILE = 14_000_000
"""Characters of the articles of a tile; two tiles fit into the cache of a comparer."""


def order_by_tile(pairs: Sequence[Pair], articles: Sequence[Article]) -> NDArray[np.intp]:
    """The places of `pairs` in the order in which they should be screened.

    Args:
        articles: all articles that the pairs name, each once.
    """
    sizes = np.fromiter((len(article.text) for article in articles), np.int64, len(articles))
    tiles = (np.cumsum(sizes) // _TILE).tolist()
    if not tiles or tiles[-1] == 0:
        return np.arange(len(pairs))
    tile_of = {article.id: tile for article, tile in zip(articles, tiles, strict=True)}
    both = np.array([(tile_of[pair.a], tile_of[pair.b]) for pair in pairs], np.int64).reshape(-1, 2)
    first, second = both.min(axis=1), both.max(axis=1)
    order: NDArray[np.intp] = np.lexsort((np.where(first % 2, -second, second), first))
    return order
