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

from dupdetect.text.alphabet import folding_table
from dupdetect.text.boilerplate_lines import find_recurring_lines
from dupdetect.text.fold import fold_text
from dupdetect.text.vocabulary import Vocabulary
from dupdetect.text.words import count_words, segment_article

__all__ = ["Vocabulary", "count_words", "find_recurring_lines", "fold_text", "folding_table", "segment_article"]
