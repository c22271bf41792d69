"""The JSON Schema of a findings file, made from the records themselves."""

from __future__ import annotations

import inspect
import re
from dataclasses import is_dataclass
from enum import Enum
from functools import cache
from typing import Any, get_args, get_origin

from dupdetect.records import Article, Findings, Listed
from dupdetect.records.jsonform import ARTICLE_KEYS, LISTED_KEYS, SCHEMA
from dupdetect.records.shape import LISTS, UNBOUNDED, as_plain, defaults, hints, optional, write_key

_DIALECT = "https://json-schema.org/draft/2020-12/schema"
_ATTRIBUTE = re.compile(r"^ {4}(\w+(?:, \w+)*): (.+(?:\n {8}.+)*)", re.MULTILINE)


def build_schema() -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) of what `Findings.to_json` gives; keys may be added without a new version."""
    top = _object(Findings)
    top["properties"]["articles"]["items"] = _article()
    top["properties"] = {"schema": {"const": SCHEMA}} | top["properties"]
    top["required"] = ["schema", *top["required"]]
    return {"$schema": _DIALECT, "title": SCHEMA, "description": _summary(Findings)} | top


def _object(record: Any) -> dict[str, Any]:
    descriptions, default_values = _descriptions(record), defaults(record)
    properties = {}
    for name, kind in hints(record).items():
        key = write_key(name)
        properties[key] = _value(kind, name) | ({"description": descriptions[name]} if name in descriptions else {})
        if name in default_values:
            properties[key]["default"] = as_plain(default_values[name])
    return {"type": "object", "properties": properties, "required": _list_required(properties)}


def _list_required(properties: dict[str, Any]) -> list[str]:
    """Required keys; defaulted keys are optional."""
    return [name for name, schema in properties.items() if "default" not in schema]


def _article() -> dict[str, Any]:
    listed = _object(Listed)["properties"]
    flat = _object(Article)["properties"] | {name: listed[name] for name in LISTED_KEYS}
    ordered = {name: flat[name] for name in ARTICLE_KEYS}
    required = _list_required(ordered)
    return {
        "type": "object",
        "properties": ordered,
        "required": required,
        "description": _summary(Article),
    }


def _value(kind: Any, name: str) -> dict[str, Any]:
    if is_dataclass(kind):
        return _object(kind) | {"description": _summary(kind)}
    if inner := optional(kind):
        return {"anyOf": [_value(inner, name), {"type": "null"}]}
    if get_origin(kind) in LISTS:
        return {"type": "array", "items": _value(get_args(kind)[0], name)}
    if get_origin(kind) is dict:
        return {"type": "object", "additionalProperties": _value(get_args(kind)[1], name)}
    if kind is object:
        return {}
    return {"enum": [item.value for item in kind]} if issubclass(kind, Enum) else _scalar(kind, name)


def _scalar(kind: type, name: str) -> dict[str, Any]:
    if kind is float:
        return {"type": "number", "minimum": 0} | ({} if name in UNBOUNDED else {"maximum": 1})
    if kind is int:
        return {"type": "integer", "minimum": 0}
    return {"type": "boolean" if kind is bool else "string"}


def _summary(record: Any) -> str:
    return (inspect.getdoc(record) or "").partition("\n\n")[0]


@cache
def _descriptions(record: Any) -> dict[str, str]:
    """What the record's docstring says of each attribute."""
    text = inspect.getdoc(record) or ""
    hits = _ATTRIBUTE.finditer(text.partition("Attributes:\n")[2])
    return {name: " ".join(hit[2].split()) for hit in hits for name in hit[1].split(", ")}
