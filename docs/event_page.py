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

The stories of Reuters-21578, by 4,000 in their order. Their pairs were read on 2026-11-28 by language models that saw
neither verdicts nor figures: all rewrites, the partial pairs of the first 4,000, and a random part of those of the last
7,000. A pair *shares authored text* if sentences of one were carried over into the other, word for word or reworded, or
both were written from one release. Where facts are only stated anew, or a form is filled in again, it does not; a pair
is *open* where the model was torn. Rules were tuned on the first 12,000 stories, and those on reports of one event on
the partial pairs of the first 4,000, with the answers about the others in sight. Of the rewrites of the last 7,000, two
false ones, notices of two firms, were known when subjects were mended, and a true one was lost at first and had a say
in `follow_up_run`; no other of them changed. The rules on sums and digests were made with the three false rewrites of
the first 4,000 in sight, of which they take two. Of all other stories they take one more false rewrite and two partial
pairs: notices about a treaty and about its use, and two lists of prices, which are counted below as they were when the
pairs were read. One pair became partial, since less wording is common.

| stories | rewrites | share authored text | do not | open | share of those decided |
|---|--:|--:|--:|--:|--:|
| 1 to 4,000 | 37 | 34 | 1 | 2 | 97% |
| 4,001 to 8,000 | 32 | 27 | 3 | 2 | 90% |
| 8,001 to 12,000 | 34 | 28 | 3 | 3 | 90% |
| 12,001 to 16,000 | 35 | 31 | 4 | 0 | 89% |
| 16,001 to 19,043 | 26 | 19 | 6 | 1 | 76% |

| stories | partial pairs read | share authored text | do not | open | share of those decided |
|---|--:|--:|--:|--:|--:|
| 1 to 4,000 | 86 | 68 | 11 | 7 | 86% |
| 12,001 to 16,000 | 76 | 62 | 12 | 2 | 84% |
| 16,001 to 19,043 | 35 | 24 | 8 | 3 | 75% |

Rewrites that share nothing are follow-ups, which tell the facts of the day before as their story did, and series with
the same figures on two days (rates, an oil firm that raises its price by the same sum twice). Partial pairs that do not
are tables and market reports of a series, forms of two firms, and facts that two reports state alike.
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
