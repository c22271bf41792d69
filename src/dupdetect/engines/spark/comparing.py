"""Candidate pairs to comparisons, in the executors: each pair meets the texts of its articles, and a `PairJudge`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pyarrow as pa
from pyspark.sql import Column, DataFrame
from pyspark.sql import functions as sql
from pyspark.sql.pandas.types import from_arrow_schema

from dupdetect.engines.faults import PairJudge
from dupdetect.engines.spark import fields
from dupdetect.records import Article, Comparison, Skip
from dupdetect.records.shape import names
from dupdetect.search.channels import list_channels
from dupdetect.settings import Settings

LONG = 100_000
"""Words from which a text is long."""

PAIRS_A_TASK = 8_000
"""Pairs that a task compares, about: some ten seconds of work. Each task numbers its words anew."""


def compare_pairs(
    candidates: DataFrame,
    articles: DataFrame,
    shapes: DataFrame,
    settings: Settings,
    recurring: frozenset[str],
    tasks: int,
) -> DataFrame:
    """A row a comparison of at least `reporting.min_verdict`, with the columns of `records.Comparison`; and a row a
    pair that could not be compared, with its ids and the reason in the column `fault`.

    Args:
        candidates: columns a, b, channels.
        articles: a row, and the columns of `records.Article`.
        shapes: of each row, its words.
        tasks: parts of the work.
    """
    whole = articles.select("row", sql.struct(*names(Article)).alias("article"))
    led = _choose_leads(candidates, shapes)
    leads = led.groupBy("lead").agg(sql.ceil(sql.count("*") / PAIRS_A_TASK).alias("parts"))
    # The text of one side goes once to each part of its pairs, that of the other with each pair. A merged join lets go
    # of a pair before it makes the next; a broadcast of the pairs would hold a text once for each of them.
    none = [sql.lit(None).cast(kind).alias(name) for name, kind in (("other", "bigint"), ("channels", "int"))]
    heads = leads.join(whole, leads["lead"] == whole["row"]).select("lead", _each_part(), *none, "article")
    crowded = leads.where("parts > 1")
    salted = led.join(crowded, "lead", "left").select("lead", _one_part(), "other", "channels")
    pairs = salted.join(whole.hint("merge"), salted["other"] == whole["row"]).drop("row")
    together = heads.unionByName(pairs).repartition(tasks, "lead", "salt")
    ordered = together.sortWithinPartitions("lead", "salt", sql.asc_nulls_first("other"))
    return ordered.mapInArrow(PairMapper(PairJudge(settings, recurring)), from_arrow_schema(_RESULTS))


def _choose_leads(candidates: DataFrame, shapes: DataFrame) -> DataFrame:
    """The pairs as columns lead, other, channels: the first leads, unless the second is long and would be sent with
    each pair that it stands in."""
    long = shapes.where(sql.col("words") > LONG).select(sql.col("row").alias("b"), sql.lit(True).alias("long"))
    sized = candidates.join(long, "b", "left")
    lead = sql.when(sql.col("long"), sql.col("b")).otherwise(sql.col("a"))
    other = sql.when(sql.col("long"), sql.col("a")).otherwise(sql.col("b"))
    return sized.select(lead.alias("lead"), other.alias("other"), "channels")


def _one_part() -> Column:
    """The part of a pair among those of its lead: of one that leads in more pairs than a task should compare, as the
    first of a million equal articles does, these are cut into several."""
    parts = sql.coalesce("parts", sql.lit(1).cast("bigint"))
    return sql.pmod(sql.xxhash64("other"), parts).alias("salt")


def _each_part() -> Column:
    return sql.explode(sql.sequence(sql.lit(0).cast("bigint"), sql.col("parts") - 1)).alias("salt")


_RESULTS = fields.arrow(Comparison).append(pa.field("fault", pa.string()))
"""The columns of a comparison, and the reason why there is none."""


class PairMapper:
    """Judges the pairs of a task; sent to workers."""

    def __init__(self, judge: PairJudge) -> None:
        self._judge = judge

    def __call__(self, batches: Iterator[Any]) -> Iterator[Any]:
        lead: Article | None = None
        for batch in batches:
            results = []
            for row in _list_rows(batch):
                article = fields.build_record(Article, row["article"])
                if row["other"] is None:
                    lead = article
                    continue
                assert lead  # the text of a lead comes before its pairs
                a, b = (lead, article) if row["lead"] < row["other"] else (article, lead)
                results.append(_write_result(a, b, self._judge.judge(a, b, list_channels(row["channels"]))))
            yield pa.RecordBatch.from_pylist([result for result in results if result], schema=_RESULTS)


def _write_result(a: Article, b: Article, result: Comparison | Skip | None) -> dict[str, Any]:
    """What came of a pair as a row; empty for what is not worth reporting."""
    if isinstance(result, Skip):
        return {"a": a.id, "b": b.id, "fault": result.reason}
    return fields.plain_record(result) if result else {}


_SLICE = 64
"""Rows that are made into Python's objects at once; a row has a text."""


def _list_rows(batch: Any) -> Iterator[dict[str, Any]]:
    for start in range(0, batch.num_rows, _SLICE):
        yield from batch.slice(start, _SLICE).to_pylist()
