"""What samples/expected.json knows: every pair of articles with its true relation, listed or not."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path
from typing import Any

from benchmarks.places import SAMPLES
from dupdetect.records import Verdict

TUNING, HELD_OUT, ACROSS = "tuning", "held-out", "across"
STANDARD, RETOLD, SHORT, SAME_STORY, UNRELATED = (
    "standard",
    "retold twice",
    "short retelling",
    "same story",
    "unrelated",
)
GROUPS = (STANDARD, RETOLD, SHORT, SAME_STORY, UNRELATED)
"""The first three as in samples/README.md; the other two hold the pairs that are not listed, all independent."""


@dataclass(frozen=True, slots=True)
class Marked:
    """Stretches of A and of B that stand for each other by the marks; offsets are code points."""

    a_start: int
    a_end: int
    b_start: int
    b_end: int


@dataclass(frozen=True, slots=True)
class Expected:
    """Two sample articles and what is true of them.

    Attributes:
        a, b: file names, in order.
        verdict: how they are related.
        relation: `direct` or `cousin` as listed, `none` when not listed.
        group: one of `GROUPS`.
        set: `tuning`, `held-out`, or `across` for a pair with an article of each.
        spun: whether one of them is the work of the spinner.
        passages: what stands for what.
    """

    a: str
    b: str
    verdict: Verdict
    relation: str
    group: str
    set: str
    spun: bool
    passages: tuple[Marked, ...] = ()

    @property
    def listed(self) -> bool:
        """Whether expected.json lists the pair."""
        return self.relation != "none"


@dataclass(frozen=True, slots=True)
class Truth:
    """All pairs of the sample articles, and what the labels say of each article."""

    articles: Mapping[str, Mapping[str, Any]]
    pairs: tuple[Expected, ...]


def read(path: Path = SAMPLES / "expected.json") -> Truth:
    """Read the labels; a pair that they do not list is independent."""
    labels = json.loads(path.read_text(encoding="utf-8"))
    articles: dict[str, dict[str, Any]] = labels["articles"]
    listed = {(pair["a"], pair["b"]): pair for pair in labels["pairs"]}
    pairs = (
        _parse_listed(listed[pair]) if pair in listed else _independent(articles, *pair)
        for pair in combinations(sorted(articles), 2)
    )
    return Truth(articles, tuple(pairs))


def source_pairs(truth: Truth) -> Iterator[tuple[str, str]]:
    """Every article that was made from others, with each of those."""
    for name, label in truth.articles.items():
        for source in label["from"]:
            yield name, source


def _parse_listed(pair: Mapping[str, Any]) -> Expected:
    marked = tuple(Marked(*(stretch[edge] for edge in Marked.__slots__)) for stretch in pair["passages"])
    verdict = Verdict(pair["verdict"])
    return Expected(pair["a"], pair["b"], verdict, pair["relation"], pair["group"], pair["set"], pair["spun"], marked)


def _independent(articles: Mapping[str, Mapping[str, Any]], a: str, b: str) -> Expected:
    first, other = articles[a], articles[b]
    together = first["set"] if first["set"] == other["set"] else ACROSS
    group = SAME_STORY if _stories(articles, a) & _stories(articles, b) else UNRELATED
    return Expected(a, b, Verdict.INDEPENDENT, "none", group, together, first["spun"] or other["spun"])


def _stories(articles: Mapping[str, Mapping[str, Any]], name: str) -> set[str]:
    """The story of an article, and those of the pieces that it was made from or is about."""
    behind = [name, *articles[name]["from"], *articles[name]["about"]]
    return {articles[article]["story"] for article in behind}
