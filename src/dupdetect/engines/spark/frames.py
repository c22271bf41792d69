"""A user's DataFrame -> rows of articles and skips, by the rules for any table."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timezone
from functools import partial
from heapq import nsmallest
from typing import Any

import pyarrow
from pyspark.errors import AnalysisException
from pyspark.sql import Column, DataFrame, SparkSession, types
from pyspark.sql import functions as sql

from dupdetect.engines.spark import columns
from dupdetect.engines.spark.columns import Read, Tally
from dupdetect.errors import InputError, UsageError
from dupdetect.read.naming import LONGEST, readable_name
from dupdetect.read.rows import COLUMNS, NESTED, USUAL, Rows, too_long
from dupdetect.read.skips import SKIPS_LISTED
from dupdetect.records import Article, Skip
from dupdetect.settings import Reading

NAME = "DataFrame"
"""The path in skips that concern the whole DataFrame."""

_NO_ID = "(no id)"
_PIECE = 8 << 20  # bytes of an Arrow batch that become Python objects at a time, about
_PLAIN = (types.StringType, types.NumericType, types.BooleanType, types.DateType, types.TimestampType)


def rows(df: DataFrame, id: str, text: str, settings: Reading) -> DataFrame:
    """The rows of `df` with the columns of `columns.RAW`; all have file 0 and no number.

    Raises:
        UsageError: there is no such column, or texts are not strings.
    """
    at_id, at_text = _place(df, id), _place(df, text)
    if not isinstance(df.schema[at_text].dataType, types.StringType):
        kinds = ", ".join(f"{item.name} {item.dataType.simpleString()}" for item in df.schema)
        kind = df.schema[at_text].dataType.simpleString()
        raise UsageError(f"column {text!r} holds {kind}, not string; the columns are: {kinds[:500]}")
    settings = replace(settings, id_column=id, text_column=text)
    chosen = _choose_columns(df, at_id, at_text, settings.max_size)
    return chosen.mapInArrow(partial(_read, names=df.columns, settings=settings), columns.RAW)


def read_parquet(spark: SparkSession, paths: Sequence[str]) -> DataFrame:
    """The rows of files and folders of Parquet, by paths or URIs.

    Raises:
        InputError: there is no such file, or it is no Parquet.
    """
    try:
        return spark.read.parquet(*paths)
    except AnalysisException as error:
        reason = str(error).splitlines()[0]
        raise InputError(f"{', '.join(paths)}: cannot be read as Parquet, as dedup must on Spark ({reason})") from error


def require_columns(df: DataFrame, names: Iterable[str]) -> None:
    """Require that a data frame has some columns.

    Raises:
        UsageError: it lacks one.
    """
    for name in names:
        _place(df, name)


def name_columns(df: DataFrame, settings: Reading) -> tuple[str, str]:
    """The columns with ids and texts: those that the user names, or else the first with a usual name.

    Raises:
        UsageError: no column has a usual name.
    """
    lower = {name.lower(): name for name in reversed(df.columns)}
    wanted = {"id": settings.id_column, "text": settings.text_column}
    for field, name in wanted.items():
        wanted[field] = name or next((lower[usual] for usual in USUAL[field] if usual in lower), "")
        if not wanted[field]:
            names = ", ".join(df.columns)[:500]
            raise UsageError(
                f"no column has a usual name for the {field}; name it with --{field}-column; it has: {names}"
            )
    return wanted["id"], wanted["text"]


def _place(df: DataFrame, column: str) -> int:
    if column not in df.columns:
        raise UsageError(f"the DataFrame has no column {column!r}; it has: {', '.join(df.columns)[:500]}")
    return df.columns.index(column)


def _choose_columns(df: DataFrame, at_id: int, at_text: int, limit: int) -> DataFrame:
    """The useful columns, named by their places, because names may differ in case only. Too long values stay in the
    JVM."""
    placed = df.toDF(*(str(at) for at in range(len(df.columns))))
    usual = [at for at, name in enumerate(df.columns) if name.lower() in (*COLUMNS, *NESTED)]
    others = ((at, usable(placed[str(at)], df.schema[at].dataType)) for at in usual if at not in (at_id, at_text))
    name, text = placed[str(at_id)].cast("string"), placed[str(at_text)]
    long_name, long_text = sql.octet_length(name) > limit, is_longer(text, limit)
    return placed.select(
        sql.when(long_name, sql.substring(name, 1, LONGEST)).otherwise(name).alias(str(at_id)),
        sql.when(long_text, None).otherwise(text).alias("text" if at_text == at_id else str(at_text)),
        sql.coalesce(long_name, sql.lit(False)).alias("long_name"),
        sql.coalesce(long_text, sql.lit(False)).alias("long_text"),
        *(column.alias(str(at)) for at, column in others if column is not None),
    )


def is_longer(text: Column, limit: int) -> Column:
    """Whether a text has more than `limit` bytes, with line ends as they will be read."""
    ended = sql.replace(text, sql.lit("\r\n"), sql.lit("\n"))
    return sql.when(sql.octet_length(text) > limit, sql.octet_length(ended) > limit).otherwise(False)


def usable(column: Column, kind: types.DataType) -> Column | None:
    """The part of a column that can describe an article; None if there is none."""
    if isinstance(kind, types.StructType):
        fields = [(item.name, usable(column[item.name], item.dataType)) for item in kind if _is_plain(item.dataType)]
        return sql.struct(*(field.alias(name) for name, field in fields if field is not None)) if fields else None
    return column if _is_plain(kind) else None


def _is_plain(kind: types.DataType) -> bool:
    if isinstance(kind, types.ArrayType):
        return isinstance(kind.elementType, types.StringType)
    return isinstance(kind, (*_PLAIN, types.TimestampNTZType))


# On the workers.


def _read(batches: Iterable[pyarrow.RecordBatch], names: list[str], settings: Reading) -> Iterator[pyarrow.RecordBatch]:
    reader = FrameReader(names, settings)
    yield from columns.write_batches(reader.articles(batches))
    yield from columns.write_batches(reader.skips())


class FrameReader:
    """Reads a partition: its articles as they come, then its skips, only the first in order of path.

    Args:
        names: the columns of the DataFrame; batches name theirs by places in it.
        settings: with the columns that the user chose.
    """

    def __init__(self, names: list[str], settings: Reading) -> None:
        self._names = names
        self._settings = settings
        self._id, self._text = names.index(settings.id_column), names.index(settings.text_column)
        self._rows = Rows(NAME, settings)
        self._skips: list[Skip] = []
        self._articles = self._skipped = 0

    def articles(self, batches: Iterable[pyarrow.RecordBatch]) -> Iterator[Read]:
        for batch in batches:
            for row in values(batch):
                item = self._article(row)
                if isinstance(item, Skip):
                    self._skipped += 1
                    self._skips.append(item)
                    if len(self._skips) > 2 * SKIPS_LISTED:
                        self._skips = _first(self._skips)
                else:
                    self._articles += 1
                    yield Read(item, 0, 0)

    def skips(self) -> Iterator[Read]:
        yield from (Read(item, 0, 0) for item in _first(self._skips))
        yield Read(Tally(NAME, self._articles, self._skipped), 0, 0)

    def _article(self, row: dict[str, object]) -> Article | Skip:
        name = row[str(self._id)]
        if name is None:
            return Skip(_NO_ID, f"no id: its column {self._settings.id_column!r} is null")
        shown = readable_name(str(name))
        if row["long_name"]:
            return Skip(shown, f"its id is longer than {self._settings.max_size:,} bytes")
        if row["long_text"]:
            return Skip(shown, too_long(self._settings))
        fields = {name: in_utc(row.get(str(at))) for at, name in enumerate(self._names)}
        item = self._rows.article(fields, 1)
        return replace(item, path=shown) if isinstance(item, Skip) else replace(item, id=str(name))


def _first(skips: list[Skip]) -> list[Skip]:
    return nsmallest(SKIPS_LISTED, skips, key=lambda item: (item.path, item.reason))


def values(batch: pyarrow.RecordBatch) -> Iterator[dict[str, Any]]:
    """The rows of a batch; long rows are converted a few at a time."""
    step = max(1, batch.num_rows * _PIECE // max(_PIECE, batch.nbytes))
    for start in range(0, batch.num_rows, step):
        yield from batch.slice(start, step).to_pylist()


def in_utc(value: object) -> object:
    """`value` with times in UTC; Spark returns them in the zone of its session."""
    if isinstance(value, datetime) and value.tzinfo is not None:
        return value.astimezone(timezone.utc)
    if isinstance(value, Mapping):
        return {key: in_utc(entry) for key, entry in value.items()}
    return value
