"""The benchmarks of dupdetect alone: stages add up, sources are what a user would give."""

from __future__ import annotations

import json
import time
from pathlib import Path

import pytest

from benchmarks.corpora import planted_copies, stored_corpus
from benchmarks.runs import folder, scale


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("scale") / "corpus"
    planted_copies.plant(folder, 120, 5)
    return folder


def test_a_scan_is_measured(made: Path, capsys: pytest.CaptureFixture[str]) -> None:
    scale.measure("scan", str(made), "0.8", "0")
    told = json.loads(capsys.readouterr().out)
    assert (told["precision"], told["recall"], told["found"]) == (1.0, 1.0, len(stored_corpus.Corpus(made).alike(0.8)))
    assert told["cpu_s"] > 0


def test_every_stage_has_a_clock_and_nothing_is_counted_twice(made: Path) -> None:
    began = time.process_time()
    seconds = {one["stage"]: one["cpu_s"] for one in scale.profile(stored_corpus.Corpus(made), 0.8)}
    assert sum(seconds.values()) <= time.process_time() - began
    assert list(seconds) == [scale.READ, *scale.STAGES, scale.REST]
    assert all(seconds[stage] > 0 for stage in ("sign", "pair", "verify"))
    assert seconds[scale.REST] >= 0


def test_a_stream_can_be_read_again(made: Path) -> None:
    stream = scale.Stream(stored_corpus.Corpus(made))
    first = list(stream)
    assert [article.id for article in first] == [f"{i:07}" for i in range(120)]
    assert [article.text for article in stream] == list(stored_corpus.Corpus(made))


def test_limits_are_told_for_the_same_bytes(made: Path) -> None:
    works = {row["work"]: row["mb_per_cpu_s"] for row in scale.limits(made)}
    assert works["sum in memory"] > works["bytes to strings"] > 0


def test_a_folder_is_read_whole(tmp_path: Path) -> None:
    about = planted_copies.plant_files(tmp_path / "files", 30, 3)
    assert folder.read_alone(str(tmp_path / "files")) == about["bytes"]
    assert len(list(folder.files(str(tmp_path / "files")))) == 30


def test_times_are_those_of_reading_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    costs = {way: {"wall_s": float(i + 1), "cpu_s": 2.0 * (i + 1), "found": 1} for i, way in enumerate(folder.WAYS)}
    monkeypatch.setattr("benchmarks.measures.process_meter.measure_in_process", lambda module, words: costs[words[0]])
    rows = folder.compare_ways(tmp_path, 3)
    assert [row["times"]["wall_s"] for row in rows] == [1.0, 2.0, 3.0]
    assert rows[-1]["way"] == "dupdetect.near_copies"
