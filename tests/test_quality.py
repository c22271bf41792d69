"""What measures on public corpora: tiny ones in their published forms, written here."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import dupdetect
from benchmarks.corpora import ecb, labelled_pairs, pan
from benchmarks.measures import alignment_speed, probability_fit
from benchmarks.runs import tune
from dupdetect import Settings
from dupdetect.records import Measures, Verdict
from dupdetect.settings import Calibrating

# PAN text alignment


def test_pan_s_measures_on_a_worked_example() -> None:
    """Two cases of 200 and 100 characters; the first is found in two parts, one of them with 20 characters too many.

    Recall is the mean of (50 + 100 + 30) / 200 and 0; precision that of 150 / 150 and 30 / 50 and 0, over three
    detections; granularity is 2, and PlagDet the harmonic mean over log2(3).
    """
    cases = [pan.Case("a", 0, 100, "b", 0, 100), pan.Case("a", 500, 550, "b", 500, 550)]
    found = [
        pan.Case("a", 0, 50, "b", 0, 100),
        pan.Case("a", 50, 80, "b", 100, 120),
        pan.Case("a", 900, 950, "b", 900, 950),
    ]
    m = pan.measure(cases, found)
    assert m.recall == pytest.approx((150 / 200 + 0) / 2)  # the second part shares nothing of the source: no overlap
    assert m.precision == pytest.approx((150 / 150 + 0 + 0) / 3)
    assert m.granularity == 1.0
    split = [pan.Case("a", 0, 50, "b", 0, 100), pan.Case("a", 50, 80, "b", 80, 120)]
    m = pan.measure(cases, split)
    assert m.recall == pytest.approx((50 + 30 + 100) / 200 / 2)
    assert m.precision == pytest.approx((1 + (30 + 20) / (30 + 40)) / 2)
    assert m.granularity == 2.0
    harmonic = 2 * m.precision * m.recall / (m.precision + m.recall)
    assert m.plagdet == pytest.approx(harmonic / 1.584962500721156)


def published(folder: Path, suspicious: bytes, source: str) -> Path:
    """A corpus of one pair, in PAN's form; returns its only class."""
    for name in ("susp", "src", "02-no-obfuscation", "nothing"):
        (folder / name).mkdir()
    (folder / "susp" / "suspicious-document00001.txt").write_bytes(suspicious)
    (folder / "src" / "source-document00007.txt").write_text(source, encoding="utf-8")
    kept = folder / "02-no-obfuscation"
    (kept / "pairs").write_text("suspicious-document00001.txt source-document00007.txt\n", encoding="utf-8")
    (kept / "suspicious-document00001-source-document00007.xml").write_text(
        '<?xml version="1.0" encoding="UTF-8"?><document reference="suspicious-document00001.txt">'
        '<feature name="about" title="x"/><feature name="plagiarism" obfuscation="none" this_offset="2"'
        ' this_length="5" source_reference="source-document00007.txt" source_offset="1" source_length="8"/></document>',
        encoding="utf-8",
    )
    return kept


def test_pan_s_corpora_are_read_as_they_are_published(tmp_path: Path) -> None:
    kept = published(tmp_path, "Ä line.\r\nAnother.".encode(), "A source.")
    assert pan.classes(tmp_path) == [kept]
    pairs, cases = pan.read_class(kept)
    assert cases == [pan.Case("suspicious-document00001.txt", 2, 7, "source-document00007.txt", 1, 9)]
    assert pan.texts(tmp_path, pairs)["suspicious-document00001.txt"] == "Ä line.\r\nAnother."


def test_each_source_belongs_to_one_half() -> None:
    pairs = [(f"suspicious-document{k % 3:05}.txt", f"source-document{k:05}.txt") for k in range(20)]
    cases = [pan.Case(a, 0, 5, b, 0, 5) for a, b in pairs]
    halves = [pan.select_half(pairs, cases, half) for half in pan.HALVES]
    assert sorted(halves[0][0] + halves[1][0]) == sorted(pairs)
    assert all({(c.suspicious, c.source) for c in kept} == set(some) for some, kept in halves)
    assert all(some for some, _ in halves)
    assert pan.select_half(pairs, cases, None) == (pairs, cases)


# tuning


@pytest.mark.parametrize("preset", ["default", "pan"])
def test_each_ingredient_can_be_switched_off(preset: str) -> None:
    settings = Settings.preset(preset)
    for changes in tune.INGREDIENTS.values():
        tune.without(changes, settings)
    aligning = tune.without(tune.INGREDIENTS["no weak seeds"], settings).aligning
    assert (aligning.weak_cosine, aligning.weak_dice) == (aligning.strong_cosine, aligning.strong_dice)


