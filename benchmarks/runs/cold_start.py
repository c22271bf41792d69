"""How long the first commands take after an installation, when no kernel has machine code on disk.

    python -m benchmarks.runs.cold_start              three rounds, prints and writes benchmarks/results/cold_start.json
    python -m benchmarks.runs.cold_start --rounds 1

Each command runs with a new, empty folder for machine code (NUMBA_CACHE_DIR), and once more with a folder that
`dupdetect compile` has filled. Byte code is compiled, as pip leaves it. Medians count.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

from benchmarks.measures import provenance, startup_times
from benchmarks.places import ARTICLES

PACKAGES = ("numpy", "numba")

A, B = (str(ARTICLES / f"ferry-{name}.txt") for name in ("original", "spun-medium"))
COMPARE = f"import dupdetect; from pathlib import Path; print(dupdetect.compare(Path({A!r}), Path({B!r})).verdict)"


class Start(NamedTuple):
    """A command, its name on the page, and its goal in CPU seconds on a cold start."""

    name: str
    words: Sequence[str]
    goal: float


STARTS = (
    Start("`dupdetect --help`", [*startup_times.program(), "--help"], 0.1),
    Start("`dupdetect.compare` of two articles in Python", [sys.executable, "-c", COMPARE], 2.0),
    Start("`dupdetect compare` of two articles", [*startup_times.program(), "compare", A, B], 2.0),
    Start("`dupdetect scan samples/articles`", [*startup_times.program(), "scan", str(ARTICLES)], 5.0),
)
COMPILE = [*startup_times.program(), "compile"]


def measure_round() -> dict[str, list[float]]:
    """Wall and CPU seconds of each command without machine code and with it, and of compiling ahead."""
    seconds = {}
    for start in STARTS:
        with TemporaryDirectory() as folder:
            seconds[f"cold {start.name}"] = time_in(start.words, folder)
    with TemporaryDirectory() as folder:
        seconds["ahead"] = time_in(COMPILE, folder)
        for start in STARTS:
            seconds[f"warm {start.name}"] = time_in(start.words, folder)
    return seconds


def time_in(command: Sequence[str], folder: str) -> list[float]:
    """Wall and CPU seconds of a command whose machine code stays in `folder`."""
    return list(startup_times.time_process(command, {"NUMBA_CACHE_DIR": folder}))


def make_row(start: Start, runs: Sequence[Mapping[str, Sequence[float]]]) -> dict[str, Any]:
    """Medians over the rounds of a command."""
    row: dict[str, Any] = {"command": start.name, "goal_cpu_s": start.goal}
    for state in ("cold", "warm"):
        for place, clock in enumerate(("wall_s", "cpu_s")):
            row[f"{state}_{clock}"] = round(median(run[f"{state} {start.name}"][place] for run in runs), 3)
    return row


def main() -> int:
    """Run the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--results", type=Path, metavar="FILE", help="where to write the results")
    options = parser.parse_args()
    try:
        for start in STARTS:
            startup_times.time_process(start.words, {})  # for the byte code
        runs = [measure_round() for _ in range(options.rounds)]
    except startup_times.StartupError as error:
        print(error, file=sys.stderr)
        return 1
    rows = [make_row(start, runs) for start in STARTS]
    for row in rows:
        print(row)
    ahead = round(median(run["ahead"][1] for run in runs), 1)
    results = {"rounds": options.rounds, "ahead_cpu_s": ahead, "rows": rows}
    provenance.write_results("cold_start", {**provenance.describe_origin(PACKAGES), **results}, options.results)
    return 0


if __name__ == "__main__":
    sys.exit(main())
