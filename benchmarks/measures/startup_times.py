"""How long a user waits: seconds of whole processes, on sample articles, with byte code and machine code compiled.

Each command runs once unmeasured; then the commands take turns, so that a slow moment of the machine falls on all of
them alike, and the median of each counts.
"""

from __future__ import annotations

import resource
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from typing import Any

from benchmarks.measures.stage_times import environment
from benchmarks.places import ROOT

ROUNDS = 5


class StartupError(Exception):
    """A command could not be measured."""


@dataclass(frozen=True, slots=True)
class Command:
    """A command line, and the seconds in which it should be done."""

    words: tuple[str, ...]
    floor: float


COMMANDS = (
    Command(("--help",), 0.2),
    Command(("compare", "samples/articles/ferry-original.txt", "samples/articles/ferry-spun-medium.txt"), 1.2),
    Command(("scan", "samples/articles"), 3.0),
)

IMPORTS = (
    ("click", "click"),
    ("numpy", "numpy"),
    ("numba", "numba"),
    ("datasketch", "datasketch"),
    ("scikit-learn", "sklearn.feature_extraction.text"),
    ("rich", "rich.console"),
    ("rapidfuzz", "rapidfuzz.distance"),
    ("PyStemmer", "Stemmer"),
    ("sentencex", "sentencex"),
    ("markdown-it-py", "markdown_it"),
)
"""Packages, and the modules of them that dupdetect imports."""


@dataclass
class Timing:
    """The seconds of one command, run after run."""

    wall: list[float] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)


def measure_commands() -> dict[str, Any]:
    """The seconds of every command."""
    timings = [Timing() for _ in COMMANDS]
    for turn in range(ROUNDS + 1):
        for command, timing in zip(COMMANDS, timings, strict=True):
            wall, cpu = time_process([*program(), *command.words], {})
            if turn:
                timing.wall.append(wall)
                timing.cpu.append(cpu)
    rows = [_row(*both) for both in zip(COMMANDS, timings, strict=True)]
    return {"rounds": ROUNDS, "commands": rows, "imports": measure_imports()}


def measure_imports() -> list[tuple[str, float]]:
    """Seconds to import each package alone in a new process, the median of three."""
    found = []
    for name, module in IMPORTS:
        clock = f"import time; began = time.perf_counter(); import {module}; print(time.perf_counter() - began)"
        command = [sys.executable, "-c", clock]
        runs = [
            float(subprocess.run(command, env=environment(), capture_output=True, text=True, check=True).stdout)
            for _ in range(3)
        ]
        found.append((name, round(median(runs), 3)))
    return found


def program() -> list[str]:
    """The installed command beside this Python, or the package where it is not installed."""
    installed = Path(sys.executable).with_name("dupdetect")
    return [str(installed)] if installed.exists() else [sys.executable, "-m", "dupdetect"]


def time_process(command: Sequence[str], variables: Mapping[str, str]) -> tuple[float, float]:
    """Wall and CPU seconds of one run, with further environment variables.

    Raises:
        StartupError: the command failed.
    """
    before = _children()
    began = time.perf_counter()
    done = subprocess.run(
        command,
        cwd=ROOT,
        env={**environment(), **variables},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        check=False,
    )
    wall = time.perf_counter() - began
    if done.returncode:
        raise StartupError(f"{' '.join(command)}: {done.stderr.strip() or 'failed without a word'}")
    return wall, _children() - before


def _children() -> float:
    """The CPU seconds of all finished child processes."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _row(command: Command, timing: Timing) -> dict[str, Any]:
    return {
        "command": "dupdetect " + " ".join(_short(command.words)),
        "floor_s": command.floor,
        "median_s": round(median(timing.wall), 3),
        "least_s": round(min(timing.wall), 3),
        "most_s": round(max(timing.wall), 3),
        "cpu_s": round(median(timing.cpu), 3),
        "held": median(timing.wall) <= command.floor,
    }


def _short(words: Sequence[str]) -> list[str]:
    return [Path(word).name if word.endswith(".txt") else word for word in words]
