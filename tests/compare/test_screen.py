"""Refusing pairs early changes nothing: a refused pair has no passage and is independent, whatever the texts are."""

from __future__ import annotations

from itertools import combinations, islice
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import dupdetect
from benchmarks.corpora import planted_copies
from benchmarks.places import ARTICLES
from dupdetect import Article, Settings, Verdict
from dupdetect.compare.comparer import Comparer
from dupdetect.engines.faults import PairJudge
from dupdetect.engines.local import engine
from dupdetect.kernels.compiled import compile_at_once
from dupdetect.pipeline import checking
from dupdetect.read import read_article
from dupdetect.records import Channel

LANGUAGES = ARTICLES.parent / "languages"
SENTENCE = "The mayor of Orrin opened the old mill again on Monday, and 41 people came to see it turn."
MEANT = Settings().updated({"meaning": {"enabled": True}})


def read_all(folder: Path, most: int = 200) -> list[Article]:
    paths = sorted(path for path in folder.rglob("*.txt"))
    return [read_article(path, Settings().reading) for path in paths[:most]]


def check_refusals(articles: list[Article], chosen: Settings) -> tuple[int, int]:
    """Compare every refused pair in full; returns how many pairs were refused, and of how many independent ones."""
    comparer = Comparer(chosen)
    pairs = list(combinations(articles, 2))
    stays = comparer.may_be_related(pairs)
    comparisons = [comparer.compare_articles(a, b, ()) for a, b in pairs]
    for may_match, comparison in zip(stays, comparisons, strict=True):
        if not may_match:
            assert not comparison.passages, (comparison.a, comparison.b)
            assert comparison.verdict is Verdict.INDEPENDENT, (comparison.a, comparison.b)
    return int((~stays).sum()), sum(item.verdict is Verdict.INDEPENDENT for item in comparisons)


@pytest.mark.parametrize(("folder", "share"), [(ARTICLES, 0.9), (LANGUAGES, 0.5)])  # between languages diacritics count
def test_a_refused_pair_of_the_samples_is_independent_and_most_independent_pairs_are_refused(
    folder: Path, share: float
) -> None:
    refused, independent = check_refusals(read_all(folder, 70), Settings())
    assert refused > share * independent


@pytest.mark.parametrize("preset", ["pan", "archive"])
def test_a_refused_pair_is_independent_under_any_preset(preset: str) -> None:
    check_refusals(read_all(ARTICLES, 30), Settings.preset(preset))


def test_pieces_in_any_order_and_length_are_refused_only_without_a_passage() -> None:
    source = read_all(ARTICLES, 12)
    draw = np.random.default_rng(5)
    sentences = [sentence for article in source for sentence in article.text.split(". ")]
    mixed = [". ".join(draw.choice(sentences, draw.integers(1, 25)).tolist()) for _ in range(60)]
    check_refusals([Article(f"{i:02}", text) for i, text in enumerate(mixed)], Settings())


WORDS = st.lists(
    st.sampled_from("Paris 1980s naïve the a of Mr. rain, rain. zum\n \n\n “Yes” 雨 が 降る žluť".split(" "))
)


@settings(max_examples=60, deadline=None)
@given(st.lists(WORDS.map(" ".join), min_size=2, max_size=8))
def test_odd_and_short_texts_are_refused_only_if_they_are_independent(texts: list[str]) -> None:
    check_refusals([Article(str(i), text) for i, text in enumerate(texts)], Settings())


def test_a_run_that_is_much_of_a_brief_is_never_refused() -> None:
    run = "the harbour board will close the old swing bridge to lorries from Monday morning"
    a = Article("a", f"Ferries sail again. As announced, {run}. Tickets cost two crowns at the pier.")
    b = Article("b", " ".join(f"Word{i} other{i} thing{i} stands here." for i in range(60)) + f" It said {run}.")
    pairs = [(a, b), (a, Article("c", b.text.replace(run, "nothing at all")))]
    comparer = Comparer(Settings())
    assert comparer.may_be_related(pairs).tolist() == [
        bool(comparer.compare_articles(*pair, ()).passages) for pair in pairs
    ]
    assert comparer.may_be_related(pairs)[0]


def test_equal_texts_without_a_passage_are_never_refused() -> None:
    texts = ["Rain fell.", "Rain  fell!", "?!", "? !", "雨が降る", "雨が降る。", ""]
    articles = [Article(str(i), text) for i, text in enumerate(texts)]
    pairs = [(a, b) for a, b in combinations(articles, 2)]
    stays = Comparer(Settings()).may_be_related(pairs)
    verdicts = [Comparer(Settings()).compare_articles(a, b, ()).verdict for a, b in pairs]
    assert [bool(stay) for stay in stays] == [verdict > Verdict.INDEPENDENT for verdict in verdicts]


