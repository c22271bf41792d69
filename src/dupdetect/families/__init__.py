"""Related pairs to families: texts that cover each other, with the trims and the round-ups attached to them.

Plain connected components would chain: a round-up that holds a brief from each of ten stories is a near copy of ten
briefs, and that one page would make one family of ten stories. Containment is not similarity, so the two kinds of tie
are kept apart. A tie that covers half or more of both texts joins them. A tie that covers less of either text attaches
the part to the whole and never joins.

ties     the part of a comparison that families rest on
cores    which articles join, which are parts, and which pages hold parts of several
origins  which member was first, and how many independent first texts there are
stories  which articles count once when a batch counts who holds a wording
between  partial pairs between two families, told once
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from dupdetect.families.between import count_represented, represent_partials
from dupdetect.families.cores import Grouping, group_articles
from dupdetect.families.origins import find_origins
from dupdetect.families.stories import group_stories, group_ties
from dupdetect.families.ties import Tie, build_tie, rank_tie
from dupdetect.kernels import buckets
from dupdetect.records import Article, Attached, AttachedAs, Cluster, Comparison, Verdict

__all__ = [
    "Tie",
    "build_tie",
    "connected_components",
    "count_represented",
    "find_families",
    "group_stories",
    "group_ties",
    "join_ties",
    "rank_tie",
    "represent_partials",
]


def find_families(
    comparisons: Iterable[Comparison], least: Verdict, articles: Mapping[str, Article] | None = None
) -> tuple[Cluster, ...]:
    """Families of articles joined by verdicts of `least` or stronger, largest first.

    Args:
        articles: by id; their dates and titles give the source and the title of a family. None means that no date
            is known.
    """
    return join_ties([build_tie(comparison) for comparison in comparisons], least, articles or {})


def join_ties(ties: Sequence[Tie], least: Verdict, articles: Mapping[str, Article]) -> tuple[Cluster, ...]:
    """As `find_families`, from the ties of the comparisons."""
    ties = [tie for tie in ties if tie.verdict >= least]
    named = {name for tie in ties for name in (tie.a, tie.b)}
    by_id = {name: articles[name] for name in named if name in articles}
    grouping = group_articles(ties, {name: article.published for name, article in by_id.items()})
    inside = _sort_ties(ties, grouping)
    families = [
        _build_family(root, members, grouping, inside.get(root, []), by_id)
        for root, members in grouping.members.items()
        if len(members) + len(grouping.round_ups.get(root, ())) > 1
    ]
    return tuple(sorted(families, key=lambda family: (-len(family.articles), family.articles)))


def connected_components(lefts: NDArray[np.intp], rights: NDArray[np.intp]) -> list[list[int]]:
    """Connected components of a graph given by its edges, largest first, members ascending."""
    nodes, at = np.unique(np.concatenate([lefts, rights]), return_inverse=True)
    roots = buckets.components(len(nodes), at[: len(lefts)], at[len(lefts) :]).tolist()
    by_root: dict[int, list[int]] = {}
    for node, root in zip(nodes.tolist(), roots, strict=True):
        by_root.setdefault(root, []).append(node)
    return sorted(by_root.values(), key=lambda family: (-len(family), family))


def _sort_ties(ties: Sequence[Tie], grouping: Grouping) -> dict[str, list[Tie]]:
    """The ties inside each family, and those to the pages that hold it."""
    inside: dict[str, list[Tie]] = defaultdict(list)
    for tie in ties:
        for root in {grouping.home[tie.a], grouping.home[tie.b]}:
            inside_names = grouping.members.get(root, set()) | grouping.round_ups.get(root, set())
            if tie.a in inside_names and tie.b in inside_names:
                inside[root].append(tie)
    return inside


def _build_family(
    root: str, members: set[str], grouping: Grouping, ties: Sequence[Tie], articles: Mapping[str, Article]
) -> Cluster:
    trims = members & grouping.trims
    pages = grouping.round_ups.get(root, set())
    source, origins = find_origins(members - trims, trims, ties, articles)
    attached = [Attached(name, AttachedAs.TRIM) for name in trims]
    attached += [Attached(name, AttachedAs.ROUND_UP) for name in pages]
    return Cluster(
        articles=tuple(sorted(members - trims)),
        verdict=max((tie.verdict for tie in ties), key=lambda verdict: verdict.rank),
        source=source,
        attached=tuple(sorted(attached, key=lambda item: item.id)),
        title=_find_title(members - trims, source, articles),
        origins=origins,
    )


def _find_title(members: set[str], source: str | None, articles: Mapping[str, Article]) -> str:
    """The title of the source, or else of the earliest member that has one."""
    titled = [articles[name] for name in members if name in articles and articles[name].title]
    return min(
        titled, key=lambda article: (article.id != source, article.published or "9", article.id), default=_UNTITLED
    ).title


_UNTITLED = Article("", "")
