"""Rows with equal keys to pairs, by Spark's own windows: they sort, and spill to disk what memory cannot hold.

So a group of millions of equal articles costs time in proportion to its size, and no more memory than others.
"""

from __future__ import annotations

from pyspark.sql import DataFrame, Window
from pyspark.sql import functions as F

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
        F.col("row").alias("b"),
        F.count("*").over(alike).alias("held"),
        F.first("row").over(ordered).alias("head"),
        F.collect_list("row").over(ordered.rowsBetween(-most, -1)).alias("before"),
    ).where("held > 1")
    tied = F.when(F.col("b") == F.col("head"), F.array(F.lit(CAPPED).cast("bigint"))).otherwise(
        F.array_distinct(F.array("head", F.try_element_at("before", F.lit(-1))))
    )
    partners = F.when(F.col("held") <= most, F.col("before")).otherwise(tied)
    return met.select(F.explode(partners).alias("a"), "b")


def repeats(shapes: DataFrame, most: int) -> DataFrame:
    """The rows that repeat the words of an earlier one in a group of more than `most`."""
    alike = Window.partitionBy("same")
    placed = shapes.where("words > 0").select(
        "row", F.count("*").over(alike).alias("held"), F.min("row").over(alike).alias("head")
    )
    return placed.where((F.col("held") > most) & (F.col("row") > F.col("head"))).select("row")
