"""Rows with equal keys to pairs, by Spark's own windows: they sort, and spill to disk what memory cannot hold.

So a group of millions of equal articles costs time in proportion to its size, and no more memory than others.
"""

from __future__ import annotations

from pyspark.sql import DataFrame, Window
from pyspark.sql import functions as sql

CAPPED = -1
"""Stands for the lower row of a pair where a group went over its cap: what is told of it, and no pair."""


def pairs(keyed: DataFrame, most: int) -> DataFrame:
    """Pairs (a, b), a below b, of rows with an equal key, from columns `key` and `row`.

    In groups of up to `most` each with each; of more, the first row stands for the others and each is tied to the next,
    as `kernels.buckets.pairs_in_runs` has it. A pair may come more than once.
    """
    alike = Window.partitionBy("key")
    ordered = alike.orderBy("row")
    met = keyed.select(
        sql.col("row").alias("b"),
        sql.count("*").over(alike).alias("held"),
        sql.first("row").over(ordered).alias("head"),
        sql.collect_list("row").over(ordered.rowsBetween(-most, -1)).alias("before"),
    ).where("held > 1")
    tied = sql.when(sql.col("b") == sql.col("head"), sql.array(sql.lit(CAPPED).cast("bigint"))).otherwise(
        sql.array_distinct(sql.array("head", sql.try_element_at("before", sql.lit(-1))))
    )
    partners = sql.when(sql.col("held") <= most, sql.col("before")).otherwise(tied)
    return met.select(sql.explode(partners).alias("a"), "b")


def repeats(shapes: DataFrame, most: int) -> DataFrame:
    """The rows that repeat the words of an earlier one in a group of more than `most`."""
    alike = Window.partitionBy("same")
    placed = shapes.where("words > 0").select(
        "row", sql.count("*").over(alike).alias("held"), sql.min("row").over(alike).alias("head")
    )
    return placed.where((sql.col("held") > most) & (sql.col("row") > sql.col("head"))).select("row")
