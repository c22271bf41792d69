"""Records as columns: the types that Spark and Arrow give a record, and rows of them as records again.

All three follow from the records' own type hints, so that a new field needs no word here.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from enum import Enum
from functools import cache
from types import UnionType
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

import pyarrow as pa

Record = TypeVar("Record")

_SIMPLE = {
    str: ("string", pa.string()),
    int: ("bigint", pa.int64()),
    float: ("double", pa.float64()),
    bool: ("boolean", pa.bool_()),
}


@cache
def ddl(record: Any) -> str:
    """The columns of a record as Spark's DDL, such as `id string, words bigint`."""
    return ", ".join(f"{name} {_spark(kind)}" for name, kind in hints(record).items())


@cache
def arrow(record: Any) -> Any:
    """The same as an Arrow schema."""
    return pa.schema([(name, _arrow(kind)) for name, kind in hints(record).items()])


def hints(record: Any) -> dict[str, Any]:
    """The types of a record's fields, by name, in order."""
    return _hints(record)


@cache
def _hints(record: Any) -> dict[str, Any]:
    known = get_type_hints(record)
    return {field.name: known[field.name] for field in fields(record)}


def plain_record(record: Any) -> dict[str, Any]:
    """A record as what Arrow can hold; enums are strings already."""
    return {name: _plain(getattr(record, name)) for name in hints(record.__class__)}


def _plain(value: Any) -> Any:
    if isinstance(value, tuple):
        return [_plain(entry) for entry in value]
    return plain_record(value) if is_dataclass(value) else value


def build_record(record: Callable[..., Record], values: Mapping[str, Any]) -> Record:
    """The record whose columns are `values`, which may hold others, too."""
    return record(**{name: _value(kind, values[name]) for name, kind in hints(record).items()})


def _spark(want: Any) -> str:
    kind: Any = _inner(want)
    if get_origin(kind) is tuple:
        return f"array<{_spark(get_args(kind)[0])}>"
    if is_dataclass(kind):
        return f"struct<{', '.join(f'{name}: {_spark(item)}' for name, item in hints(kind).items())}>"
    return _SIMPLE[_scalar(kind)][0]


def _arrow(want: Any) -> Any:
    kind: Any = _inner(want)
    if get_origin(kind) is tuple:
        return pa.list_(_arrow(get_args(kind)[0]))
    if is_dataclass(kind):
        return pa.struct([(name, _arrow(item)) for name, item in hints(kind).items()])
    return _SIMPLE[_scalar(kind)][1]


def _scalar(kind: Any) -> type:
    return str if issubclass(kind, Enum) else kind


def _inner(kind: Any) -> Any:
    """X of `X | None`, and other types as they are."""
    if get_origin(kind) in (Union, UnionType):
        return next(item for item in get_args(kind) if item is not type(None))
    return kind


def _value(want: Any, value: Any) -> Any:
    kind: Any = _inner(want)
    if value is None:
        return None
    if get_origin(kind) is tuple:
        return tuple(_value(get_args(kind)[0], entry) for entry in value)
    record: Any = kind
    return build_record(record, value) if is_dataclass(kind) else kind(value)
