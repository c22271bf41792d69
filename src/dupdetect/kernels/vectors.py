"""Term counts of sentences for alignment, in compressed sparse rows, by sentence and by stem."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise
from typing import Any

import numpy as np

from dupdetect.kernels.compiled import compile_kernel
from dupdetect.kernels.mixing import U64
from dupdetect.kernels.order import sorted_by_bits


@compile_kernel
def by_sentence(firsts: Any, stems: Any) -> Any:
    """The distinct stems of each sentence, in order of their first word, with their counts.

    Sentence i has the words `firsts[i]:firsts[i + 1]`. Returns the stems of all sentences one after the other; the
    start of each sentence in them, and the end; and the counts. Stems keep the order of the text, because sums of
    floats depend on the order, and the numbers of stems depend on which articles came before.
    """
    distinct_stems, counts = np.empty(len(stems), np.int32), np.empty(len(stems), np.int64)
    pointers = np.zeros(len(firsts), np.int32)
    n = 0
    for i in range(len(firsts) - 1):
        for k in range(firsts[i], firsts[i + 1]):
            at = pointers[i]
            while at < n and distinct_stems[at] != stems[k]:  # a search among few: sentences are of bounded length
                at += 1
            if at == n:
                distinct_stems[n], counts[n] = stems[k], 0
                n += 1
            counts[at] += 1
        pointers[i + 1] = n
    return distinct_stems[:n], pointers, counts[:n]


@by_sentence.as_plain
def _by_sentence(firsts: Any, stems: Any) -> Any:
    counted = [Counter(stems[start:end].tolist()) for start, end in pairwise(firsts.tolist())]
    pointers = np.cumsum([0, *map(len, counted)], dtype=np.int32)
    distinct_stems = np.array([stem for counts in counted for stem in counts], np.int32)
    return distinct_stems, pointers, np.array([count for counts in counted for count in counts.values()], np.int64)


@compile_kernel
def by_stem(pointers: Any, stems: Any, weights: Any) -> Any:
    """The rows of `by_sentence`, transposed.

    Returns the distinct stems, ascending; the start of each stem's sentences, and the end; these sentences, ascending;
    and the weight of the stem in each.
    """
    n = len(stems)
    keys, holders = np.empty(n, np.uint64), np.empty(n, np.int32)
    most = 1
    for i in range(len(pointers) - 1):
        for k in range(pointers[i], pointers[i + 1]):
            keys[k] = U64(stems[k]) << U64(32) | U64(k)
            holders[k] = i
            most = max(most, stems[k])
    high = 32
    while most > 0:
        most >>= 1
        high += 1
    order = sorted_by_bits(keys, np.empty(n, np.uint64), 32, high)
    distinct, rows = np.empty(n, np.int32), np.zeros(n + 1, np.int32)
    sentences, counts = np.empty(n, np.int32), np.empty(n, np.float32)
    count = 0
    for k in range(n):
        at = np.int64(order[k] & U64(0xFFFFFFFF))
        if k == 0 or stems[at] != distinct[count - 1]:
            distinct[count], rows[count] = stems[at], k
            count += 1
        sentences[k], counts[k] = holders[at], weights[at]
    rows[count] = n
    return distinct[:count].copy(), rows[: count + 1].copy(), sentences, counts


@compile_kernel
def distinct(values: Any, chosen: Any) -> Any:
    """The distinct values among those that the mask `chosen` selects, ascending."""
    ordered = np.sort(values[chosen])
    count = 0
    for k in range(len(ordered)):
        if k == 0 or ordered[k] != ordered[k - 1]:
            ordered[count] = ordered[k]
            count += 1
    return ordered[:count].copy()
