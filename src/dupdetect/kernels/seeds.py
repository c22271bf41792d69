"""Where passages may begin: similar sentences, and common runs of words."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from dupdetect.kernels import by_numpy, resemblance
from dupdetect.kernels.compiled import compile_kernel

CROWD = 256
"""A sentence that is similar to more sentences than this is ignored."""

COMMON = 1000
"""A stem in more sentences of a text than this is ignored when sentences are compared."""


@compile_kernel
def rarities(
    stems_a: Any, rows_a: Any, stems_b: Any, rows_b: Any, sentences: int, scale: float, rarity: Any, share: Any
) -> None:
    """Write the inverse sentence frequency log(N / n) of each stem of a pair to `rarity`.

    `share` gets it divided by `scale`, the largest possible value, within 0.1 and 1: word weights for boundaries.

    `stems_x` are the distinct stems of an article, ascending; the k-th stands in `rows_x[k + 1] - rows_x[k]` of its
    sentences. Both articles together have `sentences` sentences.
    """
    by_count, share_of = np.full(sentences + 1, -1.0), np.zeros(sentences + 1)
    x = y = 0
    while x < len(stems_a) or y < len(stems_b):
        if x < len(stems_a) and y < len(stems_b):  # by sums, because branches would be unpredictable
            stem = min(stems_a[x], stems_b[y])
            in_a, in_b = int(stems_a[x] == stem), int(stems_b[y] == stem)
        else:
            in_a, in_b = int(x < len(stems_a)), int(y < len(stems_b))
            stem = stems_a[x] if in_a else stems_b[y]
        count = (rows_a[x + in_a] - rows_a[x]) + (rows_b[y + in_b] - rows_b[y])
        x += in_a
        y += in_b
        if by_count[count] < 0:
            by_count[count] = math.log(sentences / count)
            share_of[count] = min(max(float(np.float32(by_count[count])) / scale, 0.1), 1.0)
        rarity[stem] = by_count[count]
        share[stem] = share_of[count]


@compile_kernel
def norms(pointers: Any, stems: Any, weights: Any, rarity: Any) -> Any:
    """The Euclidean length of each sentence's TF-IDF vector."""
    lengths = np.zeros(len(pointers) - 1, np.float32)
    for i in range(len(lengths)):
        for q in range(pointers[i], pointers[i + 1]):
            lengths[i] += (weights[q] * rarity[stems[q]]) ** 2
        lengths[i] = math.sqrt(lengths[i])
    return lengths


@compile_kernel
def split_columns(rows: Any) -> Any:
    """A list of (int, int, float, float) as an int32 and a float32 array of two columns each."""
    places, values = np.empty((len(rows), 2), np.int32), np.empty((len(rows), 2), np.float32)
    for k in range(len(rows)):
        places[k, 0], places[k, 1], values[k, 0], values[k, 1] = rows[k]
    return places, values


@compile_kernel
def similar_sentences(a: Any, b: Any, rarity: Any, slot: Any, floor: float) -> Any:
    """Sentence pairs whose TF-IDF cosine exceeds `floor` and that share two stems or more.

    Stems in over `COMMON` sentences of B count in the norms only; sentences of A in over `CROWD` pairs are left out.

    `a` and `b` are (pointers, stems, weights, distinct, rows, holders, stem weights, norms): sentence i holds
    `stems[pointers[i]:pointers[i + 1]]` with term weights `weights`; the stem `distinct[k]` stands in the sentences
    `holders[rows[k]:rows[k + 1]]` with its weights. `slot` is a zero work array over all stems, and zero afterwards.
    Returns int32 n x 2, the sentences, and float32 n x 2, cosine and Dice coefficient.
    """
    pointers_a, stems_a, weights_a, norms_a = a[0], a[1], a[2], a[7]
    pointers_b, distinct, rows, holders, weights_b, norms_b = b[0], b[3], b[4], b[5], b[6], b[7]
    for k in range(len(distinct)):
        slot[distinct[k]] = k + 1
    worth = resemblance.may_resemble((norms_a, *a[3:7]), (norms_b, *b[3:7]), rarity, slot, floor)
    product, common = np.zeros(len(norms_b), np.float32), np.zeros(len(norms_b), np.int32)
    touched = np.empty(len(norms_b) + 1, np.int32)  # repeats are written behind the end, to avoid a branch
    cosine, dice = np.empty(len(norms_b), np.float32), np.empty(len(norms_b), np.float32)
    matches = [(0, 0, 0.0, 0.0)]
    for i in np.flatnonzero(worth):
        met = 0
        for q in range(pointers_a[i], pointers_a[i + 1]):
            k = slot[stems_a[q]]
            if k == 0 or rows[k] - rows[k - 1] > COMMON:
                continue
            weight = weights_a[q] * rarity[stems_a[q]] ** 2
            for r in range(rows[k - 1], rows[k]):
                j = holders[r]
                touched[met] = j
                met += common[j] == 0
                common[j] += 1
                product[j] += weight * weights_b[r]
        crowd = 0
        for q in range(met):
            j = touched[q]
            if common[j] > 1 and product[j] > floor * (norms_a[i] * norms_b[j]):
                touched[crowd] = j
                stems = pointers_a[i + 1] - pointers_a[i] + pointers_b[j + 1] - pointers_b[j]
                cosine[crowd], dice[crowd] = product[j] / (norms_a[i] * norms_b[j]), 2.0 * common[j] / stems
                crowd += 1
            common[j] = 0
            product[j] = 0
        if crowd <= CROWD:
            for q in range(crowd):
                matches.append((int(i), int(touched[q]), float(cosine[q]), float(dice[q])))
    for k in range(len(distinct)):
        slot[distinct[k]] = 0
    return split_columns(matches[1:])


