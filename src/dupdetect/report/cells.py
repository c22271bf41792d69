"""Escape CSV cells so that no spreadsheet runs them as formulas."""

from __future__ import annotations

import re

_SAFE_MINUS = re.compile(r"-[\w./ -]*\Z")
"""Text that begins with a minus but cannot be a formula, such as a file name."""


def guard_cell(text: str) -> str:
    """A cell, prefixed with an apostrophe if it would run as a formula, as OWASP advises."""
    risky = text.startswith(("=", "+", "@", "\t", "\r")) or (text.startswith("-") and not _SAFE_MINUS.match(text))
    return f"'{text}" if risky else text
