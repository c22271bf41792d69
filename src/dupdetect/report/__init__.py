"""Write findings, as a file for programs or as a page for people. Nothing is computed here.

Each writer is loaded when it is asked for, so that a command that writes CSV never waits for rich.
"""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from dupdetect.errors import UsageError

if TYPE_CHECKING:
    from dupdetect.records import Findings

FORMATS = ("terminal", "json", "jsonl", "csv", "parquet", "html")
"""The names that `write` knows."""


def write(
    findings: Findings,
    form: str,
    out: TextIO,
    *,
    width: int | None = None,
    color: bool = False,
    details: int | None = None,
    steps: Sequence[tuple[str, str]] = (),
    columns: Sequence[str] = (),
) -> None:
    """Write findings to a stream; the same findings always give the same text.

    Args:
        findings: what to show.
        form: one of `FORMATS`.
        out: where to; the writers of data expect UTF-8.
        width: columns of the terminal form, 80 when None; the other forms ignore it.
        color: whether the terminal form uses ANSI colours; without them it marks words with brackets.
        details: how many pairs the terminal form shows side by side, none when None.
        steps: what the reader of the terminal form may do next: what for, and the command.
        columns: those of csv and parquet to write, in order; all when empty. Other forms ignore them.

    Raises:
        UsageError: there is no such form.
    """
    if form == "terminal":
        from dupdetect.report import terminal

        terminal.write(findings, out, width=width, color=color, details=details, steps=steps)
    elif form == "json":
        from dupdetect.report import jsonfile

        jsonfile.write(findings, out)
    elif form == "jsonl":
        from dupdetect.report import jsonl

        jsonl.write(findings, out)
    elif form in ("csv", "parquet"):
        import_module(f"dupdetect.report.{form}file").write(findings, out, columns)
    elif form == "html":
        from dupdetect.report import html

        html.write(findings, out)
    else:
        raise UsageError(f"no report format is called {form!r}; choose from {', '.join(FORMATS)}")


def require_columns(form: str, columns: Sequence[str]) -> None:
    """Require that a form is a table with such columns.

    Raises:
        UsageError: it is none, or lacks one.
    """
    if form not in ("csv", "parquet"):
        raise UsageError(f"--columns chooses columns of csv and parquet, and {form} has none; leave it out")
    names = import_module(f"dupdetect.report.{form}file").COLUMNS
    for column in columns:
        if column not in names:
            raise UsageError(f"--columns: {form} has no column {column!r}; it has: {', '.join(names)}")


def load(path: str | Path) -> Findings:
    """Read findings that were written as JSON; "-" is standard input.

    Raises:
        InputError: the file cannot be read.
        FindingsError: it is no JSON, follows another schema, or is damaged.
    """
    from dupdetect.report import jsonfile

    return jsonfile.load(path)
