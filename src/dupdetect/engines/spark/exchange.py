"""The inverted index of rewrites and passages on a cluster: `steps.shards` between two of Spark's shuffles.

Spark moves arrays of postings instead of single ones: 700 rows an article would cost more to carry than to count.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray
from pyspark.sql import DataFrame
from pyspark.sql import functions as sql

from dupdetect.engines.spark.groups import CAPPED
from dupdetect.records.batches import Fingerprints
from dupdetect.search import fingerprint, shards
from dupdetect.settings import Settings
from dupdetect.text import folding_table

REWRITES, PASSAGES = 0, 1
"""What the column `search` holds."""

_POSTED = "shard int, search int, keys binary, owners binary"
_COUNTED = "shard int, search int, low binary, high binary, shared binary"
_SUMMED = "search int, a bigint, b bigint, shared bigint"

_ARTICLES, _CHARACTERS = 4096, 16_777_216
"""What a worker writes the keys of at once, at most; the more, the fewer and larger arrays Spark has to carry."""


class Plan(NamedTuple):
    """How the index is cut.

    Attributes:
        shards: parts of the keys, and of the pairs.
        sample: one passage key in so many is kept, the settings' own number or a coarser one.
    """

    shards: int
    sample: int


def shared(articles: DataFrame, settings: Settings, plan: Plan) -> DataFrame:
    """The pairs of rows that share enough keys, as columns search, a, b, shared; `a` is `CAPPED` where keys were.

    Args:
        articles: columns row and text.
    """
    posted = articles.select("row", "text").mapInArrow(Posted(settings, plan), _POSTED)
    counted = _together(posted, plan).mapInArrow(Counted(settings, plan), _COUNTED)
    return _together(counted, plan).mapInArrow(Summed(settings), _SUMMED)


def kept_keys(articles: DataFrame, settings: Settings, levels: int) -> list[int]:
    """How many passage keys all articles have at the settings' sample, and at each of `levels` that halve it."""
    made = articles.select("text").mapInArrow(Kept(settings, levels), "level int, kept bigint")
    sums = made.groupBy("level").agg(sql.sum("kept").alias("kept")).collect()
    counts = {row["level"]: int(row["kept"]) for row in sums}
    return [counts.get(level, 0) for level in range(levels)]


def _together(some: DataFrame, plan: Plan) -> DataFrame:
    """All rows of a shard in one task, one shard and search after the other."""
    return some.repartition(plan.shards, "shard").sortWithinPartitions("shard", "search")


def _caps(settings: Settings) -> tuple[int, int]:
    return settings.pairing.row_bucket, settings.pairing.key_bucket


class Posted:
    """Texts to postings, by shard; sent to workers."""

    def __init__(self, settings: Settings, plan: Plan) -> None:
        self._settings = replace(settings.fingerprinting, passage_sample=plan.sample)
        self._caps = _caps(settings)
        self._shards = plan.shards

    def __call__(self, batches: Iterator[Any]) -> Iterator[Any]:
        for rows, prints in _printed(batches, self._settings):
            some = shards.rewrites(prints, rows), shards.passages(prints, rows)
            for search, (postings, cap) in enumerate(zip(some, self._caps, strict=True)):
                cut = [
                    (shard, search, part.keys.tobytes(), part.owners.tobytes())
                    for shard, part in shards.cut(postings, self._shards, cap)
                ]
                yield _batch(cut, _POSTED)


class Counted:
    """Postings of a shard to pairs with what they share in it, by shard of pairs; sent to workers."""

    def __init__(self, settings: Settings, plan: Plan) -> None:
        self._caps = _caps(settings)
        self._shards = plan.shards

    def __call__(self, batches: Iterator[Any]) -> Iterator[Any]:
        for search, (keys, owners) in _gathered(batches, (np.uint64, np.int64)):
            counts, over = shards.counted(shards.Postings(keys, owners), self._caps[search])
            some = [
                (shard, search, *(column.tobytes() for column in part))
                for shard, part in shards.spread(counts, self._shards)
            ]
            if over:
                alone = np.array([CAPPED], np.int64).tobytes()
                some.append((0, search, alone, alone, np.array([over], np.int32).tobytes()))
            yield _batch(some, _COUNTED)


