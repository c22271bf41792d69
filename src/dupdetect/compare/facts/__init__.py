"""Names, numbers and dates of a text: what it says, whatever its words.

values      numbers, dates and times, however they are written
names       runs of capitalised words
negations   "not", and what says it in other words
extraction  all of them in one article, found once
agreement   how far two articles tell the same ones
drift       those that aligned sentences exchange for others
"""

from __future__ import annotations

from dupdetect.compare.facts.agreement import compare_facts, compare_wholes
from dupdetect.compare.facts.drift import find_drift
from dupdetect.compare.facts.extraction import Facts, extract_facts

__all__ = ["Facts", "compare_facts", "compare_wholes", "extract_facts", "find_drift"]
