"""The rows of a data frame by rank, searched for near copies; and the tables of what stays and goes.

Ids keep their type, rows their columns. What a row is dropped for is decided elsewhere, by the code of one machine.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import ExitStack
from dataclasses import dataclass
from itertools import accumulate
from typing import Any, NamedTuple

from pyspark.sql import Column, DataFrame, types
from pyspark.sql import functions as sql
from pyspark.storagelevel import StorageLevel

from dupdetect.engines.spark.frames import require_columns
from dupdetect.engines.spark.near import SparkNear, sketch_articles
from dupdetect.engines.spark.reading import read_frame
from dupdetect.errors import UsageError
from dupdetect.records.near import KEEP
from dupdetect.settings import Settings

_INTEGERS = (types.ByteType, types.ShortType, types.IntegerType, types.LongType)

_PARTITION_BITS = 33
"""Bits below the number of the partition in what `monotonically_increasing_id` gives."""

_DROPPED = "place bigint, kept_place bigint, jaccard double, reason string"


class DroppedPlace(NamedTuple):
    """The place of a row that goes, that of the row kept for it, the similarity of the two, and why in words."""

    place: int
    kept: int
    jaccard: float
    reason: str


@dataclass(frozen=True, slots=True)
class DedupTables:
    """The result of deduplication, as data frames; `release` frees the memory of the executors.

    Attributes:
        kept: the rows that stay, with all their columns; those without a text are among them, as nobody judged them.
        dropped: a row per row that goes, by rank: id, kept (the id of the row that is kept in its place), jaccard,
            reason.
        clusters: a row per row with a text: id, cluster (the id of the row that is kept for it, or its own).
        skipped: a row per row without a text, up to the limit for one file: path (its id), reason.
        articles: how many rows have a text.
        release: frees the executors; data frames that are used again are computed again.
    """

    kept: DataFrame
    dropped: DataFrame
    clusters: DataFrame
    skipped: DataFrame
    articles: int
    release: Callable[[], None]


class RankedRows:
    """The rows of a data frame by rank; `release` frees the executors.

    Args:
        df: a row per article.
        id, text: its columns.
        keep: what ranks the rows: one of `KEEP`, or a column.
        settings: with the threshold as `pairing.jaccard`.

    Attributes:
        search: for near copies, by places in the order.

    Raises:
        UsageError: there is no such column; or ids are missing, repeated, or neither strings nor integers.
    """

    def __init__(self, df: DataFrame, id: str, text: str, keep: str, settings: Settings) -> None:
        order = _choose_order(df, id, keep)
        self._df, self._id, self._held = df, id, ExitStack()
        self._read = read_frame(df, id, text, settings.reading)
        _check_ids(df, id)
        articles = _keep(self._held, self._read.where("reason is null").select("id", "text", "published"))
        sketched = sketch_articles(articles, settings)
        if column := _find_column(keep):
            values = df.select(sql.col(id).cast("string").alias("id"), sql.col(f"`{column}`").alias("value"))
            sketched = sketched.join(values, "id", "left")
        self._placed, self._count = _place_rows(self._held, sketched, order)
        self.search = SparkNear(self._placed, articles, self._count, settings)
        self._held.callback(self.search.release)

    def release(self) -> None:
        """Free the memory of the executors."""
        self._held.close()

    def tabulate(self, dropped: Iterable[DroppedPlace]) -> DedupTables:
        """The tables, once it is known which places go."""
        df, kind = self._df, self._df.schema[self._id].dataType
        drops = _keep(self._held, _list_dropped(df, self._placed, dropped, kind))
        skipped = self._read.where("reason is not null").orderBy("file", "number", "path", "reason")
        gone = drops.select(sql.col("id").alias(self._id))
        return DedupTables(
            kept=df.join(gone, self._id, "left_anti").select(*(sql.col(f"`{name}`") for name in df.columns)),
            dropped=drops.orderBy("place").drop("place"),
            clusters=_name_clusters(self._placed, drops, kind),
            skipped=skipped.select("path", "reason"),
            articles=self._count,
            release=self.release,
        )


def _find_column(keep: str) -> str:
    """The column that `keep` names; empty where it names none."""
    return "" if keep in KEEP else keep.removeprefix("-")


def _choose_order(df: DataFrame, id: str, keep: str) -> list[Column]:
    """The order of ranks, by columns of `near.SKETCHED` and `value`.

    Raises:
        UsageError: there is no such column, or ids are of another type.
    """
    require_columns(df, filter(None, (id, _find_column(keep))))
    kind = df.schema[id].dataType
    if not isinstance(kind, (types.StringType, *_INTEGERS)):
        raise UsageError(f"column {id!r} holds {kind.simpleString()}; ids are strings or integers")
    by_id = sql.col("id").cast("bigint") if isinstance(kind, _INTEGERS) else sql.col("id")
    by_rank = {"first": [], "longest": [sql.desc("length")], "earliest": [sql.asc_nulls_last("instant")]}
    return [*by_rank.get(keep, [_order_values(df, keep)] if _find_column(keep) else []), by_id]


def _order_values(df: DataFrame, keep: str) -> Column:
    """The order by a column's values: texts that are all numbers as numbers, NaN and null last."""
    column = _find_column(keep)
    kind, value = df.schema[column].dataType, sql.col("value")
    if isinstance(kind, types.StringType):
        number = sql.expr(f"try_cast(`{column}` as double)")
        others = df.where(sql.col(f"`{column}`").isNotNull() & number.isNull())
        value = value if others.head(1) else sql.expr("try_cast(value as double)")
    if isinstance(kind, (types.FloatType, types.DoubleType)):
        value = sql.when(~sql.isnan(value), value)
    return value.asc_nulls_last() if keep.startswith("-") else value.desc_nulls_last()


