"""The four searches of `steps.pair`, each as Spark runs it, to one table of candidate pairs.

Equal words and equal bands are keys that Spark groups; rewrites and passages are an inverted index in shards. The caps
are those of one machine, and so are the pairs.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import reduce
from typing import Any

import numpy as np
import pyarrow as pa
from pyspark.sql import DataFrame
from pyspark.sql import functions as sql

from dupdetect.engines.spark import exchange, groups
from dupdetect.records import Channel
from dupdetect.search import fingerprint, pair
from dupdetect.settings import Settings
from dupdetect.text import folding_table

CHANNELS = (Channel.SAME_WORDS, Channel.NEAR_COPIES, Channel.REWRITES, Channel.PASSAGES)
"""The searches in order; bit i of the column `found` stands for the i-th."""

_LEVELS = 48
"""How often the sample of passage keys may be halved."""

_POSTINGS = 2_000_000
"""Keys of a shard, about: some 100 MB while a worker counts them."""

_MOST_SHARDS = 20_000


def alone(articles: DataFrame, shapes: DataFrame) -> DataFrame:
    """The articles without those that only repeat the words of an earlier one in a large group."""
    return articles.select("row", "text").join(groups.repeats(shapes, pair.ALIKE), "row", "left_anti")


def found(alone: DataFrame, shapes: DataFrame, met: DataFrame, settings: Settings) -> DataFrame:
    """Candidate pairs as columns a, b (rows, a below b) and found; rows for `capped` stand among them.

    Args:
        alone: columns row and text.
        shapes: of each row, its words and the hash of all of them.
        met: what `exchange.shared` finds; it is used several times.
    """
    same = shapes.where("words > 0").withColumnRenamed("same", "key")
    bands = alone.mapInArrow(Bands(settings), "key bigint, row bigint")
    parts = (
        groups.pairs(same, pair.ALIKE),
        groups.pairs(bands, pair.BUCKET),
        met.where(f"search = {exchange.REWRITES}"),
        _passages(met.where(f"search = {exchange.PASSAGES}"), shapes, settings),
    )
    together = reduce(DataFrame.unionByName, (_marked(part, 1 << i) for i, part in enumerate(parts)))
    return together.groupBy("a", "b").agg(sql.bit_or("bit").alias("found"), sql.sum("over").alias("over"))


def capped(found: DataFrame) -> dict[str, int]:
    """How many keys or groups each search left out or thinned because too many articles hold them."""
    rows = found.where(sql.col("a") == groups.CAPPED).select("b", "over").collect()
    held = {-row["b"]: int(row["over"]) for row in rows}
    return {str(channel): held.get(1 << i, 0) for i, channel in enumerate(CHANNELS)}


def _marked(part: DataFrame, bit: int) -> DataFrame:
    """One search's pairs with its bit; what it capped stands in a row for all of the search."""
    capped = sql.col("a") == groups.CAPPED
    over = sql.when(capped, sql.col("shared") if "shared" in part.columns else sql.lit(1)).otherwise(0)
    b = sql.when(capped, sql.lit(-bit)).otherwise(sql.col("b"))
    return part.select("a", b.cast("bigint").alias("b"), sql.lit(bit).alias("bit"), over.cast("bigint").alias("over"))


def planned(articles: DataFrame, shapes: DataFrame, settings: Settings, least: int) -> exchange.Plan:
    """How the index is best cut, in `least` shards or more; the sample is as coarse as one machine would have it."""
    total = shapes.agg({"words": "sum", "row": "count"}).toDF("words", "rows").first()
    words, rows = (total["words"] or 0, total["rows"] or 0) if total else (0, 0)
    prints = settings.fingerprinting
    level = 0
    if words // prints.passage_sample > prints.passage_keys:  # no text has more keys than words
        kept = exchange.kept_keys(articles, settings, _LEVELS)
        level = next((i for i, held in enumerate(kept) if held <= prints.passage_keys), _LEVELS)
    sample = prints.passage_sample << level
    postings = rows * prints.permutations + words // sample
    return exchange.Plan(min(max(least, postings // _POSTINGS), _MOST_SHARDS), sample)


def _passages(met: DataFrame, shapes: DataFrame, settings: Settings) -> DataFrame:
    """The pairs that share enough passage keys for their length."""
    pairing = settings.pairing
    enough = max(pairing.short_keys, pairing.shared_keys)
    sure = met.where(f"shared >= {enough} or a = {groups.CAPPED}").select("a", "b", "shared")
    sizes = shapes.select("row", "words")
    few = (
        met.where(f"shared < {enough} and a <> {groups.CAPPED}")
        .join(sizes.toDF("a", "words_a"), "a")
        .join(sizes.toDF("b", "words_b"), "b")
    )
    least = sql.when(
        sql.col("words_a") + sql.col("words_b") >= pairing.long_words, sql.lit(pairing.shared_keys)
    ).otherwise(sql.lit(pairing.short_keys))
    return sure.unionByName(few.where(sql.col("shared") >= least).select("a", "b", "shared"))


class Bands:
    """Texts to a key a band; sent to workers."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings

    def __call__(self, batches: Iterator[Any]) -> Iterator[Any]:
        folding = folding_table()
        for batch in batches:
            encoded = fingerprint.encoded(batch.column("text").to_pylist(), folding)
            signed = fingerprint.signed(encoded, folding, self._settings.fingerprinting)
            worded = signed.counts > 0
            bands = list(pair.band_keys(signed.values[worded], self._settings.pairing))
            keys = np.concatenate(bands).view(np.int64)
            rows = np.tile(batch.column("row").to_numpy()[worded], len(bands))
            yield pa.RecordBatch.from_arrays([pa.array(keys), pa.array(rows)], names=["key", "row"])
