"""Which articles count once when a batch counts who holds a wording: the members of a family, its trims included.

Only articles that cover each other make a family, directly or through others, as the versions of a developing story do.
A brief that ten pieces print whole joins one of them at most, so the ten still count as ten. A round-up counts alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from dupdetect.families.cores import group_articles
from dupdetect.families.ties import Tie, build_tie
from dupdetect.records import Article, Comparison, Verdict


def group_stories(comparisons: Iterable[Comparison], least: Verdict, articles: Mapping[str, Article]) -> dict[str, str]:
    """The family of each article in a comparison, by the name of one of its members; its own id if it has none.

    Args:
        least: the weakest verdict that joins.
        articles: by id, for their dates.
    """
    return group_ties([build_tie(comparison) for comparison in comparisons], least, articles)


def group_ties(ties: Sequence[Tie], least: Verdict, articles: Mapping[str, Article]) -> dict[str, str]:
    """As `group_stories`, from the ties of the comparisons."""
    names = {name: None for tie in ties for name in (tie.a, tie.b)}
    dates = {name: articles[name].published for name in names if name in articles}
    homes = group_articles([tie for tie in ties if tie.verdict >= least], dates).home
    return {name: homes.get(name, name) for name in names}
