"""Findings as CSV for spreadsheets: a header, then one row a pair.

A cell that a spreadsheet would run as a formula has an apostrophe before it (`report.cells`). An id read back from the
file has to lose that apostrophe again; one that begins with a minus has none, unless it could do harm.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from typing import TextIO

from dupdetect.records import Article, Comparison, Findings
from dupdetect.records.shape import as_plain
from dupdetect.report.cells import guard_cell, guard_id
from dupdetect.report.rules import broken_rules, unjudged_rules
from dupdetect.report.signals import describe_signals
from dupdetect.report.wording import describe_drift

COLUMNS = (
    "a",
    "b",
    "verdict",
    "jaccard",
    "coverage_a",
    "coverage_b",
    "closeness",
    "spun",
    "direction",
    "credit",
    "passages",
    "reasons",
    "manner",
    "undecided",
    "facts_shared",
    "facts_only_a",
    "facts_only_b",
    "changed_facts",
    "broken_rules",
    "unjudged_rules",
    "stands_for",
    "signals_a",
    "signals_b",
)

_IDS = ("a", "b")


def write(findings: Findings, out: TextIO, columns: Sequence[str] = ()) -> None:
    """Write one row a pair; lists are joined by "; ", `passages` is their number, and what is not known is empty.

    Args:
        columns: of `COLUMNS`, those to write, in order; empty for all.
    """
    places = {listed.id: place for place, listed in enumerate(findings.articles) if listed.text}

    def find_article(name: str) -> Article:
        return findings.articles[places[name]].article if name in places else Article(name, "")

    rows = csv.writer(out, lineterminator="\n")
    rows.writerow(columns or COLUMNS)
    for pair in findings.pairs:
        rows.writerow(_row(pair, find_article(pair.a), find_article(pair.b), columns or COLUMNS))


def _row(pair: Comparison, a: Article, b: Article, columns: Sequence[str]) -> list[str]:
    joined: dict[str, object] = {
        "passages": len(pair.passages),
        "reasons": "; ".join(pair.reasons),
        "facts_shared": pair.facts.shared if pair.facts else None,
        "facts_only_a": pair.facts.only_a if pair.facts else None,
        "facts_only_b": pair.facts.only_b if pair.facts else None,
        "changed_facts": "; ".join(_changes(pair, a.text, b.text)),
        "broken_rules": "; ".join(broken_rules(pair)),
        "unjudged_rules": "; ".join(unjudged_rules(pair)),
        "signals_a": describe_signals(a),
        "signals_b": describe_signals(b),
    }
    return [
        guard_id(str(getattr(pair, name)))
        if name in _IDS
        else _cell(joined[name] if name in joined else as_plain(getattr(pair, name)))
        for name in columns
    ]


def _changes(pair: Comparison, a: str, b: str) -> Iterator[str]:
    """The facts that differ between aligned sentences, where the texts are there to quote."""
    for change in pair.drift if a and b else ():
        yield " ".join(describe_drift(change, a, b).split())


def _cell(value: object) -> str:
    if value is None:
        return ""
    return guard_cell(str(value).lower() if isinstance(value, bool) else str(value))
