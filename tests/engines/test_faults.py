"""A bug in one article or one pair costs that article or pair, with its reason, and nothing else."""

from __future__ import annotations

import pickle
from collections.abc import Sequence
from itertools import pairwise
from typing import Any
from unittest.mock import patch

import pytest

import dupdetect
from dupdetect import Article, Comparison, Findings, InputError, Skip
from dupdetect.batch import Shingler
from dupdetect.compare import comparer
from dupdetect.compare.comparer import Comparer
from dupdetect.engines.faults import PairJudge, map_texts
from dupdetect.records import Channel, Verdict
from dupdetect.search import fingerprint
from dupdetect.settings import Settings
from tests.archive.samples import spun, story

TEXTS = {f"{name}{kind}": text for name, seed in zip("abcd", range(4), strict=True)
         for kind, text in (("1", story(seed)), ("2", story(seed) + " One more line."))}  # fmt: skip


class OddError(Exception):
    """A bug of ours."""


@pytest.fixture
def _faulty_pair(monkeypatch: pytest.MonkeyPatch) -> None:
    """A comparer that fails for one pair, b1 and b2, whichever is A."""
    compare = Comparer.compare_if

    def fail(self: Comparer, a: Article, b: Article, channels: tuple[Channel, ...], *rest: Any) -> Comparison | None:
        if {a.text, b.text} == {TEXTS["b1"], TEXTS["b2"]}:
            raise OddError("no word\nfor it")
        return compare(self, a, b, channels, *rest)

    monkeypatch.setattr(Comparer, "compare_if", fail)


@pytest.fixture
def _faulty_article(monkeypatch: pytest.MonkeyPatch) -> None:
    """A fingerprint that fails for one text, c1."""
    encode = fingerprint.encode_texts

    def fail(texts: Sequence[str], folding: Any) -> Any:
        if TEXTS["c1"] in texts:
            raise OddError
        return encode(texts, folding)

    monkeypatch.setattr(fingerprint, "encode_texts", fail)


def found(findings: Findings) -> set[tuple[str, str]]:
    return {(pair.a, pair.b) for pair in findings.pairs}


OTHERS = {("a1", "a2"), ("c1", "c2"), ("d1", "d2")}


@pytest.mark.usefixtures("_faulty_pair")
@pytest.mark.parametrize("jobs", [None, 1, 2])
def test_a_bug_in_a_pair_costs_the_pair(jobs: int | None) -> None:
    findings = dupdetect.scan(TEXTS, jobs=jobs)
    assert found(findings) == OTHERS
    assert findings.skipped == (Skip("b1, b2", "could not be compared (OddError: no word for it)"),)
    assert findings.counts["skipped"] == 1
    assert findings.counts["compared"] == 4


@pytest.mark.usefixtures("_faulty_article")
def test_a_bug_in_an_article_costs_the_article() -> None:
    findings = dupdetect.scan(TEXTS)
    assert found(findings) == {("a1", "a2"), ("b1", "b2"), ("d1", "d2")}
    assert findings.skipped == (Skip("c1", "has no fingerprint (OddError)"),)
    copies = dupdetect.near_copies(TEXTS)
    assert {(pair.a, pair.b) for pair in copies.pairs} == {("a1", "a2"), ("b1", "b2"), ("d1", "d2")}
    assert copies.skipped == findings.skipped


@pytest.mark.usefixtures("_faulty_pair")
def test_a_check_goes_on_after_a_pair_with_a_bug() -> None:
    with dupdetect.Index.in_memory() as index:
        index.add({name: text for name, text in TEXTS.items() if name.endswith("1")})
        findings = index.check_all({name: text for name, text in TEXTS.items() if name.endswith("2")})
    assert found(findings) == OTHERS
    assert findings.skipped == (Skip("b1, b2", "could not be compared (OddError: no word for it)"),)


@pytest.mark.usefixtures("_faulty_article")
def test_an_archive_leaves_out_an_article_with_a_bug() -> None:
    with dupdetect.Index.in_memory() as index:
        added = index.add(TEXTS)
        assert (added.added, added.skipped) == (7, (Skip("c1", "has no fingerprint (OddError)"),))
        assert index.check(TEXTS["c1"]).skipped == (Skip("text", "has no fingerprint (OddError)"),)


def test_what_is_the_users_to_mend_ends_the_scan(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> Comparison:
        raise InputError("the thesaurus: no such folder")

    monkeypatch.setattr(Comparer, "compare_if", fail)
    with pytest.raises(InputError, match="no such folder"):
        dupdetect.scan(TEXTS)


@pytest.mark.parametrize("error", [KeyboardInterrupt, SystemExit])
def test_an_interrupt_is_no_fault(monkeypatch: pytest.MonkeyPatch, error: type[BaseException]) -> None:
    def fail(*_: object) -> Comparison:
        raise error

    monkeypatch.setattr(Comparer, "compare_articles", fail)
    with pytest.raises(error):
        PairJudge(Settings()).judge(Article("a", "x"), Article("b", "x"), ())


def test_a_fault_of_all_together_is_raised() -> None:
    def fail(texts: Sequence[str]) -> int:
        if len(texts) > 1:
            raise OddError
        return len(texts)

    with pytest.raises(OddError):
        map_texts(fail, ["a", "b"])


def test_a_long_message_is_cut() -> None:
    def fail(texts: Sequence[str]) -> int:
        if "b" in texts:
            raise OddError("x" * 5000)
        return len(texts)

    count, faults = map_texts(fail, ["a", "b"])
    assert count == 2
    assert [*faults] == [1]
    assert len(faults[1]) < 300


def test_a_spun_copy_is_still_found_beside_a_fault() -> None:
    """The comparer begins anew after a fault, and what it finds is what it found before."""
    judge = PairJudge(Settings())
    a, b = Article("a", story(7)), Article("b", spun(story(7), 1))
    before = judge.judge(a, b, ())
    broken = Article("x", None)  # type: ignore[arg-type]
    assert isinstance(judge.judge(a, broken, ()), Skip)
    assert judge.judge(a, b, ()) == before
    assert before is not None


def test_articles_that_were_compared_are_cut_into_the_same_shingles_without_being_prepared_again() -> None:
    settings, texts = Settings(), [Article(name, text) for name, text in TEXTS.items()]
    judge = PairJudge(settings, frozenset(), Verdict.PARTIAL)
    for a, b in pairwise(texts):
        judge.judge(a, b, ())
    anew = [Shingler(settings, frozenset()).hash_article(article).tolist() for article in texts]
    with patch.object(comparer, "segment_article", side_effect=AssertionError("prepared again")):
        again = judge.with_least(None).make_shingler()
        assert [again.hash_article(article).tolist() for article in texts] == anew
    in_a_worker: Shingler = pickle.loads(pickle.dumps(again))
    assert [in_a_worker.hash_article(article).tolist() for article in texts] == anew
    assert any(anew)
