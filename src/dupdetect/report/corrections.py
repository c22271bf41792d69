"""Which copies carry a correction, for a terminal, as CSV and as JSON."""

from __future__ import annotations

import csv
import json
from collections.abc import Sequence
from typing import TextIO

from dupdetect.records.corrections import Carried, CarriedCorrection, Correction
from dupdetect.records.shape import as_plain
from dupdetect.report.cells import guard_cell
from dupdetect.report.visible import make_running, make_visible
from dupdetect.report.wording import count_noun

SCHEMA = "dupdetect-corrections/1"
FORMATS = ("terminal", "json", "csv")

_SAYINGS = {
    Carried.OLD: "STILL OLD",
    Carried.NEW: "corrected",
    Carried.OTHER: "says otherwise",
    Carried.ABSENT: "not there",
}
_HEADER = ("copy", "kind", "old", "new", "state", "says", "start", "end")


def write(corrections: Sequence[Correction], traces: Sequence[CarriedCorrection], form: str, out: TextIO) -> None:
    """Write what was corrected and what each copy says there; `form` is one of `FORMATS`."""
    if form == "json":
        document = {"schema": SCHEMA, "corrections": as_plain(tuple(corrections)), "copies": as_plain(tuple(traces))}
        out.write(json.dumps(document, ensure_ascii=True, indent=1) + "\n")
    elif form == "csv":
        rows = csv.writer(out, lineterminator="\n")
        rows.writerow(_HEADER)
        rows.writerows([guard_cell(make_running(cell)) for cell in _cells(trace)] for trace in traces)
    else:
        _write_lines(corrections, traces, out)


def _cells(trace: CarriedCorrection) -> tuple[str, ...]:
    correction, words = trace.correction, trace.evidence
    wordings = (correction.kind, correction.old.text, correction.new.text)
    return (trace.copy, *wordings, trace.state.value, words.text, str(words.start), str(words.end))


def _write_lines(corrections: Sequence[Correction], traces: Sequence[CarriedCorrection], out: TextIO) -> None:
    copies = list(dict.fromkeys(trace.copy for trace in traces))
    behind = {trace.copy for trace in traces if trace.state is Carried.OLD}
    out.write(f"{count_noun(len(corrections), 'correction')}, {count_noun(len(copies), 'copy', 'copies')}; ")
    out.write(f"{count_noun(len(behind), 'copy says', 'copies say')} something the old way.\n")
    for copy in copies:
        out.write(f"\n{make_visible(copy)}\n")
        for trace in traces:
            if trace.copy == copy:
                out.write(f"  {_SAYINGS[trace.state]:14}  {_describe(trace)}\n")


def _describe(trace: CarriedCorrection) -> str:
    old, new = (make_running(item.text) or "nothing" for item in (trace.correction.old, trace.correction.new))
    third = f", here “{make_running(trace.evidence.text)}”" if trace.state is Carried.OTHER else ""
    return f"{trace.correction.kind}: “{old}” became “{new}”{third}"
