"""Files on file systems that only Spark reads (HDFS, S3, DBFS, ...) -> rows: by Spark's readers and our rules.

Spark splits and decompresses Parquet and JSON Lines; the workers judge the records as one machine does. Other
formats are not read there. Texts and lines that are too long stay in the JVM.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import accumulate, groupby
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlsplit

import pyarrow
from pyspark.sql import DataFrame, types
from pyspark.sql import functions as sql

from dupdetect.engines.spark import columns, frames
from dupdetect.engines.spark.columns import Read, bound_skips
from dupdetect.errors import InputError
from dupdetect.read import forms, jsonfile
from dupdetect.read.naming import Choice, is_foreign, readable_name
from dupdetect.read.rows import Rows, too_long
from dupdetect.read.rows import choose_columns as wanted
from dupdetect.read.skips import no_article
from dupdetect.records import Article, Skip
from dupdetect.settings import Reading

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

_LINES = tuple(name + packed for name in (*forms.JSON_LINES, *forms.JSON) for packed in ("", ".gz"))
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+:")


@dataclass(frozen=True, slots=True)
class File:
    """A file on such a file system.

    Attributes:
        uri: as Spark writes it, with special characters quoted.
        at: its place in the order of files.
        name: the id of the file.
    """

    uri: str
    at: int
    name: str

    @property
    def path(self) -> str:
        """The path that Spark's readers understand: nothing quoted, and wildcards escaped."""
        return re.sub(r"([\[\]{}*?\\])", r"\\\1", unquote(self.uri))


def is_uri(path: str) -> bool:
    """Whether `path` is a URI: its scheme has two characters or more, because one letter is a Windows drive."""
    return bool(_SCHEME.match(path))


def rows(spark: SparkSession, uris: Sequence[str], settings: Reading) -> tuple[DataFrame, list[Read]]:
    """The contents of `uris`, with the columns of `columns.RAW`; and the skips that the driver knows.

    Raises:
        InputError: Spark finds nothing there, or a file is damaged.
    """
    files: list[File] = []
    skips: list[Read] = []
    for at, item in enumerate(_list_files(spark, uris, settings)):
        if isinstance(item, Skip):
            skips.append(Read(item, at, 0))
        else:
            files.append(File(item[0], at, item[1]))
    parts = [spark.createDataFrame([], columns.RAW)]
    if tables := [file for file in files if file.name.lower().endswith(".parquet")]:
        parts += _tables(spark, tables, settings, skips)
    if lines := [file for file in files if file.name.lower().endswith(_LINES)]:
        parts.append(_lines(spark, lines, settings, skips))
    all_rows = parts[0]
    for frame in parts[1:]:
        all_rows = all_rows.unionByName(frame)
    return all_rows, skips


# Listing files.


def _list_files(spark: SparkSession, uris: Sequence[str], settings: Reading) -> Iterator[tuple[str, str] | Skip]:
    """The URI and id of each file, in order; or a skip with the reason why it is not read."""
    met: dict[str, str] = {}
    choice = Choice(settings)
    for typed in uris:
        for uri, inside in _inside(spark, typed):
            parent = "" if len(uris) == 1 else typed.rstrip("/") + "/"
            name = readable_name(parent + inside if inside else typed)
            if inside and (_is_excluded(choice, inside) or choice.leaves_out(inside)):
                continue
            if uri in met:
                yield Skip(name, f"same file as {met[uri]}")
            elif not name.lower().endswith((".parquet", *_LINES)):
                yield Skip(name, f"{is_foreign(name)}: the Spark engine reads Parquet and JSON Lines at a URI")
            else:
                yield uri, name
            met.setdefault(uri, name)


def _is_excluded(choice: Choice, inside: str) -> bool:
    parts = inside.split("/")
    return any(choice.is_excluded("/".join(parts[: end + 1])) for end in range(len(parts)))


def _inside(spark: SparkSession, typed: str) -> list[tuple[str, str]]:
    """The files at or below a URI and their paths below it, in their order; empty for the file itself."""
    reader = spark.read.format("binaryFile").option("recursiveFileLookup", "true")
    try:
        uris = reader.load(typed).inputFiles()  # lists files without opening them, empty ones included
    except Exception as error:  # py4j raises what the JVM raises
        raise InputError(f"{readable_name(typed)}: {_why(error)}") from error
    top = urlsplit(typed).path.rstrip("/")
    below = []
    for uri in (re.sub("^([^:/]+):///", r"\1:/", raw) for raw in uris):
        path = unquote(urlsplit(uri).path)
        below.append((uri, path[len(top) :].lstrip("/") if path.startswith(top) else uri))
    return sorted(below, key=lambda item: item[1])


def _why(error: Exception) -> str:
    message = str(error)
    if "PATH_NOT_FOUND" in message:
        return "no such file or folder; check the name"
    line = next((line for line in message.splitlines() if line.strip()), type(error).__name__)
    return f"Spark cannot read it ({line[:300]})"


def _count_rows(placed: DataFrame) -> dict[str, dict[int, int]]:
    """The number of rows in each block of each file, by the start of the block."""
    counts: dict[str, dict[int, int]] = {}
    for item in placed.groupBy("uri", "start").count().collect():
        counts.setdefault(item["uri"], {})[item["start"]] = item["count"]
    return counts


# Spark writes file URIs in two ways, as file:/a and as file:///a.
_PLACE = "regexp_replace(_metadata.file_path, '^([^:/]+):///', '$1:/') as uri", "_metadata.file_block_start as start"


