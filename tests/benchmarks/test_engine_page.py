"""The page on the engine says what the files of results say, and nothing of files that are not there."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import engine_page
import pytest

from benchmarks.measures import provenance
from benchmarks.places import RESULTS
from benchmarks.runs import candidates, deduplicators, folder, fuzz, peers, scale
from dupdetect.records import Channel, Pair


def runs(cpu: float, **figures: float) -> list[dict[str, Any]]:
    usual = {"wall_s": 2 * cpu, "cpu_s": cpu, "precision": 1.0, "recall": 0.9975, "found": 3, "added_mib": 20.0}
    return [usual | figures | {"peak_mib": 300.0}]


@pytest.fixture
def results(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(engine_page, "RESULTS", tmp_path)
    return tmp_path


def write(results: Path, name: str, figures: dict[str, Any]) -> str:
    """Write a file of results as the benchmarks do, and give the page."""
    provenance.write_results(name, {**provenance.describe_origin(["numpy"]), **figures}, results / f"{name}.json")
    return "\n".join(engine_page.sections())


def test_without_results_there_is_no_section(results: Path) -> None:
    assert list(engine_page.sections()) == []


def test_peers_stand_by_their_cost_with_how_many_times_ours(results: Path) -> None:
    rows = [
        peers.row("rensa", 10_000, 0.8, runs(3.0, precision=0.95)),
        peers.row("dupdetect", 10_000, 0.8, runs(0.2)),
    ]
    page = write(results, "peers", {"values": 128, "rows": rows, "absent": {"semhash": "compares embeddings"}})
    assert "### 10,000 articles, similarity of 0.8 or more" in page
    assert (
        "| **dupdetect** | exact | 0.20 | 1.0 | 0.40 | 20 | 100.0 | 99.8 |\n| rensa | estimate | 3.00 | 15.0 |" in page
    )
    assert "- semhash: compares embeddings." in page


def test_deduplicators_stand_by_their_cost_with_what_is_lost_and_left(results: Path) -> None:
    run = {"wall_s": 9.0, "cpu_s": 4.0, "memory_mib": 200.4, "disk_mib": 30.0, "kept": 9_000, "dropped": 1_000}
    rows = [
        deduplicators.sum_up("text-dedup", 10_000, [run | {"lost": 340, "far": 70, "left": 2}]),
        deduplicators.sum_up("dupdetect", 10_000, [run | {"cpu_s": 2.0, "lost": 0, "far": 0, "left": 0}]),
    ]
    setting = {"values": 128, "threshold": 0.8, "far": 0.2, "load": 24.2, "absent": {"semhash": "compares embeddings"}}
    page = write(results, "deduplicators", setting | {"rows": rows})
    assert "that do not by 0.6 either" in " ".join(page.split())
    assert "The load of the machine was 24.2 when this began" in page
    assert "#### 10,000 articles" in page
    first = "| **dupdetect** | exact similarity | 2.0 | 9.0 | 200 | 30 | 9,000 | 0 | 0 | 0 |"
    assert f"{first}\n| text-dedup | unchecked | 4.0 | 9.0 | 200 | 30 | 9,000 | 340 | 70 | 2 |" in page
    assert "- semhash: compares embeddings." in page


def test_sizes_are_compared_with_the_first(results: Path) -> None:
    stages = [{"stage": "sign", "cpu_s": 0.08, "mb_per_cpu_s": 400.0}]
    rows = [
        scale.row(size, size * 3000, 0.8, runs(cpu)) | {"stages": stages}
        for size, cpu in ((10_000, 0.2), (100_000, 2.5))
    ]
    page = write(results, "scale", {"rows": rows, "limits": [{"work": "sum in memory", "mb_per_cpu_s": 20_000}]})
    assert "| 100,000 | 300 | 2.50 | 5.00 | 25.0 | 1.25 | 300 | 100.0 | 99.8 |" in page
    assert "A scan of 100,000 articles" in page
    assert "| sign | 0.08 | 400 |\n| *sum in memory* |  | 20,000 |" in page


def test_a_folder_is_compared_with_reading(results: Path) -> None:
    rows = [
        folder.make_row(way, runs(float(cpu))) | {"times": {"wall_s": float(cpu), "cpu_s": float(cpu)}}
        for cpu, way in enumerate(folder.WAYS, start=1)
    ]
    page = write(results, "folder", {"articles": 100_000, "rounds": 3, "rows": rows})
    assert "| `dupdetect.near_copies` | 6.00 | 3.00 | 3.00 | 3.00 |" in page


def test_hostile_files_stand_by_format(results: Path) -> None:
    for form, memory in (("a.tar", 1_234), ("a.csv", 800)):
        tally = fuzz.Tally(200, 4, 4, 1_100, 30, [], 12.4, memory)
        fuzz.write_results({form: tally.list_cells(form)}, 200, results / "fuzz.json")
    page = "\n".join(engine_page.sections())
    assert "| format | mutants | pair found | articles | skips | failures | seconds | MB |" in page
    assert page.index("| a.csv | 200 | 4 of 4 | 1,100 |") < page.index(
        "| a.tar | 200 | 4 of 4 | 1,100 | 30 | 0 | 12 | 1,234 |"
    )


def test_first_commands_stand_beside_compiled_ones(results: Path) -> None:
    seconds = {"cold_wall_s": 6.0, "cold_cpu_s": 4.5}
    row = {"command": "`scan`", "goal_cpu_s": 5.0, **seconds, "warm_wall_s": 2.0, "warm_cpu_s": 1.9}
    page = write(results, "cold_start", {"rounds": 3, "ahead_cpu_s": 28.2, "rows": [row]})
    assert "which takes 28 CPU seconds once" in page
    assert "| `scan` | 5.0 | 4.50 | 6.00 | 1.90 | 2.00 |" in page


def test_candidates_are_told_by_channel(results: Path) -> None:
    found = [Pair("a", "b", (Channel.REWRITES,))]
    wanted = [candidates.Wanted("a", "b"), candidates.Wanted("c", "d")]
    row = {"channels": candidates.figures(found, wanted, 4)}
    missed = {"missed": 1, "listed": [{"source": "c", "words": 120}]}
    spun = row | missed | {"strength": "60 %", "copies": 2, "articles": 20_000, "replaced": 0.59, "jaccard_5": 0.07}
    of_pan = [
        row | missed | {"class": name, "pairs": 2, "documents": 4_995} for name in ("01-no-plagiarism", "05-summary")
    ]
    page = write(results, "candidates", {"spun": [spun], "pan": of_pan})
    assert "| 60 % | 59.0 | 0.070 | 50.0 | 0.5 | 0.2 | 50.0 | 0.5 |" in page
    assert "| 05-summary | 2 | 50.0 |" in page
    assert "no-plagiarism" not in page
    assert "Missed at 60 %: 1 of 2: c (120 words)." in page


def test_every_section_has_a_command_that_writes_its_file() -> None:
    runs = Path(candidates.__file__).parent
    for name in engine_page.SECTIONS:
        assert f'provenance.write_results("{name}"' in (runs / f"{name}.py").read_text().replace("'", '"')


def test_results_that_are_published_can_be_read() -> None:
    for name in engine_page.SECTIONS:
        path = RESULTS / f"{name}.json"
        if path.exists():
            assert json.loads(path.read_text())["schema"] == provenance.SCHEMA
