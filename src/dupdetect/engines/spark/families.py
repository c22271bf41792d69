"""Related pairs to families: connected components by alternating large-star and small-star steps.

Kiveris, Lattanzi, Mirrokni, Rastogi & Vassilvitskii, "Connected components in MapReduce and beyond" (SoCC 2014). Each
step is a few of Spark's own joins and groupings; edges shrink to stars around the smallest member of each family, in a
number of rounds that grows with the logarithm of the size of a family.
"""

from __future__ import annotations

from pyspark.sql import Column, DataFrame
from pyspark.sql import functions as sql

from dupdetect.engines.spark.checkpoints import keep_rows
from dupdetect.records import Direction, Verdict
from dupdetect.settings import Settings


def rank_verdicts() -> Column:
    """All verdicts, the weakest first."""
    return sql.array(*(sql.lit(str(verdict)) for verdict in sorted(Verdict, key=lambda verdict: verdict.rank)))


def find_families(pairs: DataFrame, settings: Settings) -> DataFrame:
    """A row a member: family (its smallest id), article, size, verdict (the strongest inside), source (or empty).

    Args:
        pairs: columns a, b, verdict, direction.
    """
    least = Verdict(settings.judging.family)
    strong = [str(verdict) for verdict in Verdict if verdict.reaches(least)]
    ties = pairs.where(sql.col("verdict").isin(strong)).select("a", "b", "verdict", "direction").persist()
    homes = connect_nodes(ties.select("a", "b")).persist()
    told = _strongest(ties, homes).join(_sources(ties, homes), "family", "left")
    sizes = homes.groupBy("family").agg(sql.count("*").alias("size"))
    made = homes.join(sizes.join(told, "family"), "family")
    source = sql.coalesce("source", sql.lit("")).alias("source")
    members = keep_rows(made.select("family", "article", "size", "verdict", source))
    ties.unpersist()
    homes.unpersist()
    return members


def connect_nodes(edges: DataFrame) -> DataFrame:
    """The component of each node, named by its smallest member, as columns article and family; edges are a, b."""
    stars = keep_rows(edges.select(sql.greatest("a", "b").alias("v"), sql.least("a", "b").alias("u")).distinct())
    state = _state(stars)
    while True:
        closer = keep_rows(_small_star(_large_star(stars)))
        stars, before, state = closer, state, _state(closer)
        if state == before:
            break
    members = stars.select(sql.col("v").alias("article"), sql.col("u").alias("family"))
    return members.unionByName(stars.select(sql.col("u").alias("article"), sql.col("u").alias("family")).distinct())


def _large_star(edges: DataFrame) -> DataFrame:
    """Every larger neighbour of a node is tied to its smallest one, or to itself where it is smaller."""
    both = edges.select(sql.col("u").alias("node"), sql.col("v").alias("near"))
    both = both.unionByName(edges.select(sql.col("v").alias("node"), sql.col("u").alias("near")))
    low = both.groupBy("node").agg(sql.least("node", sql.min("near")).alias("u"))
    return both.where("near > node").join(low, "node").select(sql.col("near").alias("v"), "u").distinct()


def _small_star(edges: DataFrame) -> DataFrame:
    """A node and its smaller neighbours are tied to the smallest of them."""
    low = edges.groupBy("v").agg(sql.min("u").alias("low"))
    near = edges.join(low, "v").where("u > low").select(sql.col("u").alias("v"), sql.col("low").alias("u"))
    return near.unionByName(low.select("v", sql.col("low").alias("u"))).distinct()


def _state(edges: DataFrame) -> tuple[object, ...]:
    """What changes when edges do: their number and the sum of their hashes."""
    digest = sql.sum(sql.xxhash64("v", "u").cast("decimal(38,0)"))
    return tuple(edges.agg(sql.count("*"), digest).first() or ())


def _strongest(ties: DataFrame, homes: DataFrame) -> DataFrame:
    """The strongest verdict inside each family."""
    words = rank_verdicts()
    rank = sql.array_position(words, sql.col("verdict"))
    inside = ties.join(homes.withColumnRenamed("article", "a"), "a")
    return inside.groupBy("family").agg(sql.element_at(words, sql.max(rank).cast("int")).alias("verdict"))


def _sources(ties: DataFrame, homes: DataFrame) -> DataFrame:
    """The one member of a family that others were made from and that was made from none, where there is one."""
    onward, a, b = sql.col("direction") == str(Direction.A_TO_B), sql.col("a"), sql.col("b")
    giver, made = sql.when(onward, a).otherwise(b), sql.when(onward, b).otherwise(a)
    known = ties.where(sql.col("direction") != str(Direction.UNKNOWN))
    given = known.select(giver.alias("giver"), made.alias("made"))
    roots = given.select("giver").distinct().join(given.select(sql.col("made").alias("giver")), "giver", "left_anti")
    found = roots.join(homes.withColumnRenamed("article", "giver"), "giver").groupBy("family")
    alone = found.agg(sql.count("*").alias("roots"), sql.min("giver").alias("source"))
    return alone.where("roots = 1").select("family", "source")
