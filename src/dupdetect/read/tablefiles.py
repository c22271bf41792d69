"""Tables on disk, part by part: copied without some of their rows, or read for the values of one column.

JSON lines and CSV are copied byte for byte, Parquet with its schema and compression; or only the columns that are
chosen. Other formats have no separable parts.
"""

from __future__ import annotations

import codecs
import csv
import io
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import compress
from typing import IO, Any, NamedTuple, TypeAlias

from dupdetect.errors import InputError
from dupdetect.read import charset, forms, jsonfile, parquet, tables
from dupdetect.read.members import choose_members
from dupdetect.read.rows import follow_column, replace_text
from dupdetect.read.source import Source
from dupdetect.records import Article, Skip
from dupdetect.records.jsonform import dumps

_PIECE = 1 << 16


Change: TypeAlias = "bool | Callable[[str], str]"
"""Whether an article stays; or it stays with another text, which this makes from the old one."""


class Staying:
    """Decides for each part of a file in turn whether it stays. Parts without an article always do.

    Args:
        changes: for each article of the file in turn, what becomes of it.
        all_read: whether every part that is not empty was read as an article.
        columns: those that stay, in order; empty for all of them.
    """

    def __init__(self, changes: Iterable[Change], all_read: bool, columns: Sequence[str] = ()) -> None:
        self.all_read = all_read
        self.columns = columns
        self._changes = iter(changes)

    def ask(self, holds_article: bool) -> Change:
        """What becomes of the next part."""
        return next(self._changes, True) if holds_article else True


class TableForm(NamedTuple):
    """What a format of tables can do.

    Attributes:
        copy: writes the parts of a source that stay.
        values: yields the value of a column for each article in turn, None where there is none.
        columns: their names; None where each record has its own.
    """

    copy: Callable[[Source, Staying, IO[bytes]], None]
    values: Callable[[Source, str], Iterator[object]]
    columns: Callable[[Source], list[str] | None]


def recognise_table(source: Source) -> TableForm | None:
    """The format of a file; None if it has no separable parts."""
    form = forms.recognise_form(source.head, source.title)
    if form == "csv":
        return TableForm(_copy_rows, _read_row_values, _list_row_columns)
    if form == "parquet":
        return TableForm(_copy_parquet, _read_parquet_values, _list_parquet_columns)
    if form == "jsonl" and _is_utf8(source):
        return TableForm(_copy_lines, _read_line_values, lambda source: None)
    return None


def require_columns(source: Source, table: TableForm, wanted: Sequence[str]) -> None:
    """Require that a table has the columns that are to stay.

    Raises:
        InputError: it lacks one.
    """
    names = table.columns(source) if wanted else None
    for name in wanted:
        if names is not None and name not in names:
            raise InputError(f"{source.name}: has no column {name!r}; it has: {', '.join(names)}")


def _is_utf8(source: Source) -> bool:
    name = source.settings.encoding or charset.find_mark(source.head) or "utf-8"
    return codecs.lookup(name).name in ("utf-8", "utf-8-sig")


def _copy_lines(source: Source, staying: Staying, out: IO[bytes]) -> None:
    stream, limit = source.stream(), source.settings.max_size
    number = 0
    while line := stream.readline(limit + 1):
        number += 1
        if len(line) > limit:  # it was skipped, and is too long to be held
            out.write(line)
            while line and not line.endswith(b"\n"):
                line = stream.readline(_PIECE)
                out.write(line)
        elif change := staying.ask(_holds_article(line, number, source, staying.all_read)):
            kept = line if change is True else _change_line(line, number, source, change)
            out.write(_choose_members(kept, number, staying.columns) if staying.columns else kept)


def _holds_article(line: bytes, number: int, source: Source, all_read: bool = False) -> bool:
    bare = _strip_mark(line, number)
    if all_read:
        return bool(bare.strip())
    return any(_only_articles(jsonfile.read_records((bare,), source.name, source.settings, number)))


def _change_line(line: bytes, number: int, source: Source, change: Callable[[str], str]) -> bytes:
    """A line of JSON with another text, and everything else as it was."""
    values = json.loads(_strip_mark(line, number))
    values = replace_text(values, source.settings, change)
    end = line[len(line.rstrip(b"\r\n")) :]
    return dumps(values).encode("utf-8", "surrogatepass") + end


