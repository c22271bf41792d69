"""The ledger for a terminal: each outlet with a line a month, and what the figures count."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import TextIO

from rich.console import Console
from rich.text import Text

from dupdetect.records.ledger import Ledger, LedgerRow
from dupdetect.report.ledger.labels import EXPLANATION, FIGURES, NO_MONTH, NO_OUTLET, shorten_name
from dupdetect.report.terminal import open_console
from dupdetect.report.wording import count_noun

ROWS_LISTED = 60
"""Lines of months; a longer table is cut with a line that says so, and the other forms list every row."""

NAME_SHOWN = 70
"""Characters of an outlet's name that are shown, at most."""

_MONTH, _FIGURE = 9, 7
"""Columns of a month and of each figure; all fit 80 columns."""

_HEADS = (
    ("", "", "re-", "pass-", "lic-", "", "trans-", "cred-", "", "rules"),
    ("pages", "copies", "writes", "ages", "ensed", "spun", "lated", "ited", "linked", "broken"),
)
"""The labels of the figures in two lines."""


def write(ledger: Ledger, out: TextIO, width: int, color: bool) -> None:
    """Write the table, the sum, and what was left out."""
    console = open_console(out, width, color)
    if not ledger.rows:
        console.print(Text("No page is remembered that has text of the archive."))
    else:
        for line in _draw_table(ledger):
            console.print(line)
        if (left := len(ledger.rows) - ROWS_LISTED) > 0:
            console.print(Text(f"\n{count_noun(left, 'more line')}; --format csv, json or html lists them all.", "dim"))
        console.print(Text(f"\n{EXPLANATION}", "dim"))
    _say_earlier(console, ledger.earlier)


def _say_earlier(console: Console, earlier: int) -> None:
    if earlier:
        pages = count_noun(earlier, "page")
        console.print(Text(f"Not counted: {pages} that came first, by date or credit.", "dim"))


def _draw_table(ledger: Ledger) -> Iterator[Text]:
    for heads in _HEADS:
        yield Text(_join_cells("", heads), "dim")
    for outlet, rows in groupby(ledger.rows[:ROWS_LISTED], key=lambda row: row.outlet):
        yield Text(shorten_name(outlet or NO_OUTLET, NAME_SHOWN), "bold")
        for row in rows:
            yield Text(_join_cells(row.month or NO_MONTH, _list_figures(row)))
    yield Text(_join_cells("all", _list_figures(ledger.total)), "bold")


def _join_cells(first: str, others: tuple[str, ...]) -> str:
    return f"{first:>{_MONTH}}" + "".join(f"{cell:>{_FIGURE}}" for cell in others)


def _list_figures(row: LedgerRow) -> tuple[str, ...]:
    return tuple(f"{number:,}" if (number := getattr(row, name)) else "-" for name in FIGURES)
