"""Deduplication: of articles that resemble each other one is kept, and the others are dropped.

Each dropped article is a near copy of the kept one that it names. A chain of versions, each like the one before and the
last unlike the first, therefore keeps more than one.
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
from dupdetect.records.instants import rank_instant
from dupdetect.search.arrays import Packed, split_pairs
from dupdetect.settings import Settings

__all__ = ["KEEP", "Deduplicated", "Dropped", "Originals", "dedup"]

KEEP = ("first", "longest", "earliest")
"""Which article of a family is kept: the one read first, the one with the longest text, or the one published first."""

_ROUNDS = 16
"""Rounds of measuring pairs, at most."""

_MOST = 16
"""Kept articles against which an article is measured in a later round, at most."""


@dataclass(frozen=True, slots=True)
class Dropped:
    """An article that is not kept.

    Attributes:
        id: its id.
        kept: the id of the article that is kept in its place.
        reason: why it is dropped, in words.
        jaccard: the Jaccard similarity of the two, from the threshold to 1.
    """

    id: str
    kept: str
    reason: str
    jaccard: float


@dataclass(frozen=True, slots=True)
class Deduplicated:
    """The result of deduplication.

    Attributes:
        dropped: the dropped articles, in the order of reading.
        places: their numbers in that order, from 0.
        skipped: inputs that were not read, and so are neither kept nor dropped.
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
    """Choose the articles to keep, so that every other article is a near copy of one of them.

    Near copies are articles whose word shingles have a Jaccard similarity of `threshold` or more. Articles are visited
    by rank: each is kept unless it is a near copy of a kept one, and is else dropped for the most similar of these.

    Args:
        articles: a stream, as from `stream_articles`; they are not held in memory.
        keep: one of `KEEP`, the rank; ties go to the article read first. Dates are compared as instants; articles
            without a date rank last.
        threshold: the least similarity, above 0 and up to 1.
        settings: defaults when None.
        jobs: threads; None takes the number of cores. The result does not depend on it.
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
"""Sorts articles; the first of a family is kept."""

_RANK: dict[str, Callable[[int, Article], Rank]] = {
    "first": lambda place, article: (place,),
    "longest": lambda place, article: (-len(article.text), place),
    "earliest": lambda place, article: (*rank_instant(article.published), place),
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
    """For each place in `rows` that is dropped, the place that is kept for it, and the similarity of the two.

    In large groups the search pairs articles with the first of the group only, so a duplicate may lack a pair with the
    kept article. Each round therefore measures kept articles against those kept for their neighbours, until no new
    pair turns up.
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
    """The dropped places, chosen by rank: each that resembles a better kept one, with the most similar of these."""
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
    """Pairs of each kept place with the better ones that are kept for its neighbours; the best few of each."""
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