def _choose_members(line: bytes, number: int, columns: Sequence[str]) -> bytes:
    """A line with some of its members, which keep their bytes."""
    bare = _strip_mark(line, number)
    text = bare.rstrip(b"\r\n")
    try:
        chosen = choose_members(text.decode("utf-8"), columns).encode("utf-8")
    except UnicodeDecodeError:  # no line of JSON, which stays as it is
        return line
    return line[: len(line) - len(bare)] + chosen + bare[len(text) :]


def _strip_mark(line: bytes, number: int) -> bytes:
    return line.removeprefix(codecs.BOM_UTF8) if number == 1 else line


def _read_line_values(source: Source, column: str) -> Iterator[object]:
    lines = jsonfile.count_held(source.stream(), source.settings.max_size)
    for number, line in enumerate(lines, 1):
        if isinstance(line, bytes) and _holds_article(line, number, source):
            yield follow_column(json.loads(_strip_mark(line, number)), column)


def _copy_rows(source: Source, staying: Staying, out: IO[bytes]) -> None:
    out.write(codecs.BOM_UTF8 if source.head.startswith(codecs.BOM_UTF8) else b"")
    for row in tables.split_rows(source):
        if change := staying.ask(isinstance(row.record, Article)):
            out.write(_write_row(row, source, change, staying.columns).encode("utf-8", "surrogatepass"))


def _write_row(row: tables.Row, source: Source, change: Change, columns: Sequence[str]) -> str:
    """A row of CSV: as it stands, or with another text, or with some of its columns."""
    if change is True and not columns:
        return row.text
    values = replace_text(row.values, source.settings, change) if callable(change) else row.values
    if columns and not values:  # an empty row
        return ""
    cells = [values.get(name, "") for name in columns] if columns else [*values.values(), *row.beyond]
    out = io.StringIO()
    end = row.text[len(row.text.rstrip("\r\n")) :]
    csv.writer(out, delimiter=row.delimiter, lineterminator=end).writerow(cells)
    return out.getvalue()


def _list_row_columns(source: Source) -> list[str]:
    return list(next(tables.split_rows(source)).values)


def _read_row_values(source: Source, column: str) -> Iterator[object]:
    for row in tables.split_rows(source):
        if isinstance(row.record, Article):
            yield row.values.get(column) or None


def _copy_parquet(source: Source, staying: Staying, out: IO[bytes]) -> None:
    from pyarrow import parquet as files

    with files.ParquetFile(source.seekable()) as table:
        schema = _choose_fields(table.schema_arrow, staying.columns)
        with files.ParquetWriter(out, schema, compression=_find_compression(table)) as writer:
            for batch, records in parquet.read_batches(table, source.name, source.settings):
                changes = [staying.ask(isinstance(record, Article)) for record in records]
                writer.write_batch(_change_batch(batch, changes, source).select(schema.names))


def _choose_fields(schema: Any, columns: Sequence[str]) -> Any:
    """A schema with some of its fields. What other programs note beside it speaks of all fields, and goes."""
    import pyarrow

    return pyarrow.schema([schema.field(name) for name in columns]) if columns else schema


def _change_batch(batch: Any, changes: Sequence[Change], source: Source) -> Any:
    """The rows of a batch that stay, some with another text."""
    from pyarrow import RecordBatch

    rows = [number for number, change in enumerate(changes) if change]
    if all(changes[row] is True for row in rows):
        return batch.take(rows)
    values = batch.take(rows).to_pylist()
    for value, row in zip(values, rows, strict=True):
        if callable(change := changes[row]):
            value.update(replace_text(value, source.settings, change))
    return RecordBatch.from_pylist(values, batch.schema)


def _list_parquet_columns(source: Source) -> list[str]:
    from pyarrow import parquet as files

    with files.ParquetFile(source.seekable()) as table:
        return list(table.schema_arrow.names)


def _find_compression(table: Any) -> str:
    """The compression of a file's first column."""
    if not table.num_row_groups or not table.metadata.num_columns:
        return "snappy"
    name: str = table.metadata.row_group(0).column(0).compression
    return "none" if name == "UNCOMPRESSED" else name.lower()


def _read_parquet_values(source: Source, column: str) -> Iterator[object]:
    from pyarrow import parquet as files

    with files.ParquetFile(source.seekable()) as table:
        if column not in table.schema_arrow.names:
            raise InputError(f"{source.name}: has no column {column!r}; it has: {', '.join(table.schema_arrow.names)}")
        for batch, records in parquet.read_batches(table, source.name, source.settings):
            values = batch.column(column).to_pylist()
            yield from compress(values, (isinstance(record, Article) for record in records))


def _only_articles(entries: Iterable[Article | Skip]) -> Iterator[Article]:
    return (entry for entry in entries if isinstance(entry, Article))
