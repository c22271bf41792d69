"""Facts that two texts in different languages share: numbers in figures, and names by their sound.

Numbers are read by value: "1.4 million", "1,4 Millionen" and "140万" are one. Names of one script agree by their first
letters without accents; across scripts by the classes of their consonants (Soundex, Russell & Odell 1918), which
transcriptions keep: "Ketteridge" and "Кеттеридж" have the same. Scripts without letters, such as Chinese, spell names
by syllables that no table of reasonable size undoes, so there only numbers count.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby, islice

from dupdetect.compare.facts.extraction import STOCK, Facts
from dupdetect.compare.facts.names import CAPITAL_NOUNS
from dupdetect.compare.facts.units import SCALES, multiply
from dupdetect.records import Drift, DriftKind, SentenceMatch
from dupdetect.records.batches import Agreement
from dupdetect.text.forms import bare_form

_MOST = 4_000
"""Most numbers, and most words, of a text that are used; work must stay bounded."""

_LEAST = 10
"""Numbers below this are written in words as often as in figures, and differently by language."""

_PREFIX = 6
"""Letters of a name that inflection does not reach."""

_SOUND = 3
"""Least consonants of a name that can be told by sound."""

_HALF = 0.5
"""Least share of a name's words that the other text must have."""

_NUMBER = re.compile(r"\d+(?:[.,'’\u00a0\u202f ]\d{3})*(?:[.,]\d+)?")
_SIGNS = {"千": 10**3, "万": 10**4, "萬": 10**4, "亿": 10**8, "億": 10**8}
"""Chinese and Japanese signs, which the next word follows without a space."""
_AFTER = re.compile(r"\s?([^\W\d_]+)")
_GROUPED = re.compile(r"\d{1,3}(?:[.,'’\u00a0\u202f ]\d{3})+")
_WORD = re.compile(r"[^\W\d_]{3,40}")

_LETTERS = {
    **dict(zip("абвгдезийклмнопрстуфхыэ", "abvgdeziiklmnoprstufhye", strict=True)),
    **{"ё": "e", "ж": "j", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "sh", "ъ": "", "ь": "", "ю": "u", "я": "a"},
    **{"і": "i", "ї": "i", "є": "e", "ґ": "g"},
    **dict(zip("بتجدرزسصضطظفقكلمنثذشخغ", "btjdrzssdtzfqklmntdskg", strict=True)),
    **dict.fromkeys("اأإآةىئؤءعهحويـ", ""),
    **dict(zip("αβγδεζηικλμνοπρσςτυφω", "avgdeziiklmnoprsstufo", strict=True)),
    **{"θ": "t", "ξ": "ks", "χ": "h", "ψ": "ps", "ß": "ss", "ø": "o", "ł": "l", "đ": "d"},
}
"""Letters of other alphabets as Latin ones; the vowels of Arabic are not written and say nothing."""

_CLASSES = {
    letter: place for place, letters in enumerate(("bfpv", "cgjkqsxz", "dt", "l", "mn", "r"), 1) for letter in letters
}
_SYLLABIC = frozenset("zh ja ko th".split())
"""Languages whose script does not spell a foreign name letter by letter."""


@dataclass(frozen=True, slots=True)
class Marks:
    """What of a text's facts shows in any language.

    Attributes:
        numbers: the values that each number may have; more than one where a separator is ambiguous.
        names: the words of each name, in Latin letters.
        words: all words that can be names.
        latin: whether the text is in Latin script.
        spelled: whether its script spells names by letters.
    """

    numbers: tuple[frozenset[float], ...]
    names: tuple[tuple[str, ...], ...]
    words: frozenset[str]
    latin: bool
    spelled: bool


@dataclass(frozen=True, slots=True)
class Figure:
    """A number that is written in figures: where it stands, and the values that it may have."""

    start: int
    end: int
    values: frozenset[float]


def find_marks(facts: Facts) -> Marks:
    """The marks of an article, each once."""
    text = facts.article.article.text
    words = list(islice(_WORD.finditer(facts.text), _MOST))  # in plain letters, as the names are
    capitals = [word[0] for word in words if word[0][0].isupper()] or [word[0] for word in words]
    named = (name.words for name in facts.names if not name.opening and not STOCK.issuperset(name.words))
    least = 2 if facts.article.language in CAPITAL_NOUNS else 1
    names = {tuple(map(romanise, _WORD.findall(" ".join(words)))) for words in named if len(words) >= least}
    letters = "".join(word[0] for word in words[:100])
    return Marks(
        numbers=tuple(dict.fromkeys(figure.values for figure in islice(_read_numbers(text, 0, len(text)), _MOST))),
        names=tuple(sorted(name for name in names if name)),
        words=frozenset(map(romanise, capitals)),
        latin="LATIN" in unicodedata.name(letters[:1] or "a", ""),
        spelled=facts.article.language not in _SYLLABIC,
    )


