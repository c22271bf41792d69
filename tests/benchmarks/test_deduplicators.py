"""The comparison of deduplicators: what counts as lost and left, and a run of dupdetect from file to file."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from benchmarks.corpora import planted_copies, stored_corpus
from benchmarks.corpora.stored_corpus import Corpus
from benchmarks.measures import provenance
from benchmarks.peers import deduplicators as peers
from benchmarks.runs import deduplicators


@pytest.fixture
def corpus(tmp_path: Path) -> Corpus:
    """Five articles: 1 and 2 copy 0, 2 less closely than 1; 3 is reworked from 0; 4 stands alone."""
    folder = tmp_path / "corpus"
    stored_corpus.write(folder, ["a", "b", "c", "d", "e"])
    stored_corpus.write_truth(folder, [(0, 1, 0.9), (0, 2, 0.8), (1, 2, 0.7), (0, 3, 0.65), (1, 3, 0.5)])
    return Corpus(folder)


@pytest.mark.parametrize(
    ("kept", "lost", "far", "left"),
    [
        ({0, 3, 4}, 0, 0, 0),  # right
        ({1, 3, 4}, 1, 0, 0),  # 0 goes for 1, but 2 resembles 0 alone
        ({1, 2, 3, 4}, 0, 0, 0),  # 0 goes for 1 or 2, which do not resemble each other
        ({0, 1, 3, 4}, 0, 0, 1),  # 1 stays beside 0
        ({0, 1, 2, 3, 4}, 0, 0, 2),
        ({0, 4}, 1, 0, 0),  # 3 was dropped for 0, which it resembles by less than was asked
        ({0, 3}, 1, 1, 0),  # 4 was dropped for nothing
        (set(), 5, 5, 0),
    ],
)
def test_what_is_kept_is_judged_whichever_copy_stays(
    kept: set[int], lost: int, far: int, left: int, corpus: Corpus
) -> None:
    figures = deduplicators.judge(kept, corpus, 0.8)
    assert (figures["kept"], figures["dropped"]) == (len(kept), 5 - len(kept))
    assert (figures["lost"], figures["far"], figures["left"]) == (lost, far, left)


def test_the_first_of_similar_records_stays() -> None:
    assert peers.keep_first(5, [(0, 1), (2, 1), (3, 4)]) == [0, 2, 3]  # 2 resembles 1, which went
    assert peers.keep_first(3, []) == [0, 1, 2]


def test_records_are_the_articles_of_a_corpus(tmp_path: Path) -> None:
    planted_copies.plant(tmp_path / "corpus", 20, 3)
    lines, texts = peers.read_records(stored_corpus.ensure_records(tmp_path / "corpus"))
    assert texts == list(Corpus(tmp_path / "corpus"))
    assert [json.loads(line)["id"] for line in lines] == [str(place) for place in range(20)]


def test_ids_are_read_from_a_file_and_from_a_folder_of_files(tmp_path: Path) -> None:
    (tmp_path / "out.jsonl").write_text('{"id": "3"}\n{"id": "5"}\n', encoding="utf-8")
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "00000.jsonl").write_text('{"id": "7"}\n', encoding="utf-8")
    assert peers.read_kept(tmp_path / "out.jsonl") == [3, 5]
    assert peers.read_kept(tmp_path / "out") == [7]


@pytest.mark.slow
def test_dupdetect_runs_from_file_to_file(tmp_path: Path) -> None:
    """Costs are measured, and by the planted truth nothing is lost and nothing left."""
    planted_copies.plant(tmp_path / "corpus", 200, 3)
    corpus = Corpus(tmp_path / "corpus")
    figures = deduplicators.measure("dupdetect", stored_corpus.ensure_records(tmp_path / "corpus"), corpus)
    assert min(figures[cost] for cost in ("wall_s", "cpu_s", "memory_mib", "disk_mib")) > 0
    assert (figures["lost"], figures["left"]) == (0, 0)
    assert figures["dropped"] == 200 - figures["kept"] >= 10
    row = deduplicators.sum_up("dupdetect", 200, [figures, figures | {"cpu_s": 1000.0}])
    assert row["least_cpu_s"] < row["cpu_s"]
    assert row["runs"] == 2


def test_a_package_that_is_missing_is_named() -> None:
    missing = provenance.list_missing({"nobody": "no-such-package-at-all", "ours": "dupdetect", "numpy": "numpy"})
    assert missing == {"nobody": "no-such-package-at-all is not installed"}
