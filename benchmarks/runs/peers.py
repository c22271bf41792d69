"""dupdetect and its peers on the same made-up articles: time, memory, precision and recall.

    python -m benchmarks.runs.peers                                  the published figures: 10,000 and 100,000 articles
    python -m benchmarks.runs.peers --articles 2000 --rounds 1       a quick look; --only NAME ... chooses engines
    python -m benchmarks.runs.peers --list                           the engines, and those that are missing here

Every engine gets the same list of texts and gives pairs; the clock starts with the list and stops with the last pair.
Each runs in a process of its own, after a warm-up on a few texts, and the engines take turns, round after round, so
that a slow moment of the machine falls on all of them alike; medians count. Pairs are held against the exact similarity
of the texts. Peers come with the dependency group `peers`; --results FILE writes elsewhere than benchmarks/results.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any

from benchmarks.corpora import planted_copies
from benchmarks.corpora.stored_corpus import Corpus, jaccard
from benchmarks.measures import process_meter, provenance
from benchmarks.peers.engines import ABSENT, BANDS, ENGINES, VALUES

PACKAGES = (
    "numpy",
    "numba",
    "gaoya",
    "rensa",
    "datasketch",
    "xxhash",
    "text-dedup",
    "datatrove",
    "scikit-learn",
    "scipy",
)
WARM = 64


def compare_engines(
    sizes: Sequence[int], thresholds: Sequence[float], rounds: int, names: Sequence[str]
) -> list[dict[str, Any]]:
    """A row for every size, threshold and engine."""
    rows = []
    for size in sizes:
        folder = planted_copies.ensure_corpus(size)
        for threshold in thresholds:
            runs: dict[str, list[dict[str, Any]]] = defaultdict(list)
            asked = [name for name in names if size <= ENGINES[name].most]
            for turn in range(rounds):
                for name in asked if turn % 2 == 0 else reversed(asked):
                    runs[name].append(run(name, folder, threshold))
                    print(f"{size:>9,} {threshold} {name:26} {runs[name][-1]['cpu_s']:9.2f} CPU s", file=sys.stderr)
            rows += [row(name, size, threshold, runs[name]) for name in asked]
    return rows


def run(name: str, folder: Path, threshold: float) -> dict[str, Any]:
    """One run of an engine in a process of its own: its cost, and how right it was."""
    with TemporaryDirectory() as spare:
        found = Path(spare) / "found.json"
        words = [name, str(folder), str(threshold), str(found)]
        cost = process_meter.measure_in_process("benchmarks.runs.peers", words)
        answer = json.loads(found.read_text())
    corpus = Corpus(folder)
    if ENGINES[name].gives == "articles":
        return cost | article_quality(set(answer), corpus, threshold)
    return cost | quality({(a, b) for a, b in answer}, corpus, threshold)


def quality(found: Collection[tuple[int, int]], corpus: Corpus, threshold: float) -> dict[str, Any]:
    """Precision and recall of pairs by the exact similarity of their texts."""
    truth = corpus.alike(threshold)
    strange = {pair for pair in found if pair not in corpus.similarities}
    right = sum(pair in truth for pair in found) + natural(strange, corpus, threshold)
    return {
        "found": len(found),
        "precision": right / len(found) if found else 1.0,
        "recall": sum(pair in found for pair in truth) / len(truth) if truth else 1.0,
    }


def natural(pairs: Collection[tuple[int, int]], corpus: Corpus, threshold: float) -> int:
    """How many pairs that nobody planted are similar all the same."""
    wanted = {place for pair in pairs for place in pair}
    texts = {place: text for place, text in enumerate(corpus) if place in wanted} if pairs else {}
    return sum(jaccard(texts[a], texts[b]) >= threshold for a, b in pairs)


def article_quality(found: Collection[int], corpus: Corpus, threshold: float) -> dict[str, Any]:
    """The same for an engine that only says which articles have a duplicate."""
    truth = {place for pair in corpus.alike(threshold) for place in pair}
    right = len(truth.intersection(found))
    precision = right / len(found) if found else 1.0
    return {"found": len(found), "precision": precision, "recall": right / len(truth) if truth else 1.0}


def row(name: str, size: int, threshold: float, runs: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Medians over the runs of an engine."""
    figures = {key: round(median(run[key] for run in runs), 4) for key in ("wall_s", "cpu_s", "precision", "recall")}
    least = {"least_cpu_s": min(run["cpu_s"] for run in runs), "most_cpu_s": max(run["cpu_s"] for run in runs)}
    memory = [run["added_mib"] for run in runs if run["added_mib"] is not None]
    return {
        "engine": name, "gives": ENGINES[name].gives, "articles": size, "threshold": threshold, "runs": len(runs),
        **figures, **least, "found": runs[0]["found"], "added_mib": median(memory) if memory else None,
    }  # fmt: skip


def measure(name: str, folder: str, threshold: str, answer: str) -> None:
    """In a process of its own: run an engine, print its cost and write what it found."""
    engine, texts = ENGINES[name], list(Corpus(Path(folder)))
    list(engine.run(texts[:WARM], float(threshold)))
    with process_meter.measure_cost() as cost:
        found = list(engine.run(texts, float(threshold)))
    Path(answer).write_text(json.dumps(found))
    print(json.dumps(cost.to_figures()))


def main() -> int:
    """Run the command line."""
    if sys.argv[1:2] == ["--measure"]:
        measure(*sys.argv[2:])
        return 0
    given = options()
    absent = provenance.list_missing({name: ENGINES[name].package for name in given.only})
    if given.list:
        for name in ENGINES:
            print(f"{name:26} {absent.get(name, ENGINES[name].gives)}")
        return 0
    try:
        present = [name for name in given.only if name not in absent]
        rows = compare_engines(given.articles, given.threshold, given.rounds, present)
    except process_meter.MeasurementError as error:
        print(error, file=sys.stderr)
        return 1
    setting = {"values": VALUES, "bands": {str(key): value for key, value in BANDS.items()}}
    results = {**provenance.describe_origin(PACKAGES), **setting, "rows": rows, "absent": ABSENT | absent}
    print(f"wrote {provenance.write_results('peers', results, given.results)}", file=sys.stderr)
    return 0


def options() -> argparse.Namespace:
    """What the command line asks for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, nargs="+", default=[10_000, 100_000], metavar="N")
    parser.add_argument("--threshold", type=float, nargs="+", default=list(BANDS), choices=list(BANDS))
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--only", nargs="+", default=list(ENGINES), choices=list(ENGINES), metavar="ENGINE")
    parser.add_argument("--list", action="store_true", help="list the engines and stop")
    parser.add_argument("--results", type=Path, metavar="FILE", help="where to write the results")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
