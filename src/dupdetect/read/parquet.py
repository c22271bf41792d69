"""Parquet -> articles, a few rows at a time, so that a file may be larger than memory."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from io import SEEK_END, BytesIO
from typing import Any

from dupdetect.errors import InputError
from dupdetect.read.rows import Rows, choose_columns
from dupdetect.read.skips import bound_records
from dupdetect.read.source import Budget, Count, Document, open_source
from dupdetect.records import Article, Skip
from dupdetect.settings import Reading

_ROWS = 64
_HELD = 32 << 20  # bytes of rows, on average
_BUFFER = 1 << 20


def read_parquet(file: Document, settings: Reading) -> Iterator[Article | Skip]:
    """The rows of a Parquet file.

    Raises:
        InputError: it is damaged; the message is the reason.
    """
    return bound_records(_rows(file, settings), file.name)


def _rows(file: Document, settings: Reading) -> Iterator[Article | Skip]:
    with ExitStack() as stack:
        data: Any = BytesIO(file.data)
        if file.path:
            data = stack.enter_context(open_source(file.path, file.name, settings, Count())).seekable()
        yield from read_records(data, file.name, settings)


def read_records(
    data: Any, file: str, settings: Reading, groups: range | None = None, first: int = 1
) -> Iterator[Article | Skip]:
    """The rows of an open Parquet file.

    Args:
        data: a file that can be read from anywhere.
        file: its id.
        groups: the row groups to read; None reads all.
        first: the number of the first row in them.

    Raises:
        InputError: it is damaged; the message is the reason.
    """
    import pyarrow
    from pyarrow import parquet

    try:
        budget = _open_budget(data, settings)
        table = parquet.ParquetFile(data, pre_buffer=False, buffer_size=_BUFFER)
        for record in _read(table, Rows(file, settings), settings, groups, first):
            if isinstance(record, Article):
                budget.spend(len(record.text))
            yield record
    except (pyarrow.ArrowException, OSError, ValueError) as error:
        reason = str(error).splitlines()[0] if str(error) else type(error).__name__
        raise InputError(f"damaged or cut short ({reason})") from error


def _open_budget(data: Any, settings: Reading) -> Budget:
    """Limit the total size of the rows: one long text in a dictionary can stand for millions of rows."""
    size = data.seek(0, SEEK_END)
    data.seek(0)
    return Budget(settings.max_size + size * settings.max_ratio, settings.max_ratio)


def _read(table: Any, rows: Rows, settings: Reading, groups: range | None, first: int) -> Iterator[Article | Skip]:
    groups = range(table.num_row_groups) if groups is None else groups
    wanted = choose_columns(table.schema_arrow.names, settings)
    if not wanted:
        if first == 1:
            yield rows.article(dict.fromkeys(table.schema_arrow.names), 1)
        return
    chosen = {"row_groups": list(groups), "columns": wanted, "batch_size": _batch(table, groups)}
    for batch in table.iter_batches(**chosen, use_threads=False):
        for values in batch.to_pylist():
            yield rows.article(values, first)
            first += 1


def read_batches(table: Any, name: str, settings: Reading) -> Iterator[tuple[Any, list[Article | Skip]]]:
    """The batches of an open Parquet file with all of their columns, each with what its rows were read as."""
    rows, number = Rows(name, settings), 1
    wanted = choose_columns(table.schema_arrow.names, settings)
    for batch in table.iter_batches(batch_size=_batch(table, range(table.num_row_groups)), use_threads=False):
        records = [rows.article(values, at) for at, values in enumerate(batch.select(wanted).to_pylist(), number)]
        number += len(records)
        yield batch, records


def _batch(table: Any, groups: range) -> int:
    """How many rows to load at a time: fewer if they are long."""
    row_groups = [table.metadata.row_group(group) for group in groups]
    longest = max((group.total_byte_size // max(1, group.num_rows) for group in row_groups), default=0)
    return max(1, min(_ROWS, _HELD // max(1, longest)))
