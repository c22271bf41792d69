"""The members of a JSON object as they are written, so that some can be left out and the others keep every byte.

A number such as 1.10 or 10000000000000000000001 would not survive being parsed and written again, and an id may be one.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from json import JSONDecoder

_SPACE = re.compile(r"[ \t\r\n]*")
_DECODER = JSONDecoder()


def choose_members(line: str, names: Sequence[str]) -> str:
    """An object with the members of these names alone, in this order; a name that it lacks is left out.

    Args:
        line: a JSON object. What is none is returned as it is.
    """
    try:
        members = _split_object(line)
    except (ValueError, RecursionError):
        return line
    return "{" + ", ".join(members[name] for name in names if name in members) + "}"


def _split_object(line: str) -> dict[str, str]:
    """The members by name, each with its name as it is written; of equal names the last counts, as in any parser.

    Raises:
        ValueError: it is no object.
    """
    members: dict[str, str] = {}
    at = _skip_space(line, 0)
    if line[at : at + 1] != "{":
        raise ValueError("no object")
    at = _skip_space(line, at + 1)
    while line[at : at + 1] != "}":
        start = at
        name, at = _DECODER.raw_decode(line, at)
        at = _skip_space(line, at)
        if not isinstance(name, str) or line[at : at + 1] != ":":
            raise ValueError("no member")
        _, end = _DECODER.raw_decode(line, _skip_space(line, at + 1))
        members[name] = line[start:end]
        at = _skip_space(line, end)
        if line[at : at + 1] == ",":
            at = _skip_space(line, at + 1)
        elif line[at : at + 1] != "}":
            raise ValueError("neither a comma nor an end")
    return members


def _skip_space(line: str, at: int) -> int:
    match = _SPACE.match(line, at)
    return match.end() if match else at
