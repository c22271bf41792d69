"""Choose the findings that an editor looks at first.

Broken rules come before changed facts, these before machine-spun copies and copies without credit, and these before
what is merely large or close. A kind that nothing is of does not appear.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from dupdetect.desk.takers import is_partner
from dupdetect.records import Comparison, CreditForm, Direction, DriftKind, Findings, Verdict
from dupdetect.records.views import Highlight, HighlightKind

MOST = 3


def pick_highlights(findings: Findings, most: int = MOST) -> tuple[Highlight, ...]:
    """At most so many highlights, the most important first, no pair twice."""
    picked: list[Highlight] = []
    used: set[int] = set()
    for highlight in _list_highlights(findings, used):
        picked.append(highlight)
        if highlight.kind is not HighlightKind.FAMILY:
            used.add(highlight.place)
        if len(picked) == most:
            break
    return tuple(picked)


def _list_highlights(findings: Findings, used: set[int]) -> Iterator[Highlight]:
    for kind, weigh in _WEIGHTS:
        weights = [weigh(pair) for pair in findings.pairs]
        best = _find_best(weights, used)
        if best is not None:
            yield Highlight(kind, sum(weight > 0 for weight in weights), best)
    sizes = [len(cluster.articles) + len(cluster.attached) for cluster in findings.clusters]
    if sizes and max(sizes) > 2:
        yield Highlight(HighlightKind.FAMILY, max(sizes), sizes.index(max(sizes)))
    if findings.pairs:
        closeness = [max(pair.coverage_a, pair.coverage_b) * pair.closeness for pair in findings.pairs]
        best = _find_best(closeness, used)
        if best is not None:
            yield Highlight(HighlightKind.CLOSEST, len(findings.pairs), best)


def _find_best(weights: Sequence[float], used: set[int]) -> int | None:
    """The place of the greatest weight above 0 that is not used yet; of equal ones the first."""
    free = [place for place, weight in enumerate(weights) if weight > 0 and place not in used]
    return max(free, key=lambda place: (weights[place], -place), default=None)


def _weigh_rules(pair: Comparison) -> float:
    return 0 if is_partner(pair) else sum(check.kept is False for check in pair.rules)


def _weigh_facts(pair: Comparison) -> float:
    """Closer wording weighs more: in a retelling two facts may only seem to stand for each other.

    A changed "not" counts nothing here: "without delay" may have become "at once".
    """
    facts = sum(change.kind is not DriftKind.NEGATION for change in pair.drift)
    return facts * pair.closeness**2 if pair.verdict.reaches(Verdict.REWRITE) else 0


def _weigh_spun(pair: Comparison) -> float:
    return max(pair.coverage_a, pair.coverage_b) if pair.spun and pair.verdict.reaches(Verdict.REWRITE) else 0


def _weigh_uncredited(pair: Comparison) -> float:
    """Only where it is known which text came first: two that stem from a third owe each other no credit."""
    owes = pair.direction is not Direction.UNKNOWN and pair.credit is CreditForm.NONE and not is_partner(pair)
    return max(pair.coverage_a, pair.coverage_b) if owes and pair.verdict.reaches(Verdict.REWRITE) else 0


_WEIGHTS: tuple[tuple[HighlightKind, Callable[[Comparison], float]], ...] = (
    (HighlightKind.RULES, _weigh_rules),
    (HighlightKind.FACTS, _weigh_facts),
    (HighlightKind.SPUN, _weigh_spun),
    (HighlightKind.UNCREDITED, _weigh_uncredited),
)
