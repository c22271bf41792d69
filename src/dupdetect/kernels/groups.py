"""Blocks to passages: group blocks over gaps, check that the two sides are similar, and refine the boundaries."""

from __future__ import annotations

from typing import Any

import numpy as np

from dupdetect.kernels.boundaries import bag_cosine, refine_edges
from dupdetect.kernels.compiled import compile_kernel
from dupdetect.kernels.seeds import link_blocks

SHRINK = 0.6
"""The factor for the gaps when a group that failed is split."""


@compile_kernel
def extent(blocks: Any) -> Any:
    """The smallest block (a0, a1, b0, b1) that holds all rows of `blocks`."""
    a0, a1, b0, b1 = blocks[0, 0], blocks[0, 1], blocks[0, 2], blocks[0, 3]
    for row in range(1, len(blocks)):
        a0, a1 = min(a0, blocks[row, 0]), max(a1, blocks[row, 1])
        b0, b1 = min(b0, blocks[row, 2]), max(b1, blocks[row, 3])
    return int(a0), int(a1), int(b0), int(b1)


@compile_kernel
def group_blocks(blocks: Any, gap_a: float, gap_b: float) -> Any:
    """Blocks, given by start in A, sorted by group under single linkage; and the start of each group, and the end."""
    labels = link_blocks(blocks, gap_a, gap_b)
    order = np.argsort(labels, kind="mergesort")
    cuts = [0]
    for row in range(1, len(blocks)):
        if labels[order[row]] != labels[order[row - 1]]:
            cuts.append(row)
    cuts.append(len(blocks))
    return blocks[order], cuts


@compile_kernel
def join_blocks(blocks: Any, stems_a: Any, stems_b: Any, gaps: Any, least: float, work: Any) -> Any:
    """The extents of groups whose two sides, taken as wholes, have a cosine of `least` or more.

    A group that fails is split with smaller gaps. `gaps` is (widest gap in A, in B, the gap at which to give up);
    `work` is (weights, left, right) as for `bag_cosine`.
    """
    kept = [(0, 0, 0, 0)]
    queue = [(blocks, gaps[0], gaps[1])]
    while len(queue) > 0:
        together, gap_a, gap_b = queue.pop()
        if len(together) == 0:
            continue
        together, cuts = group_blocks(together, gap_a, gap_b)
        for k in range(len(cuts) - 1):
            group = together[cuts[k] : cuts[k + 1]]
            a0, a1, b0, b1 = extent(group)
            if bag_cosine(stems_a, a0, a1, stems_b, b0, b1, *work) >= least:
                kept.append((a0, a1, b0, b1))
            elif gap_a > gaps[2]:
                queue.append((group, gap_a * SHRINK, gap_b * SHRINK))
    return kept[1:]


@compile_kernel
def settle_passages(a: Any, b: Any, blocks: Any, gaps: Any, least: float, score: float, work: Any, rates: Any) -> Any:
    """The passages (a0, a1, b0, b1, score) of groups of blocks, with refined boundaries, that reach `score`.

    `a`, `b` and `rates` are as for `refine_edges`; `gaps` and `least` as for `join_blocks`. `work` is (marked, weights,
    left, right).
    """
    marked, weights, left, right = work
    passages = [(0, 0, 0, 0, 0.0)]
    for block in join_blocks(blocks, a[0], b[0], gaps, least, (weights, left, right)):
        passage = refine_edges(a, b, block, marked, weights, rates)
        if passage[4] >= score:
            passages.append((int(passage[0]), int(passage[1]), int(passage[2]), int(passage[3]), float(passage[4])))
    return passages[1:]
