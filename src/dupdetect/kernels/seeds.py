"""Where two articles may stand for each other: similar sentences, and common runs of words."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from dupdetect.kernels.compiled import compiled

CROWD = 256
"""A sentence that resembles more sentences than this says nothing about a place."""

COMMON = 1000
"""A stem in more sentences of a text than this says nothing about any of them."""


@compiled
def rarities(
    stems_a: Any, rows_a: Any, stems_b: Any, rows_b: Any, sentences: int, scale: float, rarity: Any, share: Any
) -> None:
    """Put the inverse sentence frequency log(N / n) of each stem of a pair into `rarity`.

    `share` gets it as a share of `scale`, the greatest possible, but no less than 0.1: word weights for boundaries.

    `stems_x` are the distinct stems of an article, ascending; the k-th stands in `rows_x[k + 1] - rows_x[k]` of its
    sentences; both articles together have `sentences`.
    """
    x = y = 0
    while x < len(stems_a) or y < len(stems_b):
        from_a = y == len(stems_b) or (x < len(stems_a) and stems_a[x] <= stems_b[y])
        from_b = x == len(stems_a) or (y < len(stems_b) and stems_b[y] <= stems_a[x])
        stem = stems_a[x] if from_a else stems_b[y]
        count = 0
        if from_a:
            count += rows_a[x + 1] - rows_a[x]
            x += 1
        if from_b:
            count += rows_b[y + 1] - rows_b[y]
            y += 1
        rarity[stem] = math.log(sentences / count)
        share[stem] = min(max(rarity[stem] / scale, 0.1), 1.0)


@compiled
def norms(pointers: Any, stems: Any, weights: Any, rarity: Any) -> Any:
    """The Euclidean length of each sentence's TF-IDF vector."""
    lengths = np.zeros(len(pointers) - 1, np.float32)
    for i in range(len(lengths)):
        for q in range(pointers[i], pointers[i + 1]):
            lengths[i] += (weights[q] * rarity[stems[q]]) ** 2
        lengths[i] = math.sqrt(lengths[i])
    return lengths


@compiled
def unpacked(found: Any) -> Any:
    """A list of (int, int, float, float) as an int32 and a float32 array of two columns each."""
    places, values = np.empty((len(found), 2), np.int32), np.empty((len(found), 2), np.float32)
    for k in range(len(found)):
        places[k, 0], places[k, 1], values[k, 0], values[k, 1] = found[k]
    return places, values


@compiled
def similar_sentences(a: Any, b: Any, rarity: Any, slot: Any, floor: float) -> Any:
    """Sentence pairs whose TF-IDF cosine exceeds `floor` and that share two stems or more.

    Stems in over `COMMON` sentences of B count in the norms alone; sentences of A in over `CROWD` pairs are left out.

    `a` is (pointers, stems, weights, norms): sentence i holds `stems[pointers[i]:pointers[i + 1]]` with term weights
    `weights`. `b` is (pointers, norms, distinct, rows, holders, held): the stem `distinct[k]` stands in the sentences
    `holders[rows[k]:rows[k + 1]]` with weights `held`. `slot` is a zero work array over all stems, and zero afterwards.
    Returns int32 n x 2, the sentences, and float32 n x 2, cosine and Dice coefficient.
    """
    pointers_a, stems_a, weights_a, norms_a = a
    pointers_b, norms_b, distinct, rows, holders, held = b
    for k in range(len(distinct)):
        slot[distinct[k]] = k + 1
    product, common = np.zeros(len(norms_b), np.float32), np.zeros(len(norms_b), np.int32)
    touched = np.empty(len(norms_b), np.int32)
    found = [(0, 0, 0.0, 0.0)]
    for i in range(len(norms_a)):
        met = 0
        for q in range(pointers_a[i], pointers_a[i + 1]):
            k = slot[stems_a[q]]
            weight = weights_a[q] * rarity[stems_a[q]] ** 2
            if k == 0 or rows[k] - rows[k - 1] > COMMON:
                continue
            for r in range(rows[k - 1], rows[k]):
                j = holders[r]
                if common[j] == 0:
                    touched[met] = j
                    met += 1
                common[j] += 1
                product[j] += weight * held[r]
        crowd = 0
        for q in range(met):
            j = touched[q]
            crowd += common[j] > 1 and product[j] > floor * norms_a[i] * norms_b[j]
        for q in range(met):
            j = touched[q]
            length = norms_a[i] * norms_b[j]
            if crowd <= CROWD and common[j] > 1 and product[j] > floor * length:
                stems = pointers_a[i + 1] - pointers_a[i] + pointers_b[j + 1] - pointers_b[j]
                found.append((i, int(j), float(product[j] / length), 2.0 * common[j] / stems))
            common[j] = 0
            product[j] = 0
    for k in range(len(distinct)):
        slot[distinct[k]] = 0
    return unpacked(found[1:])


