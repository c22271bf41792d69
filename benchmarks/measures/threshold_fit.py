"""Fit the thresholds of the verdict to the tuning set with scikit-learn, and print how near the settings are.

A threshold is a decision tree of depth 1 over one figure: it splits where two classes come apart best, in the middle of
the gap. Stories are left out in turn for the cross-validation, so that no text is judged by what was learned from
its own family. The held-out set is never looked at.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from sklearn.model_selection import LeaveOneGroupOut, cross_val_predict
from sklearn.tree import DecisionTreeClassifier

from benchmarks.corpora import sample_truth
from benchmarks.measures.verdict_accuracy import Outcome, scan_samples
from dupdetect.records import Measures, Verdict
from dupdetect.settings import Settings


@dataclass(frozen=True, slots=True)
class Case:
    """One pair of the tuning set, as a threshold sees it.

    Attributes:
        value: the figure that the threshold is on.
        above: whether the pair belongs above it.
        story: the family that the pair comes from.
    """

    value: float
    above: bool
    story: str


@dataclass(frozen=True, slots=True)
class Threshold:
    """A setting that parts two classes of pairs.

    Attributes:
        name: the setting.
        figure: what it is compared with, in words.
        above, below: the classes, in words.
        places: decimal places worth printing.
        cases: gives the cases, from the outcomes on the tuning set.
    """

    name: str
    figure: str
    above: str
    below: str
    places: int
    cases: Callable[[Sequence[Outcome], Settings], Iterator[tuple[Outcome, float, bool]]]


@dataclass(frozen=True, slots=True)
class Fitted:
    """What fitting a threshold gave.

    Attributes:
        threshold: where the tree splits.
        validated: accuracy on stories that the tree did not see.
        as_set: accuracy of the value in settings, on all cases.
        under, over: the greatest figure of the class below and the least of the class above.
        margin: from the value in settings to the nearest case; below 0 when a case lies on the wrong side.
    """

    threshold: float
    validated: float
    as_set: float
    under: float
    over: float
    margin: float


def copies(outcomes: Sequence[Outcome], settings: Settings) -> Iterator[tuple[Outcome, float, bool]]:
    """Near copies and rewrites, of those pairs that get as far as this question: most of a text is covered."""
    for outcome in outcomes:
        if outcome.found and outcome.expected.verdict in (Verdict.NEAR_COPY, Verdict.REWRITE):
            m: Measures = outcome.found.measures
            if not m.same_words and max(m.own_a, m.own_b) >= settings.judging.most:
                yield outcome, max(m.kept_a, m.kept_b), outcome.expected.verdict is Verdict.NEAR_COPY


def spinning(outcomes: Sequence[Outcome], settings: Settings) -> Iterator[tuple[Outcome, float, bool]]:
    """Spun copies and human paraphrases against their originals, where enough is aligned to ask."""
    kinds = {name: label["kind"] for name, label in sample_truth.read().articles.items()}
    for outcome in outcomes:
        made = {kinds[outcome.expected.a], kinds[outcome.expected.b]}
        asked = outcome.expected.spun or "paraphrase" in made
        if outcome.found and asked and outcome.expected.relation == "direct":
            m = outcome.found.measures
            if m.aligned >= settings.judging.spun_words:
                yield outcome, m.swaps, outcome.expected.spun


THRESHOLDS = (
    Threshold("judging.copy_kept", "greater share of words kept in passages", "near_copy", "rewrite", 3, copies),
    Threshold("judging.spun_swaps", "short replacements a 100 aligned words", "spun", "human paraphrase", 2, spinning),
)

NOTE = """\
Gap: from the greatest figure of the class below to the least of the class above. Margin: from the value in settings
to the nearest case, below 0 when a case lies on the wrong side. Validated: right on stories that were left out. As set:
right with the value in settings. Tuning set only.\
"""


def fit_threshold(cases: Sequence[Case], value: float) -> Fitted:
    """Fit a threshold to cases, and hold the value of settings against them."""
    figures = np.array([[case.value] for case in cases])
    above = np.array([case.above for case in cases])
    stories = np.array([case.story for case in cases])
    tree = DecisionTreeClassifier(max_depth=1, class_weight="balanced", random_state=0)
    unseen = cross_val_predict(tree, figures, above, groups=stories, cv=LeaveOneGroupOut())
    tree.fit(figures, above)
    flat = figures[:, 0]
    distance = np.where(above, flat - value, value - flat)
    return Fitted(
        threshold=float(tree.tree_.threshold[0]),
        validated=float((unseen == above).mean()),
        as_set=float(((flat >= value) == above).mean()),
        under=float(flat[~above].max()),
        over=float(flat[above].min()),
        margin=float(distance.min()),
    )


def story(outcome: Outcome) -> str:
    """The family of a pair; its first article's, as nearly all pairs have both from one."""
    return outcome.expected.a.partition("-")[0]


def table(outcomes: Sequence[Outcome], settings: Settings) -> Iterator[str]:
    """The lines of a Markdown table, a threshold a row."""
    yield "| setting | figure | above, below | pairs | fitted | settings | gap | margin | validated | as set |"
    yield "|---|---|---|--:|--:|--:|---|--:|--:|--:|"
    for threshold in THRESHOLDS:
        cases = [Case(value, above, story(pair)) for pair, value, above in threshold.cases(outcomes, settings)]
        value = float(str(settings.values()[threshold.name]))
        found = fit_threshold(cases, value)
        numbers = [f"{number:.{threshold.places}f}" for number in (found.threshold, value)]
        gap = f"{found.under:.{threshold.places}f} to {found.over:.{threshold.places}f}"
        counts = f"{sum(case.above for case in cases)}, {sum(not case.above for case in cases)}"
        classes = f"{threshold.above}, {threshold.below}"
        shares = [f"{100 * share:.1f} %" for share in (found.validated, found.as_set)]
        cells = [
            f"`{threshold.name}`",
            threshold.figure,
            classes,
            counts,
            *numbers,
            gap,
            f"{found.margin:.{threshold.places}f}",
            *shares,
        ]
        yield f"| {' | '.join(cells)} |"


def lines() -> list[str]:
    """The table of all thresholds, fitted to the tuning set."""
    settings = Settings()
    return list(
        table(
            [outcome for outcome in scan_samples(settings).outcomes if outcome.expected.set == sample_truth.TUNING],
            settings,
        )
    )
