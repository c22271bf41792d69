"""The check of early refusal counts what it should: refused pairs, related pairs, and verdicts that differ."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from benchmarks.corpora.made_up_event import make_event
from benchmarks.runs import refusal
from dupdetect.engines.faults import PairJudge, ScreenedPair
from dupdetect.records import Article
from dupdetect.settings import Settings


@pytest.fixture(scope="module")
def event() -> list[Article]:
    return list(make_event(1, 160).articles.values())


def test_refusal_changes_no_verdict_of_an_event(event: list[Article]) -> None:
    row = refusal.measure_corpus("event", event, Settings())
    assert row["articles"] == 160
    assert 0 < row["refused"] < row["pairs"]
    assert 0 < row["related"] <= row["pairs"] - row["refused"]
    assert (row["differing"], row["listed"]) == (0, [])


def test_a_screen_that_refuses_related_pairs_is_found_out(
    event: list[Article], monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse_everything(_: PairJudge, pairs: Sequence[ScreenedPair]) -> list[bool]:
        return [False] * len(pairs)

    monkeypatch.setattr(PairJudge, "screen", refuse_everything)
    row = refusal.measure_corpus("event", event, Settings())
    assert row["refused"] == row["pairs"]
    assert row["differing"] == row["related"] > refusal.LISTED == len(row["listed"])
