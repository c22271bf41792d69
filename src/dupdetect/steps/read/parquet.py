"""Parquet -> articles, a few rows at a time, so that a file may be larger than memory."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from io import BytesIO
from typing import Any

from dupdetect.errors import InputError
from dupdetect.records import Article, Skip
from dupdetect.settings import Reading
from dupdetect.steps.read.rows import COLUMNS, NESTED, Rows, bounded
from dupdetect.steps.read.source import Count, Document, opened

_ROWS = 64
_BUFFER = 1 << 20


def articles(file: Document, settings: Reading) -> Iterator[Article | Skip]:
    """The rows of a Parquet file.

    Raises:
        InputError: it is damaged; the message is the reason.
    """
    return bounded(_rows(file, settings), file.name)


def _rows(file: Document, settings: Reading) -> Iterator[Article | Skip]:
    import pyarrow
    from pyarrow import parquet

    with ExitStack() as stack:
        data: Any = BytesIO(file.data)
        if file.path:
            data = stack.enter_context(opened(file.path, file.name, settings, Count())).seekable()
        try:
            table = parquet.ParquetFile(data, pre_buffer=False, buffer_size=_BUFFER)
            yield from _read(table, Rows(file.name, settings), settings)
        except (pyarrow.ArrowException, OSError, ValueError) as error:
            reason = str(error).splitlines()[0] if str(error) else type(error).__name__
            raise InputError(f"damaged or cut short ({reason})") from error


def _read(table: Any, rows: Rows, settings: Reading) -> Iterator[Article | Skip]:
    names = table.schema_arrow.names
    asked = {settings.text_column, settings.id_column}
    wanted = [name for name in names if name in asked or name.lower() in (*COLUMNS, *NESTED)]
    number = 0
    if not wanted:
        yield rows.article(dict.fromkeys(names), 1)
        return
    for batch in table.iter_batches(batch_size=_ROWS, columns=wanted, use_threads=False):
        for values in batch.to_pylist():
            number += 1
            yield rows.article(values, number)
