"""Units of numbers: percent, measures and currencies, however they are written, and what one is worth in another.

The sign "$" alone may be the dollar of any country: "A$5bn", "$A5bn" and "$5bn" can be one amount, "A$5bn" and "US$5bn"
cannot.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from itertools import groupby
from operator import itemgetter

SCALES = {
    word: factor
    for factor, words in {
        10**3: "thousand k tausend mil mille тысяч тыс тысячи ألف",
        10**5: "lakh lakhs",
        10**6: (
            "million m mn mln mio millions millionen millones millón milioni milione milhões milhão miljoen miljoner "
            "millioner миллион миллиона миллионов млн مليون"
        ),
        10**7: "crore crores",
        10**9: (
            "billion bn bln mrd mld milliard milliards milliarde milliarden miliardi miliardo miljard miljarder "
            "milliarder миллиард миллиарда миллиардов млрд مليار"
        ),
        10**12: "trillion tn",
    }.items()
    for word in words.split()
}
"""Words after a number in figures that multiply it, in several languages. A billion is taken for 10**9."""

_STOPPED = "mio|mrd|mld|тыс|млн|млрд"
"""Those that may end with a stop, which parts them from no unit."""


def list_initials(words: Iterable[str]) -> str:
    """The first letters of words, for a set in a pattern: most words begin with none of them."""
    return "".join(sorted({word[0] for word in words}))


def _join_by_initial(words: Iterable[str]) -> str:
    """A pattern of any of some words that tries those alone that begin like the text."""
    return "|".join(
        f"{first}(?:{'|'.join(word[1:] for word in same)})" for first, same in groupby(sorted(words), itemgetter(0))
    )


SCALE = rf"[\s-]?(?i:(?=[{list_initials(SCALES)}])(?:(?:{_STOPPED})\b\.?|(?:{_join_by_initial(SCALES)})\b))"
"""Pattern of such a word with what stands before it."""

SIGNS = "$£€¥₹"
"""Signs of currencies that stand before a number."""

_COUNTRIES = {"us": "US$", "a": "A$", "au": "A$", "c": "C$", "ca": "C$", "nz": "NZ$", "hk": "HK$", "s": "S$", "r": "R$"}
"""Letters beside the sign that say whose dollar it is, or that it is the real."""

_CODES = {
    **{"usd": "US$", "aud": "A$", "cad": "C$", "nzd": "NZ$", "hkd": "HK$", "sgd": "S$", "brl": "R$"},
    **{"eur": "€", "gbp": "£", "jpy": "¥", "inr": "₹"},
}
_PEOPLES = {
    **{"us": "US$", "u.s.": "US$", "american": "US$", "australian": "A$", "canadian": "C$", "new zealand": "NZ$"},
    **{"hong kong": "HK$", "singapore": "S$"},
}
_CURRENCIES = {
    **{sign: sign for sign in SIGNS},
    **{"dollar": "$", "dlr": "$", "pound": "£", "stg": "£", "euro": "€", "yen": "¥", "rs": "₹", "rupee": "₹"},
    **{f"{country}$": unit for country, unit in _COUNTRIES.items()},
    **{f"${country}": unit for country, unit in _COUNTRIES.items()},
    **{f"{people} dollar": unit for people, unit in _PEOPLES.items()},
    **_CODES,
}
_MEASURES = {
    "mile": "mi",
    "foot": "ft",
    "feet": "ft",
    "metre": "m",
    "meter": "m",
    "kilometre": "km",
    "kilometer": "km",
    "kmh": "km/h",
}

_RATES = {
    ("m", "ft"): (3.1, 3.5),
    ("km", "mi"): (0.59, 0.66),
    ("km/h", "mph"): (0.59, 0.66),
    ("hectare", "acre"): (2.3, 2.6),
    ("kg", "lb"): (2.1, 2.3),
    ("kilo", "lb"): (2.1, 2.3),
    ("kilogram", "lb"): (2.1, 2.3),
    ("tonne", "ton"): (0.9, 1.2),
    ("m", "km"): (0.00095, 0.00105),
    ("ft", "mi"): (0.00017, 0.00021),
    ("kg", "kilo"): (1.0, 1.0),
    ("kg", "kilogram"): (1.0, 1.0),
    ("£", "$"): (1.05, 1.75),
    ("€", "$"): (0.9, 1.6),
    ("£", "€"): (1.0, 1.5),
    ("$", "¥"): (75.0, 165.0),
    ("€", "¥"): (95.0, 190.0),
    ("£", "¥"): (115.0, 250.0),
    ("A$", "$"): (0.55, 1.12),
    ("C$", "$"): (0.62, 1.12),
    ("NZ$", "$"): (0.48, 0.9),
    ("HK$", "$"): (0.125, 0.131),
    ("S$", "$"): (0.55, 0.85),
    ("R$", "$"): (0.15, 0.66),
    ("₹", "$"): (0.01, 0.026),
}
"""How many of the second unit the first is worth: between the two figures. Currencies as they stood since 2003."""

_BY_LENGTH = "|".join(sorted((country.upper() for country in _COUNTRIES), key=len, reverse=True))
CURRENCY = rf"(?:(?:{_BY_LENGTH})?[$]|[$](?:{_BY_LENGTH})|[{SIGNS[1:]}]|Rs\.?|{'|'.join(_CODES).upper()})\s?"
"""Pattern of a currency before a number in figures."""

HEADS = (
    *("rs ", "rs0", *_CODES),
    *(f"{country}${after}"[:3] for country in _COUNTRIES for after in " 0"),
)
"""The first three signs of currencies that begin with a letter; 0 stands for any figure, a space for what is neither
figure nor letter."""

_LETTERS = re.compile(r"[^\W\d_]+")

UNIT = (
    r"(?P<{0}>\s?%|\s?€(?!\s?\d)|(?i:\s(?:per ?cent|percent|pct)\b"
    rf"|\s(?=[d{list_initials(_PEOPLES)}])(?:(?:{'|'.join(map(re.escape, _PEOPLES))})\s)?dollars?\b"
    rf"|\s(?=[dspeyr{list_initials(_CODES)}])"
    rf"(?:dlrs?|stg|pounds?|(?:d['’]|d[ei]\s)?euros?|yen|rupees?|{'|'.join(_CODES)})\b"
    r"|[\s-]?(?=[mkfahlt])(?:miles?|mph|km/?h|"
    r"kmh?|kilomet\w{{1,6}}|met(?:re|er)s?|m|ft|foot|feet|acres?|hectares?|kg|kilos?|kilograms?|lbs?|tons?|tonnes?)\b)"
    r"|[\s-]?°?[CF]\b)"
)
"""Pattern of a unit after a number, to be formatted with the name of its group."""


def read_scale(written: str) -> int:
    """What a stretch that `SCALE` matches, in small letters, multiplies by."""
    return math.prod(SCALES.get(word, 1) for word in _LETTERS.findall(written))


def multiply(number: float, factor: int) -> float:
    """A number times a power of ten, as if it were written out: 4.19 billion is no 4190000000.0000005."""
    return float(f"{number * factor:.15g}")


def read_unit(written: str | None) -> str:
    """The name of a unit as it is written beside a number; empty for none."""
    name = " ".join((written or "").strip(" -").lower().split())
    if not name or name in _CURRENCIES:
        return _CURRENCIES.get(name, "")
    if name.startswith(("%", "per", "pct")):
        return "%"
    name = re.sub(r"^d(?:['’]|[ei] )", "", name).removesuffix("s").removesuffix(".")
    return _CURRENCIES.get(name) or _MEASURES.get(name, name)


def may_be_same(x: str, y: str) -> bool:
    """Whether two units can be one: equal, not told, or a dollar of some country and one of no country."""
    return not x or not y or x == y or ("$" in (x, y) and x[-1] == y[-1] == "$")


def may_convert(x: str, amounts: tuple[float, ...], y: str, others: tuple[float, ...]) -> bool:
    """Whether one of some amounts in a unit can be one of others in another unit."""
    x, y = (unit.removeprefix("US") for unit in (x, y))
    for pair, left, right in (((x, y), amounts, others), ((y, x), others, amounts)):
        if pair in _RATES:
            low, high = _RATES[pair]
            return any(low * p <= q <= high * p for p in left for q in right)
    low, high = _rate_by_dollar(x, y)
    return any(low * p <= q <= high * p for p in amounts for q in others) if high else False


def _rate_by_dollar(x: str, y: str) -> tuple[float, float]:
    """How many of the second currency the first is worth, by their worth in dollars; zeros if that is unknown."""
    ours, theirs = _RATES.get((x, "$")), _RATES.get((y, "$"))
    if ours and theirs:
        return ours[0] / theirs[1], ours[1] / theirs[0]
    return (0.0, 0.0)
