"""The publisher's date of an article: in its address, or on a line of its own above or below the text.

A date inside prose belongs to the event, not to the article, and is never used: a wrong date accuses the wrong author.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from dupdetect.read.dates import read_date
from dupdetect.read.months import find_month

_HEAD, _FOOT = 6, 3
"""Lines at the head and at the foot among which a date line is looked for; prose ends either."""

_LONGEST = 120
"""Characters of such a line; a longer one is prose."""

_YEAR = re.compile(r"(?:19|20)\d\d")
_LABEL = re.compile(
    r"(?:first |originally )?(?:published|posted|created|released|issued|publication|publiziert|veröffentlicht"
    r"|erschienen|publié|publicado|pubblicato|opublikowano|опубликовано|date|datum|fecha|data|дата)"
    r"(?: (?:date|on|at|am|le|el|il))?\s?[:：]?\s?",
    re.IGNORECASE,
)
_CHANGED = re.compile(r"\b(?:updated|modified|edited|aktualisiert|mis à jour|actualizado|обновлено)\b", re.IGNORECASE)
_DATE = re.compile(
    r"\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d)?(?: ?(?:Z|[+-]\d\d:?\d\d))?)?"
    r"|\d{4}[/.]\d{1,2}[/.]\d{1,2}"
    r"|\d{4} ?[年년] ?\d{1,2} ?[月월] ?\d{1,2} ?[日일]"
    r"|\d{1,2}(?:st|nd|rd|th|er|\.|º)? (?:de |of )?[^\W\d_]{3,12}\.?,? (?:de )?\d{4}"
    r"|[^\W\d_]{3,12}\.? \d{1,2}(?:st|nd|rd|th)?,? \d{4}"
)
_WEEKDAY = re.compile(
    r"(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?"
    r"|(?:mon|diens|donners|frei|sams|sonn)tag|mittwoch|sonnabend|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche"
    r"|lunes|martes|miércoles|jueves|viernes|sábado|domingo|lunedì|martedì|mercoledì|giovedì|venerdì|sabato|domenica"
    r"|понедельник|вторник|среда|четверг|пятница|суббота|воскресенье"
    r"|星期[一二三四五六日天]|[月火水木金土日]曜日|[월화수목금토일]요일",
    re.IGNORECASE,
)
_CLOCK = re.compile(
    r"(?:at |um |à |a las )?\d{1,2}(?::|h|\.)\d\d(?::\d\d)?(?: ?[ap]\.?m\.?)?(?: ?(?:[A-Z]{2,5}|Uhr|[+-]\d\d:?\d\d))?"
    r"|\d{1,2} ?[ap]\.?m\.?(?: [A-Z]{2,5})?",
    re.IGNORECASE,
)
_BYLINE = re.compile(r"(?i:by|von|par|por|di) (?:[^\W\d_][\w.’'-]{0,30} ?){1,5}")
_MARKS = re.compile(r"[\s|·•,;/()\[\]–—\-:*_#]+")

_LABELLED = re.compile(r"\s*(?i:date|published)[: ] ?(\d{4}-\d\d-\d\d)\s")
"""A field that a scraper wrote in front of the text, on its first line."""

_IN_URL = re.compile(r"[/_-]((?:19|20)\d\d)([/_-]?)(0[1-9]|1[0-2])\2(0[1-9]|[12]\d|3[01])(?!\d)")


def find_url_date(url: str) -> str:
    """The day in the path of an address, as in `/2020/04/10/`; empty when there is none, or more than one."""
    path = url.partition("?")[0].partition("#")[0]
    days = {read_date(f"{year}-{month}-{day}") for year, _, month, day in _IN_URL.findall(path)}
    return days.pop() if len(days) == 1 else ""


def find_date_line(text: str) -> str:
    """The date on a line of its own at the head or the foot of a text, as ISO 8601; empty when there is none."""
    head = text[: _HEAD * (_LONGEST + 2)]
    if labelled := _LABELLED.match(head):
        return read_date(labelled[1])
    foot = text[len(head) :][-_FOOT * (_LONGEST + 2) :]
    if not _YEAR.search(head) and not _YEAR.search(foot):
        return ""
    return _find_first(_lines_before_prose(head, _HEAD)) or _find_first(
        reversed([*_lines_before_prose("\n".join(reversed(foot.split("\n"))), _FOOT)])
    )


def _lines_before_prose(text: str, limit: int) -> list[str]:
    lines: list[str] = []
    for line in filter(None, map(str.strip, text.split("\n"))):
        if len(line) > _LONGEST or len(lines) == limit:
            break
        lines.append(line)
    return lines


def _find_first(lines: Iterable[str]) -> str:
    return next(filter(None, map(read_date_line, lines)), "")


def read_date_line(line: str) -> str:
    """The date of a line that gives only a publication date and perhaps a byline; empty for other lines."""
    dated = _DATE.search(line) if len(line) <= _LONGEST and _YEAR.search(line) else None
    if not dated or _CHANGED.search(line[: dated.start()]):
        return ""
    day = read_date(dated[0])
    before, after = line[: dated.start()], line[dated.end() :]
    after = _CHANGED.split(after, maxsplit=1)[0]
    return day if day and not _leftover(before) and not _leftover(after) else ""


def _leftover(part: str) -> str:
    """What remains of a part of a line once labels, weekdays, clocks, a byline and marks are taken off."""
    for pattern in (_LABEL, _CLOCK, _WEEKDAY, _BYLINE):
        part = pattern.sub(" ", part, count=1)
    return _MARKS.sub("", part)


def is_date_line(line: str) -> bool:
    """Whether a line is a date line, and thus no headline."""
    return bool(read_date_line(line)) or bool(_DAY_ONLY.fullmatch(line.strip()) and _names_month(line))


_DAY_ONLY = re.compile(
    rf"(?:(?:{_WEEKDAY.pattern}),? )?(?:\d{{1,2}}\.? [^\W\d_]{{3,12}}|[^\W\d_]{{3,12}}\.? \d{{1,2}})", re.IGNORECASE
)


def _names_month(line: str) -> bool:
    return any(find_month(word.strip(".,")) for word in line.split())
