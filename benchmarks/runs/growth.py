"""Whole scans of more and more made-up articles of 3 kB: processor time, memory and disk, with and without a limit.

    python -m benchmarks.runs.growth                                 the published figures: 2,500 and 10,000 articles
    python -m benchmarks.runs.growth --articles 20000 200000         what a quiet machine should be asked
    python -m benchmarks.runs.growth --articles 1000000 --limits 3G --add     one more scan: hours, 25 GB of disk

The articles are those of `planted_copies`, in a file of JSON lines; the command writes its findings as JSON lines. CPU
time and memory are those of all its processes; pages that they share count once. What a scan puts on disk has no name,
so it is looked up among the files that its processes hold open.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from benchmarks.corpora import planted_copies
from benchmarks.corpora.stored_corpus import ensure_records
from benchmarks.measures import process_tree_meter, provenance
from benchmarks.measures.process_meter import MeasurementError

PACKAGES = ("numpy", "numba")
LIMITS = ("64G", "512M")
"""The limits of memory: more than any of these scans takes, and less."""


def measure_size(articles: int, limits: Sequence[str]) -> list[dict[str, Any]]:
    """A row for each limit.

    Raises:
        MeasurementError: a scan failed, or two limits gave different findings.
    """
    source = ensure_records(planted_copies.ensure_corpus(articles))
    rows, seen = [], set()
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder, "findings.jsonl")
        for limit in limits:
            command = [sys.executable, "-m", "dupdetect", "scan", str(source), "--memory", limit, "-o", str(out)]
            cost = process_tree_meter.run(command, os.environ)
            seen.add(out.read_bytes())
            rows.append(_describe(articles, limit, cost, _count(out)))
            print(rows[-1], file=sys.stderr, flush=True)
    if len(seen) > 1:
        raise MeasurementError(f"{articles} articles: the findings differ with the limit of memory")
    return rows


def _count(findings: Path) -> dict[str, int]:
    """The counts at the end of findings in JSON lines."""
    last = findings.read_text(encoding="utf-8").rstrip("\n").rpartition("\n")[2]
    counts: dict[str, int] = json.loads(last)["counts"]
    return counts


def _describe(articles: int, limit: str, cost: process_tree_meter.Cost, counts: dict[str, int]) -> dict[str, Any]:
    return {
        "articles": articles,
        "limit": limit,
        "cpu_s": round(cost.cpu, 1),
        "wall_s": round(cost.wall, 1),
        "memory_mib": round(cost.memory, 1),
        "disk_mib": round(cost.unnamed, 1),
        "compared": counts["compared"],
        "pairs": counts["pairs"],
    }


def join_rows(earlier: Sequence[dict[str, Any]], rows: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """The rows of two runs, the smallest size first; for the same size and limit, the row of the later run."""
    latest = {(row["articles"], row["limit"]): row for row in (*earlier, *rows)}
    return sorted(latest.values(), key=lambda row: int(row["articles"]))


def main() -> int:
    """Run the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, nargs="+", default=[2_500, 10_000], metavar="N")
    parser.add_argument("--limits", nargs="+", default=LIMITS, metavar="SIZE", help="as for scan --memory")
    parser.add_argument("--results", type=Path, metavar="FILE", help="where to write the results")
    parser.add_argument("--add", action="store_true", help="keep the rows of an earlier run for other sizes or limits")
    given = parser.parse_args()
    try:
        rows = [row for size in given.articles for row in measure_size(size, given.limits)]
        earlier = provenance.read_results("growth", given.results)["rows"] if given.add else []
    except MeasurementError as error:
        print(error, file=sys.stderr)
        return 1
    results = {**provenance.describe_origin(PACKAGES), "rows": join_rows(earlier, rows)}
    print(f"wrote {provenance.write_results('growth', results, given.results)}", file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main())
