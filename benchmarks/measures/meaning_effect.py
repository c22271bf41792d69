"""Which verdicts change where meaning is compared, and whether they come nearer to the right ones.

Pairs are compared as if a user had named them, so that meaning is asked about each one that wording leaves open. The
samples are scanned as well: there the search by meaning brings candidates, which change what the articles of a batch
have in common.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import dupdetect
from benchmarks.corpora.verdict_cases import Case
from benchmarks.measures.verdict_accuracy import scan_samples
from dupdetect import Article, Settings, Verdict

BETTER, WORSE, EVEN = "better", "worse", "neither"


@dataclass(frozen=True, slots=True)
class Effect:
    """The verdicts of a pair without meaning and with it.

    Attributes:
        heading: the group of pairs that it belongs to.
        right: the verdicts that are right for it.
    """

    heading: str
    a: str
    b: str
    before: Verdict
    after: Verdict
    right: frozenset[Verdict]

    @property
    def changed(self) -> bool:
        """Whether meaning changes the verdict."""
        return self.before is not self.after

    @property
    def outcome(self) -> str:
        """Whether the verdict comes nearer to the right ones, or goes farther from them."""
        before, after = (_measure_distance(verdict, self.right) for verdict in (self.before, self.after))
        return BETTER if after < before else WORSE if after > before else EVEN


def compare_cases(cases: Sequence[Case], settings: Settings) -> Iterator[Effect]:
    """The verdicts of pairs that are compared one by one."""
    verdicts = (list(_list_verdicts(cases, each)) for each in (settings, _switch_on(settings)))
    for case, before, after in zip(cases, *verdicts, strict=True):
        yield Effect(case.group, case.a.id, case.b.id, before, after, case.right[case.group])


def compare_scans(folder: Path, heading: str, settings: Settings) -> Iterator[Effect]:
    """The verdicts of all pairs of a folder of samples in a scan."""
    plain, meant = (scan_samples(each, folder).outcomes for each in (settings, _switch_on(settings)))
    for before, after in zip(plain, meant, strict=True):
        pair = before.expected
        yield Effect(heading, pair.a, pair.b, before.verdict, after.verdict, frozenset({pair.verdict}))


def count_effects(effects: Iterable[Effect]) -> dict[str, dict[str, int]]:
    """By heading: pairs, right verdicts without meaning and with it, and changed verdicts by what becomes of them."""
    groups: dict[str, list[Effect]] = {}
    for effect in effects:
        groups.setdefault(effect.heading, []).append(effect)
    return {heading: _count_group(members) for heading, members in groups.items()}


def format_rows(rows: Mapping[str, Mapping[str, int]]) -> Iterator[str]:
    """A line a heading."""
    columns = list(next(iter(rows.values())))
    yield f"{'':24}" + "".join(f"{column:>14}" for column in columns)
    for heading, row in rows.items():
        yield f"{heading:24}" + "".join(f"{number:14,}" for number in row.values())


def list_changes(effects: Iterable[Effect]) -> Iterator[str]:
    """A line a changed verdict."""
    for effect in effects:
        if effect.changed:
            right = "/".join(sorted(effect.right))
            change = f"{effect.before} -> {effect.after} (right: {right})"
            yield f"{effect.outcome}: {effect.heading}: {effect.a}, {effect.b}: {change}"


def _count_group(effects: Sequence[Effect]) -> dict[str, int]:
    outcomes = Counter(effect.outcome for effect in effects if effect.changed)
    return {
        "pairs": len(effects),
        "right": sum(effect.before in effect.right for effect in effects),
        "with meaning": sum(effect.after in effect.right for effect in effects),
        **{outcome: outcomes[outcome] for outcome in (BETTER, WORSE, EVEN)},
    }


def _list_verdicts(cases: Sequence[Case], settings: Settings) -> Iterator[Verdict]:
    articles = [
        Article(f"{side} {i}", article.text, article.title)
        for i, case in enumerate(cases)
        for side, article in (("a", case.a), ("b", case.b))
    ]
    pairs = ((f"a {i}", f"b {i}") for i in range(len(cases)))
    return (done.verdict for done in dupdetect.compare_many(articles, pairs, settings))


def _measure_distance(verdict: Verdict, right: Iterable[Verdict]) -> int:
    """How many steps a verdict is from the nearest right one."""
    return min(abs(verdict.rank - other.rank) for other in right)


def _switch_on(settings: Settings) -> Settings:
    return settings.updated({"meaning": {"enabled": True}})
