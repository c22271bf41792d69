"""The same as the slowest kernels by numpy, for jobs too small to compile them; equal to the last bit.

Sums of floats keep the order of the kernels' loops, and their types: `np.add.at` adds one by one. Logarithms are those
of `math`, because numpy's differ from them in the last bit.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np

MOST_PRODUCTS = 1_000_000
"""Products of two term weights that are held in memory at once; pairs of texts with more are left to the kernels."""


def sort_by_bits(values: Any, low: int, high: int) -> Any:
    """As `order.sorted_by_bits`."""
    below = ~np.uint64(0) >> np.uint64(64 - high)
    return values[np.argsort((values & below) >> np.uint64(low), kind="stable")]


def count_distinct(ordered: Any) -> int:
    """As `seeds.distinct`."""
    return int(np.count_nonzero(ordered[1:] != ordered[:-1])) + min(len(ordered), 1)


def find_shared_hashes(hashes_a: Any, hashes_b: Any) -> Any:
    """As `seeds.shared_hashes`."""
    edges_a, edges_b = _find_runs(hashes_a), _find_runs(hashes_b)
    distinct_a, distinct_b = hashes_a[edges_a[:-1]], hashes_b[edges_b[:-1]]
    _, a, b = np.intersect1d(distinct_a, distinct_b, assume_unique=True, return_indices=True)
    return np.stack([edges_a[a], edges_a[a + 1], edges_b[b], edges_b[b + 1]], axis=1).astype(np.int32)


def _find_runs(ordered: Any) -> Any:
    """Where each run of equal values begins, and the end of all."""
    inside = np.flatnonzero(ordered[1:] != ordered[:-1]) + 1
    return np.concatenate([np.zeros(min(len(ordered), 1), np.intp), inside, [len(ordered)]])


def write_rarities(
    stems_a: Any, rows_a: Any, stems_b: Any, rows_b: Any, sentences: int, scale: float, rarity: Any, share: Any
) -> None:
    """As `seeds.rarities`."""
    stems, at = np.unique(np.concatenate([stems_a, stems_b]), return_inverse=True)
    counts = np.bincount(at, np.concatenate([np.diff(rows_a), np.diff(rows_b)]), len(stems)).astype(np.intp)
    logarithms = {count: math.log(sentences / count) for count in set(counts.tolist())}
    rarity[stems] = [logarithms[count] for count in counts.tolist()]
    share[stems] = np.clip(rarity[stems].astype(np.float64) / scale, 0.1, 1.0)


def measure_norms(pointers: Any, stems: Any, weights: Any, rarity: Any) -> Any:
    """As `seeds.norms`."""
    lengths = np.zeros(len(pointers) - 1, np.float32)
    np.add.at(lengths, _repeat_rows(pointers), np.square(weights * rarity[stems]))
    return np.sqrt(lengths)


def find_similar_sentences(a: Any, b: Any, rarity: Any, floor: float, common_stem: int, crowd: int) -> Any:
    """As `seeds.similar_sentences`, with its bounds `COMMON` and `CROWD`; NotImplemented for too many products."""
    pointers_a, stems_a, weights_a, norms_a = a[0], a[1], a[2], a[7]
    pointers_b, distinct, rows, holders, weights_b, norms_b = b[0], b[3], b[4], b[5], b[6], b[7]
    known = np.searchsorted(distinct, stems_a)
    known[known == len(distinct)] = 0
    repeats = rows[known + 1] - rows[known] if len(distinct) else np.zeros(len(stems_a), np.int32)
    repeats[(distinct[known] != stems_a) | (repeats > common_stem)] = 0
    if repeats.sum() > MOST_PRODUCTS:
        return NotImplemented
    at = np.repeat(np.arange(len(stems_a)), repeats)
    held = np.repeat(rows[known] - np.cumsum(repeats) + repeats, repeats) + np.arange(len(at))
    cells = _repeat_rows(pointers_a)[at] * np.int64(len(norms_b)) + holders[held]
    cells, first, inverse = np.unique(cells, return_index=True, return_inverse=True)
    product = np.zeros(len(cells), np.float32)
    np.add.at(product, inverse, (weights_a * np.square(rarity[stems_a]))[at] * weights_b[held])
    shared = np.bincount(inverse, minlength=len(cells))
    order = np.argsort(first)
    i, j = np.divmod(cells[order], len(norms_b))
    product, shared = product[order], shared[order]
    bounds = norms_a[i] * norms_b[j]
    kept = (shared > 1) & (product > floor * bounds.astype(np.float64))
    kept &= np.bincount(i[kept], minlength=len(norms_a))[i] <= crowd
    i, j = i[kept], j[kept]  # a bound may be 0 where nothing is kept
    stems = np.diff(pointers_a)[i] + np.diff(pointers_b)[j]
    values = np.stack([product[kept] / bounds[kept], 2.0 * shared[kept] / stems], axis=1).astype(np.float32)
    return np.stack([i, j], axis=1).astype(np.int32), values


def mark_speech(firsts: Any, quoted: Any) -> Any:
    """As `chains.mark_speech`."""
    inside = np.concatenate([[0], np.cumsum(quoted, dtype=np.int64)])[firsts]
    return 2 * np.diff(inside) > np.diff(firsts)


def measure_share(stems: Any, start: int, end: int, marked: Any, weights: Any) -> float:
    """As `boundaries.matched_share`."""
    stretch = stems[start:end]
    here = weights[stretch].astype(np.float64)
    total, hit = _add_in_order(here), _add_in_order(here[marked[stretch] > 0])
    return hit / total if total > 0 else 0.5


def find_best_interval(
    stems: Any,
    breaks: Any,
    low: int,
    high: int,
    marked: Any,
    weights: Any,
    match: float,
    background: float,
    paragraph: float,
    sentence: float,
    line: float,
) -> Any:
    """As `boundaries.best_interval`."""
    if high <= low:
        return low, high, -1e9
    hit, miss = math.log(match / background), math.log((1 - match) / (1 - background))
    stretch = stems[low:high]
    gains = weights[stretch].astype(np.float64) * np.where(marked[stretch] > 0, hit, miss)
    totals = np.concatenate([[0.0], np.cumsum(gains)])
    bonuses = np.array([0.0, line, sentence, paragraph])[np.clip(breaks[low : high + 1], 0, 3)]
    openings = np.maximum.accumulate(bonuses[:-1] - totals[:-1])
    scores = totals[1:] + openings + bonuses[1:]
    end = int(np.argmax(scores))
    return low + int(np.argmax(openings[: end + 1] == openings[end])), low + end + 1, float(scores[end])


def hash_shingles(words: Any, count: int, size: int, roll: Any, mix_bits: Any, hashes: Any) -> int:
    """As `sketch.hash_shingles`, with its factor and its mixer of bits."""
    shingles = max(count - size + 1, min(count, 1))
    value = np.zeros(shingles, np.uint64)
    for step in range(min(size, count)):
        value = value * roll + words[step : step + shingles]
    hashes[:shingles] = mix_bits(value ^ np.uint64(count if count < size else 0))
    return shingles


def finish_murmur(shingles: Any) -> Any:
    """murmur3's finaliser fmix32 of the low 32 bits of each hash."""
    h = shingles.astype(np.uint32)
    h = (h ^ (h >> np.uint32(16))) * np.uint32(0x85EBCA6B)
    h = (h ^ (h >> np.uint32(13))) * np.uint32(0xC2B2AE35)
    return h ^ (h >> np.uint32(16))


def _add_in_order(values: Any) -> float:
    """The sum, added from the first value to the last; np.sum adds in pairs."""
    return float(np.cumsum(values)[-1]) if len(values) else 0.0


def _repeat_rows(pointers: Any) -> Any:
    """The row of each entry in compressed rows."""
    return np.repeat(np.arange(len(pointers) - 1), np.diff(pointers))
