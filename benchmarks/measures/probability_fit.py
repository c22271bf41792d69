"""The probability that a pair is derived, fitted with scikit-learn and held against pairs that it was not fitted to.

A pair is derived when text of the one was made from the other or from a common source. What is known of pairs:

    samples    samples/expected.json; pairs that the search does not propose are left out
    PAN        a PAN text-alignment corpus: derived when it has a case
    ECB+       reports of one event by different outlets: none is derived, once those that share a run of 20 words or
               were read and found taken are left out, for a figure that labels a pair cannot prove itself
    notices    benchmarks/corpora/notices.txt: two fillings of one notice are not derived, cut and spun copies are

It is fitted to the samples' tuning set and one half of the sources, topics and notices, and reported on the rest.
Derived and other pairs count as much as each other, and so does each corpus among either. So the figure is a
probability where derived pairs are as frequent as others; where they are rarer, it is too high.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import brier_score_loss, log_loss
from sklearn.model_selection import GroupKFold

import dupdetect
from benchmarks.corpora import ecb, filled_forms, pan, sample_truth
from benchmarks.corpora.thesaurus_spinner import read_thesaurus
from benchmarks.measures.verdict_accuracy import scan_samples
from dupdetect.compare import judge
from dupdetect.records import Article, Measures, Verdict
from dupdetect.settings import Calibrating, Settings

Floats = NDArray[np.float64]

EDGES = (0.0, 0.1, 0.3, 0.5, 0.7, 0.9, 1.0)
FOLDS = 5
FILLINGS = 10
"""Of each notice."""
SPINNER = Path(__file__).resolve().parents[2] / "samples" / "thesaurus-held-out.tsv"


@dataclass(frozen=True, slots=True)
class Case:
    """A pair whose origin is known.

    Attributes:
        corpus: where it comes from.
        group: its source, topic or story; no group is on both sides of a cross-validation.
        tuning: whether it may be fitted to.
        derived: what is known.
        measures: what the detector measured.
    """

    corpus: str
    group: str
    tuning: bool
    derived: bool
    measures: Measures


def sample_cases(settings: Settings) -> Iterator[Case]:
    """The listed and unlisted pairs of each set of the samples."""
    for outcome in scan_samples(settings).outcomes:
        if outcome.found and outcome.expected.set != sample_truth.ACROSS:
            story = outcome.expected.a.partition("-")[0]
            derived = outcome.expected.verdict is not Verdict.INDEPENDENT
            yield Case("samples", story, outcome.expected.set == sample_truth.TUNING, derived, outcome.found.measures)


def pan_cases(corpus: Path, settings: Settings) -> Iterator[Case]:
    """The pairs of a PAN corpus; those of a source are a group."""
    for folder in pan.classes(corpus):
        for half in pan.HALVES:
            pairs, cases = pan.select_half(*pan.read_class(folder), half)
            derived = {(case.suspicious, case.source) for case in cases}
            for comparison in dupdetect.compare_many(pan.texts(corpus, pairs), pairs, settings):
                yield Case(
                    "PAN", comparison.b, half == "tuning", (comparison.a, comparison.b) in derived, comparison.measures
                )


def ecb_cases(folder: Path, settings: Settings) -> Iterator[Case]:
    """The reports of one event that are not known to share an origin; those of a topic are a group."""
    taken = set(map(tuple, json.loads(ecb.READ.read_text(encoding="utf-8"))["taken"]))
    for half in ("tuning", "reporting"):
        articles, pairs = ecb.read(folder, half)
        for comparison in dupdetect.compare_many(articles, pairs, settings):
            names = comparison.a.removesuffix(".txt"), comparison.b.removesuffix(".txt")
            if comparison.measures.longest_run < ecb.WIRE and names not in taken:
                topic = "".join(c for c in comparison.a.partition("/")[0] if c.isdigit())
                yield Case("ECB+", topic, half == "tuning", derived=False, measures=comparison.measures)


def notice_cases(settings: Settings) -> Iterator[Case]:
    """Fillings of the notices against each other and against copies of their own; those of a notice are a group."""
    thesaurus = read_thesaurus(SPINNER)
    for number, (name, form) in enumerate(filled_forms.read_notices().items()):
        texts = filled_forms.fill_form(name, form, FILLINGS, seed=1)
        articles = [Article(str(i), text) for i, text in enumerate(texts)]
        pairs = [(a.id, b.id) for a, b in combinations(articles, 2)]
        for i, text in enumerate(texts[:: FILLINGS // 2]):
            for kind, copy in filled_forms.make_copies(text, thesaurus, i).items():
                articles.append(Article(f"{i} {kind}", copy))
                pairs.append((str(i * (FILLINGS // 2)), f"{i} {kind}"))
        for comparison in dupdetect.compare_many(articles, pairs, settings):
            yield Case("notices", name, number % 2 == 0, " " in comparison.b, comparison.measures)


def weights(cases: Sequence[Case]) -> Floats:
    """What each case counts: derived and others as much as each other, and each corpus as much as the next therein."""
    counts = Counter((case.derived, case.corpus) for case in cases)
    corpora = Counter(derived for derived, _ in counts)
    total = len(cases) / 2
    return np.array([total / corpora[case.derived] / counts[case.derived, case.corpus] for case in cases])


def fit_weights(cases: Sequence[Case]) -> Calibrating:
    """The logistic regression over `judge.figures`, to two places."""
    model = LogisticRegression(max_iter=1000)
    figures = [judge.figures_for_fit(case.measures) for case in cases]
    model.fit(figures, _derived_flags(cases), sample_weight=weights(cases))
    return Calibrating(*(round(float(value), 2) for value in (model.intercept_[0], *model.coef_[0])))


def probabilities(cases: Sequence[Case], settings: Calibrating) -> Floats:
    """What the product says of each case."""
    return np.array([judge.estimate_probability(case.measures, settings) for case in cases])


def cross_validate(cases: Sequence[Case]) -> float:
    """The log loss on groups that were left out in turn."""
    unseen = np.zeros(len(cases))
    for kept, left in GroupKFold(FOLDS).split(cases, groups=[f"{case.corpus} {case.group}" for case in cases]):
        found = fit_weights([cases[k] for k in kept])
        unseen[left] = probabilities([cases[k] for k in left], found)
    return float(log_loss(_derived_flags(cases), unseen, sample_weight=weights(cases)))


def reliability(cases: Sequence[Case], settings: Calibrating) -> Iterator[str]:
    """A Markdown table: of the pairs given such a probability, how many are derived."""
    said, known, counts = probabilities(cases, settings), _derived_flags(cases), weights(cases)
    yield "| probability | pairs | said, on average | derived |"
    yield "|---|--:|--:|--:|"
    for low, high in pairwise(EDGES):
        inside = (said >= low) & ((said < high) | (high == EDGES[-1]))
        if inside.any():
            told = [np.average(values[inside], weights=counts[inside]) for values in (said, known)]
            yield f"| {low} to {high} | {inside.sum()} | {told[0]:.1%} | {told[1]:.1%} |"


def lines(pan_corpus: Path, ecb_folder: Path, settings: Settings) -> Iterator[str]:
    """What is fitted, and how the settings as they are do on the pairs that were held back."""
    cases = [
        *sample_cases(settings), *pan_cases(pan_corpus, settings), *ecb_cases(ecb_folder, settings),
        *notice_cases(settings),
    ]  # fmt: skip
    tuning, rest = [case for case in cases if case.tuning], [case for case in cases if not case.tuning]
    yield f"fitted:   {fit_weights(tuning)}"
    yield f"settings: {settings.calibrating}"
    yield f"log loss on groups left out of {len(tuning)} tuning pairs: {cross_validate(tuning):.3f}"
    said, counts = probabilities(rest, settings.calibrating), weights(rest)
    loss = log_loss(_derived_flags(rest), said, sample_weight=counts)
    brier = brier_score_loss(_derived_flags(rest), said, sample_weight=counts)
    yield f"{len(rest)} reporting pairs: log loss {loss:.3f}, Brier score {brier:.3f} (a coin: 0.693 and 0.250)"
    yield ""
    yield from reliability(rest, settings.calibrating)


def _derived_flags(cases: Sequence[Case]) -> NDArray[np.bool_]:
    return np.array([case.derived for case in cases])
