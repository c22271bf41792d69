"""Deduplication: of articles that resemble each other one is kept, and the others are dropped.

Each dropped article is a near copy of the kept one that it names. A chain of versions, each like the one before and the
last unlike the first, therefore keeps more than one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from dupdetect.engines.local.near import NearEngine, SketchedTexts
from dupdetect.errors import UsageError
from dupdetect.pipeline.near import NumberedRows, name_columns, open_engine
from dupdetect.read.frames import Frame, is_frame
from dupdetect.read.originals import Originals
from dupdetect.read.sources import Progress, Sources, stream_articles
from dupdetect.records import Article, Skip
from dupdetect.records.near import Id
from dupdetect.search.arrays import Packed, split_pairs
from dupdetect.settings import Settings

__all__ = ["KEEP", "Deduplicated", "Dropped", "Originals", "choose_articles", "dedup"]

KEEP = ("first", "longest", "earliest")
"""Which article of a family is kept: the one read first, the one with the longest text, or the one published first."""

Rank: TypeAlias = tuple[object, ...]
"""Sorts articles; the first of a family is kept."""

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

    id: Id
    kept: Id
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
    sources: Sources,
    keep: str = "first",
    threshold: float = 0.8,
    settings: Settings | None = None,
    *,
    text: str | None = None,
    id: str | None = None,
    jobs: int | None = None,
    progress: Progress | None = None,
) -> Deduplicated:
    """Keep one of the articles that are near copies of one another; the others are dropped, each for one that is kept.

    Args:
        sources: as for `near_copies`.
        keep: which stays: the "first" read, the "longest" text, or the "earliest" published; ties go to the article
            read first. For a data frame also a column: the row with the greatest value stays, or with a minus before
            the name that with the least. Rows without a value, and articles without a date, rank last.
        threshold: the least Jaccard similarity of near copies, above 0 and up to 1.
        settings, text, id, jobs, progress: as for `near_copies`.

    Raises:
        InputError: a path does not exist.
        SettingsError: the threshold is out of range.
        UsageError: two articles have the same id, or there is no such `keep`.
    """
    chosen = name_columns(settings, text, id)
    if is_frame(sources):
        return _choose_rows(Frame(sources, chosen.reading), keep, threshold, chosen, jobs=jobs, progress=progress)
    articles = stream_articles(sources, chosen.reading, jobs, report_progress=progress)
    return choose_articles(articles, keep, threshold, chosen, jobs=jobs, progress=progress)


def _choose_rows(frame: Frame, keep: str, threshold: float, settings: Settings, **options: Any) -> Deduplicated:
    """Choose the rows of a data frame to keep; ids and places are those of the rows."""
    rows = NumberedRows(frame)
    rank = None if keep in KEEP else rank_by_column(keep, frame)
    chosen = choose_articles(rows.articles(), rank or keep, threshold, settings, **options)
    dropped = tuple(replace(drop, id=rows.id_of(drop.id), kept=rows.id_of(drop.kept)) for drop in chosen.dropped)
    places = tuple(int(drop.id) for drop in chosen.dropped)
    return replace(chosen, dropped=dropped, places=places, skipped=(*rows.skipped, *chosen.skipped))


def rank_by_column(keep: str, frame: Frame) -> Callable[[int, Article], Rank]:
    """The rank of rows by the values of a column: the greatest first, or after a minus the least."""
    descending = not keep.startswith("-")
    values = frame.values(keep.removeprefix("-"))
    order = sort_values(values, descending)
    return lambda _, article: (order[int(article.id)],)


def sort_values(values: Sequence[Any], descending: bool) -> list[int]:
    """The place of each value in sorted order; what is missing comes last, and ties keep their order.

    Raises:
        UsageError: they cannot be compared with one another.
    """
    there = [number for number, value in enumerate(values) if value is not None]
    try:
        ranked = sorted(there, key=lambda number: values[number], reverse=descending)
    except TypeError as error:
        raise UsageError("the column to keep by holds values that cannot be compared; name another") from error
    missing = (number for number, value in enumerate(values) if value is None)
    places = {number: place for place, number in enumerate((*ranked, *missing))}
    return [places[number] for number in range(len(values))]


def choose_articles(
    articles: Iterable[Article | Skip],
    keep: str | Callable[[int, Article], Rank] = "first",
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
        keep: one of `KEEP`, or a function that ranks an article, given its number and itself; ties go to the article
            read first. Articles without a date rank last.
        threshold: the least similarity, above 0 and up to 1.
        settings: defaults when None.
        jobs: threads; None takes the number of cores. The result does not depend on it.
        progress: called as work goes on.

    Raises:
        SettingsError: the threshold is out of range.
        UsageError: two articles have the same id, or there is no such `keep`.
    """
    if isinstance(keep, str) and keep not in KEEP:
        message = f"no way to keep is called {keep!r}; choose from {', '.join(KEEP)}"
        raise UsageError(message)
    rank = _RANK[keep] if isinstance(keep, str) else keep
    ranks: list[Rank] = []
    skipped: list[Skip] = []
    with open_engine(threshold, settings, jobs, progress) as engine:
        texts = engine.sketch(_note_ranks(articles, ranks, skipped, rank))
        rows = np.array(sorted(range(len(ranks)), key=ranks.__getitem__), np.intp)
        stands_for = _choose_dropped(engine, texts, rows)
    going = {int(rows[place]): (int(rows[kept]), jaccard) for place, (kept, jaccard) in stands_for.items()}
    dropped = [
        Dropped(texts.ids[row], texts.ids[kept], _describe_reason(jaccard), jaccard)
        for row, (kept, jaccard) in sorted(going.items())
    ]
    return Deduplicated(tuple(dropped), tuple(sorted(going)), tuple(skipped), len(ranks))


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
