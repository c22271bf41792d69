"""dupdetect alone from ten thousand to a million made-up articles: cost an article, stages, memory, and the limits.

    python benchmarks/scale.py                               the published figures; a million articles are 3 GB of text
    python benchmarks/scale.py --articles 2000 10000 --rounds 1

Articles come from a file one by one, as a user would stream them: the corpus is never in memory as a whole, unless
`near_copies` holds it. Beside it stand what the same bytes cost otherwise: to sum them up, which is what memory gives,
to hash them with xxHash, and to turn them into strings. Figures are medians; each run is a process of its own.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from statistics import median
from typing import Any

import engines
import metered
import numpy as np
import peers
import planted
import provenance
from corpus import Corpus
from near import near_copies

from dupdetect.records import Article

PACKAGES = ("numpy", "numba", "xxhash")
MEGABYTE = 1_000_000
LARGEST_HELD = 100_000
"""The limits are taken on the largest corpus of at most so many articles, which is then in memory as a whole."""


class Stages:
    """A `progress` that notes how long each stage took: from its first word to the first word of another."""

    def __init__(self) -> None:
        self._spent: dict[str, list[float]] = defaultdict(lambda: [0.0, 0.0])
        self._now, self._since = "start", (time.perf_counter(), time.process_time())

    def __call__(self, stage: str, done: int, total: int) -> None:
        if stage != self._now:
            self.close(stage)

    def close(self, following: str = "end") -> None:
        """Note what the present stage took so far."""
        times = time.perf_counter(), time.process_time()
        spent = self._spent[self._now]
        for i in range(2):
            spent[i] += times[i] - self._since[i]
        self._now, self._since = following, times

    def told(self) -> list[dict[str, Any]]:
        """Seconds by stage, in the order in which they began."""
        return [
            {"stage": name, "wall_s": round(wall, 4), "cpu_s": round(cpu, 4)}
            for name, (wall, cpu) in self._spent.items()
        ]


class Stream:
    """The articles of a corpus, read from its file each time that somebody asks for them."""

    def __init__(self, corpus: Corpus) -> None:
        self._corpus = corpus

    def __iter__(self) -> Iterator[Article]:
        return (Article(f"{place:07}", text) for place, text in enumerate(self._corpus))


def measure(folder: str, threshold: str, jobs: str) -> None:
    """In a process of its own: one scan, its cost by stage, and what it found."""
    corpus, workers = Corpus(Path(folder)), int(jobs) or None
    near_copies({str(i): text for i, text in zip(range(peers.WARM), corpus, strict=False)}, float(threshold))
    with metered.metered() as cost:
        stages = Stages()
        found = near_copies(Stream(corpus), float(threshold), jobs=workers, progress=stages)
        stages.close()
    pairs = {engines.ordered(int(pair.a), int(pair.b)) for pair in found.pairs}
    quality = peers.quality(pairs, corpus, float(threshold))
    print(json.dumps(cost.told() | quality | {"stages": stages.told()}))


def scaled(sizes: Sequence[int], threshold: float, rounds: int, jobs: int) -> list[dict[str, Any]]:
    """A row a size."""
    rows = []
    for size in sizes:
        folder = planted.kept(size)
        runs = [metered.alone(__file__, [str(folder), str(threshold), str(jobs)]) for _ in range(rounds)]
        rows.append(row(size, Corpus(folder).size, threshold, runs))
        print(f"{size:>9,} {rows[-1]['cpu_s']:9.2f} CPU s {rows[-1]['peak_mib']} MiB", file=sys.stderr)
    return rows


def row(size: int, held: int, threshold: float, runs: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """Medians over the runs at one size; the stages are those of the run with the median cost."""
    middle = sorted(runs, key=lambda one: float(one["cpu_s"]))[len(runs) // 2]
    cpu = median(one["cpu_s"] for one in runs)
    figures = {key: median(one[key] for one in runs) for key in ("wall_s", "precision", "recall")}
    memory = {key: _median(one[key] for one in runs) for key in ("added_mib", "peak_mib")}
    stages = [one | {"mb_per_cpu_s": round(held / MEGABYTE / max(one["cpu_s"], 1e-9), 1)} for one in middle["stages"]]
    return {
        "articles": size, "megabytes": held / MEGABYTE, "threshold": threshold, "runs": len(runs), "cpu_s": cpu,
        **figures, **memory, "found": middle["found"], "cpu_us_per_article": round(1e6 * cpu / size, 2),
        "stages": stages,
    }  # fmt: skip


def _median(told: Iterable[float | None]) -> float | None:
    known = [one for one in told if one is not None]
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
        rows = scaled(given.articles, given.threshold, given.rounds, given.jobs)
    except metered.MeasurementError as error:
        print(error, file=sys.stderr)
        return 1
    compared = max((size for size in given.articles if size <= LARGEST_HELD), default=min(given.articles))
    results = {**provenance.stamped(PACKAGES), "rows": rows, "limits": limits(planted.kept(compared))}
    print(f"wrote {provenance.written('scale', results, given.results)}", file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main())