@compiled
def too_frequent(hashes_a: Any, places_a: Any, hashes_b: Any, repeats: int) -> Any:
    """Which words of A begin a shingle that pairs up with those of B more than `repeats` times."""
    marked = np.zeros(len(hashes_a), np.bool_)
    x = y = 0
    while x < len(hashes_a):
        x_end = x
        while x_end < len(hashes_a) and hashes_a[x_end] == hashes_a[x]:
            x_end += 1
        while y < len(hashes_b) and hashes_b[y] < hashes_a[x]:
            y += 1
        times = 0
        while y < len(hashes_b) and hashes_b[y] == hashes_a[x]:
            times += 1
            y += 1
        if (x_end - x) * times > repeats:
            for p in range(x, x_end):
                marked[places_a[p]] = True
        x = x_end
    return marked


@compiled
def common_runs(
    hashes_a: Any, places_a: Any, words_a: Any, hashes_b: Any, places_b: Any, words_b: Any, least: int, repeats: int
) -> Any:
    """Maximal common runs of words, as rows (start in A, end in A, start in B, end in B).

    `hashes_x` are an article's shingle hashes, ascending, `places_x` where each begins. Runs have at least `least`
    words, and at least a shingle's. A shingle that pairs up more than `repeats` times is passed over: a run is found
    from the first of its shingles that does not.
    """
    passed = too_frequent(hashes_a, places_a, hashes_b, repeats)
    rows = [(np.int32(0), np.int32(0), np.int32(0), np.int32(0))]
    x = y = 0
    while x < len(hashes_a) and y < len(hashes_b):
        if hashes_a[x] < hashes_b[y]:
            x += 1
        elif hashes_a[x] > hashes_b[y]:
            y += 1
        else:
            x_end, y_end = x, y
            while x_end < len(hashes_a) and hashes_a[x_end] == hashes_a[x]:
                x_end += 1
            while y_end < len(hashes_b) and hashes_b[y_end] == hashes_b[y]:
                y_end += 1
            if not passed[places_a[x]]:
                for p in range(x, x_end):
                    i = places_a[p]
                    for q in range(y, y_end):
                        j = places_b[q]
                        back = 0
                        while i > back and j > back and words_a[i - back - 1] == words_b[j - back - 1]:
                            if not passed[i - back - 1]:
                                break
                            back += 1
                        if i > back and j > back and words_a[i - back - 1] == words_b[j - back - 1]:
                            continue
                        n = 0
                        while i + n < len(words_a) and j + n < len(words_b) and words_a[i + n] == words_b[j + n]:
                            n += 1
                        if n + back >= least:
                            rows.append((np.int32(i - back), np.int32(i + n), np.int32(j - back), np.int32(j + n)))
            x, y = x_end, y_end
    made = np.empty((len(rows) - 1, 4), np.int32)
    for k in range(1, len(rows)):
        made[k - 1, 0], made[k - 1, 1], made[k - 1, 2], made[k - 1, 3] = rows[k]
    return made


