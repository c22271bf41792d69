"""Findings as a Parquet file for tables and notebooks: a row a pair, with all of its evidence."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TextIO

from dupdetect.errors import OutputError
from dupdetect.records import Comparison, Findings
from dupdetect.records.arrowform import list_batches
from dupdetect.records.shape import hints, write_key

COLUMNS = tuple(map(write_key, hints(Comparison)))
"""The columns of the file."""


def write(findings: Findings, out: TextIO, columns: Sequence[str] = ()) -> None:
    """Write one row a pair; the columns are the keys of a pair in the JSON form.

    Args:
        columns: those to write, in order; empty for all.

    Raises:
        MissingExtraError: pyarrow is not installed.
        OutputError: `out` is a terminal or takes text only.
    """
    binary = getattr(out, "buffer", None)
    if binary is None or out.isatty():
        raise OutputError("Parquet is binary and cannot be shown here; name a file with -o FILE.parquet")
    schema, batches = list_batches(findings, "pairs", columns)
    from pyarrow import parquet

    with parquet.ParquetWriter(binary, schema) as writer:
        for batch in batches:
            writer.write_batch(batch)
