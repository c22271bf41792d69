"""Which articles count once when a batch counts who holds a wording: those that tell one story in its versions.

This is wider than a family. A text and its trims are one story, and so are the versions of a story that grows all day,
of which the last may share little with the first. A round-up tells several stories and joins none of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from dupdetect.families.cores import UnionFind, find_pages
from dupdetect.families.ties import build_tie
from dupdetect.records import Article, Comparison, Verdict


def group_stories(comparisons: Iterable[Comparison], least: Verdict, articles: Mapping[str, Article]) -> dict[str, str]:
    """The story of each article in a comparison, called by the smallest id in it.

    Args:
        least: the weakest verdict that joins.
        articles: by id, for their dates.
    """
    comparisons = list(comparisons)
    ties = [build_tie(comparison) for comparison in comparisons if comparison.verdict >= least]
    pages = find_pages(ties, {name: article.published for name, article in articles.items()})
    stories = UnionFind()
    for tie in ties:
        if tie.identical or not (tie.a in pages or tie.b in pages):
            stories.tie(tie.a, tie.b)
    return {name: stories.find(name) for pair in comparisons for name in (pair.a, pair.b)}
