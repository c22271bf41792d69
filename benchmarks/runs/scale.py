"""dupdetect alone from ten thousand to a million made-up articles: cost an article, stages, memory, and the limits.

    python -m benchmarks.runs.scale    the published figures; a million articles are 3 GB of text
    python -m benchmarks.runs.scale --articles 2000 10000 --rounds 1

Articles come from a file one by one, as a user would stream them: the corpus is never in memory as a whole. Beside it
stand what the same bytes cost otherwise: to sum them up, which is what memory gives, to hash them with xxHash, and to
turn them into strings. Figures are medians; each run is a process of its own. Stages are told of one more run, in one
thread.
"""

from __future__ import annotations

import argparse
import json
import pkgutil
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path
from statistics import median
from typing import Any
from unittest.mock import patch

import numpy as np

from benchmarks.corpora import planted_copies
from benchmarks.corpora.stored_corpus import Corpus
from benchmarks.measures import process_meter, provenance, stage_times
from benchmarks.peers import engines
from benchmarks.runs import peers
from dupdetect import near_copies
from dupdetect.records import Article

PACKAGES = ("numpy", "numba", "xxhash")
MEGABYTE = 1_000_000
READ, REST = "read the articles from their file", "the rest"
STAGES = {
    "fold and encode": "dupdetect.search.fingerprint.encode_texts",
    "sign": "dupdetect.search.fingerprint.sign_batch",
    "write the texts to the spool": "dupdetect.engines.local.spool.TextSpool.add",
    "pair": "dupdetect.search.arrays.join_sketches",
    "read the texts of candidates": "dupdetect.engines.local.spool.TextSpool.take",
    "verify": "dupdetect.search.overlap.count_shared",
}
"""The calls of each stage, by their places."""

LARGEST_HELD = 100_000
"""The limits are taken on the largest corpus of at most so many articles, which is then in memory as a whole."""


class Stream:
    """The articles of a corpus, read from its file each time that somebody asks for them."""

    def __init__(self, corpus: Corpus) -> None:
        self._corpus = corpus

    def __iter__(self) -> Iterator[Article]:
        return (Article(f"{place:07}", text) for place, text in enumerate(self._corpus))


def measure(what: str, folder: str, threshold: str, jobs: str) -> None:
    """In a process of its own: one scan, and its cost with what it found, or the seconds of its stages."""
    corpus = Corpus(Path(folder))
    near_copies({str(i): text for i, text in zip(range(peers.WARM), corpus, strict=False)}, float(threshold))
    if what == "profile":
        print(json.dumps(profile(corpus, float(threshold))))
        return
    with process_meter.measure_cost() as cost:
        found = near_copies(Stream(corpus), float(threshold), jobs=int(jobs) or None)
    pairs = {engines.order_pair(int(pair.a), int(pair.b)) for pair in found.pairs}
    print(json.dumps(cost.to_figures() | peers.quality(pairs, corpus, float(threshold))))


def profile(corpus: Corpus, threshold: float) -> list[dict[str, Any]]:
    """Seconds by stage of a scan in one thread, with a clock around every call of one."""
    meter = stage_times.Meter(memory=False)
    with ExitStack() as clocks:
        for stage, place in STAGES.items():
            owner, _, name = place.rpartition(".")
            held = pkgutil.resolve_name(owner)
            clocks.enter_context(patch.object(held, name, meter.wrap_call(stage, getattr(held, name))))
        began = time.process_time()
        near_copies(meter.wrap_call(READ, iter)(Stream(corpus)), threshold, jobs=1)
        meter.cpu[REST] = time.process_time() - began - sum(meter.cpu.values())
    seconds = [(stage, meter.cpu[stage]) for stage in (READ, *STAGES, REST)]
    return [
        {"stage": stage, "cpu_s": round(cpu, 4), "mb_per_cpu_s": round(corpus.size / MEGABYTE / max(cpu, 1e-6), 1)}
        for stage, cpu in seconds
    ]


