"""The section of docs/benchmarks.md on made-up events, from benchmarks/results/events.json."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from tables import measured_on, table

RESULTS = Path(__file__).resolve().parents[1] / "benchmarks" / "results" / "events.json"

TOP = """\
## Made-up events

The coverage of one event by 220 articles of our own making, for three seeds (`python -m benchmarks.runs.events`): near
copies and rewrites of a piece, a wire story that twelve outlets run, a story in five versions, trims, round-ups, and
lifts of two sentences among reports of their own. Nearly all carry the same background, posts, captions and stock
sentences, whole, cut, edited or reworded. *Before* leaves this common wording in its place (`batch.families = 0`).

A family is exact if its members, trims included, are those that were planted; a family of five or more is loose if over
a tenth of its core pairs are independent. *Other partials* are partial pairs that are neither lifts nor kin. A lift
that `compare` does not see in the two texts alone is no loss to common wording.
"""

REUTERS = """\
### Common wording in real news

The first 4,000 stories of Reuters-21578, taken by hand on 2026-11-27: 108 partial pairs, 43 rewrites and 115 near
copies before; 106, 42 and 115 after. Forms are told by their facts, so that little common wording is left to set aside.
All rewrites and partial pairs were read: 40 of 42 and 93 of 106 share authored text. The others are notices of one
source on two days, such as a bank's, terms of bonds, and two reports of one visit. Of 53 rewrites among the stories
8,000 to 12,000, on which no rule was made, 39 do; the others are such series, and follow-ups of one agency that tell
the same facts in other words.
"""

COLUMNS = {
    "exact": "families exact",
    "wrong": "wrong",
    "loose": "loose",
    "listed": "round-ups listed",
    "kept": "lifts kept",
    "seen": "lifts seen by `compare`",
    "others": "other partials",
    "common": "common passages",
}
TOTALS = {"exact": "families", "listed": "round_ups", "kept": "lifts"}


def sections() -> Iterator[str]:
    """The section in pieces."""
    results = json.loads(RESULTS.read_text(encoding="utf-8"))
    yield TOP + measured_on(results)
    rows = [list_cells(row, name) for name in ("before", "after") for row in results[name]]
    yield table(["seed", "", *COLUMNS.values()], rows, left=2)
    yield REUTERS


def list_cells(row: Mapping[str, Any], when: str) -> list[str]:
    """A row of the table."""
    return [str(row["seed"]), when, *(write_figure(row, column) for column in COLUMNS)]


def write_figure(row: Mapping[str, Any], column: str) -> str:
    """A figure, with what it is of."""
    value = len(row[column]) if column == "wrong" else row[column]
    return f"{value:,} of {row[TOTALS[column]]}" if column in TOTALS else f"{value:,}"
