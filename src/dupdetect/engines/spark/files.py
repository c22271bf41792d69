"""Files on a shared path -> rows: the workers use the local reader, on many files or one piece of a file per task.

The driver walks the folders, as a scan on one machine does. Small files are read whole, whatever their format; a large
file of JSON Lines is cut into stretches of bytes, and one of Parquet into runs of row groups. A first job counts the
lines of each stretch, so that records get the same numbers as on one machine.
"""

from __future__ import annotations

import codecs
import io
import json
import os
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import astuple, dataclass, replace
from functools import partial
from itertools import accumulate, pairwise
from typing import IO, TYPE_CHECKING, Any, cast

import pyarrow
from pyarrow import parquet

from dupdetect import read
from dupdetect.engines.spark import columns
from dupdetect.engines.spark.columns import Read, bound_skips
from dupdetect.errors import InputError
from dupdetect.read import charset, folder, forms, jsonfile
from dupdetect.read import parquet as parquetfile
from dupdetect.read.documents import DocumentReader
from dupdetect.read.naming import Ids
from dupdetect.read.source import Count, describe_fault, open_source
from dupdetect.records import Article, Skip
from dupdetect.settings import Reading

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

PIECE = 32 << 20
"""Bytes that a task reads, about; a larger file is cut if its format allows."""

_LEAST = 1 << 20  # bytes of a task, at least: starting a task costs as much
_OPENING = 64 << 10  # bytes that could be read in the time of opening a file
_TASKS = 64  # tasks of a scan, at least, unless it is tiny


@dataclass(frozen=True, slots=True)
class Piece:
    """The part of a file that a task reads.

    Attributes:
        file: the file's place in the order of files.
        path, name: its path, and its id.
        form: `jsonl` or `parquet` for a part of a file; empty for a whole file.
        start, end: its bytes, or its row groups; `end` is exclusive.
        first: the number of its first record.
        size: its bytes, about.
    """

    file: int
    path: str
    name: str
    form: str = ""
    start: int = 0
    end: int = 0
    first: int = 1
    size: int = 0


def rows(spark: SparkSession, paths: Sequence[str], settings: Reading) -> tuple[DataFrame, list[Read]]:
    """The contents of `paths`, with the columns of `columns.RAW`; and the skips that the driver found while walking.

    Raises:
        InputError: a path does not exist.
    """
    for path in paths:
        folder.require_path(path)
    pieces, skips = [], []
    for at, item in enumerate(folder.Walk(settings, Ids()).files(list(paths))):
        if isinstance(item, Skip):
            skips.append(Read(item, at, 0))
        else:
            pieces += _cut(at, item, settings)
    numbered = _number_records(spark, pieces)
    return _tasks(spark, numbered).mapInArrow(partial(_read, settings=settings), columns.RAW), skips


# Cutting files into tasks.


def _cut(at: int, file: folder.File, settings: Reading) -> list[Piece]:
    """The pieces of a file."""
    try:
        size = os.stat(file.path).st_size
        form = _divisible(file, settings) if size > PIECE else ""
        if form == "parquet":
            return _row_groups(at, file, size)
    except (OSError, InputError, pyarrow.ArrowException):
        size, form = 0, ""  # the reader will report the fault
    if form != "jsonl":
        return [Piece(at, file.path, file.name, size=size)]
    cuts = [*range(0, size, PIECE), size]
    return [Piece(at, file.path, file.name, form, start, end, size=end - start) for start, end in pairwise(cuts)]


def _divisible(file: folder.File, settings: Reading) -> str:
    """The form of a file that can be read in pieces; empty for any other."""
    with open_source(file.path, file.name, settings, Count()) as source:
        form = forms.recognise_form(source.head, source.title)
        charsets = settings.encoding, charset.find_mark(source.head).removesuffix("-sig")
        return form if form == "parquet" or (form == "jsonl" and set(charsets) <= {"", "utf-8"}) else ""


