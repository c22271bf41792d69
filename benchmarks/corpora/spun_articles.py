"""Spinning whole articles with word pairs that a user has, such as PPDB's: test texts for the search for candidates.

`spin` does the spinning; here are the pairs, and what a bolder spinner does besides: it leaves out sentences and puts
the others in another order. PPDB (Ganitkevitch et al., NAACL 2013) is not part of this repository; its lexical pairs
are lines of two words with a tab between them.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from random import Random

from benchmarks.corpora.thesaurus_spinner import WORD, Thesaurus, spin

SENTENCE_GAP = re.compile(r"(?<=[.!?])[\"”’)]*\s+")


@dataclass(frozen=True, slots=True)
class Strength:
    """How boldly an article is spun.

    Attributes:
        share: of the content words that are replaced, as far as the pairs know them.
        cut: share of the sentences that are left out.
        shuffled: whether the others are put in another order.
    """

    name: str
    share: float
    cut: float = 0.0
    shuffled: bool = False


STRENGTHS = (
    Strength("20 %", 0.2),
    Strength("40 %", 0.4),
    Strength("60 %", 0.6),
    Strength("60 %, shuffled, 15 % cut", 0.6, cut=0.15, shuffled=True),
)


def read_pairs(path: Path) -> Thesaurus:
    """A thesaurus from lines of two words, each the alternative of the other; what is no word is left out.

    Raises:
        ValueError: no line holds two words.
    """
    found: defaultdict[tuple[str, ...], list[str]] = defaultdict(list)
    for line in path.read_text(encoding="utf-8").splitlines():
        pair = line.strip().lower().split("\t")
        if len(pair) == 2 and all(WORD.fullmatch(word) for word in pair):
            for word, other in (pair, reversed(pair)):
                found[(word,)].append(other)
    if not found:
        raise ValueError(f"{path}: has no line of two words with a tab between them")
    return dict(found)


def spin_article(text: str, thesaurus: Thesaurus, strength: Strength, seed: int) -> str:
    """A spun copy; the same arguments always give the same."""
    copy = spin(text, thesaurus, strength.share, seed)
    if not strength.cut and not strength.shuffled:
        return copy
    random = Random(seed)
    sentences = SENTENCE_GAP.split(copy)
    kept = random.sample(sentences, max(1, round(len(sentences) * (1 - strength.cut))))
    return " ".join(kept if strength.shuffled else sorted(kept, key=sentences.index))
