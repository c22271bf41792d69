"""Measure dupdetect on the sample corpus: how right it is, how long it takes, how much memory it needs.

python -m benchmarks.runs.samples               measures, prints tables and writes benchmarks/results/samples.json
python -m benchmarks.runs.samples --json-only   the same without tables
python -m benchmarks.runs.samples --only kinds  measures one part (verdicts, kinds, stages, startup or fit), no file
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable
from typing import Any

from benchmarks.measures import (
    kind_accuracy,
    provenance,
    result_tables,
    stage_times,
    startup_times,
    threshold_fit,
    verdict_accuracy,
)
from dupdetect.settings import Settings

PACKAGES = ("numpy", "scikit-learn", "numba", "datasketch", "PyStemmer", "sentencex", "rapidfuzz", "rich", "click")

PARTS: dict[str, Callable[[], dict[str, Any]]] = {
    "verdicts": lambda: verdict_accuracy.figures(verdict_accuracy.scan_samples()),
    "kinds": kind_accuracy.measure_kinds,
    "stages": stage_times.measure_stages,
    "startup": startup_times.measure_commands,
    "fit": lambda: {"table": threshold_fit.lines()},
}


def results(names: list[str]) -> dict[str, Any]:
    """All figures of the named parts, with what they depend on."""
    began = time.perf_counter()
    parts = {name: PARTS[name]() for name in names}
    return {
        **provenance.describe_origin(PACKAGES),
        "signature": Settings().signature,
        "seconds": round(time.perf_counter() - began, 1),
        **parts,
    }


def main() -> int:
    """Run the command line."""
    options = argparse.ArgumentParser(description="Measure verdicts, time and memory on the sample corpus.")
    options.add_argument("--json-only", action="store_true", help="print no tables")
    options.add_argument("--only", choices=PARTS, help="measure and print one part, and write nothing")
    given = options.parse_args()
    try:
        found = results([given.only] if given.only else list(PARTS))
    except (stage_times.StageError, startup_times.StartupError) as error:
        print(error, file=sys.stderr)
        return 1
    if not given.json_only:
        result_tables.show(found)
    if not given.only:
        provenance.write_results("samples", found)
        print(
            "wrote benchmarks/results/samples.json; `make docs` brings docs/benchmarks.md up to date", file=sys.stderr
        )
    return 0


if __name__ == "__main__":
    sys.exit(main())
