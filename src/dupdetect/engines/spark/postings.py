"""Postings on a cluster: `search.shards` between a shuffle by key and a shuffle by pair.

Spark moves arrays of postings instead of single ones: 700 rows per article would cost more to move than to count.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray
from pyspark.sql import Column, DataFrame, Window
from pyspark.sql import functions as sql

from dupdetect.engines.spark.plan import Plan
from dupdetect.search import fingerprint, shards
from dupdetect.search.channels import ALIKE, RULES, Postings, write_postings
from dupdetect.settings import Settings
from dupdetect.streams import cut_batches
from dupdetect.text import folding_table

POSTED = "shard int, keys binary, rules binary, owners binary"
_COUNTED = "shard int, low binary, high binary, rules binary, shared binary"
_SUMMED = "rule tinyint, a bigint, b bigint, shared bigint"

CAPPED = -1
"""In place of the rows of a pair, marks a count of keys over their cap."""

_ARTICLES, _CHARACTERS = 4096, 16_777_216
"""The most articles and code points for which a worker writes keys at once; more give Spark fewer and larger arrays."""


class SparkPostings:
    """The keys of a data frame of articles, joined on its cluster."""

    def __init__(self, settings: Settings, plan: Plan) -> None:
        self._settings = settings
        self._plan = plan
        self._met: DataFrame | None = None

    def join(self, articles: DataFrame) -> DataFrame:
        """The pairs of articles worth comparing, as columns a, b (rows, a below b) and channels (bits).

        Args:
            articles: columns row, text, words (of its fingerprint) and same (a hash of all of them).
        """
        repeats = find_repeats(articles).select("row", sql.lit(True).alias("repeats"))
        flagged = articles.select("row", "text").join(repeats, "row", "left")
        posted = flagged.select("row", "text", sql.coalesce("repeats", sql.lit(False)).alias("repeats"))
        written = posted.mapInArrow(PostingWriter(self._settings, self._plan), POSTED)
        self._met = join_postings(written, self._settings, self._plan).persist()
        enough = self._select(self._met.where(sql.col("a") != CAPPED), articles.select("row", "words"))
        return enough.groupBy("a", "b").agg(sql.bit_or(sql.expr("shiftleft(1, rule)")).alias("channels"))

    def count_capped(self) -> dict[str, int]:
        """The keys that each channel left out or thinned because too many articles hold them; call after `join`."""
        assert self._met is not None
        rows = self._met.where(sql.col("a") == CAPPED).groupBy("rule").agg(sql.sum("shared").alias("over")).collect()
        over = {row["rule"]: int(row["over"]) for row in rows}
        return {str(rule.channel): over.get(place, 0) for place, rule in enumerate(RULES)}

    def release(self) -> None:
        """Free the memory of the cluster."""
        if self._met is not None:
            self._met.unpersist()

    def _select(self, met: DataFrame, sizes: DataFrame) -> DataFrame:
        """The pairs that share enough keys for their length, which is looked up only if it decides."""
        least = [rule.least(self._settings.pairing) for rule in RULES]
        short, long = (_pick([counts[i] for counts in least]) for i in (0, 1))
        shared = sql.col("shared")
        sure = met.where(shared >= sql.greatest(short, long))
        few = met.where(shared < sql.greatest(short, long))
        few = few.join(sizes.toDF("a", "words_a"), "a").join(sizes.toDF("b", "words_b"), "b")
        is_long = sql.col("words_a") + sql.col("words_b") >= self._settings.pairing.long_words
        few = few.where(shared >= sql.when(is_long, long).otherwise(short))
        return sure.unionByName(few.select(*sure.columns))


def join_postings(written: DataFrame, settings: Settings, plan: Plan) -> DataFrame:
    """The pairs that share enough keys for some length, as columns rule (its place in `RULES`), a, b, shared.

    Rows with `CAPPED` in place of a pair count the keys over their cap.

    Args:
        written: postings by shard, with the columns of `POSTED`.
    """
    counted = _gather(written, plan).mapInArrow(ShardJoiner(settings, plan), _COUNTED)
    return _gather(counted, plan).mapInArrow(CountAdder(settings), _SUMMED)


def _gather(rows: DataFrame, plan: Plan) -> DataFrame:
    """The rows, so that all of a shard are in one task and stand together."""
    return rows.repartition(plan.shards, "shard").sortWithinPartitions("shard")


def _pick(values: Sequence[int]) -> Column:
    """The value of the row's rule, from a value for each rule."""
    return sql.element_at(sql.array(*map(sql.lit, values)), sql.col("rule") + 1)


