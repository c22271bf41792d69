"""Escape CSV cells so that no spreadsheet runs them as formulas."""

from __future__ import annotations

import re

_SAFE_MINUS = re.compile(r"-(?:\d+(?:[.,]\d+)*|[\w/ -]+\.[a-z]{2,5})\Z")
"""A negative number, or the name of a file, which begin with a minus and are no formulas."""

_PLAIN_ID = re.compile(r"-[\w ./:#~-]*\Z")
"""An id that begins with a minus and calls nothing: without parentheses, quotes and bars no formula does harm."""


def guard_id(text: str) -> str:
    """An id for a cell: as `guard_cell`, but an id that begins with a minus stays as it is unless it could do harm."""
    return text if _PLAIN_ID.match(text) else guard_cell(text)


def guard_cell(text: str) -> str:
    """A cell, prefixed with an apostrophe if it would run as a formula, as OWASP advises.

    A formula begins with = + @, a tab or a carriage return, or with a minus before anything but a number or a file
    name. An id such as `-17` stays as it is.
    """
    risky = text.startswith(("=", "+", "@", "\t", "\r")) or (text.startswith("-") and not _SAFE_MINUS.match(text))
    return f"'{text}" if risky else text
