"""Findings as CSV for spreadsheets: a header, then one row a pair.

A cell that starts with = + - @, a tab or a carriage return would run as a formula in a spreadsheet; it is written with
an apostrophe before it, as OWASP advises. An id read back from the file has to lose that apostrophe again.
"""

from __future__ import annotations

import csv
from typing import TextIO

from dupdetect.records import Comparison, Findings
from dupdetect.report.rules import broken_rules, unjudged_rules
from dupdetect.report.shape import as_plain

HEADER = (
    "a",
    "b",
    "verdict",
    "jaccard",
    "coverage_a",
    "coverage_b",
    "closeness",
    "spun",
    "direction",
    "credit",
    "passages",
    "reasons",
    "broken_rules",
    "unjudged_rules",
)

_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def write(findings: Findings, out: TextIO) -> None:
    """Write one row a pair: `passages` is their number, `reasons` are joined by "; ", an unknown `spun` is empty."""
    rows = csv.writer(out, lineterminator="\n")
    rows.writerow(HEADER)
    rows.writerows(_row(pair) for pair in findings.pairs)


def _row(pair: Comparison) -> list[str]:
    joined = {
        "passages": len(pair.passages),
        "reasons": "; ".join(pair.reasons),
        "broken_rules": "; ".join(broken_rules(pair)),
        "unjudged_rules": "; ".join(unjudged_rules(pair)),
    }
    return [_cell(joined[name] if name in joined else as_plain(getattr(pair, name))) for name in HEADER]


def _cell(value: object) -> str:
    if value is None:
        return ""
    text = str(value).lower() if isinstance(value, bool) else str(value)
    return f"'{text}" if text.startswith(_FORMULA_STARTS) else text
