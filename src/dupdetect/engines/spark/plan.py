"""The plan of a cluster's index: the number of shards, and the sample of the passage keys."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa
from pyspark.sql import DataFrame
from pyspark.sql import functions as sql

from dupdetect.search import fingerprint
from dupdetect.search.channels import count_bands
from dupdetect.settings import Settings
from dupdetect.text import folding_table

_LEVELS = 48
"""How many times the sample of passage keys may be halved."""

_POSTINGS = 2_000_000
"""Keys of a shard, about; a worker needs some 100 MB to count them."""

_MOST_SHARDS = 20_000


class Plan(NamedTuple):
    """How the index is cut.

    Attributes:
        shards: parts of the keys, and of the pairs.
        sample: one passage key in so many is kept; the settings' value or a coarser one.
    """

    shards: int
    sample: int


def plan_index(articles: DataFrame, shapes: DataFrame, settings: Settings) -> Plan:
    """The plan for these articles: shards of about equal size, and the sample that one machine would use.

    Args:
        articles: a column text.
        shapes: the words of each article.
    """
    total = shapes.agg({"words": "sum", "row": "count"}).toDF("words", "rows").first()
    words, rows = (total["words"] or 0, total["rows"] or 0) if total else (0, 0)
    prints = settings.fingerprinting
    level = 0
    if words // prints.passage_sample > prints.passage_keys:  # a text has no more keys than words
        kept = _count_kept(articles, settings)
        level = next((i for i, count in enumerate(kept) if count <= prints.passage_keys), _LEVELS)
    sample = prints.passage_sample << level
    bands, _ = count_bands(prints.permutations, settings.pairing)
    postings = rows * (prints.permutations + bands) + words // sample
    return Plan(_bound_shards(articles, postings), sample)


def count_shards(articles: DataFrame, rows: int, settings: Settings) -> int:
    """The shards for the keys of near copies alone: those of their bands and of the whole text."""
    bands, _ = count_bands(settings.fingerprinting.permutations, settings.pairing)
    return _bound_shards(articles, rows * (bands + 1))


def _bound_shards(articles: DataFrame, postings: int) -> int:
    least = articles.sparkSession.sparkContext.defaultParallelism
    return min(max(least, postings // _POSTINGS), _MOST_SHARDS)


def _count_kept(articles: DataFrame, settings: Settings) -> list[int]:
    """The number of passage keys of all articles at the settings' sample, and at each halving of it."""
    counted = articles.select("text").mapInArrow(KeyCounter(settings), "level int, kept bigint")
    sums = counted.groupBy("level").agg(sql.sum("kept").alias("kept")).collect()
    counts = {row["level"]: int(row["kept"]) for row in sums}
    return [counts.get(level, 0) for level in range(_LEVELS)]


class KeyCounter:
    """Counts the passage keys that each sample keeps; sent to workers."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings.fingerprinting

    def __call__(self, batches: Iterator[Any]) -> Iterator[Any]:
        kept = np.zeros(_LEVELS, np.int64)
        for batch in batches:
            keys = fingerprint.minhash(batch.column("text").to_pylist(), folding_table(), self._settings).keys
            for level in range(_LEVELS):
                keys = keys[keys % np.uint64(self._settings.passage_sample << level) == 0]
                kept[level] += len(keys)
        levels = np.arange(_LEVELS, dtype=np.int32)
        yield pa.RecordBatch.from_arrays([pa.array(levels), pa.array(kept)], names=["level", "kept"])
