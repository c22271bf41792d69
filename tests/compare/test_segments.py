"""Articles that were cut into words come back from disk as they were, and are cut once."""

from __future__ import annotations

import weakref
from dataclasses import fields
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dupdetect.compare import comparer
from dupdetect.compare.comparer import Comparer
from dupdetect.compare.segments import SegmentStore, pack_segments, unpack_segments
from dupdetect.engines.faults import PairJudge
from dupdetect.records import Article, Channel, Verdict
from dupdetect.records.batches import Segmented
from dupdetect.settings import Settings
from dupdetect.text import Vocabulary, segment_article

SAMPLES = Path(__file__).parents[2] / "samples"
FILES = sorted(SAMPLES.rglob("*.txt"))
FOUND = (Channel.PASSAGES,)


def segment(text: str, language: str = "auto") -> Segmented:
    settings = Settings().updated({"segmenting": {"language": language}}).segmenting
    return segment_article(Article("a", text), Vocabulary(), settings)


def assert_same(a: Segmented, b: Segmented) -> None:
    for field in fields(Segmented):
        ours, theirs = getattr(a, field.name), getattr(b, field.name)
        if isinstance(ours, np.ndarray):
            assert ours.dtype == theirs.dtype, field.name
            assert np.array_equal(ours, theirs), field.name
        else:
            assert ours == theirs, field.name


def test_every_sample_comes_back() -> None:
    assert len(FILES) > 100
    for file in FILES:
        segmented = segment(file.read_text(encoding="utf-8", errors="replace"))
        assert_same(unpack_segments(pack_segments(segmented), segmented.article), segmented)


@given(st.text(st.sampled_from('ab Éü12.,"“”\n\n- 中文语アラ\U0001f600\u200b'), max_size=400))
def test_any_text_comes_back(text: str) -> None:
    segmented = segment(text)
    assert_same(unpack_segments(pack_segments(segmented), segmented.article), segmented)


def test_distant_and_long_words_come_back() -> None:
    segmented = segment("x" + " " * 40_000 + "y" * 40_000 + " z" + "\n" * 200 + "end")
    assert_same(unpack_segments(pack_segments(segmented), segmented.article), segmented)


def test_a_packed_article_is_small() -> None:
    text = " ".join(FILES[0].read_text(encoding="utf-8").split() * 20)
    packed = pack_segments(segment(text))
    assert sum(part.nbytes for part in packed if isinstance(part, np.ndarray)) < 2.5 * len(text)


def test_a_store_knows_what_it_keeps_until_it_is_cleared() -> None:
    store = SegmentStore(2, {"a": 0, "b": 1}.__getitem__)
    a, b = segment("One text of some words."), segment_article(Article("b", "Two"), Vocabulary(), Settings().segmenting)
    assert store.find(a.article) is None
    store.keep(b)
    store.keep(a)
    for segmented in (a, b):
        kept = store.find(segmented.article)
        assert kept is not None
        assert_same(kept, segmented)
    store.clear()
    assert store.find(a.article) is None


def write_articles() -> list[Article]:
    return [
        Article(file.name, file.read_text(encoding="utf-8")) for file in sorted((SAMPLES / "articles").iterdir())[:12]
    ]


def compare_all(articles: list[Article], compares: Comparer) -> list[object]:
    return [compares.compare_articles(a, b, FOUND) for b in articles for a in articles if a.id < b.id]


@pytest.mark.parametrize("stems", [1_000_000, 500])
def test_a_comparer_without_room_cuts_each_article_once(stems: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """And gives the comparisons of one with room, also where its vocabulary has to begin anew."""
    cut: list[str] = []

    def count_cuts(article: Article, *rest: object) -> Segmented:
        cut.append(article.id)
        return segment_article(article, *rest)  # type: ignore[arg-type]

    articles = [*write_articles(), Article("blank", "***")]
    expected = compare_all(articles, Comparer(Settings()))
    monkeypatch.setattr(comparer, "segment_article", count_cuts)
    monkeypatch.setattr(comparer, "_STEMS", stems)
    assert compare_all(articles, Comparer(Settings(), prepared=1, segments=open_store(articles))) == expected
    assert (len(cut) == len(articles)) == (stems > 500)


def open_store(articles: list[Article]) -> SegmentStore:
    return SegmentStore(len(articles), [article.id for article in articles].index)


def test_a_comparer_with_another_cache_cuts_nothing_again(monkeypatch: pytest.MonkeyPatch) -> None:
    articles = write_articles()
    expected = compare_all(articles, Comparer(Settings()))
    first = Comparer(Settings(), prepared=1, segments=open_store(articles))
    first.may_be_related([(articles[0], article) for article in articles[1:]])
    kept = weakref.ref(first._prepared.of(articles[0]))
    second = first.with_cache(1)
    assert kept() is None  # though the first comparer is still there
    monkeypatch.setattr(comparer, "segment_article", None)
    assert compare_all(articles, second) == expected


def test_a_sealed_store_finds_what_it_has_and_keeps_no_more() -> None:
    a, b = segment("One text of some words."), segment_article(Article("b", "Two"), Vocabulary(), Settings().segmenting)
    store = open_store([a.article, b.article])
    store.keep(a)
    store.seal()
    store.keep(b)
    assert store.find(a.article) is not None
    assert store.find(b.article) is None


def test_a_comparer_that_begins_anew_after_a_fault_does_not_trust_old_numbers() -> None:
    """The words that the store kept have the numbers of a vocabulary that is gone."""
    articles = write_articles()
    expected = compare_all(articles, Comparer(Settings()))
    judge = PairJudge(Settings(), least=Verdict.INDEPENDENT, prepared=1, segments=open_store(articles))
    for article in reversed(articles):
        judge.judge(article, articles[0], FOUND)
    judge._comparer = None  # as after a fault
    assert [judge.judge(a, b, FOUND) for b in articles for a in articles if a.id < b.id] == expected
