"""Articles to scored words and sentences, with offsets into the untouched text.

forms                 what one character is, however it is written
mojibake              letters in a wrong encoding, decoded
look_alikes           letters and digits of other scripts that stand for Latin ones
fold                  all of that on a text, case folded; each code point remembers where it came from
alphabet              the same as a table, for the fingerprint kernels
transcription         which of two texts was typed without the diacritics of the other
scripts               what a word is, in scripts with and without spaces
wrapping              lines that a fixed width has cut, joined again
boilerplate           which lines pages wrap around an article, by the patterns in `boilerplate_patterns`
notices               consent texts and lists of references, by their form
boilerplate_lines     sentences that are boilerplate because unrelated articles share them
layout                lines and paragraphs with their roles: body, heading, boilerplate
language              which rules and which stemmer fit the text
sentences             where sentences end
numbering             numbers for words, by dictionary or by kernel
vocabulary            numbers for words and their stems
words                 an article cut into words, by all of the above
"""

from __future__ import annotations

from dupdetect.text.alphabet import counts_alike, folding_table
from dupdetect.text.boilerplate_lines import find_recurring_lines
from dupdetect.text.fold import fold_text
from dupdetect.text.vocabulary import Vocabulary
from dupdetect.text.words import count_words, locate_words, segment_article

__all__ = [
    "Vocabulary",
    "count_words",
    "counts_alike",
    "find_recurring_lines",
    "fold_text",
    "folding_table",
    "locate_words",
    "segment_article",
]
