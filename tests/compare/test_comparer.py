"""What a comparer remembers of articles: bounded by their characters, and never another article's."""

from __future__ import annotations

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.corpora import planted_copies
from benchmarks.places import ARTICLES
from dupdetect.compare import align, comparer
from dupdetect.compare.article_cache import LRUCache
from dupdetect.compare.comparer import Comparer
from dupdetect.read import read_article
from dupdetect.records import Article, Verdict
from dupdetect.settings import Settings

MOST = 10_000

articles = st.builds(Article, st.sampled_from("abcdef"), st.integers(0, 2 * MOST).map("x".__mul__))


@given(st.lists(articles, max_size=30))
def test_what_is_remembered_is_right_and_bounded(asked: list[Article]) -> None:
    made: list[Article] = []

    def make(article: Article) -> str:
        made.append(article)
        return f"{article.id} {len(article.text)}"

    recent = LRUCache(make, MOST)
    for article in asked:
        assert recent.of(article) == f"{article.id} {len(article.text)}"
        held = [min(len(article.text), MOST // 2) for article, _ in recent._entries.values()]
        assert sum(held) <= MOST
        assert len(held) <= MOST // 1024
    assert len(made) <= len(asked)


def test_an_article_is_prepared_once_while_there_is_room() -> None:
    made: list[str] = []
    recent = LRUCache(lambda article: made.append(article.id), MOST)
    for name in "aabbaabb":
        recent.of(Article(name, "x" * (MOST // 2)))  # an equal article, not the same object
    recent.of(Article("a", "x" * (MOST // 2)))
    recent.of(Article("c", "x"))  # b was asked for longest ago
    recent.of(Article("a", "x" * (MOST // 2)))
    recent.of(Article("b", "x" * (MOST // 2)))
    assert made == ["a", "b", "c", "b"]


def test_one_that_is_too_long_to_be_remembered_is_prepared_once_for_pairs_that_follow() -> None:
    made: list[str] = []
    recent = LRUCache(lambda article: made.append(article.id), MOST)
    for name in "bcd":
        recent.of(Article(name, "x"))
        recent.of(Article("a", "x" * (MOST + 1)))
        recent.of(Article(name, "x"))
        recent.of(Article(f"{name}2", "x"))
    assert made == ["b", "a", "b2", "c", "c2", "d", "d2"]


def test_another_article_under_the_same_id_is_prepared_anew() -> None:
    text = "The harbour was closed on Tuesday, and 40 boats stayed out at sea until the wind had gone down."
    comparer = Comparer(Settings())
    first = comparer.compare_articles(Article("a", text), Article("b", text), ())
    second = comparer.compare_articles(
        Article("a", "Nothing of it is in this one, which tells of apples."), Article("b", text), ()
    )
    assert (first.verdict, second.verdict) == (Verdict.IDENTICAL, Verdict.INDEPENDENT)


def test_words_that_are_numbered_anew_change_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    some = [Article(str(at), text) for at, text in enumerate(planted_copies.Planter(24, seed=2))]

    def compared() -> list[object]:
        comparer = Comparer(Settings())
        return [comparer.compare_articles(a, b, ()) for a, b in combinations(some, 2)]

    expected = compared()
    begun: list[int] = []
    begin = Comparer._begin

    def counted(one: Comparer) -> None:
        begun.append(1)
        begin(one)

    monkeypatch.setattr(Comparer, "_begin", counted)
    monkeypatch.setattr(comparer, "_STEMS", 300)
    assert compared() == expected
    assert len(begun) > 10


def test_below_the_weakest_verdict_asked_for_there_is_no_comparison_and_above_it_the_same_one() -> None:
    some = [Article(str(at), text) for at, text in enumerate(planted_copies.Planter(24, seed=2))]
    comparer = Comparer(Settings())
    outcomes = [
        (comparer.compare_articles(a, b, ()), comparer.compare_if(a, b, (), ((), ()), Verdict.PARTIAL))
        for a, b in combinations(some, 2)
    ]
    assert {whole.verdict is Verdict.INDEPENDENT for whole, _ in outcomes} == {True, False}
    for whole, wanted in outcomes:
        assert wanted == (None if whole.verdict is Verdict.INDEPENDENT else whole)


def test_a_pair_below_the_verdict_asked_for_is_ruled_out_and_no_other() -> None:
    """Whether it is ruled out by its wording alone or by its facts: the comparisons of the others are the same."""
    texts = [read_article(path, Settings().reading) for path in sorted((ARTICLES).rglob("*.txt"))[:24]]
    whole, brief = Comparer(Settings()), Comparer(Settings())
    verdicts = []
    for a, b in combinations(texts, 2):
        compared = whole.compare_articles(a, b, ())
        verdicts.append(compared.verdict)
        kept = brief.compare_if(a, b, (), ((), ()), Verdict.PARTIAL)
        assert kept == (compared if compared.verdict >= Verdict.PARTIAL else None)
        assert brief.compare_if(a, b, (), ((), ()), Verdict.INDEPENDENT) == compared
    assert {Verdict.INDEPENDENT, Verdict.NEAR_COPY} < set(verdicts)


def test_facts_are_not_looked_at_where_the_wording_decides(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise AssertionError

    monkeypatch.setattr(align, "add_facts", fail)
    a = Article("a", "The harbour was closed on Tuesday, and 40 boats stayed out at sea until the wind had gone down.")
    b = Article("b", "Apples are dear this year because 12 growers in the valley lost most of their crop in May.")
    assert Comparer(Settings()).compare_if(a, b, (), ((), ()), Verdict.PARTIAL) is None


def test_of_two_runs_of_one_length_the_first_is_the_passage_whatever_was_compared_before() -> None:
    """Runs are found in the order of hashes of word numbers, which differ from comparer to comparer."""
    first = (
        "The harbour wall gave way a little after midnight, and the water reached the market square within the hour."
    )
    again = first.replace("water", "flood")
    middle = (
        "Forty families spent the night in the school gymnasium, on mats that the judo club had brought from its "
        "cellar."
    )
    last = (
        "Children from nine built two boxes year them uphill sledges. Shares in builders while those lenders their "
        "since spring."
    )
    a, b = Article("a", f"{first} {middle} {last}"), Article("b", f"{first} {again} {last}")
    fresh, used = Comparer(Settings()), Comparer(Settings())
    used.compare_articles(b, a, ())
    found = fresh.compare_articles(a, b, ())
    assert found.passages
    assert found == used.compare_articles(a, b, ())


def test_what_the_passages_tell_is_asked_of_both_sides() -> None:
    wall = "The harbour wall gave way a little after midnight, and the water reached the market square within the hour."
    school = (
        "Forty families spent the night in the school gymnasium, on mats that the judo club had brought from its "
        "cellar."
    )
    stones = (
        "Engineers had warned the council in March that the eastern section of the wall was hollow behind its stones."
    )
    noise = (
        "w393603 w739054 w143490 w530957 w673047 w511078 little after w870864 and the water reached the market square "
        "within the w853784"
    )
    a, b = Article("a", " ".join([*[wall] * 5, school, stones])), Article("b", f"{noise} {school}")
    both, mirrored = (Comparer(Settings()).compare_articles(*pair, ()).measures for pair in ((a, b), (b, a)))
    assert both.other_topics == mirrored.other_topics
