"""docs/benchmarks.md from the figures that `make bench` wrote; the sections on the engine come from `engine_page`."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import engine_page
import event_page
import growth_page
import kinds_page
import meaning_page
import public_corpora_page
import refusal_page
import rules_page
from tables import measured_on, percent, table

RESULTS = Path(__file__).resolve().parents[1] / "benchmarks" / "results" / "samples.json"
INGREDIENTS = RESULTS.with_name("ablation.json")
SETS = ("tuning", "held-out", "both")
APART = ("tuning", "held-out")

Figures = Mapping[str, Any]

TOP = """\
# Benchmarks

<!-- Written by docs/generate.py from benchmarks/results/samples.json; `make bench` and `make docs` write it anew. -->

How right dupdetect is on the sample corpus, how long it takes and how much memory it needs; `make bench` measures anew.
`samples/README.md` describes the corpus: stories of our own writing in two sets. The detector is developed on
**tuning**; **held-out** is set aside, and shows whether it does as well on other texts. **Both** has the pairs across
the two sets too.
"""

GROUPS = """\
## Verdicts

{articles} articles make {pairs:,} pairs; the search took {candidates:,} of them for candidates. A pair is right when it
gets the verdict that the marks give, and found when it gets any above `independent`.

- *standard*, *retold twice* and *short retelling* are the pairs that `samples/expected.json` lists, told apart by the
  marks alone: in *retold twice*, most of what a pair shares was put into other words on both sides; in *short
  retelling*, a piece of its own retells single passages.
- *same story* are independent pairs about one event; *unrelated* are all others. To find one of these is a false alarm.
"""

HOLDS = """\
### What must hold

Of *standard* and *same story* together at least {floor:.0f} % right, in each set; no independent pair called `partial`
or stronger. `tests/test_samples.py` holds this. The goal beyond it is to find every standard pair.
"""

CONFUSION = """\
### Expected and given verdicts, {name}

Pairs of all groups. With a star: *standard* and *same story* alone.
"""

PASSAGES = """\
## Passages

Standard pairs whose verdict is neither `identical` nor `independent`, measured by characters of both sides that lie in
found and in true passages, much as in PAN's text-alignment track. Micro adds up all pairs, macro is the mean of the
pairs' own figures; granularity is the number of passages found for a true one that is found at all.
"""

SPUN = """\
## Spinning and credit

Of each derived piece, against what it was made from. Undecided, where too little is aligned, is right for pieces that
are not spun.
"""

WRONG = """\
## Pairs with a wrong verdict
"""

STAGES = """\
## Time and memory by stage

A scan of the samples in one process, reported for a terminal. First: a new process, with all that it loads. Again: the
median of {repeats} more. Memory: by how much a stage raised the peak, from {bare_mib} to {peak_mib} MiB.
"""

COMMANDS = """\
## Whole commands

Seconds from start to exit, with byte code and machine code compiled: the median of {rounds} runs, in turns.
"""

SIGNATURE = """\
## Signature of the settings

```
{}
```
"""


FIT = """\
## Fit of the thresholds

Thresholds of verdicts were set on the tuning set of the samples alone. `python -m benchmarks.runs.fit` fits them again
with scikit-learn, and explains the columns.
"""

IMPORTS = """\
## Seconds to import each package
"""

ABLATION = """\
## What each ingredient of alignment gives

PlagDet by class without one of them each, default settings, on the half of the sources of the PAN 2013 training corpus
that was not tuned on; and false detections in its unrelated pairs. The corpus is not part of the repository:
`python -m benchmarks.runs.tune ablation FOLDER --results benchmarks/results/ablation.json` measures anew.

