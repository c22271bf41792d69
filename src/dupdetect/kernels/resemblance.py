"""Which sentences of a text may resemble one of another, by products that are added up stem by stem.

Most sentences of two unrelated texts resemble none. Adding all products of two texts into one table takes a fraction of
the time of looking up the stems of each sentence, and the sums differ from those of `seeds.similar_sentences` by
rounding alone. So the table says which sentences are worth that.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from dupdetect.kernels.compiled import compile_kernel

CELLS = 65_536
"""Most sentences of A times sentences of B that the table takes; it stays in the processor's cache."""

SLACK = 1.001
"""Factor of an upper bound of a cosine: far more than single precision can be off."""


@compile_kernel
def may_resemble(a: Any, b: Any, rarity: Any, floor: float) -> Any:
    """Mark the sentences of A whose TF-IDF cosine with a sentence of B may exceed `floor`; all of long texts.

    `a` and `b` are (norms, distinct stems, rows, holders, weights) each, as `seeds.similar_sentences` takes those of B.
    """
    (norms_a, stems_a, rows_a, holders_a, weights_a), (norms_b, stems_b, rows_b, holders_b, weights_b) = a, b
    n, m = len(norms_a), len(norms_b)
    if n * m > CELLS or floor <= 0:
        return np.ones(n, np.bool_)
    products = np.zeros((n, m), np.float32)
    x = y = 0
    while x < len(stems_a) and y < len(stems_b):
        stem, other = stems_a[x], stems_b[y]
        if stem == other:
            square = rarity[stem] * rarity[stem]
            for p in range(rows_a[x], rows_a[x + 1]):
                row, weight = products[holders_a[p]], weights_a[p] * square
                for q in range(rows_b[y], rows_b[y + 1]):
                    row[holders_b[q]] += weight * weights_b[q]
        x += int(stem <= other)  # as a sum, because a branch would be unpredictable
        y += int(other <= stem)
    marked = np.zeros(n, np.bool_)
    for i in range(n):
        least = np.float32(floor / SLACK) * norms_a[i]
        exceeds = False
        for j in range(m):
            exceeds |= products[i, j] > least * norms_b[j]
        marked[i] = exceeds
    return marked
