"""The sections of docs/benchmarks.md on the rules of the verdict: what each gains, and how stable verdicts are."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from tables import measured_on, table

_RESULTS = Path(__file__).resolve().parents[1] / "benchmarks" / "results"

_RULES = """\
## What each rule of the verdict gains

Right verdicts with all rules, and what changes when one of them is switched off, `·` where nothing does. Cases are
drawn from the corpora at random. `python -m benchmarks.runs.rules --results` measures anew, with the folders that one
has.

| cases | what they are | right |
|---|---|---|
| samples, kinds | pairs of one story in `samples/articles` and `samples/kinds` | the verdict of the label |
| forms apart | two fillings of one form | `independent` |
| form copies | a filling and a copy of it, cut, spun or both | `rewrite` or stronger |
| events, no rewrite | reports of one event in ECB+ without a common run of 20 words | `partial` or weaker |
| events apart | the same pairs | `independent` |
| rewrites | news rewritten by two language models (l2r-news-dev) | `rewrite` or stronger |
| PAN apart, PAN reuse | documents of PAN 2013 without and with a reused passage | `independent`; anything above it |
| spun | Reuters stories spun with PPDB at 20 to 60 %, a quarter of them shuffled and cut | `rewrite` or stronger |
"""

_STABILITY = """\
## How stable verdicts are

The second text of each pair is printed otherwise, or cut. *Lost*, *weaker*, *stronger* and *alarm* (a pair that was
independent) are flips of the verdict; *explained* are those of a cut that took away what the verdict rested on, or that
made it right. What remains are faults. Drawn evenly from {groups}. `python -m benchmarks.runs.stability --results`
measures anew; `--list` names each fault.

In one line, a text has its headline and all that stands around it inside its sentences. In capitals it shows no names;
those of the other text are looked for in it, and how many more it has is estimated.
"""


def write_sections() -> Iterator[str]:
    """Both sections."""
    rules, stability = (_read_results(name) for name in ("rules", "stability"))
    yield _RULES + measured_on(rules)
    yield _write_rules(rules["pairs"], rules["rules"])
    groups = ", ".join(f"{name} ({number})" for name, number in stability["groups"].items())
    yield _STABILITY.format(groups=groups) + measured_on(stability)
    yield _write_alterations(stability["alterations"])


def _read_results(name: str) -> Mapping[str, Any]:
    results: Mapping[str, Any] = json.loads((_RESULTS / f"{name}.json").read_text(encoding="utf-8"))
    return results


def _write_rules(pairs: Mapping[str, int], rows: Mapping[str, Mapping[str, int]]) -> str:
    every = rows["all rules"]
    cells = [["cases", *(f"{number:,}" for number in pairs.values())]]
    cells.append(["right with all rules", *(f"{every[heading]:,}" for heading in pairs)])
    for rule, right in rows.items():
        if rule != "all rules":
            changes = (right[heading] - every[heading] for heading in pairs)
            cells.append([f"without *{rule}*", *(f"{change:+,}" if change else "·" for change in changes)])
    return table(["", *pairs], cells)


def _write_alterations(rows: Mapping[str, Mapping[str, int]]) -> str:
    columns = list(next(iter(rows.values())))
    cells = [[name, *(f"{number:,}" if number else "·" for number in row.values())] for name, row in rows.items()]
    return table(["second text", *columns], cells)
