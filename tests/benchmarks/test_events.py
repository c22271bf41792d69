"""The made-up event is what it says it is, and its figures are counted right."""

from __future__ import annotations

import pytest

from benchmarks.corpora.made_up_event import LIFTS, ROUND_UPS, STORY_LIFTS, STORY_REWRITES, make_event
from benchmarks.runs import events
from dupdetect.records import Attached, AttachedAs, Cluster, Verdict
from dupdetect.settings import Settings


def test_an_event_depends_on_its_seed_alone() -> None:
    assert make_event(1, 160) == make_event(1, 160)
    assert make_event(1, 160).articles["piece-0"] != make_event(2, 160).articles["piece-0"]


def test_the_truth_names_articles_of_the_event() -> None:
    event = make_event(1, 160)
    assert len(event.articles) == 160
    assert len(event.lifts) == LIFTS
    assert len(event.round_ups()) == ROUND_UPS
    assert {name for lift in event.lifts for name in lift} <= set(event.articles)
    assert set(event.members()) == {"piece", "wire", "version", *(f"long-{i}" for i in range(4))}
    for giver, taker in event.lifts:
        theirs = set(event.articles[taker].text.split())
        assert any(len(set(text.split()) & theirs) >= 20 for text in event.articles[giver].text.split("\n\n"))


def test_a_story_that_many_run_leaves_an_event_without_it_as_it_was() -> None:
    plain, wide = make_event(1, 160), make_event(1, 240, outlets=60)
    assert (len(wide.articles), len(wide.story)) == (240, 60)
    assert (plain.story, plain.rewrites, plain.excerpts) == ([], [], [])
    assert all(wide.articles[name] == plain.articles[name] for name in plain.articles if name.startswith("wire"))
    assert set(wide.members()["story"]) == {*wide.story, *wide.rewrites}
    printed = {text for name in wide.story for text in wide.articles[name].text.split("\n\n")}
    assert all(printed & set(wide.articles[name].text.split("\n\n")) for name in wide.excerpts[::2])


def test_who_takes_from_a_story_that_many_outlets_run_is_found() -> None:
    """Every key of the story is then held by more articles than count in full."""
    before = events.measure_search(1, 300, 80, Settings().with_constants({"pairing.key_reach": 1}))
    after = events.measure_search(1, 300, 80, Settings())
    assert before["excerpts"] < STORY_LIFTS / 4
    assert after["rewrites"] == STORY_REWRITES > before["rewrites"]
    assert after["excerpts"] >= 0.75 * STORY_LIFTS


def test_a_family_is_exact_with_its_trims() -> None:
    attached = Attached("t", AttachedAs.TRIM), Attached("r", AttachedAs.ROUND_UP)
    cluster = Cluster(("a", "b"), Verdict.REWRITE, attached=attached)
    assert events._is_exact(frozenset("abt"), [cluster])
    assert not events._is_exact(frozenset("ab"), [cluster])
    assert events._is_listed("r", frozenset("a"), [cluster])
    assert not events._is_listed("r", frozenset("ax"), [cluster])


@pytest.mark.parametrize("seed", events.SEEDS)
def test_what_must_hold(seed: int) -> None:
    row = events.measure_event(seed, Settings())
    assert (row["exact"], row["wrong"], row["loose"]) == (row["families"], [], 0)
    assert row["listed"] == row["round_ups"]
    assert row["kept"] >= 0.9 * row["seen"] >= 0.9 * 0.8 * row["lifts"]
    assert row["others"] < 100
