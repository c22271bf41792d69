"""The sections of docs/benchmarks.md on the engine: near copies against peers, by size, on files; and candidates.

Each comes from its own file in benchmarks/results, which a command of benchmarks/ wrote; without the file, the section
is left out.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import tables

RESULTS = Path(__file__).resolve().parents[1] / "benchmarks" / "results"

Figures = Mapping[str, Any]

OURS = "dupdetect"

PEERS = """\
## Near copies: dupdetect and its peers

Made-up articles of about 3 kB with planted copies (`benchmarks/corpora/planted_copies.py`); every engine gets the
same list of texts in a process of its own, in turns, and ends with pairs.
Shingles of five words, {values} values, bands of equal rows.
Seconds are medians. *Times* is how many times dupdetect's CPU seconds an engine needs. Precision and recall are held
against the exact similarity of the texts. What an engine gives: *exact* pairs, checked on the texts; pairs by
*estimate* from their signatures; *candidates*, unchecked; only the *articles* that have a duplicate; or pairs as part
of the *verdicts* of a whole scan, with passages and families.
`make peers` measures anew.
"""

DEDUPLICATORS = """\
### From a file to a deduplicated file

What engineers would pick on one machine, as commands: from JSON lines with ids to a file without near copies. Every
one reads the same file of made-up articles; shingles of five words, {values} values, similarity of {threshold} or
more, in 16 bands of 8 rows where that is the user's choice. Seconds include the start of Python; memory is the
most that all processes of a command hold at one time, disk the most of passing files and output.
*How* a candidate is judged: by its *exact similarity*, by an *estimate* from signatures, or *unchecked*. Held
against the exact similarity of the texts, whichever copy stays: *lost* are dropped articles that resemble no kept one
({threshold} or more), *far* those of them that do not by {near:.1f} either; *left* are kept articles
that resemble an earlier kept one.
The load of the machine was {load:.1f} when this began: the more work it shares, the less seconds of the clock say.
"""

SCALE = """\
## Near copies by size

dupdetect alone, from a stream of made-up articles to verified pairs; the peak is that of the whole process.
`make scale` measures anew.
"""

STAGES = """\
### Where the time goes

A scan of {articles:,} articles in one thread, with a clock around every stage; below it, what the same bytes cost in
simpler hands.
"""

FOLDER = """\
## Near copies in a folder

{articles:,} made-up articles, a file each, which the system has in memory; medians of {rounds} runs. *Times* compares
with reading the files alone, by the clock and in CPU seconds. `make folder` measures anew.
"""

DEDUP = """\
## Tables deduplicated

`dupdetect dedup` from file to file: {articles:,} made-up articles of about 3 kB with planted copies, threshold
{threshold}. *Wrongly dropped* rows resemble no kept row, *wrongly kept* ones do: MinHash finds 99 % of the pairs at the
threshold itself, and more above. Every dropped row names the row that the truth says, and ids keep value and type. The
disk is that of the output and of what a run needs to go on after a kill.

Each command was also killed by SIGKILL {kills} times at random moments, and run again each time: same bytes.
{documents:,} documents with {items} short items inside, held against these by `--against`: found {found}, named
{named}, anything else {else_}. `python -m benchmarks.runs.dedup` measures anew, on a machine that other work may share.
"""

FUZZ = """\
## Hostile files

{mutants} mutants of each format (cut, bits flipped, lying lengths, nested and repeated parts), in folders of 50, each
scanned beside two near copies. *Pair found* counts the folders whose pair was found; a mutant gives *articles* or
*skips*; a *failure* is a traceback or a status that is not documented; *seconds* by the clock of the longest scan on a
machine that other work shared; *MB* the most that a scan took with its workers, of at most {memory:,}.
`python -m benchmarks.runs.fuzz --mutants {mutants} --results benchmarks/results/fuzz.json` measures anew.
"""

COLD = """\
## The first commands after an installation

Seconds without machine code on disk, and after `dupdetect compile`, which takes {ahead_cpu_s:.0f} CPU seconds once;
medians of {rounds} runs. `python -m benchmarks.runs.cold_start` measures anew.
"""

SPUN = """\
## Is the source among the candidates?

### Spun copies among real news

{copies:,} stories of Reuters-21578 spun with word pairs of PPDB (`benchmarks/corpora/spun_articles.py`), hidden
among {articles:,} real articles, each strength in a scan of its own, with default settings.
*Replaced* is the share of the content words.
Candidates are those of the average copy; pairs an article are all candidate pairs by all articles.
`make candidates ARGS=--help` says how to measure anew.
"""

PAN = """\
### Reused passages

