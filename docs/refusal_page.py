"""The section of docs/benchmarks.md on candidates that are refused early, from benchmarks/results/refusal.json."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

from tables import measured_on, table

RESULTS = Path(__file__).resolve().parents[1] / "benchmarks" / "results" / "refusal.json"

TOP = """\
## Candidates that are refused early

Most candidates are unrelated, and a scan refuses most of these before it compares them (`docs/internals.md` says how).
Here every candidate was compared in full all the same (`python -m benchmarks.runs.refusal`). A verdict *differs* if a
refused pair turns out to be related. *Refused* is of the unrelated candidates.
"""


def sections() -> Iterator[str]:
    """The section in pieces."""
    results = json.loads(RESULTS.read_text(encoding="utf-8"))
    yield TOP + measured_on(results)
    rows = [
        [
            row["corpus"], f"{row['articles']:,}", f"{row['pairs']:,}", f"{row['related']:,}",
            f"{row['refused'] / max(row['pairs'] - row['related'], 1):.1%}", f"{row['differing']:,}",
        ]
        for row in results["rows"]
    ]  # fmt: skip
    yield table(["corpus", "articles", "candidates", "related", "refused", "verdicts that differ"], rows, left=1)