def test_neighbours_are_settings_that_differ_in_one_value() -> None:
    found = list(tune.neighbours(Settings(), "match_ceiling"))
    assert [one.aligning.match_ceiling for one in found] == [0.784, 0.882]  # more than 1 is refused
    assert all(set(one.list_changes()) == {"aligning.match_ceiling"} for one in found)
    assert {type(one.aligning.gap_a) for one in tune.neighbours(Settings(), "gap_a")} == {int}


def test_ablation_and_climbing_measure_alignment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text = " ".join(f"word{i} stands near word{i + 7}." for i in range(40))
    published(tmp_path, f"{text}\n".encode(), text)
    half = next(one for one in pan.HALVES if pan.select_half([("a", "source-document00007.txt")], [], one)[0])
    corpus = tune.Corpus(tmp_path, half, Settings())
    assert corpus.score_settings(Settings()).overall.plagdet > 0
    table = list(tune.ablation(corpus, Settings()))
    assert table[0] == "| | no | overall | false detections |"
    assert any(line.startswith("| no summaries | ") for line in table)
    assert not any("verbatim" in line for line in table)  # defaults do not use it
    monkeypatch.setattr(tune, "CLIMBED", ["min_words"])
    steps = list(tune.climb(corpus, Settings().updated({"aligning.min_words": 130}), 1, samples=False))
    assert [found.worth for _, found in steps] == sorted(found.worth for _, found in steps)


# ECB+


def events(folder: Path) -> Path:
    for event, names in (("1a", ("1_1ecb", "1_2ecb", "1_3ecb")), ("2b", ("2_1ecbplus", "2_2ecbplus"))):
        (folder / event).mkdir()
        for name in names:
            (folder / event / f"{name}.txt").write_text(f"Report {name}.\n", encoding="utf-8")
    return folder


def test_reports_of_one_event_are_paired_and_topics_are_halved(tmp_path: Path) -> None:
    articles, pairs = ecb.read(events(tmp_path))
    assert len(articles) == 5
    assert len(pairs) == 3 + 1
    assert ("1a/1_1ecb.txt", "1a/1_3ecb.txt") in pairs
    halves = [ecb.read(tmp_path, half)[1] for half in ("tuning", "reporting")]
    assert [len(half) for half in halves] == [1, 3]


def test_strong_pairs_are_told_by_what_they_are(tmp_path: Path) -> None:
    words = " ".join(f"word{i}" for i in range(60))
    for name in ("1_1ecb", "1_2ecb"):
        (tmp_path / "1a").mkdir(exist_ok=True)
        (tmp_path / "1a" / f"{name}.txt").write_text(f"{words}. Seen by {name}.\n", encoding="utf-8")
    said = "\n".join(ecb.lines(tmp_path, Settings()))
    assert "rewrite or stronger: 1 of 1" in said
    assert "share a run of 20 words: 1 (100.00%)" in said
    assert "not read yet: 0" in said


def test_what_was_read_is_judged_once() -> None:
    known = json.loads(ecb.READ.read_text(encoding="utf-8"))
    taken, own = (set(map(tuple, known[word])) for word in ("taken", "own"))
    assert not taken & own
    assert len(taken) == len(known["taken"])
    assert len(own) == len(known["own"])
    assert all(a < b and a.partition("/")[0] == b.partition("/")[0] for a, b in taken | own)


def test_a_pair_that_nobody_read_is_listed() -> None:
    run = " ".join(f"word{i}" for i in range(15))
    one = dupdetect.compare(dupdetect.Article("9a/1.txt", run), dupdetect.Article("9a/2.txt", run))
    assert [len(pairs) for pairs in ecb.judgements([one]).values()] == [0, 0, 0, 1]


# speed


def test_speed_is_measured_over_all_documents_and_pairs(tmp_path: Path) -> None:
    text = " ".join(f"word{i} stands near word{i + 7}." for i in range(40))
    published(tmp_path, f"Ä {text}\n".encode(), text)
    found = alignment_speed.measure_speed(tmp_path, Settings(), rounds=1)
    assert (found.bytes, found.pairs) == (2 * len(text) + 4, 1)
    assert min(found.preparing, found.aligning) > 0
    assert [line.split()[0] for line in alignment_speed.lines(tmp_path, Settings())] == ["preparation", "alignment"]


# probability


def known(corpus: str, *, derived: bool, shared: int, group: int = 0, tuning: bool = True) -> probability_fit.Case:
    return probability_fit.Case(
        corpus, str(group), tuning, derived, Measures(500, 500, shared=shared, longest_run=shared)
    )


CASES = [known("x", derived=k % 4 > 0, shared=k * 10, group=k) for k in range(40)] + [
    known("y", derived=False, shared=k, group=k) for k in range(20)
]


def test_each_corpus_and_either_kind_count_as_much() -> None:
    counts = probability_fit.weights(CASES)
    shares = {
        kind: sum(w for one, w in zip(CASES, counts, strict=True) if (one.corpus, one.derived) == kind)
        for kind in (("x", True), ("x", False), ("y", False))
    }
    assert shares == {("x", True): pytest.approx(30), ("x", False): pytest.approx(15), ("y", False): pytest.approx(15)}