PAN's training corpus for text alignment (2013), all {documents:,} documents in one scan: the share of its pairs that
are candidates. Candidates are those of the average suspicious document of the class.
"""


def sections() -> Iterator[str]:
    """All sections whose results are there, in pieces that end with a line end each."""
    for name, section in SECTIONS.items():
        path = RESULTS / f"{name}.json"
        if path.exists():
            yield from section(json.loads(path.read_text(encoding="utf-8")))


def cold_start(results: Figures) -> Iterator[str]:
    """A row a command: its goal, and its seconds without and with machine code."""
    rows = results["rows"]
    yield COLD.format(**results) + tables.measured_on(results)
    heads = ["command", "goal, CPU", "first run, CPU", "first run, clock", "compiled, CPU", "compiled, clock"]
    keys = ("cold_cpu_s", "cold_wall_s", "warm_cpu_s", "warm_wall_s")
    cells = [[row["command"], f"{row['goal_cpu_s']:.1f}", *(f"{row[key]:.2f}" for key in keys)] for row in rows]
    yield tables.table(heads, cells)


def peers(results: Figures) -> Iterator[str]:
    """A table for each size and threshold, and the engines that are missing."""
    yield PEERS.format(**results) + tables.measured_on(results)
    for size, threshold in dict.fromkeys((row["articles"], row["threshold"]) for row in results["rows"]):
        rows = [row for row in results["rows"] if (row["articles"], row["threshold"]) == (size, threshold)]
        yield f"### {size:,} articles, similarity of {threshold} or more\n"
        yield peer_rows(rows)
    if results["absent"]:
        yield "Not measured:\n"
        yield "\n".join(f"- {name}: {why}." for name, why in results["absent"].items()) + "\n"


def peer_rows(rows: Sequence[Figures]) -> str:
    """The quickest first."""
    ours = next((row["cpu_s"] for row in rows if row["engine"] == OURS), None)
    cells = [
        [
            f"**{row['engine']}**" if row["engine"].startswith(OURS) else row["engine"],
            row["gives"],
            f"{row['cpu_s']:,.2f}",
            f"{row['cpu_s'] / ours:.1f}" if ours else "-",
            f"{row['wall_s']:,.2f}",
            mebibytes(row["added_mib"]),
            tables.percent(row["precision"]),
            tables.percent(row["recall"]),
        ]
        for row in sorted(rows, key=lambda row: float(row["cpu_s"]))
    ]
    heads = ["engine", "gives", "CPU s", "times", "wall s", "memory, MiB", "precision %", "recall %"]
    return tables.table(heads, cells, left=2)


def deduplicators(results: Figures) -> Iterator[str]:
    """A table for each size, and the deduplicators that are missing."""
    near = results["threshold"] - results["far"]
    yield DEDUPLICATORS.format(**results, near=near) + tables.measured_on(results)
    for size in dict.fromkeys(row["articles"] for row in results["rows"]):
        yield f"#### {size:,} articles\n"
        yield deduplicator_rows([row for row in results["rows"] if row["articles"] == size])
    yield "Not measured:\n"
    yield "\n".join(f"- {name}: {why}." for name, why in results["absent"].items()) + "\n"


def deduplicator_rows(rows: Sequence[Figures]) -> str:
    """The quickest first."""
    cells = [
        [
            f"**{row['name']}**" if row["name"] == OURS else row["name"],
            row["how"],
            *(f"{row[key]:,.1f}" for key in ("cpu_s", "wall_s")),
            *(f"{row[key]:,.0f}" for key in ("memory_mib", "disk_mib")),
            *(f"{row[key]:,}" for key in ("kept", "lost", "far", "left")),
        ]
        for row in sorted(rows, key=lambda row: float(row["cpu_s"]))
    ]
    costs = ["CPU s", "wall s", "memory, MiB", "disk, MiB"]
    return tables.table(["command", "how", *costs, "kept", "lost", "far", "left"], cells, left=2)


def scale(results: Figures) -> Iterator[str]:
    """Costs by size, then stages and limits."""
    rows = results["rows"]
    yield SCALE + tables.measured_on(results)
    cells = [
        [
            f"{row['articles']:,}",
            f"{row['megabytes']:,.0f}",
            f"{row['cpu_s']:,.2f}",
            f"{row['wall_s']:,.2f}",
            f"{row['cpu_us_per_article']:.1f}",
            f"{row['cpu_us_per_article'] / rows[0]['cpu_us_per_article']:.2f}",
            mebibytes(row["peak_mib"]),
            tables.percent(row["precision"]),
            tables.percent(row["recall"]),
        ]
        for row in rows
    ]
    heads = ["articles", "MB", "CPU s", "wall s", "CPU µs each", "times", "peak, MiB", "precision %", "recall %"]
    yield tables.table(heads, cells, left=0)
    largest = rows[-1]
    yield STAGES.format(**largest)
    stages = [[row["stage"], f"{row['cpu_s']:.2f}", f"{row['mb_per_cpu_s']:,.0f}"] for row in largest["stages"]]
    limits = [[f"*{row['work']}*", "", f"{row['mb_per_cpu_s']:,.0f}"] for row in results["limits"]]
    yield tables.table(["stage", "CPU s", "MB a CPU second"], [*stages, *limits])


def folder(results: Figures) -> Iterator[str]:
    """One table."""
    yield FOLDER.format(**results) + tables.measured_on(results)
    cells = [
        [
            f"`{row['way']}`",
            f"{row['wall_s']:.2f}",
            f"{row['times']['wall_s']:.2f}",
            f"{row['cpu_s']:.2f}",
            f"{row['times']['cpu_s']:.2f}",
        ]
        for row in results["rows"]
    ]
    yield tables.table(["", "wall s", "times", "CPU s", "times"], cells)


def dedup(results: Figures) -> Iterator[str]:
    """A row a format, and the documents that were held against items."""
    rows, against = results["tables"], results["against"]
    same = all(row["killed"]["same_bytes"] for row in rows)
    exact = all(row["ids_as_they_were"] and not row["for_another"] for row in rows)
    if not (same and exact):
        raise ValueError("the results of benchmarks.runs.dedup are not what the page says of them")
    kills = rows[0]["killed"]["kills"]
    numbers = {"else_": against["else"], "kills": kills, **{key: against[key] for key in _AGAINST}}
    yield DEDUP.format(**{key: results[key] for key in ("articles", "threshold")}, **numbers)
    yield tables.measured_on(results)
    heads = ["", "wall s", "CPU s", "peak MiB", "disk MiB", "to drop", "wrongly dropped", "wrongly kept"]
    cells = [
        [
            row["format"],
            *describe_run(row),
            *(f"{row[key]:,}" for key in ("to_drop", "dropped_wrongly", "kept_wrongly")),
        ]
        for row in rows
    ]
    missed = against["items"] - against["named"]
    last = ["`--against`", *describe_run(against), f"{against['items']:,}", f"{against['else']:,}", f"{missed:,}"]
    yield tables.table(heads, [*cells, last])


_AGAINST = ("documents", "items", "found", "named")


def describe_run(row: Figures) -> list[str]:
    return [f"{row['wall_s']:.1f}", f"{row['cpu_s']:.1f}", f"{row['peak_mib']:,}", f"{row['disk_mib']:,}"]


def fuzz(results: Figures) -> Iterator[str]:
    """One table."""
    yield FUZZ.format(**results) + tables.measured_on(results)
    cells = [[f"{cell:,}" if isinstance(cell, int) else str(cell) for cell in row] for row in results["rows"]]
    yield tables.table(results["columns"], cells)


def candidates(results: Figures) -> Iterator[str]:
    """Recall by channel for spun copies and for PAN's classes."""
    spun, pan = results["spun"], results["pan"]
    yield SPUN.format(**spun[0]) + tables.measured_on(results)
    described = [[row["strength"], tables.percent(row["replaced"]), f"{row['jaccard_5']:.3f}"] for row in spun]
    yield channel_table(["spun", "replaced %", "similarity"], described, spun)
    yield PAN.format(**pan[0])
    apart = [row for row in pan if not row["class"].endswith("no-plagiarism")]
    yield channel_table(["class", "pairs"], [[row["class"], f"{row['pairs']:,}"] for row in apart], apart)
    yield from (describe_missed(row, row["strength"]) for row in spun if row["missed"])


