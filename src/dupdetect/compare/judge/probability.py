"""The probability that a pair is derived: a logistic regression over the figures of its measures."""

from __future__ import annotations

import math

from dupdetect.records import Measures, Verdict
from dupdetect.settings import Calibrating

_MOST_NEWS = 10.0
"""Cap of names and numbers per 100 words; higher values add no evidence."""

_FEWEST_FACTS = 2.0
"""Weight of the passages' facts from which their agreement says something."""

_EVEN = 0.5
"""As likely as not."""

_CERTAIN = 30.0
"""Cap of the log odds, so that hostile input cannot overflow; beyond it the result is 0 or 1 anyway."""


def figures_for_fit(m: Measures) -> tuple[float, ...]:
    """The features of the regression, in the order of `[calibrating]`; all are 0 where nothing is shared.

    The logarithm of the shared words and the greater share kept, both as far as the facts of the passages agree, for
    the wording of a form proves nothing; and the fewer names and numbers of its own that either text has in 100 words,
    up to `_MOST_NEWS`. The longest run, the order of sentences and the facts of the whole texts were tried, too, and
    got no weight of the right sign beside these.
    """
    if not m.shared:
        return (0.0,) * 3
    agreed = m.facts_agreed if m.passage_facts >= _FEWEST_FACTS else 1.0
    news = min(m.news_a, m.news_b, _MOST_NEWS)
    return agreed * math.log1p(m.shared), agreed * max(m.kept_a, m.kept_b), news


def estimate_probability(measures: Measures, settings: Calibrating) -> float:
    """How likely one text was made from the other or from a common source, by logistic regression; 0 to 1.

    It holds where derived and independent pairs are as frequent as each other; `benchmarks.runs.fit probability` fits
    it.
    """
    weights = settings.shared, settings.kept, settings.news
    score = settings.intercept + sum(w * x for w, x in zip(weights, figures_for_fit(measures), strict=True))
    return 1 / (1 + math.exp(-max(min(score, _CERTAIN), -_CERTAIN)))


def bound_probability(probability: float, verdict: Verdict) -> float:
    """Bound a probability so that it does not contradict its verdict: the regression ignores facts and forms.

    An independent pair gets at most 0.5, a rewrite or a copy at least 0.5.
    """
    if verdict is Verdict.INDEPENDENT:
        return min(probability, _EVEN)
    return max(probability, _EVEN) if verdict >= Verdict.REWRITE else probability