def test_weights_are_fitted_and_plain() -> None:
    found = probability_fit.fit_weights(CASES)
    said = probability_fit.probabilities(CASES, found)
    assert said[-1] < 0.5 < said[39]
    assert all(value == round(value, 2) for value in (found.intercept, found.shared, found.kept))
    assert 0 < probability_fit.cross_validate(CASES) < 0.693


def test_reliability_lays_what_was_said_beside_what_is_known() -> None:
    sure = [known("x", derived=k < 8, shared=100, group=k) for k in range(10)]
    settings = Calibrating(intercept=0.0, shared=0.0, kept=0.0, news=0.0)
    assert list(probability_fit.reliability(sure, settings))[2:] == ["| 0.5 to 0.7 | 10 | 50.0% | 50.0% |"]


def test_cases_are_read_from_corpora_with_what_is_known_of_them(tmp_path: Path) -> None:
    text = " ".join(f"word{i} stands near word{i + 7}." for i in range(40))
    published(tmp_path, f"{text}\n".encode(), text)
    (case,) = probability_fit.pan_cases(tmp_path, Settings())
    assert (case.derived, case.group, case.measures.shared > 100) == (True, "source-document00007.txt", True)
    (tmp_path / "ecb").mkdir()
    reports = list(probability_fit.ecb_cases(events(tmp_path / "ecb"), Settings()))
    assert [(one.group, one.tuning, one.derived) for one in reports] == [("2", True, False)] + [("1", False, False)] * 3
    (tmp_path / "ecb" / "1a" / "1_2ecb.txt").write_text(text, encoding="utf-8")
    (tmp_path / "ecb" / "1a" / "1_1ecb.txt").write_text(text, encoding="utf-8")
    assert len(list(probability_fit.ecb_cases(tmp_path / "ecb", Settings()))) == 3  # one pair shares a run


def test_samples_are_cases_of_either_half() -> None:
    cases = list(probability_fit.sample_cases(Settings()))
    assert {(one.tuning, one.derived) for one in cases} == {(t, d) for t in (True, False) for d in (True, False)}


# labelled pairs


def test_short_answers_stand_beside_the_source_of_their_task(tmp_path: Path) -> None:
    (tmp_path / "orig_taska.txt").write_bytes("A café.".encode("latin-1"))
    (tmp_path / "orig_taskb.txt").write_text("Another source.", encoding="latin-1")
    (tmp_path / "g0pA_taska.txt").write_bytes("The café.".encode("latin-1"))
    (tmp_path / "g0pA_taskb.txt").write_text("An answer.", encoding="latin-1")
    (tmp_path / "file_information.csv").write_text(
        "File,Task,Category\ng0pA_taska.txt,a,cut\ng0pA_taskb.txt,b,non\norig_taska.txt,a,orig\norig_taskb.txt,b,orig\n",
        encoding="utf-8",
    )
    assert list(labelled_pairs.clough(tmp_path)) == [
        ("The café.", "A café.", "cut"),
        ("An answer.", "Another source.", "non"),
    ]


def test_mrpc_is_read_with_its_quotation_marks_and_byte_order_mark(tmp_path: Path) -> None:
    (tmp_path / "msr_paraphrase_train.txt").write_text(
        'Quality\t#1 ID\t#2 ID\t#1 String\t#2 String\n1\t7\t8\t"Yes, he said.\tHe said "yes".\n0\t9\t10\tOne.\tTwo.\n',
        encoding="utf-8-sig",
    )
    assert list(labelled_pairs.mrpc(tmp_path)) == [
        ('"Yes, he said.', 'He said "yes".', "paraphrase"),
        ("One.", "Two.", "other"),
    ]


def test_pan_s_sentence_pairs_are_read_line_by_line(tmp_path: Path) -> None:
    for end, lines in (("_s1.txt", "One.\nTwo.\n"), ("_s2.txt", "Uno.\nDue.\n"), (".labels", "1\n0\n")):
        (tmp_path / f"pan-test{end}").write_text(lines, encoding="utf-8")
    assert list(labelled_pairs.sentences(tmp_path)) == [("One.", "Uno.", "paraphrase"), ("Two.", "Due.", "other")]


def test_verdicts_are_counted_by_label() -> None:
    text = " ".join(f"word{i} stands near word{i + 7}." for i in range(40))
    pairs = [labelled_pairs.Pair(text, text, "cut"), labelled_pairs.Pair(text, "Nothing alike is told here.", "non")]
    heading, cut, non = labelled_pairs.lines(pairs, Settings())
    assert heading.split() == ["label", "pairs", *Verdict]
    assert cut.split() == ["cut", "1", "1", "0", "0", "0", "0"]
    assert non.split() == ["non", "1", "0", "0", "0", "0", "1"]
