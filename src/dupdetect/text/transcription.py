"""Detect which of two texts was typed without the diacritics of its language, and how it was transcribed.

Polish, Czech or Vietnamese is typed without diacritics where a keyboard or a system lacks them; German, Finnish and the
Scandinavian languages write two letters for one (ae, oe, ue, aa). Diacritics distinguish words, so they are not folded
in general. Both texts of a pair are compared in the transcribed spelling only if one has diacritics, the other hardly
any, and the transcribed words of the first occur in the second.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import partial

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

_FEWEST = 3
_SHARE = 0.02
"""Letters with diacritics, at least, and to each word of the text."""
_FEWER = 10
"""How many times as many the text with diacritics has, at least."""
_MOST_WORDS = 5000
"""Most words that are examined; more do not change the result."""
_WORD = re.compile(r"[^\W\d_]+")


def find_spelling(a: Segmented, b: Segmented) -> tuple[str, Segmented] | None:
    """The name of the spelling in which both texts should be compared, and which of them is in that spelling already.

    None where both have diacritics or neither has, and where no transcription brings the words together.
    """
    if not may_be_respelled(a, b):
        return None
    full, bare = (a, b) if a.diacritics >= b.diacritics else (b, a)
    name, count = _choose_spelling(full, bare)
    return (name, bare) if count >= _FEWEST else None


def may_be_respelled(a: Segmented, b: Segmented) -> bool:
    """Whether one text has diacritics and the other hardly any; the words of both are not looked at."""
    full, bare = (a, b) if a.diacritics >= b.diacritics else (b, a)
    return full.diacritics >= max(_FEWEST, _SHARE * len(full), _FEWER * bare.diacritics)


def _choose_spelling(full: Segmented, bare: Segmented) -> tuple[str, int]:
    """The spelling in which most words with diacritics of one text are in the other, and how many."""
    there = set(_WORD.findall(fold_text(bare.article.text).text)[:_MOST_WORDS])
    marked = {word for word in _WORD.findall(fold_text(full.article.text).text)[:_MOST_WORDS] if not word.isascii()}
    names = ["bare", full.language] if full.language in _DIGRAPHS else ["bare"]
    counts = {name: len(there & {"".join(map(SPELLINGS[name], word)) for word in marked}) for name in names}
    return max(counts.items(), key=lambda item: item[1])
