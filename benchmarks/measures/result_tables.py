"""The figures of a benchmark as tables for a terminal, 100 columns wide."""

from __future__ import annotations

import shutil
import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

WIDTH = 100
SETS = ("tuning", "held-out", "both")
APART = ("tuning", "held-out")
LISTED_IN_FULL = ("standard", "same story", "unrelated")
"""Groups whose wrong pairs are listed one by one; of the others, which the samples make hard, only counts are shown."""

Figures = Mapping[str, Any]


def show(results: Figures) -> None:
    """Print all parts that `results` has."""
    width = min(WIDTH, shutil.get_terminal_size().columns) if sys.stdout.isatty() else WIDTH
    console = Console(width=width, highlight=False)
    _head(console, results)
    if verdicts := results.get("verdicts"):
        _groups(console, verdicts)
        _floors(console, verdicts)
        for name in APART:
            _confusion(console, name, verdicts["sets"][name])
        _passages(console, verdicts["sets"])
        _spun_and_credit(console, verdicts)
        _wrong(console, verdicts["wrong"])
    if kinds := results.get("kinds"):
        _kinds(console, kinds)
    if stages := results.get("stages"):
        _stages(console, stages)
    if startup := results.get("startup"):
        _startup(console, startup)


def _head(console: Console, results: Figures) -> None:
    machine, versions = results["machine"], results["versions"]
    console.print(Text(f"dupdetect {versions['dupdetect']} on its sample corpus, {results['date']}", "bold"))
    for line in (
        f"{machine['processor']}, {machine['cores']} cores, {machine['memory_gib']} GiB; {machine['system']}",
        f"Python {versions['python']}, numpy {versions['numpy']}, scikit-learn {versions['scikit-learn']}, "
        f"numba {versions['numba']}; measured in {results['seconds']} s",
    ):
        console.print(line)


def _groups(console: Console, verdicts: Figures) -> None:
    _title(
        console,
        "Verdicts",
        f"{verdicts['articles']} articles make {verdicts['pairs']:,} pairs; the search took "
        f"{verdicts['candidates']:,} of them for candidates. Found: a verdict above independent. "
        "Both has the pairs across the two sets too.",
    )
    table = _table("group of pairs", padding=0)
    for name in SETS:
        for column, width in (("pairs", 6), ("right", 5), ("found", 5), ("%", 5)):
            head = name if column == "pairs" else ""
            table.add_column(f"{head}\n{column}", justify="right", no_wrap=True, min_width=width)
    groups = verdicts["sets"][SETS[0]]["groups"]
    for group in groups:
        table.add_row(group, *_counts(verdicts, "groups", group))
    table.add_section()
    table.add_row("all listed", *_counts(verdicts, "listed"))
    table.add_row("standard, same story", *_counts(verdicts, "floor"), style="bold")
    table.add_row("all", *_counts(verdicts, "all"))
    console.print(table)


def _counts(verdicts: Figures, *path: str) -> list[str]:
    cells = []
    for name in SETS:
        counts = verdicts["sets"][name]
        for key in path:
            counts = counts[key]
        cells += [f"{counts['pairs']:,}", f"{counts['right']:,}", f"{counts['found']:,}", percent(counts["share"])]
    return cells


def _floors(console: Console, verdicts: Figures) -> None:
    floor = verdicts["floor"]["share"]
    _title(console, "What must hold", "")
    table = _table("")
    for name in SETS:
        table.add_column(name, justify="right", no_wrap=True)
    sets = [verdicts["sets"][name] for name in SETS]
    table.add_row(
        f"right in standard and same story together: at least {100 * floor:.0f} %",
        *(
            _mark_verdict(percent(figures["floor"]["share"]) + " %", figures["floor"]["share"] >= floor)
            for figures in sets
        ),
    )
    table.add_row(
        "independent pairs called partial or stronger: none",
        *(_mark_verdict(str(figures["false_alarms"]), not figures["false_alarms"]) for figures in sets),
    )
    found = [figures["groups"]["standard"] for figures in sets]
    table.add_row(
        "standard pairs found: the goal is all",
        *(_mark_verdict(f"{group['found']} of {group['pairs']}", group["found"] == group["pairs"]) for group in found),
    )
    console.print(table)


