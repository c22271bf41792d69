"""A scan on Spark beside the same scan on one machine: time, memory, bytes shuffled, and whether the findings agree.

    python -m benchmarks.runs.cluster                             the published figures; 50,000 and 200,000 articles
    python -m benchmarks.runs.cluster --articles 1000 2000 --no-write
    python -m benchmarks.runs.cluster --articles 200000 --spark-only

Both run as commands, one after the other, on two processors: `dupdetect scan --jobs 2` and `dupdetect scan --engine
spark --master local[2]`. CPU seconds and memory are those of all their processes (`process_tree_meter`); what is
shuffled comes from Spark's event log. The articles are those of `planted_copies`, shorter (a median of 120 words), as
JSON Lines.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from pyarrow import parquet

from benchmarks.corpora import planted_copies
from benchmarks.measures import process_meter, process_tree_meter, provenance
from benchmarks.places import BUILD

KEPT = BUILD / "cluster"
PACKAGES = ("pyspark", "pyarrow", "numpy", "numba")
PROCESSES = 2
LOCAL, SPARK = "local", "spark"

CONFIGURATION = """\
spark.driver.memory                  6g
spark.local.dir                      {local}
spark.eventLog.enabled               true
spark.eventLog.dir                   {log}
spark.eventLog.rolling.enabled       false
spark.eventLog.compress              false
spark.sql.maxPlanStringLength        200
spark.sql.debug.maxToStringFields    4
"""
"""The last two keep plans out of the event log, where they would be most of it."""

PHASES = (
    ("reading", ""),
    ("fingerprints", "count at"),
    ("candidates", "plan.py"),
    ("comparing", "boilerplate.py"),
    ("families", "families.py"),
    ("writing", "tables.py"),
)
"""The phases of a scan in order, each with what Spark says of the query that it begins with."""

Figures = dict[str, Any]


# The corpus.


def corpus(articles: int, words: int, seed: int = 1) -> Path:
    """A file of JSON Lines with so many articles, in build/ of the checkout; made where it is not there yet."""
    path = KEPT / f"corpus-{articles}-{words}-{seed}.jsonl"
    if not path.exists():
        print(f"making {articles:,} articles in {path}", file=sys.stderr)
        path.parent.mkdir(parents=True, exist_ok=True)
        making = path.with_suffix(".part")
        with making.open("w", encoding="utf-8") as file:
            for place, text in enumerate(planted_copies.Planter(articles, seed, words)):
                file.write(json.dumps({"id": f"{place:08}", "text": text}, ensure_ascii=False) + "\n")
        making.rename(path)
    return path


# The two engines.


def on_one_machine(source: Path, folder: Path) -> Figures:
    """The figures of a local scan, whose findings are written to `folder`."""
    output = folder / "local.json"
    figures = run_on_one_machine(("scan", source, "-o", output))
    return figures | {"counts": _findings(output)["counts"]}


def on_spark(source: Path, folder: Path) -> Figures:
    """The figures of a scan on Spark, whose tables are written to `folder`."""
    output = folder / "spark"
    figures, log = run_on_spark(("scan", source, "-o", output), folder)
    figures |= events(log)
    figures["phases_s"] = {"starting": round(figures["wall_s"] - sum(figures["phases_s"].values()), 1)} | figures[
        "phases_s"
    ]
    return figures | {"counts": _findings(output / "findings.json")["counts"]}


def run_on_one_machine(words: Sequence[object]) -> Figures:
    """What a command of ours costs on as many processors as Spark gets."""
    return _cost_figures(process_tree_meter.run(_command(*words, "--jobs", PROCESSES), _environment()))


def run_on_spark(words: Sequence[object], folder: Path) -> tuple[Figures, Path]:
    """What a command of ours costs on Spark, whose passing files go to `folder`; and Spark's event log."""
    places = {name: folder / name for name in ("local", "log", "conf")}
    for place in places.values():
        place.mkdir()
    (places["conf"] / "spark-defaults.conf").write_text(CONFIGURATION.format(**places), encoding="utf-8")
    command = _command(*words, "--engine", "spark", "--master", f"local[{PROCESSES}]")
    cost = process_tree_meter.run(command, _environment(SPARK_CONF_DIR=str(places["conf"])), places["local"])
    (log,) = places["log"].iterdir()
    return _cost_figures(cost) | {"disk_mib": round(cost.disk, 1)}, log


def _command(*words: object) -> list[str]:
    return [sys.executable, "-m", "dupdetect", *map(str, words)]


