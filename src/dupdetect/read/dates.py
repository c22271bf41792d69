"""Dates in the notations of file formats -> ISO 8601, as articles carry them.

Ambiguous dates are ignored: 03/04/2020 is a day in March for some readers and in April for others.
"""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta, timezone

from dupdetect.read.months import find_month

_DATED = re.compile(
    r"(\d{4}-\d\d-\d\d)(?:[T ]+(\d\d:\d\d(?::\d\d)?)(?:[.,]\d+)?(?: ?(Z|UTC|GMT|[+-]\d\d(?::?\d\d)?))?)?"
)
_COMPACT = re.compile(r"(\d{4})(\d\d)(\d\d)(?:T?(\d\d)(\d\d)(\d\d)?(Z|[+-]\d{4})?)?")
_SLASHED = re.compile(r"(\d{4})[/.](\d{1,2})[/.](\d{1,2})\.?(?:[ T]+(\d\d:\d\d(?::\d\d)?))?")
_HAN = re.compile(r"(\d{4}) ?[年년] ?(\d{1,2}) ?[月월] ?(\d{1,2}) ?[日일]")
_WRITTEN = re.compile(
    r"(?:[^\W\d_]{2,12}\.?,? )?(?:"
    r"(?P<day>\d{1,2})(?:st|nd|rd|th|er|\.|º)?(?:-| (?:de |of )?)(?P<month>[^\W\d_]{3,12})"
    r"\.?(?:-|,? (?:de )?)(?P<year>\d{4})"
    r"|(?P<month2>[^\W\d_]{3,12})\.? (?P<day2>\d{1,2})(?:st|nd|rd|th)?,? (?P<year2>\d{4})"
    r")(?: г\.?)?"
)
_RFC_822 = re.compile(r"(?:[A-Za-z]{3,9}, )?\d{1,2} [A-Za-z]{3,9} \d{2,4} \d\d?:\d\d.{0,20}")
_NUMBER = re.compile(r"-?\d{1,16}(?:\.\d{1,9})?")

_EARLIEST, _LATEST = 31_536_000, 4_102_444_800
"""Epoch seconds that count as a date: from 1971 to 2099, so that a small number, such as a year or an id, does not."""

_MILLI, _MICRO = 1e11, 1e14
"""From here on a number counts milliseconds, or microseconds."""


def read_date(value: str) -> str:
    """`value` as an ISO 8601 date or time; empty when it is not a date or is ambiguous.

    ISO 8601 in its usual and its compact form, RFC 822 as in mail and feeds, `2020/04/10`, a month written out
    (`April 10, 2020`, `10 avril 2020`) and `2020年4月10日`. A time without a zone stays without one.
    """
    value = " ".join(value.split())
    if not value or len(value) > 80 or not any(map(str.isdigit, value)):
        return ""
    return next(filter(None, (reader(value) for reader in _READERS)), "")


def read_timestamp(value: object) -> str:
    """A column's date: what `read_date` reads, a `date`, or the seconds, milliseconds or microseconds since 1970."""
    if isinstance(value, (date, datetime)):
        return value.isoformat()
    if isinstance(value, bool) or not isinstance(value, (str, int, float)):
        return ""
    if isinstance(value, str):
        return read_date(value) or (_read_epoch(float(value)) if _NUMBER.fullmatch(value.strip()) else "")
    return _read_epoch(float(value)) if abs(value) < _LATEST * 1e6 else ""


def _read_epoch(number: float) -> str:
    seconds = number / (1e6 if number >= _MICRO else 1e3 if number >= _MILLI else 1)
    if not _EARLIEST <= seconds <= _LATEST:
        return ""
    when = datetime(1970, 1, 1, tzinfo=timezone.utc) + timedelta(seconds=int(seconds))
    return when.isoformat()


def _read_iso(value: str) -> str:
    dated = _DATED.fullmatch(value)
    return _compose(*dated.groups(default="")) if dated else ""


def _compose(day: str, clock: str = "", zone: str = "") -> str:
    zone = "+00:00" if zone in ("Z", "UTC", "GMT") else zone
    zone = zone[:3] + ":" + (zone[3:].strip(":") or "00") if zone else ""  # all that Python 3.10 understands
    try:
        when = datetime.fromisoformat(f"{day}T{clock}{zone}") if clock else date.fromisoformat(day)
    except ValueError:
        return ""
    return when.isoformat()


def _read_compact(value: str) -> str:
    dated = _COMPACT.fullmatch(value)
    if not dated or not 1900 <= int(dated[1]) <= 2099:
        return ""
    year, month, day, hour, minute, second, zone = dated.groups(default="")
    clock = f"{hour}:{minute}:{second or '00'}" if hour else ""
    return _compose(f"{year}-{month}-{day}", clock, zone)


def _read_numbers(value: str) -> str:
    dated = _SLASHED.fullmatch(value) or _HAN.match(value)
    if not dated:
        return ""
    clock = dated[4] or "" if dated.re is _SLASHED else ""
    return _compose(f"{dated[1]}-{int(dated[2]):02}-{int(dated[3]):02}", clock)


def _read_rfc822(value: str) -> str:
    if not _RFC_822.fullmatch(value):
        return ""
    from email.utils import parsedate_to_datetime  # it loads sockets, and few texts have such a date

    try:
        return parsedate_to_datetime(value).isoformat()
    except (TypeError, ValueError, IndexError, OverflowError):
        return ""


def _read_written(value: str) -> str:
    dated = _WRITTEN.fullmatch(value)
    month = find_month((dated["month"] or dated["month2"]) if dated else "")
    if not dated or not month:
        return ""
    year, day = dated["year"] or dated["year2"], dated["day"] or dated["day2"]
    return _compose(f"{year}-{month:02}-{int(day):02}")


_READERS = (_read_iso, _read_compact, _read_numbers, _read_rfc822, _read_written)
