"""The ledger for programs: a row an outlet and month as CSV, and rows with their sums as JSON."""

from __future__ import annotations

import csv
import json
from typing import TextIO

from dupdetect.records.ledger import Ledger, LedgerRow
from dupdetect.records.shape import as_plain
from dupdetect.report.cells import guard_cell
from dupdetect.report.ledger.labels import FIGURES, NO_MONTH, NO_OUTLET
from dupdetect.report.visible import make_running

SCHEMA = "dupdetect-ledger/1"


def write_csv(ledger: Ledger, out: TextIO) -> None:
    """Write a header, then a row for each outlet and month."""
    rows = csv.writer(out, lineterminator="\n")
    rows.writerow(("outlet", "month", *FIGURES))
    rows.writerows(_list_cells(row) for row in ledger.rows)


def _list_cells(row: LedgerRow) -> list[str]:
    outlet = guard_cell(make_running(row.outlet or NO_OUTLET))
    return [outlet, row.month or NO_MONTH, *(str(getattr(row, name)) for name in FIGURES)]


def write_json(ledger: Ledger, out: TextIO) -> None:
    """Write one object; an outlet or a month that is not known is null."""
    out.write(json.dumps({"schema": SCHEMA, **as_plain(ledger)}, ensure_ascii=True, indent=1) + "\n")
