"""The benchmark of the Spark engine: nothing that a command starts is missed, and a difference in findings is told."""

from __future__ import annotations

import json
import os
import shutil
import sys
from pathlib import Path
from statistics import median
from typing import Any

import pyarrow
import pytest
from pyarrow import parquet

from benchmarks.corpora import planted_copies
from benchmarks.measures import process_meter, process_tree_meter
from benchmarks.runs import cluster

BURN = "import time\nwhile time.process_time() < {}: sum(range(1000))"


@pytest.fixture(autouse=True)
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where corpora are kept, for the time of a test."""
    monkeypatch.setattr(cluster, "KEPT", tmp_path / "kept")
    return tmp_path / "kept"


# Corpora.


def test_articles_are_as_long_as_asked_and_the_default_is_what_it_was() -> None:
    lengths = [len(text.split()) for text in planted_copies.Planter(200, 5, 120)]
    assert 105 < median(lengths) < 135
    assert max(lengths) > 2 * min(lengths)
    assert list(planted_copies.Planter(30, 5)) == list(planted_copies.Planter(30, 5, planted_copies.MEDIAN_WORDS))


def test_a_corpus_is_json_lines_and_is_made_once(kept: Path) -> None:
    path = cluster.corpus(40, 120, seed=5)
    told = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    assert [one["text"] for one in told] == list(planted_copies.Planter(40, 5, 120))
    assert len({one["id"] for one in told}) == 40
    path.write_text("kept")
    assert cluster.corpus(40, 120, seed=5).read_text() == "kept"
    assert list(kept.iterdir()) == [path]


# What a command costs.


def test_what_a_command_leaves_behind_counts(tmp_path: Path) -> None:
    """As Spark's daemons do: in another process group, and nobody waits for it."""
    command = f"""
import subprocess, sys, time
subprocess.Popen([sys.executable, "-c", {BURN.format(1.5)!r}], process_group=0)
time.sleep(3)
"""
    if sys.version_info < (3, 11):
        command = command.replace("process_group=0", "preexec_fn=__import__('os').setpgrp")
    cost = process_tree_meter.run([sys.executable, "-c", command], os.environ)
    assert cost.cpu > 0.5
    assert cost.wall >= 3
    assert cost.memory > 5


def test_passing_files_count_at_their_peak(tmp_path: Path) -> None:
    command = f"""
import pathlib, time
file = pathlib.Path({str(tmp_path)!r}, "spill")
file.write_bytes(bytes(3 << 20)); time.sleep(2.5); file.unlink()
"""
    assert process_tree_meter.run([sys.executable, "-c", command], os.environ, tmp_path).disk == 3
    assert process_tree_meter.size(tmp_path) == 0


def test_a_command_that_fails_is_told_with_its_last_line() -> None:
    with pytest.raises(process_meter.MeasurementError, match=r"no such luck$"):
        process_tree_meter.run([sys.executable, "-c", "raise SystemExit('a line\\nno such luck')"], os.environ)


# What Spark tells.


def query(time: int, description: str) -> dict[str, Any]:
    name = "org.apache.spark.sql.execution.ui.SparkListenerSQLExecutionStart"
    return {"Event": name, "time": time, "description": description}


def task(written: int) -> dict[str, Any]:
    metrics = {"Shuffle Write Metrics": {"Shuffle Bytes Written": written}}
    return {"Event": "SparkListenerTaskEnd", "Task Metrics": metrics}


def test_shuffles_and_phases_are_read_from_the_event_log(tmp_path: Path) -> None:
    said = [
        query(1_000, "collect at reading.py:120"),
        task(700),
        query(2_000, "head at reading.py:162"),
        query(5_000, "count at NativeMethodAccessorImpl.java:0"),
        query(6_000, "first at plan.py:46"),
        query(6_500, "count at NativeMethodAccessorImpl.java:0"),
        task(35),
        {"Event": "SparkListenerTaskEnd"},  # of a task that failed
        query(9_000, "collect at boilerplate.py:51"),
        query(9_500, "checkpoint at NativeMethodAccessorImpl.java:0"),
        query(12_000, "first at families.py:144"),
        query(13_000, "collect at tables.py:108"),
        query(14_000, "parquet at NativeMethodAccessorImpl.java:0"),
        {"Event": "SparkListenerApplicationEnd", "Timestamp": 15_500},
    ]
    log = tmp_path / "log"
    log.write_text("".join(json.dumps(one) + "\n" for one in said), encoding="utf-8")
    phases = {"reading": 4.0, "fingerprints": 1.0, "candidates": 3.0, "comparing": 3.0, "families": 1.0, "writing": 2.5}
    assert cluster.events(log) == {"shuffle_bytes": 735, "phases_s": phases}


