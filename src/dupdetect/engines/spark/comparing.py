"""Candidate pairs to comparisons, in the executors: each pair meets the texts of its articles, and a `Comparer`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pyarrow as pa
from pyspark.sql import Column, DataFrame
from pyspark.sql import functions as sql

from dupdetect.compare.comparer import Comparer
from dupdetect.engines.spark import fields
from dupdetect.engines.spark.candidates import CHANNELS
from dupdetect.records import Article, Channel, Comparison, Verdict
from dupdetect.settings import Settings

LONG = 100_000
"""Words from which a text is long."""

PAIRS_A_TASK = 8_000
"""Pairs that a task compares, about: some ten seconds of work. Each task numbers its words anew."""


def compared(
    candidates: DataFrame,
    articles: DataFrame,
    shapes: DataFrame,
    settings: Settings,
    recurring: frozenset[str],
    tasks: int,
) -> DataFrame:
    """A row a comparison of at least `reporting.min_verdict`, with the columns of `records.Comparison`.

    Args:
        candidates: columns a, b, found.
        articles: a row, and the columns of `records.Article`.
        shapes: of each row, its words.
        tasks: parts of the work.
    """
    whole = articles.select("row", sql.struct(*fields.hints(Article)).alias("article"))
    led = _led(candidates, shapes)
    leads = led.groupBy("lead").agg(sql.ceil(sql.count("*") / PAIRS_A_TASK).alias("parts"))
    # The text of one side goes once to each part of its pairs, that of the other with each pair. A merged join lets go
    # of a pair before it makes the next; a broadcast of the pairs would hold a text once for each of them.
    none = [sql.lit(None).cast(kind).alias(name) for name, kind in (("other", "bigint"), ("found", "int"))]
    heads = leads.join(whole, leads["lead"] == whole["row"]).select("lead", _each_part(), *none, "article")
    crowded = leads.where("parts > 1")
    salted = led.join(crowded, "lead", "left").select("lead", _one_part(), "other", "found")
    pairs = salted.join(whole.hint("merge"), salted["other"] == whole["row"]).drop("row")
    together = heads.unionByName(pairs).repartition(tasks, "lead", "salt")
    ordered = together.sortWithinPartitions("lead", "salt", sql.asc_nulls_first("other"))
    return ordered.mapInArrow(Compare(settings, recurring), fields.ddl(Comparison))


def _led(candidates: DataFrame, shapes: DataFrame) -> DataFrame:
    """The pairs as columns lead, other, found: the first leads, unless the second is long and would be sent with each
    pair that it stands in."""
    long = shapes.where(sql.col("words") > LONG).select(sql.col("row").alias("b"), sql.lit(True).alias("long"))
    told = candidates.join(long, "b", "left")
    lead = sql.when(sql.col("long"), sql.col("b")).otherwise(sql.col("a"))
    other = sql.when(sql.col("long"), sql.col("a")).otherwise(sql.col("b"))
    return told.select(lead.alias("lead"), other.alias("other"), "found")


def _one_part() -> Column:
    """The part of a pair among those of its lead: of one that leads in more pairs than a task should compare, as the
    first of a million equal articles does, these are cut into several."""
    parts = sql.coalesce("parts", sql.lit(1).cast("bigint"))
    return sql.pmod(sql.xxhash64("other"), parts).alias("salt")


def _each_part() -> Column:
    return sql.explode(sql.sequence(sql.lit(0).cast("bigint"), sql.col("parts") - 1)).alias("salt")


class Compare:
    """Compares the pairs of a task; sent to workers."""

    def __init__(self, settings: Settings, recurring: frozenset[str]) -> None:
        self._settings = settings
        self._recurring = recurring

    def __call__(self, batches: Iterator[Any]) -> Iterator[Any]:
        least = Verdict(self._settings.reporting.min_verdict)
        comparer = Comparer(self._settings, self._recurring)
        lead: Article | None = None
        for batch in batches:
            made = []
            for row in _rows(batch):
                article = fields.built(Article, row["article"])
                if row["other"] is None:
                    lead = article
                    continue
                assert lead  # the text of a lead comes before its pairs
                a, b = (lead, article) if row["lead"] < row["other"] else (article, lead)
                comparison = comparer.compared(a, b, _channels(row["found"]))
                if comparison.verdict.reaches(least):
                    made.append(fields.plain(comparison))
            yield pa.RecordBatch.from_pylist(made, schema=fields.arrow(Comparison))


_SLICE = 64
"""Rows that are made into Python's objects at once; a row has a text."""


def _rows(batch: Any) -> Iterator[dict[str, Any]]:
    for start in range(0, batch.num_rows, _SLICE):
        yield from batch.slice(start, _SLICE).to_pylist()


def _channels(found: int) -> tuple[Channel, ...]:
    return tuple(channel for i, channel in enumerate(CHANNELS) if found >> i & 1)
