"""The gold test: what the detector says of the sample articles, measured once, by the benchmark's own code.

A difference from tests/gold/samples.json fails with a line a pair. `make gold` accepts it; the floors below hold
whatever was accepted.
"""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from benchmarks.corpora import sample_truth
from benchmarks.corpora.sample_truth import Marked
from benchmarks.measures import passage_overlap, result_tables, stage_times, threshold_fit, verdict_accuracy
from benchmarks.measures.verdict_accuracy import Measured
from benchmarks.samples import gold
from dupdetect.records import Verdict
from dupdetect.settings import Settings

ROOT = Path(__file__).parents[1]
RESULTS = ROOT / "benchmarks" / "results" / "samples.json"
SETS = ("tuning", "held-out", "both")


@pytest.fixture(scope="session")
def measured() -> Measured:
    return verdict_accuracy.scan_samples()


@pytest.fixture(scope="session")
def figures(measured: Measured) -> dict[str, Any]:
    return verdict_accuracy.figures(measured)


def changed(measured: Measured) -> list[gold.Change]:
    return gold.changes(gold.read(gold.GOLD), gold.collect_statements(measured), measured.truth)


def results() -> dict[str, Any]:
    published: dict[str, Any] = json.loads(RESULTS.read_text(encoding="utf-8"))
    return published


