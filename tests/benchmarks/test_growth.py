"""Growth runs measure whole scans by size and limit, and the page says what they found and what it extrapolates."""

from __future__ import annotations

import json
import os
import sys
import tempfile
from pathlib import Path

import growth_page
import pytest

from benchmarks.corpora import planted_copies
from benchmarks.measures import process_tree_meter, provenance
from benchmarks.measures.process_meter import MeasurementError
from benchmarks.runs import growth

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="looks at processes in /proc")


def test_a_size_is_scanned_with_each_limit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(planted_copies, "KEPT", tmp_path)
    rows = growth.measure_size(60, ["64G", "512M"])
    assert [row["limit"] for row in rows] == ["64G", "512M"]
    assert all(row["pairs"] and row["cpu_s"] and row["memory_mib"] > 50 for row in rows)


def test_files_without_a_name_are_measured_while_they_are_open(tmp_path: Path) -> None:
    with tempfile.TemporaryFile(dir=tmp_path) as file:
        before = process_tree_meter.measure_unnamed([os.getpid()])
        file.write(bytes(1 << 20))
        file.flush()
        assert process_tree_meter.measure_unnamed([os.getpid()]) - before == 1 << 20
    assert process_tree_meter.measure_unnamed([2**22 + 1]) == 0


def test_the_page_extrapolates_from_its_last_row(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(growth_page, "RESULTS", tmp_path / "growth.json")
    assert list(growth_page.write_section()) == []
    row = {
        "articles": 1000,
        "limit": "512M",
        "cpu_s": 3.6,
        "wall_s": 4.2,
        "memory_mib": 500,
        "disk_mib": 10,
        "compared": 9,
        "pairs": 3,
    }
    origin = {"taken": "2026-11-27", "machine": {}, "versions": {}}
    (tmp_path / "growth.json").write_text(json.dumps({**origin, "rows": [row | {"limit": "64G"}, row]}))
    monkeypatch.setattr(growth_page, "measured_on", lambda results: "\n")
    page = "\n".join(growth_page.write_section())
    assert "| 1,000 | none | 4 | 3.6 | 4 | 500 | 10 | 9 | 3 |" in page
    assert "1,000 times the last row is 1.0 hours of one core and 10 GB" in page
    (tmp_path / "growth.json").write_text(json.dumps({**origin, "rows": [row, row | {"articles": 1_000_000}]}))
    page = "\n".join(growth_page.write_section())
    assert "times the last row" not in page
    assert "times as much" not in page
    free = row | {"limit": "64G"}
    (tmp_path / "growth.json").write_text(
        json.dumps({**origin, "rows": [free, free | {"articles": 10_000, "cpu_s": 39.6}]})
    )
    page = "\n".join(growth_page.write_section())
    assert "from 1,000 to 10,000 articles, the CPU an article is 1.10 times as much" in page


def test_a_run_adds_to_an_earlier_one(tmp_path: Path) -> None:
    small, large = ({"articles": size, "limit": "3G", "cpu_s": 1} for size in (20, 100))
    assert growth.join_rows([large], [small]) == [small, large]
    assert growth.join_rows([small, large], [large | {"cpu_s": 2}]) == [small, large | {"cpu_s": 2}]
    with pytest.raises(MeasurementError, match="no results yet"):
        provenance.read_results("growth", tmp_path / "none.json")
