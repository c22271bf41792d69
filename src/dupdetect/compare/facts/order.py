"""Whether two texts tell their common facts in the same order, as a retelling does.

A report of its own begins with its own news and tells what happened before wherever that fits.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right, insort
from itertools import groupby

from dupdetect.compare.facts.extraction import Facts

_LEAST = 10
"""Pairs of facts, as five facts make them, below which their order is chance."""


def measure_order(a: Facts, b: Facts) -> float:
    """The share of pairs of common facts that stand in the same order in both texts, each where it is told first.

    Pairs are concordant or discordant as in Kendall's tau (1938); those that stand together in a text, as the words of
    a name do, say nothing. With fewer than ten pairs the share is 1. Symmetric in A and B.
    """
    places = {(a.first_places[key], b.first_places[key]) for key in a.first_places.keys() & b.first_places.keys()}
    same = other = 0
    passed: list[int] = []
    for _, together in groupby(sorted(places), key=lambda place: place[0]):
        there = [place[1] for place in together]
        same += sum(bisect_left(passed, place) for place in there)
        other += sum(len(passed) - bisect_right(passed, place) for place in there)
        for place in there:
            insort(passed, place)
    return same / (same + other) if same + other >= _LEAST else 1.0