def _check_ids(df: DataFrame, id: str) -> None:
    if df.where(sql.col(id).isNull()).head(1):
        raise UsageError(f"a row has nothing in its {id!r}; ids are strings or integers")
    if again := df.groupBy(id).count().where("count > 1").head(1):
        raise UsageError(f"two rows have {again[0][id]!r:.100} as their {id!r}; ids must differ")


def _place_rows(stack: ExitStack, sketched: DataFrame, order: list[Column]) -> tuple[DataFrame, int]:
    """The rows with a column `place`: their numbers in an order, from 0 and without gaps; and how many there are."""
    ordered = _keep(stack, sketched.orderBy(*order).withColumn("at", sql.monotonically_increasing_id()))
    part = sql.shiftright("at", _PARTITION_BITS).cast("int").alias("part")
    counts = sorted((row["part"], row["count"]) for row in ordered.groupBy(part).count().collect())
    starts = list(accumulate((count for _, count in counts), initial=0))
    offsets = [(number, start) for (number, _), start in zip(counts, starts, strict=False)]
    begins = _send_rows(ordered, offsets, "part int, start bigint")
    inside = sql.col("at").bitwiseAND(sql.lit((1 << _PARTITION_BITS) - 1))
    joined = ordered.withColumn("part", part).join(sql.broadcast(begins), "part")
    placed = joined.withColumn("place", sql.col("start") + inside).drop("part", "start", "at", "value")
    return _keep(stack, placed), starts[-1]


def _list_dropped(df: DataFrame, placed: DataFrame, dropped: Iterable[DroppedPlace], kind: types.DataType) -> DataFrame:
    """A row per row that goes: place, id, kept, jaccard, reason."""
    names = placed.select("place", sql.col("id").cast(kind).alias("id"))
    kept = names.toDF("kept_place", "kept")
    drops = _send_rows(df, list(dropped), _DROPPED).join(names, "place").join(kept, "kept_place")
    return drops.select("place", "id", "kept", "jaccard", "reason")


def _name_clusters(placed: DataFrame, drops: DataFrame, kind: types.DataType) -> DataFrame:
    own = placed.select("place", sql.col("id").cast(kind).alias("id"))
    kept = drops.select("place", "kept")
    return own.join(kept, "place", "left").select("id", sql.coalesce("kept", "id").alias("cluster"))


def _send_rows(df: DataFrame, rows: list[Any], schema: str) -> DataFrame:
    """Rows of the driver as a data frame of the same session."""
    return df.sparkSession.createDataFrame(rows, schema)


def _keep(stack: ExitStack, rows: DataFrame) -> DataFrame:
    """Rows that the executors keep until the stack is closed."""
    stack.callback(rows.unpersist)
    return rows.persist(StorageLevel.MEMORY_AND_DISK)
