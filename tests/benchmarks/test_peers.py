"""The comparison with peers counts right and wrong pairs as they are, and runs from end to end."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from benchmarks.corpora import planted_copies, stored_corpus
from benchmarks.measures import process_meter
from benchmarks.peers import engines
from benchmarks.runs import peers

THRESHOLDS = (0.8, 0.5)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("peers") / "corpus"
    planted_copies.plant(made, 250, 5)
    return made


@pytest.fixture(scope="module")
def made(folder: Path) -> stored_corpus.Corpus:
    return stored_corpus.Corpus(folder)


@pytest.mark.parametrize("threshold", THRESHOLDS)
def test_the_truth_is_all_right(made: stored_corpus.Corpus, threshold: float) -> None:
    truth = made.alike(threshold)
    assert peers.quality(truth, made, threshold) == {"found": len(truth), "precision": 1.0, "recall": 1.0}


def test_misses_and_false_pairs_count(made: stored_corpus.Corpus) -> None:
    truth = made.alike(0.8)
    missed, *others = sorted(truth)
    less = min(made.similarities, key=lambda pair: made.similarities[pair])
    stranger = next((a, b) for a in range(5) for b in range(a + 1, 5) if (a, b) not in made.similarities)
    told = peers.quality({*others, less, stranger}, made, 0.8)
    assert made.similarities[less] < 0.8
    assert told["recall"] == pytest.approx(1 - 1 / len(truth))
    assert told["precision"] == pytest.approx((len(truth) - 1) / (len(truth) + 1))
    assert missed not in others


def test_a_natural_pair_is_judged_by_its_texts(tmp_path: Path) -> None:
    stored_corpus.write(
        tmp_path / "small",
        ["One and the same short text.", "Something else entirely here now.", "One and the same, short text!"],
    )
    stored_corpus.write_truth(tmp_path / "small", [])
    small = stored_corpus.Corpus(tmp_path / "small")
    assert peers.quality({(0, 2), (0, 1)}, small, 0.8) == {"found": 2, "precision": 0.5, "recall": 1.0}


def test_articles_with_a_duplicate_are_counted(made: stored_corpus.Corpus) -> None:
    truth = {place for pair in made.alike(0.8) for place in pair}
    told = peers.article_quality({*list(truth)[1:], -1}, made, 0.8)
    assert told["recall"] == pytest.approx(1 - 1 / len(truth))
    assert told["precision"] == pytest.approx((len(truth) - 1) / len(truth))


@pytest.mark.parametrize("text", ["", "one", "one two three", "One, two; THREE four five six seven"])
def test_cheap_shingles_are_the_shingles(text: str) -> None:
    (cut,) = engines.shingle_texts([text])
    assert set(cut) == {" ".join(shingle) for shingle in stored_corpus.shingles(text) if shingle}


@pytest.mark.parametrize("threshold", THRESHOLDS)
def test_the_exact_join_finds_all_and_nothing_else(made: stored_corpus.Corpus, threshold: float) -> None:
    assert set(engines.exact_join(list(made), threshold)) == made.alike(threshold)


def test_a_whole_scan_finds_the_copies(made: stored_corpus.Corpus) -> None:
    figures = peers.quality(set(engines.dupdetect_scan(list(made), 0.8)), made, 0.8)
    assert figures["recall"] > 0.9
    assert figures["precision"] > 0.9


@pytest.mark.slow
def test_the_command_writes_a_row_an_engine(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    written = tmp_path / "peers.json"
    only = ["scikit-learn, exact join", "datasketch"]
    monkeypatch.setattr(planted_copies, "ensure_corpus", lambda size: folder)
    monkeypatch.setattr(
        "sys.argv",
        [
            "peers.py",
            "--articles",
            "250",
            "--threshold",
            "0.8",
            "--rounds",
            "2",
            "--results",
            str(written),
            "--only",
            *only,
        ],
    )
    assert peers.main() == 0, capsys.readouterr().err
    exact, sketched = json.loads(written.read_text())["rows"]
    assert [exact["engine"], sketched["engine"]] == only
    assert (exact["precision"], exact["recall"], exact["runs"]) == (1.0, 1.0, 2)
    assert sketched["recall"] > 0.7
    assert 0 < exact["least_cpu_s"] <= exact["cpu_s"] <= exact["most_cpu_s"]


def test_a_measurement_that_fails_says_why(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "broken.py").write_text("raise SystemExit('no such corpus')")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path), prepend=os.pathsep)
    with pytest.raises(process_meter.MeasurementError, match=r"^broken a b: no such corpus"):
        process_meter.measure_in_process("broken", ["a", "b"])


def test_cost_counts_work_and_memory() -> None:
    with process_meter.measure_cost() as cost:
        kept = [bytes(1000) for _ in range(30_000)]
    assert len(kept) == 30_000
    assert cost.cpu > 0
    assert cost.memory is None or cost.memory > 20
