"""What the detector says of the sample articles, as accepted: the file that tests/test_samples.py compares with.

    python -m benchmarks.samples.gold            says what changed, and accepts it
    python -m benchmarks.samples.gold --check    only says it; the exit status is 1 if anything changed

Listed pairs stand in it whatever the detector says of them, other pairs where it finds more than independence.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

from benchmarks.corpora import sample_truth
from benchmarks.corpora.sample_truth import Expected, Truth
from benchmarks.measures.verdict_accuracy import Measured, Outcome, scan_samples
from benchmarks.places import ROOT
from dupdetect.records import Verdict

SCHEMA = "dupdetect-gold/1"
GOLD = ROOT / "tests" / "gold" / "samples.json"

Names: TypeAlias = "tuple[str, str]"
Said: TypeAlias = "Mapping[str, str | bool | None]"
"""What is said of a pair: its verdict, whether it is spun, its credit."""

NOTHING: Said = {"verdict": "independent", "spun": None, "credit": "none"}
"""What is said of a pair that does not stand in the file."""


class GoldError(Exception):
    """The gold file cannot be used."""


@dataclass(frozen=True, slots=True)
class Change:
    """Something that is said of a pair, and was said differently before.

    Attributes:
        key: `verdict`, `spun` or `credit`.
        expected: what is true; None where the samples do not say.
    """

    a: str
    b: str
    key: str
    before: str | bool | None
    after: str | bool | None
    expected: str | bool | None

    @property
    def worse(self) -> bool:
        """Whether it was right and is wrong now."""
        return self.expected is not None and self._right(self.before) and not self._right(self.after)

    def __str__(self) -> str:
        told = f"{self.a}, {self.b}: {self.key} {_word(self.before)} -> {_word(self.after)}"
        if self.expected is None:
            return told
        came = "now right" if self._right(self.after) else "now wrong" if self.worse else "still wrong"
        return f"{told}, expected {_word(self.expected)}: {came}"

    def _right(self, value: str | bool | None) -> bool:
        """Undecided is as good as not spun."""
        return (bool(value) if self.key == "spun" else value) == self.expected


def collect_statements(result: Measured) -> dict[Names, Said]:
    """What the detector says, in the form of the gold file."""
    return {
        (outcome.expected.a, outcome.expected.b): _describe_outcome(outcome)
        for outcome in result.outcomes
        if outcome.expected.listed or outcome.verdict is not Verdict.INDEPENDENT
    }


def _describe_outcome(outcome: Outcome) -> Said:
    return {"verdict": str(outcome.verdict), "spun": outcome.spun, "credit": str(outcome.credit)}


def changes(before: Mapping[Names, Said], after: Mapping[Names, Said], known: Truth) -> list[Change]:
    """All that differs, in order of the pairs."""
    return [
        Change(pair.a, pair.b, key, was[key], now[key], expected[key])
        for pair in known.pairs
        if (was := before.get((pair.a, pair.b), NOTHING)) != (now := after.get((pair.a, pair.b), NOTHING))
        for expected in [_expected_statement(pair, known)]
        for key in NOTHING
        if was[key] != now[key]
    ]


def _expected_statement(pair: Expected, known: Truth) -> Said:
    """What is true of a pair; spinning and credit are known where one piece was made from the other."""
    sources = {(piece, source) for piece, source in sample_truth.source_pairs(known)}
    pieces = [piece for piece, other in ((pair.a, pair.b), (pair.b, pair.a)) if (piece, other) in sources]
    return {
        "verdict": str(pair.verdict),
        "spun": pair.spun if pieces else None,
        "credit": known.articles[pieces[0]]["credit"] if pieces else None,
    }


def read(path: Path) -> dict[Names, Said]:
    """The accepted file; empty when there is none yet.

    Raises:
        GoldError: it follows another schema.
    """
    if not path.exists():
        return {}
    content = json.loads(path.read_text(encoding="utf-8"))
    if content.get("schema") != SCHEMA:
        raise GoldError(f"{path.name}: its schema is {content.get('schema')!r}, not {SCHEMA!r}; run make gold")
    return {(row["a"], row["b"]): {key: row[key] for key in NOTHING} for row in content["pairs"]}


def text(pairs: Mapping[Names, Said]) -> str:
    """The file for `pairs`: a line each, so that git shows which changed."""
    rows = ",\n".join(json.dumps({"a": a, "b": b, **pairs[a, b]}, ensure_ascii=False) for a, b in sorted(pairs))
    return f'{{"schema": "{SCHEMA}", "pairs": [\n{rows}\n]}}\n'


def format_changes(found: list[Change]) -> Iterator[str]:
    """The changes for a human reader: those for the worse first, then a line of sums."""
    yield from (f"  {change}" for change in sorted(found, key=lambda change: not change.worse))
    yield f"{len(found)} changes, {sum(change.worse for change in found)} of them from right to wrong"


def _word(value: str | bool | None) -> str:
    return {True: "true", False: "false", None: "unknown"}[value] if not isinstance(value, str) else value


def main() -> int:
    """Run the command line."""
    options = argparse.ArgumentParser(description="Accept what the detector says of the sample articles.")
    options.add_argument("--check", action="store_true", help="write nothing; fail if anything changed")
    check = options.parse_args().check
    result = scan_samples()
    now = collect_statements(result)
    found = changes(read(GOLD), now, result.truth)
    print("\n".join(format_changes(found)) if found else "nothing changed", file=sys.stderr)
    if not check:
        GOLD.parent.mkdir(parents=True, exist_ok=True)
        GOLD.write_text(text(now), encoding="utf-8")
    return 1 if check and found else 0


if __name__ == "__main__":
    sys.exit(main())
