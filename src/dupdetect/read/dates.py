"""Dates as formats write them -> ISO 8601, which is how articles carry them; what is written otherwise is no date."""

from __future__ import annotations

import re
from datetime import date, datetime

_DATED = re.compile(r"(\d{4}-\d\d-\d\d)(?:[T ]+(\d\d:\d\d(?::\d\d)?)(?:[.,]\d+)?(?: ?(Z|[+-]\d\d:?\d\d))?)?")


def read_date(value: str) -> str:
    """`value` as an ISO 8601 date or time; empty when it is written in another way."""
    dated = _DATED.fullmatch(value)
    if dated is None:
        return ""
    day, clock, zone = dated.groups(default="")
    zone = "+00:00" if zone == "Z" else zone[:3] + ":" * bool(zone) + zone[-2:]  # all that Python 3.10 understands
    try:
        when = datetime.fromisoformat(f"{day}T{clock}{zone}") if clock else date.fromisoformat(day)
    except ValueError:
        return ""
    return when.isoformat()
