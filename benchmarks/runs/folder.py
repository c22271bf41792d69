"""dupdetect on a folder of made-up articles, a file each, against reading the files alone.

    python -m benchmarks.runs.folder                       the published figures: 100,000 files
    python -m benchmarks.runs.folder --articles 5000 --rounds 1

Files are read once before the clock starts, so that they come from the system's memory and not from the disk. Each run
is a process of its own; the ways take turns, and medians count.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from statistics import median
from typing import Any

from benchmarks.corpora import planted_copies
from benchmarks.measures import process_meter, provenance
from dupdetect import near_copies

THRESHOLD = 0.8
PACKAGES = ("numpy", "numba")

_READ = 65_536
"""Bytes asked for at once: room for a megabyte costs more in page faults than reading a small file does."""


def files(folder: str) -> Iterator[str]:
    """The paths of all files, in order."""
    for place, folders, names in os.walk(folder):
        folders.sort()
        yield from (os.path.join(place, name) for name in sorted(names))


def read_alone(folder: str) -> int:
    """Open, read and close every file with the system's own calls: the least that can be done."""
    read = 0
    for path in files(folder):
        handle = os.open(path, os.O_RDONLY)
        while some := os.read(handle, _READ):
            read += len(some)
            if len(some) < _READ:
                break
        os.close(handle)
    return read


def read_text(folder: str) -> int:
    """Read every file as a Python program would that wants its text."""
    return sum(len(Path(path).read_text(encoding="utf-8")) for path in files(folder))


def scan(folder: str) -> int:
    """Read and find the near copies."""
    return len(near_copies(folder, THRESHOLD).pairs)


WAYS: Mapping[str, Callable[[str], int]] = {
    "read the files: os.open, os.read, os.close": read_alone,
    "read the files: Path.read_text": read_text,
    "dupdetect.near_copies": scan,
}


def measure(way: str, folder: str) -> None:
    """In a process of its own: one pass over the folder."""
    near_copies({"a": "a warm start", "b": "a warm start"}, THRESHOLD)
    read_alone(folder)
    with process_meter.measure_cost() as cost:
        found = WAYS[way](folder)
    print(json.dumps(cost.to_figures() | {"found": found}))


def compare_ways(folder: Path, rounds: int) -> list[dict[str, Any]]:
    """A row a way: medians, and how many times the seconds of reading alone."""
    runs: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for turn in range(rounds):
        for way in list(WAYS) if turn % 2 == 0 else reversed(list(WAYS)):
            runs[way].append(process_meter.measure_in_process("benchmarks.runs.folder", [way, str(folder)]))
    rows = [make_row(way, runs[way]) for way in WAYS]
    for row in rows:
        row["times"] = {key: round(row[key] / rows[0][key], 2) for key in ("wall_s", "cpu_s")}
    return rows


def make_row(way: str, runs: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Medians over the runs of a way."""
    return {"way": way, "found": runs[0]["found"]} | {
        key: median(run[key] for run in runs) for key in ("wall_s", "cpu_s")
    }


def main() -> int:
    """Run the command line."""
    if sys.argv[1:2] == ["--measure"]:
        measure(*sys.argv[2:])
        return 0
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=100_000, metavar="N")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--results", type=Path, metavar="FILE", help="where to write the results")
    given = parser.parse_args()
    try:
        rows = compare_ways(planted_copies.ensure_corpus(given.articles, files=True), given.rounds)
    except process_meter.MeasurementError as error:
        print(error, file=sys.stderr)
        return 1
    results = {**provenance.describe_origin(PACKAGES), "articles": given.articles, "rounds": given.rounds, "rows": rows}
    print(f"wrote {provenance.write_results('folder', results, given.results)}", file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main())
