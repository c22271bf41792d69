"""When an article was published, and which of two was first, as far as their dates can tell.

A time with a zone is an instant, a time without one may be off by about a day, and a date spans a whole day. Times are
compared as instants: `23:30-05:00` is later than `01:00+02:00` of the next day.
"""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

_FARTHEST_EAST, _FARTHEST_WEST = timedelta(hours=14), timedelta(hours=-12)
"""The limits of the time zones in use."""

_NEVER = datetime.max.replace(tzinfo=timezone.utc)


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
    span, other = read_span(a), read_span(b)
    if span is None or other is None:
        return 0
    return -1 if span[1] < other[0] else 1 if other[1] < span[0] else 0


def read_span(value: str) -> tuple[datetime, datetime] | None:
    """The first and the last instant that an ISO 8601 date or time may mean, in UTC.

    Returns:
        None where it is neither, or beyond the years that can be counted.
    """
    when = _parse(value)
    if when is None:
        return None
    length = timedelta(days=1, microseconds=-1) if _is_day(value) else timedelta()
    try:
        if when.tzinfo is not None:
            return (exact := when.astimezone(timezone.utc)), exact
        start = when.replace(tzinfo=timezone.utc)
        return start - _FARTHEST_EAST, start + length - _FARTHEST_WEST
    except OverflowError:
        return None


def rank_instant(value: str) -> tuple[bool, datetime]:
    """A key that sorts dates by the last instant that each may mean; what is no date comes after all dates.

    So `compare_instants` agrees where it can tell, and an exact time goes before a day that may be later.
    """
    span = read_span(value)
    return (True, _NEVER) if span is None else (False, span[1])


def read_month(value: str) -> str | None:
    """The month of an ISO 8601 date or time, as it is written there, such as "2026-03"; None where it is neither."""
    when = _parse(value)
    return None if when is None else when.date().isoformat()[: len("2026-03")]


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
    return len(value) <= len("2024-05-06")