@compiled
def repeated_runs(a: Any, b: Any, passed: Any, least: int, size: int) -> Any:
    """Maximal common runs that `common_runs` cannot see, since all their shingles are too frequent.

    `a` and `b` are (hashes, places, words) each, `passed` is what `too_frequent` gives, `size` a shingle's words. The
    first occurrence of a shingle in A is held against the first in B, the second against the second, and so on,
    which finds texts that repeat themselves in linear time. Rows are as those of `common_runs`.
    """
    (hashes_a, places_a, words_a), (hashes_b, places_b, words_b) = a, b
    rows = [(0, 0, 0, 0)]
    y = 0
    for x in range(len(hashes_a)):
        first = x == 0 or hashes_a[x] != hashes_a[x - 1]
        while first and y < len(hashes_b) and hashes_b[y] < hashes_a[x]:
            y += 1
        if y == len(hashes_b) or hashes_b[y] != hashes_a[x]:
            continue
        i, j = int(places_a[x]), int(places_b[y])
        y += 1
        if not passed[i] or (i > 0 and j > 0 and words_a[i - 1] == words_b[j - 1]):
            continue
        n, seen = 0, False
        while i + n < len(words_a) and j + n < len(words_b) and words_a[i + n] == words_b[j + n]:
            n += 1
            seen = seen or (n >= size and not passed[i + n - size])
        if n >= least and not seen:
            rows.append((i, i + n, j, j + n))
    made = np.empty((len(rows) - 1, 4), np.int32)
    for k in range(1, len(rows)):
        made[k - 1, 0], made[k - 1, 1], made[k - 1, 2], made[k - 1, 3] = rows[k]
    return made


@compiled
def jaccard(hashes_a: Any, hashes_b: Any) -> float:
    """Jaccard similarity of two sets, given as ascending arrays that may repeat values; 0 when both are empty."""
    x = y = common = union = 0
    while x < len(hashes_a) or y < len(hashes_b):
        from_a = y == len(hashes_b) or (x < len(hashes_a) and hashes_a[x] <= hashes_b[y])
        from_b = x == len(hashes_a) or (y < len(hashes_b) and hashes_b[y] <= hashes_a[x])
        value = hashes_a[x] if from_a else hashes_b[y]
        while x < len(hashes_a) and hashes_a[x] == value:
            x += 1
        while y < len(hashes_b) and hashes_b[y] == value:
            y += 1
        union += 1
        if from_a and from_b:
            common += 1
    return common / union if union else 0.0


@compiled
def near_strong(blocks: Any, strong: Any, gap: int) -> Any:
    """Which blocks (rows a0, a1, b0, b1) are strong, or within `gap` words of a strong one on both sides.

    Blocks ascend by sentences of A, which do not overlap, so that only neighbours need a look.
    """
    keep = strong.copy()
    first = 0
    for i in range(len(blocks)):
        while blocks[first, 1] + gap < blocks[i, 0]:
            first += 1
        j = first
        while not keep[i] and j < len(blocks) and blocks[j, 0] - gap <= blocks[i, 1]:
            apart = max(blocks[i, 2] - blocks[j, 3], blocks[j, 2] - blocks[i, 3])
            keep[i] = strong[j] and apart <= gap
            j += 1
    return keep


@compiled
def linked(blocks: Any, gap_a: float, gap_b: float) -> Any:
    """Single linkage of blocks within `gap_a` and `gap_b` words: the smallest member of each block's group.

    Blocks ascend by their start in A, so that a sweep over A bounds the work.
    """
    n = len(blocks)
    parent = np.arange(n)
    reach = np.empty(n, np.int64)
    for i in range(n):
        reach[i] = blocks[i, 1] if i == 0 else max(reach[i - 1], blocks[i, 1])
    for i in range(n):
        for j in range(i - 1, -1, -1):
            if blocks[i, 0] - reach[j] > gap_a:
                break
            if blocks[i, 0] - blocks[j, 1] > gap_a:
                continue
            if max(blocks[i, 2] - blocks[j, 3], blocks[j, 2] - blocks[i, 3]) > gap_b:
                continue
            x, y = i, j
            while parent[x] != x:
                x = parent[x]
            while parent[y] != y:
                y = parent[y]
            parent[max(x, y)] = min(x, y)
    for i in range(n):
        root = i
        while parent[root] != root:
            root = parent[root]
        parent[i] = root
    return parent
