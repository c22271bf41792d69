"""Related pairs to families: connected components by alternating large-star and small-star steps, then grouped.

Kiveris, Lattanzi, Mirrokni, Rastogi & Vassilvitskii, "Connected components in MapReduce and beyond" (SoCC 2014). Each
step is a few of Spark's own joins and groupings. The edges of a component shrink to a star around its smallest member,
in a number of rounds that grows with the logarithm of its size.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pyarrow as pa
from pyspark.sql import Column, DataFrame
from pyspark.sql import functions as sql

from dupdetect import families
from dupdetect.engines.spark.checkpoints import keep_rows
from dupdetect.records import Article, Cluster, Comparison, Verdict, columns
from dupdetect.settings import Settings

MEMBER = "member"
"""The role of an article that a family lists among its own."""

_UNUSED = (
    "sentences", "substitutions", "furniture_a", "furniture_b", "disguises", "channels", "drift", "reasons",
)  # fmt: skip
"""Columns that families do not need, and that are dropped before the shuffle."""

_COLUMNS = (
    "family string, article string, size bigint, verdict string, source string, role string, title string, "
    "origins bigint"
)
_SCHEMA = pa.schema(
    [
        (name, {"string": pa.string(), "bigint": pa.int64()}[kind])
        for name, kind in (column.split() for column in _COLUMNS.split(", "))
    ]
)


def rank_verdicts() -> Column:
    """All verdicts, the weakest first."""
    return sql.array(*(sql.lit(str(verdict)) for verdict in sorted(Verdict, key=lambda verdict: verdict.rank)))


def find_families(pairs: DataFrame, articles: DataFrame, settings: Settings) -> DataFrame:
    """A row per article of a family: family (its smallest id), article, size, verdict (the strongest inside), source
    (or null), role (member, trim or round_up), title, origins.

    Each component of ties goes to one worker, which groups it with `dupdetect.families`.

    Args:
        pairs: the columns of `records.Comparison`.
        articles: columns id, title, published.
    """
    least = Verdict(settings.judging.family)
    return keep_rows(gather_components(pairs, articles, least).mapInArrow(FamilyMapper(least), _COLUMNS))


def gather_components(pairs: DataFrame, articles: DataFrame, least: Verdict) -> DataFrame:
    """A row per component of the ties of `least` or stronger, with its ties and its articles; see `read_component`."""
    strong = [str(verdict) for verdict in Verdict if verdict.reaches(least)]
    ties = pairs.where(sql.col("verdict").isin(strong)).drop(*_UNUSED).persist()
    homes = connect_nodes(ties.select("a", "b")).persist()
    tied = ties.join(homes.withColumnRenamed("article", "a"), "a")
    evidence = tied.groupBy("family").agg(sql.collect_list(sql.struct(*ties.columns)).alias("ties"))
    titled = homes.join(articles.select(sql.col("id").alias("article"), "title", "published"), "article")
    described = titled.groupBy("family").agg(
        sql.collect_list(sql.struct("article", "title", "published")).alias("articles")
    )
    components = keep_rows(evidence.join(described, "family"))
    ties.unpersist()
    homes.unpersist()
    return components


def read_component(batch: Any) -> tuple[list[Comparison], dict[str, Article]]:
    """The ties of a component, in order, and its articles by id, without texts; from a batch of one row."""
    (row,) = batch.to_pylist()
    ties = [columns.build_record(Comparison, dict.fromkeys(_UNUSED, ()) | tie) for tie in row["ties"]]
    articles = {
        entry["article"]: Article(entry["article"], "", title=entry["title"], published=entry["published"])
        for entry in row["articles"]
    }
    return sorted(ties, key=lambda tie: (tie.a, tie.b)), articles


class FamilyMapper:
    """Groups the ties of a component; sent to workers."""

    def __init__(self, least: Verdict) -> None:
        self._least = least

    def __call__(self, batches: Iterator[Any]) -> Iterator[Any]:
        for batch in batches:
            rows = [row for number in range(batch.num_rows) for row in self._group(batch.slice(number, 1))]
            yield pa.RecordBatch.from_pylist(rows, schema=_SCHEMA)

    def _group(self, batch: Any) -> Iterator[dict[str, Any]]:
        ties, articles = read_component(batch)
        for family in families.find_families(ties, self._least, articles):
            yield from _list_members(family)


def _list_members(family: Cluster) -> Iterator[dict[str, Any]]:
    """A family as rows."""
    roles = [(name, MEMBER) for name in family.articles]
    roles += [(attached.id, str(attached.as_)) for attached in family.attached]
    for name, role in roles:
        yield {
            "family": family.articles[0],
            "article": name,
            "size": len(family.articles),
            "verdict": str(family.verdict),
            "source": family.source,
            "role": role,
            "title": family.title,
            "origins": family.origins,
        }


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
    """Tie every larger neighbour of a node to the node's smallest neighbour, or to the node if that is smaller."""
    both = edges.select(sql.col("u").alias("node"), sql.col("v").alias("near"))
    both = both.unionByName(edges.select(sql.col("v").alias("node"), sql.col("u").alias("near")))
    low = both.groupBy("node").agg(sql.least("node", sql.min("near")).alias("u"))
    return both.where("near > node").join(low, "node").select(sql.col("near").alias("v"), "u").distinct()


def _small_star(edges: DataFrame) -> DataFrame:
    """Tie a node and its smaller neighbours to the smallest of them."""
    low = edges.groupBy("v").agg(sql.min("u").alias("low"))
    near = edges.join(low, "v").where("u > low").select(sql.col("u").alias("v"), sql.col("low").alias("u"))
    return near.unionByName(low.select("v", sql.col("low").alias("u"))).distinct()


def _state(edges: DataFrame) -> tuple[object, ...]:
    """A fingerprint of the edges: their number and the sum of their hashes."""
    digest = sql.sum(sql.xxhash64("v", "u").cast("decimal(38,0)"))
    return tuple(edges.agg(sql.count("*"), digest).first() or ())
