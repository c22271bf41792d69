"""Results as columns and rows of data frames: clusters as a column, and the rows that stay.

    import polars, dupdetect
    from dupdetect import frames

    table = polars.read_parquet("crawl.parquet")
    copies = dupdetect.near_copies(table, text="body", id="url")
    table = frames.add_clusters(table, copies, id="url")
    unique = frames.drop_copies(table, dupdetect.dedup(table, text="body", id="url", keep="-fetched"))

A frame comes back as what it was: Polars, pandas, pyarrow, or a dataset of Hugging Face. What computes its rows on
demand, such as a DuckDB relation or a lazy frame of Polars, comes back as a table in memory.
"""

from __future__ import annotations

from typing import TypeVar

from dupdetect.errors import UsageError
from dupdetect.pipeline.deduplicate import Deduplicated
from dupdetect.pipeline.near import name_columns
from dupdetect.read.frames import Frame
from dupdetect.records import Findings
from dupdetect.records.near import Id, NearCopies
from dupdetect.records.tables import add_column, open_table, take_rows

AnyFrame = TypeVar("AnyFrame")


def add_clusters(
    frame: AnyFrame, result: NearCopies | Findings, *, id: str | None = None, column: str = "cluster"
) -> AnyFrame:
    """A data frame with a column of integers: rows of one family have the same number, and each other row its own.

    Args:
        frame: the data frame that was searched.
        result: of `near_copies` or `scan`. An article that `scan` only attaches to a family has a number of its own.
        id: the column with ids, as it was named in the search.
        column: the name of the new column. Numbers begin at 0 and follow the order of the rows.

    Raises:
        UsageError: the frame has such a column, or lacks that of the ids.
    """
    rows = Frame(frame, name_columns(None, None, id).reading)
    if column in rows.columns:
        raise UsageError(f"the data frame has a column {column!r}; name another with column=")
    family = {str(name): number for number, names in enumerate(_list_families(result)) for name in names}
    numbers: dict[object, int] = {}
    keys = (family.get(str(name), (str(name),)) for name in rows.ids)
    labels = [numbers.setdefault(key, len(numbers)) for key in keys]
    labelled: AnyFrame = add_column(frame, column, labels)
    return labelled


def drop_copies(frame: AnyFrame, result: Deduplicated) -> AnyFrame:
    """The rows of a data frame that `dedup` keeps, in order; rows without a text stay, as nobody judged them."""
    dropped = set(result.places)
    rows = [row for row in range(len(open_table(frame))) if row not in dropped]
    staying: AnyFrame = take_rows(frame, rows)
    return staying


def _list_families(result: NearCopies | Findings) -> list[tuple[Id, ...]]:
    if isinstance(result, Findings):
        return [tuple(cluster.articles) for cluster in result.clusters]
    return list(result.clusters)
