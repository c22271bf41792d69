"""Planted corpora: what they claim of their pairs is true of their texts, and they look like text."""

from __future__ import annotations

from collections import Counter
from itertools import combinations
from pathlib import Path

import pytest

from benchmarks.corpora import planted_copies, stored_corpus
from benchmarks.corpora.stored_corpus import shingles
from benchmarks.runs import plant


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> stored_corpus.Corpus:
    folder = tmp_path_factory.mktemp("planted") / "corpus"
    planted_copies.plant(folder, 300, 7)
    return stored_corpus.Corpus(folder)


@pytest.fixture(scope="module")
def texts(made: stored_corpus.Corpus) -> list[str]:
    return list(made)


def test_planted_similarities_are_those_of_the_texts(made: stored_corpus.Corpus, texts: list[str]) -> None:
    assert len(made.similarities) > 30
    for (a, b), known in made.similarities.items():
        assert a < b
        assert stored_corpus.jaccard(texts[a], texts[b]) == pytest.approx(known, abs=1e-12)


def test_no_other_pair_is_similar(made: stored_corpus.Corpus, texts: list[str]) -> None:
    cut = [stored_corpus.shingles(text) for text in texts[:150]]
    others = [pair for pair in combinations(range(150), 2) if pair not in made.similarities]
    assert max(len(cut[a] & cut[b]) / len(cut[a] | cut[b]) for a, b in others) < 0.02


def test_every_degree_of_similarity_is_there(made: stored_corpus.Corpus) -> None:
    tenths = {int(10 * j) for j in made.jaccard}
    assert {10, 9, 8, 7, 5, 3} <= tenths


def test_texts_look_like_text(texts: list[str]) -> None:
    counts = Counter(word for text in texts for word in stored_corpus.WORD.findall(text.lower()))
    together = sum(counts.values())
    assert [word for word, _ in counts.most_common(3)] == ["the", "a", "of"]
    assert 0.3 < sum(count for _, count in counts.most_common(100)) / together < 0.6
    assert 2_500 < sum(len(text.encode()) for text in texts) / len(texts) < 3_800
    assert 0.7 < sum(not text.isascii() for text in texts) / len(texts) < 0.9
    whole = [text for text in texts if text.lstrip("“\"'")[0].islower() is False and text.endswith(".")]
    assert len(whole) / len(texts) > 0.9  # an edit may have taken the first or the last word of a copy


def test_turns_of_phrase_repeat_and_long_runs_do_not(texts: list[str]) -> None:
    half = len(texts) // 2
    shared = [
        len(set().union(*(shingles(text, words) for text in texts[:half])) & shingles(texts[half], words))
        for words in (2, 3, 5)
    ]
    assert shared[0] > shared[1] > shared[2]
    assert shared[1] > 10


def test_the_same_seed_makes_the_same_bytes(tmp_path: Path) -> None:
    for name, seed in (("a", 3), ("b", 3), ("c", 4)):
        planted_copies.plant(tmp_path / name, 60, seed)
    a, b, c = (stored_corpus.Corpus(tmp_path / name).bytes() for name in "abc")
    assert a == b != c


def test_files_hold_the_same_articles(tmp_path: Path) -> None:
    planted_copies.plant(tmp_path / "corpus", 40, 3)
    planted_copies.plant_files(tmp_path / "files", 40, 3)
    found = [path.read_text(encoding="utf-8") for path in sorted((tmp_path / "files").rglob("*.txt"))]
    assert found == list(stored_corpus.Corpus(tmp_path / "corpus"))


def test_an_existing_folder_is_left_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.argv", ["plant", str(tmp_path)])
    assert plant.main() == 1
    assert "exists already" in capsys.readouterr().err
    assert not list(tmp_path.iterdir())
