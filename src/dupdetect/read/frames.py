"""Data frames -> articles, a row each: Arrow, Polars, pandas, DuckDB relations, and Hugging Face datasets.

narwhals gives all of them one surface. Columns are recognised as in any other table; ids stay what they are.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any, Protocol, TypeGuard

from dupdetect.errors import UsageError
from dupdetect.read.rows import USUAL, Rows, choose_columns
from dupdetect.records import Article, Skip
from dupdetect.records.near import Id
from dupdetect.records.tables import open_table
from dupdetect.settings import Reading


class DataFrame(Protocol):
    """A data frame that hands over its columns as Arrow does: of Polars, pandas, pyarrow, DuckDB, and others."""

    def __arrow_c_stream__(self, requested_schema: object = None) -> object:
        """The columns, as the Arrow PyCapsule interface wants them."""


_PACKAGES = frozenset({"datasets", "duckdb", "modin", "narwhals", "pandas", "polars", "pyarrow"})
"""The packages whose tables are data frames."""


def is_frame(source: object) -> TypeGuard[DataFrame]:
    """Whether `source` is a data frame; nothing is imported to tell."""
    package = type(source).__module__.partition(".")[0]
    return package in _PACKAGES or hasattr(source, "__arrow_c_stream__")


class Frame:
    """The rows of a data frame as articles.

    Args:
        native: the data frame.
        settings: with the columns for text and id, where the user names them.

    Attributes:
        columns: their names.
        ids: of all rows, in order: the values of the column with ids, or else the numbers of the rows, from 0.

    Raises:
        UsageError: narwhals cannot read it, it lacks a named column, or its ids are missing or repeated.
    """

    def __init__(self, native: object, settings: Reading) -> None:
        self._table = open_table(native)
        self._settings = settings
        self.columns: list[str] = self._table.columns
        for name in (settings.text_column, settings.id_column):
            if name and name.partition(".")[0] not in self.columns:
                raise UsageError(f"the data frame has no column {name!r}; it has: {', '.join(self.columns)}")
        self.ids = self._read_ids()

    def articles(self) -> Iterator[Article | Skip]:
        """The articles, their ids as strings; and a skip for each row without a text."""
        return (item for _, item in self.rows())

    def rows(self) -> Iterator[tuple[int, Article | Skip]]:
        """As `articles`, each item with the number of its row, from 0."""
        rows = Rows("", self._settings)
        wanted = choose_columns(self.columns, self._settings)
        columns = self._table.select(wanted).iter_rows(named=True) if wanted else ({} for _ in self.ids)
        for number, (name, values) in enumerate(zip(self.ids, columns, strict=True)):
            item = rows.article({key: _drop_missing(value) for key, value in values.items()}, number)
            if isinstance(item, Skip):
                yield number, Skip(str(name), item.reason)
            else:
                yield number, replace(item, id=str(name))

    def values(self, column: str) -> list[Any]:
        """The values of a column, None where there is none.

        Raises:
            UsageError: there is no such column.
        """
        if column not in self.columns:
            raise UsageError(f"the data frame has no column {column!r}; it has: {', '.join(self.columns)}")
        return [_drop_missing(value) for value in self._table[column].to_list()]

    def _read_ids(self) -> list[Id]:
        column = self._settings.id_column or _find_column(self.columns)
        if not column:
            return list(range(len(self._table)))
        ids: list[Id] = self.values(column)
        seen: set[str] = set()
        for number, name in enumerate(ids):
            if not isinstance(name, (str, int)) or isinstance(name, bool):
                raise UsageError(f"row {number} has {name!r:.100} as its {column!r}; ids are strings or integers")
            if str(name) in seen:
                raise UsageError(f"two rows have {name!r:.100} as their {column!r}; ids must differ")
            seen.add(str(name))
        return ids


def _find_column(columns: list[str]) -> str:
    """The column whose name is usual for ids, the likeliest first; empty if there is none."""
    lower = {name.lower(): name for name in columns}
    return next((lower[name] for name in USUAL["id"] if name in lower), "")


def _drop_missing(value: Any) -> Any:
    """None for NaN and NaT, which pandas writes where nothing is."""
    return None if value != value else value
