"""Names, numbers and dates of a text: its content, independent of wording.

values      numbers, dates and times, however they are written
names       runs of capitalised words
subjects    lone words that open a sentence and name whom it is about
digests     items of a list, each about something else
negations   "not" and its equivalents
extraction  all of them in one article, found once
order       whether two articles tell them in the same order
agreement   how many of them two articles share
foreign     how many of them two articles in different languages share
drift       those that differ between aligned sentences
"""

from __future__ import annotations

from dupdetect.compare.facts.agreement import compare_facts, compare_wholes, count_shared
from dupdetect.compare.facts.drift import find_drift
from dupdetect.compare.facts.extraction import Facts, extract_facts, shows_case
from dupdetect.compare.facts.foreign import compare_marks, find_changed_figures, find_marks

__all__ = [
    "Facts",
    "compare_facts",
    "compare_marks",
    "compare_wholes",
    "count_shared",
    "extract_facts",
    "find_changed_figures",
    "find_drift",
    "find_marks",
    "shows_case",
]
