"""The ledger for a terminal: a table by outlet and month, and what the figures count."""

from __future__ import annotations

from typing import TextIO

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from dupdetect.records.ledger import Ledger, LedgerRow
from dupdetect.report.ledger.labels import FIGURES, NO_MONTH, NO_OUTLET
from dupdetect.report.terminal import open_console
from dupdetect.report.visible import make_running
from dupdetect.report.wording import count_noun

ROWS_LISTED = 60
"""A longer table is cut with a line that says so; the other forms list every row."""

NAME_SHOWN = 40
"""Characters of an outlet's name that are shown, at most."""


def write(ledger: Ledger, out: TextIO, width: int, color: bool) -> None:
    """Write the table, the sum, and what was left out."""
    console = open_console(out, width, color)
    if not ledger.rows:
        console.print(Text("No page is remembered that has text of the archive."))
    else:
        console.print(_draw_table(ledger))
        _say_rest(console, len(ledger.rows) - ROWS_LISTED)
        console.print(Text(EXPLANATION, "dim"))
    if ledger.earlier:
        pages = count_noun(ledger.earlier, "page")
        console.print(Text(f"Not counted: {pages} that came first, by date or credit.", "dim"))


EXPLANATION = (
    "Each page counts once, by its strongest verdict. Spun, translated, credited, linked and broken rules are counted "
    "among copies and rewrites; licensed pages are counted nowhere else."
)


def _draw_table(ledger: Ledger) -> Table:
    table = Table(box=box.SIMPLE_HEAD, header_style="dim", show_edge=False, pad_edge=False, padding=(0, 1, 0, 0))
    table.add_column("outlet", overflow="fold", min_width=10)
    table.add_column("month", no_wrap=True)
    for label in FIGURES.values():
        table.add_column("\n".join(label.lower().split()), justify="right")
    last = None
    for row in ledger.rows[:ROWS_LISTED]:
        name = make_running(row.outlet or NO_OUTLET)
        shown = name if len(name) <= NAME_SHOWN else f"{name[: NAME_SHOWN - 1]}…"
        table.add_row(Text("" if row.outlet == last and last else shown), row.month or NO_MONTH, *_list_figures(row))
        last = row.outlet
    table.add_section()
    table.add_row(Text("all", "bold"), "", *_list_figures(ledger.total))
    return table


def _list_figures(row: LedgerRow) -> list[str]:
    return [f"{number:,}" if (number := getattr(row, name)) else "-" for name in FIGURES]


def _say_rest(console: Console, left: int) -> None:
    if left > 0:
        console.print(Text(f"{count_noun(left, 'more row')}; --format csv, json or html lists them all.", "dim"))
