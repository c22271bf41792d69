"""How many verdicts flip when one text of a pair is wrapped, surrounded by menus, set in capitals or cut.

    python -m benchmarks.runs.stability                                             pairs of the samples
    python -m benchmarks.runs.stability --ecb FOLDER --rewrites FOLDER --pan FOLDER ...    and of corpora one has

Draws `--pairs` pairs, half of them related, and alters the second text of each. Prints flips by alteration and
direction, and how many of them are explained by text that is really gone; `--list` prints the others one by one, and
`--results` writes them to benchmarks/results/stability.json, of which docs/benchmarks.md has the table.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from benchmarks.corpora import verdict_cases
from benchmarks.corpora.verdict_cases import Case, draw_cases
from benchmarks.measures import provenance, verdict_stability
from dupdetect.settings import Settings

PACKAGES = ("numpy", "numba")
PAIRS = 200
MOST = 2000
"""Cases of each group from which pairs are drawn."""


def main() -> None:
    """Run the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    verdict_cases.add_options(parser)
    parser.add_argument("--pairs", type=int, default=PAIRS, help="pairs to draw, half of them related")
    parser.add_argument("--list", action="store_true", help="print the flips that no missing text explains")
    parser.add_argument("--results", action="store_true", help="write benchmarks/results/stability.json")
    options = parser.parse_args()
    cases = draw_halves(list(verdict_cases.read_corpora(options, MOST)), options.pairs)
    flips = list(verdict_stability.find_flips(cases))
    rows, faults = verdict_stability.count_flips(cases, flips), verdict_stability.describe_faults(flips)
    print("\n".join(format_rows(rows)))
    if options.list:
        for fault in faults:
            print("{alteration}: {a}, {b}: {before} -> {after} ({group})".format_map(fault))
    if options.results:
        content = describe_results(cases, rows, faults)
        print(f"wrote {provenance.write_results('stability', content)}")


def draw_halves(cases: Sequence[Case], pairs: int) -> list[Case]:
    """So many pairs, half of them related, evenly from all groups as far as these go; always the same ones."""
    halves = [case for case in cases if case.related], [case for case in cases if not case.related]
    return [case for half in halves for case in _draw_evenly(half, pairs // 2)]


def _draw_evenly(cases: Sequence[Case], number: int) -> Iterator[Case]:
    groups = sorted(verdict_cases.group_cases(cases).values(), key=len)
    for i, members in enumerate(groups):
        drawn = draw_cases(members, number // (len(groups) - i))
        number -= len(drawn)
        yield from drawn


def describe_results(
    cases: Sequence[Case], rows: Mapping[str, Mapping[str, int]], faults: Sequence[Mapping[str, str]]
) -> dict[str, Any]:
    """The content of the file of results."""
    groups = {name: len(members) for name, members in verdict_cases.group_cases(cases).items()}
    origin = provenance.describe_origin(PACKAGES)
    return {**origin, "signature": Settings().signature, "groups": groups, "alterations": rows, "faults": faults}


def format_rows(rows: Mapping[str, Mapping[str, int]]) -> Iterator[str]:
    """A line an alteration."""
    columns = list(next(iter(rows.values())))
    yield f"{'second text':32}" + "".join(f"{column:>11}" for column in columns)
    for name, row in rows.items():
        yield f"{name:32}" + "".join(f"{number or '·':>11}" for number in row.values())


if __name__ == "__main__":
    main()
