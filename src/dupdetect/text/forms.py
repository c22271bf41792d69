"""One character, however it is written: its plain form, and its bare form without diacritics.

Unicode's NFKC (UAX 15) unifies most ways to write a letter. Readers also take two texts for the same if they differ
only in marks that a script may leave out (vowels of Arabic and Hebrew, accents of Greek capitals), in letters of other
keyboards (the Arabic and the Persian yeh), or in the two letters i of Turkish. Vowel signs of India and South-East Asia
cannot be left out and stay. Diacritics of Latin letters distinguish words, so the plain form keeps them; the bare form,
for texts that were typed without them, does not.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from re import compile as pattern

from dupdetect.text.scripts import beyond_ascii

INVISIBLE = (
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f"
    "\ufeff\uffa0\U000e0000-\U000e0fff"
)
OPTIONAL = (
    "\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7"  # Hebrew points and accents
    "\u0610-\u061a\u0640\u064b-\u0652\u0656-\u065f\u0670\u06d6-\u06dc\u06df-\u06e8\u06ea-\u06ed"  # Arabic
    "\u0730-\u074a\u08ca-\u08e1\u08e3-\u08ff"  # Syriac, and more Arabic
)
"""Marks that these scripts may leave out, and the stroke that makes Arabic words longer."""

MARKS = "\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f"
"""Accents of all scripts. They are removed where they do not make a letter of some alphabet."""
HAMZAS = "\u0653-\u0655"
"""Arabic marks that make other letters; removed where they make none."""
JAMO = "\u1100-\u115e\u1161-\u11ff\ua960-\ua97f\ud7b0-\ud7ff"
"""Parts of the syllables of Korean."""
JOINING = f"{MARKS}{HAMZAS}\u0c56\u0dca\u3099\u309a\U000110ba"
"""Marks that make another letter of the one before, wherever they stand."""
LATER_PARTS = (
    "\u093c\u09be\u09d7\u0b3e\u0b56\u0b57\u0bbe\u0bd7\u0cc2\u0cd5\u0cd6\u0d3e\u0d57\u0dcf\u0ddf\u102e\u1b35\U00011127"
    "\U0001133e\U00011357\U000114b0\U000114ba\U000114bd\U000115af\U00011930\u0e32\u0eb2"
)
"""Characters that combine with the one before, if that is in `FIRST_PARTS`."""
FIRST_PARTS = (
    "\u0928\u0930\u0933\u09c7\u0b47\u0b92\u0bc6\u0bc7\u0cbf\u0cc6\u0cca\u0d46\u0d47\u0dd9\u1025\u1b05\u1b07\u1b09\u1b0b\u1b0d\u1b11\u1b3a"
    "\u1b3c\u1b3e\u1b3f\u1b42\U00011131\U00011132\U00011347\U000114b9\U000115b8\U000115b9\U00011935\u0e4d\u0ecd"
)

_DROPPED = pattern(f"[{INVISIBLE}{OPTIONAL}]")
_ACCENT = pattern(f"[{MARKS}]+")
_JOINS = pattern(f"[{JOINING}{JAMO}]")
_GREEK = pattern("[\u0370-\u03ff\u1f00-\u1fff]")
_KEPT = pattern("[\u0e33\u0eb3\u3131-\u318e]")
"""What NFKC takes apart and everybody writes as one: vowels of Thai and Lao, single letters of Korean."""

_RADICALS = "⺟⺠⻁⻄⻅⻉⻋⻑⻓⻔⻘⻙⻚⻛⻜⻝⻢⻤⻥⻨⻩⻫⻬⻭⻮⻯⻰⻲⻳"
_CHARACTERS = "母民虎西见贝车長长门青韦页风飞食马鬼鱼麦黄斉齐歯齿竜龙亀龟"

_LETTERS = {
    "ı": "i", "İ": "I", "ß": "ss", "ẞ": "SS",
    "ی": "ي", "ى": "ي", "ک": "ك", "ڪ": "ك", "ہ": "ه", "ۀ": "ه", "ۂ": "ه",
    "ة": "ه", "ۃ": "ه", "أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا",
    **dict(zip(_RADICALS, _CHARACTERS, strict=True)),
}  # fmt: skip
"""Letters that stand for one another: of Turkish and German in capitals, on Persian, Urdu and Arabic keyboards, alefs
and final letters that typists of Arabic exchange (as in Lucene's ArabicNormalizer), and the radicals that Unicode's
EquivalentUnifiedIdeograph.txt gives for what PDF files hold in the place of characters."""

_BARE = {
    "ł": "l", "ø": "o", "đ": "d", "ħ": "h", "ŧ": "t", "æ": "ae", "œ": "oe", "þ": "th", "ð": "d", "ŋ": "n", "ё": "е",
    "Ł": "L", "Ø": "O", "Đ": "D", "Ħ": "H", "Ŧ": "T", "Æ": "Ae", "Œ": "Oe", "Þ": "Th", "Ð": "D", "Ŋ": "N", "Ё": "Е",
}  # fmt: skip
"""Letters that typists replace although Unicode does not take them apart."""

_SPECIAL = pattern(f"[{''.join(_LETTERS)}{''.join(_BARE)}ς{INVISIBLE}{OPTIONAL}]|\\d")


def may_change(characters: str) -> Iterator[str]:
    """Those of some characters that may have another plain or bare form, or a small one."""
    special = set(_SPECIAL.findall(characters))
    for character in characters:
        if character in special or unicodedata.normalize("NFKD", character) != character or character.isupper():
            yield character


@lru_cache(maxsize=65536)
def plain_form(character: str) -> str:
    """What a character stands for, case kept: itself, other characters, or nothing; it never depends on neighbours."""
    if _DROPPED.match(character):
        return ""
    plain = _LETTERS.get(character) or _compatible(character)
    return _without_accents(plain) if _GREEK.match(plain) else plain


def plain_letters(text: str) -> str:
    """A text with letters and digits in their plain form where that is one code point, so that all offsets stay."""
    if text.isascii():
        return text
    letters = [letter for letter in beyond_ascii(text) if letter.isalpha() or letter.isdecimal()]
    table = {ord(letter): plain for letter in letters if (plain := plain_form(letter)) != letter and len(plain) == 1}
    return text.translate(table) if table else text


@lru_cache(maxsize=65536)
def bare_form(character: str) -> str:
    """A character without its diacritics, as typed on a keyboard that lacks them; others are unchanged."""
    first = unicodedata.normalize("NFD", character)[0]
    return first if first.isascii() and first.isalpha() else _BARE.get(character, character)


def compose_marks(cluster: str) -> str:
    """Compose a letter with its marks; marks that make no other letter are removed."""
    joined = _ACCENT.sub("", unicodedata.normalize("NFC", cluster)).translate(_LOOSE_HAMZAS)
    return "".join(map(plain_form, joined.replace("\u0e4d\u0e32", "\u0e33").replace("\u0ecd\u0eb2", "\u0eb3")))


_LOOSE_HAMZAS = dict.fromkeys(range(0x653, 0x656))


def _compatible(character: str) -> str:
    """A letter or a number in normal form NFKC; symbols stay one code point, and fractions as they are."""
    plain = unicodedata.normalize("NFKC", character)
    if plain == character or _KEPT.match(character) or "\u2044" in plain:
        return character
    if not (_JOINS.search(plain) or any(map(str.isalnum, plain))):
        return character
    if len(plain) > 1 and not (character.isalnum() or character.isnumeric()):
        return character
    return "".join(_LETTERS.get(letter, letter) for letter in _DROPPED.sub("", plain))


def _without_accents(letters: str) -> str:
    return _ACCENT.sub("", unicodedata.normalize("NFD", letters))
