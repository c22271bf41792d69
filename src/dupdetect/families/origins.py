"""Which member of a family was first, and how many independent first texts there are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from dupdetect.families.cores import UnionFind
from dupdetect.families.ties import Tie
from dupdetect.records import Article, Direction


def find_origins(
    core: set[str], trims: set[str], ties: Sequence[Tie], articles: Mapping[str, Article]
) -> tuple[str | None, int]:
    """The source of a family, and how many independent first texts it has.

    First texts are the members that no tie derives from another. Two of them that are tied without a known direction
    count once, because both may stem from a third. A first text that is tied so to a copy does not count: it may stem
    from the copy. The only first text is the source if another member derives from it, it credits nobody, and
    either a credit names it or the dates of all members are known (an unknown date may be earlier).

    Returns:
        The id, or None if the source is unknown; and a count of 1 or more.
    """
    givers, takers = _list_ends(ties)
    siblings = UnionFind()
    for tie in ties:
        if tie.direction is Direction.UNKNOWN:
            siblings.tie(tie.a, tie.b)
    derived = {siblings.find(name) for name in takers}
    roots = sorted(core - takers)
    certain = [root for root in roots if siblings.find(root) not in derived]
    origins = max(len({siblings.find(root) for root in certain}), 1)
    dated = all(name in articles and articles[name].published for name in core | trims)
    candidates = certain if dated else roots
    if len(candidates) != 1:
        return None, origins
    (root,) = candidates
    named = any(tie.credited and root in (tie.a, tie.b) for tie in ties)
    credits = any(root in tie.crediting for tie in ties)
    return (root if root in givers and (dated or named) and not credits else None), origins


def _list_ends(ties: Sequence[Tie]) -> tuple[set[str], set[str]]:
    """The articles that gave text to another, and those that took it, from ties with a known direction."""
    onward = [(tie.a, tie.b) for tie in ties if tie.direction is Direction.A_TO_B]
    onward += [(tie.b, tie.a) for tie in ties if tie.direction is Direction.B_TO_A]
    return {giver for giver, _ in onward}, {taker for _, taker in onward}