@compile_kernel
def shared_hashes(hashes_a: Any, hashes_b: Any) -> Any:
    """The hashes that two ascending arrays share, as rows (first, end) in A and (first, end) in B.

    Branches on which hash is smaller would be unpredictable, so the walk adds the result of the comparison instead.
    """
    common = np.empty((min(len(hashes_a), len(hashes_b)), 4), np.int32)
    count = x = y = 0
    while x < len(hashes_a) and y < len(hashes_b):
        if hashes_a[x] != hashes_b[y]:
            less = hashes_a[x] < hashes_b[y]
            x += int(less)
            y += int(not less)
            continue
        common[count, 0], common[count, 2] = x, y
        while x + 1 < len(hashes_a) and hashes_a[x + 1] == hashes_a[x]:
            x += 1
        while y + 1 < len(hashes_b) and hashes_b[y + 1] == hashes_b[y]:
            y += 1
        x += 1
        y += 1
        common[count, 1], common[count, 3] = x, y
        count += 1
    return common[:count]


@compile_kernel
def compare_sentences(a: Any, b: Any, sentences: int, scale: float, work: Any, floor: float) -> Any:
    """The sentence pairs of `similar_sentences`; writes rarity and share of every stem to `work`, as `rarities` does.

    `a` and `b` are (pointers, stems, weights, distinct, rows, holders, stem weights), `work` is (rarity, share, slot).
    """
    rarity, share, slot = work
    rarities(a[3], a[4], b[3], b[4], sentences, scale, rarity, share)
    left = (*a, norms(a[0], a[1], a[2], rarity))
    right = (*b, norms(b[0], b[1], b[2], rarity))
    return similar_sentences(left, right, rarity, slot, floor)


@compile_kernel
def too_frequent(shared: Any, places_a: Any, repeats: int) -> Any:
    """Mark the words of A that begin a shingle with more than `repeats` pairs of places in A and B."""
    marked = np.zeros(len(places_a), np.bool_)
    for row in range(len(shared)):
        if (shared[row, 1] - shared[row, 0]) * (shared[row, 3] - shared[row, 2]) > repeats:
            for p in range(shared[row, 0], shared[row, 1]):
                marked[places_a[p]] = True
    return marked


@compile_kernel
def common_runs(a: Any, b: Any, shared: Any, passed: Any, least: int) -> Any:
    """Maximal common runs of words, as rows (start in A, end in A, start in B, end in B).

    `a` and `b` are (hashes, places, words) each: an article's shingle hashes, ascending, and where each begins;
    `shared` is the result of `shared_hashes`. Runs have at least `least` words, and at least those of a shingle.
    Shingles in `passed` are too frequent and are skipped: a run is found from its first shingle that is not in it.
    """
    (_, places_a, words_a), (_, places_b, words_b) = a, b
    rows = [(np.int32(0), np.int32(0), np.int32(0), np.int32(0))]
    for row in range(len(shared)):
        if passed[places_a[shared[row, 0]]]:
            continue
        for p in range(shared[row, 0], shared[row, 1]):
            i = places_a[p]
            for q in range(shared[row, 2], shared[row, 3]):
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
    return as_rows(rows)


@compile_kernel
def as_rows(runs: Any) -> Any:
    """A list of tuples of four integers as an int32 array; the first tuple only gives the type and is dropped."""
    rows = np.empty((len(runs) - 1, 4), np.int32)
    for k in range(1, len(runs)):
        rows[k - 1, 0], rows[k - 1, 1], rows[k - 1, 2], rows[k - 1, 3] = runs[k]
    return rows


