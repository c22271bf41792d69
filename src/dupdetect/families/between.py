"""Partial pairs between two families, told once.

What a copy of a story took from another piece, all copies of the story have. The pair with most words stands for all,
and reports show it alone. Findings keep every pair.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace

from dupdetect.families.ties import Tie, build_tie
from dupdetect.records import AttachedAs, Cluster, Comparison, Verdict


def represent_partials(comparisons: Iterable[Comparison], families: Sequence[Cluster]) -> list[Comparison]:
    """The comparisons, in order; of the partial ones between the same two families, the best one stands for all.

    Partial pairs inside one family are treated alike. An article of no family stands for itself.
    """
    entries = list(comparisons)
    counts = count_represented(list(map(build_tie, entries)), families)
    return [replace(entry, stands_for=count) for entry, count in zip(entries, counts, strict=True)]


def count_represented(ties: Sequence[Tie], families: Sequence[Cluster]) -> list[int]:
    """How many partial pairs each of the ties stands for, as `Comparison.stands_for` says it."""
    homes = {name: family.articles[0] for family in families for name in list_members(family)}
    groups: dict[tuple[str, str], list[int]] = defaultdict(list)
    counts = [1] * len(ties)
    for place, tie in enumerate(ties):
        if tie.verdict is Verdict.PARTIAL:
            groups[_name_group(tie, homes)].append(place)
            counts[place] = 0
    for group in groups.values():
        best = min(group, key=lambda place: _rank(ties[place]))
        counts[best] = _count_pairs([ties[place] for place in group])
    return counts


def list_members(family: Cluster) -> list[str]:
    """The articles that belong to one family alone: its own and their trims."""
    return [*family.articles, *(item.id for item in family.attached if item.as_ is AttachedAs.TRIM)]


def _name_group(tie: Tie, homes: dict[str, str]) -> tuple[str, str]:
    """The two families of a pair, in order."""
    a, b = homes.get(tie.a, tie.a), homes.get(tie.b, tie.b)
    return (a, b) if a <= b else (b, a)


def _count_pairs(group: Sequence[Tie]) -> int:
    """The number of pairs; a check of stored articles compares two of them both ways."""
    return len({frozenset((tie.a, tie.b)) for tie in group})


def _rank(tie: Tie) -> tuple[int, float, str, str]:
    """The sorting key: most words shared, then most of a text, then the smaller ids."""
    return -tie.shared, -tie.strength, tie.a, tie.b
