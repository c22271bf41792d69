"""Changes that republication licences allow: of time, place and house style.

"Yesterday" becomes "last week", "Portland, Ore." becomes "Portland", "nine" becomes "9", "organise" becomes "organize".
The tables are English; in other languages fewer changes are recognised as style.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from difflib import SequenceMatcher

_RELATIVE = frozenset(
    "yesterday today tomorrow tonight last this next past previous coming earlier later ago recently now week weeks "
    "month months year years day days morning evening afternoon night weekend early late on in the at a".split()
)
_WEEKDAYS = {day[:3]: day for day in "monday tuesday wednesday thursday friday saturday sunday".split()}
_MONTHS = {
    month[:3]: month
    for month in "january february march april may june july august september october november december".split()
}
_ABSOLUTE = re.compile(
    rf"(?:{'|'.join([*_WEEKDAYS, *_MONTHS])}|tues|thur|thurs|sept"
    rf"|{'|'.join([*_WEEKDAYS.values(), *_MONTHS.values()])})(?:s)?|\d{{1,2}}(?:st|nd|rd|th)?|(?:19|20)\d\d"
)
_STYLE = frozenset("the a an that which who of on said says mr mrs ms miss dr sir per cent percent and also".split())
_NUMERAL = re.compile(
    r"\d+(?:st|nd|rd|th)?|zero|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen"
    r"|sixteen|seventeen|eighteen|nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundred|thousand"
    r"|million|billion|m|bn|k|first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|and|a|per|cent|percent"
)
_SPELLINGS = (
    (re.compile(r"is(?=(?:e|ed|es|er|ers|ing|ation|ations)$)"), "iz"),
    (re.compile(r"ys(?=(?:e|ed|es|ing)$)"), "yz"),
    (re.compile(r"our"), "or"),
    (re.compile(r"tre(?=s?$)"), "ter"),
    (re.compile(r"ll(?=(?:ed|ing|er|ers)$)"), "l"),
    (re.compile(r"ogue(?=s?$)"), "og"),
    (re.compile(r"ae|oe"), "e"),
    (re.compile(r"mme(?=s?$)"), "m"),
    (re.compile(r"ence(?=s?$)"), "ense"),
    (re.compile(r"grey"), "gray"),
)
"""British spellings to American ones."""

_TYPING = 0.85
"""Similarity from which two long words are one, typed in two ways."""

_LONG_WORD, _LONGEST_WORD = 5, 40
_LONGEST_PLACE = 3


def fold_words(text: str) -> list[str]:
    """The words of a text in small letters, without accents and punctuation."""
    plain = unicodedata.normalize("NFKD", text).casefold()
    bare = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return re.findall(r"\w+|[%£$€]", bare.replace("’", "").replace("'", ""))


def is_style(ours: str, theirs: str) -> bool:
    """Whether two wordings differ in house style only: punctuation, hyphens, spelling, a numeral, a small word."""
    left, right = fold_words(ours), fold_words(theirs)
    if "".join(left) == "".join(right):
        return True
    if all(word in _STYLE for word in (*left, *right)):
        return True
    if left and right and all(_NUMERAL.fullmatch(word) or word in "%£$€" for word in (*left, *right)):
        return not _are_figures_apart(left, right)  # other values in words would be reported as changed facts
    return len(left) == len(right) and all(map(_same_spelling, left, right))


def _are_figures_apart(left: Sequence[str], right: Sequence[str]) -> bool:
    """Whether both are a figure in digits, and not the same: two that "around" precedes are no changed fact."""
    alone = len(left) == len(right) == 1 and left[0].isdecimal() and right[0].isdecimal()
    return alone and int(left[0][:_LONGEST_WORD]) != int(right[0][:_LONGEST_WORD])


def _same_spelling(ours: str, theirs: str) -> bool:
    if ours == theirs or _to_american(ours) == _to_american(theirs):
        return True
    short, long = sorted((len(ours), len(theirs)))
    if short < _LONG_WORD or long > _LONGEST_WORD or ours[0] != theirs[0] or not (ours + theirs).isalpha():
        return False
    return SequenceMatcher(None, ours, theirs, False).ratio() >= _TYPING


def _to_american(word: str) -> str:
    for pattern, american in _SPELLINGS:
        word = pattern.sub(american, word)
    return word


def is_time(ours: str, theirs: str) -> bool:
    """Whether a mention of time stands for another one, and the two do not contradict each other.

    "Yesterday" may become "on Tuesday" or be dropped; "Tuesday" may not become "Wednesday".
    """
    left, right = fold_words(ours), fold_words(theirs)
    if not all(word in _RELATIVE or _ABSOLUTE.fullmatch(word) for word in (*left, *right)):
        return False
    if all(word in _STYLE or word.isdigit() for word in (*left, *right)):
        return False
    return not any(x and y and x != y for x, y in zip(_split_dates(left), _split_dates(right), strict=True))


def _split_dates(words: Sequence[str]) -> tuple[set[str], set[str], set[str]]:
    """The weekdays, months and numbers among words."""
    return (
        {word[:3] for word in words if word[:3] in _WEEKDAYS and _ABSOLUTE.fullmatch(word)},
        {word[:3] for word in words if word[:3] in _MONTHS and _ABSOLUTE.fullmatch(word)},
        {re.sub(r"\D", "", word) for word in words if word[0].isdigit()},
    )


def is_place(ours: str, theirs: str, before: str) -> bool:
    """Whether a place lost or got the name of its region, as "Portland, Ore." and "Portland" do.

    Args:
        ours, theirs: the exchanged wordings; of a region that was dropped or added, one is empty.
        before: the text in front of the one that is not empty.
    """
    region = ours.strip(" ,.") or theirs.strip(" ,.")
    if ours.strip(" ,.") and theirs.strip(" ,."):
        short, long = sorted((ours, theirs), key=len)
        start, comma, region = long.partition(",")
        return bool(comma) and fold_words(start) == fold_words(short) and _is_name(region)
    return bool(_PLACE_BEFORE.search(before[-60:])) and _is_name(region)


_PLACE_BEFORE = re.compile(r"[A-ZÀ-Þ][\w.'’-]*,\s*$")


def _is_name(text: str) -> bool:
    words = text.strip(" ,.").split()
    return 0 < len(words) <= _LONGEST_PLACE and all(word[0].isupper() for word in words)
