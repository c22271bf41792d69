"""`dupdetect dedup` on tables against planted truth: survivors, ids and clusters, kills at random moments, and items.

    python -m benchmarks.runs.dedup                        the published figures: 100,000 articles, 20 kills each
    python -m benchmarks.runs.dedup --articles 3000 --kills 3 --documents 500 --items 20 --results FILE

Each table is deduplicated once undisturbed; CPU seconds, memory and disk are those of all processes, the disk that of
the output and the work folder. Then the command is killed by SIGKILL at moments drawn from the time that it took, run
again each time, and its bytes are compared. A run that ends before its kill is compared as well, and begun anew. Last,
documents with short items inside are held against these with --against.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from pyarrow import parquet

from benchmarks.corpora import planted_tables
from benchmarks.corpora.planted_tables import Contaminated, Drops, Table, choose_drops
from benchmarks.measures import process_tree_meter, provenance
from benchmarks.measures.process_meter import MeasurementError

THRESHOLD = 0.8
COLUMNS = {"jsonl": "url", "parquet": "doc"}
"""The column with the ids, by format."""
PACKAGES = ("pyarrow", "numpy", "numba")

Figures = dict[str, Any]


def main() -> int:
    """Run the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=100_000, metavar="N")
    parser.add_argument("--kills", type=int, default=20, metavar="N")
    parser.add_argument("--documents", type=int, default=10_000, metavar="N")
    parser.add_argument("--items", type=int, default=300, metavar="N")
    parser.add_argument("--results", type=Path, metavar="FILE", help="where to write the results")
    given = parser.parse_args()
    folder = planted_tables.KEPT / str(os.getpid())
    folder.mkdir(parents=True)
    try:
        results = {
            **provenance.describe_origin(PACKAGES),
            "articles": given.articles,
            "threshold": THRESHOLD,
            "tables": [measure_table(kind, folder, given.articles, given.kills) for kind in COLUMNS],
            "against": measure_against(folder, given.documents, given.items),
        }
    except MeasurementError as error:
        print(error, file=sys.stderr)
        return 1
    finally:
        shutil.rmtree(folder)
    print(f"wrote {provenance.write_results('dedup', results, given.results)}", file=sys.stderr)
    return 0


# Tables.


def measure_table(kind: str, folder: Path, articles: int, kills: int) -> Figures:
    """Deduplicate a table undisturbed and killed, and hold both against the truth."""
    print(f"making {articles:,} articles as {kind}", file=sys.stderr)
    table = planted_tables.WRITERS[kind](folder / f"crawl.{kind}", articles)
    out = folder / f"whole-{kind}" / f"unique.{kind}"
    out.parent.mkdir()
    cost = process_tree_meter.run(make_command(kind, table.path, out), dict(os.environ), out.parent)
    figures = {"format": kind, "bytes": table.path.stat().st_size, **describe_cost(cost)}
    figures |= judge_rows(kind, out, table)
    print(json.dumps(figures), file=sys.stderr)
    return figures | {"killed": kill_and_resume(kind, table.path, out, cost.wall, kills)}


def make_command(kind: str, source: Path, out: Path) -> list[str]:
    """The command that a user would type."""
    return [
        *(sys.executable, "-m", "dupdetect", "dedup", str(source), "-o", str(out)),
        *("--id-column", COLUMNS[kind], "--threshold", str(THRESHOLD)),
    ]


def describe_cost(cost: process_tree_meter.Cost) -> Figures:
    """As it stands in results."""
    return {
        "wall_s": round(cost.wall, 1),
        "cpu_s": round(cost.cpu, 1),
        "peak_mib": round(cost.memory),
        "disk_mib": round(cost.disk),
    }


def judge_rows(kind: str, out: Path, table: Table) -> Figures:
    """What a run dropped, against the truth, and whether the rows that stay have their ids."""
    truth = choose_drops(table.planted, THRESHOLD)
    log = read_log(out)
    place = {str(name): number for number, name in enumerate(table.ids)}
    drops = {place[entry["id"]]: place[entry["kept"]] for entry in log}
    staying = [name for number, name in enumerate(table.ids) if number not in drops]
    return compare_drops(drops, truth) | {"ids_as_they_were": read_ids(kind, out) == staying}


def compare_drops(drops: Drops, truth: Drops) -> Figures:
    """How many rows went rightly, wrongly, or stayed wrongly."""
    return {
        "to_drop": len(truth),
        "dropped": len(drops),
        "dropped_wrongly": len(drops.keys() - truth.keys()),
        "kept_wrongly": len(truth.keys() - drops.keys()),
        "for_another": count_others(drops, truth),
    }


def count_others(drops: Drops, truth: Drops) -> int:
    """The rows that went rightly, but are said to be copies of another row than the truth says."""
    return sum(drops[place] != truth[place] for place in drops.keys() & truth.keys())


