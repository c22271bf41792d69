"""Archives that store what their texts mean: the same answers as a scan, and no mixture of models."""

from __future__ import annotations

import json
from operator import itemgetter
from pathlib import Path

import pytest

import dupdetect
from dupdetect import ArchiveError, Article, Index, Settings
from dupdetect.records import Channel
from tests.embedding.models import WordModel

SAMPLES = Path(__file__).parents[2] / "samples" / "meaning"
MEANT = Settings().updated({"meaning": {"enabled": True}})


def read_pieces(*names: str) -> list[Article]:
    return [Article(name, (SAMPLES / f"{name}.txt").read_text(encoding="utf-8")) for name in names]


STORED = ("lock-original", "lock-de-second-report", "lock-ru-faithful", "train-original")
ASKED = "lock-de-faithful"


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    path = tmp_path / "pieces.dupdetect"
    with Index.open(path, MEANT) as index:
        index.add(read_pieces(*STORED))
        assert index.verify() == []
    return path


def test_an_archive_gives_the_pairs_of_a_scan(archive: Path) -> None:
    scanned = dupdetect.scan(read_pieces(*STORED, ASKED), MEANT, jobs=1)
    wanted = {pair.b if pair.a == ASKED else pair.a: pair for pair in scanned.pairs if ASKED in (pair.a, pair.b)}
    with Index.open(archive, writing=False) as index:
        answer = index.check(read_pieces(ASKED)[0])
    assert {pair.a for pair in answer.pairs} == set(wanted) == {"lock-original", "lock-ru-faithful"}
    for pair in answer.pairs:
        mirror = wanted[pair.a]
        assert (pair.verdict, pair.manner, pair.reasons, pair.channels) == (
            mirror.verdict, mirror.manner, mirror.reasons, mirror.channels
        )  # fmt: skip


@pytest.mark.parametrize("asked", ["lock-original", "beetle-ar-free"])
def test_an_answer_is_that_of_a_scan_in_every_figure_and_every_language(tmp_path: Path, asked: str) -> None:
    names = [path.stem for path in SAMPLES.glob("*.txt") if path.stem.startswith(("lock", "beetle"))]
    stored = read_pieces(*(name for name in names if name != asked))
    question = Article("zz", read_pieces(asked)[0].text)  # sorts last, so that it is B in a scan as in an answer
    with Index.open(tmp_path / "pieces.dupdetect", MEANT) as index:
        index.add(stored)
        answer = json.loads(index.check(question).to_json())["pairs"]
    scanned = json.loads(dupdetect.scan([*stored, question], MEANT, jobs=1).to_json())["pairs"]
    wanted = [pair for pair in scanned if question.id in (pair["a"], pair["b"])]
    assert sum(pair["manner"] == "translated" for pair in wanted) >= 4
    assert sorted(answer, key=itemgetter("a")) == sorted(wanted, key=itemgetter("a"))


def test_a_removed_or_replaced_article_is_found_no_more(archive: Path) -> None:
    with Index.open(archive) as index:
        index.remove(["lock-original"])
        index.add([Article("lock-ru-faithful", "Теперь здесь стоит совсем другой короткий текст.")])
        assert index.check(read_pieces(ASKED)[0]).pairs == ()
        assert index.verify() == []


def test_an_article_of_the_archive_is_not_its_own_neighbour(archive: Path) -> None:
    with Index.open(archive, writing=False) as index:
        answer = index.check(read_pieces("lock-original")[0])
    assert [pair.a for pair in answer.pairs] == ["lock-ru-faithful"]
    assert answer.pairs[0].channels == (Channel.MEANING,)


def test_an_archive_without_meaning_refuses_settings_with_it(tmp_path: Path) -> None:
    path = tmp_path / "plain.dupdetect"
    Index.open(path, Settings()).close()
    with pytest.raises(ArchiveError, match=r"made with meaning\.enabled=False, not True"):
        Index.open(path, MEANT)


def test_vectors_of_two_models_do_not_mix(tmp_path: Path) -> None:
    dupdetect.register_embedder("words", WordModel())
    settings = MEANT.updated({"meaning.model": "words"})
    path = tmp_path / "words.dupdetect"
    with Index.open(path, settings) as index:
        index.add(read_pieces("lock-original"))
    dupdetect.register_embedder("words", WordModel(32))
    with Index.open(path, settings) as index, pytest.raises(ArchiveError, match="its vectors are those of the model"):
        index.check(read_pieces("lock-retelling")[0])
