"""Whether two texts tell their common facts in the same order, as a retelling does.

A report of its own begins with its own news and tells what happened before wherever that fits.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right, insort
from itertools import groupby
from operator import itemgetter

from dupdetect.compare.facts.extraction import Facts

_LEAST = 10
"""Pairs of facts, as five facts make them, below which their order is chance."""


def measure_order(a: Facts, b: Facts) -> float:
    """The share of pairs of common facts that stand in the same order in both texts, each where it is told first.

    Pairs are concordant or discordant as in Kendall's tau (1938); those that stand together in a text, as the words of
    a name do, say nothing. With fewer than ten pairs the share is 1. Symmetric in A and B.
    """
    firsts_a, firsts_b = a.first_places, b.first_places
    places = sorted({(firsts_a[key], firsts_b[key]) for key in firsts_a.keys() & firsts_b.keys()})
    others = [place[1] for place in places]
    if others == sorted(others):  # as in most copies: none stands in another order
        return 1.0
    same = other = 0
    passed: list[int] = []
    for _, together in groupby(places, key=itemgetter(0)):
        there = [place[1] for place in together]
        for place in there:
            same += bisect_left(passed, place)
            other += len(passed) - bisect_right(passed, place)
        for place in there:
            insort(passed, place)
    return same / (same + other) if same + other >= _LEAST else 1.0