def test_the_samples_are_built_from_their_marked_files() -> None:
    command = [sys.executable, "-m", "benchmarks.samples.build", "--check"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


def test_what_is_said_is_what_was_accepted(measured: Measured) -> None:
    found = changed(measured)
    if found:
        lines = "\n".join(gold.format_changes(found))
        pytest.fail(
            f"the samples get other answers than were accepted; `make gold` accepts these:\n{lines}", pytrace=False
        )


def test_nothing_that_was_right_is_wrong_now(measured: Measured) -> None:
    worse = [str(one) for one in changed(measured) if one.worse]
    if worse:
        pytest.fail("\n".join(["right when it was accepted, and wrong now:", *worse]), pytrace=False)


@pytest.mark.parametrize("name", SETS)
def test_the_share_of_right_verdicts_holds_its_floor(figures: dict[str, Any], name: str) -> None:
    counts = figures["sets"][name]["floor"]
    assert counts["right"] >= verdict_accuracy.FLOOR * counts["pairs"]


def test_no_independent_pair_is_called_partial_or_stronger(measured: Measured) -> None:
    alarms = [one for one in measured.outcomes if not one.expected.listed and one.verdict.reaches(Verdict.PARTIAL)]
    assert [(one.expected.a, one.expected.b) for one in alarms] == []


def test_every_listed_pair_is_a_candidate(measured: Measured) -> None:
    assert [one.expected for one in measured.outcomes if one.expected.listed and one.found is None] == []


def test_the_published_figures_are_those_of_this_code(figures: dict[str, Any]) -> None:
    published = results()
    assert published["signature"] == Settings().signature, "run make bench and make docs"
    for name in SETS:
        of_set = published["verdicts"]["sets"][name]
        assert of_set["groups"] == figures["sets"][name]["groups"], "run make bench and make docs"
        assert of_set["confusion"] == figures["sets"][name]["confusion"], "run make bench and make docs"


# What measures is measured too.


def test_every_pair_belongs_to_one_group_and_unlisted_ones_are_independent() -> None:
    known = sample_truth.read()
    count = len(known.articles)
    assert len(known.pairs) == count * (count - 1) // 2
    for pair in known.pairs:
        assert pair.a < pair.b
        assert pair.listed == (pair.group in (sample_truth.STANDARD, sample_truth.RETOLD, sample_truth.SHORT))
        assert pair.listed or (pair.verdict, pair.passages) == (Verdict.INDEPENDENT, ())


@pytest.mark.parametrize(
    ("a", "b", "group", "of"),
    [
        ("ferry-original.txt", "ferry-second-report.txt", "same story", "tuning"),
        ("bakery-original.txt", "bakery-speech.txt", "same story", "held-out"),
        ("museum-round-up.txt", "recount-third-report.txt", "same story", "held-out"),  # made from recount-original too
        ("ferry-original.txt", "tram-original.txt", "unrelated", "tuning"),
        ("dam-original.txt", "ferry-original.txt", "unrelated", "across"),
        ("ferry-original.txt", "ferry-spun-heavy.txt", "standard", "tuning"),
    ],
)
def test_groups_and_sets(a: str, b: str, group: str, of: str) -> None:
    found = next(pair for pair in sample_truth.read().pairs if (pair.a, pair.b) == (a, b))
    assert (found.group, found.set) == (group, of)


def test_characters_of_both_sides_count() -> None:
    true = [Marked(0, 100, 0, 50), Marked(200, 300, 100, 150)]
    found = [Marked(0, 40, 0, 50), Marked(60, 120, 25, 50)]
    # found: 40 + 60 of A, of which 80 are true; 50 of B, all true; true: 200 of A and 100 of B
    fit = passage_overlap.fit(true, found)
    assert fit == passage_overlap.Fit(true=300, found=150, both=130, cases=1, detections=2)
    figures = passage_overlap.figures([])
    assert figures["all"] == dict.fromkeys(figures["all"]) | {"pairs": 0}


def test_touching_passages_do_not_meet() -> None:
    assert passage_overlap.fit([Marked(0, 10, 0, 10)], [Marked(10, 20, 0, 10)]).cases == 0
    assert passage_overlap.fit([Marked(0, 10, 0, 10)], [Marked(0, 10, 10, 20)]).cases == 0


def test_confusion_precision_and_recall_add_up(measured: Measured, figures: dict[str, Any]) -> None:
    both = figures["sets"]["both"]
    assert sum(sum(row.values()) for row in both["confusion"].values()) == len(measured.outcomes)
    for verdict, row in both["by_verdict"].items():
        assert row["expected"] == sum(both["confusion"][verdict].values())
        assert row["got"] == sum(counts[verdict] for counts in both["confusion"].values())
        assert row["right"] == both["confusion"][verdict][verdict]
    wrong = sum(group["pairs"] - group["right"] for group in both["groups"].values())
    assert wrong == len(figures["wrong"])


def test_a_changed_answer_is_told_with_what_is_expected(measured: Measured) -> None:
    pair = ("ferry-original.txt", "ferry-spun-heavy.txt")
    right: dict[str, str | bool | None] = {"verdict": "rewrite", "spun": True, "credit": "none"}
    wrong: dict[str, str | bool | None] = {"verdict": "partial", "spun": None, "credit": "none"}

    worse = gold.changes({pair: right}, {pair: wrong}, measured.truth)
    assert [str(one) for one in worse] == [
        "ferry-original.txt, ferry-spun-heavy.txt: verdict rewrite -> partial, expected rewrite: now wrong",
        "ferry-original.txt, ferry-spun-heavy.txt: spun true -> unknown, expected true: now wrong",
    ]
    assert list(gold.format_changes(worse))[-1] == "2 changes, 2 of them from right to wrong"
    better = gold.changes({pair: wrong}, {pair: right}, measured.truth)
    assert [one.worse for one in better] == [False, False]
    assert str(better[0]).endswith("expected rewrite: now right")


def test_a_false_alarm_is_a_change_for_the_worse(measured: Measured) -> None:
    pair = ("ferry-original.txt", "tram-original.txt")
    alarm = {pair: {**gold.NOTHING, "verdict": "partial"}}
    assert [one.worse for one in gold.changes({}, alarm, measured.truth)] == [True]
    assert [one.worse for one in gold.changes(alarm, {}, measured.truth)] == [False]


def test_an_alarm_among_unlisted_pairs_enters_the_gold(measured: Measured) -> None:
    outcomes = list(measured.outcomes)
    at = next(i for i, one in enumerate(outcomes) if not one.expected.listed and one.found)
    one = outcomes[at]
    assert one.found
    outcomes[at] = replace(one, found=replace(one.found, verdict=Verdict.PARTIAL))
    names = (one.expected.a, one.expected.b)
    assert names not in gold.collect_statements(measured)
    assert gold.collect_statements(replace(measured, outcomes=tuple(outcomes)))[names]["verdict"] == "partial"


def test_gold_survives_writing_and_reading(tmp_path: Path, measured: Measured) -> None:
    path = tmp_path / "samples.json"
    path.write_text(gold.text(gold.collect_statements(measured)), encoding="utf-8")
    assert gold.read(path) == gold.collect_statements(measured)
    path.write_text('{"schema": "dupdetect-gold/0", "pairs": []}', encoding="utf-8")
    with pytest.raises(gold.GoldError, match="run make gold"):
        gold.read(path)


def test_accepting_writes_the_file_and_says_what_changed(
    tmp_path: Path, measured: Measured, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "gold" / "samples.json"
    monkeypatch.setattr(gold, "GOLD", path)
    monkeypatch.setattr(gold, "scan_samples", lambda: measured)

    monkeypatch.setattr(sys, "argv", ["gold.py", "--check"])
    assert gold.main() == 1
    assert not path.exists()

    monkeypatch.setattr(sys, "argv", ["gold.py"])
    assert gold.main() == 0
    assert gold.read(path) == gold.collect_statements(measured)
    assert "ferry-spun-heavy.txt: verdict independent -> rewrite" in capsys.readouterr().err

    monkeypatch.setattr(sys, "argv", ["gold.py", "--check"])
    assert gold.main() == 0
    assert capsys.readouterr().err == "nothing changed\n"


def test_the_tables_fit_a_hundred_columns(capsys: pytest.CaptureFixture[str]) -> None:
    result_tables.show(results())
    lines = capsys.readouterr().out.splitlines()
    assert max(map(len, lines)) <= 100
    assert not [line for line in lines if "…" in line]
    for title in ("Verdicts", "What must hold", "Pairs with a wrong verdict", "Time and memory by stage"):
        assert title in lines


@pytest.mark.parametrize("place", [place for places in stage_times.STAGES.values() for place in places])
def test_every_clock_has_a_call_to_sit_on(place: str) -> None:
    owner, name = stage_times.resolve_owner(place)
    assert callable(getattr(owner, name))


@pytest.mark.slow
def test_every_stage_is_seen_at_work() -> None:
    meter = stage_times.one_pass(memory=False)
    assert [stage for stage in stage_times.STAGES if not meter.calls[stage]] == []


def test_a_threshold_is_fitted_in_the_middle_of_the_gap() -> None:
    cases = [threshold_fit.Case(value, value > 5, story) for story in "xyz" for value in (1.0, 4.0, 8.0)]
    found = threshold_fit.fit_threshold(cases, 7.0)
    assert (found.threshold, found.under, found.over, found.margin) == (6.0, 4.0, 8.0, 1.0)
    assert (found.validated, found.as_set) == (1.0, 1.0)
    assert threshold_fit.fit_threshold(cases, 9.0).margin == -1.0
    assert threshold_fit.fit_threshold(cases, 9.0).as_set == pytest.approx(2 / 3)
