"""Extract the facts of an article once: numbers, dates and names with their places, for drift and agreement.

A fact is weighted by how rare it is: any two reports of one week name a weekday and a country, few name the same sum.
The weights are fixed, so that a pair compared alone gets the same result as among thousands.
"""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import chain, compress, islice
from operator import attrgetter
from typing import NamedTuple, TypeVar

import numpy as np
from numpy.typing import NDArray

from dupdetect.compare.facts.digests import list_heads
from dupdetect.compare.facts.names import CAPITAL_NOUNS, Name, find_names, fold_name, stands_small
from dupdetect.compare.facts.subjects import names_subject
from dupdetect.compare.facts.values import Value, find_values, values_agree
from dupdetect.records.batches import Segmented
from dupdetect.text import scripts
from dupdetect.text.forms import plain_letters

Placed = TypeVar("Placed", Value, Name)
Key = int | str
"""The number of the stem of a word without its diacritics, or a figure written the one way."""

_MOST = 20_000
"""Most values, and most names, of an article that are used; more is a table, and work must stay bounded."""

_WEIGHTS = {"weekday": 0.1, "month": 0.2, "ordinal": 0.3, "day": 0.5, "time": 0.5, "year": 0.5}
"""The weight of a value by its sort; other numbers are weighted by size."""

_SMALL, _LOW = 10, 100
_SMALL_WEIGHT, _LOW_WEIGHT = 0.4, 0.8
"""Numbers up to ten and below a hundred stand in every second text."""

_STOCK_WEIGHT = 0.25
STOCK = frozenset(
    (
        "us usa u.s united states america american americans uk britain british england english london europe european "
        "eu union brussels china chinese beijing russia russian moscow germany german berlin france french paris japan "
        "japanese tokyo india indian israel israeli iran iraq ukraine kyiv canada canadian australia australian mexico "
        "washington new york congress senate house white reuters associated press ap afp bbc cnn news times internet "
        "twitter facebook instagram god christmas easter nato un nations world north south east west western "
        "international national"
    ).split()
)
"""Words of names that any two pieces of one week may have: states, their people and capitals, agencies."""

_CASED = 0.8
"""Largest share of words with a capital, of those that begin with a letter, at which capitals still mark names."""

_LEAD = 40
"""Words in which a text names its subject, as the first sentence of a notice or report does."""

_TELLING = 2
"""Last words of a name that tell it where nouns have capitals; what stands before them may be an office or a trade."""


class Fact(NamedTuple):
    """A name or a value as agreement counts it.

    Attributes:
        place: the word at which it begins.
        keys: the stems of a name; what a value may mean, of which one is enough.
        weight: 0 to 1, higher for rarer facts.
        whole: whether all keys together make it, as with a name; otherwise each alone does.
    """

    place: int
    keys: tuple[Key, ...]
    weight: float
    whole: bool


