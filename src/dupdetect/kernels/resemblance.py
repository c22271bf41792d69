"""Quick answers to what two texts may share, before it is looked for: most pairs of candidates share nothing.

Most sentences of two unrelated texts resemble none. Adding all products of two texts into one table takes a fraction of
the time of looking up the stems of each sentence, and the sums differ from those of `seeds.similar_sentences` by
rounding alone. So the table says which sentences are worth that. Most pairs also share no shingle, and looking hashes
up in a table takes a quarter of the time of merging two ascending arrays, in which each step waits for the one before.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from dupdetect.kernels.compiled import compile_kernel
from dupdetect.kernels.mixing import U64

CELLS = 65_536
"""Most sentences of A times sentences of B that the table takes; it stays in the processor's cache."""

PLACES = 65_536
"""Places of the table of hashes, a power of two. It stays in the processor's cache."""

_CROWDED = PLACES // 8
"""More hashes than this would share places too often."""

SLACK = 1.001
"""Factor of an upper bound of a cosine: far more than single precision can be off."""


@compile_kernel
def may_resemble(a: Any, b: Any, rarity: Any, slot: Any, floor: float) -> Any:
    """Mark the sentences of A whose TF-IDF cosine with a sentence of B may exceed `floor`; all of long texts.

    `a` and `b` are (norms, distinct stems, rows, holders, weights) each, as `seeds.similar_sentences` takes those of B.
    `slot` is an array over all stems: k + 1 for the k-th distinct stem of B, and 0 for stems that B lacks.
    """
    (norms_a, stems_a, rows_a, holders_a, weights_a), (norms_b, _, rows_b, holders_b, weights_b) = a, b
    n, m = len(norms_a), len(norms_b)
    if n * m > CELLS or floor <= 0:
        return np.ones(n, np.bool_)
    products = np.zeros((n, m), np.float32)
    for x in range(len(stems_a)):
        y = slot[stems_a[x]]
        if y == 0:
            continue
        square = rarity[stems_a[x]] * rarity[stems_a[x]]
        for p in range(rows_a[x], rows_a[x + 1]):
            row, weight = products[holders_a[p]], weights_a[p] * square
            for q in range(rows_b[y - 1], rows_b[y]):
                row[holders_b[q]] += weight * weights_b[q]
    marked = np.zeros(n, np.bool_)
    for i in range(n):
        least = np.float32(floor / SLACK) * norms_a[i]
        exceeds = False
        for j in range(m):
            exceeds |= products[i, j] > least * norms_b[j]
        marked[i] = exceeds
    return marked


@compile_kernel
def may_share(hashes_a: Any, hashes_b: Any, table: Any) -> Any:
    """Whether two ascending arrays of hashes may share one; true for long ones.

    `table` is a uint16 array of `PLACES` zeros, and zero afterwards.
    """
    if len(hashes_a) > _CROWDED:
        return True
    low = U64(PLACES - 1)
    for x in range(len(hashes_a)):
        table[hashes_a[x] & low] = x + 1
    shared = False
    for value in hashes_b:
        place = np.int64(table[value & low])
        if place and (
            hashes_a[place - 1] == value or hashes_a[np.searchsorted(hashes_a, value) % len(hashes_a)] == value
        ):
            shared = True
            break
    for value in hashes_a:
        table[value & low] = 0
    return shared
