"""Articles to scored words and sentences, with offsets into the untouched text.

alphabet    which code points make words, and how the fingerprint kernels fold them
fold        disguises undone, case folded; each code point remembers where it came from
layout      lines and paragraphs; which are headings, which are site furniture
sentences   where sentences end
words       the words between them, numbered by a vocabulary
"""

from __future__ import annotations

from dupdetect.steps.segment.alphabet import folding
from dupdetect.steps.segment.fold import folded
from dupdetect.steps.segment.words import Vocabulary, count, segmented

__all__ = ["Vocabulary", "count", "folded", "folding", "segmented"]
