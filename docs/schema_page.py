"""docs/json-schema.md and docs/findings.schema.json from the schema that the records give."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from dupdetect.report.schema import build_schema

Schema = Mapping[str, Any]

TOP = """\
# The JSON of findings

<!-- Written by docs/generate.py from src/dupdetect/records.py; `make docs` writes it anew. -->

`dupdetect scan --format json` writes one object of the schema `{title}`, and `dupdetect report` reads it
again. [findings.schema.json](findings.schema.json) says the same as a JSON Schema (draft 2020-12). Keys may be added
without a new version; a key that changes its meaning or goes gives a new one. All keys are always written. A file from
before one of them was added lacks it, and `report` takes the `default` that the JSON Schema names for it.

Offsets count code points in the article's text as read, and the end is exclusive: `text[start:end]`. Shares are numbers
from 0 to 1. `--format jsonl` writes an object a line: a header, then each `article`, `pair`, `cluster`, `common` and
`skipped` with the same keys as here, then the `counts`.
"""


def file() -> str:
    """The JSON Schema itself."""
    return json.dumps(build_schema(), ensure_ascii=False, indent=2) + "\n"


def page() -> str:
    """The schema for readers: a table for each kind of object, under the paths that lead to it."""
    whole = build_schema()
    paths: dict[str, list[str]] = {}
    for path, schema in objects("", whole):
        paths.setdefault(describe_object(schema), []).append(path or "the file")
    tables = [f"## {', '.join(places)}\n\n{text}" for text, places in paths.items()]
    return "\n".join([TOP.format(title=whole["title"]), *tables])


def describe_object(schema: Schema) -> str:
    """What an object is, and its keys."""
    return f"{sentence(schema['description'])}\n\n{rows(schema)}"


def objects(path: str, schema: Schema) -> Iterator[tuple[str, Schema]]:
    """An object and those below it, with the paths that lead to them."""
    yield path, schema
    for key, value in schema["properties"].items():
        if inner := nested_object(value):
            here = f"{key}[]" if value.get("type") == "array" else key
            yield from objects(f"{path}.{here}" if path else here, inner)


def nested_object(value: Schema) -> Schema | None:
    """The object that a value is, or that its items are."""
    inner: Schema = value.get("items", value)
    return inner if "properties" in inner else None


def rows(schema: Schema) -> str:
    lines = ["| key | value | meaning |", "|---|---|---|"]
    lines += [f"| `{key}` | {kind(value)} | {meaning(value)} |" for key, value in schema["properties"].items()]
    return "\n".join(lines) + "\n"


def meaning(value: Schema) -> str:
    """What a value tells, in the words of JSON."""
    return sentence(value.get("description", "")).replace("None", "`null`").replace("|", "\\|")


def sentence(text: str) -> str:
    """`text` with a capital letter, but not in front of a name in quotes."""
    return text[:1].upper() + text[1:]


def kind(value: Schema) -> str:
    """The type of a value in words."""
    if "const" in value:
        return f"`{value['const']}`"
    if "enum" in value:
        return ", ".join(f"`{word}`" for word in value["enum"])
    if "anyOf" in value:
        return " or ".join(kind(form) for form in value["anyOf"])
    if value.get("type") == "array":
        return f"list of: {kind(value['items'])}"
    if "additionalProperties" in value:
        return f"object, by name: {kind(value['additionalProperties'])}"
    if value.get("type") == "number":
        return "number, 0 to 1" if value.get("maximum") == 1 else "number, at least 0"
    return NAMES.get(value.get("type", ""), "any value")


NAMES = {
    "integer": "whole number",
    "boolean": "true or false",
    "string": "text",
    "object": "object",
    "null": "null",
}
