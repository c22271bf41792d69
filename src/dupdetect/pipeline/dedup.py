"""One article of each family of near copies is kept, and of every other it is said why it goes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from dupdetect.errors import UsageError
from dupdetect.pipeline.near import near_copies
from dupdetect.read.sources import Progress
from dupdetect.records import Article, Skip
from dupdetect.records.near import NearCopies
from dupdetect.settings import Settings

KEEP = ("first", "longest", "earliest")
"""Which of a family stays: the one read first, the one with the longest text, the one published first."""


@dataclass(frozen=True, slots=True)
class Dropped:
    """An article that is not kept.

    Attributes:
        id: its id.
        kept: the id of the article that stays for it.
        reason: why, in words.
        jaccard: how similar the two are, 0 to 1; None when they are near copies of others that connect them.
    """

    id: str
    kept: str
    reason: str
    jaccard: float | None


@dataclass(frozen=True, slots=True)
class Deduplicated:
    """What becomes of articles.

    Attributes:
        dropped: those that go, by the order in which they were read.
        skipped: what was not read, and so neither stays nor goes.
        articles: how many were read.
    """

    dropped: tuple[Dropped, ...]
    skipped: tuple[Skip, ...]
    articles: int


def dedup(
    articles: Iterable[Article | Skip],
    keep: str = "first",
    threshold: float = 0.8,
    settings: Settings | None = None,
    *,
    jobs: int | None = None,
    progress: Progress | None = None,
) -> Deduplicated:
    """Choose one article of each family of near copies.

    A family is what is connected by pairs whose word shingles have a Jaccard similarity of `threshold` or more.

    Args:
        articles: as `read.articles` gives them; they are not held in memory.
        keep: one of `KEEP`; of equals, the one read first. Without a date an article counts as published last.
        threshold: the least similarity, above 0 and up to 1.
        settings: defaults when None.
        jobs: threads; None takes the cores of the machine. The result does not depend on it.
        progress: called as work goes on.

    Raises:
        SettingsError: the threshold is out of range.
        UsageError: two articles have the same id, or there is no such `keep`.
    """
    if keep not in KEEP:
        message = f"no way to keep is called {keep!r}; choose from {', '.join(KEEP)}"
        raise UsageError(message)
    ranks: dict[str, Rank] = {}
    skipped: list[Skip] = []
    found = near_copies(
        _note_ranks(articles, ranks, skipped, _RANK[keep]), threshold, settings, jobs=jobs, progress=progress
    )
    places = {name: place for place, name in enumerate(ranks)}
    dropped = sorted(_choose_dropped(found, ranks), key=lambda item: places[item.id])
    return Deduplicated(tuple(dropped), tuple(skipped), len(ranks))


Rank = tuple[object, ...]
"""The least of a family stays."""

_RANK: dict[str, Callable[[int, Article], Rank]] = {
    "first": lambda place, article: (place,),
    "longest": lambda place, article: (-len(article.text), place),
    "earliest": lambda place, article: (not article.published, article.published, place),
}


def _note_ranks(
    articles: Iterable[Article | Skip],
    ranks: dict[str, Rank],
    skipped: list[Skip],
    rank: Callable[[int, Article], Rank],
) -> Iterator[Article]:
    for article in articles:
        if isinstance(article, Skip):
            skipped.append(article)
        else:
            ranks.setdefault(article.id, rank(len(ranks), article))
            yield article


def _choose_dropped(found: NearCopies, ranks: dict[str, Rank]) -> Iterator[Dropped]:
    similar = {(pair.a, pair.b): pair.jaccard for pair in found.pairs}
    for family in found.clusters:
        kept = min(family, key=ranks.__getitem__)
        for name in family:
            if name != kept:
                jaccard = similar.get((min(name, kept), max(name, kept)))
                yield Dropped(name, kept, _reason(jaccard), jaccard)


def _reason(jaccard: float | None) -> str:
    if jaccard is None:
        return "near copy of articles that are near copies of the one kept"
    if jaccard == 1:
        return "has the same word shingles as the one kept"
    return f"near copy of the one kept, Jaccard similarity {jaccard:.3f}"