def _confusion(console: Console, name: str, figures: Figures) -> None:
    _title(
        console,
        f"Expected and given verdicts, {name} set",
        "Pairs of all groups; with a star, the figure for standard and same story alone.",
    )
    every, floor = figures["by_verdict"], figures["by_verdict_floor"]
    table = _table("expected \\ given")
    for column in (*every, "recall", "recall*"):
        table.add_column(column, justify="right", no_wrap=True)
    for told, row in figures["confusion"].items():
        cells = [_cell(number, told == got) for got, number in row.items()]
        table.add_row(told, *cells, percent(every[told]["recall"]), percent(floor[told]["recall"]))
    table.add_section()
    for label, rows in (("precision", every), ("precision*", floor)):
        table.add_row(label, *(percent(row["precision"]) for row in rows.values()))
    console.print(table)


def _cell(number: int, right: bool) -> Text:
    if not number:
        return Text("·", "dim")
    return Text(f"{number:,}", "green" if right else "bold red")


def _passages(console: Console, sets: Figures) -> None:
    _title(
        console,
        "Passages against the marked truth",
        "Standard pairs, characters of both sides. Micro adds up all pairs; macro is the mean of the pairs' own "
        "figures. Granularity: passages found for one that is true.",
    )
    table = _table("expected verdict")
    for name in ("set", "pairs", "micro\nprecision", "\nrecall", "macro\nprecision", "\nrecall", "\ngranularity"):
        table.add_column(name, justify="left" if name == "set" else "right", no_wrap=True)
    for verdict in sets[SETS[0]]["passages"]:
        for name in SETS if verdict == "all" else APART:
            fit = sets[name]["passages"][verdict]
            shares = [
                percent(fit[key]) for key in ("micro_precision", "micro_recall", "macro_precision", "macro_recall")
            ]
            first = verdict if name == SETS[0] else ""
            table.add_row(first, name, str(fit["pairs"]), *shares, _number(fit["granularity"], 2))
        table.add_section()
    console.print(table)


def _spun_and_credit(console: Console, verdicts: Figures) -> None:
    _title(console, "Spinning and credit", "Of each derived piece, against what it was made from.")
    table = _table("")
    for name in SETS:
        table.add_column(name, justify="right", no_wrap=True)
    spun = [verdicts["sets"][name]["spun"] for name in SETS]
    credit = [verdicts["sets"][name]["credit"] for name in SETS]
    table.add_row("spun or not: right", *(f"{figures['right']} of {figures['pairs']}" for figures in spun))
    table.add_row("  spun, and found", *(f"{figures['spun_found']} of {figures['spun']}" for figures in spun))
    table.add_row("  not spun, but called so", *(str(figures["false_alarms"]) for figures in spun))
    table.add_row("  undecided: too little aligned", *(str(figures["undecided"]) for figures in spun))
    table.add_row("credit: right", *(f"{figures['right']} of {figures['pieces']}" for figures in credit))
    table.add_row(
        "  credits there, and found", *(f"{figures['credited_right']} of {figures['credited']}" for figures in credit)
    )
    table.add_row("  no credit there, but found", *(str(figures["false_alarms"]) for figures in credit))
    console.print(table)
    for row in verdicts["wrong_spun"]:
        console.print(f"  {row['a']}, {row['b']} ({row['set']}): spun {row['expected']}, got {row['got']}", style="red")
    for row in verdicts["wrong_credit"]:
        console.print(f"  {row['piece']} ({row['set']}): credit is {row['expected']}, got {row['got']}", style="red")


def _wrong(console: Console, wrong: Sequence[Figures]) -> None:
    _title(
        console,
        "Pairs with a wrong verdict",
        "One by one where the floor counts them; the others are only counted here, and listed in "
        "docs/benchmarks.md and benchmarks/results/samples.json.",
    )
    table = _table("set")
    for name in ("group", "A", "B", "expected", "given"):
        table.add_column(name, no_wrap=True)
    for row in wrong:
        if row["group"] in LISTED_IN_FULL:
            table.add_row(row["set"], row["group"], row["a"], row["b"], row["expected"], Text(row["got"], "red"))
    others = Counter(
        (row["set"], row["group"], row["expected"], row["got"]) for row in wrong if row["group"] not in LISTED_IN_FULL
    )
    table.add_section()
    for (name, group, expected, got), number in others.items():
        table.add_row(name, group, Text(f"{number} pairs", "dim"), "", expected, Text(got, "red"))
    console.print(table)


