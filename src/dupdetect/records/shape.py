"""Records as plain JSON values and back, by the records' own type hints.

The writer, the loader and the published schema all follow the same hints, so they cannot drift apart.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import MISSING, fields, is_dataclass
from enum import Enum
from functools import cache
from operator import attrgetter
from types import UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

from dupdetect.errors import FindingsError

LISTS = (tuple, Sequence)
"""The types of fields that are lists in JSON."""

PLACES = 4
"""Decimal places of every figure in a findings file."""

UNBOUNDED = frozenset({"swaps", "news_a", "news_b", "facts_a", "facts_b", "passage_facts", "facts"})
"""The only figures that are not shares of 0 to 1."""


def as_plain(value: Any) -> Any:
    """`value` as JSON values: figures rounded, enums as words, tuples as lists."""
    kind: Any = type(value)
    return value if kind in _PLAIN else _choose_form(kind)(value)


_PLAIN = frozenset({str, int, bool, type(None)})
"""The types of values that JSON takes as they are, which most are."""


@cache
def _choose_form(kind: Any) -> Callable[[Any], Any]:
    """What turns a value of this type into JSON values; chosen once, since findings hold millions of values."""
    if issubclass(kind, Enum):
        return attrgetter("value")
    if issubclass(kind, float):
        return lambda value: round(float(value), PLACES) + 0.0  # no minus zero
    if issubclass(kind, str | int):
        return lambda value: value
    if issubclass(kind, Mapping):
        return lambda value: {str(key): as_plain(item) for key, item in value.items()}
    if issubclass(kind, tuple | list):
        return lambda value: [as_plain(entry) for entry in value]
    return _record_form(names(kind))


def _record_form(fields: tuple[str, ...]) -> Callable[[Any], dict[str, Any]]:
    """What turns a record with these fields into JSON values."""
    keys = tuple(map(write_key, fields))
    read = attrgetter(*fields) if len(fields) > 1 else lambda record: [getattr(record, name) for name in fields]

    def write(record: object) -> dict[str, Any]:
        return {
            key: value if type(value) in _PLAIN else as_plain(value)
            for key, value in zip(keys, read(record), strict=True)
        }

    return write


@cache
def names(record: Any) -> tuple[str, ...]:
    """The names of a record's fields, in order."""
    return tuple(field.name for field in fields(record))


def write_key(name: str) -> str:
    """The key of a field: its name, without the underscore that avoids a keyword of Python."""
    return name.removesuffix("_")


@cache
def hints(record: Any) -> dict[str, Any]:
    """The types of a record's fields, by name."""
    return get_type_hints(record)


@cache
def defaults(record: Any) -> dict[str, Any]:
    """The defaults of a record's optional fields, by name."""
    return {field.name: field.default for field in fields(record) if field.default is not MISSING}


def optional(want: Any) -> Any:
    """X of `X | None`; None for other types."""
    if get_origin(want) in (Union, UnionType):
        return next(kind for kind in get_args(want) if kind is not type(None))
    return None


def build_record(want: Any, value: object, where: str) -> Any:
    """`value` as the type `want`; the reverse of `as_plain`.

    Raises:
        FindingsError: it does not fit; the message starts with `where`.
    """
    if is_dataclass(want):
        return record(want, value, where)
    if inner := optional(want):
        return None if value is None else build_record(inner, value, where)
    origin = get_origin(want)
    if origin in LISTS:
        return tuple(
            build_record(get_args(want)[0], entry, f"{where}[{i}]") for i, entry in enumerate(as_list(value, where))
        )
    if origin is dict:
        kept = get_args(want)[1]
        return {key: build_record(kept, item, f"{where}.{key}") for key, item in as_mapping(value, where).items()}
    if want is object:
        return _build_setting(value, where)
    return _word(want, value, where) if issubclass(want, Enum) else _scalar(want, value, where)


def record(want: Any, value: object, where: str) -> Any:
    """The mapping `value` as a record of the class `want`; unknown keys are ignored.

    Keys with defaults may be missing, as they are in files of older versions.
    """
    mapping = as_mapping(value, where)
    there = {
        name: kind for name, kind in hints(want).items() if write_key(name) in mapping or name not in defaults(want)
    }
    return want(
        **{
            name: build_record(kind, key(mapping, write_key(name), where), f"{where}.{write_key(name)}")
            for name, kind in there.items()
        }
    )


def key(mapping: Mapping[str, object], name: str, where: str) -> object:
    """The value of the key `name`, which must exist."""
    if name not in mapping:
        raise FindingsError(f"{where}: the key {name!r} is missing")
    return mapping[name]


def as_list(value: object, where: str) -> list[object]:
    """`value`, which must be a list."""
    if not isinstance(value, list):
        raise FindingsError(f"{where}: not a list")
    return value


def as_mapping(value: object, where: str) -> dict[str, object]:
    """`value`, which must be an object."""
    if not isinstance(value, dict):
        raise FindingsError(f"{where}: not an object")
    return value


def _build_setting(value: object, where: str) -> object:
    """The value of a setting, of any type that a setting can have."""
    if isinstance(value, list):
        return tuple(_build_setting({} if isinstance(entry, list) else entry, where) for entry in value)
    if isinstance(value, str) or (isinstance(value, int | float) and abs(value) <= _MOST):
        return value
    raise FindingsError(f"{where}: not the value of a setting")


def _word(want: type[Enum], value: object, where: str) -> Enum:
    words = [item.value for item in want]
    if value not in words:
        raise FindingsError(f"{where}: not one of {', '.join(words)}")
    return want(value)


def _scalar(want: type, value: object, where: str) -> Any:
    whole = want is float and type(value) is int
    if type(value) is not want and not whole:
        raise FindingsError(f"{where}: not {_TYPE_NAMES[want]}")
    if isinstance(value, int | float) and not _in_range(value, where, share=want is float):
        raise FindingsError(f"{where}: out of range")
    return want(value)


_MOST = 2**63 - 1
"""The largest whole number that other programs can be expected to read."""

_TYPE_NAMES = {str: "a text", int: "a whole number", float: "a number", bool: "true or false"}


def _in_range(value: float, where: str, *, share: bool) -> bool:
    most = 1 if share and where.rpartition(".")[2] not in UNBOUNDED else _MOST
    return 0 <= value <= most