# Parquet.


def _tables(spark: SparkSession, files: list[File], settings: Reading, skips: list[Read]) -> Iterator[DataFrame]:
    """The rows of Parquet files: of all at once, or one by one if that fails, to find the damaged file."""
    try:
        yield _table(spark, files, settings, skips)
        return
    except InputError as error:
        reason = str(error)
    for file in files:
        try:
            if len(files) == 1:
                raise InputError(reason)
            yield _table(spark, [file], settings, skips)
        except InputError as error:
            skips.append(Read(Skip(file.name, str(error)), file.at, 0))


def _table(spark: SparkSession, files: list[File], settings: Reading, skips: list[Read]) -> DataFrame:
    try:
        df = spark.read.option("mergeSchema", "true").parquet(*(file.path for file in files))
        counts = _count_rows(df.selectExpr(*_PLACE))
    except Exception as error:  # py4j raises what the JVM raises
        raise InputError(f"damaged or cut short ({_why(error)})") from error
    skips += [Read(no_article(file.name), file.at, 0) for file in files if file.uri not in counts]
    useful = {name: df.schema[name].dataType for name in wanted(df.columns, settings)}
    if not useful:  # one skip per file, not per row
        none = dict.fromkeys(df.columns)
        readable = [file for file in files if file.uri in counts]
        skips += [Read(Rows(file.name, settings).article(none, 1), file.at, 1) for file in readable]
        return spark.createDataFrame([], columns.RAW)
    usable = ((name, frames.usable(df[f"`{name}`"], kind)) for name, kind in useful.items())
    chosen = {name: column for name, column in usable if column is not None}
    long = sql.lit(False)
    for name, column in chosen.items():
        if isinstance(useful[name], types.StringType):
            too_long = sql.coalesce(frames.is_longer(column, settings.max_size), sql.lit(False))
            chosen[name], long = sql.when(too_long, None).otherwise(column), long | too_long
    row = (sql.col("_metadata.row_index") + 1).alias("row")
    values = [column.alias(str(at)) for at, column in enumerate(chosen.values())]
    read = partial(_rows, names=list(chosen), files={file.uri: file for file in files}, settings=settings)
    return df.select(sql.expr(_PLACE[0]), row, long.alias("long"), *values).mapInArrow(read, columns.RAW)


def _rows(
    batches: Iterable[pyarrow.RecordBatch], names: list[str], files: dict[str, File], settings: Reading
) -> Iterator[pyarrow.RecordBatch]:
    def article(values: dict[str, Any], file: File) -> Article | Skip:
        fields = {name: frames.in_utc(values[str(at)]) for at, name in enumerate(names)}
        item = Rows(file.name, settings).article(fields, values["row"])
        return Skip(item.path, too_long(settings)) if values["long"] and isinstance(item, Skip) else item

    records = ((files[frame["uri"]], frame["row"], frame) for batch in batches for frame in frames.values(batch))
    yield from columns.write_batches(_by_file((file, row, article(record, file)) for file, row, record in records))


def _by_file(records: Iterable[tuple[File, int, Article | Skip]]) -> Iterator[Read]:
    """The records of a partition, followed by a tally for each file."""
    for file, run in groupby(records, key=lambda item: item[0]):
        yield from bound_skips(((number, posting) for _, number, posting in run), file.name, file.at)


# JSON Lines.


def _lines(spark: SparkSession, files: list[File], settings: Reading, skips: list[Read]) -> DataFrame:
    """The records of files of JSON Lines in UTF-8. A first job counts the lines to number them."""
    df = spark.read.option("lineSep", "\n").text([file.path for file in files])
    try:
        counts = _count_rows(df.selectExpr(*_PLACE))
    except Exception as error:  # py4j raises what the JVM raises
        raise InputError(f"{_culprit(error, files)}: damaged or cut short ({_why(error)}); leave it out") from error
    skips += [Read(no_article(file.name), file.at, 0) for file in files if file.uri not in counts]
    firsts: dict[tuple[str, int], int] = {}
    for uri, blocks in counts.items():
        starts = sorted(blocks)
        before = accumulate((blocks[start] for start in starts), initial=1)
        firsts |= {(uri, start): first for start, first in zip(starts, before, strict=False)}
    line = sql.col("value").cast("binary")
    short_line = sql.when(sql.octet_length(line) < settings.max_size, line).alias("line")  # the line end counts as well
    read = partial(_parse_lines, firsts=firsts, files={file.uri: file for file in files}, settings=settings)
    return df.select(*map(sql.expr, _PLACE), short_line).mapInArrow(read, columns.RAW)


def _culprit(error: Exception, files: list[File]) -> str:
    return next((file.name for file in files if file.uri in str(error)), "a file of JSON lines")


def _parse_lines(
    batches: Iterable[pyarrow.RecordBatch],
    firsts: dict[tuple[str, int], int],
    files: dict[str, File],
    settings: Reading,
) -> Iterator[pyarrow.RecordBatch]:
    def records() -> Iterator[tuple[File, int, Article | Skip]]:
        lines = ((frame["uri"], frame["start"], frame["line"]) for batch in batches for frame in frames.values(batch))
        for (uri, start), block in groupby(lines, key=lambda item: item[:2]):
            for number, (_, _, line) in enumerate(block, firsts[uri, start]):
                for record in jsonfile.read_records((line,), files[uri].name, settings, number):
                    yield files[uri], number, record

    yield from columns.write_batches(_by_file(records()))
