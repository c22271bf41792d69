"""What measures the rules of the verdict: cases from small corpora written here, and each rule switched off."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import pytest

from benchmarks.corpora import verdict_cases
from benchmarks.corpora.verdict_cases import ABOVE_INDEPENDENT, BELOW_REWRITE, INDEPENDENT, TIED, Case
from benchmarks.measures import rule_ablation
from benchmarks.places import KINDS
from benchmarks.runs import rules
from dupdetect import Article, Settings, Verdict

STORY = " ".join(f"word{i} stands near word{i + 7}." for i in range(40))


@pytest.fixture(scope="module")
def measured() -> list[rule_ablation.Measured]:
    """The forms of `samples/kinds`, and pairs of its briefs."""
    cases = [
        case
        for case in verdict_cases.read_samples(KINDS, "kinds")
        if case.a.id.startswith(("form-ward", "brief-barn")) and case.b.id.startswith(("form-ward", "brief-barn"))
    ]
    return rule_ablation.measure_cases(cases, Settings())


def test_a_rule_that_is_switched_off_costs_what_it_gained(measured: list[rule_ablation.Measured]) -> None:
    rows = rule_ablation.measure_rules(measured, Settings())
    assert list(rows) == ["all rules", *rule_ablation.SWITCHED_OFF]
    assert rule_ablation.count_pairs(measured) == {"kinds": len(measured)}
    fillings = [case for case in measured if case.case.a.id.startswith("form")]
    assert rows["all rules"]["kinds"] - rows["one form filled in twice"]["kinds"] >= len(fillings) // 2


@pytest.mark.parametrize("rule", rule_ablation.SWITCHED_OFF)
def test_each_rule_can_be_switched_off(rule: str) -> None:
    changed = rule_ablation.switch_off(rule, Settings()).list_changes()
    assert {name.partition(".")[0] for name in changed} == {"judging"}


def test_a_case_may_count_under_two_headings() -> None:
    story, other = Article("a", STORY), Article("b", "Nothing alike is told here, nor anywhere else.")
    case = Case(story, other, {"events, no rewrite": BELOW_REWRITE, "events apart": INDEPENDENT})
    (measured,) = rule_ablation.measure_cases([case], Settings())
    assert rule_ablation.count_right([measured], Settings()) == {"events, no rewrite": 1, "events apart": 1}
    assert (case.group, case.related) == ("events, no rewrite", False)


def test_samples_are_cases_with_the_verdict_of_their_label() -> None:
    cases = {(case.a.id, case.b.id): case for case in verdict_cases.read_samples(KINDS, "kinds")}
    copied = cases["brief-vase-copied.txt", "brief-vase-original.txt"]
    assert (copied.right, copied.related) == ({"kinds": frozenset({Verdict.IDENTICAL})}, True)
    assert not cases["form-ward-a.txt", "form-ward-b.txt"].related
    assert ("brief-vase-original.txt", "form-ward-a.txt") not in cases  # another story says nothing


def test_fillings_are_apart_and_their_copies_tied() -> None:
    groups = verdict_cases.group_cases(verdict_cases.fill_forms(fillings=2))
    assert {name: cases[0].right[name] for name, cases in groups.items()} == {
        "forms apart": INDEPENDENT,
        "form copies": TIED,
    }
    assert len(groups["form copies"]) == 3 * len(groups["forms apart"])


def test_reports_that_share_a_run_are_no_cases(tmp_path: Path) -> None:
    (tmp_path / "1a").mkdir()
    own = "The mayor opened the bridge on Monday."
    for name, text in (("1", f"{STORY} {own}"), ("2", f"{own} {STORY}"), ("3", own)):
        (tmp_path / "1a" / f"1_{name}ecb.txt").write_text(text, encoding="utf-8")
    names = [(case.a.id, case.b.id) for case in verdict_cases.read_ecb(tmp_path)]
    assert names == [("1a/1_1ecb.txt", "1a/1_3ecb.txt"), ("1a/1_2ecb.txt", "1a/1_3ecb.txt")]


def test_rewrites_of_enough_words_are_cases(tmp_path: Path) -> None:
    for name, texts in (("human", [STORY, STORY]), ("Model-1", [STORY, "Too short."])):
        (tmp_path / f"{name}.json").write_text(json.dumps(texts), encoding="utf-8")
    (case,) = verdict_cases.read_rewrites(tmp_path)
    assert (case.a.id, case.b.id, case.right) == ("human-0", "Model-1-0", {"rewrites": TIED})


def test_documents_with_reused_passages_must_be_found(tmp_path: Path) -> None:
    for folder in ("susp", "src", "01-no-plagiarism", "02-no-obfuscation"):
        (tmp_path / folder).mkdir()
    for number in "12":
        (tmp_path / "susp" / f"suspicious-document{number}.txt").write_text("A text.", encoding="utf-8")
        (tmp_path / "src" / f"source-document{number}.txt").write_text("A text.", encoding="utf-8")
    for folder, number, feature in (
        ("01-no-plagiarism", "1", ""),
        (
            "02-no-obfuscation",
            "2",
            '<feature name="plagiarism" this_offset="0" this_length="5" source_reference="source-document2.txt"'
            ' source_offset="0" source_length="5"/>',
        ),
    ):
        pair = f"suspicious-document{number}.txt source-document{number}.txt"
        (tmp_path / folder / "pairs").write_text(pair, encoding="utf-8")
        xml = f'<document reference="suspicious-document{number}.txt">{feature}</document>'
        name = pair.replace(".txt ", "-").replace(".txt", ".xml")
        (tmp_path / folder / name).write_text(xml, encoding="utf-8")
    assert [case.right for case in verdict_cases.read_pan(tmp_path)] == [
        {"PAN apart": INDEPENDENT},
        {"PAN reuse": ABOVE_INDEPENDENT},
    ]


def test_without_folders_the_samples_and_forms_are_read() -> None:
    parser = argparse.ArgumentParser()
    verdict_cases.add_options(parser)
    groups = verdict_cases.group_cases(verdict_cases.read_corpora(parser.parse_args([]), most=20))
    assert {name: len(cases) for name, cases in groups.items()} == dict.fromkeys(
        ("samples", "kinds", "forms apart", "form copies"), 20
    )


def test_a_table_shows_what_changes() -> None:
    rows = {"all rules": {"kinds": 9, "spun": 5}, "some rule": {"kinds": 7, "spun": 5}}
    heading, pairs, every, changes = rules.format_rows(rows, {"kinds": 10, "spun": 6})
    assert (heading.split(), pairs.split()) == (["kinds", "spun"], ["pairs", "10", "6"])
    assert (every.split()[-2:], changes.split()) == (["9", "5"], ["some", "rule", "-2", "·"])
