"""Candidate pairs to comparisons, in the executors: each pair meets the texts of its articles, and a `Comparer`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pyarrow as pa
from pyspark.sql import Column, DataFrame
from pyspark.sql import functions as sql

from dupdetect.comparer import Comparer
from dupdetect.engines.spark import fields
from dupdetect.engines.spark.candidates import CHANNELS
from dupdetect.records import Article, Channel, Comparison, Verdict
from dupdetect.settings import Settings

PAIRS_A_TASK = 2_000
"""Pairs that a task compares, about: some seconds of work."""

_REMEMBERED = 1024
"""Articles that a task keeps at hand, for pairs come in order."""


def compared(
    candidates: DataFrame, articles: DataFrame, settings: Settings, recurring: frozenset[str], tasks: int
) -> DataFrame:
    """A row a comparison of at least `reporting.min_verdict`, with the columns of `records.Comparison`.

    Args:
        candidates: columns a, b, found.
        articles: a row, and the columns of `records.Article`.
        tasks: parts of the work.
    """
    whole = sql.struct(*fields.hints(Article))
    right = articles.select(sql.col("row").alias("b"), whole.alias("article_b"))
    left = articles.select(sql.col("row").alias("a"), whole.alias("article_a"))
    crowded, parts = _crowded(candidates), sql.coalesce("parts", sql.lit(1).cast("bigint"))
    salted = _salted(candidates.join(crowded, "a", "left"), sql.pmod(sql.xxhash64("b"), parts))
    every = sql.explode(sql.sequence(sql.lit(0).cast("bigint"), parts - 1))
    spread = _salted(left.join(crowded, "a", "left"), every)
    # Texts of B travel to their pairs, in parts by A; then A's once to each part.
    pairs = salted.join(right, "b").repartition(tasks, "a", "salt").join(spread, ["a", "salt"])
    ordered = pairs.select("a", "b", "found", "article_a", "article_b").sortWithinPartitions("a", "b")
    return ordered.mapInArrow(Compare(settings, recurring), fields.ddl(Comparison))


def _crowded(candidates: DataFrame) -> DataFrame:
    """The rows that stand first in more pairs than a task should compare, and into how many parts these are cut.

    So the first of a million equal articles, which stands for all of them, is no task of a million pairs.
    """
    held = candidates.groupBy("a").agg(sql.count("*").alias("held"))
    parts = sql.ceil(sql.col("held") / PAIRS_A_TASK).alias("parts")
    return held.where(sql.col("held") > PAIRS_A_TASK).select("a", parts)


def _salted(rows: DataFrame, salt: Column) -> DataFrame:
    return rows.withColumn("salt", salt).drop("parts")


class Compare:
    """Compares the pairs of a task; sent to workers."""

    def __init__(self, settings: Settings, recurring: frozenset[str]) -> None:
        self._settings = settings
        self._recurring = recurring

    def __call__(self, batches: Iterator[Any]) -> Iterator[Any]:
        least = Verdict(self._settings.reporting.min_verdict)
        comparer = Comparer(self._settings, self._recurring)
        known: dict[int, Article] = {}
        for batch in batches:
            made = []
            for row in _rows(batch):
                a, b = (_article(known, row[side], row[f"article_{side}"]) for side in "ab")
                comparison = comparer.compared(a, b, _channels(row["found"]))
                if comparison.verdict.reaches(least):
                    made.append(fields.plain(comparison))
            yield pa.RecordBatch.from_pylist(made, schema=fields.arrow(Comparison))


_SLICE = 64
"""Rows that are made into Python's objects at once; a row has two texts."""


def _rows(batch: Any) -> Iterator[dict[str, Any]]:
    for start in range(0, batch.num_rows, _SLICE):
        yield from batch.slice(start, _SLICE).to_pylist()


def _article(known: dict[int, Article], row: int, values: dict[str, Any]) -> Article:
    """The article of a row, the same object while it is known."""
    if row not in known:
        if len(known) >= _REMEMBERED:
            del known[next(iter(known))]
        known[row] = fields.built(Article, values)
    return known[row]


def _channels(found: int) -> tuple[Channel, ...]:
    return tuple(channel for i, channel in enumerate(CHANNELS) if found >> i & 1)
