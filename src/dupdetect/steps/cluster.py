"""Related pairs to families: connected components."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np

from dupdetect.kernels import buckets
from dupdetect.records import Cluster, Comparison, Direction, Verdict


def connected(comparisons: Iterable[Comparison], least: Verdict) -> tuple[Cluster, ...]:
    """Families of articles joined by verdicts of `least` or stronger, largest first."""
    ties = [one for one in comparisons if one.verdict.reaches(least)]
    names = sorted({name for one in ties for name in (one.a, one.b)})
    row = {name: i for i, name in enumerate(names)}
    lefts = np.array([row[one.a] for one in ties], np.int64)
    rights = np.array([row[one.b] for one in ties], np.int64)
    roots = buckets.components(len(names), lefts, rights).tolist()
    families: dict[int, list[str]] = {}
    for name, root in zip(names, roots, strict=True):
        families.setdefault(root, []).append(name)
    inside: dict[int, list[Comparison]] = {}
    for one in ties:
        inside.setdefault(roots[row[one.a]], []).append(one)
    made = [_family(members, inside[root]) for root, members in families.items()]
    return tuple(sorted(made, key=lambda family: (-len(family.articles), family.articles)))


def _family(members: Sequence[str], ties: Sequence[Comparison]) -> Cluster:
    strongest = max((one.verdict for one in ties), key=lambda verdict: verdict.rank)
    return Cluster(tuple(members), strongest, _source(members, ties))


def _source(members: Sequence[str], ties: Sequence[Comparison]) -> str:
    """The one member that others were made from and that was made from none; empty when that is not known."""
    made = {one.b for one in ties if one.direction is Direction.A_TO_B}
    made |= {one.a for one in ties if one.direction is Direction.B_TO_A}
    givers = {one.a for one in ties if one.direction is Direction.A_TO_B}
    givers |= {one.b for one in ties if one.direction is Direction.B_TO_A}
    roots = [name for name in members if name in givers and name not in made]
    return roots[0] if len(roots) == 1 else ""
