"""Articles to scored words and sentences, with offsets into the untouched text.

alphabet    which code points make words, and how the fingerprint kernels fold them
fold        disguises undone, case folded; each code point remembers where it came from
scripts     what a word is, in scripts with and without spaces
layout      lines and paragraphs; which are headings, which are site furniture
recurrence  which lines of a batch are furniture, because they stand in unrelated articles
language    which rules and which stemmer fit the text
sentences   where sentences end
numbering   numbers for words
vocabulary  numbers for words and their stems
words       all of it together
"""

from __future__ import annotations

from dupdetect.steps.segment.alphabet import folding
from dupdetect.steps.segment.fold import folded
from dupdetect.steps.segment.recurrence import recurring
from dupdetect.steps.segment.vocabulary import Vocabulary
from dupdetect.steps.segment.words import count, segmented

__all__ = ["Vocabulary", "count", "folded", "folding", "recurring", "segmented"]
