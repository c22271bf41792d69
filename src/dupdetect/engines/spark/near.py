"""The search for near copies on a cluster: workers sketch, join and measure; pairs alone come to the driver.

It takes the very candidates that `search.arrays.join_sketches` takes on one machine, so results are the same. The
driver holds eight bytes a candidate and some two hundred a pair that reaches the threshold, and no text.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from datetime import datetime, timedelta, timezone
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray
from pyspark.sql import DataFrame
from pyspark.sql import functions as sql
from pyspark.storagelevel import StorageLevel

from dupdetect.engines.faults import map_texts
from dupdetect.engines.spark import postings
from dupdetect.engines.spark.frames import values
from dupdetect.engines.spark.plan import Plan, count_shards
from dupdetect.records import Channel
from dupdetect.records.batches import Encoded, Sketches
from dupdetect.records.instants import rank_instant
from dupdetect.search import arrays, fingerprint, overlap, shards
from dupdetect.search.channels import RULES, Postings, spread_keys
from dupdetect.settings import Settings
from dupdetect.streams import cut_batches
from dupdetect.text import folding_table

SKETCHED = "id string, length bigint, instant bigint, keys binary, low binary, same bigint, words int, fault string"
"""Of each article: what ranks it, its sketch, or why it has none."""

_MEASURED = "a bigint, b bigint, jaccard double, containment_a double, containment_b double"
_PAIRED = "a bigint, b bigint"

_PAIRS, _CHARACTERS = 4096, 16_777_216
"""The most pairs and code points that a worker measures at once."""

_CHANNELS = [rule.channel for rule in RULES]
_SAME, _BANDS = _CHANNELS.index(Channel.SAME_WORDS), _CHANNELS.index(Channel.NEAR_COPIES)
"""The places in `RULES` of the two channels that near copies have."""

_EPOCH = datetime(1970, 1, 1, tzinfo=timezone.utc)


class SparkNear:
    """The near copies among the articles of a data frame, by places in an order. `release` frees the executors.

    Args:
        placed: columns place (from 0, without gaps), and those of `SKETCHED`.
        texts: columns id and text.
        count: the number of articles.
        settings: with the threshold as `pairing.jaccard`.
    """

    def __init__(self, placed: DataFrame, texts: DataFrame, count: int, settings: Settings) -> None:
        self._settings = settings
        self._held = ExitStack()
        self._placed = placed
        joined = texts.select("id", "text").join(placed.select("id", "place"), "id").select("place", "text")
        self._texts = self._keep(joined)
        self._plan = Plan(count_shards(placed, count, settings), settings.fingerprinting.passage_sample)

    def release(self) -> None:
        """Free the memory and disk of the executors."""
        self._held.close()

    def find_pairs(self) -> tuple[arrays.Packed, arrays.Packed]:
        """Pairs of places with the same words, and pairs that may reach the threshold."""
        met = self._keep(self._join_keys())
        same = _collect_pairs(met.where(sql.col("rule") == _SAME))
        least = arrays.expect_equal(self._settings.fingerprinting.permutations, self._settings.pairing)
        lows = self._placed.select("place", "low")
        banded = met.where(sql.col("rule") == _BANDS).select("a", "b")
        sketched = _join_ends(banded, lows, "low")
        likely = _collect_pairs(sketched.mapInArrow(SketchFilter(least), _PAIRED))
        return same, np.setdiff1d(likely, same, assume_unique=True)

    def measure(self, pairs: arrays.Packed) -> tuple[arrays.Packed, NDArray[np.float64]]:
        """The pairs that reach the threshold, with Jaccard similarity and both containments."""
        if not len(pairs):
            return pairs, np.empty((0, 3))
        low, high = (half.astype(np.int64) for half in arrays.split_pairs(pairs))
        asked = self._texts.sparkSession.createDataFrame(pa.table({"a": low, "b": high}))
        together = _join_ends(asked, self._texts, "text").sortWithinPartitions("a", "b")
        table = together.mapInArrow(PairMeter(self._settings), _MEASURED).toArrow()
        packed = _pack_pairs(table)
        order = np.argsort(packed)
        columns = ("jaccard", "containment_a", "containment_b")
        shares = np.stack([table.column(name).to_numpy() for name in columns], axis=1)
        return packed[order], shares[order]

    def _join_keys(self) -> DataFrame:
        """The pairs that share a key, as columns rule, a, b, shared; of each channel a pair once."""
        rows = self._placed.where("words > 0").withColumnRenamed("place", "row")
        repeats = postings.find_repeats(rows).select("row", sql.lit(True).alias("repeats"))
        flagged = rows.join(repeats, "row", "left")
        chosen = flagged.select("row", "keys", "same", sql.coalesce("repeats", sql.lit(False)).alias("repeats"))
        writer = KeyWriter(self._settings, self._plan)
        met = postings.join_postings(chosen.mapInArrow(writer, postings.POSTED), self._settings, self._plan)
        return met.where(sql.col("a") != postings.CAPPED)

    def _keep(self, rows: DataFrame) -> DataFrame:
        self._held.callback(rows.unpersist)
        return rows.persist(StorageLevel.MEMORY_AND_DISK)


def sketch_articles(articles: DataFrame, settings: Settings) -> DataFrame:
    """The columns of `SKETCHED` for articles with columns id, text and published."""
    return articles.select("id", "text", "published").mapInArrow(SketchMapper(settings), SKETCHED)


class SketchMapper:
    """Sketches batches of articles; sent to workers."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings

    def __call__(self, batches: Iterator[Any]) -> Iterator[Any]:
        for batch in batches:
            for rows in cut_batches(values(batch), _PAIRS, lambda row: len(row["text"]), _CHARACTERS):
                texts = [row["text"] for row in rows]
                sketches, faults = map_texts(self._sketch, texts)
                columns = {
                    "id": [row["id"] for row in rows],
                    "length": list(map(len, texts)),
                    "instant": [_count_microseconds(row["published"]) for row in rows],
                    "keys": [keys.tobytes() for keys in sketches.keys.T],
                    "low": [low.tobytes() for low in sketches.low],
                    "same": sketches.texts.view(np.int64),
                    "words": sketches.counts,
                    "fault": pa.array([faults.get(row) for row in range(len(texts))], pa.string()),
                }
                yield pa.RecordBatch.from_pydict(columns)

    def _sketch(self, texts: Sequence[str]) -> Sketches:
        folding = folding_table()
        signed = fingerprint.sign_batch(
            fingerprint.encode_texts(texts, folding), folding, self._settings.fingerprinting
        )
        return arrays.sketch_signatures(signed, self._settings.pairing)


