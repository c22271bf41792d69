"""What a stretch of a program costs: seconds by the clock and of all processors, and the memory it adds.

A measurement runs in a process of its own, `python -m benchmarks.runs.NAME --measure ARGUMENTS`, which prints JSON;
`alone` starts it. Memory is Linux's high-water mark, reset before the stretch begins; other systems report none.
"""

from __future__ import annotations

import gc
import json
import os
import resource
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.places import ROOT

STATUS = Path("/proc/self/status")
MIB = 1024


class MeasurementError(Exception):
    """A measurement failed; the message says how."""


@dataclass
class Cost:
    """What a stretch took.

    Attributes:
        wall, cpu: seconds; CPU seconds are user and system, with those of child processes that ended.
        memory: by how much the peak lies above the memory at the beginning, in MiB, of this process or of the largest
            child, whichever is more.
        peak: the peak itself, in MiB.
    """

    wall: float = 0.0
    cpu: float = 0.0
    memory: float | None = None
    peak: float | None = None

    def to_figures(self) -> dict[str, float | None]:
        """As it stands in results."""
        rounded = {"wall_s": round(self.wall, 4), "cpu_s": round(self.cpu, 4)}
        return {**rounded, "added_mib": self.memory, "peak_mib": self.peak}


@contextmanager
def measure_cost() -> Iterator[Cost]:
    """Measure what happens inside the `with`; the cost is complete at its end."""
    cost = Cost()
    gc.collect()
    _forget_peak()
    held = _status("VmRSS")
    wall, cpu = time.perf_counter(), cpu_seconds()
    yield cost
    cost.wall, cost.cpu = time.perf_counter() - wall, cpu_seconds() - cpu
    peak, child = _status("VmHWM"), resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / MIB
    if peak is not None and held is not None:
        cost.memory, cost.peak = round(max(peak - held, child), 1), round(max(peak, child), 1)


def cpu_seconds() -> float:
    """CPU seconds of this process and of its children that ended."""
    both = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(used.ru_utime + used.ru_stime for used in both)


def measure_in_process(module: str, words: Sequence[str]) -> dict[str, Any]:
    """What a measurement in a new process prints.

    Raises:
        MeasurementError: it failed, or printed no JSON.
    """
    command = [sys.executable, "-m", module, "--measure", *words]
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    done = subprocess.run(command, cwd=ROOT, capture_output=True, encoding="utf-8", env=environment, check=False)
    try:
        last = done.stdout.strip().splitlines()[-1] if not done.returncode else ""
        figures: dict[str, Any] = json.loads(last)
    except (IndexError, ValueError):
        told = done.stderr.strip().splitlines() or ["no message"]
        raise MeasurementError(f"{module} {' '.join(words)}: {told[-1]}") from None
    return figures


def _forget_peak() -> None:
    """Set the high-water mark back to what is held now."""
    try:
        Path("/proc/self/clear_refs").write_text("5")
    except OSError:
        return


def _status(name: str) -> float | None:
    """A line of the kernel's account of this process, in MiB."""
    if not STATUS.exists():
        return None
    lines = (line.split() for line in STATUS.read_text().splitlines())
    return next((int(words[1]) / MIB for words in lines if words and words[0] == f"{name}:"), None)
