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

    First texts are the members made from no other. Two of them count once where they are tied without a known
    direction, for then both may stem from a third; one that is tied so to a copy may stem from that and does not count.
    The source is the only first text, if it gave its words to another, credits nobody itself, and if a credit names it
    or the dates of all members are known: a date that is not known may be earlier.

    Returns:
        The id, or None where the source is not known; and a count of 1 or more.
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
    """Those that gave their text to another, and those that took it, where that is known."""
    onward = [(tie.a, tie.b) for tie in ties if tie.direction is Direction.A_TO_B]
    onward += [(tie.b, tie.a) for tie in ties if tie.direction is Direction.B_TO_A]
    return {giver for giver, _ in onward}, {taker for _, taker in onward}
