"""The channel of meaning on a cluster: the workers encode texts, and the driver looks for the nearest ones.

A vector has half a kilobyte, so the driver holds those of a million texts, and it searches them with the code of a
single machine: so both find the same pairs.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import Any

import numpy as np
import pyarrow as pa
from pyspark.sql import DataFrame
from pyspark.sql import functions as sql

from dupdetect.engines.vectors import TextEncoder, stack_rows
from dupdetect.errors import UsageError
from dupdetect.records.batches import TextVectors
from dupdetect.search.arrays import split_pairs
from dupdetect.search.channels import MEANING_BIT
from dupdetect.search.neighbours import find_neighbours
from dupdetect.settings import Settings

MOST = 1_000_000
"""Texts whose vectors the driver takes: 0.5 GB, and some hours of one core to compare them."""

_SCHEMA = "row bigint, language string, value binary"


def check_count(count: int) -> None:
    """Require so few articles that the driver can compare them, before any worker has encoded one.

    Raises:
        UsageError: there are more than `MOST`.
    """
    if count > MOST:
        limit = f"on Spark meaning takes {MOST:,} at most, so scan parts, or ask an archive"
        raise UsageError(f"meaning.enabled: {count:,} articles; {limit}")


def join_near(pairs: DataFrame, articles: DataFrame, settings: Settings) -> DataFrame:
    """Candidate pairs, with those that meaning finds.

    Args:
        pairs: columns a, b (rows) and channels (bits).
        articles: columns row and text.
    """
    encoded = articles.select("row", "text").mapInArrow(VectorMapper(settings), _SCHEMA).persist()
    try:
        collected = encoded.orderBy("row").collect()
    finally:
        encoded.unpersist()
    rows = np.array([row["row"] for row in collected], np.int64)
    values = stack_rows([np.frombuffer(row["value"], np.int8) for row in collected])
    texts = TextVectors(values, tuple(row["language"] for row in collected))
    low, high = split_pairs(find_neighbours(texts, settings.meaning, os.cpu_count() or 1))
    near = pa.table({"a": rows[low], "b": rows[high], "channels": np.full(len(low), MEANING_BIT, np.int32)})
    if not len(low):
        return pairs
    together = pairs.select("a", "b", "channels").unionByName(articles.sparkSession.createDataFrame(near))
    return together.groupBy("a", "b").agg(sql.bit_or("channels").cast("int").alias("channels"))


class VectorMapper:
    """Encodes batches of texts; sent to workers."""

    def __init__(self, settings: Settings) -> None:
        self._encoder = TextEncoder(settings)

    def __call__(self, batches: Iterator[Any]) -> Iterator[Any]:
        for batch in batches:
            vectors, _ = self._encoder(batch.column("text").to_pylist())
            values = [row.tobytes() for row in vectors.values]
            arrays = [batch.column("row"), pa.array(vectors.languages, pa.string()), pa.array(values, pa.binary())]
            yield pa.RecordBatch.from_arrays(arrays, ["row", "language", "value"])
