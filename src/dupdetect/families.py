"""Related pairs to families: connected components."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from dupdetect.kernels import buckets
from dupdetect.records import Cluster, Comparison, Direction, Verdict


def find_families(comparisons: Iterable[Comparison], least: Verdict) -> tuple[Cluster, ...]:
    """Families of articles joined by verdicts of `least` or stronger, largest first."""
    ties = [comparison for comparison in comparisons if comparison.verdict.reaches(least)]
    names = sorted({name for entry in ties for name in (entry.a, entry.b)})
    row = {name: i for i, name in enumerate(names)}
    lefts = np.array([row[tie.a] for tie in ties], np.int64)
    rights = np.array([row[item.b] for item in ties], np.int64)
    groups = connected_components(lefts, rights)
    home = {names[node]: i for i, group in enumerate(groups) for node in group}
    inside: list[list[Comparison]] = [[] for _ in groups]
    for tie in ties:
        inside[home[tie.a]].append(tie)
    made = [_family([names[node] for node in group], inside[i]) for i, group in enumerate(groups)]
    return tuple(sorted(made, key=lambda family: (-len(family.articles), family.articles)))


def connected_components(lefts: NDArray[np.intp], rights: NDArray[np.intp]) -> list[list[int]]:
    """Connected components of a graph given by its edges, largest first, members ascending."""
    nodes, at = np.unique(np.concatenate([lefts, rights]), return_inverse=True)
    roots = buckets.components(len(nodes), at[: len(lefts)], at[len(lefts) :]).tolist()
    found: dict[int, list[int]] = {}
    for node, root in zip(nodes.tolist(), roots, strict=True):
        found.setdefault(root, []).append(node)
    return sorted(found.values(), key=lambda family: (-len(family), family))


def _family(members: Sequence[str], ties: Sequence[Comparison]) -> Cluster:
    strongest = max((tie.verdict for tie in ties), key=lambda verdict: verdict.rank)
    return Cluster(tuple(members), strongest, _source(members, ties))


def _source(members: Sequence[str], ties: Sequence[Comparison]) -> str:
    """The one member that others were made from and that was made from none; empty when that is not known."""
    made = {tie.b for tie in ties if tie.direction is Direction.A_TO_B}
    made |= {item.a for item in ties if item.direction is Direction.B_TO_A}
    givers = {entry.a for entry in ties if entry.direction is Direction.A_TO_B}
    givers |= {tie.b for tie in ties if tie.direction is Direction.B_TO_A}
    roots = [name for name in members if name in givers and name not in made]
    return roots[0] if len(roots) == 1 else ""
