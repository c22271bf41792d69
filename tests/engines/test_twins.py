"""Pairs of equal texts share one comparison, and each is told as if it had been compared alone."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations
from unittest.mock import patch

import pytest

from dupdetect import Article, Channel, Settings, scan
from dupdetect.compare.comparer import Comparer
from dupdetect.engines.faults import PairJudge

TEXT = """The lighthouse at Corran Head is to be lit again in June after nine dark years.

Volunteers have replaced 112 panes of glass, and the trust paid £84,000 for a new lamp. "We did it for the fishermen,"
said Una Hessel, who leads the group. This story first appeared in the Corran Mail.
"""
DATED = Article("mail", TEXT, source="Corran Mail", published="2024-05-02", url="https://mail.example/lighthouse")
COPIES = [
    DATED,
    *(Article(f"copy {i}", TEXT, published="2024-05-03", links=(DATED.url,)) for i in range(3)),
    Article("bare", TEXT),
    Article("zeta", TEXT),
]


def test_a_shared_comparison_says_what_one_of_its_own_says() -> None:
    together = PairJudge(Settings())
    for a, b in combinations(COPIES, 2):
        for left, right in ((a, b), (b, a)):
            alone = PairJudge(Settings()).judge(left, right, (Channel.SAME_WORDS,))
            assert together.judge(left, right, (Channel.SAME_WORDS,)) == alone
    assert together.judge(COPIES[0], COPIES[1], (Channel.ASKED,)) == replace(
        together.judge(COPIES[0], COPIES[1], ()),  # type: ignore[type-var]  # no skip
        channels=(Channel.ASKED,),
    )


def test_many_equal_texts_cost_one_comparison() -> None:
    with patch.object(Comparer, "compare_articles", autospec=True, side_effect=Comparer.compare_articles) as compare:
        findings = scan({f"t{i:03d}": TEXT for i in range(100)}, jobs=1)
    assert compare.call_count == 1
    assert findings.counts["identical"] == findings.counts["compared"] >= 99
    assert [len(cluster.articles) for cluster in findings.clusters] == [100]


@pytest.mark.parametrize(
    "other",
    [
        Article("other", TEXT, title="A lamp returns"),
        Article("other", TEXT, source="Corran Mail"),
        Article("other", TEXT, published="2024-05-01"),
    ],
)
def test_other_metadata_is_another_comparison(other: Article) -> None:
    judge = PairJudge(Settings())
    judge.judge(COPIES[-2], COPIES[-1], ())
    assert judge.judge(COPIES[-2], other, ()) == PairJudge(Settings()).judge(COPIES[-2], other, ())
