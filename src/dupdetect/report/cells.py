"""Cells of CSV files that no spreadsheet takes for a formula."""

from __future__ import annotations

import re

_SAFE_MINUS = re.compile(r"-[\w./ -]*\Z")
"""What begins with a minus and can be no formula, such as the name of a file."""


def guard_cell(text: str) -> str:
    """A cell, after an apostrophe where it would run as a formula, as OWASP advises; names with a minus stay."""
    risky = text.startswith(("=", "+", "@", "\t", "\r")) or (text.startswith("-") and not _SAFE_MINUS.match(text))
    return f"'{text}" if risky else text
