"""The weights of `[meaning]`, fitted with scikit-learn and held against pairs that they were not fitted to.

    retold      rewrites by language models, against ECB+'s reports of one event that share no run of 20 words and that
                nobody read and found taken, and against rewrites of other stories
    translated  NTREX's documents and their translations, whole and cut, against those of other documents
    both        our own samples: what was made from an original, against other reports of the event

Only pairs that wording leaves open are fitted to: those of even stories, topics and documents. It reports on the others
as well. The threshold is the score above which a given share of the fitted negatives lies.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

import dupdetect
from benchmarks.corpora import ecb, other_words
from benchmarks.places import MEANING
from dupdetect import Article, Comparison, Settings, Verdict
from dupdetect.compare.meaning.rules import are_long, is_too_short, retelling_figures, translation_figures

RETOLD, TRANSLATED = "retold", "translated"

ALARMS = {RETOLD: 0.0007, TRANSLATED: 0.0003}
"""Share of all negatives of the fitted half that may lie above the threshold. With those that wording ties, they make at
most half a percent of the reports of one event."""

REPORTS, TAKEN = "reports of one event", "reports, taken by reading"
"""Groups of ECB+. The second is neither fitted to nor an alarm."""

READINGS = {
    "nothing": frozenset[tuple[str, str]](),
    "by the first reading": ecb.list_taken(blind=False),
    "by both readings": ecb.list_taken(blind=True),
}
"""What is left out of ECB+ as taken."""

OTHERS = 12
"""Other documents, or other stories, that each is held against."""

STRENGTH = 0.3
"""Inverse strength of the regularisation: a few hundred pairs should not fix a weight to two places."""

WEIGHTS = {
    RETOLD: ("retold_margin", "retold_order", "retold_facts", "retold_matched"),
    TRANSLATED: ("translated_greater", "translated_lesser", "translated_facts", "translated_order"),
}
"""The settings that are fitted, in the order of their figures."""

Floats = NDArray[np.float64]


class Pair(NamedTuple):
    """Two texts by id, and what is known of them."""

    a: str
    b: str
    group: str
    tuning: bool
    related: bool


@dataclass(frozen=True, slots=True)
class Case:
    """A pair and what the detector said of it."""

    pair: Pair
    comparison: Comparison

    @property
    def tied(self) -> bool:
        """Whether the verdict is a rewrite or stronger."""
        return self.comparison.verdict.reaches(Verdict.REWRITE)

    @property
    def by_wording(self) -> bool:
        """Whether wording alone decided."""
        return self.comparison.meaning is None


def lines(ntrex: Path, rewrites: Path, reports: Path, settings: Settings) -> Iterator[str]:
    """The fitted weights and what they give, for a human reader."""
    measured = settings.updated({"meaning.enabled": True})
    samples = compare_samples(MEANING, measured)
    retold = [case for case in samples if _is_in_one_language(case)]
    retold += [*compare_rewrites(rewrites, measured), *compare_reports(reports, measured)]
    yield from _describe_fit(RETOLD, [case for case in retold if case.pair.group != TAKEN], measured)
    yield from describe_readings(retold)
    yield ""
    translated = [case for case in samples if not _is_in_one_language(case)]
    translated += compare_translations(ntrex, measured)
    yield from _describe_fit(TRANSLATED, translated, measured)


def compare_samples(folder: Path, settings: Settings) -> list[Case]:
    """Our originals with what was made from each, and with other reports of the same event; less the pieces whose
    relation the detector is known not to see.
    """
    truth = json.loads((folder / "expected.json").read_text(encoding="utf-8"))
    texts, pairs = [], []
    for half, stories in truth["stories"].items():
        for path in sorted(path for story in stories for path in folder.glob(f"{story}-*.txt")):
            story, _, piece = path.stem.partition("-")
            texts.append(other_words.DerivedText(path.stem, path.read_text(encoding="utf-8"), story, piece))
            manner = truth["manners"].get(piece.rpartition("-")[2])
            if piece != "original" and path.stem not in truth["missed"]:
                group = f"samples, {manner or 'second report'}"
                pairs.append(Pair(f"{story}-original", path.stem, group, half == "tuning", manner is not None))
    return _compare_all(texts, pairs, settings)


def _is_in_one_language(case: Case) -> bool:
    return case.comparison.measures.same_language


def compare_rewrites(folder: Path, settings: Settings) -> list[Case]:
    """Each text with its rewrites, and with rewrites of other stories."""
    texts = list(other_words.rewrites(folder))
    return _compare_all(texts, _pair_up(texts), settings)


def compare_translations(folder: Path, settings: Settings) -> list[Case]:
    """Each document with its translations, and with translations of other documents."""
    texts = list(other_words.ntrex(folder))
    return _compare_all(texts, _pair_up(texts), settings)


def compare_reports(folder: Path, settings: Settings) -> list[Case]:
    """Reports of one event without a long common run; those that were read and found taken are a group of their own."""
    taken = ecb.list_taken(blind=True)
    cases = []
    for half in ("tuning", "reporting"):
        articles, pairs = ecb.read(folder, half)
        for done in dupdetect.compare_many(articles, pairs, settings):
            if done.measures.longest_run < ecb.WIRE:
                group = TAKEN if _name_reports(done) in taken else REPORTS
                cases.append(Case(Pair(done.a, done.b, group, half == "tuning", False), done))
    return cases


def _name_reports(done: Comparison) -> tuple[str, str]:
    return done.a.removesuffix(".txt"), done.b.removesuffix(".txt")


def fit_weights(kind: str, cases: Sequence[Case], settings: Settings) -> dict[str, float]:
    """The settings fitted to the tuning half, by name; the intercept holds the threshold.

    What long texts get on top lifts them so far that no negative of the tuning half passes.
    """
    tuning = [case for case in cases if case.pair.tuning and is_open(kind, case, settings)]
    figures, related = _tabulate(kind, tuning), np.array([case.pair.related for case in tuning])
    model = make_pipeline(StandardScaler(), LogisticRegression(C=STRENGTH, class_weight="balanced", max_iter=1000))
    model.fit(figures, related)
    scaler, regression = model[0], model[-1]
    weights: Floats = regression.coef_[0] / scaler.scale_
    negatives = sum(case.pair.tuning and not case.pair.related for case in cases)
    scores = np.sort((figures @ weights)[~related])[::-1]
    threshold = float(scores[min(int(ALARMS[kind] * negatives), len(scores) - 1)])
    rounded = [round(float(weight), 2) for weight in weights]
    fitted = {f"{kind}_intercept": -round(threshold, 2), **dict(zip(WEIGHTS[kind], rounded, strict=True))}
    if kind == RETOLD:
        long = np.array([_is_long(case, settings) for case in tuning])
        nearest = float((figures @ weights)[long & ~related].max(initial=-np.inf))
        fitted["retold_long"] = round(threshold - nearest - 0.005, 2) if nearest > -np.inf else 0.0
    return fitted


def _is_long(case: Case, settings: Settings) -> bool:
    assert case.comparison.meaning is not None
    measures = case.comparison.measures
    return are_long(case.comparison.meaning, (measures.words_a, measures.words_b), settings.meaning)


def is_open(kind: str, case: Case, settings: Settings) -> bool:
    """Whether wording left a pair open, and its texts are long enough and of one language or of two as `kind` needs."""
    evidence, measures = case.comparison.meaning, case.comparison.measures
    if evidence is None or is_too_short(evidence, (measures.words_a, measures.words_b), settings.meaning):
        return False
    return (evidence.language_a == evidence.language_b) == (kind == RETOLD)


def _tabulate(kind: str, cases: Iterable[Case]) -> Floats:
    return np.array([_list_figures(kind, case.comparison) for case in cases])


def _list_figures(kind: str, done: Comparison) -> tuple[float, ...]:
    assert done.meaning is not None
    if kind == TRANSLATED:
        return translation_figures(done.meaning)
    return retelling_figures(done.meaning, (done.measures.words_a, done.measures.words_b))


def _describe_fit(kind: str, cases: Sequence[Case], settings: Settings) -> Iterator[str]:
    fitted = fit_weights(kind, cases, settings)
    yield f"{kind}: fitted to the tuning half; then the settings"
    now: Any = settings.meaning
    yield from (f"    {name:24}{value:8.2f}{getattr(now, name):8.2f}" for name, value in fitted.items())
    yield "    tied: by wording, with meaning as the settings are, of how many"
    for tuning in (True, False):
        for group in sorted({case.pair.group for case in cases}):
            some = [case for case in cases if case.pair.group == group and case.pair.tuning is tuning]
            counts = Counter(case.tied and ("wording" if case.by_wording else "meaning") for case in some)
            tied = counts["wording"] + counts["meaning"]
            share = tied / max(len(some), 1)
            half = "tuning" if tuning else "reporting"
            yield f"    {half:10}{group:24}{counts['wording']:6}{tied:6}{len(some):7}{share:8.2%}"


def describe_readings(cases: Iterable[Case]) -> Iterator[str]:
    """The share of ECB+ that is tied, of all pairs without a long run and of those that nobody found taken."""
    reports = [case for case in cases if case.pair.group in (REPORTS, TAKEN)]
    yield "    reports of one event that are tied, by what is left out as taken"
    for reading, taken in READINGS.items():
        for halves, name in (((True,), "tuning"), ((False,), "reporting"), ((True, False), "both")):
            left = [
                case for case in reports if case.pair.tuning in halves and _name_reports(case.comparison) not in taken
            ]
            tied = sum(case.tied for case in left)
            yield f"    {reading:24}{name:10}{tied:6}{len(left):7}{tied / max(len(left), 1):8.2%}"


def _pair_up(texts: Sequence[other_words.DerivedText]) -> Iterator[Pair]:
    """Each source with what was made from it, and with what was made from some others."""
    sources = [text for text in texts if text.kind == "source"]
    place = {source.origin: i for i, source in enumerate(sources)}
    for text in texts:
        if text.kind == "source":
            continue
        i = place[text.origin]
        yield Pair(sources[i].id, text.id, text.kind, i % 2 == 0, True)
        if not text.kind.endswith("cut"):
            for step in range(1, OTHERS + 1):  # an even distance keeps both in one half
                other = sources[(i + 2 * step) % (len(sources) // 2 * 2)]
                if other.origin != text.origin:
                    yield Pair(other.id, text.id, f"other, {text.kind}", i % 2 == 0, False)


def _compare_all(texts: Sequence[other_words.DerivedText], pairs: Iterable[Pair], settings: Settings) -> list[Case]:
    articles = [Article(text.id, text.text) for text in texts]
    known = sorted(pairs)
    compared = dupdetect.compare_many(articles, [(pair.a, pair.b) for pair in known], settings)
    return [Case(pair, done) for pair, done in zip(known, compared, strict=True)]
