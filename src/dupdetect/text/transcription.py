"""Detect which of two texts was typed without the diacritics of its language, and how it was transcribed.

Polish, Czech or Vietnamese is typed without diacritics where a keyboard or a system lacks them; German, Finnish and the
Scandinavian languages write two letters for one (ae, oe, ue, aa). Diacritics distinguish words, so they are not folded
in general. Both texts of a pair are compared in the transcribed spelling only if one has diacritics, the other hardly
any, and the transcribed words of the first occur in the second.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from dupdetect.records.batches import Segmented
from dupdetect.text.fold import fold_text
from dupdetect.text.forms import bare_form

_UMLAUTS = {"ä": "ae", "ö": "oe", "ü": "ue"}
_SWEDISH = {"å": "aa", "ä": "ae", "ö": "oe"}
_DANISH = {"å": "aa", "ø": "oe", "æ": "ae"}
_DIGRAPHS = {"de": _UMLAUTS, "sv": _SWEDISH, "fi": _SWEDISH, "da": _DANISH, "no": _DANISH}
"""By language, the letters that are written as two where they cannot be typed."""


def _spell(character: str, table: Mapping[str, str]) -> str:
    small = table.get(character.lower())
    if small is None:
        return bare_form(character)
    return small if character.islower() else small.capitalize()


SPELLINGS: dict[str, Callable[[str], str]] = {
    "bare": bare_form,
    **{name: partial(_spell, table=table) for name, table in _DIGRAPHS.items()},
}
"""Transcriptions of single characters by name: without diacritics, or two letters as in some language."""

DISGUISES = {
    "bare": "letters without their diacritics",
    **dict.fromkeys(_DIGRAPHS, "two letters for one with a diacritic"),
}
"""How a comparison describes a text in that spelling."""

Counts: TypeAlias = int | NDArray[np.int64]
"""Counts of one pair, or of many."""

FEWEST = 3
_SHARE = 0.02
"""Letters with diacritics, at least, and to each word of the text."""
_FEWER = 10
"""How many times as many the text with diacritics has, at least."""
_MOST_WORDS = 5000
"""Most words that are examined; more do not change the result."""
_WORD = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True, slots=True)
class SpelledWords:
    """The words of an article, folded, as far as they are examined.

    Attributes:
        text: the folded text, whose words are cut when they are asked for: most texts hold too few even as parts.
        respelled: the words with letters beyond ASCII as each spelling that fits their language writes them; empty for
            an article without diacritics.
    """

    text: str
    respelled: Mapping[str, frozenset[str]]

    @property
    def words(self) -> frozenset[str]:
        """All of them."""
        return frozenset(_list_words(self.text))

    def count_held(self, words: frozenset[str]) -> int:
        """How many of the words it holds, or any number below `FEWEST` if it holds fewer than that."""
        parts = sum(word in self.text for word in words)
        return len(self.words & words) if parts >= FEWEST else parts


def list_words(article: Segmented) -> SpelledWords:
    """The words by which the spelling of an article is found."""
    text = fold_text(article.article.text).text
    marked = {word for word in _list_words(text) if not word.isascii()} if article.diacritics else set()
    names = ["bare", article.language] if article.language in _DIGRAPHS else ["bare"]
    return SpelledWords(
        text, {name: frozenset("".join(map(SPELLINGS[name], word)) for word in marked) for name in names}
    )


def _list_words(text: str) -> list[str]:
    return _WORD.findall(text)[:_MOST_WORDS]


def differ_in_marks(full: Counts, bare: Counts, words: Counts) -> Any:
    """Whether one text of each pair has diacritics and the other has none, or next to none.

    Args:
        full, bare: letters with diacritics of the text that has more of them, and of the other.
        words: the words of the text that has more.

    Returns:
        a bool for one pair, a bool array for many.
    """
    return full >= np.maximum(np.maximum(FEWEST, _SHARE * words), _FEWER * bare)


def find_spelling(
    a: Segmented, b: Segmented, words_of: Callable[[Segmented], SpelledWords] = list_words
) -> tuple[str, Segmented] | None:
    """The name of the spelling in which both texts should be compared, and which of them is in that spelling already.

    None where both have diacritics or neither has, and where no transcription brings the words together.

    Args:
        words_of: `list_words`, or a cache of it.
    """
    full, bare = (a, b) if a.diacritics >= b.diacritics else (b, a)
    if not differ_in_marks(full.diacritics, bare.diacritics, len(full)):
        return None
    there = words_of(bare)
    counts = {name: there.count_held(words) for name, words in words_of(full).respelled.items()}
    name, count = max(counts.items(), key=lambda item: item[1])
    return (name, bare) if count >= FEWEST else None
