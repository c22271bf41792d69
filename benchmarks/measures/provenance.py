"""Where figures come from: the day, the machine and the versions that stand in every file of results."""

from __future__ import annotations

import datetime
import json
import os
import platform
from collections.abc import Iterable, Mapping
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from benchmarks.measures.process_meter import MeasurementError
from benchmarks.places import RESULTS
from dupdetect import __version__

SCHEMA = "dupdetect-benchmark/1"


def describe_origin(packages: Iterable[str]) -> dict[str, Any]:
    """The first entries of a file of results; `packages` are those that can change a figure."""
    return {
        "schema": SCHEMA,
        "date": datetime.datetime.now(datetime.timezone.utc).date().isoformat(),
        "machine": machine(),
        "versions": {"dupdetect": __version__, "python": platform.python_version()} | read_versions(packages),
    }


def write_results(name: str, results: Mapping[str, Any], elsewhere: Path | None = None) -> Path:
    """Write the file of results with this name, or another file, and say which."""
    path = _place_results(name, elsewhere)
    path.parent.mkdir(exist_ok=True)
    path.write_text(json.dumps(results, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return path


def read_results(name: str, elsewhere: Path | None = None) -> dict[str, Any]:
    """What `write_results` wrote.

    Raises:
        MeasurementError: there is no such file.
    """
    path = _place_results(name, elsewhere)
    if not path.exists():
        raise MeasurementError(f"{path}: there are no results yet")
    results: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return results


def _place_results(name: str, elsewhere: Path | None) -> Path:
    return elsewhere or RESULTS / f"{name}.json"


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


def list_missing(packages: Mapping[str, str]) -> dict[str, str]:
    """What cannot be measured here, and why: of the packages by what needs them, those that are not installed."""
    missing = {}
    for name, package in packages.items():
        try:
            version(package)
        except PackageNotFoundError:
            if package != "dupdetect":  # it may run from its source
                missing[name] = f"{package} is not installed"
    return missing


def read_versions(packages: Iterable[str]) -> dict[str, str]:
    """The version of each package."""
    found = {}
    for name in packages:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            found[name] = "missing"
    return found
