"""`near_copies`: sketch, join, measure, connect. It is fast because it aligns nothing."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import numpy as np

from dupdetect.engines import check_engine
from dupdetect.engines.local.near import NearEngine, SketchedTexts
from dupdetect.engines.local.spool import TextSpool
from dupdetect.errors import SettingsError
from dupdetect.families import connected_components
from dupdetect.read.sources import Progress, Sources, ignore_progress
from dupdetect.records.near import NearCopies, NearCopy
from dupdetect.search.arrays import split_pairs
from dupdetect.settings import Settings, take_settings


def near_copies(
    sources: Sources,
    threshold: float = 0.8,
    settings: Settings | None = None,
    *,
    jobs: int | None = None,
    progress: Progress | None = None,
) -> NearCopies:
    """Find the pairs of articles whose word shingles have a Jaccard similarity of `threshold` or more.

    Similarities are exact, so every returned pair reaches the threshold. Of the pairs that reach it, a share of
    `pairing.recall` or more is found: 0.99 by default at the threshold itself, nearly all above. Words are compared in
    folded form. Unlike `scan`, this neither sets boilerplate aside nor aligns texts.

    Args:
        sources: files and folders, or articles, or texts by id. Articles may come from a generator and are not kept.
        threshold: the least similarity, above 0 and up to 1.
        settings: defaults when None; `threshold` overrides its `pairing.jaccard`.
        jobs: threads; None takes the number of cores. The result does not depend on it.
        progress: called as work goes on.

    Raises:
        InputError: a path does not exist, or the temporary folder is full.
        SettingsError: the threshold is out of range.
        UsageError: two articles have the same id, or `jobs` is below 1.
    """
    with open_engine(threshold, settings, jobs, progress) as engine:
        return _relate_texts(engine, engine.sketch(sources))


@contextmanager
def open_engine(
    threshold: float, settings: Settings | None, jobs: int | None, progress: Progress | None
) -> Iterator[NearEngine]:
    """The engine of a search for near copies, with its text spool; arguments as for `near_copies`."""
    check_engine("local", {"jobs": jobs})
    if not isinstance(threshold, (int, float)) or not 0 < threshold <= 1:
        raise SettingsError([f"threshold: {threshold!r} is not a similarity; give one above 0 and up to 1"])
    chosen = take_settings(settings).updated({"pairing.jaccard": threshold})
    with TextSpool() as spool:
        yield NearEngine(chosen, progress or ignore_progress, jobs, spool)


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