Where an ingredient gives nothing here, this corpus lacks what it is for: runs find lifted clauses, likeness refuses
lists, and chains find texts told anew.
"""


def ablation(rows: Mapping[str, Mapping[str, float]]) -> str:
    """A row an ingredient that was switched off."""
    heads = ["", *rows["all"]]
    cells = [
        [name, *(str(value) if isinstance(value, int) else f"{value:.3f}" for value in row.values())]
        for name, row in rows.items()
    ]
    return table(heads, cells)


def page() -> str:
    """The page for the committed results."""
    return "\n".join(parts(json.loads(RESULTS.read_text(encoding="utf-8"))))


def parts(results: Figures) -> Iterator[str]:
    """The page in pieces, each ending with a line end."""
    verdicts, stages, startup = results["verdicts"], results["stages"], results["startup"]
    yield TOP + measured_on(results)
    yield GROUPS.format(**verdicts)
    yield groups(verdicts)
    yield HOLDS.format(floor=100 * verdicts["floor"]["share"])
    yield floor_rows(verdicts)
    for name in APART:
        yield CONFUSION.format(name=name)
        yield confusion(verdicts["sets"][name])
    yield PASSAGES
    yield passages(verdicts["sets"])
    yield SPUN
    yield spun_and_credit(verdicts)
    yield WRONG
    yield wrong(verdicts["wrong"])
    yield kinds_page.write_section(results["kinds"])
    yield STAGES.format(**stages)
    yield stage_rows(stages["stages"])
    yield COMMANDS.format(**startup)
    yield commands(startup["commands"])
    yield IMPORTS
    yield table(["package", "seconds"], [[name, f"{seconds:.2f}"] for name, seconds in startup["imports"]])
    yield FIT
    yield "\n".join([*results["fit"]["table"], ""])
    yield from rules_page.write_sections()
    yield from event_page.sections()
    yield from refusal_page.sections()
    yield from growth_page.write_section()
    yield from meaning_page.sections()
    yield public_corpora_page.SECTION
    yield from engine_page.sections()
    yield ABLATION
    yield ablation(json.loads(INGREDIENTS.read_text(encoding="utf-8"))["ablation"])
    yield SIGNATURE.format(results["signature"].replace("|", "\n"))


def groups(verdicts: Figures) -> str:
    """Counts by group: four columns a set."""
    heads = [f"{name}: {column}" for name in SETS for column in ("pairs", "right", "found", "right %")]
    sets = [verdicts["sets"][name] for name in SETS]
    rows = [
        [group, *(cell for figures in sets for cell in counts(figures["groups"][group]))] for group in sets[0]["groups"]
    ]
    for label, key in (("all listed", "listed"), ("**standard, same story**", "floor"), ("all", "all")):
        rows.append([label, *(cell for figures in sets for cell in counts(figures[key]))])
    return table(["group", *heads], rows)


def counts(figures: Figures) -> list[str]:
    return [f"{figures['pairs']:,}", f"{figures['right']:,}", f"{figures['found']:,}", percent(figures["share"])]


def floor_rows(verdicts: Figures) -> str:
    sets = [verdicts["sets"][name] for name in SETS]
    standard = [figures["groups"]["standard"] for figures in sets]
    rows = [
        ["right in standard and same story, %", *(percent(figures["floor"]["share"]) for figures in sets)],
        ["independent pairs called partial or stronger", *(str(figures["false_alarms"]) for figures in sets)],
        ["standard pairs found", *(f"{group['found']} of {group['pairs']}" for group in standard)],
    ]
    return table(["", *SETS], rows)


def confusion(figures: Figures) -> str:
    """Expected verdicts down, given ones across, with recall at the side and precision below."""
    every, floor = figures["by_verdict"], figures["by_verdict_floor"]
    rows = [
        [told, *(f"{number:,}" if number else "·" for number in row.values()), *recalls(told, every, floor)]
        for told, row in figures["confusion"].items()
    ]
    for label, kind in (("precision %", every), ("precision* %", floor)):
        rows.append([label, *(percent(fit["precision"]) for fit in kind.values()), "", ""])
    return table(["expected \\ given", *every, "recall %", "recall* %"], rows)


def recalls(verdict: str, every: Figures, floor: Figures) -> list[str]:
    return [percent(every[verdict]["recall"]), percent(floor[verdict]["recall"])]


def passages(sets: Figures) -> str:
    heads = ["micro precision %", "micro recall %", "macro precision %", "macro recall %", "granularity"]
    keys = ("micro_precision", "micro_recall", "macro_precision", "macro_recall")
    rows = []
    for verdict in sets[SETS[0]]["passages"]:
        for name in SETS if verdict == "all" else APART:
            fit = sets[name]["passages"][verdict]
            granularity = "-" if fit["granularity"] is None else f"{fit['granularity']:.2f}"
            rows.append([verdict, name, str(fit["pairs"]), *(percent(fit[key]) for key in keys), granularity])
    return table(["expected", "set", "pairs", *heads], rows, left=2)


def spun_and_credit(verdicts: Figures) -> str:
    spun = [verdicts["sets"][name]["spun"] for name in SETS]
    credit = [verdicts["sets"][name]["credit"] for name in SETS]
    rows = [
        ["spun or not: right", *(f"{figures['right']} of {figures['pairs']}" for figures in spun)],
        ["spun, and found", *(f"{figures['spun_found']} of {figures['spun']}" for figures in spun)],
        ["not spun, but called so", *(str(figures["false_alarms"]) for figures in spun)],
        ["undecided", *(str(figures["undecided"]) for figures in spun)],
        ["credit: right", *(f"{figures['right']} of {figures['pieces']}" for figures in credit)],
        ["credits there, and found", *(f"{figures['credited_right']} of {figures['credited']}" for figures in credit)],
        ["no credit there, but found", *(str(figures["false_alarms"]) for figures in credit)],
    ]
    mistakes = [f"- `{row['a']}`, `{row['b']}`: spun {format_mistake(row)}\n" for row in verdicts["wrong_spun"]]
    mistakes += [f"- `{row['piece']}`: credit {format_mistake(row)}\n" for row in verdicts["wrong_credit"]]
    return table(["", *SETS], rows) + ("\nWrong:\n\n" + "".join(mistakes) if mistakes else "")


def format_mistake(row: Figures) -> str:
    return f"{row['got']} instead of {row['expected']} ({row['set']})".replace("None", "undecided")


def wrong(pairs: Sequence[Figures]) -> str:
    keys = ("set", "group", "a", "b", "expected", "got")
    rows = [[f"`{row[key]}`" if key in "ab" else str(row[key]) for key in keys] for row in pairs]
    return table(["set", "group", "A", "B", "expected", "given"], rows, left=6) if rows else "None.\n"


def stage_rows(stages: Sequence[Figures]) -> str:
    rows = []
    for row in stages:
        times = [f"{row[key]:,.1f}" if row[key] is not None else "-" for key in ("first_ms", "wall_ms", "cpu_ms")]
        calls = f"{row['calls']:,}" if row["calls"] else "-"
        rows.append([row["stage"], calls, *times, f"{row['added_mib']:.1f}"])
    return table(["stage", "calls", "first, ms", "again, ms", "CPU, ms", "memory, MiB"], rows)


def commands(rows: Iterable[Figures]) -> str:
    keys = ("median_s", "least_s", "most_s", "cpu_s")
    cells = [[f"`{row['command']}`", *(f"{row[key]:.3f}" for key in keys), f"{row['floor_s']:.1f}"] for row in rows]
    return table(["command", "median", "least", "most", "CPU", "at most"], cells)
