"""The texts that gave the project its name: a spun copy, a credited reprint, and three reports of the same event.

They are not the project's to publish, so that the truth about them stands here as offsets alone.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from dupdetect import pipeline
from dupdetect.records import Article, Comparison, CreditForm, Direction, Findings, Verdict
from dupdetect.settings import Reporting, Settings

COUNTERPARTS = """
600-243 854-429 969-556 1156-743 1272-859 1431-1045 1586-1215 1757-1404 1872-1534 2016-1693 2241-1925 2414-2235
2578-2623 2780-2831 2976-3034 3084-3239 3186-3337 3358-3528 3532-3735 3704-3924 3785-4015 3968-4208 4222-4469
4415-4665 4577-4843 4821-5114
""".split()
"""Where each sentence of 000 begins, and where the sentence of 001 that was made from the same one begins."""

OWN = (2119, 2419, 5246)
"""Where sentences of 001 begin that 000 left out."""


@pytest.fixture(scope="module")
def articles(shared: Path) -> dict[str, Article]:
    """The seeds by number."""
    paths = sorted((shared / "seeds").glob("*.txt"))
    return {path.name[:3]: Article(path.name[:3], path.read_text(encoding="utf-8")) for path in paths}


@pytest.fixture(scope="module")
def findings(articles: dict[str, Article]) -> Findings:
    return pipeline.scan(articles.values(), Settings(reporting=Reporting(min_verdict="partial")))


@pytest.fixture(scope="module")
def pair(articles: dict[str, Article]) -> Comparison:
    return pipeline.compare(articles["000"], articles["001"])


def test_exactly_one_pair_of_ten_is_related(articles: dict[str, Article], findings: Findings) -> None:
    assert len(articles) == 5
    assert [(one.a, one.b) for one in findings.pairs] == [("000", "001")]
    assert [one.articles for one in findings.clusters] == [("000", "001")]
    pairs = [(a, b) for a in articles for b in articles if a < b]
    related = [
        (one.a, one.b)
        for one in pipeline.compare_many(articles.values(), pairs)
        if one.verdict is not Verdict.INDEPENDENT
    ]
    assert related == [("000", "001")]


def test_it_is_a_spun_rewrite(findings: Findings) -> None:
    (one,) = findings.pairs
    assert one.verdict is Verdict.REWRITE
    assert one.spun is True
    assert sum(change.count for change in one.substitutions) >= 30
    assert len(one.substitutions) >= 30


def test_the_reprint_credits_its_source_and_nobody_knows_who_came_first(articles: dict[str, Article]) -> None:
    one = pipeline.compare(articles["000"], articles["001"])
    assert one.credit is CreditForm.CREDITED
    assert one.direction is Direction.UNKNOWN
    (evidence,) = one.credit_evidence
    assert evidence.article == "000"
    assert evidence.text == articles["000"].text[evidence.start : evidence.end]
    assert "The Diplomat" in evidence.text


@pytest.mark.parametrize("places", COUNTERPARTS)
def test_every_sentence_is_paired_with_its_counterpart(pair: Comparison, places: str) -> None:
    a, b = map(int, places.split("-"))
    met = {(one.a_start <= a < one.a_end, one.b_start <= b < one.b_end) for one in pair.sentences}
    assert (True, True) in met
    assert (False, True) not in met


@pytest.mark.parametrize("place", OWN)
def test_a_sentence_without_a_counterpart_has_no_partner(pair: Comparison, place: int) -> None:
    assert not [one for one in pair.sentences if one.b_start <= place < one.b_end]


def test_comparing_the_other_way_round_says_the_same(articles: dict[str, Article], pair: Comparison) -> None:
    other = pipeline.compare(articles["001"], articles["000"])
    assert (other.verdict, other.spun, other.credit) == (pair.verdict, pair.spun, pair.credit)
    there = {(one.a_start, one.b_start) for one in pair.sentences}
    assert {(one.b_start, one.a_start) for one in other.sentences} == there
