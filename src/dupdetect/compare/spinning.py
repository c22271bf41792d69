"""Aligned sentences to substitutions: which wording became which, and whether a machine did it.

A synonym spinner leaves a structure that a human rewriter does not: sentences keep their order and their function
words, and many single words are exchanged one for one. Figures behind the rule: docs/benchmarks.md.
"""

from __future__ import annotations

import re
from collections import Counter

from dupdetect.records import Article, Measures, Substitution
from dupdetect.records.batches import Alignment
from dupdetect.settings import Judging

_SPACES = re.compile(r"\s+")
_LONGEST = 60
"""Characters of a wording worth listing."""


def find_substitutions(a: Article, b: Article, alignment: Alignment) -> tuple[Substitution, ...]:
    """Wordings of A that stand as other wordings in B, most frequent first, then in order of A."""
    counts: Counter[tuple[str, str]] = Counter()
    for pair in alignment.sentences:
        for change in pair.replacements:
            left = _plain(a.text[change.a_start : change.a_end])
            right = _plain(b.text[change.b_start : change.b_end])
            if left and right and left != right and len(left) <= _LONGEST and len(right) <= _LONGEST:
                counts[left, right] += 1
    return tuple(Substitution(left, right, count) for (left, right), count in counts.most_common())


def looks_spun(measures: Measures, settings: Judging) -> bool | None:
    """Whether one text looks like the other put through a synonym machine; None when too little is aligned."""
    if measures.aligned < settings.spun_words:
        return None
    return (
        measures.swaps >= settings.spun_swaps
        and measures.isolated >= settings.spun_isolated
        and measures.order >= settings.spun_order
    )


def _plain(text: str) -> str:
    return _SPACES.sub(" ", text).strip().lower()
