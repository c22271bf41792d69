"""Time and memory by stage: a scan of the sample articles with a clock around every call that detect makes to a step.

    python -m benchmarks.measures.stage_times    measures in this process and prints JSON; runs.samples starts it

What is measured is the product's own scan and report, so no stage can be forgotten: whatever no clock sees is told as
the rest. The first pass includes what the stages load when they are first needed; the median of the later ones does
not.
"""

from __future__ import annotations

import io
import json
import os
import resource
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from functools import wraps
from importlib import import_module
from pathlib import Path
from pkgutil import resolve_name
from statistics import median
from typing import Any
from unittest.mock import patch

from benchmarks.places import ARTICLES, ROOT

REPEATS = 3
WIDTH = 100

LOAD, REST = "load", "the rest"
STAGES: dict[str, tuple[str, ...]] = {
    "read": ("read.sources.read_articles",),
    "segment, fold": (
        "compare.comparer.segment_article",
        "engines.faults.folding_table",
        "findings.count_words",
        "compare.comparer.Vocabulary",
    ),
    "fingerprint": ("search.fingerprint.minhash",),
    "pair": ("search.arrays.ArrayPostings.join",),
    "align": ("compare.align.index_article", "compare.align.align_wording", "compare.align.add_facts"),
    "judge, credit": (
        "compare.judge.measure_wording",
        "compare.judge.complete_measures",
        "compare.judge.judge_measures",
        "compare.judge.measure_coverage",
        "compare.judge.measure_closeness",
        "compare.credit.find_mentions",
        "compare.credit.find_credit",
        "compare.credit.find_direction",
        "compare.spinning.looks_spun",
        "compare.spinning.find_substitutions",
    ),
    "cluster": ("engines.local.engine.join_ties",),
    "report": ("report.write",),
}
"""The calls of each stage, by their places in the package."""


class StageError(Exception):
    """The stages could not be measured."""


def measure_stages() -> dict[str, Any]:
    """The figures of all stages, from a new process."""
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.measures.stage_times"],
        cwd=ROOT,
        env=environment(),
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    if done.returncode:
        raise StageError(f"benchmarks.measures.stage_times: {(done.stderr.strip().splitlines() or ['no message'])[-1]}")
    figures: dict[str, Any] = json.loads(done.stdout)
    return figures


def environment() -> dict[str, str]:
    """What a new process is to find: byte code is kept, as it is for users."""
    return {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}


@dataclass
class Meter:
    """What the stages cost in one pass.

    Attributes:
        memory: whether to see how each call moves the peak of memory.
        wall, cpu: seconds by stage.
        calls: calls by stage.
        added: by how many MiB each stage raised the peak.
        looking: seconds that it took to look at the memory.
    """

    memory: bool
    wall: dict[str, float] = field(default_factory=lambda: defaultdict(float))
    cpu: dict[str, float] = field(default_factory=lambda: defaultdict(float))
    calls: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    added: dict[str, float] = field(default_factory=lambda: defaultdict(float))
    looking: float = 0.0

    def wrap_call(self, stage: str, action: Callable[..., Any]) -> Callable[..., Any]:
        """`action`, with its cost put down to `stage`."""

        @wraps(action)
        def time_call(*arguments: Any, **named: Any) -> Any:
            peak = self.peak()
            wall, cpu = time.perf_counter(), time.process_time()
            result = action(*arguments, **named)
            self.cpu[stage] += time.process_time() - cpu
            self.wall[stage] += time.perf_counter() - wall
            self.calls[stage] += 1
            self.added[stage] += self.peak() - peak
            return self._stepwise(stage, result) if isinstance(result, Iterator) else result

        return time_call

    def peak(self) -> float:
        """The peak of memory so far, when it is watched."""
        if not self.memory:
            return 0.0
        began = time.perf_counter()
        peak = peak_mib()
        self.looking += time.perf_counter() - began
        return peak

    def _stepwise(self, stage: str, results: Iterator[Any]) -> Iterator[Any]:
        """The same results; work that is done only as they are asked for counts too."""
        step = self.wrap_call(stage, lambda: next(results, self))
        yield from iter(step, self)


def peak_mib() -> float:
    """The most memory that this process has held at once, in MiB."""
    status = Path("/proc/self/status")
    if status.exists():  # tells of this program alone; getrusage may count the one that started it
        return int(status.read_text().partition("VmHWM:")[2].split(maxsplit=1)[0]) / 1024
    bytes_a_unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * bytes_a_unit / 1024**2


def resolve_owner(place: str) -> tuple[Any, str]:
    """The module or class that has a call, and the name of the call in it."""
    owner, _, name = f"dupdetect.{place}".rpartition(".")
    return resolve_name(owner), name


def one_pass(*, memory: bool) -> Meter:
    """Scan the sample articles and report what was found, with a clock at every stage."""
    from dupdetect import pipeline, report

    meter = Meter(memory)
    with ExitStack() as clocks:
        for stage, calls in STAGES.items():
            for place in calls:
                owner, name = resolve_owner(place)
                clocks.enter_context(patch.object(owner, name, meter.wrap_call(stage, getattr(owner, name))))
        peak = meter.peak()
        began, cpu = time.perf_counter(), time.process_time()
        report.write(pipeline.scan(ARTICLES, jobs=1), "terminal", io.StringIO(), width=WIDTH)
        cpu, wall = time.process_time() - cpu, time.perf_counter() - began - meter.looking
        meter.cpu[REST] = cpu - sum(meter.cpu.values())
        meter.wall[REST] = wall - sum(meter.wall.values())
        meter.added[REST] = meter.peak() - peak - sum(meter.added.values())
    return meter


def run() -> dict[str, Any]:
    """Measure in this process."""
    bare = peak_mib()
    began = time.perf_counter()
    for places in STAGES.values():
        resolve_owner(places[0])
    import_module("dupdetect.pipeline")
    loading = time.perf_counter() - began
    loaded = peak_mib()
    first = one_pass(memory=True)
    later = [one_pass(memory=False) for _ in range(REPEATS)]
    rows = [_row(stage, first, later) for stage in (*STAGES, REST)]
    load = {"stage": LOAD, "calls": None, "first_ms": _ms(loading), "wall_ms": None, "cpu_ms": None}
    return {
        "repeats": REPEATS,
        "bare_mib": round(bare, 1),
        "peak_mib": round(peak_mib(), 1),
        "stages": [load | {"added_mib": round(loaded - bare, 1)}, *rows],
    }


def _row(stage: str, first: Meter, later: list[Meter]) -> dict[str, Any]:
    return {
        "stage": stage,
        "calls": first.calls[stage] or None,
        "first_ms": _ms(first.wall[stage]),
        "wall_ms": _ms(median(again.wall[stage] for again in later)),
        "cpu_ms": _ms(median(again.cpu[stage] for again in later)),
        "added_mib": round(first.added[stage], 1),
    }


def _ms(seconds: float) -> float:
    return round(1000 * seconds, 2)


if __name__ == "__main__":
    json.dump(run(), sys.stdout)
