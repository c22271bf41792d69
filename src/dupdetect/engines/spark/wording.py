"""The common wording of a batch on a cluster: shingles counted over families by Spark, and the pairs judged again.

The shingles that enough families hold come to the driver and go to all workers; they are few. Everything else stays in
data frames. The functions of `dupdetect.batch` and `dupdetect.families` do the work, as on one machine.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa
from pyspark.sql import DataFrame
from pyspark.sql import functions as sql

from dupdetect import batch, families
from dupdetect.engines.faults import PairJudge
from dupdetect.engines.spark.checkpoints import keep_rows
from dupdetect.engines.spark.comparing import RESULTS, list_rows, result_schema, write_result
from dupdetect.engines.spark.families import MEMBER, gather_components, read_component
from dupdetect.records import Article, AttachedAs, Comparison, Span, Verdict, columns
from dupdetect.records.shape import names
from dupdetect.settings import Settings

_MARKED = "article string, spans array<struct<start:int,end:int>>, shingles array<bigint>, places array<bigint>, "
_MARKED += "starts array<int>, ends array<int>"

_MARKED_SCHEMA = pa.schema(
    [
        ("article", pa.string()),
        ("spans", pa.list_(pa.struct([("start", pa.int32()), ("end", pa.int32())]))),
        ("shingles", pa.list_(pa.int64())),
        ("places", pa.list_(pa.int64())),
        ("starts", pa.list_(pa.int32())),
        ("ends", pa.list_(pa.int32())),
    ]
)


class Batch(NamedTuple):
    """What the steps need of a batch.

    Attributes:
        articles: the columns of `records.Article`.
        size: the number of articles.
        recurring: lines that are boilerplate in it.
    """

    articles: DataFrame
    size: int
    recurring: frozenset[str]


def mark_articles(pairs: DataFrame, whole: Batch, settings: Settings) -> DataFrame | None:
    """A row per article of a related pair that holds common wording, with its places; None if nothing is common.

    Args:
        pairs: the columns of `records.Comparison`.
    """
    related = pairs.where(sql.col("verdict") != str(Verdict.INDEPENDENT))
    ends = related.select(sql.explode(sql.array("a", "b")).alias("id")).distinct()
    texts = whole.articles.join(ends, "id", "left_semi").select("id", "text")
    shingler = batch.Shingler(settings, whole.recurring)
    least = batch.demand_families(whole.size, settings.batch)
    held = _find_frequent(texts.mapInArrow(HashMapper(shingler), "id string, shingles array<bigint>"), least)
    if held.isEmpty():  # what few articles hold, few families hold
        return None
    stories = _group_stories(related, whole.articles, settings)
    by_family = (
        held.join(stories, "id", "left").select(sql.coalesce("story", "id").alias("story"), "shingle").distinct()
    )
    often = by_family.groupBy("shingle").count().where(sql.col("count") >= least).select("shingle")
    common = np.sort(np.array([row["shingle"] for row in often.toLocalIterator()], np.int64).view(np.uint64))
    return texts.mapInArrow(MarkMapper(shingler, common), _MARKED) if len(common) else None


def _find_frequent(hashed: DataFrame, least: int) -> DataFrame:
    """The shingles that `least` articles hold, a row per article and shingle, computed once."""
    held = hashed.select("id", sql.explode("shingles").alias("shingle"))
    often = held.groupBy("shingle").count().where(sql.col("count") >= least).select("shingle")
    return keep_rows(held.join(often, "shingle", "left_semi"))


def _group_stories(related: DataFrame, articles: DataFrame, settings: Settings) -> DataFrame:
    """The family of each article that has one, as columns id and story."""
    least = Verdict(settings.judging.family)
    return gather_components(related, articles, least).mapInArrow(StoryMapper(least), "id string, story string")


def judge_again(pairs: DataFrame, marked: DataFrame, articles: DataFrame, judge: PairJudge) -> DataFrame:
    """The rows of `comparing.compare_pairs` with related pairs judged again where they touch common wording.

    Args:
        pairs: the columns of `records.Comparison`.
        marked: from `mark_articles`.
        articles: the columns of `records.Article`.
    """
    spans = marked.select("article", "spans")
    ours = spans.select(sql.col("article").alias("a"), sql.col("spans").alias("spans_a"))
    theirs = spans.select(sql.col("article").alias("b"), sql.col("spans").alias("spans_b"))
    joined = pairs.join(ours, "a", "left").join(theirs, "b", "left")
    whole = [*names(Comparison), "fault"]
    holds = (sql.col("verdict") != str(Verdict.INDEPENDENT)) & sql.coalesce("spans_a", "spans_b").isNotNull()
    rest = joined.where(~holds).withColumn("fault", sql.lit(None).cast("string")).select(*whole)
    comparison = sql.struct(*names(Comparison)).alias("comparison")
    holding = joined.where(holds).select("a", "b", comparison, "spans_a", "spans_b")
    return rest.unionByName(_attach_articles(holding, articles).mapInArrow(JudgeMapper(judge), result_schema()))


def _attach_articles(holding: DataFrame, articles: DataFrame) -> DataFrame:
    """Pairs with their two articles."""
    whole = articles.select("id", sql.struct(*names(Article)).alias("article"))
    left = whole.select(sql.col("id").alias("a"), sql.col("article").alias("left"))
    right = whole.select(sql.col("id").alias("b"), sql.col("article").alias("right"))
    return holding.join(left, "a").join(right, "b").select("comparison", "left", "right", "spans_a", "spans_b")


def weigh_partials(pairs: DataFrame, members: DataFrame) -> DataFrame:
    """The pairs with `stands_for`, as `families.represent_partials` gives it.

    Args:
        members: a row per article of a family.
    """
    roles = [MEMBER, str(AttachedAs.TRIM)]
    homes = members.where(sql.col("role").isin(roles)).select("article", "family")
    for side in ("a", "b"):
        home = homes.select(sql.col("article").alias(side), sql.col("family").alias(f"home_{side}"))
        pairs = pairs.join(home, side, "left")
    home_a, home_b = sql.coalesce("home_a", "a"), sql.coalesce("home_b", "b")
    group = sql.struct(sql.least(home_a, home_b), sql.greatest(home_a, home_b), "verdict")
    rank = sql.struct(
        -sql.col("measures.shared"), -sql.greatest("coverage_a", "coverage_b") * sql.col("closeness"), "a", "b"
    )
    ranked = pairs.withColumn("group", group).withColumn("rank", rank)
    groups = ranked.groupBy("group").agg(sql.min("rank").alias("best"), sql.count("*").alias("alike"))
    is_partial = sql.col("verdict") == str(Verdict.PARTIAL)
    weight = sql.when(sql.col("rank") == sql.col("best"), sql.col("alike")).otherwise(sql.lit(0))
    weighed = ranked.join(groups, "group")
    weighed = weighed.withColumn("stands_for", sql.when(is_partial, weight).otherwise(sql.lit(1)).cast("bigint"))
    return weighed.select(*names(Comparison))


def read_marked(row: Any) -> batch.MarkedArticle:
    """A row of `mark_articles` as a record."""
    return batch.MarkedArticle(
        id=row["article"],
        spans=read_spans(row["spans"]),
        shingles=np.array(row["shingles"], np.int64).view(np.uint64),
        places=np.array(row["places"], np.intp),
        starts=np.array(row["starts"], np.int32),
        ends=np.array(row["ends"], np.int32),
    )


def read_spans(spans: Any) -> tuple[Span, ...]:
    """A column of spans as records; none if it is null."""
    return tuple(Span(span["start"], span["end"]) for span in spans or ())


class StoryMapper:
    """Maps components of ties to the family of each article; sent to workers."""

    def __init__(self, least: Verdict) -> None:
        self._least = least

    def __call__(self, batches: Iterator[Any]) -> Iterator[Any]:
        for rows in batches:
            homes = [home for number in range(rows.num_rows) for home in self._group(rows.slice(number, 1))]
            ids, stories = zip(*homes, strict=True) if homes else ((), ())
            yield pa.RecordBatch.from_arrays(
                [pa.array(ids, pa.string()), pa.array(stories, pa.string())], ["id", "story"]
            )

    def _group(self, rows: Any) -> list[tuple[str, str]]:
        ties, articles = read_component(rows)
        return list(families.group_stories(ties, self._least, articles).items())


class HashMapper:
    """Maps texts to their distinct shingles; sent to workers."""

    def __init__(self, shingler: batch.Shingler) -> None:
        self._shingler = shingler

    def __call__(self, batches: Iterator[Any]) -> Iterator[Any]:
        for rows in batches:
            texts = rows.column("text").to_pylist()
            shingles = [self._shingler.hash_article(Article("", text)).view(np.int64) for text in texts]
            arrays = [rows.column("id"), pa.array(shingles, pa.list_(pa.int64()))]
            yield pa.RecordBatch.from_arrays(arrays, ["id", "shingles"])


class MarkMapper:
    """Maps texts to their common wording, those that hold some; sent to workers."""

    def __init__(self, shingler: batch.Shingler, common: batch.Hashes) -> None:
        self._shingler = shingler
        self._common = common

    def __call__(self, batches: Iterator[Any]) -> Iterator[Any]:
        for rows in batches:
            articles = zip(rows.column("id").to_pylist(), rows.column("text").to_pylist(), strict=True)
            marked = (self._shingler.mark_article(Article(name, text), self._common) for name, text in articles)
            yield pa.RecordBatch.from_pylist([_write_marked(item) for item in marked if item.spans], _MARKED_SCHEMA)


def _write_marked(item: batch.MarkedArticle) -> dict[str, Any]:
    return {
        "article": item.id,
        "spans": [{"start": span.start, "end": span.end} for span in item.spans],
        "shingles": item.shingles.view(np.int64),
        "places": item.places,
        "starts": item.starts,
        "ends": item.ends,
    }


class JudgeMapper:
    """Judges pairs again without their common wording; sent to workers."""

    def __init__(self, judge: PairJudge) -> None:
        self._judge = judge

    def __call__(self, batches: Iterator[Any]) -> Iterator[Any]:
        for rows in batches:
            results = [self._judge_row(row) for part in list_rows(rows) for row in part]
            yield pa.RecordBatch.from_pylist([result for result in results if result], schema=RESULTS)

    def _judge_row(self, row: dict[str, Any]) -> dict[str, Any]:
        comparison = columns.build_record(Comparison, row["comparison"])
        a, b = (columns.build_record(Article, row[side]) for side in ("left", "right"))
        common = read_spans(row["spans_a"]), read_spans(row["spans_b"])
        return write_result(a, b, self._judge.judge_again(comparison, a, b, common))
