"""Candidate pairs to comparisons, in the executors: each pair is joined with its texts and judged by a `PairJudge`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pyarrow as pa
from pyspark.sql import Column, DataFrame
from pyspark.sql import functions as sql
from pyspark.sql.pandas.types import from_arrow_schema
from pyspark.sql.types import StructType

from dupdetect.engines.faults import PairJudge
from dupdetect.records import Article, Comparison, Skip, columns
from dupdetect.records.shape import names
from dupdetect.search.channels import list_channels

LONG = 100_000
"""The least words of a long text."""

PAIRS_A_TASK = 8_000
"""Pairs that a task compares, about: some ten seconds of work. Each task builds its own vocabulary."""


def compare_pairs(
    candidates: DataFrame,
    articles: DataFrame,
    shapes: DataFrame,
    judge: PairJudge,
    tasks: int,
) -> DataFrame:
    """A row per comparison that `judge` keeps, with the columns of `records.Comparison`; and a row per
    pair that could not be compared, with its ids and the reason in the column `fault`.

    Args:
        candidates: columns a, b, channels.
        articles: a row, and the columns of `records.Article`.
        shapes: the words of each row.
        tasks: the number of tasks.
    """
    whole = articles.select("row", sql.struct(*names(Article)).alias("article"))
    led = _choose_leads(candidates, shapes)
    leads = led.groupBy("lead").agg(sql.ceil(sql.count("*") / PAIRS_A_TASK).alias("parts"))
    # The text of the lead is sent once to each part of its pairs, the other text with each pair. A merge join holds one
    # pair at a time; a broadcast of the pairs would hold a copy of the text for each.
    none = [sql.lit(None).cast(kind).alias(name) for name, kind in (("other", "bigint"), ("channels", "int"))]
    heads = leads.join(whole, leads["lead"] == whole["row"]).select("lead", _each_part(), *none, "article")
    crowded = leads.where("parts > 1")
    salted = led.join(crowded, "lead", "left").select("lead", _one_part(), "other", "channels")
    pairs = salted.join(whole.hint("merge"), salted["other"] == whole["row"]).drop("row")
    together = heads.unionByName(pairs).repartition(tasks, "lead", "salt")
    ordered = together.sortWithinPartitions("lead", "salt", sql.asc_nulls_first("other"))
    return ordered.mapInArrow(PairMapper(judge), result_schema())


def _choose_leads(candidates: DataFrame, shapes: DataFrame) -> DataFrame:
    """The pairs as columns lead, other, channels. The first leads, unless the second is long: a long text would be sent
    again with each of its pairs."""
    long = shapes.where(sql.col("words") > LONG).select(sql.col("row").alias("b"), sql.lit(True).alias("long"))
    sized = candidates.join(long, "b", "left")
    lead = sql.when(sql.col("long"), sql.col("b")).otherwise(sql.col("a"))
    other = sql.when(sql.col("long"), sql.col("a")).otherwise(sql.col("b"))
    return sized.select(lead.alias("lead"), other.alias("other"), "channels")


def _one_part() -> Column:
    """The part to which a pair belongs. An article that leads in more pairs than a task should compare, such as the
    first of a million equal articles, has several parts."""
    parts = sql.coalesce("parts", sql.lit(1).cast("bigint"))
    return sql.pmod(sql.xxhash64("other"), parts).alias("salt")


def _each_part() -> Column:
    return sql.explode(sql.sequence(sql.lit(0).cast("bigint"), sql.col("parts") - 1)).alias("salt")


RESULTS = columns.arrow(Comparison).append(pa.field("fault", pa.string()))
"""The columns of a comparison, and the reason if there is none."""


def result_schema() -> StructType:
    """The same as a schema of Spark."""
    schema: StructType = from_arrow_schema(RESULTS)
    return schema


class PairMapper:
    """Judges the pairs of a task; sent to workers."""

    def __init__(self, judge: PairJudge) -> None:
        self._judge = judge

    def __call__(self, batches: Iterator[Any]) -> Iterator[Any]:
        lead: Article | None = None
        for batch in batches:
            results: list[dict[str, Any]] = []
            for rows in list_rows(batch):
                pairs, lead = _read_pairs(rows, lead)
                results += self._judge_pairs(pairs)
            yield pa.RecordBatch.from_pylist([result for result in results if result], schema=RESULTS)

    def _judge_pairs(self, pairs: list[tuple[Article, Article, int]]) -> list[dict[str, Any]]:
        """The results of pairs as rows, without those that are refused together."""
        stays = self._judge.screen([(a, b, list_channels(bits)) for a, b, bits in pairs])
        return [
            write_result(a, b, self._judge.judge(a, b, list_channels(bits)))
            for (a, b, bits), may_match in zip(pairs, stays, strict=True)
            if may_match
        ]


def _read_pairs(
    rows: list[dict[str, Any]], lead: Article | None
) -> tuple[list[tuple[Article, Article, int]], Article | None]:
    """The pairs of some rows with their channels, and the article that leads the last one."""
    pairs = []
    for row in rows:
        article = columns.build_record(Article, row["article"])
        if row["other"] is None:
            lead = article
            continue
        assert lead  # rows are sorted so that the lead comes before its pairs
        a, b = (lead, article) if row["lead"] < row["other"] else (article, lead)
        pairs.append((a, b, row["channels"]))
    return pairs, lead


def write_result(a: Article, b: Article, result: Comparison | Skip | None) -> dict[str, Any]:
    """The result of a pair as a row; empty if it is not worth reporting."""
    if isinstance(result, Skip):
        return {"a": a.id, "b": b.id, "fault": result.reason}
    return columns.plain_record(result) if result else {}


_SLICE = 64
"""Rows converted to Python objects at once, because each holds a text."""


def list_rows(batch: Any) -> Iterator[list[dict[str, Any]]]:
    for start in range(0, batch.num_rows, _SLICE):
        yield batch.slice(start, _SLICE).to_pylist()
