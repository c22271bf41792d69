"""Blocks to passages: linked over gaps, held against each other as wholes, their boundaries settled."""

from __future__ import annotations

from typing import Any

import numpy as np

from dupdetect.kernels.boundaries import bag_cosine, refined
from dupdetect.kernels.compiled import compiled
from dupdetect.kernels.seeds import linked

SHRINK = 0.6
"""By what the gaps of a group that failed are multiplied."""


@compiled
def extent(blocks: Any) -> Any:
    """The smallest block (a0, a1, b0, b1) that holds all rows of `blocks`."""
    a0, a1, b0, b1 = blocks[0, 0], blocks[0, 1], blocks[0, 2], blocks[0, 3]
    for row in range(1, len(blocks)):
        a0, a1 = min(a0, blocks[row, 0]), max(a1, blocks[row, 1])
        b0, b1 = min(b0, blocks[row, 2]), max(b1, blocks[row, 3])
    return int(a0), int(a1), int(b0), int(b1)


@compiled
def grouped(blocks: Any, gap_a: float, gap_b: float) -> Any:
    """Blocks, by start in A, put together by group under single linkage; and where each group begins, and the end."""
    labels = linked(blocks, gap_a, gap_b)
    order = np.argsort(labels, kind="mergesort")
    cuts = [0]
    for row in range(1, len(blocks)):
        if labels[order[row]] != labels[order[row - 1]]:
            cuts.append(row)
    cuts.append(len(blocks))
    return blocks[order], cuts


@compiled
def joined(blocks: Any, stems_a: Any, stems_b: Any, gaps: Any, least: float, work: Any) -> Any:
    """The extents of groups whose two sides resemble each other as wholes, by a cosine of `least`.

    `gaps` is (widest gap in A, in B, the gap at which a group that fails is given up instead of split by smaller ones);
    `work` is (weights, left, right) as for `bag_cosine`.
    """
    kept = [(0, 0, 0, 0)]
    queue = [(blocks, gaps[0], gaps[1])]
    while len(queue) > 0:
        some, gap_a, gap_b = queue.pop()
        if len(some) == 0:
            continue
        some, cuts = grouped(some, gap_a, gap_b)
        for k in range(len(cuts) - 1):
            group = some[cuts[k] : cuts[k + 1]]
            a0, a1, b0, b1 = extent(group)
            if bag_cosine(stems_a, a0, a1, stems_b, b0, b1, *work) >= least:
                kept.append((a0, a1, b0, b1))
            elif gap_a > gaps[2]:
                queue.append((group, gap_a * SHRINK, gap_b * SHRINK))
    return kept[1:]


@compiled
def settled(a: Any, b: Any, blocks: Any, gaps: Any, least: float, score: float, work: Any, rates: Any) -> Any:
    """The passages (a0, a1, b0, b1, score) that groups of blocks give once their boundaries are settled.

    `a`, `b` and `rates` are as for `refined`, which makes a passage when it reaches `score`; `gaps`, `least` as for
    `joined`. `work` is (marked, weights, left, right).
    """
    marked, weights, left, right = work
    made = [(0, 0, 0, 0, 0.0)]
    for block in joined(blocks, a[0], b[0], gaps, least, (weights, left, right)):
        found = refined(a, b, block, marked, weights, rates)
        if found[4] >= score:
            made.append((int(found[0]), int(found[1]), int(found[2]), int(found[3]), float(found[4])))
    return made[1:]
