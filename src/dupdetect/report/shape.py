"""Records as plain JSON values and back, led by the records' own type hints.

One reading of the hints serves the writer, the loader and the published schema, so that the three cannot drift apart.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import MISSING, fields, is_dataclass
from enum import Enum
from functools import cache
from types import UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

from dupdetect.errors import FindingsError

PLACES = 4
"""Decimal places of every figure in a findings file."""

UNBOUNDED = frozenset({"swaps", "news_a", "news_b"})
"""The only figures that are no share of 0 to 1."""


def plain(value: Any) -> Any:
    """`value` as what JSON can hold; figures rounded, words for enums, lists for tuples."""
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, float):
        return round(float(value), PLACES) + 0.0  # no minus zero
    if value is None or isinstance(value, str | int):
        return value
    if isinstance(value, Mapping):
        return {str(key): plain(one) for key, one in value.items()}
    if isinstance(value, tuple | list):
        return [plain(one) for one in value]
    kind: Any = type(value)
    return {name: plain(getattr(value, name)) for name in names(kind)}


@cache
def names(record: Any) -> tuple[str, ...]:
    """The names of a record's fields, in order."""
    return tuple(one.name for one in fields(record))


@cache
def hints(record: Any) -> dict[str, Any]:
    """The types of a record's fields, by name."""
    return get_type_hints(record)


@cache
def defaults(record: Any) -> dict[str, Any]:
    """The values of a record's fields that need not be given, by name."""
    return {one.name: one.default for one in fields(record) if one.default is not MISSING}


def optional(want: Any) -> Any:
    """X of `X | None`; None for other types."""
    if get_origin(want) in (Union, UnionType):
        return next(one for one in get_args(want) if one is not type(None))
    return None


def built(want: Any, value: object, where: str) -> Any:
    """`value` as the type `want`; the reverse of `plain`.

    Raises:
        FindingsError: it does not fit; the message starts with `where`.
    """
    if is_dataclass(want):
        return record(want, value, where)
    if inner := optional(want):
        return None if value is None else built(inner, value, where)
    origin = get_origin(want)
    if origin is tuple:
        return tuple(built(get_args(want)[0], one, f"{where}[{i}]") for i, one in enumerate(listed(value, where)))
    if origin is dict:
        kept = get_args(want)[1]
        return {key: built(kept, one, f"{where}.{key}") for key, one in mapped(value, where).items()}
    if want is object:
        return tuple(value) if isinstance(value, list) else value
    return _word(want, value, where) if issubclass(want, Enum) else _scalar(want, value, where)


def record(want: Any, value: object, where: str) -> Any:
    """The mapping `value` as a record of the class `want`; keys that it does not know are left out.

    A file that was written before a key was thought of lacks it: its default is what it stands for.
    """
    given = mapped(value, where)
    there = {name: kind for name, kind in hints(want).items() if name in given or name not in defaults(want)}
    return want(**{name: built(kind, key(given, name, where), f"{where}.{name}") for name, kind in there.items()})


def key(given: Mapping[str, object], name: str, where: str) -> object:
    """The value of `name`, which must be there."""
    if name not in given:
        raise FindingsError(f"{where}: the key {name!r} is missing")
    return given[name]


def listed(value: object, where: str) -> list[object]:
    """`value`, which must be a list."""
    if not isinstance(value, list):
        raise FindingsError(f"{where}: not a list")
    return value


def mapped(value: object, where: str) -> dict[str, object]:
    """`value`, which must be an object."""
    if not isinstance(value, dict):
        raise FindingsError(f"{where}: not an object")
    return value


def _word(want: type[Enum], value: object, where: str) -> Enum:
    words = [one.value for one in want]
    if value not in words:
        raise FindingsError(f"{where}: not one of {', '.join(words)}")
    return want(value)


def _scalar(want: type, value: object, where: str) -> Any:
    if want is float and type(value) is int:
        value = float(value)
    if type(value) is not want:
        raise FindingsError(f"{where}: not {_TYPE_NAMES[want]}")
    if isinstance(value, int | float) and not _in_range(value, where):
        raise FindingsError(f"{where}: out of range")
    return value


_TYPE_NAMES = {str: "a text", int: "a whole number", float: "a number", bool: "true or false"}


def _in_range(value: float, where: str) -> bool:
    if not math.isfinite(value) or value < 0:
        return False
    return isinstance(value, int) or value <= 1 or where.rpartition(".")[2] in UNBOUNDED
