"""Keep only candidate pairs between our articles and theirs.

A search for copies of our articles does not need pairs among ours or among theirs, and comparing those takes most of a
scan. They are dropped before the comparison.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Set

from dupdetect.records import Channel, Pair


def pair_across(candidates: Iterable[Pair], ours: Set[str]) -> tuple[Pair, ...]:
    """The candidates that pair one of `ours` with another article, ours as A, in order.

    Of many articles with the same words the search pairs only the first with others. What is found of one of theirs
    therefore holds for all that have the same words as it.
    """
    across: dict[tuple[str, str], Pair] = {}
    twins: dict[str, list[str]] = defaultdict(list)
    for pair in candidates:
        if (pair.a in ours) != (pair.b in ours):
            a, b = (pair.a, pair.b) if pair.a in ours else (pair.b, pair.a)
            across[a, b] = Pair(a, b, pair.channels)
        elif pair.a not in ours and Channel.SAME_WORDS in pair.channels:
            twins[pair.a].append(pair.b)
            twins[pair.b].append(pair.a)
    for pair in list(across.values()):
        for name in twins.get(pair.b, ()):
            across.setdefault((pair.a, name), Pair(pair.a, name, pair.channels))
    return tuple(across[key] for key in sorted(across))
