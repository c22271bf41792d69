"""Reports of one event by different outlets, as ECB+ has them: what the verdicts make of pairs that nobody copied.

The corpus (Cybulska & Vossen 2014; https://github.com/cltl/ecbPlus) is not part of this repository. As plain text it is
a folder an event, such as `12b`, with a text file a report. Some outlets ran the same agency's words or took them from
one another; such pairs are no errors. A common run of `WIRE` words counts as shared copy. Other pairs that are called
`rewrite` or stronger were read: ecb_read.json says which of them have their wording from one another or from a common
source ("taken"), and which are accounts of their own ("own").
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import combinations
from pathlib import Path

import dupdetect
from dupdetect import Article, Comparison, Settings, Verdict

WIRE = 20
"""Words of a common run that two reporters do not write independently."""

READ = Path(__file__).with_name("ecb_read.json")

READ_BLIND = READ.with_name("ecb_read_blind.json")
"""A second reading: 62 pairs that were called rewrites or stronger with meaning on, and as many others of the same
events, in random order, by somebody who did not know which was which. Doubtful pairs count as accounts of their own."""


def read(folder: Path, half: str | None = None) -> tuple[list[Article], list[tuple[str, str]]]:
    """The reports of a corpus, and the pairs that tell of the same event.

    `half` keeps the events of even ("tuning") or odd ("reporting") topics, so that no topic is in both.
    """
    articles: list[Article] = []
    pairs: list[tuple[str, str]] = []
    for event in sorted(path for path in folder.iterdir() if path.is_dir() and _belongs_to_half(path.name, half)):
        names = [f"{event.name}/{path.name}" for path in sorted(event.glob("*.txt"))]
        articles += [Article(name, (folder / name).read_text(encoding="utf-8")) for name in names]
        pairs += combinations(names, 2)
    return articles, pairs


def _belongs_to_half(event: str, half: str | None) -> bool:
    topic = re.match(r"\d+", event)
    return half is None or int(topic.group() if topic else 0) % 2 == (half == "reporting")


def list_taken(*, blind: bool) -> frozenset[tuple[str, str]]:
    """The pairs whose wording is from one another or from a common source, as they were read.

    Args:
        blind: whether the second reading overrules the first where both read a pair.
    """
    first = _load_readings(READ)
    if not blind:
        return first["taken"]
    second = _load_readings(READ_BLIND)
    return first["taken"] - second["own"] | second["taken"]


def _load_readings(path: Path) -> dict[str, frozenset[tuple[str, str]]]:
    readings = json.loads(path.read_text(encoding="utf-8"))
    return {word: frozenset((a, b) for a, b in pairs) for word, pairs in readings.items()}


def lines(folder: Path, settings: Settings, half: str | None = None) -> Iterator[str]:
    """What is said of the pairs, for a human reader."""
    articles, pairs = read(folder, half)
    comparisons = list(dupdetect.compare_many(articles, pairs, settings))
    counts = Counter(comparison.verdict for comparison in comparisons)
    for verdict in Verdict:
        yield f"{verdict:12}{counts[verdict]:7}{counts[verdict] / max(len(pairs), 1):8.2%}"
    strong = [comparison for comparison in comparisons if comparison.verdict.reaches(Verdict.REWRITE)]
    yield f"rewrite or stronger: {len(strong)} of {len(pairs)}"
    judged = judgements(strong)
    for word, pairs_told in judged.items():
        yield f"  {word}: {len(pairs_told)} ({len(pairs_told) / max(len(pairs), 1):.2%})"
    yield from (
        f"    {comparison.a} {comparison.b} {comparison.verdict}, run {comparison.measures.longest_run}"
        for comparison in judged["not read yet"]
    )


def judgements(strong: Sequence[Comparison]) -> dict[str, list[Comparison]]:
    """Pairs that are called rewrites or stronger, by what they are."""
    told: dict[str, list[Comparison]] = {
        f"share a run of {WIRE} words": [],
        "taken, by reading": [],
        "own accounts, by reading": [],
        "not read yet": [],
    }
    known = json.loads(READ.read_text(encoding="utf-8"))
    taken, own = (set(map(tuple, known[word])) for word in ("taken", "own"))
    for comparison in strong:
        names = (comparison.a.removesuffix(".txt"), comparison.b.removesuffix(".txt"))
        wire = comparison.measures.longest_run >= WIRE
        word = 0 if wire else 1 if names in taken else 2 if names in own else 3
        told[list(told)[word]].append(comparison)
    return told
