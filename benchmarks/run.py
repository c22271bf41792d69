"""Measure dupdetect on the sample corpus: how right it is, how long it takes, how much memory it needs.

python benchmarks/run.py                  measures, prints tables and writes benchmarks/results/samples.json
python benchmarks/run.py --json-only      the same without tables
python benchmarks/run.py --only verdicts  measures one part (verdicts, stages, startup or fit), writes nothing
"""

from __future__ import annotations

import argparse
import datetime
import json
import os
import platform
import sys
import time
from collections.abc import Callable
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

import fit
import result_tables
import stages
import startup
import verdicts

from dupdetect import __version__
from dupdetect.settings import Settings

SCHEMA = "dupdetect-benchmark/1"
RESULTS = Path(__file__).resolve().parent / "results" / "samples.json"
PACKAGES = ("numpy", "scikit-learn", "numba", "datasketch", "PyStemmer", "sentencex", "rapidfuzz", "rich", "click")

PARTS: dict[str, Callable[[], dict[str, Any]]] = {
    "verdicts": lambda: verdicts.figures(verdicts.measured()),
    "stages": stages.measured,
    "startup": startup.measured,
    "fit": lambda: {"table": fit.lines()},
}


def results(names: list[str]) -> dict[str, Any]:
    """All figures of the named parts, with what they depend on."""
    began = time.perf_counter()
    parts = {name: PARTS[name]() for name in names}
    return {
        "schema": SCHEMA,
        "date": datetime.datetime.now(datetime.timezone.utc).date().isoformat(),
        "machine": machine(),
        "versions": {"dupdetect": __version__, "python": platform.python_version()} | installed(),
        "signature": Settings().signature,
        "seconds": round(time.perf_counter() - began, 1),
        **parts,
    }


def machine() -> dict[str, Any]:
    """What the figures were taken on; no names of people or hosts."""
    return {
        "system": f"{platform.system()} {platform.machine()}",
        "processor": processor(),
        "cores": os.cpu_count(),
        "memory_gib": round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1024**3, 1),
    }


def processor() -> str:
    """The processor's model, where the system tells it."""
    told = Path("/proc/cpuinfo")
    lines = told.read_text(encoding="utf-8").splitlines() if told.exists() else []
    models = (line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    return next(models, platform.processor() or "unknown")


def installed() -> dict[str, str]:
    """The versions of the packages that can change a figure."""
    found = {}
    for name in PACKAGES:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            found[name] = "missing"
    return found


def main() -> int:
    """Run the command line."""
    options = argparse.ArgumentParser(description="Measure verdicts, time and memory on the sample corpus.")
    options.add_argument("--json-only", action="store_true", help="print no tables")
    options.add_argument("--only", choices=PARTS, help="measure and print one part, and write nothing")
    given = options.parse_args()
    try:
        found = results([given.only] if given.only else list(PARTS))
    except (stages.StageError, startup.StartupError) as error:
        print(error, file=sys.stderr)
        return 1
    if not given.json_only:
        result_tables.show(found)
    if not given.only:
        RESULTS.parent.mkdir(exist_ok=True)
        RESULTS.write_text(json.dumps(found, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
        print(
            "wrote benchmarks/results/samples.json; `make docs` brings docs/benchmarks.md up to date", file=sys.stderr
        )
    return 0


if __name__ == "__main__":
    sys.exit(main())