def _count_microseconds(published: str | None) -> int | None:
    """The last instant that a date may mean, which ranks it; None for what is no date."""
    is_unknown, instant = rank_instant(published or "")
    return None if is_unknown else (instant - _EPOCH) // timedelta(microseconds=1)


class KeyWriter:
    """Maps sketches to postings by shard; sent to workers."""

    def __init__(self, settings: Settings, plan: Plan) -> None:
        self._pairing = settings.pairing
        self._shards = plan.shards

    def __call__(self, batches: Iterator[Any]) -> Iterator[Any]:
        for batch in batches:
            if batch.num_rows:
                entries = self._write(*(batch.column(name) for name in ("row", "keys", "same", "repeats")))
                yield postings.pack_parts(shards.cut_postings(entries, self._shards, self._pairing), postings.POSTED)

    def _write(self, row: Any, keys: Any, same: Any, repeats: Any) -> Postings:
        places = row.to_numpy()
        words = same.to_numpy().view(np.uint64)
        first = np.flatnonzero(~np.array(repeats.to_pylist(), np.bool_))
        banded = np.stack([np.frombuffer(value, np.uint32) for value in keys.to_pylist()])[first].T
        wide = banded.astype(np.uint64) | (np.arange(len(banded), dtype=np.uint64) << np.uint64(32))[:, None]
        parts = (spread_keys(words, _SAME + 1), spread_keys(wide.ravel(), _BANDS + 1))
        rules = np.repeat(np.array([_SAME, _BANDS], np.int8), list(map(len, parts)))
        return Postings(np.concatenate(parts), rules, np.concatenate([places, np.tile(places[first], len(banded))]))


class SketchFilter:
    """Keeps the pairs whose sketches agree in enough bytes; sent to workers."""

    def __init__(self, least: float) -> None:
        self._least = least

    def __call__(self, batches: Iterator[Any]) -> Iterator[Any]:
        for batch in batches:
            left, right = (_stack_bytes(batch.column(f"low_{end}").to_pylist()) for end in "ab")
            kept = pa.array((left == right).sum(axis=1) >= self._least)
            yield batch.select(["a", "b"]).filter(kept)


def _stack_bytes(rows: Sequence[bytes]) -> NDArray[np.uint8]:
    return np.frombuffer(b"".join(rows), np.uint8).reshape(len(rows), -1) if rows else np.empty((0, 1), np.uint8)


class PairMeter:
    """Measures pairs by their texts, and keeps those that reach the threshold; sent to workers."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings

    def __call__(self, batches: Iterator[Any]) -> Iterator[Any]:
        for batch in batches:
            for rows in cut_batches(values(batch), _PAIRS, _weigh_pair, _CHARACTERS):
                yield self._measure(rows)

    def _measure(self, rows: Sequence[dict[str, Any]]) -> Any:
        texts = {row[end]: row[f"text_{end}"] for row in rows for end in "ab"}
        at = {place: number for number, place in enumerate(texts)}
        lefts, rights = (np.array([at[row[end]] for row in rows], np.int64) for end in "ab")
        left, right, both = self._count(list(texts.values()), lefts, rights)
        shares = (both / (left + right - both), both / left, both / right)
        columns = [np.array([row[end] for row in rows], np.int64) for end in "ab"]
        batch = pa.RecordBatch.from_arrays(
            list(map(pa.array, [*columns, *shares])), ["a", "b", "jaccard", "containment_a", "containment_b"]
        )
        return batch.filter(pa.array(shares[0] >= self._settings.pairing.jaccard))

    def _count(
        self, texts: Sequence[str], lefts: NDArray[np.int64], rights: NDArray[np.int64]
    ) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
        folding = folding_table()
        batch: Encoded = fingerprint.encode_texts(texts, folding)
        return overlap.count_shared(batch, lefts, rights, folding, self._settings.fingerprinting)


def _weigh_pair(row: dict[str, Any]) -> int:
    return len(row["text_a"]) + len(row["text_b"])


def _join_ends(pairs: DataFrame, rows: DataFrame, name: str) -> DataFrame:
    """Pairs with a column of both of their rows, as NAME_a and NAME_b."""
    for end in "ab":
        pairs = pairs.join(rows.select(sql.col("place").alias(end), sql.col(name).alias(f"{name}_{end}")), end)
    return pairs.select("a", "b", f"{name}_a", f"{name}_b")


def _collect_pairs(pairs: DataFrame) -> arrays.Packed:
    """Pairs as an array of the driver, ascending."""
    return np.unique(_pack_pairs(pairs.select("a", "b").toArrow()))


def _pack_pairs(table: Any) -> arrays.Packed:
    low, high = (table.column(name).to_numpy().astype(np.uint64) for name in "ab")
    packed: arrays.Packed = low << np.uint64(32) | high
    return packed
