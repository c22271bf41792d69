"""Of articles that resemble one another one is kept; the others are dropped, each with the one that stays for it.

What is dropped is itself a near copy of an article that is kept. A chain of versions, each like the one before and the
last unlike the first, therefore leaves more than one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dupdetect.engines.local.near import NearEngine, SketchedTexts
from dupdetect.errors import UsageError
from dupdetect.pipeline.near import open_engine
from dupdetect.read.originals import Originals
from dupdetect.read.sources import Progress
from dupdetect.records import Article, Skip
from dupdetect.search.arrays import Packed, split_pairs
from dupdetect.settings import Settings

__all__ = ["KEEP", "Deduplicated", "Dropped", "Originals", "dedup"]

KEEP = ("first", "longest", "earliest")
"""Which of a family stays: the one read first, the one with the longest text, the one published first."""

_ROUNDS = 16
"""Times that pairs are measured, at most."""

_MOST = 16
"""Articles that stay against which another one is measured in a round, at most."""


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
    ranks: list[Rank] = []
    skipped: list[Skip] = []
    with open_engine(threshold, settings, jobs, progress) as engine:
        texts = engine.sketch(_note_ranks(articles, ranks, skipped, _RANK[keep]))
        rows = np.array(sorted(range(len(ranks)), key=ranks.__getitem__), np.intp)
        stands_for = _choose_dropped(engine, texts, rows)
    going = {int(rows[place]): (int(rows[kept]), jaccard) for place, (kept, jaccard) in stands_for.items()}
    dropped = [
        Dropped(texts.ids[row], texts.ids[kept], _describe_reason(jaccard), jaccard)
        for row, (kept, jaccard) in sorted(going.items())
    ]
    return Deduplicated(tuple(dropped), tuple(sorted(going)), tuple(skipped), len(ranks))


Rank = tuple[object, ...]
"""The least of a family stays."""

_RANK: dict[str, Callable[[int, Article], Rank]] = {
    "first": lambda place, article: (place,),
    "longest": lambda place, article: (-len(article.text), place),
    "earliest": lambda place, article: (not article.published, article.published, place),
}


def _note_ranks(
    articles: Iterable[Article | Skip],
    ranks: list[Rank],
    skipped: list[Skip],
    rank: Callable[[int, Article], Rank],
) -> Iterator[Article]:
    for article in articles:
        if isinstance(article, Skip):
            skipped.append(article)
        else:
            ranks.append(rank(len(ranks), article))
            yield article


def _choose_dropped(engine: NearEngine, texts: SketchedTexts, rows: NDArray[np.intp]) -> dict[int, tuple[int, float]]:
    """For each place in `rows` that goes the place that stays for it, and how similar the two are.

    The search pairs articles of large groups with the first of the group alone. What stays only for want of a pair is
    therefore measured against those that stay for the articles that it resembles, until that finds nothing more.
    """
    similar: dict[int, dict[int, float]] = {}
    stands_for: dict[int, tuple[int, float]] = {}
    same, likely = engine.find_pairs(texts, rows)
    measured = new = np.union1d(same, likely)
    for _ in range(_ROUNDS):
        pairs, shares = engine.measure(texts, rows, new)
        if not len(pairs):
            break
        low, high = split_pairs(pairs)
        for a, b, jaccard in zip(low.tolist(), high.tolist(), shares[:, 0].tolist(), strict=True):
            similar.setdefault(a, {})[b] = similar.setdefault(b, {})[a] = jaccard
        stands_for = _choose_by_rank(similar)
        new = np.setdiff1d(_pair_second_neighbours(similar, stands_for), measured)
        measured = np.union1d(measured, new)
    return stands_for


def _choose_by_rank(similar: Mapping[int, Mapping[int, float]]) -> dict[int, tuple[int, float]]:
    """What goes, by rank: whatever resembles a better one that stays, for the likest of these."""
    stands_for: dict[int, tuple[int, float]] = {}
    for place in sorted(similar):
        staying = [(-jaccard, better) for better, jaccard in similar[place].items() if better < place]
        staying = [item for item in staying if item[1] not in stands_for]
        if staying:
            jaccard, kept = min(staying)
            stands_for[place] = kept, -jaccard
    return stands_for


def _pair_second_neighbours(
    similar: Mapping[int, Mapping[int, float]], stands_for: Mapping[int, tuple[int, float]]
) -> Packed:
    """Pairs of what stays and the better ones that stay for its neighbours; the best few of each."""
    pairs: list[int] = []
    for place, neighbours in similar.items():
        if place not in stands_for:
            better = {stands_for[other][0] for other in neighbours if other in stands_for}
            pairs += [kept << 32 | place for kept in sorted(better) if kept < place][:_MOST]
    return np.array(sorted(pairs), np.uint64)


def _describe_reason(jaccard: float) -> str:
    if jaccard == 1:
        return "has the same word shingles as the one kept"
    return f"near copy of the one kept, Jaccard similarity {jaccard:.3f}"
