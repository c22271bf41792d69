"""Deduplication: of articles that resemble each other one is kept, and the others are dropped.

Each dropped article is a near copy of the kept one that it names. A chain of versions, each like the one before and the
last unlike the first, therefore keeps more than one.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain, islice
from typing import Any, NamedTuple, Protocol, TypeAlias

import numpy as np
from numpy.typing import NDArray

from dupdetect.engines.local.checkpoints import Checkpoints
from dupdetect.engines.local.near import NearEngine, Shares, SketchedTexts
from dupdetect.pipeline.near import NumberedRows, name_columns, open_engine
from dupdetect.pipeline.notes import Notes
from dupdetect.pipeline.ranking import order_values
from dupdetect.pipeline.references import ReferencePassage, References
from dupdetect.read.frames import Frame, is_frame
from dupdetect.read.sources import Progress, Sources, stream_articles
from dupdetect.records import Article, Skip
from dupdetect.records.near import KEEP, Id
from dupdetect.search.arrays import Packed, split_pairs
from dupdetect.search.containment import NGRAM_WORDS
from dupdetect.settings import Settings

__all__ = ["KEEP", "Deduplicated", "Dropped", "choose_articles", "dedup", "rank_by_column"]

Ranking: TypeAlias = Callable[[], Sequence[Any]]
"""Gives the ranks of all articles, in the order of reading."""

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
        jaccard: the Jaccard similarity of the two, from the threshold to 1; None where it is dropped for a text that it
            holds.
        against: whether `kept` is the id of a reference text.
        containment: the share of that text's n-grams of 8 words that the article holds; None for near copies.
        start, end: the passage of the article that holds them, as offsets into its text.
    """

    id: Id
    kept: Id
    reason: str
    jaccard: float | None
    against: bool = False
    containment: float | None = None
    start: int | None = None
    end: int | None = None


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
    against: Sources | None = None,
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
            the name that with the least. Dates are compared as instants. Rows without a value, and articles without a
            date, rank last.
        threshold: the least Jaccard similarity of near copies, above 0 and up to 1.
        against: reference texts. An article is dropped if it is a near copy of one, or holds `threshold` or more of the
            n-grams of one of up to 2,000 words, such as a benchmark item inside a training document.
        settings, text, id, jobs, progress: as for `near_copies`.

    Raises:
        InputError: a path does not exist.
        SettingsError: the threshold is out of range.
        UsageError: two articles have the same id, or there is no such `keep`.
    """
    chosen = name_columns(settings, text, id)
    references = References(stream_articles(against, chosen.reading, jobs) if against is not None else (), threshold)
    options: dict[str, Any] = {"references": references, "jobs": jobs, "progress": progress}
    if is_frame(sources):
        return _choose_rows(Frame(sources, chosen.reading), keep, threshold, chosen, **options)
    articles = stream_articles(sources, chosen.reading, jobs, report_progress=progress)
    return choose_articles(articles, keep, threshold, chosen, **options)


def _choose_rows(frame: Frame, keep: str, threshold: float, settings: Settings, **options: Any) -> Deduplicated:
    """Choose the rows of a data frame to keep; ids and places are those of the rows."""
    rows = NumberedRows(frame)
    ranking = keep if keep in KEEP else rank_by_column(keep, rows.values)
    chosen = choose_articles(rows.articles(), ranking, threshold, settings, **options)
    return replace(
        chosen,
        dropped=tuple(_name_rows(drop, rows) for drop in chosen.dropped),
        places=tuple(int(drop.id) for drop in chosen.dropped),
        skipped=(*rows.skipped, *chosen.skipped),
    )


def _name_rows(drop: Dropped, rows: NumberedRows) -> Dropped:
    return replace(drop, id=rows.id_of(drop.id), kept=drop.kept if drop.against else rows.id_of(drop.kept))


def rank_by_column(keep: str, values: Callable[[str], Sequence[Any]]) -> Ranking:
    """The ranking by the values of a column, which `values` gives by its name: the greatest first, or after a minus
    the least."""
    return lambda: order_values(values(keep.removeprefix("-")), descending=not keep.startswith("-"))


def choose_articles(
    articles: Iterable[Article | Skip],
    keep: str | Ranking = "first",
    threshold: float = 0.8,
    settings: Settings | None = None,
    *,
    references: References | None = None,
    notes: Notes | None = None,
    checkpoints: Checkpoints | None = None,
    jobs: int | None = None,
    progress: Progress | None = None,
) -> Deduplicated:
    """Choose the articles to keep, so that every other article is a near copy of one of them.

    Near copies are articles whose word shingles have a Jaccard similarity of `threshold` or more. Articles are visited
    by rank: each is kept unless it is a near copy of a kept one, and is else dropped for the most similar of these.

    Args:
        articles: a stream, as from `stream_articles`; they are not held in memory.
        keep: one of `KEEP`, or a function that gives the rank of each article and is called once all are read; ties go
            to the article read first. Articles without a date rank last.
        threshold: the least similarity, above 0 and up to 1.
        settings: defaults when None.
        references: texts that stay whatever the rank, and drop the articles that have them.
        notes, checkpoints: of an earlier run over the same articles, of which `articles` then are the rest; both grow.
        jobs: threads; None takes the number of cores. The result does not depend on it.
        progress: called as work goes on.

    Raises:
        SettingsError: the threshold is out of range.
        UsageError: two articles have the same id, or there is no such `keep`.
    """
    references = references or References((), threshold)
    notes = notes or Notes(keep if isinstance(keep, str) else "first", references)
    with open_engine(threshold, settings, jobs, progress, checkpoints.spool if checkpoints else None) as engine:
        stream = references.watch(notes.watch(articles), notes.restored)
        texts = engine.sketch(chain(islice(references.articles(), notes.rows, None), stream), checkpoints)
        ranking = notes.rank_articles() if isinstance(keep, str) else keep()
        order = np.array(sorted(range(len(ranking)), key=ranking.__getitem__), np.intp)
        rows = np.concatenate([np.arange(len(references)), len(references) + order])
        leaving = {len(references) + int(place) for place in np.flatnonzero(np.isin(order, list(references.passages)))}
        stands_for = choose_dropped(RankedTexts(engine, texts, rows), Fixed(len(references), leaving))
    going = {int(rows[place]): (int(rows[kept]), jaccard) for place, (kept, jaccard) in stands_for.items()}
    dropped = _describe_dropped(going, texts.ids, references)
    places = sorted(dropped)
    skipped = (*references.skipped, *notes.skipped)
    return Deduplicated(tuple(dropped[place] for place in places), tuple(places), skipped, len(ranking))


class Fixed(NamedTuple):
    """What the choice may not change.

    Attributes:
        staying: the first so many places stay.
        leaving: places that leave, so that none stays for the sake of another.
    """

    staying: int
    leaving: Collection[int]


def _describe_dropped(
    going: Mapping[int, tuple[int, float]], ids: Sequence[str], references: References
) -> dict[int, Dropped]:
    """What is dropped, by its number in the order of reading; `going` has rows, of which reference texts are first."""
    dropped = dict(_describe_copies(going, ids, references))
    for number, passage in references.passages.items():
        if number not in dropped or not dropped[number].against:
            dropped[number] = _describe_holder(ids[len(references) + number], passage)
    return dropped


def _describe_copies(
    going: Mapping[int, tuple[int, float]], ids: Sequence[str], references: References
) -> Iterator[tuple[int, Dropped]]:
    for row, (kept, jaccard) in going.items():
        if kept < len(references):
            reason = f"near copy of a reference text, Jaccard similarity {jaccard:.3f}"
            yield row - len(references), Dropped(ids[row], references.ids[kept], reason, jaccard, against=True)
        else:
            yield row - len(references), Dropped(ids[row], ids[kept], describe_similarity(jaccard), jaccard)


def _describe_holder(name: str, passage: ReferencePassage) -> Dropped:
    reason = f"holds {passage.share:.0%} of the {NGRAM_WORDS}-word n-grams of a reference text"
    return Dropped(name, passage.reference, reason, None, True, passage.share, passage.start, passage.end)


class NearSearch(Protocol):
    """A search for near copies among articles that stand in the order of their ranks; pairs are of places there."""

    def find_pairs(self) -> tuple[Packed, Packed]:
        """Pairs with the same words, and pairs that may reach the threshold."""

    def measure(self, pairs: Packed) -> tuple[Packed, Shares]:
        """Those of `pairs` that reach the threshold, with their similarity."""


class RankedTexts(NamedTuple):
    """The search on this machine: sketched texts, and their rows in the order of their ranks."""

    engine: NearEngine
    texts: SketchedTexts
    rows: NDArray[np.intp]

    def find_pairs(self) -> tuple[Packed, Packed]:
        """As `NearSearch`."""
        return self.engine.find_pairs(self.texts, self.rows)

    def measure(self, pairs: Packed) -> tuple[Packed, Shares]:
        """As `NearSearch`."""
        return self.engine.measure(self.texts, self.rows, pairs)


def choose_dropped(search: NearSearch, fixed: Fixed) -> dict[int, tuple[int, float]]:
    """For each place that is a near copy and dropped, the place kept for it, and the similarity of the two.

    In large groups the search pairs articles with the first of the group only, so a duplicate may lack a pair with the
    kept article. Each round therefore measures kept articles against those kept for their neighbours, until no new
    pair turns up.
    """
    similar: dict[int, dict[int, float]] = {}
    stands_for: dict[int, tuple[int, float]] = {}
    same, likely = search.find_pairs()
    measured = new = np.union1d(same, likely)
    for _ in range(_ROUNDS):
        pairs, shares = search.measure(new)
        if not len(pairs):
            break
        low, high = split_pairs(pairs)
        for a, b, jaccard in zip(low.tolist(), high.tolist(), shares[:, 0].tolist(), strict=True):
            similar.setdefault(a, {})[b] = similar.setdefault(b, {})[a] = jaccard
        stands_for = _choose_by_rank(similar, fixed)
        new = np.setdiff1d(_pair_second_neighbours(similar, stands_for), measured)
        measured = np.union1d(measured, new)
    return stands_for


def _choose_by_rank(similar: Mapping[int, Mapping[int, float]], fixed: Fixed) -> dict[int, tuple[int, float]]:
    """The dropped places, chosen by rank: each that resembles a better kept one, with the most similar of these.

    Reference texts come first, so an article that resembles one is dropped for it.
    """
    stands_for: dict[int, tuple[int, float]] = {}
    for place in sorted(similar):
        if place < fixed.staying:
            continue
        staying = [(-jaccard, better) for better, jaccard in similar[place].items() if better < place]
        staying = [item for item in staying if item[1] not in stands_for and item[1] not in fixed.leaving]
        staying = [item for item in staying if item[1] < fixed.staying] or staying
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


def describe_similarity(jaccard: float) -> str:
    """Why a near copy is dropped, in words."""
    if jaccard == 1:
        return "has the same word shingles as the one kept"
    return f"near copy of the one kept, Jaccard similarity {jaccard:.3f}"
