"""Of articles that resemble one another one is kept; the others are dropped, each with the one that stays for it.

What is dropped is itself a near copy of an article that is kept. A chain of versions, each like the one before and the
last unlike the first, therefore leaves more than one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from dupdetect.errors import UsageError
from dupdetect.pipeline.near import near_copies
from dupdetect.read.originals import Originals
from dupdetect.read.sources import Progress
from dupdetect.records import Article, Skip
from dupdetect.records.near import NearCopy
from dupdetect.settings import Settings

__all__ = ["KEEP", "Deduplicated", "Dropped", "Originals", "dedup"]

KEEP = ("first", "longest", "earliest")
"""Which of a family stays: the one read first, the one with the longest text, the one published first."""


@dataclass(frozen=True, slots=True)
class Dropped:
    """An article that is not kept.

    Attributes:
        id: its id.
        kept: the id of the article that stays for it.
        reason: why, in words.
        jaccard: how similar the two are, from the threshold to 1.
    """

    id: str
    kept: str
    reason: str
    jaccard: float


@dataclass(frozen=True, slots=True)
class Deduplicated:
    """What becomes of articles.

    Attributes:
        dropped: those that go, by the order in which they were read.
        places: their numbers in that order, from 0.
        skipped: what was not read, and so neither stays nor goes.
        articles: how many were read.
    """

    dropped: tuple[Dropped, ...]
    places: tuple[int, ...]
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
    """Choose articles so that each of the others is a near copy of one of them.

    Near copies are articles whose word shingles have a Jaccard similarity of `threshold` or more. They are taken by
    rank: each stays unless it is a near copy of one that stays already, and goes for the likest of these.

    Args:
        articles: as `read.articles` gives them; they are not held in memory.
        keep: one of `KEEP`, the rank; of equals, the one read first. Articles without a date count as the last.
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
    near = near_copies(
        _note_ranks(articles, ranks, skipped, _RANK[keep]), threshold, settings, jobs=jobs, progress=progress
    )
    places = {name: place for place, name in enumerate(ranks)}
    dropped = sorted(_choose_dropped(near.pairs, ranks), key=lambda item: places[item.id])
    return Deduplicated(tuple(dropped), tuple(places[item.id] for item in dropped), tuple(skipped), len(ranks))


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


def _choose_dropped(pairs: Sequence[NearCopy], ranks: dict[str, Rank]) -> Iterator[Dropped]:
    groups = _group_equal(pairs)
    similar = _similar_groups(pairs, groups)
    stands_for: dict[str, tuple[str, float]] = {}  # for each group the article that stays, and how like it is
    for name in sorted(groups, key=ranks.__getitem__):
        group = groups[name]
        if group not in stands_for:
            staying = [
                (jaccard, stands_for[other][0])
                for other, jaccard in similar[group].items()
                if other in stands_for and groups[stands_for[other][0]] == other
            ]
            if not staying:
                stands_for[group] = name, 1.0
                continue
            jaccard, kept = min(staying, key=lambda item: (-item[0], ranks[item[1]]))
            stands_for[group] = kept, jaccard
        kept, jaccard = stands_for[group]
        yield Dropped(name, kept, _describe_reason(jaccard), jaccard)


def _group_equal(pairs: Sequence[NearCopy]) -> dict[str, str]:
    """The name of its group for each article: those with the same shingles, which are not all paired, are one."""
    parents = {name: name for pair in pairs for name in (pair.a, pair.b)}

    def find_root(name: str) -> str:
        while parents[name] != name:
            parents[name] = name = parents[parents[name]]
        return name

    for pair in pairs:
        if pair.jaccard == 1:
            parents[find_root(pair.b)] = find_root(pair.a)
    return {name: find_root(name) for name in parents}


def _similar_groups(pairs: Sequence[NearCopy], groups: dict[str, str]) -> dict[str, dict[str, float]]:
    similar: dict[str, dict[str, float]] = {group: {} for group in groups.values()}
    for pair in pairs:
        a, b = groups[pair.a], groups[pair.b]
        if a != b:
            similar[a][b] = similar[b][a] = pair.jaccard
    return similar


def _describe_reason(jaccard: float) -> str:
    if jaccard == 1:
        return "has the same word shingles as the one kept"
    return f"near copy of the one kept, Jaccard similarity {jaccard:.3f}"
