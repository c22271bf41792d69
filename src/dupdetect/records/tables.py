"""Data frames of any package as tables of narwhals, and columns and rows back into frames of their own package."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dupdetect.errors import UsageError


def open_table(frame: object) -> Any:
    """A data frame as a table of narwhals, held in memory.

    Raises:
        UsageError: it is none.
    """
    import narwhals

    native: Any = _to_arrow(frame) if _is_dataset(frame) else frame
    try:
        table = narwhals.from_native(native)
    except TypeError as error:
        kind = type(frame).__name__
        raise UsageError(f"{kind} cannot be read as a data frame; give one of Polars, pandas or pyarrow") from error
    return table.collect() if isinstance(table, narwhals.LazyFrame) else table


def add_column(frame: Any, name: str, values: Sequence[int]) -> Any:
    """`frame` with one more column of integers; a lazy frame or relation becomes a table in memory."""
    if _is_dataset(frame):
        return frame.add_column(name, list(values))
    import narwhals

    table = open_table(frame)
    column = narwhals.new_series(name, list(values), narwhals.Int64(), backend=table.implementation)
    return table.with_columns(column).to_native()


def take_rows(frame: Any, rows: Sequence[int]) -> Any:
    """The rows of `frame` with these numbers, in this order; a lazy frame or relation becomes a table in memory."""
    if _is_dataset(frame):
        return frame.select(list(rows))
    return open_table(frame)[list(rows)].to_native()


def _is_dataset(frame: object) -> bool:
    """Whether it is a dataset of Hugging Face, whose rows may be a choice of those in its Arrow table."""
    return hasattr(frame, "with_format")


def _to_arrow(dataset: Any) -> Any:
    return dataset.with_format("arrow")[:]