def compare_marks(a: Marks, b: Marks) -> Agreement:
    """How far the facts of two texts in different languages agree; each fact weighs 1."""
    shared_a, total_a = _count_shared(a, b)
    shared_b, total_b = _count_shared(b, a)
    return Agreement(
        shared=max(shared_a, shared_b),
        only_a=total_a - shared_a,
        only_b=total_b - shared_b,
        weight_a=float(total_a),
        weight_b=float(total_b),
        held_a=shared_a / total_a if total_a else 0.0,
        held_b=shared_b / total_b if total_b else 0.0,
    )


def _count_shared(ours: Marks, theirs: Marks) -> tuple[int, int]:
    """How many facts of one text the other holds, and how many there are that it could hold."""
    values = {value for number in theirs.numbers for value in number}
    held, total = sum(not values.isdisjoint(number) for number in ours.numbers), len(ours.numbers)
    if not (ours.spelled and theirs.spelled):
        return held, total
    key = _cut_prefix if ours.latin and theirs.latin else find_sound
    there = {key(word) for word in theirs.words} - {""}
    names = [[key(word) for word in name if key(word)] for name in ours.names]
    names = [name for name in names if name]
    held += sum(sum(word in there for word in name) >= _HALF * len(name) for name in names)
    return held, total + len(names)


def _cut_prefix(word: str) -> str:
    return word[:_PREFIX]


@lru_cache(maxsize=65_536)
def romanise(word: str) -> str:
    """A word in small Latin letters without accents, as far as its alphabet is known."""
    bare = unicodedata.normalize("NFD", word.lower())
    return "".join(_LETTERS.get(letter, bare_form(letter)) for letter in bare if not unicodedata.combining(letter))


@lru_cache(maxsize=65_536)
def find_sound(word: str) -> str:
    """The classes of a word's consonants, doubled ones once; empty if there are too few to tell a name."""
    codes = (str(_CLASSES[letter]) for letter in word if letter in _CLASSES)
    sound = "".join(code for code, _ in groupby(codes))
    return sound if len(sound) >= _SOUND else ""


def find_changed_figures(a: str, b: str, matches: Iterable[SentenceMatch]) -> tuple[Drift, ...]:
    """The numbers that sentences of the same meaning exchange, by place in A.

    A sentence counts if each side has just one number that the whole other text lacks: with more, which stands for
    which is a guess.
    """
    ours, theirs = (_list_values(text) for text in (a, b))
    drifts = []
    for match in matches:
        lost = [x for x in _read_numbers(a, match.a_start, match.a_end) if x.values.isdisjoint(theirs)]
        new = [x for x in _read_numbers(b, match.b_start, match.b_end) if x.values.isdisjoint(ours)]
        if len(lost) == len(new) == 1:
            drifts.append(Drift(lost[0].start, lost[0].end, new[0].start, new[0].end, DriftKind.NUMBER))
    return tuple(drifts)


def _list_values(text: str) -> frozenset[float]:
    figures = islice(_read_numbers(text, 0, len(text)), _MOST)
    return frozenset(value for figure in figures for value in figure.values)


def _read_numbers(text: str, start: int, end: int) -> Iterator[Figure]:
    """The numbers between two offsets that are written in figures."""
    for match in _NUMBER.finditer(text, start, end):
        after = _AFTER.match(text, match.end())
        scale = _find_scale(after[1]) if after else 1
        values = frozenset(multiply(value, scale) for value in _read_figures(match[0]))
        if max(values) >= _LEAST:
            yield Figure(match.start(), match.end(), values)


def _find_scale(word: str) -> int:
    """How many times its figures a number is worth, by the word after it."""
    return SCALES.get(word.lower()) or _SIGNS.get(word[0], 1)


def _read_figures(figures: str) -> Sequence[float]:
    """The values that figures may have: a separator before three figures groups them, or begins a fraction."""
    plain = re.sub(r"['’\u00a0\u202f ]", "", figures)
    if len(plain) > 15:
        return (0.0,)
    marks = re.findall(r"[.,]", plain)
    if not marks:
        return (float(plain),)
    whole = float(re.sub(r"[.,]", "", plain))
    head, mark, tail = plain.rpartition(marks[-1])
    fraction = float(re.sub(r"[.,]", "", head) + "." + tail)
    if not _GROUPED.fullmatch(figures):
        return (fraction,)
    return (whole, fraction) if len(marks) == 1 and mark else (whole,)
