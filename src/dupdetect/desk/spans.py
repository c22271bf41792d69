"""Stretches of a text, sorted once for many cheap look-ups."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from typing import TypeAlias

Spans: TypeAlias = tuple[tuple[int, int], ...]
"""Sorted stretches that neither touch nor overlap."""


def merge_spans(spans: Iterable[tuple[int, int]]) -> Spans:
    """Sort stretches and merge those that touch or overlap; empty ones are dropped."""
    merged: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1][1]:
            merged[-1] = merged[-1][0], max(merged[-1][1], end)
        elif start < end:
            merged.append((start, end))
    return tuple(merged)


def touches_any(start: int, end: int, spans: Sequence[tuple[int, int]]) -> bool:
    """Whether a stretch, or the place of an empty one, lies at least partly in one of merged `spans`."""
    last = bisect_right(spans, (max(start, end - 1), _FAR)) - 1
    return last >= 0 and spans[last][1] > start


_FAR = 1 << 62
