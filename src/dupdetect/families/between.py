"""Partial pairs between two families, told once.

What a copy of a story took from another piece, all copies of the story have. The pair with most words stands for all,
and reports show it alone. Findings keep every pair.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace

from dupdetect.records import AttachedAs, Cluster, Comparison, Verdict


def represent_partials(comparisons: Iterable[Comparison], families: Sequence[Cluster]) -> list[Comparison]:
    """The comparisons, in order; of the partial ones between the same two families, the best one stands for all.

    Partial pairs inside one family are treated alike. An article of no family stands for itself.
    """
    homes = {name: family.articles[0] for family in families for name in list_members(family)}
    groups: dict[tuple[str, str], list[Comparison]] = defaultdict(list)
    entries = list(comparisons)
    for entry in entries:
        if entry.verdict is Verdict.PARTIAL:
            groups[_name_group(entry, homes)].append(entry)
    counts = dict.fromkeys((id(entry) for group in groups.values() for entry in group), 0)
    counts |= {id(min(group, key=_rank)): _count_pairs(group) for group in groups.values()}
    return [replace(entry, stands_for=counts.get(id(entry), 1)) for entry in entries]


def list_members(family: Cluster) -> list[str]:
    """The articles that belong to one family alone: its own and their trims."""
    return [*family.articles, *(item.id for item in family.attached if item.as_ is AttachedAs.TRIM)]


def _name_group(entry: Comparison, homes: dict[str, str]) -> tuple[str, str]:
    """The two families of a pair, in order."""
    a, b = homes.get(entry.a, entry.a), homes.get(entry.b, entry.b)
    return (a, b) if a <= b else (b, a)


def _count_pairs(group: Sequence[Comparison]) -> int:
    """The number of pairs; a check of stored articles compares two of them both ways."""
    return len({frozenset((entry.a, entry.b)) for entry in group})


def _rank(entry: Comparison) -> tuple[int, float, str, str]:
    """The sorting key: most words shared, then most of a text, then the smaller ids."""
    return -entry.measures.shared, -max(entry.coverage_a, entry.coverage_b) * entry.closeness, entry.a, entry.b