def measure_sizes(sizes: Sequence[int], threshold: float, rounds: int, jobs: int) -> list[dict[str, Any]]:
    """A row a size."""
    rows = []
    for size in sizes:
        folder = planted_copies.ensure_corpus(size)
        words = [str(folder), str(threshold), str(jobs)]
        runs = [process_meter.measure_in_process("benchmarks.runs.scale", ["scan", *words]) for _ in range(rounds)]
        seconds = process_meter.measure_in_process("benchmarks.runs.scale", ["profile", *words])
        rows.append(row(size, Corpus(folder).size, threshold, runs) | {"stages": seconds})
        print(f"{size:>9,} {rows[-1]['cpu_s']:9.2f} CPU s {rows[-1]['peak_mib']} MiB", file=sys.stderr)
    return rows


def row(size: int, held: int, threshold: float, runs: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Medians over the runs at one size."""
    cpu = median(run["cpu_s"] for run in runs)
    figures = {key: median(run[key] for run in runs) for key in ("wall_s", "precision", "recall")}
    memory = {key: _median(run[key] for run in runs) for key in ("added_mib", "peak_mib")}
    return {
        "articles": size, "megabytes": round(held / MEGABYTE, 1), "threshold": threshold, "runs": len(runs),
        "cpu_s": cpu, **figures, **memory, "found": runs[0]["found"], "cpu_us_per_article": round(1e6 * cpu / size, 2),
    }  # fmt: skip


def _median(told: Iterable[float | None]) -> float | None:
    known = [value for value in told if value is not None]
    return median(known) if known else None


def limits(folder: Path) -> list[dict[str, Any]]:
    """Megabytes a CPU second of simpler things done to the same bytes: the best of three."""
    corpus = Corpus(folder)
    held = corpus.bytes()
    spans = list(zip(corpus.offsets[:-1].tolist(), corpus.offsets[1:].tolist(), strict=True))
    works: dict[str, Callable[[], object]] = {
        "sum in memory": np.frombuffer(held[: len(held) // 8 * 8], np.uint64).sum,
        "bytes to strings": lambda: [held[start:end].decode() for start, end in spans],
    }
    try:
        from xxhash import xxh3_64_intdigest as digest
    except ImportError:
        print("xxhash is not installed; the group `peers` has it", file=sys.stderr)
    else:
        works["xxHash (XXH3, 64 bits), the whole"] = lambda: digest(held)
        works["xxHash, article by article"] = lambda: [digest(held[start:end]) for start, end in spans]
    return [{"work": name, "mb_per_cpu_s": round(len(held) / MEGABYTE / _least(work))} for name, work in works.items()]


def _least(work: Callable[[], object]) -> float:
    taken = []
    for _ in range(3):
        began = time.process_time()
        work()
        taken.append(time.process_time() - began)
    return max(min(taken), 1e-9)


def main() -> int:
    """Run the command line."""
    if sys.argv[1:2] == ["--measure"]:
        measure(*sys.argv[2:])
        return 0
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, nargs="+", default=[10_000, 100_000, 1_000_000], metavar="N")
    parser.add_argument("--threshold", type=float, default=0.8)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--jobs", type=int, default=0, help="worker threads; 0 leaves it to dupdetect")
    parser.add_argument("--results", type=Path, metavar="FILE", help="where to write the results")
    given = parser.parse_args()
    try:
        rows = measure_sizes(given.articles, given.threshold, given.rounds, given.jobs)
    except process_meter.MeasurementError as error:
        print(error, file=sys.stderr)
        return 1
    compared = max((size for size in given.articles if size <= LARGEST_HELD), default=min(given.articles))
    bounds = limits(planted_copies.ensure_corpus(compared))
    results = {**provenance.describe_origin(PACKAGES), "rows": rows, "limits": bounds}
    print(f"wrote {provenance.write_results('scale', results, given.results)}", file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main())
