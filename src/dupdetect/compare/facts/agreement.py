"""How far the facts of two texts agree: as wholes, and inside the passages that stand for each other.

A form filled in again keeps its wording and changes its facts; a paraphrase keeps its facts and changes its wording. So
facts separate forms from copies, and paraphrases from unrelated texts.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from dupdetect.compare.facts.extraction import Fact, Facts, Key, keep_distinct
from dupdetect.records.batches import Agreement

Mask = NDArray[np.bool_]

_TOLD = 0.5
"""Least share of the words of a name that the other text must have for the name to count as shared."""


def compare_facts(a: Facts, b: Facts, covered_a: Mask, covered_b: Mask) -> Agreement:
    """How far the facts of two texts agree; the masks say which words stand in passages."""
    ours, theirs = _within(a, covered_a), _within(b, covered_b)
    in_a, in_b = b.vouch(covered_b), a.vouch(covered_a)
    agreed = max(share_held(ours, in_a), share_held(theirs, in_b))
    weight_a, weight_b, held_a, held_b = compare_wholes(a, b)
    told_a = sum(_vouched_share(fact, b.keys) >= _TOLD for fact in a.distinct)
    told_b = sum(_vouched_share(fact, a.keys) >= _TOLD for fact in b.distinct)
    return Agreement(
        shared=max(told_a, told_b),
        only_a=len(a.distinct) - told_a,
        only_b=len(b.distinct) - told_b,
        weight_a=weight_a,
        weight_b=weight_b,
        held_a=held_a,
        held_b=held_b,
        passage_weight=min(weigh(ours), weigh(theirs)),
        passage_agreed=agreed,
        passage_numbers=min(count_numbers(ours), count_numbers(theirs)),
    )


def compare_wholes(a: Facts, b: Facts) -> tuple[float, float, float, float]:
    """The weight of the distinct facts of each text, and the share of that weight found anywhere in the other."""
    return weigh(a.distinct), weigh(b.distinct), share_held(a.distinct, b.keys), share_held(b.distinct, a.keys)


def weigh(facts: Sequence[Fact]) -> float:
    """The total weight of facts."""
    return math.fsum(fact.weight for fact in facts)


def count_numbers(facts: Sequence[Fact]) -> int:
    """How many of the facts are numbers or parts of dates."""
    return sum(not fact.whole for fact in facts)


def share_held(facts: Sequence[Fact], vouched: frozenset[Key]) -> float:
    """The share of facts, by weight, whose keys are in `vouched`; 0 without facts."""
    total = weigh(facts)
    return math.fsum(fact.weight * _vouched_share(fact, vouched) for fact in facts) / total if total else 0.0


def _vouched_share(fact: Fact, vouched: frozenset[Key]) -> float:
    """The share of a fact in `vouched`: 0 or 1 for a value, the share of its words for a name."""
    if not fact.whole:
        return float(any(key in vouched for key in fact.keys))
    return sum(key in vouched for key in fact.keys) / len(fact.keys)


def _within(facts: Facts, words: Mask) -> tuple[Fact, ...]:
    """The distinct facts that begin in some of the words."""
    return keep_distinct([fact for fact in facts.counted if words[fact.place]])
