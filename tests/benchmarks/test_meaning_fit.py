"""The fit of meaning: which pairs the corpora give, and that weights part what they are fitted to."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

import dupdetect
from benchmarks.corpora import ecb, other_words
from benchmarks.measures import meaning_fit
from benchmarks.measures.meaning_fit import RETOLD, Case, Pair, fit_weights
from benchmarks.runs import meaning as run
from dupdetect import Comparison, Settings, Verdict
from dupdetect.compare.meaning.rules import weigh_retelling
from dupdetect.records import Article, MeaningEvidence

SAMPLES = Path(__file__).parents[2] / "samples" / "meaning"
LINES = {"src.eng": "One.\nTwo.\nThree.\nFour.\nFive.\nSix.", "ref.deu": "Eins.\nZwei.\nDrei.\nVier.\nFünf.\nSechs."}


@pytest.fixture
def ntrex(tmp_path: Path) -> Path:
    """Two documents, of five lines and of one."""
    (tmp_path / "DOCUMENT_IDS.tsv").write_text("a\n" * 5 + "b\n", encoding="utf-8")
    for name, text in LINES.items():
        (tmp_path / f"newstest2019-{name}.txt").write_text(text + "\n", encoding="utf-8")
    return tmp_path


def test_ntrex_gives_sources_and_translations_whole_and_cut(ntrex: Path) -> None:
    texts = {(text.origin, text.kind): text.text for text in other_words.ntrex(ntrex)}
    assert texts["a", "source"] == "One.\nTwo.\nThree.\nFour.\nFive."
    assert texts["a", "deu"].splitlines()[-1] == "Fünf."
    assert texts["a", "deu cut"] == "Eins.\nZwei.\nDrei."
    assert texts["b", "deu"] == "Sechs."


def test_rewrites_of_short_texts_are_left_out(tmp_path: Path) -> None:
    long, short = "word " * 90, "word " * 20
    (tmp_path / "human.json").write_text(json.dumps([long, short]), encoding="utf-8")
    (tmp_path / "model.json").write_text(json.dumps([long, long]), encoding="utf-8")
    kinds = [(text.origin, text.kind) for text in other_words.rewrites(tmp_path)]
    assert kinds == [("0", "source"), ("1", "source"), ("0", "model")]


def make_case(margin: float, held: float, *, related: bool, number: int, tuning: bool = True) -> Case:
    """A pair that wording left open, of twelve sentences each."""
    done = dupdetect.compare("one text of its own", "another text about other things")
    evidence = MeaningEvidence("use", "en", "en", 12, 12, margin, margin, 0.5, margin, held, held, 9.0)
    measures = replace(done.measures, words_a=150, words_b=150 + number)
    compared: Comparison = replace(done, meaning=evidence, measures=measures, verdict=Verdict.INDEPENDENT)
    return Case(Pair(f"a{number}", f"b{number}", "rewrite" if related else "reports", tuning, related), compared)


CASES = [make_case(0.3 + i / 200, 0.9 - i / 100, related=True, number=i) for i in range(20)] + [
    make_case(0.05 + i / 200, 0.1 + i / 100, related=False, number=i) for i in range(40)
]


def test_fitted_weights_part_the_pairs_that_they_are_fitted_to() -> None:
    weights = fit_weights(RETOLD, CASES, Settings())
    long = weights.pop("retold_long")
    assert long >= 0
    settings = Settings().with_constants({f"meaning.{name}": value for name, value in weights.items()}).meaning
    for case in CASES:
        assert case.comparison.meaning is not None
        words = case.comparison.measures.words_a, case.comparison.measures.words_b
        score = weigh_retelling(case.comparison.meaning, words, replace(settings, retold_long=0.0))
        assert (score > 0.02) is case.pair.related


def test_pairs_that_are_too_short_or_decided_by_wording_are_not_fitted_to() -> None:
    case = CASES[0]
    assert case.comparison.meaning is not None
    assert meaning_fit.is_open(RETOLD, case, Settings())
    assert not meaning_fit.is_open(meaning_fit.TRANSLATED, case, Settings())
    assert not meaning_fit.is_open(RETOLD, Case(case.pair, replace(case.comparison, meaning=None)), Settings())
    short = replace(case.comparison, meaning=replace(case.comparison.meaning, sentences_a=2))
    assert not meaning_fit.is_open(RETOLD, Case(case.pair, short), Settings())


def test_the_cost_of_a_scan_is_told_by_stage() -> None:
    articles = [Article(name, f"The {name} opened on Monday in the old town, and many people came.") for name in "abc"]
    costs = run.measure_costs(articles)
    assert (costs["articles"], costs["words"]) == (3, 13)
    assert {*run.STAGES, "candidates", "peak_mib"} == set(costs["plain"]) == set(costs["meant"])


def test_the_search_is_measured_on_vectors_of_two_languages() -> None:
    assert run.measure_search(50)["vectors"] == 50


def test_a_scan_of_documents_counts_translations_and_false_ties() -> None:
    texts = [
        other_words.DerivedText(f"{story}/{kind}", (SAMPLES / f"{story}-{name}.txt").read_text("utf-8"), story, kind)
        for story in ("lock", "beetle")
        for kind, name in (("source", "original"), ("deu", "de-faithful"))
    ]
    figures = run.measure_translated(texts)
    assert (figures["texts"], figures["translations"], figures["translations_tied"]) == (4, 2, 2)
    assert (figures["other_documents"], figures["other_documents_related"]) == (4, 0)


def test_each_pair_was_read_once_by_somebody_who_did_not_know_its_verdict() -> None:
    readings = json.loads(ecb.READ_BLIND.read_text(encoding="utf-8"))
    taken, own = (set(map(tuple, readings[word])) for word in ("taken", "own"))
    assert not taken & own
    assert len(taken | own) == sum(map(len, readings.values())) == 124
    assert all(a < b and a.partition("/")[0] == b.partition("/")[0] for a, b in taken | own)


def test_samples_are_pairs_of_an_original_and_a_piece_in_both_halves() -> None:
    cases = meaning_fit.compare_samples(SAMPLES, Settings())
    assert {case.pair.group for case in cases} == {"samples, translated", "samples, retold", "samples, second report"}
    assert sum(case.pair.related for case in cases) == 4 * 7 - 1
    assert [sum(case.pair.tuning is half for case in cases) for half in (True, False)] == [17, 18]


def test_the_blind_reading_overrules_the_first() -> None:
    first, both = ecb.list_taken(blind=False), ecb.list_taken(blind=True)
    blind = json.loads(ecb.READ_BLIND.read_text(encoding="utf-8"))
    assert not both & set(map(tuple, blind["own"]))
    assert first - both <= set(map(tuple, blind["own"]))
    assert both - first <= set(map(tuple, blind["taken"]))


def test_reports_that_were_read_and_found_taken_are_neither_fitted_to_nor_alarms(tmp_path: Path) -> None:
    (a, b), *_ = sorted(ecb.list_taken(blind=True) & ecb.list_taken(blind=False))
    (tmp_path / a).parent.mkdir()
    for name in (a, b):
        (tmp_path / f"{name}.txt").write_text(f"The bridge at {name} is closed until the spring.", encoding="utf-8")
    (case,) = meaning_fit.compare_reports(tmp_path, Settings())
    assert case.pair.group == meaning_fit.TAKEN
    counts = [line.split()[-2:] for line in meaning_fit.describe_readings([case]) if "both   " in line]
    assert counts == [["1", "0.00%"], ["0", "0.00%"], ["0", "0.00%"]]
