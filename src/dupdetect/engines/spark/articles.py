"""Articles as rows: numbered in the order of their ids, with what the search needs of each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import pyarrow as pa
from pyspark.sql import DataFrame, SparkSession
from pyspark.sql import functions as sql

from dupdetect.engines.faults import map_texts
from dupdetect.engines.spark import columns
from dupdetect.records import Article, Skip
from dupdetect.records.batches import Signatures
from dupdetect.records.shape import names
from dupdetect.search import fingerprint
from dupdetect.settings import Settings
from dupdetect.text import count_words, folding_table

SHAPE = "row bigint, words bigint, word_count bigint, same bigint, fault string"
"""Of each row: the words of its fingerprint, all its words, a hash of the former, or why these are missing."""

_CHEAPEST = 16
"""Values of a signature, as few as possible: only the hash of the words is used."""


def hand_over(session: SparkSession, items: Iterable[Article | Skip]) -> DataFrame:
    """Articles and skips from the driver's memory as a data frame, with the columns of `reading`."""
    reads = (columns.Read(item, 0, number) for number, item in enumerate(items, 1))
    batches = list(columns.write_batches(reads))
    if not batches:
        return session.createDataFrame([], columns.SCHEMA)  # Spark refuses a table without batches
    table = pa.Table.from_batches(batches)
    return session.createDataFrame(table.drop_columns(["articles", "skips"]))


def number_rows(articles: DataFrame) -> DataFrame:
    """The articles with a column `row`: numbers, with gaps, in the order of ids."""
    whole = articles.select(*names(Article))
    return whole.orderBy("id").withColumn("row", sql.monotonically_increasing_id())


def measure_shapes(articles: DataFrame, settings: Settings) -> DataFrame:
    """What the search needs of each row, as columns of `SHAPE`."""
    return articles.select("row", "text").mapInArrow(ShapeMeter(settings), SHAPE)


def join_words(articles: DataFrame, shapes: DataFrame) -> DataFrame:
    """The articles with their word counts, by id."""
    words = shapes.select("row", sql.col("word_count").alias("words"))
    return articles.join(words, "row").orderBy("row").drop("row")


class ShapeMeter:
    """Measures batches of texts; sent to workers."""

    def __init__(self, settings: Settings) -> None:
        self._settings = replace(settings.fingerprinting, permutations=_CHEAPEST)

    def __call__(self, batches: Iterator[Any]) -> Iterator[Any]:
        for batch in batches:
            texts = batch.column("text").to_pylist()
            signed, faults = map_texts(self._sign, texts)
            word_counts = np.fromiter(map(count_words, texts), np.int64, len(texts))
            numbers = (signed.counts.astype(np.int64), word_counts, signed.texts.view(np.int64))
            reasons = pa.array([faults.get(row) for row in range(len(texts))], pa.string())
            arrays = [batch.column("row"), *map(pa.array, numbers), reasons]
            yield pa.RecordBatch.from_arrays(arrays, ["row", "words", "word_count", "same", "fault"])

    def _sign(self, texts: Sequence[str]) -> Signatures:
        folding = folding_table()
        return fingerprint.sign_batch(fingerprint.encode_texts(texts, folding), folding, self._settings)
