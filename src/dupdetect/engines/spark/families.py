"""Related pairs to families: connected components by alternating large-star and small-star steps.

Kiveris, Lattanzi, Mirrokni, Rastogi & Vassilvitskii, "Connected components in MapReduce and beyond" (SoCC 2014). Each
step is a few of Spark's own joins and groupings; edges shrink to stars around the smallest member of each family, in a
number of rounds that grows with the logarithm of the size of a family.
"""

from __future__ import annotations

from pyspark.sql import DataFrame
from pyspark.sql import functions as F

from dupdetect.records import Direction, Verdict
from dupdetect.settings import Settings

_VERDICTS = sorted(Verdict, key=lambda verdict: verdict.rank)


def families(pairs: DataFrame, settings: Settings) -> DataFrame:
    """A row a member: family (its smallest id), article, size, verdict (the strongest inside), source (or empty).

    Args:
        pairs: columns a, b, verdict, direction.
    """
    least = Verdict(settings.judging.family)
    strong = [str(verdict) for verdict in Verdict if verdict.reaches(least)]
    ties = pairs.where(F.col("verdict").isin(strong)).select("a", "b", "verdict", "direction").persist()
    homes = connected(ties.select("a", "b")).persist()
    told = _strongest(ties, homes).join(_sources(ties, homes), "family", "left")
    sizes = homes.groupBy("family").agg(F.count("*").alias("size"))
    made = homes.join(sizes.join(told, "family"), "family")
    return made.select("family", "article", "size", "verdict", F.coalesce("source", F.lit("")).alias("source"))


def connected(edges: DataFrame) -> DataFrame:
    """The component of each node, named by its smallest member, as columns article and family; edges are a, b."""
    stars = _kept(edges.select(F.greatest("a", "b").alias("v"), F.least("a", "b").alias("u")).distinct())
    state = _state(stars)
    while True:
        closer = _kept(_small_star(_large_star(stars)))
        stars.unpersist()
        stars, before, state = closer, state, _state(closer)
        if state == before:
            break
    members = stars.select(F.col("v").alias("article"), F.col("u").alias("family"))
    return members.unionByName(stars.select(F.col("u").alias("article"), F.col("u").alias("family")).distinct())


def _large_star(edges: DataFrame) -> DataFrame:
    """Every larger neighbour of a node is tied to its smallest one, or to itself where it is smaller."""
    both = edges.select(F.col("u").alias("node"), F.col("v").alias("near"))
    both = both.unionByName(edges.select(F.col("v").alias("node"), F.col("u").alias("near")))
    low = both.groupBy("node").agg(F.least("node", F.min("near")).alias("u"))
    return both.where("near > node").join(low, "node").select(F.col("near").alias("v"), "u").distinct()


def _small_star(edges: DataFrame) -> DataFrame:
    """A node and its smaller neighbours are tied to the smallest of them."""
    low = edges.groupBy("v").agg(F.min("u").alias("low"))
    near = edges.join(low, "v").where("u > low").select(F.col("u").alias("v"), F.col("low").alias("u"))
    return near.unionByName(low.select("v", F.col("low").alias("u"))).distinct()


def _state(edges: DataFrame) -> tuple[object, ...]:
    """What changes when edges do: their number and the sum of their hashes."""
    digest = F.sum(F.xxhash64("v", "u").cast("decimal(38,0)"))
    return tuple(edges.agg(F.count("*"), digest).first() or ())


def _kept(edges: DataFrame) -> DataFrame:
    """Edges without their history, which would triple with every round: at a checkpoint, where the session has a place
    for it that outlives a worker, or else as rows that are computed anew when they are lost."""
    session = edges.sparkSession
    if session.sparkContext.getCheckpointDir():
        return edges.checkpoint()
    return session.createDataFrame(edges.rdd, edges.schema).persist()


def _strongest(ties: DataFrame, homes: DataFrame) -> DataFrame:
    """The strongest verdict inside each family."""
    words = F.array(*(F.lit(str(verdict)) for verdict in _VERDICTS))
    rank = F.array_position(words, F.col("verdict"))
    inside = ties.join(homes.withColumnRenamed("article", "a"), "a")
    return inside.groupBy("family").agg(F.element_at(words, F.max(rank).cast("int")).alias("verdict"))


def _sources(ties: DataFrame, homes: DataFrame) -> DataFrame:
    """The one member of a family that others were made from and that was made from none, where there is one."""
    forth = ties.where(F.col("direction") == str(Direction.A_TO_B)).select(F.col("a").alias("giver"), F.col("b").alias("made"))
    back = ties.where(F.col("direction") == str(Direction.B_TO_A)).select(F.col("b").alias("giver"), F.col("a").alias("made"))
    given = forth.unionByName(back)
    roots = given.select("giver").distinct().join(given.select(F.col("made").alias("giver")), "giver", "left_anti")
    known = roots.join(homes.withColumnRenamed("article", "giver"), "giver").groupBy("family")
    alone = known.agg(F.count("*").alias("roots"), F.min("giver").alias("source"))
    return alone.where("roots = 1").select("family", "source")
