"""Values of JSON and tables, often wrapped in objects or lists -> a text, a line, a date.

A database writes `{"$oid": ...}`, WordPress `{"rendered": ...}`, an XML converter `{"#text": ...}`, and a scraper a
list of paragraphs; all of them mean the value inside.
"""

from __future__ import annotations

from collections.abc import Mapping

from dupdetect.read.dates import read_timestamp

_WRAPPED = ("rendered", "$oid", "$date", "$numberLong", "$numberInt", "$uuid", "#text", "$t", "__cdata", "_", "@value")
_NAMED = ("name", "title", "text", "value", "content", "html", "body", "paragraph", "data")
_DEEPEST = 6
_LONGEST_LINE = 2000


def unwrap(value: object) -> object:
    """The value inside a wrapper of one, such as `{"$oid": ...}`; anything else as it is."""
    for _ in range(_DEEPEST):
        if not isinstance(value, Mapping):
            break
        key = next((key for key in _WRAPPED if key in value), None)
        if key is None:
            break
        value = value[key]
    return value


def read_text(value: object, depth: int = 0) -> object:
    """The text of a value: itself, what it wraps, or its paragraphs joined; any other value unchanged."""
    value = unwrap(value)
    if depth < _DEEPEST and isinstance(value, (list, tuple)) and value:
        parts = [part for part in (read_text(_part(item), depth + 1) for item in value) if part is not None]
        if parts and all(isinstance(part, str) for part in parts):
            return "\n\n".join(str(part) for part in parts if str(part).strip())
    return value


def _part(item: object) -> object:
    """The text of one block of a list, such as `{"type": "paragraph", "text": ...}`; None for a block without."""
    item = unwrap(item)
    if not isinstance(item, Mapping):
        return item
    inside = next((item[key] for key in _NAMED[1:] if isinstance(item.get(key), (str, list, Mapping))), None)
    return _part(inside) if isinstance(inside, Mapping) else inside


def read_line(value: object) -> str:
    """A value as one line. Lists of names are joined; what is neither text nor number becomes empty."""
    value = unwrap(value)
    if isinstance(value, Mapping):
        value = unwrap(next((value[key] for key in _NAMED if isinstance(value.get(key), str)), None))
    if isinstance(value, (list, tuple)):
        value = ", ".join(filter(None, map(_name, value)))
    if isinstance(value, bool) or not isinstance(value, (str, int, float)):
        return ""
    return " ".join(str(value).split())[:_LONGEST_LINE]


def _name(entry: object) -> str:
    entry = unwrap(entry)
    if isinstance(entry, Mapping):
        entry = next((entry[key] for key in ("name", "url", "href") if isinstance(entry.get(key), str)), None)
    return entry if isinstance(entry, str) else ""


def read_day(value: object) -> str:
    """A value as an ISO 8601 date or time; empty if it is neither."""
    value = unwrap(value)
    return read_timestamp(value[0] if isinstance(value, list) and value else value)
