"""Escape CSV cells so that no spreadsheet runs them as formulas."""

from __future__ import annotations

import re

_SAFE_MINUS = re.compile(r"-(?:\d+(?:[.,]\d+)*|[\w/ -]+\.[a-z]{2,5})\Z")
"""A negative number, or the name of a file, which begin with a minus and are no formulas."""


def guard_cell(text: str) -> str:
    """A cell, prefixed with an apostrophe if it would run as a formula, as OWASP advises.

    A formula begins with = + @, a tab or a carriage return, or with a minus before anything but a number or a file
    name. An id such as `-17` stays as it is.
    """
    risky = text.startswith(("=", "+", "@", "\t", "\r")) or (text.startswith("-") and not _SAFE_MINUS.match(text))
    return f"'{text}" if risky else text
