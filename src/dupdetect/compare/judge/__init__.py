"""Passages to figures, figures to a verdict, with its reasons in words.

measures     the figures of a pair, gathered from its alignment
rules        the verdict: a pure function of figures and thresholds, so that these can move without aligning again
forms        one form filled in twice, which the rules ask first
wording      how near the wording of passages is
reasons      the verdict in words; the first names the rule that decided
refusal      pairs that are independent whatever they tell
remainder    a pair without the wording that many articles of its batch share
probability  how likely the pair is derived, fitted to pairs of known origin
"""

from __future__ import annotations

from dupdetect.compare.judge.measures import (
    complete_measures,
    count_scored,
    measure_closeness,
    measure_coverage,
    measure_pair,
    measure_wording,
)
from dupdetect.compare.judge.probability import bound_probability, estimate_probability, figures_for_fit
from dupdetect.compare.judge.reasons import MEANING_HINT, Judgement, judge_measures
from dupdetect.compare.judge.refusal import may_be_related
from dupdetect.compare.judge.remainder import judge_remainder, mark_words, measure_remainder
from dupdetect.compare.judge.rules import Rule, find_rule

__all__ = [
    "MEANING_HINT",
    "Judgement",
    "Rule",
    "bound_probability",
    "complete_measures",
    "count_scored",
    "estimate_probability",
    "figures_for_fit",
    "find_rule",
    "judge_measures",
    "judge_remainder",
    "mark_words",
    "may_be_related",
    "measure_closeness",
    "measure_coverage",
    "measure_pair",
    "measure_remainder",
    "measure_wording",
]