def _environment(**more: str) -> dict[str, str]:
    """Ours, with byte code, without which each process would compile everything anew."""
    return {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"} | more


def _cost_figures(cost: process_tree_meter.Cost) -> Figures:
    return {"wall_s": round(cost.wall, 1), "cpu_s": round(cost.cpu, 1), "peak_mib": round(cost.memory, 1)}


def _findings(path: Path) -> Figures:
    found: Figures = json.loads(path.read_bytes())
    return found


# What Spark says of its work.


def events(log: Path) -> Figures:
    """Bytes that all tasks wrote for shuffles, and seconds by phase, from an event log."""
    shuffled, queries, end = 0, [], 0
    with log.open(encoding="utf-8") as file:
        for event in map(json.loads, file):
            name = event["Event"].rpartition(".")[2]
            if name == "SparkListenerTaskEnd":
                written = (event.get("Task Metrics") or {}).get("Shuffle Write Metrics", {})
                shuffled += written.get("Shuffle Bytes Written", 0)
            elif name == "SparkListenerSQLExecutionStart":
                queries.append((event["time"], event["description"]))
            elif name == "SparkListenerApplicationEnd":
                end = event["Timestamp"]
    return {"shuffle_bytes": shuffled, "phases_s": seconds(queries, end)}


def seconds(queries: Iterable[tuple[int, str]], end: int) -> dict[str, float]:
    """How long each phase took, in seconds, of queries with the millisecond in which each began; starting is none."""
    began: dict[str, int] = {}
    for time, description in queries:
        if len(began) < len(PHASES) and PHASES[len(began)][1] in description:
            began[PHASES[len(began)][0]] = time
    ends = [*list(began.values())[1:], end]
    return {name: round((until - since) / 1000, 1) for (name, since), until in zip(began.items(), ends, strict=True)}


# Whether the findings are the same.


def agreement(local: Path, tables: Path) -> str:
    """What is the same in the findings of both: all bytes; or, past what findings list, all pairs and families.

    Raises:
        MeasurementError: anything is not.
    """
    listed = tables / "findings.json"
    if local.read_bytes() == listed.read_bytes():
        return "bytes"
    ours, theirs = _findings(local), _findings(listed)
    if ours["counts"] != theirs["counts"]:
        raise process_meter.MeasurementError(f"the engines count differently: {ours['counts']} and {theirs['counts']}")
    _require_same("pair", [tuple(pair[key] for key in ("a", "b", "verdict")) for pair in ours["pairs"]], _pairs(tables))
    _require_same("family", [tuple(family["articles"]) for family in ours["clusters"]], _families(tables))
    return "pairs, verdicts and families, in order"


def _pairs(tables: Path) -> list[tuple[str, ...]]:
    rows = parquet.read_table(tables / "pairs", columns=["a", "b", "verdict"]).to_pydict()
    return list(zip(*rows.values(), strict=True))


def _families(tables: Path) -> list[tuple[str, ...]]:
    rows = parquet.read_table(tables / "families", columns=["family", "article"]).to_pydict()
    families: dict[str, list[str]] = {}
    for family, article in zip(rows["family"], rows["article"], strict=True):
        families.setdefault(family, []).append(article)
    return [tuple(family) for family in families.values()]


def _require_same(what: str, ours: Sequence[object], theirs: Sequence[object]) -> None:
    if ours == theirs:
        return
    unlike = (pair for pair in zip(ours, theirs, strict=False) if pair[0] != pair[1])
    first = next(unlike, (f"{len(ours)} in all", f"{len(theirs)} in all"))
    raise process_meter.MeasurementError(f"the engines differ, first in this {what}: {first[0]} and {first[1]}")


# The command.


def row(articles: int, words: int, engines: Sequence[str], folder: Path) -> Figures:
    """The figures for a corpus of one size; `folder` takes the findings and is emptied first."""
    source = corpus(articles, words)
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    told: Figures = {"articles": articles, "words": words, "bytes": source.stat().st_size}
    for name, run in ((LOCAL, on_one_machine), (SPARK, on_spark)):
        if name in engines:
            print(f"{name}: {articles:,} articles", file=sys.stderr)
            told[name] = run(source, folder)
            print(json.dumps(told[name]), file=sys.stderr)
    if len(engines) > 1:
        told["same"] = agreement(folder / "local.json", folder / "spark")
    return told


def java() -> str:
    """The version of the Java that Spark finds."""
    home = os.environ.get("JAVA_HOME")
    command = [os.path.join(home, "bin", "java") if home else "java", "-version"]
    try:
        told = subprocess.run(command, capture_output=True, text=True, check=False)
    except OSError:
        return "missing"
    lines = (told.stderr + told.stdout).splitlines()
    return next((line.split('"')[1] for line in lines if line.count('"') > 1), "unknown")


def describe_results(rows: Iterable[Figures]) -> Mapping[str, Any]:
    """What stands in the file of results."""
    stamp = provenance.describe_origin(PACKAGES)
    stamp["versions"]["java"] = java()
    return {**stamp, "processes": PROCESSES, "rows": list(rows)}


def describe_run(description: str | None, sizes: Sequence[int], folder: Path) -> argparse.ArgumentParser:
    """The options that runs on a cluster share."""
    parser = argparse.ArgumentParser(description=description, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, nargs="+", default=list(sizes), metavar="N")
    parser.add_argument("--folder", type=Path, default=folder, help="takes what is written; emptied before each run")
    parser.add_argument("--no-write", action="store_true", help="print the results, and write no file of them")
    parser.add_argument("--results", type=Path, metavar="FILE", help="where to write the results")
    return parser


def publish_rows(name: str, rows: Iterable[Figures], given: argparse.Namespace) -> int:
    """Write the file of results, or print it; returns the exit status, which tells whether a measurement failed."""
    try:
        found = describe_results(rows)
    except process_meter.MeasurementError as error:
        print(error, file=sys.stderr)
        return 1
    if given.no_write:
        print(json.dumps(found, indent=1))
    else:
        print(f"wrote {provenance.write_results(name, found, given.results)}", file=sys.stderr)
    return 0


def main() -> int:
    """Run the command line."""
    parser = describe_run(__doc__, [50_000, 200_000], KEPT / "run")
    parser.add_argument("--words", type=int, default=120, help="the median length of an article")
    only = parser.add_mutually_exclusive_group()
    for name in (LOCAL, SPARK):
        only.add_argument(f"--{name}-only", dest="engines", action="store_const", const=(name,))
    parser.set_defaults(engines=(LOCAL, SPARK))
    given = parser.parse_args()
    rows = (row(articles, given.words, given.engines, given.folder) for articles in given.articles)
    return publish_rows("cluster", rows, given)


if __name__ == "__main__":
    sys.exit(main())
