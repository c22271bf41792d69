"""What measures the effect of meaning on verdicts: changes, whether they are for the better, and scans of samples."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from benchmarks.corpora import verdict_cases
from benchmarks.corpora.verdict_cases import ABOVE_INDEPENDENT, INDEPENDENT, TIED, Case
from benchmarks.measures import meaning_effect
from benchmarks.measures.meaning_effect import BETTER, EVEN, WORSE, Effect
from benchmarks.places import KINDS, MEANING
from benchmarks.runs import rules
from dupdetect import Article, Settings, Verdict


def make_effect(before: Verdict, after: Verdict, right: frozenset[Verdict]) -> Effect:
    return Effect("some", "a", "b", before, after, right)


@pytest.mark.parametrize(
    ("before", "after", "right", "outcome"),
    [
        (Verdict.INDEPENDENT, Verdict.REWRITE, TIED, BETTER),
        (Verdict.INDEPENDENT, Verdict.REWRITE, INDEPENDENT, WORSE),
        (Verdict.PARTIAL, Verdict.REWRITE, INDEPENDENT, WORSE),
        (Verdict.REWRITE, Verdict.PARTIAL, TIED, WORSE),
        (Verdict.PARTIAL, Verdict.REWRITE, ABOVE_INDEPENDENT, EVEN),
    ],
)
def test_a_change_is_weighed_by_its_distance_from_what_is_right(
    before: Verdict, after: Verdict, right: frozenset[Verdict], outcome: str
) -> None:
    assert make_effect(before, after, right).outcome == outcome


def test_unchanged_verdicts_are_neither_counted_as_effects_nor_listed() -> None:
    same = make_effect(Verdict.PARTIAL, Verdict.PARTIAL, TIED)
    worse = make_effect(Verdict.INDEPENDENT, Verdict.REWRITE, INDEPENDENT)
    counts = meaning_effect.count_effects([same, worse])["some"]
    assert counts == {"pairs": 2, "right": 1, "with meaning": 0, BETTER: 0, WORSE: 1, EVEN: 0}
    (line,) = meaning_effect.list_changes([same, worse])
    assert line == "worse: some: a, b: independent -> rewrite (right: independent)"


def test_translations_are_tied_with_meaning_alone_and_other_reports_stay_apart() -> None:
    names = ("original", "ru-faithful", "de-second-report")
    pieces = [Article(name, (MEANING / f"lock-{name}.txt").read_text(encoding="utf-8")) for name in names]
    cases = [Case(pieces[0], pieces[1], {"lock": TIED}), Case(pieces[0], pieces[2], {"lock": INDEPENDENT})]
    effects = list(meaning_effect.compare_cases(cases, Settings()))
    assert [(effect.before, effect.after) for effect in effects] == [
        (Verdict.INDEPENDENT, Verdict.REWRITE),
        (Verdict.INDEPENDENT, Verdict.INDEPENDENT),
    ]


def test_no_verdict_on_the_kinds_gets_worse_in_a_scan() -> None:
    effects = list(meaning_effect.compare_scans(KINDS, "kinds", Settings()))
    assert len(effects) > 1000
    assert [effect for effect in effects if effect.changed and effect.outcome == WORSE] == []


def test_the_first_two_seeds_are_tied_and_all_others_apart(tmp_path: Path) -> None:
    for name in "abc":
        (tmp_path / f"{name}.txt").write_text(f"Text {name}.", encoding="utf-8")
    cases = list(verdict_cases.read_seeds(tmp_path))
    assert [(case.a.id, case.b.id, case.related) for case in cases] == [
        ("a.txt", "b.txt", True),
        ("a.txt", "c.txt", False),
        ("b.txt", "c.txt", False),
    ]


def test_the_run_prints_a_row_a_heading(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    case = Case(Article("a", "One text."), Article("b", "Another text."), {"some": INDEPENDENT})
    monkeypatch.setattr(verdict_cases, "read_corpora", lambda *_: [case])
    monkeypatch.setattr(meaning_effect, "compare_scans", lambda *_: [])
    monkeypatch.setattr(sys, "argv", ["rules", "--meaning"])
    rules.main()
    heading, row = capsys.readouterr().out.splitlines()
    assert heading.split() == ["pairs", "right", "with", "meaning", BETTER, WORSE, EVEN]
    assert row.split() == ["some", "1", "1", "1", "0", "0", "0"]
