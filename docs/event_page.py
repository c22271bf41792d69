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
that tells the same, or the same form with other figures, does not. Rules were tuned on the first 12,000 stories.
*Before* is without first lines that lost their dateline, subjects of passages, and series of notices.

| stories | rewrites | share authored text | before |
|---|--:|--:|--:|
| 1 to 4,000 | 39 | 36 (92%) | 35 of 38 (92%) |
| 4,001 to 8,000 | 37 | 28 (76%) | 22 of 33 (67%) |
| 8,001 to 12,000 | 39 | 29 (74%) | 29 of 37 (78%) |
| 12,001 to 16,000 | 40 | 31 (78%) | 33 of 41 (80%) |
| 16,001 to 19,043 | 27 | 21 (78%) | 21 of 40 (53%) |

Those that do not are follow-ups, which tell the facts of the day before in their order, and series with the same
figures on two days (rates, fixings, an oil firm that raises its price by the same sum twice). Of 64 partial pairs of
the stories 12,001 to 16,000, drawn at random and read, 48 share authored text (75%; before 68 of 94, 72%); the others
are market reports of one day, follow-ups, and tables of one series.
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