def _row_groups(at: int, file: folder.File, size: int) -> list[Piece]:
    """The pieces of a Parquet file, whose footer tells their rows."""
    footer = parquet.read_metadata(file.path)
    counts = [footer.row_group(group).num_rows for group in range(footer.num_row_groups)]
    together = max(1, PIECE * len(counts) // size)  # row groups have about equal sizes
    pieces = []
    for start in range(0, len(counts), together):
        end, first = min(start + together, len(counts)), 1 + sum(counts[:start])
        share = size * (end - start) // len(counts)
        pieces.append(Piece(at, file.path, file.name, "parquet", start, end, first, size=share))
    return pieces or [Piece(at, file.path, file.name, size=size)]


def _number_records(spark: SparkSession, pieces: list[Piece]) -> list[Piece]:
    """`pieces`, those of JSON Lines with the numbers of their first lines; one job counts the lines of all."""
    cut = [piece for piece in pieces if piece.form == "jsonl"]
    if not cut:
        return pieces
    counted = _tasks(spark, cut).mapInArrow(_count, "file int, start bigint, lines bigint").collect()
    lines = {(item["file"], item["start"]): item["lines"] for item in counted}
    numbered, before = [], 0
    for piece in pieces:
        if piece.form == "jsonl":
            before = before if piece.start else 0
            # The piece before ends inside a line; the first line that begins here is the one after it.
            piece = replace(piece, first=2 + before if piece.start else 1)
            before += lines[piece.file, piece.start]
        numbered.append(piece)
    return numbered


def _tasks(spark: SparkSession, pieces: Sequence[Piece]) -> DataFrame:
    """A row of JSON for each task, and a partition for each row."""
    costs = [piece.size + _OPENING for piece in pieces]
    room = max(_LEAST, min(PIECE, sum(costs) // _TASKS))
    tasks: dict[int, list[Piece]] = {}
    for piece, cost in zip(pieces, accumulate(costs, initial=0), strict=False):
        tasks.setdefault(cost // room, []).append(piece)
    task_rows = [(at, json.dumps([astuple(piece) for piece in task])) for at, task in enumerate(tasks.values())]
    frame = spark.createDataFrame(task_rows, "task int, pieces string")
    return frame.repartitionByRange(max(1, len(task_rows)), "task").select("pieces")


# On the workers.


def _pieces(batches: Iterable[pyarrow.RecordBatch]) -> Iterator[Piece]:
    for batch in batches:
        for task in batch.column("pieces").to_pylist():
            yield from (Piece(*load) for load in json.loads(task))


def _count(batches: Iterator[pyarrow.RecordBatch]) -> Iterator[pyarrow.RecordBatch]:
    """The number of line ends in each piece, shifted by one byte: see `_number_records`."""
    for piece in _pieces(batches):
        start, left, lines = max(0, piece.start - 1), piece.end - max(1, piece.start), 0
        with suppress(OSError), open(piece.path, "rb") as file:
            file.seek(start)
            while left > 0 and (data := file.read(min(left, 1 << 20))):
                lines, left = lines + data.count(b"\n"), left - len(data)
        names = pyarrow.array([piece.file], pyarrow.int32()), pyarrow.array([piece.start]), pyarrow.array([lines])
        yield pyarrow.RecordBatch.from_arrays(list(names), ["file", "start", "lines"])


def _read(batches: Iterator[pyarrow.RecordBatch], settings: Reading) -> Iterator[pyarrow.RecordBatch]:
    with DocumentReader(settings, 1) as reader:
        reads = (item for piece in _pieces(batches) for item in _read_piece(piece, settings, reader))
        yield from columns.write_batches(reads)


def _read_piece(piece: Piece, settings: Reading, reader: DocumentReader) -> Iterator[Read]:
    if piece.form:
        yield from bound_skips(_records(piece, settings), piece.name, piece.file)
        return
    for number, item in enumerate(read.read_inside(folder.File(piece.path, piece.name), settings, reader), 1):
        yield Read(item, piece.file, number)


def _records(piece: Piece, settings: Reading) -> Iterator[tuple[int, Article | Skip]]:
    """The records of a piece with their numbers; blank lines are left out."""
    number = piece.first
    try:
        with open_source(piece.path, piece.name, settings, Count()) as source:
            stream = source.seekable()
            if piece.form == "parquet":
                records = parquetfile.read_records(
                    stream, piece.name, settings, range(piece.start, piece.end), piece.first
                )
                yield from enumerate(records, piece.first)
                return
            for number, line in enumerate(_lines(stream, piece, settings.max_size), piece.first):
                yield from ((number, record) for record in jsonfile.read_records((line,), piece.name, settings, number))
    except InputError as error:
        yield number, Skip(piece.name, str(error))
    except OSError as error:
        yield number, Skip(piece.name, describe_fault(piece.path, error))


def _lines(raw: IO[bytes], piece: Piece, limit: int) -> Iterator[str | bytes | None]:
    """The lines that begin in a piece."""
    raw.seek(max(0, piece.start - 1))
    stream = io.BufferedReader(cast("Any", raw), 1 << 18)
    lines = jsonfile.count_held(stream, limit)
    if piece.start:
        next(lines, None)  # belongs to the piece before
    elif stream.peek(3).startswith(codecs.BOM_UTF8):
        stream.read(3)
    while stream.tell() < piece.end:
        yield next(lines, b"")
