"""Checkpoints on disk: whatever a kill leaves of the files, only whole batches are taken over, and all before them."""

from __future__ import annotations

import random
from pathlib import Path

import numpy as np
import pytest

from dupdetect.engines.local import checkpoints as module
from dupdetect.engines.local.checkpoints import Checkpoints
from dupdetect.engines.local.journal import JOURNAL
from dupdetect.engines.local.near import NearEngine, SketchedTexts
from dupdetect.read.sources import ignore_progress
from dupdetect.records import Article
from dupdetect.settings import Settings
from tests.archive.samples import story

FILES = (*module.FILES, JOURNAL)
ARTICLES = [Article(f"n{number}", story(number, 20 + number)) for number in range(40)]


def take_notes(first: int, last: int) -> dict[str, list[int]]:
    return {"rows": list(range(first, last))}


def sketch(folder: Path, articles: list[Article]) -> SketchedTexts:
    with Checkpoints(folder, take_notes) as checkpoints:
        engine = NearEngine(Settings(), ignore_progress, 1, checkpoints.spool)
        return engine.sketch(articles[len(checkpoints.ids) :], checkpoints)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr("dupdetect.engines.local.near._BATCH", 6)
    sketch(tmp_path, ARTICLES)
    return tmp_path


def test_what_was_kept_is_taken_over(folder: Path) -> None:
    with Checkpoints(folder, take_notes) as checkpoints:
        assert checkpoints.ids == [article.id for article in ARTICLES]
        assert [row for notes in checkpoints.notes for row in notes["rows"]] == list(range(len(ARTICLES)))
        texts = [text.decode() for text in checkpoints.spool.take(range(len(ARTICLES)))]
    assert texts == [article.text for article in ARTICLES]


@pytest.mark.parametrize("seed", range(12))
def test_a_file_that_was_cut_or_damaged_costs_the_batches_behind(folder: Path, seed: int) -> None:
    rng = random.Random(seed)
    whole = {name: (folder / name).read_bytes() for name in FILES}
    for name in rng.sample(FILES, rng.randrange(1, 4)):
        data = bytearray(whole[name][: rng.randrange(len(whole[name]))])
        if data and rng.random() < 0.5:  # a page that never reached the disk
            at = rng.randrange(len(data))
            data[at : at + 64] = bytes(len(data[at : at + 64]))
        (folder / name).write_bytes(bytes(data))
    with Checkpoints(folder, take_notes) as checkpoints:
        kept = len(checkpoints.ids)
        assert kept < len(ARTICLES)
        assert kept % 6 == 0
        assert [text.decode() for text in checkpoints.spool.take(range(kept))] == [
            item.text for item in ARTICLES[:kept]
        ]
    sketched = sketch(folder, ARTICLES)
    assert {name: (folder / name).read_bytes() for name in FILES} == whole
    assert sketched.ids == [article.id for article in ARTICLES]


def test_sketches_are_those_of_a_run_without_a_break(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    (folder / "journal").write_bytes((folder / "journal").read_bytes()[:9_000])
    again = sketch(folder, ARTICLES)
    whole = sketch(tmp_path_factory.mktemp("whole"), ARTICLES)
    for name in ("keys", "low", "texts", "counts"):
        axis = 1 if name == "keys" else 0
        left, right = (np.concatenate([getattr(part, name) for part in run.sketches], axis) for run in (again, whole))
        assert (left == right).all()
