"""Numbers, dates and times in a text, however they are written: "4,000", "four thousand"; "5 March", "March 5th"."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Iterator
from functools import cache
from string import ascii_lowercase
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from dupdetect.compare.facts import units
from dupdetect.compare.facts.units import SCALE, UNIT, list_initials, multiply, read_scale, read_unit

COUNTED = frozenset({"number", "ordinal"})
"""The sorts that are numbers; the others are dates and times."""

_NAMED = frozenset({"month", "weekday"})
"""Sorts that are kept as numbers but are none: April is not "four"."""

_HEDGED = 0.06
"""How far a rounded number may be from the exact one where "about" or the like stands before it."""


class Value(NamedTuple):
    """A number, or a part of a date, and where it stands.

    Attributes:
        start, end: its place in the text.
        sort: number, ordinal, day, month, year, date, weekday or time; only like sorts can drift. A date is one that
            is written in figures alone, where day and month cannot be told apart.
        meant: what it may mean; more than one value where the writing is ambiguous.
        unit: "%", a currency or a measure; empty when none is written.
        hedged: whether it is given as a rounded number.
    """

    start: int
    end: int
    sort: str
    meant: tuple[float, ...]
    unit: str = ""
    hedged: bool = False


def values_agree(x: Value, y: Value) -> bool:
    """Whether two values can be the same one: written otherwise, rounded, or converted."""
    if x.sort != y.sort and not _NAMED.isdisjoint((x.sort, y.sort)):
        return False
    slack = _HEDGED if x.hedged or y.hedged else 1e-9
    if units.may_be_same(x.unit, y.unit) and any(
        abs(p - q) <= slack * max(abs(p), abs(q)) for p in x.meant for q in y.meant
    ):
        return True
    return x.unit != y.unit and units.may_convert(x.unit, x.meant, y.unit, y.meant)


def are_complements(x: Value, y: Value) -> bool:
    """Whether one share is the complement of the other, as in "95 %" for "all but 5 %"."""
    return x.unit == y.unit == "%" and x.meant[0] + y.meant[0] == 100


def may_hold_value(text: str, start: int, end: int) -> bool:
    """Quickly check whether a stretch may touch a value; most replacements touch none."""
    return _HINT.search(text, start, end) is not None


def find_values(text: str) -> Iterator[Value]:
    """The values of a text, in order; each character belongs to one at most."""
    taken = 0
    for start in _find_beginnings(text):
        if start < taken:
            continue
        match = (_IN_LETTERS if text[start].isalpha() else _IN_FIGURES).match(text, start)
        if match:
            yield from _read(text, match)
            taken = match.end()


def _find_beginnings(text: str) -> list[int]:
    """Where a value may begin: at a figure, a currency sign, or the first letters of a word that values begin with.

    They are few, and the pattern of a value is dear to try at every word.
    """
    signs = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)
    kinds = np.zeros(len(signs) + 3, np.uint8)
    kinds[:-3] = _kinds_of_signs()[signs]
    figures = kinds >= _FIGURE
    begins = figures[:-3] | _HEADS[kinds[:-3], kinds[1:-2], kinds[2:-1], kinds[3:]]
    begins[1:] &= figures[1:-3] | (kinds[:-4] == 0) | figures[:-4]
    places: list[int] = np.flatnonzero(begins).tolist()
    return places


_MONTHS = ("january february march april may june july august september october november december").split()
_WEEKDAYS = "monday tuesday wednesday thursday friday saturday sunday".split()
_SMALL = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen"
).split()
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
_WORDS = {word: i for i, word in enumerate(_SMALL)} | {word: 10 * i for i, word in enumerate(_TENS, 2)}
_SCALES = {"dozen": 12, "hundred": 100, "thousand": 10**3, "million": 10**6, "billion": 10**9, "trillion": 10**12}
_SCALES |= {"lakh": 10**5, "crore": 10**7}
_ORDINALS = {
    word: i for i, word in enumerate("third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth".split(), 3)
}
_MONTH_NAMES = (
    "Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?"
    "|Nov(?:ember)?|Dec(?:ember)?"
)
_MONTH = f"(?:{_MONTH_NAMES}|{_MONTH_NAMES.upper()})"
"""With a capital, or all in capitals."""
_IN_MAY = "|".join(
    rf"(?<=\b{word} )May|(?<=\b{word.upper()} )MAY"
    for word in ("in", "In", "by", "By", "since", "until", "last", "next")
)
"""The month is told from the verb by the word before it."""
_SPELLED = rf"(?:{'|'.join(_WORDS)}|{'|'.join(_SCALES)})"

_HEADED = (*_MONTHS, *_WEEKDAYS, *_ORDINALS, *_WORDS, *_SCALES)
_FIRST = list_initials(_HEADED)

_FIGURE = 27
"""The kind from which on a sign begins a value by itself: a figure or a currency. Smaller ones are letters, 0 no sign
of a value."""


@cache
def _kinds_of_signs() -> NDArray[np.uint8]:
    """What each code point is to the pattern of a value, which takes some other letters for those of ASCII."""
    kinds = np.zeros(sys.maxunicode + 1, np.uint8)
    points = np.arange(_LAST_FIGURES, dtype="<u4").tobytes().decode("utf-32-le", "surrogatepass")
    for figures in re.finditer(r"\d+", points):
        kinds[figures.start() : figures.end()] = _FIGURE
    kinds[[ord(sign) for sign in units.SIGNS]] = _FIGURE + 1
    for i, letter in enumerate(ascii_lowercase, 1):
        kinds[[ord(letter), ord(letter.upper())]] = i
    for point, same in _SAME_LETTERS.items():
        kinds[point] = kinds[same]
    return kinds


def _table_heads() -> NDArray[np.bool_]:
    """Whether values begin with four signs, given as kinds; no letter follows a word of three."""
    kinds = {" ": 0, "0": _FIGURE, "$": _FIGURE + 1, **{letter: i for i, letter in enumerate(ascii_lowercase, 1)}}
    table = np.zeros((_FIGURE + 2,) * 4, np.bool_)
    months = "sepember", *(month[:3] for month in _MONTHS)  # the pattern takes the misspelling, too
    for word in (*_HEADED, *months, *units.HEADS):
        following = table[tuple(kinds[sign] for sign in word[:3].lower())]
        if len(word) > 3:
            following[kinds[word[3].lower()]] = True
        elif word.isalpha():
            following[[0, _FIGURE, _FIGURE + 1]] = True
        else:
            following[:] = True
    return table


_HEADS = _table_heads()

_GROUPED = (
    r"(?:\d{1,3}(?:,\d{3})+|\d{1,2}(?:,\d{2})+,\d{3})(?:\.\d{1,9})?"  # 2,500,000 and, in India, 25,00,000
    r"|\d{1,3}(?:(?:\.\d{3}){2,}(?:,\d{1,9})?|\.\d{3},\d{1,2}(?!\d))"  # 2.500.000 or 2.500,50; 2.500 alone may be 2 1/2
)

_UNSPACED = "[\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]"
"""Letters of scripts that set no space between a word and a figure: Thai, kana, Han, Hangul."""

_AMOUNT = (
    rf"(?:(?<![\w./])|(?<=\.\.)|(?<={_UNSPACED}))"  # dots lead to the figures of a printed table
    rf"(?P<currency>{units.CURRENCY})?(?P<digits>{_GROUPED}|\d{{1,15}}(?:[.,]\d{{1,9}})?)"
    rf"(?![\d/½¼¾])(?P<scale>(?:{SCALE}){{1,3}})?" + UNIT.format("unit") + "?"
)
_IN_FIGURES = re.compile(
    rf"(?:(?<!\w)|(?<={_UNSPACED})(?=\d))(?:"
    + "|".join(
        (
            r"(?<!\w)(?P<iso>(?:1[5-9]|20)\d\d-[01]\d-[0-3]\d)(?!\w)",
            r"(?<![\w/.-])(?P<opaque>\d{1,2}[/.]\d{1,2}[/.]\d{2,4})(?!\w)",
            r"(?<![\w:.])(?P<clock>(?P<hour>\d{1,2})(?:[:.](?P<minute>[0-5]\d))?\s?(?P<half>[apAP])(?i:\.m\.|m\b))",
            r"(?<![\w:.])(?P<clock24>(?P<hour24>[01]?\d|2[0-3]):(?P<minute24>[0-5]\d))(?![\w:])",
            rf"(?<![\w.])(?P<day>[0-3]?\d)(?i:st|nd|rd|th)?(?i:\s+of)?\s+(?P<of>{_MONTH})\b",
            r"(?<![\w.-])(?P<nth>\d{1,4})(?i:st|nd|rd|th)\b",
            r"(?<![\w./])(?P<whole>\d{1,6})[- ](?P<part>\d{1,2})/(?P<of_parts>2|4|8|16|32|64)(?![\w/])",
            _AMOUNT,
        )
    )
    + ")"
)
"""A value that begins with a figure or with the sign of a currency."""
_IN_LETTERS = re.compile(
    r"(?<!\w)(?:"
    + "|".join(  # each with its first letters in front: most words begin with others
        (
            rf"(?=[{list_initials(_MONTHS).upper()}])(?:"
            rf"(?P<on>{_MONTH})\.?\s+(?P<date>[0-3]?\d)(?i:st|nd|rd|th)?\b(?![,.]?\d)"
            rf"|(?P<alone>{_IN_MAY}|(?!May|MAY)(?!(?:Mar|MAR)\b){_MONTH})\b)",
            rf"(?i:(?=[{list_initials(_WEEKDAYS)}])(?P<weekday>{'|'.join(_WEEKDAYS)}))\b",
            rf"(?i:(?=[{list_initials(_ORDINALS)}])(?P<ordinal>{'|'.join(_ORDINALS)}))\b",
            rf"(?i:(?=[{list_initials(units.HEADS)}])){_AMOUNT}",
            rf"(?i:(?=[{list_initials((*_WORDS, *_SCALES))}])"
            rf"(?P<spelled>{_SPELLED}(?:(?:[\s-]{{1,2}}(?:and\s)?){_SPELLED}){{0,7}}))\b{UNIT.format('unit2')}?",
        )
    )
    + ")"
)
"""A value that begins with a letter."""
_HINT = re.compile(
    rf"\d|\b(?=[{_FIRST}apdey])(?:"
    + "|".join([*_WORDS, *_SCALES, *_ORDINALS, *_MONTHS, *_WEEKDAYS])
    + r"|dollars?|pounds?|euros?|yen|per|[ap]|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\b",
    re.IGNORECASE,
)
_HEDGES = (
    "about", "around", "nearly", "almost", "roughly", "some", "over", "under", "approximately", "approaching", "up to",
    "more than", "less than", "fewer than", "at least", "at most", "close to", "just", "an estimated", "as many as",
)  # fmt: skip
_HEDGE = re.compile(rf"\b(?:{'|'.join(_HEDGES)})\s[{units.SIGNS}]?$", re.IGNORECASE)
_YEARS = range(1500, 2100)

_LAST_FIGURES = 0x20000
"""Beyond, no code point is a figure."""

_SAME_LETTERS = str.maketrans("ıİſK", "iisk")
"""Letters that a case-insensitive pattern takes for an ASCII letter, each with that letter."""


def _read(text: str, match: re.Match[str]) -> Iterable[Value]:
    """The values that a match stands for; none for what only looks like one."""
    if match["digits"]:  # as most are
        return (_digits(text, match),)
    if match.re is _IN_LETTERS:
        return _read_spelled(text, match) if match["spelled"] else _read_word(match)
    return _read_figures(match)


def _read_figures(match: re.Match[str]) -> Iterator[Value]:
    """The values of a date, a time, an ordinal or a fraction in figures."""
    place = match.span()
    if match["opaque"]:
        yield Value(*place, "date", (_read_opaque(match["opaque"]),))
    elif match["whole"]:
        yield Value(*place, "number", (int(match["whole"]) + int(match["part"]) / int(match["of_parts"]),))
    elif match["iso"]:
        for sort, part in zip(("year", "month", "day"), match["iso"].split("-"), strict=True):
            yield Value(*place, sort, (float(part),))
    elif match["clock"] or match["clock24"]:
        yield Value(*place, "time", _minutes(match.groupdict()))
    elif match["of"]:
        yield Value(*place, "day", (float(match["day"]),))
        yield Value(*place, "month", (_month(match["of"]),))
    else:
        yield Value(*place, "ordinal", (float(match["nth"]),))


def _read_word(match: re.Match[str]) -> Iterator[Value]:
    """The values of a month, a weekday or an ordinal."""
    place = match.span()
    if match["on"]:
        yield Value(*place, "day", (float(match["date"]),))
        yield Value(*place, "month", (_month(match["on"]),))
    elif match["alone"]:
        yield Value(*place, "month", (_month(match["alone"]),))
    elif match["weekday"]:
        yield Value(*place, "weekday", (float(_WEEKDAYS.index(_plain(match["weekday"]))),))
    else:
        yield Value(*place, "ordinal", (float(_ORDINALS[_plain(match["ordinal"])]),))


def _plain(word: str) -> str:
    """A matched word as the tables spell it."""
    return word.lower() if word.isascii() else word.translate(_SAME_LETTERS).lower()


def _minutes(got: dict[str, str | None]) -> tuple[float, ...]:
    """Minutes after midnight; two readings for a clock time that says neither a.m. nor p.m."""
    hour = int(got["hour"] or got["hour24"] or 0)
    minutes = float(60 * hour + int(got["minute"] or got["minute24"] or 0))
    if got["half"]:
        return (minutes % 720 + (720 if got["half"] in "pP" else 0),)
    return (minutes, minutes + 720) if 0 < hour <= 12 else (minutes, minutes - 720)


def _month(name: str) -> float:
    return float(next(i for i, month in enumerate(_MONTHS, 1) if month.startswith(_plain(name)[:3])))


def _digits(text: str, match: re.Match[str]) -> Value:
    """A number in digits: a bare "m" may mean millions or metres, four bare digits are most often a year."""
    written = match["digits"]
    if written.isdigit() and not (match["scale"] or match["currency"] or match["unit"]):
        sort = "year" if len(written) == 4 and float(written) in _YEARS else "number"
        return Value(*match.span(), sort, (float(written),), "", _is_hedged(text, match.start()))
    number, other = _read_digits(written)
    scale, unit = _plain(match["scale"] or ""), read_unit(match["currency"] or match["unit"])
    factor = read_scale(scale)
    meant: tuple[float, ...] = (multiply(number, factor),)
    meant += (number,) if scale.strip().lstrip("-") in ("m", "k") and not unit else ()
    meant += (multiply(other, factor),) if other != number else ()
    return Value(*match.span(), "number", meant, unit, _is_hedged(text, match.start()))


def _read_digits(written: str) -> tuple[float, float]:
    """The numbers that figures may mean, with the comma as thousands separator or as decimal sign; usually one."""
    if written.isdigit():
        return float(written), float(written)
    commas, dots = written.count(","), written.count(".")
    if dots > 1 or (dots and 0 <= written.find(".") < written.find(",")):
        return (number := float(written.replace(".", "").replace(",", "."))), number
    if commas > 1:
        return (number := float(written.replace(",", ""))), number
    plain = float(re.sub(r",(?=\d{3}(?!\d))", "", written).replace(",", "."))
    if re.fullmatch(r"\d{1,3},\d{3}", written):
        return plain, float(written.replace(",", "."))
    if re.fullmatch(r"\d{1,3}\.\d{3}", written):
        return plain, float(written.replace(".", ""))
    return plain, plain


def _read_opaque(written: str) -> float:
    """A date in figures as one number, the same whether the day or the month comes first."""
    first, second, year = (int(part) for part in re.split("[/.]", written))
    return float(10_000 * (year % 100) + 100 * max(first, second) + min(first, second))


def _read_spelled(text: str, match: re.Match[str]) -> Iterator[Value]:
    """A number in words; "one" alone is a pronoun more often than a number, and "thousand" alone is none."""
    spelled = _plain(match["spelled"])
    if spelled == "one":  # as most
        return
    words = [spelled] if spelled.isalpha() else [word for word in re.split(r"[\s-]+", spelled) if word != "and"]
    if len(words) == 1 and spelled in _SCALES and not _read_counted(text, match.start()):
        return
    number = _sum(words)
    if number is not None:
        yield Value(*match.span(), "number", (number,), read_unit(match["unit2"]), _is_hedged(text, match.start()))


def _sum(words: list[str]) -> float | None:
    """What number words add up to; None where they do not make one number, as in "two three"."""
    total, part, last = 0, 0, 10**15
    for word in words:
        if word in _SCALES:
            part = max(part, 1) * _SCALES[word]
            if _SCALES[word] >= 1000:
                total, part = total + part, 0
            last = 10**15
        elif _WORDS[word] >= last or (last < 20):
            return None
        else:
            part += _WORDS[word]
            last = _WORDS[word]
    return float(total + part)


def _read_counted(text: str, start: int) -> bool:
    """Whether "a" stands before a word such as "dozen", and not as in "a third of a million"."""
    return bool(re.search(r"(?<!\bof )(?<!\bhalf )\ba $", text[max(0, start - 8) : start], re.IGNORECASE))


def _is_hedged(text: str, start: int) -> bool:
    before = text[max(0, start - 24) : start]
    if before.isascii() and not before.rstrip(" $\t\n\r\f\v\x1c\x1d\x1e\x1f").lower().endswith(_HEDGES):
        return False
    return bool(_HEDGE.search(text, max(0, start - 24), start))
