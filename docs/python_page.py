"""docs/python.md from the public names and their docstrings."""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from typing import Any

import dupdetect
from dupdetect import frames

TOP = """\
# Python

<!-- Written by docs/generate.py from the docstrings; `make docs` writes it anew. -->

`import dupdetect` gives the names below and no others, and costs nothing: each loads at its first use. Records are
frozen, and carry the names of the [JSON](json-schema.md). `from dupdetect import frames` has what adds to data frames;
`from dupdetect.estimators import NearDuplicates` is a clusterer for scikit-learn.
"""


def page() -> str:
    """The page: calls first, then what they give and raise."""
    public = {name: getattr(dupdetect, name) for name in dupdetect.__all__ if not name.startswith("_")}
    calls = {name: value for name, value in public.items() if inspect.isfunction(value)}
    added = {f"frames.{name}": getattr(frames, name) for name in ("add_clusters", "drop_copies")}
    errors = {name: value for name, value in public.items() if name.endswith("Error")}
    rest = {name: value for name, value in public.items() if name not in calls and name not in errors}
    parts = (("Calls", calls | added), ("Records", rest), ("Errors", errors))
    return "\n".join([TOP, *(section for title, names in parts for section in _describe(title, names))])


def _describe(title: str, names: dict[str, Any]) -> Iterator[str]:
    yield f"## {title}\n"
    for name, value in names.items():
        yield f"### {name}\n\n```text\n{_describe_name(name, value)}\n```\n"


def _describe_name(name: str, value: Any) -> str:
    if inspect.isfunction(value):
        return f"{name}{_write_signature(value)}\n\n{inspect.getdoc(value)}"
    methods = [
        f"{name}.{key}{_write_signature(function)}\n\n{_indent(inspect.getdoc(function) or '')}"
        for key, member in vars(value).items()
        if not key.startswith("_") and inspect.isfunction(function := getattr(member, "__func__", member))
    ]
    return "\n\n".join([inspect.getdoc(value) or "", *methods])


def _indent(text: str) -> str:
    return "\n".join(f"    {line}".rstrip() for line in text.splitlines())


def _write_signature(function: Any) -> str:
    """The signature, a parameter a line where it is long."""
    signature = str(inspect.signature(function)).replace("'", "")
    if len(signature) < 80:
        return signature
    head, _, result = signature.rpartition(" -> ")
    inside = head.removeprefix("(").removesuffix(")")
    return "(\n" + "".join(f"    {part},\n" for part in _split_parameters(inside)) + f") -> {result}"


def _split_parameters(inside: str) -> list[str]:
    parts, depth = [""], 0
    for character in inside:
        depth += (character in "[({") - (character in "])}")
        if character == "," and not depth:
            parts.append("")
        else:
            parts[-1] += character
    return [part.strip() for part in parts]
