"""Names in a text, and whether two of them can mean the same one: "President Biden" and "Biden", "UN" and "United
Nations"."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cache, lru_cache
from string import ascii_lowercase
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from dupdetect.compare.facts import openers
from dupdetect.text import scripts
from dupdetect.text.forms import bare_form

Offsets = NDArray[np.intp]
Place = tuple[int, int]
"""Where a word begins and ends."""

_SEEN = 200_000
"""Code points of a text that are searched for another use of a word, at most."""

_CROWDED = 0.5
_NOUNS_CROWDED = 0.75
"""Share of capitalised words above which capitals mean nothing, as in headlines; and where nouns have capitals."""
_FEW = 3
"""Capitals of a sentence that mean something whatever their share."""

CAPITAL_NOUNS = ("de",)
"""Languages that write every noun with a capital: only capitals side by side tell a name."""

_STOP, _JOINER, _SIGN, _LETTER, _CAPITAL = range(1, 6)
"""What a code point is in a word: a stop, an apostrophe, hyphen or ampersand, a figure, a letter, or a capital."""

_INSIDE = frozenset(ascii_lowercase + ",;")
"""What may stand before the space before a word inside a sentence."""

_PARTICLES = frozenset("of de del da di du van von der den la le al bin ibn y".split())
_ROLES = frozenset(
    "mr mrs ms miss dr prof professor sir dame lord lady president vice prime minister premier chancellor "
    "secretary senator sen rep representative congressman congresswoman governor gov mayor judge justice general "
    "gen colonel col captain capt lieutenant lt sergeant sgt major king queen prince princess pope chief "
    "executive chair chairman chairwoman director ceo spokesman spokeswoman ministry department government office "
    "police god sr jr".split()
)
_CALENDAR = frozenset(
    "monday tuesday wednesday thursday friday saturday sunday january february march april may june july august "
    "september october november december jan feb mar apr jun jul aug sept sep oct nov dec christmas easter".split()
)
_ALIASES = (
    frozenset({"us", "usa", "united states", "america", "american", "americans", "washington"}),
    frozenset({"uk", "united kingdom", "britain", "british", "great britain", "london"}),
    frozenset({"eu", "european union", "brussels", "europe", "european"}),
    frozenset({"russia", "russian", "moscow", "kremlin"}),
    frozenset({"china", "chinese", "beijing"}),
    frozenset({"france", "french", "paris"}),
    frozenset({"germany", "german", "berlin"}),
    frozenset({"ukraine", "ukrainian", "kyiv", "kiev"}),
)
"""What news prose uses for one another: a state, its people, its capital."""


class Name(NamedTuple):
    """A run of capitalised words, without titles.

    Attributes:
        start, end: its place in the text.
        words: folded: lower case, no accents, no possessive.
        opening: whether it begins a sentence, where a capital says nothing, and has one word only.
    """

    start: int
    end: int
    words: tuple[str, ...]
    opening: bool = False


def may_hold_name(text: str, start: int, end: int) -> bool:
    """Whether a stretch holds a capital letter."""
    return any(map(str.isupper, text[start:end]))


def find_names(text: str, starts: Offsets, ends: Offsets, language: str = "") -> Iterator[Name]:
    """The names of a text, sentence by sentence; none in a sentence where capitals mean nothing.

    Where nouns have capitals, "Ende der Saison" is no name: a particle joins what follows to two words or more.

    Args:
        starts, ends: the offsets of the sentences, ascending.
        language: whose words cannot begin a name if they open a sentence, beside the English ones.
    """
    in_front = _list_openers(language)
    joining, crowded = (2, _NOUNS_CROWDED) if language in CAPITAL_NOUNS else (1, _CROWDED)
    for run in _find_runs(text, starts, ends, joining, crowded):
        name = _name(text, run, in_front)
        if name:
            yield name


def _find_runs(text: str, starts: Offsets, ends: Offsets, joining: int, crowded: float) -> Iterator[list[Place]]:
    """The runs of words with capitals in each sentence, with particles after `joining` words."""
    firsts, lasts, capitals = _find_words(text, starts, ends)
    heads = np.flatnonzero(capitals)
    stops = _find_stops(firsts, heads, starts, ends, crowded)
    meaning = heads < stops
    begins, closes = firsts.tolist(), lasts.tolist()
    run: list[Place] = []
    following = end = 0  # the word after the run, and the end of its sentence
    for head, stop in zip(heads[meaning].tolist(), stops[meaning].tolist(), strict=True):
        if run and (head != following or head >= end or _apart(text, closes[head - 1], begins[head])):
            yield run
            run = []
        run.append((begins[head], closes[head]))
        following, end = head + 1, stop
        while following < end and len(run) >= joining and text[begins[following] : closes[following]] in _PARTICLES:
            run.append((begins[following], closes[following]))
            following += 1
    if run:
        yield run


def _find_stops(firsts: Offsets, heads: Offsets, starts: Offsets, ends: Offsets, crowded: float) -> Offsets:
    """The word at which the sentence of each word with a capital ends; 0 if it means nothing or is in no sentence."""
    begins, stops = np.searchsorted(firsts, starts), np.searchsorted(firsts, ends)
    capitals = np.searchsorted(heads, stops) - np.searchsorted(heads, begins)
    stops[capitals > np.maximum(_FEW, crowded * (stops - begins))] = 0
    ends_of_heads: Offsets = np.append(stops, 0)[np.searchsorted(begins, heads, side="right") - 1]
    return ends_of_heads


def _find_words(text: str, starts: Offsets, ends: Offsets) -> tuple[Offsets, Offsets, NDArray[np.bool_]]:
    """Where the words of the sentences of a text begin and end, and whether each has a capital.

    A word is a letter and the letters, figures, apostrophes, hyphens and inner stops that follow it. Of what does not
    lie in a sentence, some words may be there, too.
    """
    codes = scripts.points(text)
    kinds = np.zeros(len(codes) + 2, np.uint8)
    kinds[1:-1] = _list_kinds(scripts.table_size(codes))[codes]
    stops = np.flatnonzero(kinds == _STOP)
    kinds[stops[kinds[stops + 1] < _SIGN]] = 0
    inside = kinds != 0
    edges = np.flatnonzero(inside[1:] != inside[:-1])
    firsts, lasts = edges[::2], edges[1::2]
    cuts = np.concatenate((starts, ends))
    cuts = np.unique(cuts[inside[cuts] & inside[cuts + 1]])
    if len(cuts):  # a sentence that was cut for its length ends inside a word
        firsts, lasts = np.sort(np.concatenate((firsts, cuts))), np.sort(np.concatenate((lasts, cuts)))
        lasts = lasts - (kinds[lasts] == _STOP)
    begins = kinds[firsts + 1]
    late = np.flatnonzero(begins < _LETTER)
    if len(late):  # figures and signs before the first letter
        letters = np.append(np.flatnonzero(kinds >= _LETTER) - 1, len(codes))
        firsts = firsts.copy()
        firsts[late] = letters[np.searchsorted(letters, firsts[late])]
        firsts, lasts = firsts[firsts < lasts], lasts[firsts < lasts]
        begins = kinds[firsts + 1]
    return firsts, lasts, begins == _CAPITAL


@cache
def _list_kinds(size: int) -> NDArray[np.uint8]:
    """What each of the first `size` code points is in a word."""
    points = scripts.spell(np.arange(size, dtype=np.uint32))
    kinds = np.zeros(size, np.uint8)
    for pattern, kind in ((r"\w+", _SIGN), (r"[^\W\d_]+", _LETTER), (r"['’&-]", _JOINER), (r"\.", _STOP)):
        for stretch in re.finditer(pattern, points):
            kinds[stretch.start() : stretch.end()] = kind
    kinds[(kinds == _LETTER) & np.fromiter(map(str.isupper, points), np.bool_, size)] = _CAPITAL
    return kinds


def same_name(x: Name, y: Name) -> bool:
    """Whether one name is the other: shortened, abbreviated, inflected, or spelled another way."""
    item, other = set(x.words), set(y.words)
    if item <= other or other <= item:
        return True
    if _initials(x.words, y.words) or _initials(y.words, x.words):
        return True
    if any({" ".join(x.words), " ".join(y.words)} <= group for group in _ALIASES):
        return True
    return _is_within(item, other) or _is_within(other, item)


def is_certain(name: Name, text: str) -> bool:
    """Whether it is certainly a name: a word that opens a sentence must also be capitalised elsewhere."""
    if not name.opening:
        return True
    word, seen = text[name.start : name.end], text[:_SEEN]
    inside = any(
        seen[place - 1] == " " and seen[place - 2] in _INSIDE for place in _find_ended(seen, word) if place > 1
    )
    return inside and not stands_small(text, word)


def stands_small(text: str, word: str) -> bool:
    """Whether a word stands in small letters somewhere in a text, as a common noun does and a name does not."""
    seen = text[:_SEEN]
    return any(_is_edge(seen, place) for place in _find_ended(seen, word.lower()))


def _find_ended(text: str, word: str) -> Iterator[int]:
    """Where a word stands in a text, maybe as the end of a longer one. A pattern would be compiled for each word."""
    place = text.find(word)
    while place >= 0:
        if _is_edge(text, place + len(word)):
            yield place
        place = text.find(word, place + 1)


def _is_edge(text: str, place: int) -> bool:
    """Whether a word begins or ends at a place of a text."""
    before, after = text[place - 1 : place] if place else "", text[place : place + 1]
    return (before.isalnum() or before == "_") != (after.isalnum() or after == "_")


def _name(text: str, run: list[Place], in_front: frozenset[str]) -> Name | None:
    """Make a name of a run of words, without leading openers and titles or trailing particles."""
    if len(run) == 1:  # as most
        start, end = run[0]
        word = _fold_word(text[start:end])
        if word in in_front or word in _ROLES or word in _CALENDAR:
            return None
        return Name(start, end, (word,), _opens(text, start))
    while run and not text[run[-1][0]].isupper():
        run = run[:-1]
    opened = len(run) == 1 and _opens(text, run[0][0])
    words = [_fold_word(text[start:end]) for start, end in run]
    leading = next((i for i, word in enumerate(words) if word not in in_front), len(words))
    telling = tuple([word for word in words[leading:] if word not in _ROLES])
    if not telling or all(word in _CALENDAR or word in in_front for word in telling):
        return None
    return Name(run[leading][0], run[-1][1], telling, opened and not leading)


def _apart(text: str, end: int, start: int) -> bool:
    """Whether more than a space stands between two capitalised words, save the stop of a title or an initial."""
    if start == end + 1 and text[end] == " ":  # as most
        return False
    between = text[end:start].strip()
    short = end - text.rfind(" ", 0, end) <= 5
    return between != "" and not (between == "." and short)


def _opens(text: str, start: int) -> bool:
    """Whether a sentence, a quotation or a clause after a colon begins here."""
    if text[start - 1 : start] == " " and text[start - 2 : start - 1].isalnum():  # as most
        return False
    before = text[max(0, start - 4) : start].rstrip()
    return not before or before[-1] in ".?!:\"'“‘«„([*_—–-" or "\n" in text[max(0, start - 2) : start]


@cache
def _list_openers(language: str) -> frozenset[str]:
    """What may stand in front of a name with a capital, folded."""
    words = f"{openers.OF['en']} {openers.OF.get(language, '')}".split()
    return frozenset(map(_fold_word, words)) | _PARTICLES


@lru_cache(maxsize=32768)
def _fold_word(word: str) -> str:
    if word.isascii() and word.isalpha():
        return word.lower()
    return fold_name(re.sub(r"['’]s?$", "", word).replace(".", ""))


def fold_name(text: str) -> str:
    """A text in small letters without diacritics, as names are compared."""
    small = text.lower()
    if small.isascii():
        return small
    letters = {letter for letter in small if not letter.isascii()}
    return small.translate({ord(letter): _drop_marks(letter) for letter in letters})


def _drop_marks(letter: str) -> str:
    """A letter without its diacritics, in any alphabet; nothing for a mark alone. Those that make two letters stay."""
    plain = (item for item in unicodedata.normalize("NFD", letter) if not unicodedata.combining(item))
    return "".join(bare if len(bare := bare_form(item)) == 1 else item for item in plain)


def _initials(short: tuple[str, ...], long: tuple[str, ...]) -> bool:
    letters = "".join(word[0] for word in long if word not in _PARTICLES)
    full = "".join(word[0] for word in long)
    return len(long) > 1 and any(
        len(item) > 1 and (letters.startswith(item) or full.startswith(item)) for item in short
    )


def _is_within(words: set[str], all_of: set[str]) -> bool:
    return all(any(_variants(p, q) for q in all_of) for p in words)


def _variants(p: str, q: str) -> bool:
    """Whether two words are forms of one name: an initial, or the same but for an ending."""
    if p.rstrip("s") == q.rstrip("s") or (len(p) == 1 and q.startswith(p)) or (len(q) == 1 and p.startswith(q)):
        return True
    shared = next((i for i, (x, y) in enumerate(zip(p, q, strict=False)) if x != y), min(len(p), len(q)))
    return shared >= 4 and max(len(p), len(q)) - shared <= 4
