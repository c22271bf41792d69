"""Common wording in a scan: it ties no two articles, is told once, and hides no copy."""

from __future__ import annotations

from io import StringIO
from random import Random

import pytest

import dupdetect
from benchmarks.corpora import event_words
from benchmarks.corpora.made_up_event import Newsroom
from dupdetect.records import Article, Comparison, Findings, Verdict
from dupdetect.report import write
from dupdetect.settings import Settings

BACKGROUND = event_words.BACKGROUND[0]
EVERY = Settings().updated({"reporting.min_verdict": "independent"})
OFF = Settings().updated({"batch.families": 0})


def write_reports(count: int, *, seed: int = 1, shared: str = BACKGROUND) -> dict[str, Article]:
    """Reports of their own, each with the shared paragraph in its midst."""
    room = Newsroom(Random(seed))
    reports = {}
    for i in range(count):
        own = room.paragraphs(10)
        text = "\n\n".join([*own[:2], shared, *own[2:]])
        reports[f"r{i}"] = Article(f"r{i}", text, published=f"2025-10-{10 + i}")
    return reports


def scan(articles: dict[str, Article], settings: Settings | None = None, **options: object) -> Findings:
    return dupdetect.scan(articles.values(), settings, **options)  # type: ignore[arg-type]


def find_pair(findings: Findings, a: str, b: str) -> Comparison:
    (pair,) = [pair for pair in findings.pairs if (pair.a, pair.b) == (a, b)]
    return pair


def test_what_five_families_share_ties_nobody_and_is_told_once() -> None:
    findings = scan(write_reports(6))
    assert findings.pairs == ()
    (passage,) = findings.common
    assert passage.articles == tuple(f"r{i}" for i in range(6))
    assert passage.first == "r0"
    assert BACKGROUND.startswith(passage.text)
    assert passage.words > 30


def test_what_four_share_makes_them_partial() -> None:
    findings = scan(write_reports(4))
    assert {pair.verdict for pair in findings.pairs} == {Verdict.PARTIAL}
    assert len(findings.pairs) == 6
    assert findings.common == ()


def test_the_first_reason_names_the_rule() -> None:
    pair = find_pair(scan(write_reports(6), EVERY), "r0", "r1")
    assert pair.verdict is Verdict.INDEPENDENT
    assert pair.reasons[0].startswith("wording that many articles share: ")
    assert pair.measures.common_a > 0.1
    assert pair.measures.shared == 0
    assert pair.coverage_a > 0.1
    assert pair.probability <= 0.5
    assert (pair.manner, pair.undecided, pair.spun) == (None, None, None)


def test_a_lift_beside_the_common_wording_is_kept() -> None:
    reports = write_reports(6)
    taken = max(reports["r0"].text.split("\n\n")[3:], key=len)
    reports["r5"] = Article("r5", f"{reports['r5'].text}\n\n{taken}", published="2025-10-20")
    findings = scan(reports)
    (pair,) = findings.pairs
    assert (pair.a, pair.b, pair.verdict) == ("r0", "r5", Verdict.PARTIAL)
    assert any("not counted" in reason for reason in pair.reasons)


def test_a_story_that_many_run_whole_is_no_common_wording() -> None:
    room = Newsroom(Random(2))
    story = room.paragraphs(14)
    run = {f"s{i}": Article(f"s{i}", "\n\n".join([*story, *room.paragraphs(1)])) for i in range(8)}
    findings = scan(run)
    assert len(findings.pairs) == 28
    assert all(pair.verdict >= Verdict.REWRITE for pair in findings.pairs)
    assert findings.common == ()
    assert [family.articles for family in findings.clusters] == [tuple(run)]


def test_a_brief_that_ten_pieces_print_whole_stays_a_copy() -> None:
    brief = " ".join(event_words.BACKGROUND[:2])
    reports = write_reports(6, shared=brief)
    reports["brief"] = Article("brief", brief)
    pair = find_pair(scan(reports), "brief", "r0")
    assert pair.verdict is Verdict.NEAR_COPY
    assert "as most of the text, it counts" in pair.reasons[-1]


def test_copies_in_other_dress_are_still_copies() -> None:
    """Each carries the background of the day, but not the same."""
    reports = write_reports(6)
    for article in write_reports(6, seed=4, shared=event_words.BACKGROUND[6]).values():
        reports[f"other-{article.id}"] = Article(f"other-{article.id}", article.text)
    own = Newsroom(Random(9)).paragraphs(12)
    reports["one"] = Article("one", "\n\n".join([*own[:3], BACKGROUND, *own[3:]]))
    reports["two"] = Article("two", "\n\n".join([*own[:5], event_words.BACKGROUND[6], *own[5:]]))
    assert find_pair(scan(reports), "one", "two").verdict is Verdict.NEAR_COPY


def test_the_weakest_verdict_reported_changes_nothing_else() -> None:
    reports = write_reports(6)
    reports["copy"] = Article("copy", reports["r0"].text + "\n\nOne line more.")
    every = {(pair.a, pair.b): pair for pair in scan(reports, EVERY).pairs}
    for least in ("partial", "rewrite", "near_copy"):
        for pair in scan(reports, Settings().updated({"reporting.min_verdict": least})).pairs:
            assert every[pair.a, pair.b] == pair
    assert scan(reports, Settings().updated({"reporting.min_verdict": "near_copy"})).common == scan(reports).common


def test_order_and_jobs_change_nothing() -> None:
    reports = write_reports(9)
    backwards = dict(reversed(list(reports.items())))
    assert scan(backwards, EVERY).to_json() == scan(reports, EVERY).to_json()
    assert scan(reports, EVERY, jobs=2).to_json() == scan(reports, EVERY, jobs=1).to_json()


def test_it_can_be_switched_off() -> None:
    findings = scan(write_reports(6), OFF)
    assert len(findings.pairs) == 15
    assert findings.common == ()


def test_ours_against_theirs_keeps_every_pair() -> None:
    """Families of theirs are not known there, and each of them may owe a licence."""
    reports = write_reports(7)
    ours = {"r0": reports.pop("r0").text}
    findings = dupdetect.scan({name: article.text for name, article in reports.items()}, ours=ours)
    assert len(findings.pairs) == 6
    assert {pair.stands_for for pair in findings.pairs} == {1}


def test_one_pair_stands_for_what_all_copies_of_a_story_took() -> None:
    room = Newsroom(Random(5))
    story, giver = room.paragraphs(14), room.paragraphs(12)
    taken = max(giver, key=len)
    run = {f"s{i}": Article(f"s{i}", "\n\n".join([*story, taken, *room.paragraphs(1)])) for i in range(3)}
    findings = scan(run | {"giver": Article("giver", "\n\n".join(giver))})
    partials = [pair for pair in findings.pairs if pair.verdict is Verdict.PARTIAL]
    assert sorted(pair.stands_for for pair in partials) == [0, 0, 3]
    assert {pair.stands_for for pair in findings.pairs if pair.verdict is not Verdict.PARTIAL} == {1}


@pytest.mark.parametrize("form", ["terminal", "html", "csv", "jsonl"])
def test_reports_show_it(form: str) -> None:
    out = StringIO()
    write(scan(write_reports(6)), form, out)
    shown = "stands_for" if form == "csv" else "The Corvald viaduct was opened in 1911"
    assert shown in out.getvalue()


def test_an_archive_brings_no_pair_back_that_the_scan_left_out() -> None:
    reports = write_reports(6)
    with dupdetect.Index.in_memory(Settings()) as index:
        index.add(reports.values())
        findings = scan(reports, index=index)
    assert findings.pairs == ()
    assert len(findings.common) == 1
