"""`near_copies`: sketch, join, measure, connect. It is fast because it aligns nothing."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import replace

import numpy as np

from dupdetect.engines import check_engine
from dupdetect.engines.local.near import NearEngine, SketchedTexts
from dupdetect.engines.local.spool import TextSpool
from dupdetect.errors import SettingsError
from dupdetect.families import connected_components
from dupdetect.read.frames import Frame, is_frame
from dupdetect.read.sources import Progress, Sources, ignore_progress
from dupdetect.records import Article, Skip
from dupdetect.records.near import Id, NearCopies, NearCopy
from dupdetect.search.arrays import split_pairs
from dupdetect.settings import Settings, take_settings


def near_copies(
    sources: Sources,
    threshold: float = 0.8,
    settings: Settings | None = None,
    *,
    text: str | None = None,
    id: str | None = None,
    jobs: int | None = None,
    progress: Progress | None = None,
) -> NearCopies:
    """Find the pairs of articles whose word shingles have a Jaccard similarity of `threshold` or more.

    Similarities are exact, so every returned pair reaches the threshold. Of the pairs that reach it, a share of
    `pairing.recall` or more is found: 0.99 by default at the threshold itself, nearly all above. Words are compared in
    folded form. Unlike `scan`, this neither sets boilerplate aside nor aligns texts.

    Args:
        sources: files and folders, or articles, or texts by id, or a data frame. Articles may come from a generator and
            are not kept. The ids of a data frame stay strings or integers, and results are in the order of its rows.
        threshold: the least similarity, above 0 and up to 1.
        settings: defaults when None; `threshold` overrides its `pairing.jaccard`.
        text, id: the columns of a data frame or a table; None looks for the usual names. Without a column for ids, the
            numbers of the rows of a data frame serve, from 0.
        jobs: threads; None takes the number of cores. The result does not depend on it.
        progress: called as work goes on.

    Raises:
        InputError: a path does not exist, or the temporary folder is full.
        SettingsError: the threshold is out of range.
        UsageError: two articles have the same id, or `jobs` is below 1.
    """
    chosen = name_columns(settings, text, id)
    with open_engine(threshold, chosen, jobs, progress) as engine:
        if is_frame(sources):
            return _relate_rows(engine, NumberedRows(Frame(sources, chosen.reading)))
        return _relate_texts(engine, engine.sketch(sources))


def name_columns(settings: Settings | None, text: str | None, id: str | None) -> Settings:
    """The settings, with the columns that a caller names."""
    columns = {"reading.text_column": text, "reading.id_column": id}
    return take_settings(settings).updated({name: column for name, column in columns.items() if column})


class NumberedRows:
    """The articles of a data frame under the numbers of their rows, so that sorted ids keep the order of the rows.

    Attributes:
        skipped: the rows without a text, once `articles` was consumed.
    """

    def __init__(self, frame: Frame) -> None:
        self.frame = frame
        self.skipped: list[Skip] = []
        self._taken: list[int] = []

    def values(self, column: str) -> list[object]:
        """The values of a column for each article that `articles` gave."""
        values = self.frame.values(column)
        return [values[row] for row in self._taken]

    def articles(self) -> Iterator[Article]:
        """The articles, in order."""
        digits = len(str(len(self.frame.ids)))
        for row, item in self.frame.rows():
            if isinstance(item, Skip):
                self.skipped.append(item)
            else:
                self._taken.append(row)
                yield replace(item, id=f"{row:0{digits}}")

    def id_of(self, name: Id) -> Id:
        """The id that a row has in its data frame, from the name that `articles` gave it."""
        return self.frame.ids[int(name)]


def _relate_rows(engine: NearEngine, rows: NumberedRows) -> NearCopies:
    """The near copies among the rows of a data frame, by their own ids."""
    copies = _relate_texts(engine, engine.sketch(rows.articles()))
    return replace(
        copies,
        pairs=tuple(replace(pair, a=rows.id_of(pair.a), b=rows.id_of(pair.b)) for pair in copies.pairs),
        clusters=tuple(tuple(map(rows.id_of, family)) for family in copies.clusters),
        skipped=(*rows.skipped, *copies.skipped),
        counts={**copies.counts, "skipped": len(rows.skipped) + len(copies.skipped)},
    )


def set_threshold(settings: Settings | None, threshold: float) -> Settings:
    """The settings, with the least similarity of near copies.

    Raises:
        SettingsError: it is out of range.
    """
    if not isinstance(threshold, (int, float)) or not 0 < threshold <= 1:
        raise SettingsError([f"threshold: {threshold!r} is not a similarity; give one above 0 and up to 1"])
    return take_settings(settings).updated({"pairing.jaccard": threshold})


@contextmanager
def open_engine(
    threshold: float,
    settings: Settings | None,
    jobs: int | None,
    progress: Progress | None,
    spool: TextSpool | None = None,
) -> Iterator[NearEngine]:
    """The engine of a search for near copies, with its text spool; other arguments as for `near_copies`."""
    check_engine("local", {"jobs": jobs})
    chosen = set_threshold(settings, threshold)
    with TextSpool() if spool is None else nullcontext(spool) as texts:
        yield NearEngine(chosen, progress or ignore_progress, jobs, texts)


def _relate_texts(engine: NearEngine, texts: SketchedTexts) -> NearCopies:
    """The near copies among sketched texts."""
    rows = texts.sort_rows()
    same, likely = engine.find_pairs(texts, rows)
    packed, shares = engine.measure(texts, rows, np.union1d(same, likely))
    low, high = split_pairs(packed)
    names = [texts.ids[row] for row in rows.tolist()]
    pairs = tuple(
        NearCopy(names[a], names[b], *share)
        for a, b, share in zip(low.tolist(), high.tolist(), shares.tolist(), strict=True)
    )
    clusters = tuple(tuple(names[place] for place in family) for family in connected_components(low, high))
    counts = {
        "articles": len(names),
        "skipped": len(texts.skipped),
        "candidates": len(same) + len(likely),
        "pairs": len(pairs),
        "clusters": len(clusters),
    }
    return NearCopies(engine.settings.signature, pairs, clusters, tuple(texts.skipped), counts)