# Whether the findings agree.

PAIRS = [("a", "b", "rewrite"), ("a", "c", "partial")]
FAMILIES = [("a", "b", "c"), ("x", "y")]


@pytest.fixture
def found(tmp_path: Path) -> Path:
    """A folder with the findings of both engines, which differ in what they list and in nothing else."""
    findings: dict[str, Any] = {
        "counts": {"pairs": 2},
        "pairs": [dict(zip(("a", "b", "verdict"), pair, strict=True)) for pair in PAIRS],
        "clusters": [{"articles": family} for family in FAMILIES],
    }
    (tmp_path / "local.json").write_text(json.dumps(findings))
    tables = tmp_path / "spark"
    (tables / "pairs").mkdir(parents=True)
    (tables / "families").mkdir()
    (tables / "findings.json").write_text(json.dumps(findings | {"pairs": []}))
    parquet.write_table(
        pyarrow.table([list(column) for column in zip(*PAIRS, strict=True)], ["a", "b", "verdict"]),
        tables / "pairs" / "0",
    )
    members = [(family[0], article) for family in FAMILIES for article in family]
    columns = [list(column) for column in zip(*members, strict=True)]
    parquet.write_table(pyarrow.table(columns, ["family", "article"]), tables / "families" / "0")
    return tmp_path


def agreement(found: Path) -> str:
    return cluster.agreement(found / "local.json", found / "spark")


def test_findings_that_agree(found: Path) -> None:
    assert agreement(found) == "pairs, verdicts and families, in order"
    shutil.copy(found / "local.json", found / "spark" / "findings.json")
    assert agreement(found) == "bytes"


@pytest.mark.parametrize(
    ("key", "value", "told"),
    [
        ("counts", {"pairs": 3}, "count differently"),
        ("pairs", [{"a": "a", "b": "b", "verdict": "partial"}], r"'partial'\) and \('a', 'b', 'rewrite'"),
        ("pairs", [{"a": "a", "b": "b", "verdict": "rewrite"}], "this pair: 1 in all and 2 in all"),
        ("clusters", [{"articles": ["a", "b"]}, {"articles": ["x", "y"]}], r"family: \('a', 'b'\) and \('a', 'b', 'c'"),
    ],
)
def test_findings_that_differ_are_told(found: Path, key: str, value: object, told: str) -> None:
    local = found / "local.json"
    local.write_text(json.dumps(json.loads(local.read_text()) | {key: value}))
    with pytest.raises(process_meter.MeasurementError, match=told):
        agreement(found)


# All of it.


@pytest.mark.spark
def test_both_engines_are_measured_and_agree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    if shutil.which("java") is None:
        pytest.skip("there is no Java")
    written = tmp_path / "cluster.json"
    options = ["--articles", "60", "--folder", str(tmp_path / "run"), "--results", str(written)]
    monkeypatch.setattr("sys.argv", ["cluster.py", *options])
    assert cluster.main() == 0
    results = json.loads(written.read_text())
    (row,) = results["rows"]
    assert row["same"] == "bytes"
    assert row["local"]["counts"] == row["spark"]["counts"]
    assert row["spark"]["counts"]["articles"] == 60
    assert row["spark"]["counts"]["pairs"] > 0
    assert row["spark"]["shuffle_bytes"] > 0
    assert set(row["spark"]["phases_s"]) == {"starting", *dict(cluster.PHASES)}
    assert int(results["versions"]["java"].split(".")[0]) >= 17
