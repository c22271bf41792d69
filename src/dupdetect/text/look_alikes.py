"""Replace look-alike letters and digits by those they stand for, one for one, so that offsets stay valid.

Which letters look alike is the Unicode consortium's list (confusables.txt, UTS 39) as confusable-homoglyphs carries it,
and a few that a reader of a newspaper takes for Latin ones although the list does not. It takes 50 ms to load, so only
a text that mixes scripts loads it. Honest Cyrillic or Greek keeps its letters: a word is changed only when it mixes
scripts, or when it is wholly of look-alikes amid Latin text.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache

from dupdetect.kernels.words import HONEST

OTHERS = (
    "\u0250-\u02af\u0370-\u058f\u10a0-\u10ff\u13a0-\u13ff\u1d00-\u1d7f\u2c80-\u2cff\ua4d0-\ua4ff\ua640-\ua69f"
    "\uab70-\uabbf"
)
"""A class of what hides among Latin letters: phonetic signs, Greek, Cyrillic, Armenian and more."""

OTHER = re.compile(f"[{OTHERS}]")

FOREIGN = (
    "БГДЖЗИЙЛПФЦЧШЩЪЫЭЮЯбвджзийлмнптфцчшщъыьэюяђљњћ"  # Cyrillic
    "ΓΔΘΛΞΠΣΦΨΩβδεζθλμξπςφψ"  # Greek
    "ԱԲԳԴԵԶԷԸԹԺԻԼԽԾԿՀՁՂՃՄՅՆՇՈՉՊՋՌՎՐՑՒՓՔՖբդեէըթժիլխծկձղճմյնշչպջվտրւփ"  # Armenian
    "აბგდევზთიკლმნოპჟრსტუფქღშჩცძწჭხჯჰ"  # Georgian
)
"""A class of letters unlike any Latin one; a word with one of them is not a disguised Latin word."""

_LETTERS = re.compile(r"[^\W\d_]+")
_LATIN = re.compile(r"[A-Za-z]")

_TOLD = 3
"""Least letters of a word to be reported as a disguise: a lone alpha is a symbol."""
_ALSO = ("ѐёїкκτχ", "eeikktx")


def repair_letters(text: str) -> tuple[str, bool]:
    """Replace look-alike letters of a text; also returns whether there was a disguise."""
    latin = foreign = 0
    for match in _LETTERS.finditer(text):
        word = match.group()
        if not OTHER.search(word):
            latin += word.isascii()
        elif not (_LATIN.search(word) or _as_latin(word).isascii()):
            foreign += 1
    among_latin = latin > HONEST * foreign
    disguised: list[bool] = []

    def plain(match: re.Match[str]) -> str:
        word = match.group()
        back = _put_back(word, among_latin=among_latin)
        disguised.append(back != word and len(word) >= _TOLD)
        return back

    return _LETTERS.sub(plain, text), any(disguised)


def _put_back(word: str, *, among_latin: bool) -> str:
    if not OTHER.search(word):
        return word
    latin = _as_latin(word)
    if not _LATIN.search(word):
        return latin if among_latin and latin.isascii() else word
    if latin.isascii() or among_latin:
        return latin
    other = word.translate(_latin_as_cyrillic())
    return word if _LATIN.search(other) else other


def _as_latin(word: str) -> str:
    return word.translate(_others_as_latin())


@cache
def _others_as_latin() -> dict[int, str]:
    """Maps letters of other scripts to the Latin letters that they look like."""
    from confusable_homoglyphs.confusables import confusables_data

    table = dict(zip(map(ord, _ALSO[0]), _ALSO[1], strict=True))
    for letter, twins in confusables_data.items():
        latin = [twin["c"] for twin in twins if len(twin["c"]) == 1 and twin["c"].isascii() and twin["c"].isalpha()]
        if latin and len(letter) == 1 and OTHER.match(letter):
            table[ord(letter)] = _in_case(latin[0], letter)
    return table


@cache
def _latin_as_cyrillic() -> dict[int, str]:
    """Maps Latin letters to the Russian letters that they look like."""
    russian = "АаВЕеКкМНОоРрСсТУуХх"
    return {ord(latin): letter for letter in russian for latin in [_others_as_latin().get(ord(letter))] if latin}


def _in_case(latin: str, letter: str) -> str:
    """Match the case of a letter: the Unicode list compares shapes only."""
    return latin.lower() if letter.islower() else latin


DIGIT = re.compile("[^\\D0-9](?<![\U00010000-\U0010ffff])")
"""A decimal digit of the basic plane that is none of ASCII."""


def repair_digits(text: str) -> tuple[str, bool]:
    """Replace digits of other scripts by ASCII digits; also returns whether they stood in Latin text."""
    european = DIGIT.sub(lambda match: str(unicodedata.decimal(match.group())), text)
    return european, _LATIN.search(text) is not None


_INSIDE = re.compile(
    r"[01](?:"
    r"(?<=[A-Za-z]{2}[01])[01]*(?=[A-Za-z])"  # harb0ur, wi11s
    r"|(?<=[A-Za-z][01])[01]*(?=[A-Za-z]{2})"  # h0use; but H1N1
    r"|(?<=[A-Za-z]{3}0)(?![^\W_])"  # als0; but footnote1, SE1
    r"|(?<=0)(?<![^\W_]0)(?=[A-Za-z]{3,}(?![^\W_]))"  # 0ver
    r"|(?<=1)(?<![^\W_]1)(?=[a-z]{3,}(?![^\W_])))"  # 1ike; but 1Footnote, 1st
)
"""0 or 1 where a letter should be, in either case; a wrong guess is the same in every text."""
_SEVERAL = 3
"""Least such words to be reported as a disguise: single ones can be page numbers or model names."""


_LOOKED_AT = 64
"""Digits of each kind that are looked at one by one, at most; for more, the pattern is faster."""


def repair_masked(text: str) -> bool:
    """Whether a digit of `text` stands where a letter should."""
    return _may_be_masked(text) and _INSIDE.search(text) is not None


def _may_be_masked(text: str) -> bool:
    """Whether a 0 or 1 stands beside a letter; to look for digits is faster than to try the pattern everywhere."""
    return any(_stands_beside_letter(text, digit) for digit in "01")


def _stands_beside_letter(text: str, digit: str) -> bool:
    at = text.find(digit)
    for _ in range(_LOOKED_AT):
        if at < 0:
            return False
        if text[at + 1 : at + 2].isalpha() or text[at - 1 : at].isalpha():
            return True
        at = text.find(digit, at + 1)
    return at >= 0


def unmask(text: str) -> tuple[str, bool]:
    """Replace the digits 0 and 1 inside words by letters; also returns whether that looks like a disguise.

    0 is an o; 1 is an l, or an i amid capitals. A capital I for an l is left alone: LinkedIn and McInnes have it.
    """
    if not _may_be_masked(text):
        return text, False
    plain, count = _INSIDE.subn(lambda match: _letters_for(match, text), text)
    return plain, count >= _SEVERAL


def _letters_for(match: re.Match[str], text: str) -> str:
    before, after = text[match.start() - 1 : match.start()], text[match.end() : match.end() + 1]
    ones = "i" if before.isupper() and after.isupper() else "l"
    return match.group().replace("0", "o").replace("1", ones)
