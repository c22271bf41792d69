"""Paths, or a user's DataFrame -> articles as a DataFrame, with the ids, texts and skips of a scan on one machine.

The local reader reads paths that the driver and the workers share (files.py); Spark's readers read URIs of other file
systems (uris.py). This module does what concerns all records together: it bounds the skips of each file, and renames
records whose id came before.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from itertools import groupby
from typing import TYPE_CHECKING

import pyarrow
from pyspark.sql import Column, DataFrame
from pyspark.sql import functions as sql
from pyspark.storagelevel import StorageLevel

from dupdetect.engines.spark import columns, files, frames, uris
from dupdetect.engines.spark.columns import Read
from dupdetect.errors import InputError, UsageError
from dupdetect.read.naming import Ids
from dupdetect.read.skips import SKIPS_LISTED, no_article, rest_of_skips
from dupdetect.read.source import STDIN
from dupdetect.records import Skip
from dupdetect.settings import Reading

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

_BROADCAST = 1_000_000  # repeated ids, up to which every worker gets the whole list
_LAST = 1 << 62  # the number of messages that concern a whole file


def read_paths(
    spark: SparkSession,
    paths: Sequence[str],
    settings: Reading,
    *,
    keep: Callable[[DataFrame], DataFrame] | None = None,
) -> DataFrame:
    """The contents of `paths`, with the columns of `columns.SCHEMA`: a row per article and per skip.

    One job reads everything at once to find skips and repeated ids.

    Args:
        paths: files and folders; or URIs that Spark reads, such as `hdfs://host/news` and `s3a://bucket/news`.
        keep: stores the rows, for example by `persist`; without it, each use of the result reads the files again.

    Raises:
        InputError: a path does not exist, or a file at a URI turns out to be damaged while it is read.
        UsageError: `paths` mix paths and URIs, or name standard input.
    """
    if STDIN in paths:
        raise UsageError("the Spark engine does not read standard input; name files or folders")
    reader = uris if any(map(uris.is_uri, paths)) else files
    if reader is uris and not all(map(uris.is_uri, paths)):
        raise UsageError("paths and URIs cannot be read together; write file: before the full path of what is here")
    raw, skips = reader.rows(spark, paths, settings)
    try:
        return _finish_rows(keep(raw) if keep else raw, skips)
    except Exception as error:  # py4j raises what the JVM raises
        if damaged := re.search(r"reading file (\S+?)\.\s", str(error)):
            raise InputError(f"{damaged[1]}: damaged or cut short; leave it out or mend it") from error
        raise


def read_frame(df: DataFrame, id: str, text: str, settings: Reading) -> DataFrame:
    """The articles in a DataFrame, in the form of `read_paths`; other columns with the usual names are used as well.

    A DataFrame has no order, so of rows with one id, the row whose text sorts first keeps it.

    Args:
        id, text: the columns to use. Ids may be of any type that Spark casts to a string.

    Raises:
        UsageError: there is no such column, or texts are not strings.
    """
    return _finish_rows(frames.rows(df, id, text, settings), [], text=frames.NAME)


def skips(read: DataFrame) -> list[Skip]:
    """The skips in the result of `read_paths` or `read_frame`, in order."""
    refused = read.where("reason is not null").select("file", "number", "path", "reason").collect()
    return [Skip(row["path"], row["reason"]) for row in sorted(refused)]


def _finish_rows(raw: DataFrame, walk_skips: list[Read], text: str = "") -> DataFrame:
    """Articles with unique ids, and bounded skips.

    Args:
        raw: rows of `columns.RAW`.
        known: skips that are in no row.
        text: the column of texts, where ids may have any form; empty for files.
    """
    light = raw.drop("text", "title", "links", "signals").persist(StorageLevel.DISK_ONLY)
    try:
        skip_reads = _bound_skips(light, walk_skips, text)
        articles = _part_ids(raw, light, every=bool(text)).select(_names())
    finally:
        light.unpersist()
    if not skip_reads:
        return articles
    rows = pyarrow.Table.from_batches(columns.write_batches(skip_reads)).select(_names())
    return articles.unionByName(raw.sparkSession.createDataFrame(rows))


def _names() -> list[str]:
    return [*columns.FIELDS, "file", "number", "path", "reason"]


# Skips.


def _bound_skips(light: DataFrame, walk_skips: list[Read], text: str) -> list[Read]:
    """The skips in order; a file in pieces lists no more of them than any other file."""
    chosen = light.where("path is not null").select("file", "number", "path", "reason", "articles", "skips")
    rows = sorted(chosen.collect(), key=lambda row: (row["file"], row["number"], row["path"], row["reason"] or ""))
    if text and not rows:  # Spark runs no worker on a frame that it knows to be empty
        return [Read(no_article(text), 0, _LAST)]
    bounded = list(walk_skips)
    for file, group in groupby(rows, key=lambda row: int(row["file"])):
        here = list(group)
        reads = [Read(Skip(row["path"], row["reason"]), file, row["number"]) for row in here if row["reason"]]
        tallies = [columns.Tally(row["path"], row["articles"], row["skips"]) for row in here if not row["reason"]]
        bounded += _first(reads, tallies, file) if tallies else reads
    return sorted(bounded, key=lambda read: (read.file, read.number))


def _first(reads: list[Read], tallies: list[columns.Tally], file: int) -> Iterator[Read]:
    """The skips of a file in pieces, bounded as for a file in one piece."""
    name = tallies[0].path
    damage = [entry for entry in reads if isinstance(entry.what, Skip) and entry.what.path == name]
    yield from [read for read in reads if read not in damage][:SKIPS_LISTED]
    yield from damage[:1]
    count = sum(tally.skips for tally in tallies)
    if count > SKIPS_LISTED:
        yield Read(rest_of_skips(name, count - SKIPS_LISTED), file, _LAST)
    if not count and not damage and not any(item.articles for item in tallies):
        yield Read(no_article(name), file, _LAST)


# Ids.


def _key() -> Column:
    """A key that is equal for ids that renaming could make equal, such as `a`, `a (2)` and `a (2) (3)`."""
    return sql.xxhash64(sql.regexp_replace("id", r"( \(\d{1,9}\)){1,20}+$", "")).alias("key")


def _part_ids(raw: DataFrame, light: DataFrame, every: bool) -> DataFrame:
    """The articles of `raw` with unique ids; only those whose ids may be repeated are shuffled and renamed.

    Args:
        light: the same rows without the long columns.
        every: whether ids of any form may be repeated.
    """
    articles = raw.where("id is not null")
    again = light.where("id is not null").groupBy(_key()).count().where("count > 1").select("key")
    keys = [row["key"] for row in again.head(_BROADCAST + 1)]
    if not keys:
        return articles
    if len(keys) <= _BROADCAST:
        table = pyarrow.table({"key": pyarrow.array(keys, pyarrow.int64())})
        again = sql.broadcast(raw.sparkSession.createDataFrame(table))
    keyed = articles.withColumn("key", _key())
    moved = keyed.join(again, "key", "left_semi").repartition("key").sortWithinPartitions(*_ORDER)
    renamed = moved.mapInArrow(partial(_rename_repeats, every=every), moved.schema)
    return keyed.join(again, "key", "left_anti").unionByName(renamed)


_ORDER = ("key", "file", "number", *columns.FIELDS)  # the order of reading, or of the contents for a frame


def _rename_repeats(batches: Iterable[pyarrow.RecordBatch], every: bool) -> Iterator[pyarrow.RecordBatch]:
    """Sorted rows, with a number appended to repeated ids."""
    last, ids = None, Ids(every)
    for batch in batches:
        names = []
        for key, name in zip(batch.column("key").to_pylist(), batch.column("id").to_pylist(), strict=True):
            if key != last:
                last, ids = key, Ids(every)
            names.append(ids.unique(name))
        at = batch.schema.get_field_index("id")
        yield batch.set_column(at, batch.schema.field(at), pyarrow.array(names, batch.schema.field(at).type))
