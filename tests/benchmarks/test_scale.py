"""The benchmarks of dupdetect alone: stages add up, sources are what a user would give."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import corpus
import folder
import planted
import pytest
import scale

from dupdetect.records import Article


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("scale") / "corpus"
    planted.plant(folder, 120, 5)
    return folder


def stand_in(made: Path) -> Callable[..., Any]:
    """A `near_copies` that knows the answer, and reads its sources all the same."""

    def near_copies(sources: Iterable[Article], threshold: float, **options: Any) -> Any:
        read = 0 if isinstance(sources, Mapping) else [article.id for article in sources]
        if tell := options.get("progress"):
            tell("read", 0, 0)
            time.sleep(0.02)
            tell("pair", 0, 0)
        pairs = corpus.Corpus(made).alike(threshold) if read else ()
        return SimpleNamespace(pairs=[SimpleNamespace(a=f"{a:07}", b=f"{b:07}") for a, b in pairs])

    return near_copies


def test_a_scan_is_measured_by_stage(
    made: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(scale, "near_copies", stand_in(made))
    scale.measure(str(made), "0.8", "0")
    told = json.loads(capsys.readouterr().out)
    assert (told["precision"], told["recall"]) == (1.0, 1.0)
    assert [stage["stage"] for stage in told["stages"]] == ["start", "read", "pair"]
    assert told["stages"][1]["wall_s"] >= 0.02
    assert sum(stage["wall_s"] for stage in told["stages"]) <= told["wall_s"] + 0.001


def test_a_stage_that_comes_again_is_added_up() -> None:
    stages = scale.Stages()
    for stage in ("read", "read", "pair", "read"):
        stages(stage, 0, 0)
        time.sleep(0.01)
    stages.close()
    spent = {one["stage"]: one["wall_s"] for one in stages.told()}
    assert list(spent) == ["start", "read", "pair"]
    assert spent["read"] >= 0.03
    assert spent["pair"] >= 0.01


def test_a_stream_can_be_read_again(made: Path) -> None:
    stream = scale.Stream(corpus.Corpus(made))
    first = list(stream)
    assert [article.id for article in first] == [f"{i:07}" for i in range(120)]
    assert [article.text for article in stream] == list(corpus.Corpus(made))


def test_limits_are_told_for_the_same_bytes(made: Path) -> None:
    works = {row["work"]: row["mb_per_cpu_s"] for row in scale.limits(made)}
    assert works["sum in memory"] > works["bytes to strings"] > 0


def test_a_folder_is_read_whole(tmp_path: Path) -> None:
    about = planted.plant_files(tmp_path / "files", 30, 3)
    assert folder.read_alone(str(tmp_path / "files")) == about["bytes"]
    assert len(list(folder.files(str(tmp_path / "files")))) == 30


def test_times_are_those_of_reading_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    costs = {way: {"wall_s": float(i + 1), "cpu_s": 2.0 * (i + 1), "found": 1} for i, way in enumerate(folder.WAYS)}
    monkeypatch.setattr("metered.alone", lambda script, words: costs[words[0]])
    rows = folder.compared(tmp_path, 3)
    assert [row["times"]["wall_s"] for row in rows] == [1.0, 2.0, 3.0]
    assert rows[-1]["way"] == "dupdetect.near_copies"