@compile_kernel
def repeated_runs(a: Any, b: Any, passed: Any, least: int, size: int) -> Any:
    """Maximal common runs that `common_runs` misses because all their shingles are too frequent.

    `a` and `b` are (hashes, places, words) each, `passed` is the result of `too_frequent`, `size` the words of a
    shingle. The first occurrence of a shingle in A is compared with the first in B, the second with the second, and so
    on, which takes linear time even if texts repeat themselves. Rows are as those of `common_runs`.
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
    return as_rows(rows)


@compile_kernel
def distinct(hashes: Any) -> int:
    """The number of distinct values of an ascending array."""
    count = min(len(hashes), 1)
    for k in range(1, len(hashes)):
        count += hashes[k] != hashes[k - 1]
    return count


@compile_kernel
def jaccard(hashes_a: Any, hashes_b: Any, common: int) -> float:
    """Jaccard similarity of two sets, given as ascending arrays with repeats, and the number of `common` values."""
    union = distinct(hashes_a) + distinct(hashes_b) - common
    return common / union if union else 0.0


@compile_kernel
def shared_wording(a: Any, b: Any, size: int, repeats: int) -> Any:
    """All maximal common runs of at least `size` words, and the Jaccard similarity of the shingles of two articles.

    `a` and `b` are as for `common_runs`; `size` is the words of a shingle, `repeats` the bound of `too_frequent`.
    """
    shared = shared_hashes(a[0], b[0])
    return all_runs(a, b, shared, size, repeats), jaccard(a[0], b[0], len(shared))


@compile_kernel
def find_runs(a: Any, b: Any, size: int, repeats: int, table: Any) -> Any:
    """The runs of `shared_wording`, sooner where there are none. `table` is as for `resemblance.may_share`."""
    if not resemblance.may_share(a[0], b[0], table):
        return np.empty((0, 4), np.int32)
    return all_runs(a, b, shared_hashes(a[0], b[0]), size, repeats)


@compile_kernel
def all_runs(a: Any, b: Any, shared: Any, size: int, repeats: int) -> Any:
    """All maximal common runs of at least `size` words; `shared` is the result of `shared_hashes`."""
    passed = too_frequent(shared, a[1], repeats)
    runs = common_runs(a, b, shared, passed, size)
    if passed.any():
        runs = np.concatenate((runs, repeated_runs(a, b, passed, size, size)))
    return runs


@compile_kernel
def near_strong(blocks: Any, strong: Any, gap: int) -> Any:
    """Mark the blocks (rows a0, a1, b0, b1) that are strong, or within `gap` words of a strong one on both sides.

    Blocks ascend by sentences of A, which do not overlap, so only neighbours are checked.
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


@compile_kernel
def in_order(blocks: Any) -> Any:
    """Blocks sorted by their start in A, then in B (stable)."""
    keys = np.empty(len(blocks), np.int64)
    for row in range(len(blocks)):
        keys[row] = np.int64(blocks[row, 0]) << 32 | np.int64(blocks[row, 2])
    return blocks[np.argsort(keys, kind="mergesort")]


@compile_kernel
def seed_blocks(
    places: Any, values: Any, firsts_a: Any, firsts_b: Any, runs: Any, floors: Any, gap: int, least: int
) -> Any:
    """Sentence pairs above the weak floors with their cosines, and the blocks that passages grow from, in order.

    `places` and `values` are the result of `similar_sentences`, `firsts_x` the first word of each sentence; `floors` is
    (weak cosine, weak Dice, strong cosine, strong Dice). Blocks are strong pairs, weak ones within `gap` words of a
    strong one, and runs of `least` words.
    """
    weak_cosine, weak_dice, strong_cosine, strong_dice = floors
    weak = np.flatnonzero((values[:, 0] > weak_cosine) & (values[:, 1] > weak_dice))
    similar, cosine, dice = places[weak], values[weak, 0], values[weak, 1]
    blocks = runs[runs[:, 1] - runs[:, 0] >= least]
    strong = (cosine > strong_cosine) & (dice > strong_dice)
    if strong.any():
        pairs = np.empty((len(similar), 4), np.int32)
        for row in range(len(similar)):
            i, j = similar[row]
            pairs[row, 0], pairs[row, 1] = firsts_a[i], firsts_a[i + 1]
            pairs[row, 2], pairs[row, 3] = firsts_b[j], firsts_b[j + 1]
        blocks = np.concatenate((pairs[near_strong(pairs, strong, gap)], blocks))
    return similar, cosine, in_order(blocks)


@compile_kernel
def link_blocks(blocks: Any, gap_a: float, gap_b: float) -> Any:
    """Single linkage of blocks within `gap_a` and `gap_b` words: the smallest member of each block's group.

    Blocks ascend by their start in A, so a sweep over A bounds the work.
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


shared_hashes.as_plain(by_numpy.find_shared_hashes)
distinct.as_plain(by_numpy.count_distinct)
rarities.as_plain(by_numpy.write_rarities)
norms.as_plain(by_numpy.measure_norms)


@similar_sentences.as_plain
def _similar_sentences(a: Any, b: Any, rarity: Any, slot: Any, floor: float) -> Any:
    return by_numpy.find_similar_sentences(a, b, rarity, floor, COMMON, CROWD)
