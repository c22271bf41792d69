"""The section of docs/benchmarks.md on samples of kinds that need a verdict of their own: forms, briefs and so on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from tables import table

_VERDICTS = ("identical", "near_copy", "rewrite", "partial", "independent")
_COUNTS = ("pairs", "right", "right_with_meaning")
_SECTION = """\
## Verdicts by kind

`samples/kinds` holds {articles} short articles of our own writing, of the kinds on which detectors of copies go wrong:
its README says how each was made. They are scanned together. Pairs by kind, set and expected verdict; how many are
right, by default and with `--meaning`; and the verdicts that they got by default.
"""


def write_section(kinds: Mapping[str, Any]) -> str:
    """The section for the kinds of a file of results."""
    return "\n".join([_SECTION.format(**kinds), _write_rows(kinds["rows"]), "Wrong:\n", _write_wrong(kinds["wrong"])])


def _write_rows(rows: Sequence[Mapping[str, Any]]) -> str:
    cells = [
        [row["kind"], row["set"], row["expected"], *(f"{row[key]:,}" for key in _COUNTS), *_write_given(row)]
        for row in rows
    ]
    return table(["kind", "set", "expected", "pairs", "right", "with meaning", *_VERDICTS], cells, left=3)


def _write_given(row: Mapping[str, Any]) -> list[str]:
    return [f"{row['given'][verdict]:,}" if row["given"][verdict] else "·" for verdict in _VERDICTS]


def _write_wrong(pairs: Sequence[Mapping[str, str]]) -> str:
    cells = [[row["kind"], row["set"], f"`{row['a']}`", f"`{row['b']}`", row["expected"], row["got"]] for row in pairs]
    return table(["kind", "set", "A", "B", "expected", "given"], cells, left=6) if cells else "none.\n"
