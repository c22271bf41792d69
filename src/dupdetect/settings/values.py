"""Values as they are written in TOML or typed: parsed, and fitted to the type of their setting."""

from __future__ import annotations

import difflib
import sys
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from typing import Any

from dupdetect.errors import InputError


def read_toml(path: Path) -> dict[str, Any]:
    """The tables of a TOML file.

    Raises:
        InputError: it cannot be read, or is no TOML.
    """
    if sys.version_info >= (3, 11):
        import tomllib
    else:
        import tomli as tomllib
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, ValueError) as error:
        raise InputError(f"{path}: settings cannot be read ({error}); give a readable TOML file") from error
    try:
        return tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        reason = str(error) or "nested too deep"
        raise InputError(f"{path}: not valid TOML ({reason}); see docs/settings.md for the form") from error


def flatten(tables: Mapping[str, object]) -> Iterator[tuple[str, object]]:
    """Nested tables and dotted names alike as pairs of a dotted name and a value, in order."""
    for name, value in tables.items():
        if isinstance(value, Mapping):
            yield from ((f"{name}.{key}", inner) for key, inner in value.items())
        else:
            yield str(name), value


def fit_value(default: object, value: object) -> object:
    """`value` as the type of `default` where it can be: text is parsed, as it comes from the command line."""
    if isinstance(value, str) and not isinstance(default, str):
        value = _parse_text(value, default)
    if isinstance(default, tuple) and isinstance(value, list):
        return tuple(value)
    if isinstance(default, float) and type(value) is int:
        return _widen(value)
    return value


def describe_unknown(name: str, names: Collection[str]) -> str:
    """That no setting has this name, and which it may have meant."""
    near = difflib.get_close_matches(name, names, 1, 0.8)
    hint = f"did you mean {near[0]}?" if near else "docs/settings.md lists them"
    return f"no setting is called {name!r:.100}; {hint}"


def _parse_text(text: str, default: object) -> object:
    if isinstance(default, bool):
        return {"true": True, "false": False}.get(text.lower(), text)
    if isinstance(default, tuple):
        return [part.strip() for part in text.split(",") if part.strip()]
    try:
        return int(text) if isinstance(default, int) else float(text)
    except ValueError:
        return text


def _widen(number: int) -> float:
    """A whole number where one with a point is wanted; what is too large for any is infinite, and refused as such."""
    try:
        return float(number)
    except OverflowError:
        return float("inf") if number > 0 else float("-inf")
