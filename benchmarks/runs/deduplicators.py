"""From a file of JSON lines to a deduplicated file: dupdetect and what else engineers would pick on one machine.

    python -m benchmarks.runs.deduplicators                                 the published figures
    python -m benchmarks.runs.deduplicators --articles 2000 --rounds 1      a quick look; --only NAME ... chooses
    python -m benchmarks.runs.deduplicators --list                          the deduplicators, and those missing here

Each starts as a command and is watched from outside: seconds by the clock and of all processors, with the start of
Python; the most memory of all its processes at one time; and the most that its passing files and its output take on
disk. The machine code of dupdetect is compiled before. What is kept is held against the planted truth by the exact
similarity of the texts, whichever member of a group stays.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any

from benchmarks.corpora import planted_copies
from benchmarks.corpora.stored_corpus import Corpus, ensure_records
from benchmarks.measures import process_tree_meter, provenance
from benchmarks.measures.process_meter import MeasurementError
from benchmarks.peers.deduplicators import ABSENT, DEDUPLICATORS, read_kept
from benchmarks.peers.engines import VALUES
from benchmarks.places import ROOT

PACKAGES = ("numpy", "numba", "gaoya", "rensa", "FastSketchLSH", "dedup-rs", "text-dedup", "datasets", "datatrove")
THRESHOLD = 0.8
FAR = 0.2
"""How far below the threshold a drop is no matter of estimates any more."""

Figures = dict[str, Any]


def compare_deduplicators(size: int, rounds: int, names: Sequence[str]) -> list[Figures]:
    """A row for every deduplicator; they take turns, round after round."""
    folder = planted_copies.ensure_corpus(size)
    source, corpus = ensure_records(folder), Corpus(folder)
    asked = [name for name in names if size <= DEDUPLICATORS[name].most]
    runs: dict[str, list[Figures]] = defaultdict(list)
    for turn in range(rounds):
        for name in asked if turn % 2 == 0 else reversed(asked):
            runs[name].append(measure(name, source, corpus))
            print(f"{size:>9,} {name:16} {runs[name][-1]['cpu_s']:9.2f} CPU s", file=sys.stderr)
    return [sum_up(name, size, runs[name]) for name in asked]


def measure(name: str, source: Path, corpus: Corpus) -> Figures:
    """One run of a deduplicator: its cost, and how right it was."""
    with TemporaryDirectory() as spare:
        target = Path(spare) / "unique.jsonl"
        command = [sys.executable, "-m", "benchmarks.peers.deduplicators", name, source, target, THRESHOLD]
        cost = process_tree_meter.run(list(map(str, command)), describe_environment(spare), Path(spare))
        disk = max(cost.disk, process_tree_meter.size(Path(spare)) / process_tree_meter.MIB)
        kept = set(read_kept(target))
    figures = {"wall_s": cost.wall, "cpu_s": cost.cpu, "memory_mib": cost.memory, "disk_mib": disk}
    return figures | judge(kept, corpus, THRESHOLD)


def describe_environment(spare: str) -> dict[str, str]:
    """Where passing files go, and that no hub is asked."""
    passing = {"TMPDIR": spare, "HF_HOME": f"{spare}/hub", "HF_HUB_OFFLINE": "1", "HF_DATASETS_OFFLINE": "1"}
    inherited = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return inherited | passing | {"PYTHONPATH": os.pathsep.join([str(ROOT), inherited.get("PYTHONPATH", "")])}


def judge(kept: set[int], corpus: Corpus, threshold: float) -> Figures:
    """What a deduplicator kept and dropped, by the exact similarity of the planted pairs; no other pair is similar.

    Returns:
        kept, dropped: articles.
        lost: dropped articles that resemble no kept one; `far`, those that do not by a wide margin either.
        left: kept articles that resemble an earlier kept one.
    """
    nearest: dict[int, float] = defaultdict(float)
    left = set()
    for (a, b), similarity in corpus.similarities.items():
        for place, other in ((a, b), (b, a)):
            if place not in kept and other in kept:
                nearest[place] = max(nearest[place], similarity)
        if {a, b} <= kept and similarity >= threshold:
            left.add(max(a, b))
    dropped = [place for place in range(len(corpus)) if place not in kept]
    lost = [place for place in dropped if nearest[place] < threshold]
    far = sum(nearest[place] < threshold - FAR for place in lost)
    return {"kept": len(kept), "dropped": len(dropped), "lost": len(lost), "far": far, "left": len(left)}


def sum_up(name: str, size: int, runs: Sequence[Mapping[str, Any]]) -> Figures:
    """Medians over the runs of a deduplicator; what it keeps does not change from run to run."""
    costs = ("wall_s", "cpu_s", "memory_mib", "disk_mib")
    figures = {key: round(median(run[key] for run in runs), 2) for key in costs}
    counts = {key: value for key, value in runs[0].items() if key not in costs}
    least = {"least_cpu_s": round(min(run["cpu_s"] for run in runs), 2)}
    how = DEDUPLICATORS[name].how
    return {"name": name, "how": how, "articles": size, "runs": len(runs), **figures, **least, **counts}


def compile_ahead() -> None:
    """Compile the kernels of dupdetect, as its documentation advises before a large job."""
    subprocess.run([sys.executable, "-m", "dupdetect", "compile", "--quiet"], cwd=ROOT, check=True)


def main() -> int:
    """Run the command line."""
    given = read_options()
    absent = provenance.list_missing({name: DEDUPLICATORS[name].package for name in given.only})
    if given.list:
        for name, item in DEDUPLICATORS.items():
            print(f"{name:16} {absent.get(name, item.how)}")
        return 0
    compile_ahead()
    setting = {"values": VALUES, "threshold": THRESHOLD, "far": FAR, "load": round(os.getloadavg()[0], 1)}
    rows: list[Figures] = []
    results = {**provenance.describe_origin(PACKAGES), **setting, "rows": rows, "absent": ABSENT | absent}
    try:
        for size in given.articles:  # written after each, since the next takes longer than all before it
            rows += compare_deduplicators(size, given.rounds, [name for name in given.only if name not in absent])
            print(f"wrote {provenance.write_results('deduplicators', results, given.results)}", file=sys.stderr)
    except MeasurementError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


def read_options() -> argparse.Namespace:
    """What the command line asks for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, nargs="+", default=[2_000, 10_000, 50_000], metavar="N")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--only", nargs="+", default=list(DEDUPLICATORS), choices=list(DEDUPLICATORS), metavar="NAME")
    parser.add_argument("--list", action="store_true", help="list the deduplicators and stop")
    parser.add_argument("--results", type=Path, metavar="FILE", help="where to write the results")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
