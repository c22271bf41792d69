"""Lines that recur across unrelated articles, by the rules of `text.boilerplate_lines`.

Lines are counted by their digests. A bounded sample of the holders of each line is examined. It is drawn in two rounds,
so that a line in every article of a crawl makes no task larger than another.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pyarrow as pa
from pyspark.sql import Column, DataFrame, Window
from pyspark.sql import functions as sql

from dupdetect.settings import Settings
from dupdetect.text import boilerplate_lines

_SALTS = 256
"""Parts into which the holders of a line are split for the first round."""


def find_recurring_lines(articles: DataFrame, settings: Settings) -> frozenset[str]:
    """The lines that are boilerplate among these articles, in the form of `boilerplate_lines.line_keys`.

    Args:
        articles: columns row and text.
    """
    least = boilerplate_lines.may_recur(settings.segmenting)
    if not least:
        return frozenset()
    lines = articles.select("row", "text").mapInArrow(digest_lines, "line bigint, row bigint, digest bigint")
    often = lines.groupBy("line").count().where(sql.col("count") >= least).select("line")
    holders = lines.join(often, "line", "left_semi").persist()
    try:
        return _find_unrelated(articles, holders, least)
    finally:
        holders.unpersist()


def _find_unrelated(articles: DataFrame, line_holders: DataFrame, least: int) -> frozenset[str]:
    drawn = _sample_holders(_sample_holders(line_holders, "line", sql.pmod("row", sql.lit(_SALTS))), "line").select(
        "line", "row"
    )
    recurrent = line_holders.join(drawn.select("row").distinct(), "row", "left_semi")
    recurrent = recurrent.groupBy("row").agg(sql.collect_set("line").alias("lines"))
    described = articles.join(recurrent, "row").select("row", "text", "lines")
    described = described.mapInArrow(digest_telling_words, "row bigint, words array<bigint>")
    holders = sql.array_sort(sql.collect_list(sql.struct("row", "words"))).getField("words").alias("subjects")
    judged = drawn.join(described, "row").groupBy("line").agg(holders).mapInArrow(Unrelated(least), "line bigint")
    unrelated = frozenset(row["line"] for row in judged.collect())
    if not unrelated:
        return frozenset()
    shown = drawn.where(sql.col("line").isin(list(unrelated))).groupBy("line").agg(sql.min("row").alias("row"))
    texts = articles.join(shown.select("row").distinct(), "row", "left_semi").select("text")
    return frozenset(
        row["line"] for row in texts.mapInArrow(ArticleView(unrelated), "line string").distinct().collect()
    )


def _sample_holders(line_holders: DataFrame, *by: str | Column) -> DataFrame:
    """The holders with the smallest digests, for each combination of `by`."""
    placed = sql.row_number().over(Window.partitionBy(*by).orderBy("digest", "row"))
    return line_holders.withColumn("place", placed).where(sql.col("place") <= boilerplate_lines.LOOKED_AT).drop("place")


def digest_lines(batches: Iterator[Any]) -> Iterator[Any]:
    """Map texts to the digests of their lines, each with the digest of the text."""
    for batch in batches:
        digests = [
            (boilerplate_lines.digest_line(line), row, digest)
            for row, text in zip(batch.column("row").to_pylist(), batch.column("text").to_pylist(), strict=True)
            for digest in (boilerplate_lines.digest_line(text),)
            for line in boilerplate_lines.line_keys(text)
        ]
        columns = zip(*digests, strict=True) if digests else ([], [], [])
        yield _batch(["line", "row", "digest"], *columns)


def digest_telling_words(batches: Iterator[Any]) -> Iterator[Any]:
    """Map texts with their recurrent lines to the digests of the words that show their subject."""
    for batch in batches:
        rows, texts, lines = (batch.column(name).to_pylist() for name in ("row", "text", "lines"))
        words = [
            sorted(map(boilerplate_lines.digest_line, boilerplate_lines.telling_words(text, Digests(recurrent))))
            for text, recurrent in zip(texts, lines, strict=True)
        ]
        yield pa.RecordBatch.from_arrays(
            [pa.array(rows, pa.int64()), pa.array(words, pa.list_(pa.int64()))], names=["row", "words"]
        )


class Digests:
    """A set of lines, stored as digests."""

    def __init__(self, digests: list[int]) -> None:
        self._known = frozenset(digests)

    def __contains__(self, line: object) -> bool:
        return boilerplate_lines.digest_line(str(line)) in self._known


class Unrelated:
    """Keeps the lines that unrelated articles hold; sent to workers."""

    def __init__(self, least: int) -> None:
        self._least = least

    def __call__(self, batches: Iterator[Any]) -> Iterator[Any]:
        for batch in batches:
            lines = zip(batch.column("line").to_pylist(), batch.column("subjects").to_pylist(), strict=True)
            yield _batch(
                ["line"],
                [
                    line
                    for line, subjects in lines
                    if boilerplate_lines.are_unrelated(map(frozenset, subjects), self._least)
                ],
            )


class ArticleView:
    """Maps texts to those of their lines whose digests are given; sent to workers."""

    def __init__(self, digests: frozenset[int]) -> None:
        self._digests = digests

    def __call__(self, batches: Iterator[Any]) -> Iterator[Any]:
        for batch in batches:
            lines = {line for text in batch.column("text").to_pylist() for line in boilerplate_lines.line_keys(text)}
            texts_of_lines = sorted(line for line in lines if boilerplate_lines.digest_line(line) in self._digests)
            yield pa.RecordBatch.from_arrays([pa.array(texts_of_lines, pa.string())], names=["line"])


def _batch(names: list[str], *columns: Any) -> Any:
    return pa.RecordBatch.from_arrays([pa.array(column, pa.int64()) for column in columns], names=names)
