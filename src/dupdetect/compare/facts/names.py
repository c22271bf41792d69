"""Names in a text, and whether two of them can mean the same one: "President Biden" and "Biden", "UN" and "United
Nations"."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache

from dupdetect.compare.facts import openers
from dupdetect.text.forms import bare_form

_SEEN = 200_000
"""Code points of a text that are searched for another use of a word, at most."""

_CROWDED = 0.5
_NOUNS_CROWDED = 0.75
"""Share of capitalised words above which capitals mean nothing, as in headlines; and where nouns have capitals."""

CAPITAL_NOUNS = ("de",)
"""Languages that write every noun with a capital: only capitals side by side tell a name."""

_WORD = re.compile(r"[^\W\d_](?:[\w'’&-]|\.(?=\w))*")
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


@dataclass(frozen=True, slots=True)
class Name:
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


def find_names(text: str, start: int, end: int, language: str = "") -> tuple[Name, ...]:
    """The names of a sentence, given by its offsets; none where capitals mean nothing.

    Where nouns have capitals, "Ende der Saison" is no name: a particle joins what follows to two words or more.

    Args:
        language: whose words cannot begin a name if they open a sentence, beside the English ones.
    """
    in_front = _list_openers(language)
    joining = 2 if language in CAPITAL_NOUNS else 1
    names: list[Name] = []
    run: list[re.Match[str]] = []
    words = capitals = 0
    for token in _WORD.finditer(text, start, end):
        words += 1
        capital = text[token.start()].isupper()
        capitals += capital
        if not run:
            run = [token] if capital else []
        elif (token[0] in _PARTICLES and len(run) >= joining) or (
            capital and not _apart(text, run[-1].end(), token.start())
        ):
            run.append(token)
        else:
            names += _name(text, run, in_front)
            run = [token] if capital else []
    crowded = _NOUNS_CROWDED if language in CAPITAL_NOUNS else _CROWDED
    return () if capitals > max(3, crowded * words) else (*names, *_name(text, run, in_front))


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
    word = re.escape(text[name.start : name.end])
    inside = re.compile(rf"(?<=[a-z,;] ){word}\b")
    return bool(inside.search(text, 0, _SEEN)) and not re.compile(rf"\b{word.lower()}\b").search(text, 0, _SEEN)


def _name(text: str, run: list[re.Match[str]], in_front: frozenset[str]) -> list[Name]:
    """Make a name of a run of words, without leading openers and titles or trailing particles."""
    if len(run) == 1 and _fold_word(run[0][0]) in in_front:  # as most sentences begin
        return []
    while run and not run[-1][0][0].isupper():
        run = run[:-1]
    opened = bool(run) and _opens(text, run[0].start())
    while run and _fold_word(run[0][0]) in in_front:
        run, opened = run[1:], False
    words = tuple(word for word in map(_fold_word, (posting[0] for posting in run)) if word not in _ROLES)
    if not words or all(word in _CALENDAR or word in in_front for word in words):
        return []
    return [Name(run[0].start(), run[-1].end(), words, opened and len(run) == 1)]


def _apart(text: str, end: int, start: int) -> bool:
    """Whether more than a space stands between two capitalised words, save the stop of a title or an initial."""
    between = text[end:start].strip()
    short = end - text.rfind(" ", 0, end) <= 5
    return between != "" and not (between == "." and short)


def _opens(text: str, start: int) -> bool:
    """Whether a sentence, a quotation or a clause after a colon begins here."""
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