def test_a_text_typed_without_its_diacritics_is_not_refused() -> None:
    text = (
        "Příliš žluťoučký kůň úpěl ďábelské ódy, zatímco města čekala na večerní déšť a řeky stoupaly k mostům. "
        "Zítra přijdou hasiči s pytli písku, řekl starosta, a školy zůstanou zavřené do pátečního rána."
    )
    plain = dupdetect.text.fold_text(text, dupdetect.text.transcription.SPELLINGS["bare"]).text
    a, b = Article("a", text), Article("b", plain)
    assert Comparer(Settings()).may_be_related([(a, b)]).all()


def test_the_findings_of_a_scan_are_the_same_without_refusal(monkeypatch: pytest.MonkeyPatch) -> None:
    planted = {f"{i:03}": text for i, text in enumerate(islice(planted_copies.Planter(150, 3, 200), 150))}
    sources: list[dict[str, str] | list[Path]] = [[ARTICLES], [LANGUAGES], planted]
    monkeypatch.setattr(engine, "_WORTH_SCREENING", 1)
    screened = [dupdetect.scan(source) for source in sources]
    monkeypatch.setattr(PairJudge, "screen", lambda self, pairs: [True] * len(pairs))
    assert [dupdetect.scan(source) for source in sources] == screened


def test_the_findings_of_a_check_are_the_same_without_refusal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with dupdetect.Index.open(tmp_path / "a.dupdetect") as index:
        index.add([ARTICLES])
        whole = index.check_all([ARTICLES])
        monkeypatch.setattr(checking, "_WORTH_SCREENING", 0)
        judged: list[str] = []
        judge = PairJudge.judge

        def note(self: PairJudge, a: Article, *rest: Any) -> Any:
            judged.append(a.id)
            return judge(self, a, *rest)

        monkeypatch.setattr(PairJudge, "judge", note)
        assert index.check_all([ARTICLES]) == whole
    assert 0 < len(judged) < whole.counts["compared"] / 2


def test_pairs_are_not_refused_where_independent_ones_are_reported() -> None:
    articles = read_all(ARTICLES, 10)
    chosen = Settings().updated({"reporting": {"min_verdict": "independent"}})
    pairs = [(a, b, (Channel.PASSAGES,)) for a, b in combinations(articles, 2)]
    assert all(PairJudge(chosen).screen(pairs))
    assert not all(PairJudge(Settings()).screen(pairs))


def test_neighbours_by_meaning_are_refused_only_if_no_sentence_could_tie_them() -> None:
    compile_at_once()  # or nothing is refused
    articles = read_all(ARTICLES.parent / "meaning")
    pairs = [(a, b, (Channel.MEANING,)) for a, b in combinations(articles, 2)]
    stays = PairJudge(MEANT).screen(pairs)
    refused = [pair for pair, may_match in zip(pairs, stays, strict=True) if not may_match]
    assert len(refused) > 20
    judge = PairJudge(MEANT)
    assert [judge.judge(*pair) for pair in refused] == [None] * len(refused)
    kept = {(Path(a.id).stem, Path(b.id).stem) for (a, b, _), stay in zip(pairs, stays, strict=True) if stay}
    assert ("train-original", "train-retelling") in kept  # one language, and their facts agree
    assert ("lock-original", "train-ru-cut") in kept  # two languages: no facts rule it out


@pytest.mark.parametrize(
    ("texts", "changes", "may_match"),
    [
        (("lock-original", "lock-ru-faithful"), {}, True),
        (("lock-original", "lock-ru-faithful"), {"meaning.fitted": "another"}, False),  # then meaning decides nothing
        (("lock-original", "lock-ru-faithful"), {"meaning.translated_sentences": 90}, False),
        (("train-original", "train-retelling"), {}, True),
        (("train-original", "train-retelling"), {"meaning.retold_sentences": 90}, False),
        (("train-original", "train-retelling"), {"meaning.retold_words": 900}, False),
        (("train-original", "train-retelling"), {"meaning.retold_held": 1.0}, False),
    ],
)
def test_a_neighbour_stays_where_meaning_may_tie_it(
    texts: tuple[str, str], changes: dict[str, object], may_match: bool
) -> None:
    a, b = (Article(name, (ARTICLES.parent / "meaning" / f"{name}.txt").read_text("utf-8")) for name in texts)
    assert Comparer(MEANT.with_constants(changes)).may_be_retold(a, b) is may_match


def test_a_neighbour_in_a_language_that_the_model_does_not_know_is_refused() -> None:
    finnish = " ".join(["Vanha kanava on ollut suljettuna, ja nyt se on taas auki, mutta vain kesällä."] * 6)
    english = " ".join([SENTENCE] * 6)
    assert not Comparer(MEANT).may_be_retold(Article("a", english), Article("b", finnish))


def test_without_meaning_no_article_may_be_retold() -> None:
    assert not Comparer(Settings()).may_be_retold(Article("a", SENTENCE), Article("b", SENTENCE))