@dataclass(frozen=True, eq=False)
class Facts:
    """The facts of an article, in order of its text.

    Attributes:
        article: the article, segmented.
        text: its text in plain letters; all offsets are those of the text as it was read.
        values, names: with their offsets, boilerplate left out.
        counted: the same as agreement counts them; headings are left out, and names that only open a sentence.
    """

    article: Segmented
    text: str
    values: tuple[Value, ...]
    names: tuple[Name, ...]
    counted: tuple[Fact, ...]

    def values_between(self, start: int, end: int) -> Sequence[Value]:
        """The values that begin between two offsets."""
        return _between(self.values, self._value_starts, start, end)

    def names_between(self, start: int, end: int) -> Sequence[Name]:
        """The names that begin between two offsets."""
        return _between(self.names, self._name_starts, start, end)

    def mentions(self, word: str) -> bool:
        """Whether a word of a name, folded, stands anywhere in the text, also as a part of another word."""
        if word not in self._mentions:
            self._mentions[word] = word in self._small_letters
        return self._mentions[word]

    @cached_property
    def _mentions(self) -> dict[str, bool]:
        """The answers of `mentions`: a long text that repeats a name would be searched for it thousands of times."""
        return {}

    @cached_property
    def _small_letters(self) -> str:
        return fold_name(self.text)

    @cached_property
    def distinct(self) -> tuple[Fact, ...]:
        """Each fact once, however often the text has it."""
        return keep_distinct(self.counted)

    @cached_property
    def weight(self) -> float:
        """The total weight of the distinct facts."""
        return math.fsum([fact.weight for fact in self.distinct])

    @cached_property
    def places(self) -> NDArray[np.intp]:
        """The word at which each of `counted` begins."""
        return np.array([fact.place for fact in self.counted], np.intp)

    @cached_property
    def openings(self) -> Mapping[int, Key]:
        """The word that tells the first name in the lead, and that of the first in a headline, by place.

        It is the first word of the name that is no common noun: "Bellevue" of "Hotel Bellevue", which is a hotel.

        Names that any two texts may have do not count.
        """
        return {place: int(self.article.bare_stems[place]) for place, _ in self._first_names}

    @cached_property
    def opens_alone(self) -> bool:
        """Whether all that is known of the subject is a lone word that opens a sentence."""
        return bool(self._first_names) and all(name.opening for _, name in self._first_names)

    @cached_property
    def _first_names(self) -> list[tuple[int, Name]]:
        """The first name in the lead and the first in a headline, each with the place of the word that tells it."""
        places = find_places(self.article, [name.start for name in self.names]).tolist()
        first: dict[bool, tuple[int, Name]] = {}
        for place, name in zip(places, self.names, strict=True):
            if place >= _LEAD:
                break
            aside = bool(self.article.aside[place])
            if aside not in first and not STOCK.issuperset(name.words) and self._tells_subject(name):
                first[aside] = self._find_telling(name, place), name
        return list(first.values())

    def _tells_subject(self, name: Name) -> bool:
        if name.opening:
            return names_subject(name, self.text, self.article.language, self.names)
        return _tells_name(name, self.article)

    def _find_telling(self, name: Name, place: int) -> int:
        """The first word of a name, from `place` on, that does not stand in small letters elsewhere; or `place`."""
        for word in range(place, int(np.searchsorted(self.article.starts, name.end))):
            written = self.text[self.article.starts[word] : self.article.ends[word]]
            if written[:1].isupper() and not stands_small(self.text, written):
                return word
        return place

    @cached_property
    def subjects(self) -> frozenset[Key]:
        """The words of `openings`."""
        return frozenset(self.openings.values())

    @cached_property
    def spellings(self) -> list[str]:
        """The same as they are written, in small letters without diacritics."""
        starts, ends = self.article.starts, self.article.ends
        return [fold_name(self.text[starts[place] : ends[place]]) for place in self.openings]

    @cached_property
    def lead_amounts(self) -> tuple[tuple[int, Value], ...]:
        """The amounts of the first sentence in the lead that has one, each with the word at which it begins.

        They are what a notice is about, such as a sum and its parts; a percentage is of something else.
        """
        amounts = [
            (place, value)
            for place, value in zip(self._value_places.tolist(), self.values, strict=True)
            if value.unit not in ("", "%") and value.sort == "number" and not self.article.aside[place]
        ]
        if not amounts or amounts[0][0] >= _LEAD:
            return ()
        firsts = self.article.firsts
        end = firsts[np.searchsorted(firsts, amounts[0][0], side="right")]
        return tuple((place, value) for place, value in amounts if place < end)

    def tells(self, amount: Value) -> bool:
        """Whether an amount stands anywhere in the text, maybe rounded or in other units."""
        same = not self.keys.isdisjoint(write_numbers(amount.meant))
        return same or any(values_agree(amount, value) for value in self.values)

    @cached_property
    def heads(self) -> tuple[tuple[str, ...], ...]:
        """The words that name the items of a digest; none if the text is no digest."""
        return list_heads(self.text)

    @cached_property
    def keys(self) -> frozenset[Key]:
        """All keys that the whole text holds: its words and its numbers, spelled ones too."""
        return frozenset(chain(self.article.bare_stems.tolist(), *self._value_keys))

    def vouch(self, words: NDArray[np.bool_]) -> frozenset[Key]:
        """The keys that some of the words hold."""
        if words.all():
            return self.keys
        stems: list[Key] = self.article.bare_stems[words].tolist()
        return frozenset(chain(stems, *compress(self._value_keys, words[self._value_places].tolist())))

    @cached_property
    def first_places(self) -> dict[Key, int]:
        """The word at which each key of a counted fact is told first."""
        return {key: fact.place for fact in reversed(self.counted) for key in fact.keys}

    @cached_property
    def has_case(self) -> bool:
        """Whether capitals mark names: some words begin with one, and not nearly all."""
        return shows_case(self.article, self.text)

    @cached_property
    def _value_places(self) -> NDArray[np.intp]:
        return find_places(self.article, [value.start for value in self.values])

    @cached_property
    def _value_keys(self) -> list[tuple[Key, ...]]:
        return [write_numbers(value.meant) for value in self.values]

    @cached_property
    def _value_starts(self) -> list[int]:
        return [value.start for value in self.values]

    @cached_property
    def _name_starts(self) -> list[int]:
        return [name.start for name in self.names]


def shows_case(article: Segmented, text: str | None = None) -> bool:
    """Whether capitals mark names in an article: some words begin with one, and not nearly all.

    Args:
        text: its text in plain letters, where that is known.
    """
    initials = scripts.points(plain_letters(article.article.text) if text is None else text)[article.starts]
    digits, capitals = scripts.initials(int(initials.max(initial=0)))
    letters = int(np.count_nonzero(~digits[initials]))
    return 0 < int(np.count_nonzero(capitals[initials])) <= _CASED * letters