class Summed:
    """Counts of a shard of pairs to the pairs that share enough; sent to workers."""

    def __init__(self, settings: Settings) -> None:
        pairing = settings.pairing
        self._least = pairing.row_matches, min(pairing.shared_keys, pairing.short_keys)

    def __call__(self, batches: Iterator[Any]) -> Iterator[Any]:
        for search, columns in _gathered(batches, (np.int64, np.int64, np.int32)):
            counts = shards.Counts(*columns)
            pairs = counts.low != CAPPED
            over = int(counts.shared[~pairs].sum())
            some = shards.summed(counts.where(pairs), self._least[search])
            yield _summed(search, [some.low, some.high, some.shared.astype(np.int64)])
            if over:
                yield _summed(search, [np.array([item], np.int64) for item in (CAPPED, CAPPED, over)])


class Kept:
    """Counts passage keys by how coarse a sample keeps them; sent to workers."""

    def __init__(self, settings: Settings, levels: int) -> None:
        self._settings = settings.fingerprinting
        self._levels = levels

    def __call__(self, batches: Iterator[Any]) -> Iterator[Any]:
        kept = np.zeros(self._levels, np.int64)
        for batch in batches:
            keys = fingerprint.minhash(batch.column("text").to_pylist(), folding_table(), self._settings).keys
            for level in range(self._levels):
                keys = keys[keys % np.uint64(self._settings.passage_sample << level) == 0]
                kept[level] += len(keys)
        levels = np.arange(self._levels, dtype=np.int32)
        yield pa.RecordBatch.from_arrays([pa.array(levels), pa.array(kept)], names=["level", "kept"])


def _printed(batches: Iterable[Any], settings: Any) -> Iterator[tuple[NDArray[np.int64], Fingerprints]]:
    """Fingerprints of larger batches than Spark hands over."""
    rows: list[NDArray[np.int64]] = []
    texts: list[str] = []
    held = 0
    for batch in batches:
        rows.append(batch.column("row").to_numpy())
        texts += batch.column("text").to_pylist()
        held += batch.column("text").nbytes
        if len(texts) >= _ARTICLES or held >= _CHARACTERS:
            yield np.concatenate(rows), fingerprint.minhash(texts, folding_table(), settings)
            rows, texts, held = [], [], 0
    if texts:
        yield np.concatenate(rows), fingerprint.minhash(texts, folding_table(), settings)


def _gathered(batches: Iterable[Any], kinds: Sequence[Any]) -> Iterator[tuple[int, list[NDArray[Any]]]]:
    """The search and the arrays of each shard, put together from the rows that follow one another."""
    current: tuple[int, int] | None = None
    parts: list[list[NDArray[Any]]] = []
    for batch in batches:
        shard, search, *columns = batch.columns
        places = zip(shard.to_pylist(), search.to_pylist(), strict=True)
        for i, place in enumerate(places):
            if place != current and current is not None:
                yield current[1], _joined(parts)
                parts = []
            current = place
            parts.append([_array(column[i], kind) for column, kind in zip(columns, kinds, strict=True)])
    if current is not None:
        yield current[1], _joined(parts)


def _array(cell: Any, kind: Any) -> NDArray[Any]:
    return np.frombuffer(cell.as_py(), kind)


def _joined(parts: Sequence[Sequence[NDArray[Any]]]) -> list[NDArray[Any]]:
    return [np.concatenate(column) for column in zip(*parts, strict=True)]


def _batch(rows: Sequence[tuple[Any, ...]], ddl: str) -> Any:
    names = _names(ddl)
    kinds = [pa.int32(), pa.int32(), *[pa.binary()] * (len(names) - 2)]
    columns = [pa.array([row[i] for row in rows], kind) for i, kind in enumerate(kinds)]
    return pa.RecordBatch.from_arrays(columns, names=names)


def _summed(search: int, columns: Sequence[NDArray[np.int64]]) -> Any:
    searches = np.full(len(columns[0]), search, np.int32)
    return pa.RecordBatch.from_arrays([pa.array(column) for column in (searches, *columns)], names=_names(_SUMMED))


def _names(ddl: str) -> list[str]:
    return [column.split()[0] for column in ddl.split(", ")]
