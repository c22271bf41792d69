"""The partners of a passage's sentences, and the words that both sides keep."""

from __future__ import annotations

from typing import Any

import numpy as np

from dupdetect.kernels.compiled import compile_kernel


@compile_kernel
def best_partners(similar: Any, cosine: Any, faint: Any, block: Any, headings_a: Any, headings_b: Any) -> Any:
    """The pairs (i, j) of sentences inside a block where one is the most similar to the other.

    `similar` are rows (i, j) with their `cosine`; `block` is (first, end, first, end) in sentences of A and of B;
    among equally similar partners the first row wins. A row of `faint` is added if neither of its sentences has a
    partner and it directly precedes or follows a pair in both texts. Headings have no partners.
    """
    first_i, end_i, first_j, end_j = block
    best_i, best_j = np.full(end_i - first_i, -1, np.int64), np.full(end_j - first_j, -1, np.int64)
    for row in range(len(similar)):
        i, j = similar[row, 0] - first_i, similar[row, 1] - first_j
        if i < 0 or j < 0 or i >= len(best_i) or j >= len(best_j):
            continue
        if headings_a[i + first_i] or headings_b[j + first_j]:
            continue
        if best_i[i] < 0 or cosine[row] > cosine[best_i[i]]:
            best_i[i] = row
        if best_j[j] < 0 or cosine[row] > cosine[best_j[j]]:
            best_j[j] = row
    # Each sentence stores its partner: a table of all pairs would be quadratic in hostile texts.
    partner_i, partner_j = np.full(len(best_i) + 2, -9, np.int64), np.full(len(best_j) + 2, -9, np.int64)
    has_i, has_j = np.zeros(len(best_i), np.bool_), np.zeros(len(best_j), np.bool_)
    rows = [(np.int64(0), np.int64(0))]
    for i in range(len(best_i)):
        if best_i[i] >= 0:
            j = similar[best_i[i], 1] - first_j
            partner_i[i + 1] = j
            has_i[i] = has_j[j] = True
            rows.append((i + first_i, j + first_j))
    for j in range(len(best_j)):
        if best_j[j] >= 0:
            i = similar[best_j[j], 0] - first_i
            partner_j[j + 1] = i
            has_i[i] = has_j[j] = True
            if partner_i[i + 1] != j:
                rows.append((i + first_i, j + first_j))
    for row in range(len(faint)):
        i, j = faint[row, 0] - first_i, faint[row, 1] - first_j
        if i < 0 or j < 0 or i >= len(best_i) or j >= len(best_j) or has_i[i] or has_j[j]:
            continue
        if headings_a[i + first_i] or headings_b[j + first_j]:
            continue
        before = partner_i[i] == j - 1 or partner_j[j] == i - 1
        after = partner_i[i + 2] == j + 1 or partner_j[j + 2] == i + 1
        if before or after:
            rows.append((i + first_i, j + first_j))
    return rows[1:]


@compile_kernel
def mark_blocks(kept_a: Any, kept_b: Any, blocks: Any) -> None:
    """Mark the words of blocks, rows (start in A, start in B, length), on both sides."""
    for row in range(len(blocks)):
        for k in range(blocks[row, 2]):
            kept_a[blocks[row, 0] + k] = True
            kept_b[blocks[row, 1] + k] = True


@compile_kernel
def keep_runs(covered_a: Any, covered_b: Any, kept_a: Any, kept_b: Any, runs: Any) -> None:
    """Mark the words of common runs, rows (first, end) in A and in B, as kept where both sides are covered."""
    for row in range(len(runs)):
        for k in range(runs[row, 1] - runs[row, 0]):
            i, j = runs[row, 0] + k, runs[row, 2] + k
            if covered_a[i] and covered_b[j]:
                kept_a[i] = kept_b[j] = True
