"""What each rule of the verdict gains and costs on each corpus, with one rule at a time switched off.

    python -m benchmarks.runs.rules                                  the samples and forms alone
    python -m benchmarks.runs.rules --ecb FOLDER --rewrites FOLDER --pan FOLDER --reuters FOLDER --word-pairs FILE
    python -m benchmarks.runs.rules --meaning [the same folders]     what comparing meaning changes, instead

Prints right verdicts by heading: of all pairs for all rules, and the difference without each rule. `--results` writes
them to benchmarks/results/rules.json, of which docs/benchmarks.md has the table. With `--meaning` it prints right
verdicts without meaning and with it, and every verdict that changes; then the samples are scanned, too.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from benchmarks.corpora import verdict_cases
from benchmarks.corpora.verdict_cases import Case
from benchmarks.measures import meaning_effect, provenance, rule_ablation
from benchmarks.places import KINDS, SAMPLES
from dupdetect.settings import Settings

PACKAGES = ("numpy", "numba")
MOST = 2000


def main() -> None:
    """Run the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    verdict_cases.add_options(parser)
    parser.add_argument("--most", type=int, default=MOST, help="cases of each heading")
    parser.add_argument("--results", action="store_true", help="write benchmarks/results/rules.json")
    parser.add_argument("--meaning", action="store_true", help="measure what comparing meaning changes")
    options = parser.parse_args()
    settings = Settings()
    read = list(verdict_cases.read_corpora(options, options.most))
    if options.meaning:
        print("\n".join(describe_meaning(read, settings)))
        return
    cases = rule_ablation.measure_cases(read, settings)
    rows = rule_ablation.measure_rules(cases, settings)
    pairs = rule_ablation.count_pairs(cases)
    print("\n".join(format_rows(rows, pairs)))
    if options.results:
        origin = provenance.describe_origin(PACKAGES)
        content: dict[str, Any] = {**origin, "signature": settings.signature, "pairs": pairs, "rules": rows}
        print(f"wrote {provenance.write_results('rules', content)}")


def describe_meaning(cases: Sequence[Case], settings: Settings) -> Iterator[str]:
    """The verdicts that meaning changes: of pairs compared one by one, then in scans of the samples."""
    effects = list(meaning_effect.compare_cases(cases, settings))
    for folder, heading in ((SAMPLES, "samples, scanned"), (KINDS, "kinds, scanned")):
        effects += meaning_effect.compare_scans(folder, heading, settings)
    yield from meaning_effect.format_rows(meaning_effect.count_effects(effects))
    yield from meaning_effect.list_changes(effects)


def format_rows(rows: Mapping[str, Mapping[str, int]], pairs: Mapping[str, int]) -> Iterator[str]:
    """A line a rule: right verdicts of all rules, then what changes without each."""
    every = rows["all rules"]
    yield f"{'':32}" + "".join(f"{heading:>20}" for heading in pairs)
    yield f"{'pairs':32}" + "".join(f"{number:20,}" for number in pairs.values())
    yield f"{'right with all rules':32}" + "".join(f"{every[heading]:20,}" for heading in pairs)
    for rule, right in rows.items():
        if rule != "all rules":
            changes = (right[heading] - every[heading] for heading in pairs)
            yield f"{rule:32}" + "".join(f"{change:>+20,}" if change else f"{'·':>20}" for change in changes)


if __name__ == "__main__":
    main()
