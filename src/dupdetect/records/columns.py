"""Records as columns: the Arrow types of a record, and rows converted to records again.

Both follow from the records' own type hints (`records.shape`), so a new field needs no change here.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import is_dataclass
from enum import Enum
from functools import cache
from typing import Any, TypeVar, get_args, get_origin

import pyarrow as pa

from dupdetect.records.shape import hints, names, optional, write_key

Record = TypeVar("Record")

_SIMPLE = {str: pa.string(), int: pa.int64(), float: pa.float64(), bool: pa.bool_()}


@cache
def arrow(record: Any) -> Any:
    """The columns of a record as an Arrow schema."""
    return pa.schema([(name, arrow_type(kind)) for name, kind in hints(record).items()])


def plain_record(record: Any) -> dict[str, Any]:
    """A record as plain values for Arrow, figures unrounded; enums are strings already."""
    kind: Any = type(record)
    return {name: _plain(getattr(record, name)) for name in names(kind)}


def _plain(value: Any) -> Any:
    if isinstance(value, tuple):
        return [_plain(entry) for entry in value]
    record: Any = value
    return plain_record(record) if is_dataclass(value) else value


def build_record(record: Callable[..., Record], values: Mapping[str, Any]) -> Record:
    """The record whose columns are in `values`, which may hold others as well."""
    return record(**{name: _value(kind, values[name]) for name, kind in hints(record).items()})


def arrow_type(want: Any) -> Any:
    """The Arrow type of a type hint; the keys of a record inside are those of its JSON form."""
    kind: Any = optional(want) or want
    if get_origin(kind) is tuple:
        return pa.list_(arrow_type(get_args(kind)[0]))
    if is_dataclass(kind):
        record: Any = kind
        return pa.struct([(write_key(name), arrow_type(item)) for name, item in hints(record).items()])
    return _SIMPLE[str if issubclass(kind, Enum) else kind]


def _value(want: Any, value: Any) -> Any:
    kind: Any = optional(want) or want
    if value is None:
        return None
    if get_origin(kind) is tuple:
        return tuple(_value(get_args(kind)[0], entry) for entry in value)
    record: Any = kind
    return build_record(record, value) if is_dataclass(kind) else kind(value)