def read_ids(kind: str, path: Path) -> list[str | int]:
    """The ids in a table, in order and of their type."""
    if kind == "parquet":
        ids: list[str | int] = parquet.read_table(path, columns=[COLUMNS[kind]]).column(0).to_pylist()
        return ids
    with path.open(encoding="utf-8") as lines:
        return [json.loads(line)[COLUMNS[kind]] for line in lines]


def read_log(out: Path) -> list[dict[str, Any]]:
    """What a run dropped."""
    lines = Path(f"{out}.dropped.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


# Kills.


def kill_and_resume(kind: str, source: Path, whole: Path, seconds: float, kills: int) -> Figures:
    """Kill the command at random moments of the time that it takes, and compare what the last run leaves."""
    folder = whole.parent.with_name(f"killed-{kind}")
    folder.mkdir()
    out = folder / whole.name
    rng, delivered, ended, same = random.Random(kills), 0, 0, True
    while delivered < kills:
        if run_for(make_command(kind, source, out), rng.uniform(0, seconds)):
            delivered += 1
            continue
        ended += 1
        same = same and is_same(out, whole)
        shutil.rmtree(folder)
        folder.mkdir()
    last = process_tree_meter.run(make_command(kind, source, out), dict(os.environ), folder)
    same = same and is_same(out, whole) and len(list(folder.iterdir())) == 2
    figures = {"kills": kills, "ended_before": ended, "last_cpu_s": round(last.cpu, 1), "same_bytes": same}
    print(json.dumps(figures), file=sys.stderr)
    return figures


def run_for(command: Sequence[str], seconds: float) -> bool:
    """Run a command, and kill it with all of its processes after so many seconds; False if it ended before.

    Raises:
        MeasurementError: it failed.
    """
    process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True, start_new_session=True)
    try:
        _, talk = process.communicate(timeout=seconds)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.communicate()
        return process.returncode == -signal.SIGKILL
    if process.returncode:
        raise MeasurementError(f"{' '.join(command)}: {talk.strip().splitlines()[-1:]}")
    return False


def is_same(out: Path, whole: Path) -> bool:
    """Whether two outputs and their logs have the same bytes."""
    pairs = ((out, whole), (Path(f"{out}.dropped.jsonl"), Path(f"{whole}.dropped.jsonl")))
    return all(a.read_bytes() == b.read_bytes() for a, b in pairs)


# Items inside documents.


def measure_against(folder: Path, documents: int, items: int) -> Figures:
    """Drop the documents that hold an item, and hold the log against what was planted."""
    began = time.perf_counter()
    corpus = planted_tables.write_contaminated(folder, documents, items)
    print(f"made {documents:,} documents in {time.perf_counter() - began:.0f} s", file=sys.stderr)
    out = folder / "clean" / "clean.jsonl"
    out.parent.mkdir()
    command = [sys.executable, "-m", "dupdetect", "dedup", str(corpus.documents), "-o", str(out)]
    cost = process_tree_meter.run([*command, "--against", str(corpus.items)], dict(os.environ), out.parent)
    figures = {"documents": documents, "items": items, **describe_cost(cost), **judge_log(read_log(out), corpus)}
    print(json.dumps(figures), file=sys.stderr)
    return figures


def judge_log(log: Sequence[Mapping[str, Any]], corpus: Contaminated) -> Figures:
    """How many holders were found, with the item named, and with the item's words as the passage; and what else."""
    entries = {entry["id"]: entry for entry in log}
    found = entries.keys() & corpus.holders.keys()
    named = [name for name in found if entries[name]["kept"].rpartition("#")[2] == corpus.holders[name]]
    texts = read_texts(corpus.documents, set(named))
    passages = (
        (texts[name][entries[name]["start"] : entries[name]["end"]], corpus.texts[corpus.holders[name]])
        for name in named
        if entries[name]["start"] is not None
    )
    return {
        "found": len(found),
        "named": len(named),
        "passages": sum(list_words(passage) == list_words(item) for passage, item in passages),
        "else": len(entries.keys() - corpus.holders.keys()),
    }


def list_words(text: str) -> list[str]:
    """The words without what stands between them."""
    return [word for word in ("".join(c for c in part if c.isalnum()) for part in text.split()) if word]


def read_texts(path: Path, names: set[str]) -> dict[str, str]:
    """The texts with these ids."""
    return dict(_read_rows(path, names))


def _read_rows(path: Path, names: set[str]) -> Iterator[tuple[str, str]]:
    with path.open(encoding="utf-8") as lines:
        for row in map(json.loads, lines):
            if row["id"] in names:
                yield row["id"], row["text"]


if __name__ == "__main__":
    sys.exit(main())
