"""CSV and TSV -> articles, row by row."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from dupdetect.errors import InputError
from dupdetect.read import charset
from dupdetect.read.rows import Rows
from dupdetect.read.skips import bound_records
from dupdetect.read.source import Source
from dupdetect.records import Article, Skip

_DELIMITERS = ",;\t|"
_NAMED = re.compile(r"\"?sep=([^\w\s\"]|\t)\"?[\r\n]*", re.IGNORECASE)
"""The line in which Excel names the delimiter."""


def read_rows(source: Source) -> Iterator[Article | Skip]:
    """The rows of a table whose first row names the columns."""
    records = (row.record for row in split_rows(source) if row.record is not None)
    return bound_records(records, source.name)


class Row(NamedTuple):
    """A row of a table.

    Attributes:
        text: as it stands in the file, with its line end.
        record: what it was read as; None for the header and for an empty row.
        values: by column, as text; of the header the names themselves.
        beyond: cells beyond the last column.
        delimiter: between cells.
    """

    text: str
    record: Article | Skip | None = None
    values: Mapping[str, str] = {}
    beyond: Sequence[str] = ()
    delimiter: str = ","


def split_rows(source: Source) -> Iterator[Row]:
    """Split a table into its rows, the header among them."""
    seen: list[str] = []
    data = io.BufferedReader(charset.Transcoded(source.stream(), source.settings.encoding, source.head))
    lines = _lines(io.TextIOWrapper(data, "utf-8-sig", newline=""), source.settings.max_size, seen)
    header = next(lines, "")
    delimiter = "\t" if source.title.lower().endswith((".tsv", ".tab")) else max(_DELIMITERS, key=header.count)
    if named := _NAMED.fullmatch(header):
        delimiter, header = named[1], next(lines, "")
    columns = next(csv.reader([header], delimiter=delimiter), [])
    articles = Rows(source.name, source.settings)
    reader = csv.reader(lines, delimiter=delimiter)
    number = 0
    yield Row(_take(seen), None, dict(zip(columns, columns, strict=True)), (), delimiter)
    while (row := _next(reader, source.settings.max_size)) is not None:
        number += bool(row)
        values = dict(zip(columns, row, strict=False))
        record = articles.article(values, number) if row else None
        yield Row(_take(seen), record, values, row[len(columns) :], delimiter)


def _take(seen: list[str]) -> str:
    text = "".join(seen)
    seen.clear()
    return text


def _next(reader: Iterator[list[str]], limit: int) -> list[str] | None:
    """The next row. The csv module keeps its field limit globally, so it is set for one row at a time."""
    before = csv.field_size_limit(limit)
    try:
        return next(reader, None)
    except csv.Error as error:
        raise InputError(f"{error}, beyond {limit:,}: raise reading.max_size. The rest was not read") from error
    finally:
        csv.field_size_limit(before)


def _lines(stream: io.TextIOWrapper, limit: int, seen: list[str]) -> Iterator[str]:
    """The lines of a stream, each also appended to `seen`."""
    while line := stream.readline(limit + 1):
        if len(line) > limit:
            raise InputError(
                f"a line is longer than {limit:,} characters; raise reading.max_size. The rest was not read"
            )
        seen.append(line)
        yield line