def extract_facts(article: Segmented) -> Facts:
    """The facts of an article."""
    text = plain_letters(article.article.text)
    values = _on_words(article, tuple(islice(find_values(text), _MOST)))
    names = _outside_amounts(_on_words(article, tuple(islice(_names(article, text), _MOST))), values)
    counted = [*_count_values(article, values), *_count_names(article, text, names)]
    return Facts(article, text, values, names, tuple(sorted(counted, key=attrgetter("place"))))


def write_number(number: float) -> str:
    """A number as a key."""
    return str(int(number)) if number.is_integer() else repr(number)


@lru_cache(maxsize=4096)
def write_numbers(numbers: tuple[float, ...]) -> tuple[Key, ...]:
    """Numbers as keys; most stand in many texts."""
    return tuple(map(write_number, numbers))


def keep_distinct(facts: Sequence[Fact]) -> tuple[Fact, ...]:
    """Each fact once, in order."""
    return tuple({(fact.keys, fact.whole): fact for fact in facts}.values())


def find_places(article: Segmented, offsets: Sequence[int]) -> NDArray[np.intp]:
    """The word at or before each offset."""
    places = np.searchsorted(article.starts, np.array(offsets, article.starts.dtype), side="right") - 1
    return np.maximum(places, 0)


def _on_words(article: Segmented, facts: tuple[Placed, ...]) -> tuple[Placed, ...]:
    """The facts that stand on words of the article, not in its boilerplate."""
    starts = np.array([fact.start for fact in facts], article.starts.dtype)
    ends = np.array([fact.end for fact in facts], article.ends.dtype)
    before = np.searchsorted(article.starts, starts, side="right")  # words that begin before a fact or with it
    reached = np.searchsorted(article.starts, ends)  # and before its end: a currency sign stands before its word
    covered = np.searchsorted(article.ends, starts, side="right")  # words that end before it
    on_word = (before > covered) | (reached > before)
    return tuple(fact for fact, kept in zip(facts, on_word.tolist(), strict=True) if kept)


def _outside_amounts(names: tuple[Name, ...], values: Sequence[Value]) -> tuple[Name, ...]:
    """The names that are no part of an amount, as "US" is in "US$5"."""
    amounts = [value for value in values if value.unit]
    starts = [amount.start for amount in amounts]
    places = [bisect_right(starts, name.start) - 1 for name in names]
    return tuple(name for name, place in zip(names, places, strict=True) if place < 0 or name.end > amounts[place].end)


def _names(article: Segmented, text: str) -> Iterator[Name]:
    """The names, sentence by sentence."""
    firsts, lasts = article.firsts[:-1], article.firsts[1:]
    held = firsts < lasts
    starts, ends = article.starts[firsts[held]].astype(np.intp), article.ends[lasts[held] - 1].astype(np.intp)
    return find_names(text, starts, ends, article.language)


def _count_values(article: Segmented, values: Sequence[Value]) -> Iterator[Fact]:
    places = find_places(article, [value.start for value in values]).tolist()
    aside = article.aside.tolist()
    for place, value in zip(places, values, strict=True):
        if not aside[place]:
            yield Fact(place, write_numbers(value.meant), _weigh_value(value), False)


def _weigh_value(value: Value) -> float:
    if value.sort in _WEIGHTS:
        return _WEIGHTS[value.sort]
    least = min(value.meant)
    if value.unit or least > _LOW or not least.is_integer():
        return 1.0
    return _SMALL_WEIGHT if least <= _SMALL else _LOW_WEIGHT


def _count_names(article: Segmented, text: str, names: Sequence[Name]) -> Iterator[Fact]:
    """Names as facts: the stems of their words, titles left out."""
    starts, aside, bare_stems = article.starts.tolist(), article.aside.tolist(), article.bare_stems.tolist()
    firsts = np.searchsorted(article.starts, np.array([name.start for name in names], article.starts.dtype)).tolist()
    lasts = np.searchsorted(article.starts, np.array([name.end for name in names], article.starts.dtype)).tolist()
    for name, first, last in zip(names, firsts, lasts, strict=True):
        if not _tells_name(name, article) or first >= last or aside[first]:
            continue
        stems = bare_stems[first:last]
        if len(stems) > 1:
            capitals = [i for i in range(first, last) if text[starts[i]].isupper()] or [first]
            if article.language in CAPITAL_NOUNS:
                capitals = capitals[-_TELLING:]
            stems = sorted({bare_stems[i] for i in capitals})
        yield Fact(first, tuple(stems), _STOCK_WEIGHT if STOCK.issuperset(name.words) else 1.0, True)


def _tells_name(name: Name, article: Segmented) -> bool:
    """Whether capitals tell a name: not a lone word that opens a sentence, nor a lone noun where all have capitals."""
    return not (name.opening or (len(name.words) == 1 and article.language in CAPITAL_NOUNS))


def _between(facts: Sequence[Placed], starts: Sequence[int], start: int, end: int) -> Sequence[Placed]:
    return facts[bisect_left(starts, start) : bisect_left(starts, end)]
