"""The table of the pairs of a scan, with their figures."""

from __future__ import annotations

from collections.abc import Sequence

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from dupdetect.records import Comparison, CreditForm, Direction, Verdict
from dupdetect.report.recurring import describe_weight
from dupdetect.report.visible import make_visible
from dupdetect.report.wording import count_noun, percent, share

PAIRS_LISTED = 40
"""A longer list is cut with a line that says so; the forms for programs list everything."""

STYLES = {
    Verdict.IDENTICAL: "bold red",
    Verdict.NEAR_COPY: "red",
    Verdict.REWRITE: "magenta",
    Verdict.PARTIAL: "yellow",
    Verdict.INDEPENDENT: "green",
}

DIRECTIONS = {Direction.A_TO_B: "A to B", Direction.B_TO_A: "B to A", Direction.UNKNOWN: "-"}
SPUN = {True: "spun", False: "not spun", None: "-"}


def open_side_by_side(title: str, columns: tuple[str, str, str]) -> Table:
    """An empty table for text of A, text of B, and how alike the two are; `columns` are its headings."""
    table = Table(
        title=Text(f"\n{title}", "bold"),
        title_justify="left",
        title_style="",
        box=box.SIMPLE_HEAD,
        show_edge=False,
        expand=True,
        pad_edge=False,
        padding=(0, 1, 0, 0),
        header_style="dim",
    )
    for heading in columns[:2]:
        table.add_column(heading, ratio=1, overflow="fold")
    table.add_column(columns[2], justify="right", no_wrap=True)
    return table


def pairs_table(console: Console, pairs: Sequence[Comparison], prefix: str, most: int) -> None:
    """Print the pairs, strongest first, two lines each: A and how much of it is covered, then B."""
    table = _table()
    table.add_column("#", justify="right", style="dim")
    table.add_column("verdict", no_wrap=True)
    table.add_column("", style="dim")
    table.add_column("articles", overflow="fold")
    table.add_column("covered", justify="right", no_wrap=True)
    table.add_column("closeness\nspun", no_wrap=True)
    table.add_column("direction\ncredit", no_wrap=True)
    for number, pair in enumerate(pairs[:most], 1):
        above = _side(pair.a, pair.coverage_a, "A", prefix)
        below = _side(pair.b, pair.coverage_b, "B", prefix)
        table.add_row(
            str(number), style_verdict(pair.verdict), *above, share(pair.closeness), DIRECTIONS[pair.direction]
        )
        weight = Text(describe_weight(pair), "dim")
        table.add_row("", weight, *below, SPUN[pair.spun], describe_credit(pair.credit))
        _gap(table, number, pairs)
    _with_title(console, "Pairs", table)
    _cut(console, len(pairs) - most, "more pair")


def style_verdict(word: Verdict) -> Text:
    """The verdict in its colour."""
    return Text(word.value, STYLES[word])


def describe_credit(form: CreditForm) -> str:
    """The credit's word, or a dash where there is none."""
    return "-" if form is CreditForm.NONE else form.value


def _table() -> Table:
    return Table(box=box.SIMPLE_HEAD, header_style="dim", show_edge=False, pad_edge=False, padding=(0, 1, 0, 0))


def _with_title(console: Console, title: str, table: Table) -> None:
    console.print(Text(f"\n{title}", "bold"))
    console.print(table)


def _gap(table: Table, number: int, rows: Sequence[object]) -> None:
    """An empty line after every row except the last."""
    if number < len(rows):
        table.add_section()


def _side(name: str, coverage: float, side: str, prefix: str) -> tuple[str, Text, str]:
    return side, Text(make_visible(name.removeprefix(prefix))), percent(coverage)


def _cut(console: Console, left: int, text: str, many: str = "") -> None:
    if left > 0:
        console.print(Text(f"{count_noun(left, text, many)}; --format csv or json lists them all.", "dim"))
