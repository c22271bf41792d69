"""docs/scaling.md: its driver script runs, its columns are there, and its sums are sums of what was measured."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pyarrow
import pytest
import scaling_page
from pyarrow import parquet

from dupdetect.settings import Settings

PAGE = (Path(__file__).parents[1] / "docs" / "scaling.md").read_text(encoding="utf-8")
DRIVER, DEDUP, SCAN = re.findall(r"^```python\n(.*?)^```", PAGE, flags=re.DOTALL | re.MULTILINE)
TEXT = "The island is to get a new ferry in the spring of 2027, the ministry said on Thursday, after a year of talks. "


def figures(articles: int, cpu: float) -> dict[str, Any]:
    counts = {"compared": 2 * articles, "pairs": 10, "clusters": 4}
    cost = {"wall_s": cpu / 2, "cpu_s": cpu, "peak_mib": 900.0, "counts": counts}
    phases = {"reading": 1.0, "comparing": 0.01 * articles}
    spark = cost | {"shuffle_bytes": 5_000 * articles, "disk_mib": 3.0, "phases_s": phases}
    return {"articles": articles, "words": 120, "bytes": 800 * articles, "local": cost, "spark": spark, "same": "bytes"}


@pytest.fixture
def results(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the page looks for what was measured."""
    monkeypatch.setattr(scaling_page, "RESULTS", tmp_path / "cluster.json")
    return tmp_path / "cluster.json"


def test_the_sums_are_those_of_the_largest_corpus(results: Path) -> None:
    machine = {"processor": "P", "cores": 2, "memory_gib": 8, "system": "S"}
    rows = [figures(4_000, 72.0), figures(1_000, 20.0), {"articles": 9_000, "spark": {}}]
    results.write_text(json.dumps({"date": "D", "machine": machine, "versions": {}, "processes": 2, "rows": rows}))
    sums = scaling_page.sizing()
    assert "= 18.00 ms an article" in sums
    assert re.search(r"CPU +10\^9 x 18\.00 ms / 3,600,000 += 5,000 core-hours", sums)
    assert re.search(r"shuffle +10\^10 x 5,000 bytes += 50\.0 TB", sums)
    assert re.search(r"comparing +40 s x 2 cores / 8,000 += 10\.00 ms a pair", sums)
    assert re.search(r"cost +5,000 x 0\.04 USD += 200 USD", sums)
    assert "one in 1,024 is kept" in sums
    assert "| articles | 1,000 | 4,000 |" in scaling_page.engine_figures()
    assert "For 4.0 times the articles, Spark took 3.6 times the time" in scaling_page.engine_figures()
    assert "| comparing | 10 | 40 |" in scaling_page.phases()


def test_deduplication_has_what_both_dropped(results: Path) -> None:
    machine = {"processor": "P", "cores": 2, "memory_gib": 8, "system": "S"}
    row = figures(2_000, 30.0) | {"to_drop": 13, "dropped": 12, "dropped_wrongly": 0}
    told = {"date": "D", "machine": machine, "versions": {}, "processes": 2, "rows": [row]}
    results.with_name("cluster_dedup.json").write_text(json.dumps(told))
    page = scaling_page.deduplication()
    assert "| Spark, s (CPU s) | 15 (30) |" in page
    assert "| rows that went, in both | 12 |" in page


@pytest.mark.parametrize("part", scaling_page.PARTS.values(), ids=scaling_page.PARTS)
def test_without_figures_a_part_says_so(results: Path, part: Any) -> None:
    assert part() == scaling_page.MISSING


@pytest.mark.parametrize("part", scaling_page.PARTS)
def test_every_part_has_its_place(part: str) -> None:
    assert f"<!-- {part} -->\n" in PAGE


def test_caps_and_settings_are_those_of_the_code() -> None:
    known = Settings().values()
    for name, cap in (("pairing.row_bucket", 16), ("pairing.key_bucket", 32)):
        assert known[name] == cap
        assert f"`{name}`, {cap} |" in PAGE
    assert {"fingerprinting.passage_keys", "fingerprinting.passage_sample"} <= set(known)


def test_the_command_line_script_is_the_command_line() -> None:
    done = subprocess.run([sys.executable, "-c", SCAN, "--version"], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert "dupdetect" in done.stdout


@pytest.mark.spark
def test_the_driver_script_runs_and_the_columns_are_there(tmp_path: Path) -> None:
    if shutil.which("java") is None:
        pytest.skip("there is no Java")
    texts = [3 * TEXT, 3 * TEXT + "It will carry cars.", "Rain is expected by noon."]
    parquet.write_table(pyarrow.table({"id": [1, 2, 3], "text": texts}), tmp_path / "news.parquet")
    command = [sys.executable, "-c", DRIVER, str(tmp_path / "news.parquet"), str(tmp_path / "found")]
    ours = {**os.environ, "PYSPARK_PYTHON": sys.executable}
    done = subprocess.run(command, env=ours, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert re.search(r"^1 pairs were compared; too common: \{'same", done.stdout, flags=re.MULTILINE)
    for name in ("pairs", "families"):
        told = re.search(rf"^\| `{name}/` \| (.*) \|$", PAGE, flags=re.MULTILINE)
        columns = parquet.read_table(tmp_path / "found" / name).column_names
        assert told
        assert set(columns) <= set(re.findall(r"`(\w+)`", told[1]))


@pytest.mark.spark
def test_the_lines_that_deduplicate_run_in_the_driver(tmp_path: Path) -> None:
    if shutil.which("java") is None:
        pytest.skip("there is no Java")
    rows = {
        "url": ["a", "b", "c"],
        "body": [3 * TEXT, 3 * TEXT + "It will carry cars.", "Rain is expected by noon."],
        "fetched": ["2026-03-02", "2026-03-01", "2026-03-01"],
    }
    parquet.write_table(pyarrow.table(rows), tmp_path / "news.parquet")
    head = DRIVER.partition("found = ")[0]
    command = [sys.executable, "-c", head + DEDUP, str(tmp_path / "news.parquet"), str(tmp_path / "out")]
    ours = {**os.environ, "PYSPARK_PYTHON": sys.executable}
    done = subprocess.run(command, env=ours, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert sorted(parquet.read_table(tmp_path / "out" / "kept")["url"].to_pylist()) == ["b", "c"]
    dropped = parquet.read_table(tmp_path / "out" / "dropped").to_pylist()
    assert [(row["id"], row["kept"]) for row in dropped] == [("a", "b")]