def channel_table(heads: Sequence[str], described: Sequence[Sequence[str]], rows: Sequence[Figures]) -> str:
    """Recall and candidates of all channels together, then of each."""
    channels = list(
        dict.fromkeys(name for row in rows for name in row["channels"] if name not in ("all", "same_words"))
    )
    cells = [
        [
            *about,
            tables.percent(row["channels"]["all"]["recall"]),
            f"{row['channels']['all']['per_copy']:.1f}",
            f"{row['channels']['all']['per_article']:.1f}",
            *(cell for name in channels for cell in channel_cells(row["channels"].get(name))),
        ]
        for about, row in zip(described, rows, strict=True)
    ]
    named = [f"{name}: {what}" for name in channels for what in ("recall %", "candidates")]
    return tables.table([*heads, "recall %", "candidates", "pairs an article", *named], cells)


def channel_cells(figures: Figures | None) -> tuple[str, str]:
    return (tables.percent(figures["recall"]), f"{figures['per_copy']:.1f}") if figures else ("-", "-")


def describe_missed(row: Figures, name: str) -> str:
    """The copies whose source was not found, in one sentence."""
    told = ", ".join(f"{copy['source']} ({copy['words']} words)" for copy in row["listed"])
    return f"Missed at {name}: {row['missed']} of {row['copies']:,}: {told}.\n"


def mebibytes(value: float | None) -> str:
    return "-" if value is None else f"{value:,.0f}"


SECTIONS: dict[str, Callable[[Figures], Iterator[str]]] = {
    "cold_start": cold_start,
    "peers": peers,
    "deduplicators": deduplicators,
    "scale": scale,
    "folder": folder,
    "dedup": dedup,
    "candidates": candidates,
    "fuzz": fuzz,
}
