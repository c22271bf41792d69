"""Whether two articles mean the same where wording leaves them open: retold in other words, or translated.

evidence  the sentences of both, and the figures that rest on their partners
rules     the verdict: a pure function of these figures and of thresholds, with its reason in words
weighing  both, for the pairs of a comparer
"""

from __future__ import annotations

from dupdetect.compare.meaning.evidence import mark_matched, measure_meaning
from dupdetect.compare.meaning.rules import Outcome, judge_meaning
from dupdetect.compare.meaning.weighing import MeaningWeigher, Weighed

__all__ = ["MeaningWeigher", "Outcome", "Weighed", "judge_meaning", "mark_matched", "measure_meaning"]
