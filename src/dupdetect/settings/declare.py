"""How a setting is declared: its default, its meaning and its valid values, all in the metadata of its field.

Validation, the command line and docs/settings.md all read this metadata.
"""

from __future__ import annotations

import codecs
import math
from collections.abc import Mapping
from dataclasses import Field, asdict, dataclass, field
from typing import Any

MOST_WORDS = 2**31 - 1
"""The largest whole number that compiled loops take; the default upper limit of numbers."""

MOST_BYTES = 2**62
"""The largest size of a file or of memory that a setting may have, in bytes."""

VERDICTS = ("identical", "near_copy", "rewrite", "partial", "independent")
"""The verdicts, from the strongest."""

LANGUAGES = frozenset(
    """
    aa ab ae af ak am an ar as av ay az ba be bg bh bi bm bn bo br bs ca ce ch co cr cs cu cv cy da de dv dz ee el en eo
    es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy hz ia id ie ig ii ik io is it iu ja jv ka kg
    ki kj kk kl km kn ko kr ks ku kv kw ky la lb lg li ln lo lt lu lv mg mh mi mk ml mn mr ms mt my na nb nd ne ng nl nn
    no nr nv ny oc oj om or os pa pi pl ps pt qu rm rn ro ru rw sa sc sd se sg sh si sk sl sm sn so sq sr ss st su sv sw
    ta te tg th ti tk tl tn to tr ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo za zh zu
    """.split()
)
"""The codes of ISO 639-1."""


@dataclass(frozen=True, slots=True)
class Rule:
    """The metadata of a setting.

    Attributes:
        description: its meaning, as docs/settings.md prints it.
        public: whether users may change it; others are constants, which only presets and benchmarks vary.
        least, most: the range of a number, both ends included.
        multiple: a whole number must be a multiple of this; 0 for any.
        choices: the valid texts; empty for any.
        names: what a text must name, `language` or `encoding`; empty for anything.
    """

    description: str = ""
    public: bool = True
    least: float = 0
    most: float = MOST_WORDS
    multiple: int = 0
    choices: tuple[str, ...] = ()
    names: str = ""


def setting(default: object, description: str, **limits: Any) -> Any:
    """A field that users may change; `limits` are those of `Rule`. A float is a share of 0 to 1 by default."""
    return _declare(default, Rule(description, **_complete(default, limits)))


def constant(default: object, description: str, **limits: Any) -> Any:
    """A field that only presets and benchmarks change; the signature includes it like a setting."""
    return _declare(default, Rule(description, public=False, **_complete(default, limits)))


def read_rule(declared: Field[Any]) -> Rule:
    """The rule that a field was declared with."""
    return Rule(**declared.metadata)


def find_fault(declared: Field[Any], value: object) -> str | None:
    """What is wrong with the value of a setting, as the end of a sentence that starts with its name."""
    rule, default = read_rule(declared), declared.default
    if type(value) is not type(default):
        return f"{_quote(value)} is not {TYPE_NAMES[type(default)]}"
    if isinstance(value, bool):
        return None
    if isinstance(value, int | float):
        return _find_number_fault(rule, value)
    if isinstance(value, tuple):
        odd = next((entry for entry in value if not isinstance(entry, str)), None)
        return None if odd is None else f"{_quote(odd)} is not a text; give a list of texts"
    return _find_text_fault(rule, str(value))


TYPE_NAMES: Mapping[type, str] = {
    bool: "true or false",
    int: "a whole number",
    float: "a number",
    str: "a text",
    tuple: "a list of texts",
}


def _declare(default: object, rule: Rule) -> Any:
    return field(default=default, metadata=asdict(rule))


def _complete(default: object, limits: dict[str, Any]) -> dict[str, Any]:
    """The limits with defaults by type: a float is at most 1, and a whole number at least 1."""
    if isinstance(default, float):
        return {"most": 1, **limits}
    return {"least": 1, **limits} if type(default) is int else limits


def _find_number_fault(rule: Rule, value: float) -> str | None:
    if isinstance(value, float) and not math.isfinite(value):
        return f"{value} is not a finite number"
    if rule.least <= value <= rule.most:
        return f"must be a multiple of {rule.multiple}" if rule.multiple and value % rule.multiple else None
    shown = f"{value:.6g}" if isinstance(value, float) else _quote(value)
    if rule.most < MOST_WORDS:
        return f"{shown} is outside {rule.least:g} to {rule.most:g}"
    return f"{shown} is below {rule.least:g}" if value < rule.least else f"{shown} is above {rule.most}"


def _quote(value: object) -> str:
    """A value as quoted in a message; Python refuses to print whole numbers of thousands of digits."""
    try:
        return f"{value!r:.100}"
    except ValueError:
        return "the number"


def _find_text_fault(rule: Rule, value: str) -> str | None:
    if rule.choices and value not in rule.choices:
        return f"{_quote(value)} is not known; choose from {', '.join(rule.choices)}"
    if rule.names == "language" and value not in {"auto", *LANGUAGES}:
        return f"{_quote(value)} is not a language; give an ISO 639-1 code, such as en or de, or auto"
    if rule.names == "encoding" and not _is_encoding(value):
        return f"no encoding is called {_quote(value)}; try utf-8 or cp1252"
    return None


def _is_encoding(name: str) -> bool:
    """Whether `name` is an encoding of text, or empty."""
    try:
        return not name or bool("".encode(name) or codecs.lookup(name))
    except (LookupError, ValueError):  # ValueError: NUL in the name
        return False