def _kinds(console: Console, kinds: Figures) -> None:
    _title(
        console,
        "Verdicts by kind",
        f"{kinds['articles']} articles of samples/kinds, scanned together; meaning: right with --meaning. Wrong pairs "
        "are listed in docs/benchmarks.md and benchmarks/results/samples.json.",
    )
    table = _table("kind of pair")
    for name in ("set", "expected", "pairs", "right", "meaning", "given instead"):
        table.add_column(name, justify="right" if name in ("pairs", "right", "meaning") else "left", no_wrap=True)
    for row in kinds["rows"]:
        counts = (f"{row[key]:,}" for key in ("pairs", "right", "right_with_meaning"))
        table.add_row(row["kind"], row["set"], row["expected"], *counts, Text(format_mistaken(row), "red"))
    console.print(table)


def format_mistaken(row: Figures) -> str:
    """The wrong verdicts of a row by kind, with their numbers."""
    given = row["given"].items()
    return ", ".join(f"{number} {verdict}" for verdict, number in given if number and verdict != row["expected"])


def _stages(console: Console, figures: Figures) -> None:
    _title(
        console,
        "Time and memory by stage",
        f"A scan of the samples in one process, reported for a terminal. First: a new process, with all that it loads. "
        f"Again: the median of {figures['repeats']} more. Memory: by how much the stage raised the peak, which starts "
        f"at {figures['bare_mib']} MiB and ends at {figures['peak_mib']} MiB.",
    )
    table = _table("stage")
    for name in ("calls", "first, ms", "again, ms", "CPU, ms", "share %", "memory, MiB"):
        table.add_column(name, justify="right", no_wrap=True)
    rows = figures["stages"]
    total = sum(row["wall_ms"] or 0 for row in rows)
    for row in rows:
        share = percent(row["wall_ms"] / total) if row["wall_ms"] is not None else "-"
        times = [_number(row[key], 1) for key in ("first_ms", "wall_ms", "cpu_ms")]
        calls = "-" if row["calls"] is None else f"{row['calls']:,}"
        table.add_row(row["stage"], calls, *times, share, f"{row['added_mib']:+.1f}")
    table.add_section()
    sums = [f"{sum(row[key] or 0 for row in rows):,.1f}" for key in ("first_ms", "wall_ms", "cpu_ms")]
    table.add_row("together", "", *sums, "", f"{sum(row['added_mib'] for row in rows):+.1f}", style="bold")
    console.print(table)


def _startup(console: Console, figures: Figures) -> None:
    _title(
        console,
        "Whole commands",
        f"Seconds from start to exit, byte code and machine code compiled; the median of {figures['rounds']} runs.",
    )
    table = _table("command", padding=1)
    for name in ("median", "least", "most", "CPU", "at most"):
        table.add_column(name, justify="right", no_wrap=True)
    for row in figures["commands"]:
        seconds = [_number(row[key], 3) for key in ("least_s", "most_s", "cpu_s")]
        median = _mark_verdict(_number(row["median_s"], 3), row["held"])
        table.add_row(Text(row["command"]), median, *seconds, _number(row["floor_s"], 1))
    console.print(table)


def percent(share: float | None) -> str:
    """A share in percent; only all is 100.0, and a dash where there was nothing to share."""
    if share is None:
        return "-"
    return "99.9" if 0.9995 <= share < 1 else f"{100 * share:.1f}"


def _number(value: float | None, places: int) -> str:
    return "-" if value is None else f"{value:,.{places}f}"


def _mark_verdict(text: str, held: bool) -> Text:
    return Text(text, "green") if held else Text(f"{text} !", "bold red")


def _table(first: str, padding: int = 2) -> Table:
    table = Table(box=box.SIMPLE_HEAD, header_style="dim", show_edge=False, pad_edge=False, padding=(0, padding, 0, 0))
    table.add_column(first, no_wrap=True, vertical="bottom")
    return table


def _title(console: Console, title: str, note: str) -> None:
    console.print(Text(f"\n{title}", "bold"))
    if note:
        console.print(Text(note, "dim"))
    console.print()
