"""Common wording in a check: an archive sets aside what a scan of the same articles would, and tells it once."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from random import Random

import dupdetect
from benchmarks.corpora import event_words
from benchmarks.corpora.made_up_event import Newsroom, make_event
from dupdetect.cli.watch import check_file
from dupdetect.pipeline.related import find_related
from dupdetect.records import Article, Comparison, Findings, Verdict
from dupdetect.settings import Settings
from tests.batch.test_scan import BACKGROUND, EVERY, OFF, find_pair, scan, write_reports

DEFAULTS = Settings()


def check(
    archived: Iterable[Article], *asked: Article, settings: Settings = DEFAULTS, removed: Iterable[str] = ()
) -> Findings:
    with dupdetect.Index.in_memory(settings) as index:
        index.add(archived)
        index.remove(removed)
        return index.check_all(asked)


def list_verdicts(pairs: Iterable[Comparison], name: str) -> dict[str, Verdict]:
    """The verdict of each pair of an article, by the other article."""
    return {pair.a if pair.b == name else pair.b: pair.verdict for pair in pairs if name in (pair.a, pair.b)}


def test_a_check_finds_the_common_wording_of_a_scan() -> None:
    reports = write_reports(6)
    scanned = scan(reports)
    asked = reports.pop("r5")
    findings = check(reports.values(), asked)
    assert findings.pairs == ()
    assert findings.common == scanned.common
    assert findings.common[0].first == "r0"
    assert [item.article.id for item in findings.articles] == ["r5"]


def test_what_four_share_ties_them() -> None:
    reports = write_reports(4)
    findings = check(reports.values(), reports.pop("r3"))
    assert [pair.verdict for pair in findings.pairs] == [Verdict.PARTIAL] * 3
    assert findings.common == ()


def test_an_event_is_judged_as_in_a_scan() -> None:
    """Of each article, all pairs, whether the archive holds it or not."""
    room = Newsroom(Random(3))
    articles = write_reports(9) | write_reports_of("b", event_words.BACKGROUND[6])
    story = room.paragraphs(14)
    for i in range(5):
        own = [*story, BACKGROUND] if i % 2 else [*story, *room.paragraphs(1)]
        articles[f"s{i}"] = Article(f"s{i}", "\n\n".join(own), published=f"2025-11-1{i}")
    lifted = max(articles["r2"].text.split("\n\n")[3:], key=len)
    articles["lift"] = Article("lift", "\n\n".join([*room.paragraphs(10), lifted, BACKGROUND]), published="2025-12-01")
    scanned = scan(articles, EVERY)
    with dupdetect.Index.in_memory(EVERY) as index:
        index.add(articles.values())
        for name in articles:
            stored = index.check(articles[name])
            index.remove([name])
            absent = index.check(articles[name])
            index.add([articles[name]])
            assert list_verdicts(stored.pairs, name) == list_verdicts(scanned.pairs, name)
            assert absent.pairs == stored.pairs
            assert {item.text for item in stored.common} <= {item.text for item in scanned.common}
        assert index.check_all(articles.values()).common == scanned.common


def write_reports_of(prefix: str, shared: str) -> dict[str, Article]:
    reports = write_reports(6, seed=4, shared=shared)
    return {f"{prefix}-{name}": replace(article, id=f"{prefix}-{name}") for name, article in reports.items()}


def test_coverage_of_one_event_is_judged_as_in_a_scan_but_for_few_pairs() -> None:
    """Nearly every article holds wording of dozens of others: more than a check compares."""
    articles = make_event(1, 120).articles
    names = set(sorted(articles)[::12])
    scanned = dupdetect.scan(articles.values(), jobs=1)
    findings = check(articles.values(), *(articles[name] for name in sorted(names)))
    expected, judged = (
        {frozenset((pair.a, pair.b)): pair.verdict for pair in pairs if {pair.a, pair.b} & names}
        for pairs in (scanned.pairs, findings.pairs)
    )
    every = expected.keys() | judged.keys()
    differing = sum(expected.get(pair) is not judged.get(pair) for pair in every)
    assert len(every) > 20
    assert differing <= 0.1 * len(every)


def test_families_count_once_in_an_archive() -> None:
    """Eight copies of one story, and three reports: four families hold the wording, and five are needed."""
    room = Newsroom(Random(2))
    story = [*room.paragraphs(14), BACKGROUND]
    run = [Article(f"s{i}", "\n\n".join([*story, *room.paragraphs(1)])) for i in range(8)]
    *reports, asked = write_reports(3).values()
    findings = check([*run, *reports], asked)
    assert {pair.verdict for pair in findings.pairs} == {Verdict.PARTIAL}
    assert findings.common == ()
    *reports, asked = write_reports(4).values()
    assert check([*run, *reports], asked).common != ()


def test_many_copies_of_a_story_hide_no_other_holders() -> None:
    """Those that share least with the checked article tell families apart, so they are looked at first."""
    room = Newsroom(Random(2))
    story = [*room.paragraphs(14), BACKGROUND]
    run = [Article(f"s{i:02d}", "\n\n".join([*story, *room.paragraphs(1)])) for i in range(30)]
    findings = check([*run[1:], *write_reports(5).values()], run[0])
    assert {pair.verdict for pair in findings.pairs} <= {Verdict.NEAR_COPY, Verdict.IDENTICAL}
    (passage,) = findings.common
    assert len(passage.articles) == 35


def test_a_lift_beside_the_common_wording_is_found() -> None:
    reports = write_reports(6)
    taken = max(reports["r0"].text.split("\n\n")[3:], key=len)
    asked = Article("r5", f"{reports.pop('r5').text}\n\n{taken}")
    findings = check(reports.values(), asked)
    (pair,) = findings.pairs
    assert (pair.a, pair.verdict) == ("r0", Verdict.PARTIAL)
    assert any("not counted" in reason for reason in pair.reasons)


def test_a_brief_that_many_print_whole_stays_a_copy() -> None:
    brief = " ".join(event_words.BACKGROUND[:2])
    findings = check(write_reports(6, shared=brief).values(), Article("brief", brief))
    pair = find_pair(findings, "r0", "brief")
    assert pair.verdict is Verdict.NEAR_COPY
    assert "as most of the text, it counts" in pair.reasons[-1]


def test_what_is_removed_or_replaced_no_longer_counts() -> None:
    reports = write_reports(6)
    asked = reports.pop("r5")
    assert check(reports.values(), asked, removed=["r0"]).common != ()
    assert check(reports.values(), asked, removed=["r0", "r1"]).common == ()
    others = [replace(reports[name], text=reports[name].text.replace(BACKGROUND, "")) for name in ("r0", "r1")]
    assert check([*reports.values(), *others], asked).common == ()


def test_one_pair_stands_for_what_all_copies_of_a_story_took() -> None:
    room = Newsroom(Random(5))
    story, giver = room.paragraphs(14), room.paragraphs(12)
    taken = max(giver, key=len)
    run = [Article(f"s{i}", "\n\n".join([*story, taken, *room.paragraphs(1)])) for i in range(3)]
    findings = check(run, Article("giver", "\n\n".join(giver)))
    assert sorted(pair.stands_for for pair in findings.pairs) == [0, 0, 3]


def test_a_pair_that_is_checked_both_ways_counts_once() -> None:
    first, second = write_reports(2).values()
    findings = check([first, second], first, second)
    assert sorted(pair.stands_for for pair in findings.pairs) == [0, 1]


def test_the_weakest_verdict_reported_changes_nothing_else() -> None:
    reports = write_reports(6)
    asked = Article("asked", reports["r0"].text + "\n\nOne line more.")
    every = {pair.a: pair for pair in check(reports.values(), asked, settings=EVERY).pairs}
    near = Settings().updated({"reporting.min_verdict": "near_copy"})
    findings = check(reports.values(), asked, settings=near)
    assert [pair.a for pair in findings.pairs] == ["r0"]
    assert findings.pairs[0] == every["r0"]
    assert every["r1"].verdict is Verdict.INDEPENDENT


def test_it_can_be_switched_off() -> None:
    reports = write_reports(6)
    findings = check(reports.values(), reports.pop("r5"), settings=OFF)
    assert len(findings.pairs) == 5
    assert findings.common == ()


def test_a_scan_with_an_archive_lists_a_passage_of_both_once() -> None:
    reports = write_reports(12)
    new = {name: reports.pop(name) for name in ("r0", "r1", "r2", "r3", "r4", "r5")}
    with dupdetect.Index.in_memory(Settings()) as index:
        index.add(reports.values())
        findings = scan(new, index=index)
    assert findings.pairs == ()
    (passage,) = findings.common
    assert len(passage.articles) == 12
    assert passage.first == "r0"


def test_relatives_in_an_archive_leave_it_out() -> None:
    reports = write_reports(6)
    copy = Article("copy", reports["r0"].text + "\n\nOne line more.")
    with dupdetect.Index.in_memory(Settings()) as index:
        index.add([*reports.values(), copy])
        findings = find_related(index, ["r0"], 10, lambda *_: None)
    assert [(pair.a, pair.b) for pair in findings.pairs] == [("copy", "r0")]
    assert len(findings.common) == 1


def test_watch_tells_it(tmp_path: Path) -> None:
    reports = write_reports(6)
    (tmp_path / "new.txt").write_text(reports.pop("r5").text, encoding="utf-8")
    with dupdetect.Index.in_memory(Settings()) as index:
        index.add(reports.values())
        line = json.loads(check_file(index, str(tmp_path / "new.txt")))
    assert line["pairs"] == []
    assert BACKGROUND.startswith(line["common"][0]["text"])


def test_a_comparison_says_that_it_saw_no_batch() -> None:
    first, second = write_reports(2).values()
    assert dupdetect.compare(first, second).reasons[-1].startswith("compared alone: wording that many articles share")
    (pair,) = dupdetect.compare_many([first, second], [("r0", "r1")])
    assert pair.reasons[-1].startswith("compared alone")
    assert not any("alone" in reason for reason in dupdetect.compare(first, second, OFF).reasons)
    assert not any("alone" in reason for reason in dupdetect.compare(first, first.text).reasons)
    assert not any("alone" in reason for pair in scan(write_reports(2)).pairs for reason in pair.reasons)
