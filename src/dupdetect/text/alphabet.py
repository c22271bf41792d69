"""Tables by which a kernel folds a text: what each character becomes, and which texts need Python.

Fingerprints read texts without diacritics, so that a copy typed without them meets its original; otherwise they fold as
`fold_text` does. A table holds what each character becomes by itself. Texts where that depends on other characters
(combining marks, look-alikes among Latin letters, scripts without spaces) go through Python, and so do texts without
words, whose characters are hashed to a single one.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from functools import cache
from hashlib import blake2b

import numpy as np
from numpy.typing import NDArray

from dupdetect.kernels.words import FOLLOW, FOREIGN, LEAD, LETTER, ODD, OTHER, REWRITTEN
from dupdetect.records.batches import Folding
from dupdetect.text import forms, look_alikes, mojibake
from dupdetect.text.fold import fold_text
from dupdetect.text.scripts import UNSPACED, has_words, is_spaced, letters

_TABLED = (
    (0x80, 0x3400), (0xA600, 0xAC00), (0xD7B0, 0xD800), (0xF900, 0x10000), (0x10400, 0x11A00), (0x16E40, 0x16E80),
    (0x1D400, 0x1D800), (0x1E030, 0x1EF00), (0x1F100, 0x1F300), (0x1FBF0, 0x1FBFA), (0x2F800, 0x2FA20),
    (0xE0000, 0xE1000),
)  # fmt: skip
"""Outside these ranges no character has another form; a test checks all of Unicode."""

_PRIVATE = 0x33000
"""From here on no script has rules of its own."""

_CONTEXT = f"{forms.JOINING}{forms.JAMO}{UNSPACED}"


@cache
def folding_table() -> Folding:
    """The folding tables for fingerprint kernels; texts that a table cannot fold go through `fold`."""
    points = np.arange(sys.maxunicode + 1, dtype="<u4")
    everything = points.tobytes().decode("utf-32-le", "surrogatepass")
    alphabet = np.where(letters(), points | np.uint32(LETTER), np.uint32(0))
    alphabet[65:91] |= np.uint32(32)
    marked = {
        ODD: _CONTEXT,
        OTHER: look_alikes.OTHERS,
        FOREIGN: look_alikes.FOREIGN,
        LEAD: f"{mojibake.POINTS}{forms.FIRST_PARTS}",
        FOLLOW: f"{mojibake.FOLLOWING}{forms.LATER_PARTS}",
    }
    for flag, characters in marked.items():
        members = _within(re.compile(f"[{characters}]+"), everything[:_PRIVATE])
        alphabet[:_PRIVATE][members] |= np.uint32(flag)
    return Folding(alphabet, _enter_forms(alphabet), fold_for_fingerprint)


def _enter_forms(alphabet: NDArray[np.uint32]) -> NDArray[np.uint8]:
    """Store in `alphabet` what characters become; returns the spellings whose byte length differs.

    A spelling is stored as its length in bytes, then its UTF-8; the entry of its character holds its offset.
    """
    spellings = bytearray()
    places: dict[bytes, int] = {}
    unsettled = re.compile(f"[{_CONTEXT}]")
    for character, form in _list_changes():
        data, entry = form.encode(), int(alphabet[ord(character)])
        if entry & ODD or unsettled.search(form):
            entry |= ODD
        elif _fits(character, form, entry):
            entry = entry & ~_POINT | ord(form)
        else:
            if data not in places:
                places[data] = len(spellings)
                spellings += bytes([len(data)]) + data
            entry = entry & ~_POINT | REWRITTEN | places[data]
        alphabet[ord(character)] = entry
    return np.frombuffer(bytes(spellings), np.uint8)


_POINT = (1 << 21) - 1


def _list_changes() -> Iterator[tuple[str, str]]:
    """The characters beyond ASCII that become others, and what they become."""
    for first, end in _TABLED:
        for character in forms.may_change("".join(map(chr, range(first, end)))):
            form = _bare(character)
            if form != character:
                yield character, form


def _bare(character: str) -> str:
    """The form of a single character in fingerprints, independent of its neighbours."""
    plain = forms.plain_form(character)
    bare = "".join(map(forms.bare_form, plain)) if plain else ""
    small = "".join(c if len(c.lower()) > 1 else c.lower() for c in bare).replace("ς", "σ")
    return look_alikes.repair_digits(small)[0]


def _fits(character: str, form: str, entry: int) -> bool:
    """Whether a kernel can replace the character in place: by one letter of the same byte length and script class."""
    return (
        len(form) == 1
        and bool(entry & LETTER)
        and len(form.encode()) == len(character.encode())
        and (bool(entry & OTHER) or look_alikes.OTHER.match(form) is None)
        and bool(letters()[ord(form)])
    )


def _within(pattern: re.Pattern[str], everything: str) -> NDArray[np.bool_]:
    table = np.zeros(len(everything), np.bool_)
    for run in pattern.finditer(everything):
        table[run.start() : run.end()] = True
    return table


_PLAIN = re.compile("[^\u0000-\u024f\u2010-\u203a\u20ac]")


def counts_alike(text: str, words: int) -> bool:
    """Whether `words`, counted for a fingerprint, is what `count_words` counts: true for nearly all Latin texts.

    Fingerprints take two characters of a script without spaces for a word, and a text without words for one.
    """
    return words > 1 and (text.isascii() or _PLAIN.search(text) is None)


def fold_for_fingerprint(text: str) -> str:
    """A text as fingerprints see it: folded, without diacritics, in pairs of characters where there are no spaces.

    A text without words becomes one word that stands for its characters; so exact copies of it meet, and nothing else.
    """
    folded = is_spaced(fold_text(text, forms.bare_form).text)
    if has_words(folded):
        return folded
    signs = "".join(folded.split())
    return blake2b(signs.encode("utf-8", "replace"), digest_size=16).hexdigest() if signs else ""
