"""Values of JSON and tables, often wrapped in objects or lists -> a text, a line, a date.

A database writes `{"$oid": ...}`, WordPress `{"rendered": ...}`, an XML converter `{"#text": ...}`, a scraper a list of
paragraphs, and an editor in the browser a tree of blocks and spans; all of them mean the value inside.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from dupdetect.read.dates import read_timestamp

_WRAPPED = ("rendered", "$oid", "$date", "$numberLong", "$numberInt", "$uuid", "#text", "$t", "__cdata", "_", "@value")
_NAMED = ("name", "title", "text", "value", "content", "html", "body", "paragraph", "data")
_TEXTS = ("text", "value", "content", "html", "body", "paragraph", "data", "children", "blocks")
"""Names under which a block holds its text or its parts."""
_SPANS = ("text", "span")
"""Types of a part that runs on in its paragraph, as editors in the browser call them."""
_DEEPEST = 8
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
    inside = _open_block(value)
    if depth < _DEEPEST and isinstance(inside, (list, tuple)) and inside:
        parts = [part for part in (read_text(item, depth + 1) for item in inside) if isinstance(part, str)]
        if parts and len(parts) >= len(inside) - sum(_is_blank(item) for item in inside):
            return "".join(parts) if _runs_on(inside) else "\n\n".join(part for part in parts if part.strip())
    return inside if isinstance(inside, str) else value


def _open_block(value: object) -> object:
    """What a block holds, such as `{"type": "paragraph", "text": ...}`; anything else as it is."""
    for _ in range(_DEEPEST):
        value = unwrap(value)
        if not isinstance(value, Mapping):
            break
        inside = next((value[key] for key in _TEXTS if isinstance(value.get(key), (str, list, Mapping))), None)
        if inside is None:
            break
        value = inside
    return value


def _is_blank(item: object) -> bool:
    """Whether an entry of a list is a block without text, such as a picture."""
    return item is None or isinstance(_open_block(item), Mapping)


def _runs_on(items: Iterable[object]) -> bool:
    """Whether the parts of a list are spans of one paragraph."""
    kinds = (
        item.get("type") or item.get("_type") or item.get("nodeType") for item in items if isinstance(item, Mapping)
    )
    return any(kind in _SPANS for kind in kinds)


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
