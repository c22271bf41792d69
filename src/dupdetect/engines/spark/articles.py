"""Articles as rows: numbered in the order of their ids, and what the search has to know of each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

import numpy as np
import pyarrow as pa
from pyspark.sql import DataFrame, SparkSession
from pyspark.sql import functions as sql

from dupdetect.engines.spark import columns
from dupdetect.records import Article, Skip
from dupdetect.search import fingerprint
from dupdetect.settings import Settings
from dupdetect.text import count_words, folding_table

SHAPE = "row bigint, words bigint, told bigint, same bigint"
_CHEAPEST = 16
"""Values of a signature that is made for the hash of the words alone."""


def given(session: SparkSession, known: Iterable[Article | Skip]) -> DataFrame:
    """Articles and skips that are in memory here, with the columns of what `reading` gives."""
    reads = (columns.Read(item, 0, number) for number, item in enumerate(known, 1))
    batches = list(columns.batches(reads))
    if not batches:
        return session.createDataFrame([], columns.SCHEMA)  # Spark makes nothing of a table without batches
    table = pa.Table.from_batches(batches)
    return session.createDataFrame(table.drop_columns(["articles", "skips"]))


def numbered(articles: DataFrame) -> DataFrame:
    """The articles with a column `row`: numbers, not without gaps, that ascend as the ids do."""
    return articles.orderBy("id").withColumn("row", sql.monotonically_increasing_id())


def shapes(articles: DataFrame, settings: Settings) -> DataFrame:
    """Of each row the words of its fingerprint, the words that are told of it, and a hash of all its words."""
    return articles.select("row", "text").mapInArrow(Shape(settings), SHAPE)


class Shape:
    """Measures batches of texts; sent to workers."""

    def __init__(self, settings: Settings) -> None:
        self._settings = replace(settings.fingerprinting, permutations=_CHEAPEST)

    def __call__(self, batches: Iterator[Any]) -> Iterator[Any]:
        folding = folding_table()
        for batch in batches:
            texts = batch.column("text").to_pylist()
            signed = fingerprint.signed(fingerprint.encoded(texts, folding), folding, self._settings)
            told = np.fromiter(map(count_words, texts), np.int64, len(texts))
            columns = [batch.column("row"), *map(pa.array, (signed.counts.astype(np.int64), told))]
            yield pa.RecordBatch.from_arrays(
                [*columns, pa.array(signed.texts.view(np.int64))], ["row", "words", "told", "same"]
            )