def find_repeats(articles: DataFrame) -> DataFrame:
    """The rows that repeat the words of an earlier one in a group of more than `ALIKE`."""
    alike = Window.partitionBy("same")
    placed = articles.where("words > 0").select(
        "row", sql.count("*").over(alike).alias("held"), sql.min("row").over(alike).alias("head")
    )
    return placed.where((sql.col("held") > ALIKE) & (sql.col("row") > sql.col("head"))).select("row")


class PostingWriter:
    """Maps texts to postings by shard; sent to workers."""

    def __init__(self, settings: Settings, plan: Plan) -> None:
        self._settings = replace(settings.fingerprinting, passage_sample=plan.sample)
        self._pairing = settings.pairing
        self._shards = plan.shards

    def __call__(self, batches: Iterator[Any]) -> Iterator[Any]:
        rows = (row for batch in batches for row in zip(*map(pa.Array.to_pylist, batch.columns), strict=True))
        for part in cut_batches(rows, _ARTICLES, lambda row: len(row[1]), _CHARACTERS):
            numbers, texts, repeats = zip(*part, strict=True)
            prints = fingerprint.minhash(texts, folding_table(), self._settings)
            entries = write_postings(prints, np.array(numbers, np.int64), self._pairing, np.array(repeats, np.bool_))
            yield pack_parts(shards.cut_postings(entries, self._shards, self._pairing), POSTED)


class ShardJoiner:
    """Maps the postings of a shard to pairs and the keys that they share in it, by shard of pairs; sent to workers."""

    def __init__(self, settings: Settings, plan: Plan) -> None:
        self._pairing = settings.pairing
        self._shards = plan.shards

    def __call__(self, batches: Iterator[Any]) -> Iterator[Any]:
        for columns in _gather_arrays(batches, (np.uint64, np.int8, np.int64)):
            counts, over = shards.join_shard(Postings(*columns), self._pairing)
            yield pack_parts(shards.cut_counts(counts, self._shards), _COUNTED)
            yield pack_parts([(0, _count_over(over))], _COUNTED)


class CountAdder:
    """Maps the counts of a shard of pairs to the pairs that share enough keys for some length; sent to workers."""

    def __init__(self, settings: Settings) -> None:
        self._pairing = settings.pairing

    def __call__(self, batches: Iterator[Any]) -> Iterator[Any]:
        for columns in _gather_arrays(batches, (np.int64, np.int64, np.int8, np.int64)):
            counts = shards.Counts(*columns)
            pairs = counts.low != CAPPED
            over = counts.where(~pairs)
            totals = np.bincount(over.rules, over.shared, len(RULES)).astype(np.int64)
            for entries in (shards.sum_counts(counts.where(pairs), self._pairing), _count_over(totals)):
                columns = [entries.rules, entries.low, entries.high, entries.shared]
                yield pa.RecordBatch.from_arrays(list(map(pa.array, columns)), names=_names(_SUMMED))


def _count_over(over: NDArray[np.int64]) -> shards.Counts:
    """The number of keys over their cap by rule, in the form of counts of pairs."""
    rules = np.flatnonzero(over).astype(np.int8)
    none = np.full(len(rules), CAPPED, np.int64)
    return shards.Counts(none, none, rules, over[rules])


def _gather_arrays(batches: Iterable[Any], kinds: Sequence[Any]) -> Iterator[list[NDArray[Any]]]:
    """The arrays of each shard, joined from consecutive rows."""
    current: int | None = None
    parts: list[list[NDArray[Any]]] = []
    for batch in batches:
        shard, *columns = batch.columns
        for i, place in enumerate(shard.to_pylist()):
            if place != current and parts:
                yield _join_parts(parts)
                parts = []
            current = place
            parts.append([np.frombuffer(column[i].as_py(), kind) for column, kind in zip(columns, kinds, strict=True)])
    if parts:
        yield _join_parts(parts)


def _join_parts(parts: Sequence[Sequence[NDArray[Any]]]) -> list[NDArray[Any]]:
    return [np.concatenate(column) for column in zip(*parts, strict=True)]


def pack_parts(parts: Iterable[tuple[int, Iterable[NDArray[Any]]]], ddl: str) -> Any:
    """A row per shard, with its arrays as bytes."""
    rows = [(shard, *(column.tobytes() for column in part)) for shard, part in parts]
    names = _names(ddl)
    kinds = [pa.int32(), *[pa.binary()] * (len(names) - 1)]
    columns = [pa.array([row[i] for row in rows], kind) for i, kind in enumerate(kinds)]
    return pa.RecordBatch.from_arrays(columns, names=names)


def _names(ddl: str) -> list[str]:
    return [column.split()[0] for column in ddl.split(", ")]
