"""The section of docs/benchmarks.md on whole scans by size and memory, from benchmarks/results/growth.json."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from tables import measured_on, table

RESULTS = Path(__file__).resolve().parents[1] / "benchmarks" / "results" / "growth.json"

TOP = """\
## Whole scans by size and memory

A scan of made-up articles of 3 kB, a quarter of them in families, with all evidence
(`python -m benchmarks.runs.growth`). *Limit* is `--memory`. Memory is that of all processes at the peak, disk that of
the temporary files. The findings have the same bytes with every limit.
"""

MILLION = 1_000_000
MIB = 1 << 20
FREE = "64G"
"""A limit that none of these scans reaches."""

Figures = Mapping[str, Any]


def write_section() -> Iterator[str]:
    """The section in pieces; none without results."""
    if not RESULTS.exists():
        return
    results = json.loads(RESULTS.read_text(encoding="utf-8"))
    yield TOP + measured_on(results)
    yield table(
        [
            "articles",
            "limit",
            "CPU s",
            "CPU ms an article",
            "wall s",
            "memory, MiB",
            "disk, MiB",
            "candidates",
            "pairs",
        ],
        [_list_cells(row) for row in results["rows"]],
    )
    free = [row for row in results["rows"] if row["limit"] == FREE]
    if len(free) > 1:
        yield _compare_sizes(free[-2], free[-1])
    if results["rows"][-1]["articles"] < MILLION:
        yield _extrapolate(results["rows"])


def _list_cells(row: Figures) -> list[str]:
    return [
        f"{row['articles']:,}", "none" if row["limit"] == FREE else row["limit"], f"{row['cpu_s']:,.0f}",
        f"{1000 * row['cpu_s'] / row['articles']:.1f}", f"{row['wall_s']:,.0f}", f"{row['memory_mib']:,.0f}",
        f"{row['disk_mib']:,.0f}", f"{row['compared']:,}", f"{row['pairs']:,}",
    ]  # fmt: skip


def _compare_sizes(smaller: Figures, larger: Figures) -> str:
    """How the cost of an article grows from the next to largest to the largest scan without a limit."""
    ratio = larger["cpu_s"] / larger["articles"] / (smaller["cpu_s"] / smaller["articles"])
    sizes = f"from {smaller['articles']:,} to {larger['articles']:,} articles"
    return f"Without a limit, {sizes}, the CPU an article is {ratio:.2f} times as much.\n"


def _extrapolate(rows: Sequence[Figures]) -> str:
    """What a million articles would cost if costs grow with the articles, by the largest scan with a limit."""
    largest = rows[-1]
    times = MILLION / largest["articles"]
    return (
        "A million such articles were not scanned. If costs grow with the articles, "
        f"{times:,.0f} times the last row is {largest['cpu_s'] * times / 3600:.1f} hours of one core and "
        f"{largest['disk_mib'] * MIB * times / 1e9:.0f} GB of temporary files. Beside what `--memory` divides, some "
        "0.7 kB an article stay in memory (ids, candidates, and what families need of each pair): by that sum, not by "
        "measurement, `--memory 2G` keeps a million below 4 GB.\n"
    )
