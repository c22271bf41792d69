"""How far the facts of two texts agree: as wholes, and inside the passages that stand for each other.

A form filled in again keeps its wording and changes its facts; a paraphrase keeps its facts and changes its wording. So
facts separate forms from copies, and paraphrases from unrelated texts.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import compress
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import Indel

from dupdetect.compare.facts.digests import names_head
from dupdetect.compare.facts.extraction import Fact, Facts, Key, keep_distinct
from dupdetect.compare.facts.order import measure_order
from dupdetect.records.batches import Agreement

Mask = NDArray[np.bool_]

_TOLD = 0.5
"""Least share of the words of a name that the other text must have for the name to count as shared."""


_TELLING = 5
"""Words from the start of a name within which a passage that tells of it begins: the name may be all that differs."""

_SPELLING = 0.85
"""Share of common letters, in order, from which two names are spellings of one: "Lodehavn", "Ldoehavn"."""

_ONE_LENGTH = 0.8
"""How long a text must be, as a share of another, to be about as long."""

_ONE_AMOUNT = 400
"""Words of a text that may be about one amount, at most. It also bounds the work on texts that are tables."""

_PRIOR = 2.0
"""Weight of the numbers of a text without capitals that tells as much of its names as their density does."""


class _Side(NamedTuple):
    """The facts of one text against the other: how much they weigh and which share the other holds, in all and inside
    the passages."""

    weight: float
    held: float
    passage_weight: float = 0.0
    passage_held: float = 0.0
    passage_numbers: int = 0


def compare_facts(a: Facts, b: Facts, covered_a: Mask, covered_b: Mask) -> Agreement:
    """How far the facts of two texts agree; the masks say which words stand in passages."""
    words = int(np.count_nonzero(covered_a)), int(np.count_nonzero(covered_b))
    wholes = _list_shares(a, b), _list_shares(b, a)
    vouched_a, vouched_b = a.vouch(covered_a), b.vouch(covered_b)
    sides = (
        _measure_side(a, wholes[0], covered_a, vouched_b),
        _measure_side(b, wholes[1], covered_b, vouched_a),
    )
    x, y = _replace_uncased(a, b, *sides, words)
    shared, only_a, only_b = _count_told(*wholes)
    return Agreement(
        shared=shared,
        only_a=only_a,
        only_b=only_b,
        weight_a=x.weight,
        weight_b=y.weight,
        held_a=x.held,
        held_b=y.held,
        passage_weight=min(x.passage_weight, y.passage_weight),
        passage_agreed=max(x.passage_held, y.passage_held),
        passage_numbers=min(x.passage_numbers, y.passage_numbers),
        other_subject=(
            _has_other_subject(a, b)
            or (_opens_apart(a, covered_a, vouched_b) and _opens_apart(b, covered_b, vouched_a))
        )
        and not _spells_alike(a, b),
        other_amount=_has_other_amount((a, covered_a), (b, covered_b)),
        in_digest=_is_about_item(a, b) or _is_about_item(b, a),
        order=measure_order(a, b),
    )


def _has_other_subject(a: Facts, b: Facts) -> bool:
    """Whether the shorter text opens with a name that stands nowhere in the longer, as a notice about another firm.

    The longer text may hold several pieces and open with a name from another one. So its name is looked for in the
    shorter only where both have one length, or about one and the shorter shows no names. It must be another one, too,
    where a lone word that opens a sentence is all that names the subject of the shorter.
    """
    shorter, longer = sorted((a, b), key=lambda facts: len(facts.article))
    words = len(shorter.article), len(longer.article)
    if longer.has_case and not shorter.has_case:
        comparable = words[0] >= _ONE_LENGTH * words[1] and not longer.opens_alone
        return comparable and _lacks_subject(shorter, longer)
    one_sided = words[0] < words[1] and not shorter.opens_alone
    return _lacks_subject(longer, shorter) and (one_sided or _lacks_subject(shorter, longer))


def _lacks_subject(text: Facts, other: Facts) -> bool:
    """Whether a text has nowhere the names with which the other one opens."""
    return bool(other.subjects) and text.keys.isdisjoint(other.subjects)


def _has_other_amount(*sides: tuple[Facts, Mask]) -> bool:
    """Whether the shorter text lacks the amounts with which the longer opens, and opens with another one of the longer;
    both stand in passages.

    A retelling keeps the amount that its source is about; where somebody changed it, the source lacks the new one.
    """
    (shorter, covered), (longer, covered_too) = sorted(sides, key=lambda side: (len(side[0].article), side[0].text))
    amounts = [value for place, value in shorter.lead_amounts if covered[place]]
    others = [value for place, value in longer.lead_amounts if covered_too[place]]
    if not amounts or not others or len(shorter.article) > _ONE_AMOUNT:
        return False
    return not any(map(shorter.tells, others)) and any(map(longer.tells, amounts))


def _is_about_item(text: Facts, digest: Facts) -> bool:
    """Whether a text that is no digest is about some items of a digest, and not about all."""
    if not digest.heads or text.heads:
        return False
    held = [names_head(text.text, head) for head in digest.heads]
    return any(held) and not all(held)


def _opens_apart(own: Facts, covered: Mask, vouched: frozenset[Key]) -> bool:
    """Whether a passage tells of the name with which a text opens, and the other text has no such name in its passages,
    whose keys are `vouched`.

    Elsewhere it may: a notice about one firm may end with a list of all that did the same.
    """
    opening = {key for place, key in own.openings.items() if covered[place : place + _TELLING].any()}
    return bool(opening) and opening.isdisjoint(vouched)


def _spells_alike(a: Facts, b: Facts) -> bool:
    """Whether two texts open with spellings of one name: outlets correct a misspelled one."""
    return any(Indel.normalized_similarity(x, y) >= _SPELLING for x in a.spellings for y in b.spellings)


def count_shared(a: Facts, b: Facts) -> tuple[int, int, int]:
    """How many distinct facts both texts have, and how many each has alone."""
    return _count_told(_list_shares(a, b), _list_shares(b, a))


def _count_told(shares_a: Sequence[float], shares_b: Sequence[float]) -> tuple[int, int, int]:
    """As `count_shared`, from the shares of `_list_shares`."""
    shared_a, shared_b = (sum([share >= _TOLD for share in shares]) for shares in (shares_a, shares_b))
    return max(shared_a, shared_b), len(shares_a) - shared_a, len(shares_b) - shared_b


def compare_wholes(a: Facts, b: Facts) -> tuple[float, float, float, float]:
    """The weight of the distinct facts of each text, and the share of that weight found anywhere in the other."""
    x, y = (
        _Side(own.weight, _share(own.distinct, _list_shares(own, other), own.weight)) for own, other in ((a, b), (b, a))
    )
    x, y = _replace_uncased(a, b, x, y, (0, 0))
    return x.weight, y.weight, x.held, y.held


def _measure_side(own: Facts, shares: Sequence[float], covered: Mask, vouched: frozenset[Key]) -> _Side:
    """The facts of a text; the other text holds `shares` of its distinct facts, and `vouched` keys in its passages."""
    inside = _within(own, covered)
    held_inside = share_held(inside, vouched) if inside else 0.0
    held = _share(own.distinct, shares, own.weight)
    return _Side(own.weight, held, weigh(inside), held_inside, count_numbers(inside))


def _list_shares(own: Facts, other: Facts) -> list[float]:
    """The share of each distinct fact of a text that the other one holds anywhere."""
    return _list_vouched(own.distinct, other.keys)


def _list_vouched(facts: Sequence[Fact], vouched: frozenset[Key]) -> list[float]:
    """The share of each fact in `vouched`."""
    return [  # most have one key
        (1.0 if fact.keys[0] in vouched else 0.0) if len(fact.keys) == 1 else _vouched_share(fact, vouched)
        for fact in facts
    ]


def _share(facts: Sequence[Fact], shares: Sequence[float], total: float) -> float:
    """The mean of shares of facts, by weight."""
    return math.fsum([fact.weight * share for fact, share in zip(facts, shares, strict=True)]) / total if total else 0.0


def _replace_uncased(a: Facts, b: Facts, x: _Side, y: _Side, words: tuple[int, int]) -> tuple[_Side, _Side]:
    """Estimate the facts of a text that is all in capitals, or has none, by those of the other: it shows no names.

    Its numbers alone would make a form filled in again a copy, and a retelling a text without facts.

    Args:
        words: words of A and of B inside passages.
    """
    if a.has_case == b.has_case:
        return x, y
    if a.has_case:
        return x, _estimate_side(y, x, len(b.article) / max(len(a.article), 1), words[1] / max(words[0], 1))
    return _estimate_side(x, y, len(a.article) / max(len(b.article), 1), words[0] / max(words[1], 1)), y


def _estimate_side(side: _Side, other: _Side, length: float, passage_length: float) -> _Side:
    """A text has the names of the other that stand in it, and is taken to share names as it shares numbers.

    The fewer its numbers, the more it is taken to have as many names a word as the other.

    Args:
        side: what is known of the text: its numbers.
        length, passage_length: how long it and its passages are, as a share of the other's.
    """
    shared, passage_shared = other.weight * other.held, other.passage_weight * other.passage_held
    as_dense = min(1.0, shared / (other.weight * length)) if other.weight and length else 0.0
    held = (side.weight * side.held + _PRIOR * as_dense) / (side.weight + _PRIOR)
    passage_weight = max(side.passage_weight, passage_shared, other.passage_weight * passage_length)
    return side._replace(
        weight=max(side.weight, shared / held if held else other.weight * length),
        held=held,
        passage_weight=passage_weight,
        passage_held=passage_shared / passage_weight if passage_weight else 0.0,
    )


def weigh(facts: Sequence[Fact]) -> float:
    """The total weight of facts."""
    return math.fsum([fact.weight for fact in facts])


def count_numbers(facts: Sequence[Fact]) -> int:
    """How many of the facts are numbers or parts of dates."""
    return sum(not fact.whole for fact in facts)


def share_held(facts: Sequence[Fact], vouched: frozenset[Key]) -> float:
    """The share of facts, by weight, whose keys are in `vouched`; 0 without facts."""
    return _share(facts, _list_vouched(facts, vouched), weigh(facts))


def _vouched_share(fact: Fact, vouched: frozenset[Key]) -> float:
    """The share of a fact of several keys in `vouched`: 0 or 1 for a value, the share of its words for a name."""
    keys = fact.keys
    if not fact.whole:
        return 0.0 if vouched.isdisjoint(keys) else 1.0
    return len(vouched.intersection(keys)) / len(keys)


def _within(facts: Facts, words: Mask) -> tuple[Fact, ...]:
    """The distinct facts that begin in some of the words."""
    if words.all():
        return facts.distinct
    return keep_distinct(tuple(compress(facts.counted, words[facts.places].tolist())))
