"""The parts of README.md and of pages in docs/ that come from the code and from measured figures.

A part stands between `<!-- name -->` and `<!-- end -->`; everything else in these pages is written by hand.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import scaling_page

from dupdetect.read.rows import USUAL

ROOT = Path(__file__).resolve().parents[1]
RESULTS = ROOT / "benchmarks" / "results" / "samples.json"
READING = ROOT / "benchmarks" / "results" / "reading.json"
ARCHIVE = ROOT / "benchmarks" / "results" / "archive.json"
SETS = ("tuning", "held-out")
GROUPS = ("standard", "same story", "unrelated", "retold twice", "short retelling")
SESSION = ("compare", "samples/articles/ferry-original.txt", "samples/articles/ferry-spun-medium.txt")
SESSION_LINES = 19

Figures = Mapping[str, Any]


def fill_parts(page: Path) -> str:
    """The text of a page with its generated parts as they should be."""
    text = page.read_text(encoding="utf-8")
    for name, part in PARTS.items():
        place = re.compile(rf"(<!-- {name} -->\n).*?(<!-- end -->)", re.DOTALL)
        for found in place.finditer(text):
            text = text.replace(found.group(), f"{found[1]}{part()}\n{found[2]}")
    return text


def session() -> str:
    """What a user sees of a comparison, as far as it fits a screen."""
    environment = {**os.environ, "COLUMNS": "100", "NO_COLOR": "1", "PYTHONIOENCODING": "utf-8"}
    command = [sys.executable, "-m", "dupdetect", *SESSION]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, encoding="utf-8", check=True)
    lines = [line.rstrip() for line in done.stdout.splitlines()[:SESSION_LINES]]
    return "\n".join(["```text", f"$ dupdetect {' '.join(SESSION)}", *lines, "...", "```"])


def figures() -> str:
    """How right the verdicts are, by group and set, and how long a user waits."""
    found = _results()
    lines = [f"| pairs | {' | '.join(f'{name}: right' for name in SETS)} |", "|---|--:|--:|"]
    for group in GROUPS:
        cells = [_right(found["verdicts"]["sets"][name]["groups"][group]) for name in SETS]
        lines.append(f"| {group} | {' | '.join(cells)} |")
    alarms = sum(found["verdicts"]["sets"][name]["false_alarms"] for name in SETS)
    waits = ", ".join(f"`{row['command']}` {row['median_s']:.2f} s" for row in found["startup"]["commands"])
    return "\n".join([*lines, "", f"False alarms among independent pairs: {alarms}. Whole processes: {waits}."])


def archive() -> str:
    """The figures of benchmarks/runs/archive.py: a column with the postings of wording, and one without."""
    found: Figures = json.loads(ARCHIVE.read_text(encoding="utf-8"))
    kept, bare = found["rows"]
    lines = [f"| {kept['articles']:,} articles | as it is | without who holds which wording |", "|---|--:|--:|"]
    lines += [f"| {name} | {cell(kept)} | {cell(bare)} |" for name, cell in _ARCHIVE_ROWS.items()]
    return "\n".join([*lines, "", _EVENT.format(**found["event"])])


_EVENT = """\
Where an article holds wording of many others, its check costs more: {mean_s:.1f} CPU s on average, and up to
{most_s:.1f}, in a made-up event of {articles} articles in which nearly all do."""

_ARCHIVE_ROWS: dict[str, Callable[[Figures], str]] = {
    "to build, s (CPU s)": lambda size: f"{size['build']['wall']:,.0f} ({size['build']['cpu']:,.0f})",
    "deflated text, bytes an article": lambda size: f"{size['disk']['text_bytes']:,.0f}",
    "all else, bytes an article": lambda size: f"{size['disk']['other_bytes']:,.0f}",
    "checked under another name": lambda size: f"{size['checked']:,}",
    "an answer, median, ms (CPU ms)": lambda size: (
        f"{size['check']['wall_p50_ms']:.1f} ({size['check']['cpu_p50_ms']:.1f})"
    ),
    "an answer, 99th percentile, ms (CPU ms)": lambda size: (
        f"{size['check']['wall_p99_ms']:.1f} ({size['check']['cpu_p99_ms']:.1f})"
    ),
    "candidates compared for it": lambda size: f"{size['check']['compared']:.1f}",
    "runs of postings": lambda size: f"{size['segments']}",
    "added to it, CPU ms an article": lambda size: _spread(size["more"], "large"),
    "added to an empty archive, CPU ms an article": lambda size: _spread(size["more"], "empty"),
}


def _spread(more: Figures, archive: str) -> str:
    return f"{1000 * more[archive]['cpu'] / more['articles']:.2f}"


def _right(group: Figures) -> str:
    return f"{group['right']:,} of {group['pairs']:,}"


def _results() -> Figures:
    found: Figures = json.loads(RESULTS.read_text(encoding="utf-8"))
    return found


def columns() -> str:
    """The names of columns that are looked for."""
    lines = ["| for | names |", "|---|---|"]
    return "\n".join([*lines, *(f"| {field} | {', '.join(names)} |" for field, names in USUAL.items())])


def reading() -> str:
    """How fast each format is read, as benchmarks/runs/reading.py measured."""
    found: Figures = json.loads(READING.read_text(encoding="utf-8"))
    heads = ("format", "articles", "MB", "processes", "articles a second", "cpu ms an article", "peak MiB")
    lines = [f"| {' | '.join(heads)} |", f"|---|{'--:|' * (len(heads) - 1)}"]
    for row in found["rows"]:
        rate, cost = row["articles"] / row["wall_s"], 1000 * row["cpu_s"] / row["articles"]
        cells = (f"{row['articles']:,}", f"{row['megabytes']:.1f}", row["jobs"], f"{rate:,.0f}", f"{cost:.2f}")
        lines.append(f"| {row['format']} | {' | '.join(map(str, cells))} | {row['peak_mib']} |")
    return "\n".join([*lines, "", f"Taken on {found['date']} with Python {found['python']} on {found['cores']} cores."])


PARTS: dict[str, Callable[[], str]] = {
    "columns": columns,
    "reading": reading,
    "session: compare": session,
    "figures": figures,
    "archive": archive,
    **scaling_page.PARTS,
}
