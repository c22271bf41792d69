"""Which of two articles was published first, as far as their dates can tell.

A time with a zone is an instant, a time without one may be off by about a day, and a date spans a whole day. Times are
compared as instants: `23:30-05:00` is later than `01:00+02:00` of the next day.
"""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

_FARTHEST_EAST, _FARTHEST_WEST = timedelta(hours=14), timedelta(hours=-12)
"""The limits of the time zones in use."""


def compare_instants(a: str, b: str) -> int:
    """-1 if `a` is before `b`, 1 if it is after, 0 if that cannot be told.

    Args:
        a, b: ISO 8601 dates or times of publication; empty if unknown.
    """
    first, second = _parse(a), _parse(b)
    if first is None or second is None:
        return 0
    if (first.tzinfo is None) == (second.tzinfo is None):
        return _compare_alike(a, b, first, second)
    (early, late), (other_early, other_late) = _span(a, first), _span(b, second)
    return -1 if late < other_early else 1 if other_late < early else 0


def _compare_alike(a: str, b: str, first: datetime, second: datetime) -> int:
    """Compare two dates that both have a zone or both lack one, assuming the same zone; days are compared as days."""
    if first.tzinfo is None and (_is_day(a) or _is_day(b)):
        return (first.date() > second.date()) - (first.date() < second.date())
    return (first > second) - (first < second)


def _parse(value: str) -> datetime | None:
    text = value[:-1] + "+00:00" if value.endswith(("Z", "z")) else value
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None


def _is_day(value: str) -> bool:
    return len(value) == len("2024-05-06")


def _span(value: str, when: datetime) -> tuple[datetime, datetime]:
    """The first and the last instant that a date may mean, in UTC."""
    if when.tzinfo is not None:
        return when, when
    length = timedelta(days=1, microseconds=-1) if _is_day(value) else timedelta()
    try:
        start = when.replace(tzinfo=timezone.utc)
        return start - _FARTHEST_EAST, start + length - _FARTHEST_WEST
    except OverflowError:
        return datetime.min.replace(tzinfo=timezone.utc), datetime.max.replace(tzinfo=timezone.utc)
