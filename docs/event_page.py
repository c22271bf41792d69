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

The stories of Reuters-21578, by 4,000 in their order, read by hand on 2026-11-27. A rewrite *shares authored text* if
sentences of one were taken into the other or both were written from one release; a report of one agency on another day
that tells the same, or the same form with other figures, does not. The order of facts was tuned on the first 12,000
stories; that long parallel reports are no part copies was seen in the partial pairs of the next 4,000.

| stories | rewrites | share authored text | before facts were held to their order |
|---|--:|--:|--:|
| 1 to 4,000 | 38 | 35 (92%) | 37 of 41 (90%) |
| 4,001 to 8,000 | 33 | 22 (67%) | 22 of 37 (59%) |
| 8,001 to 12,000 | 37 | 29 (78%) | 31 of 53 (58%) |
| 12,001 to 16,000 | 41 | 33 (80%) | 34 of 49 (69%) |
| 16,001 to 19,043 | 40 | 21 (53%) | 22 of 44 (50%) |

Thirteen of the last 19 that do not are pairs of one series, in which oil firms raise their prices by the same sum. The
others are series as well (rates, certificates, funds), and follow-ups that tell the facts of the day before in their
order. Of 94 partial pairs of the stories 12,001 to 16,000, drawn at random and read, 68 share authored text (72%); the
others are market reports of one day, follow-ups, and tables of one series.
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
