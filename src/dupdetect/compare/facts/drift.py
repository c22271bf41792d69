"""Fact drift: a number, date, name or "not" that differs between aligned sentences.

Editors look at it first, so it must be true: a figure that was cut, spelled out, rounded with "about" or moved to the
next sentence has not drifted. So a fact counts only if one replacement exchanges it for another of its kind, and only
if neither value stands near the other's sentence. Numbers written in words,
months, weekdays, titles and negations are known in English; digits and names in any language that has capitals.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain
from typing import TypeVar

from dupdetect.compare.facts import names, negations, values
from dupdetect.compare.facts.extraction import Facts
from dupdetect.compare.facts.names import Name
from dupdetect.compare.facts.values import Value
from dupdetect.records import Drift, DriftKind, Replacement, SentencePair

Fact = TypeVar("Fact", Value, Name)

_NEAR = 240
"""Code points around a sentence in which a value may stand that a rewriter moved."""

_LONGEST = 2_000
"""Longest sentence examined, in code points: a longer one is a list or a segmentation error."""

_MOST = 60
"""Most replacements of a sentence examined: with more it is a table of figures, and work must stay bounded."""

_LOCAL = 6
"""Words of either side of a replacement that still exchanges one thing for another."""

_DROPPED = 2
"""Words that are dropped with a negation where the rest of the statement stays, as in "did not"."""

_CLOSE = 0.8
"""Similarity from which a sentence is an edited copy: a new name in it is a change, even one known to both texts, and a
new value, even one that stands in the next sentence."""

_ALIKE = 0.6
"""Similarity below which a sentence may say "not" in other words."""


def find_drift(a: Facts, b: Facts, sentences: Iterable[SentencePair]) -> tuple[Drift, ...]:
    """The facts of A that differ in B, by place in A; symmetric in A and B.

    Args:
        a, b: the facts of the articles.
        sentences: their aligned sentences with what was replaced.
    """
    drifts: set[Drift] = set()
    for pair in sentences:
        longest = max(pair.a_end - pair.a_start, pair.b_end - pair.b_start)
        if pair.replacements and longest <= _LONGEST and len(pair.replacements) <= _MOST:
            drifts.update(_of_pair(a, b, pair))
    return tuple(sorted(drifts, key=lambda item: (item.a_start, item.b_start, item.a_end, item.b_end, item.kind.value)))


def _of_pair(a: Facts, b: Facts, pair: SentencePair) -> Iterator[Drift]:
    changes = pair.replacements
    exchanges = [change for change in changes if change.a_start < change.a_end and change.b_start < change.b_end]
    if exchanges:
        for change, our_values, their_values in _touch_facts(a.values_between, b.values_between, pair, exchanges):
            if _is_local(a, b, change, values.may_hold_value):
                yield from _values(a, b, pair, our_values, their_values)
        for change, our_names, their_names in _touch_facts(a.names_between, b.names_between, pair, exchanges):
            if _is_local(a, b, change, names.may_hold_name):
                yield from _names(a, b, pair, our_names, their_names)
    if pair.similarity >= _ALIKE:
        stretches = ((a.text[item.a_start : item.a_end], b.text[item.b_start : item.b_end]) for item in changes)
        if negations.may_hold_negations(chain.from_iterable(stretches)):
            yield from _negations(a.text, b.text, pair)


def _touch_facts(
    between_a: Callable[[int, int], Sequence[Fact]],
    between_b: Callable[[int, int], Sequence[Fact]],
    pair: SentencePair,
    exchanges: Sequence[Replacement],
) -> list[tuple[Replacement, list[Fact], list[Fact]]]:
    """The replacements of two sentences that touch facts on both sides, with these; hardly any does.

    Args:
        between_a, between_b: the facts of A and of B between two offsets.
    """
    ours = between_a(pair.a_start, pair.a_end)
    theirs = ours and between_b(pair.b_start, pair.b_end)
    if not theirs:
        return []
    return [
        (change, left, right)
        for change in exchanges
        if (left := _facts_touching(ours, change.a_start, change.a_end))
        and (right := _facts_touching(theirs, change.b_start, change.b_end))
    ]


def _is_local(a: Facts, b: Facts, change: Replacement, may_hold: Callable[[str, int, int], bool]) -> bool:
    """Whether a replacement is short enough to exchange one thing for another, and both sides may hold such a thing."""
    left, right = (change.a_start, change.a_end), (change.b_start, change.b_end)
    if max(_words(a.text, *left), _words(b.text, *right)) > _LOCAL:
        return False
    return may_hold(a.text, *left) and may_hold(b.text, *right)


def _values(a: Facts, b: Facts, pair: SentencePair, ours: list[Value], theirs: list[Value]) -> Iterator[Drift]:
    """Numbers and dates of one kind that a replacement exchanges."""
    same = values.values_agree if pair.similarity >= _CLOSE else _same_or_rest
    around = 0 if pair.similarity >= _CLOSE else _NEAR
    near_a = a.values_between(pair.a_start - around, pair.a_end + around)
    near_b = b.values_between(pair.b_start - around, pair.b_end + around)
    lost = [our for our in ours if not _stands(our, near_b, same)]
    new = [their for their in theirs if not _stands(their, near_a, same)]
    for sort in sorted({item.sort for item in lost}):
        pairs = zip((x for x in lost if x.sort == sort), (y for y in new if y.sort == sort), strict=False)
        for x, y in pairs:
            kind = DriftKind.NUMBER if sort in values.COUNTED else DriftKind.DATE
            yield Drift(x.start, x.end, y.start, y.end, kind)


def _same_or_rest(x: Value, y: Value) -> bool:
    """Whether two values of sentences in other words agree, or are two shares of one whole."""
    return values.values_agree(x, y) or values.are_complements(x, y)


def _names(a: Facts, b: Facts, pair: SentencePair, ours: list[Name], theirs: list[Name]) -> Iterator[Drift]:
    """Names that a replacement exchanges; in a reworded sentence only those that the other text never uses."""
    near_a = a.names_between(*_near(pair.a_start, pair.a_end))
    near_b = b.names_between(*_near(pair.b_start, pair.b_end))
    lost = [x for x in ours if names.is_certain(x, a.text) and not _stands(x, near_b, names.same_name)]
    new = [y for y in theirs if names.is_certain(y, b.text) and not _stands(y, near_a, names.same_name)]
    for x, y in zip(lost, new, strict=False):
        if pair.similarity >= _CLOSE or not (b.mentions(x.words[-1]) or a.mentions(y.words[-1])):
            yield Drift(x.start, x.end, y.start, y.end, DriftKind.NAME)


def _near(start: int, end: int) -> tuple[int, int]:
    """A sentence with its surroundings."""
    return start - _NEAR, end + _NEAR


def _negations(a: str, b: str, pair: SentencePair) -> Iterator[Drift]:
    """A "not" in a short replacement of one sentence that the other sentence has in no form."""
    changes = [((change.a_start, change.a_end), (change.b_start, change.b_end)) for change in pair.replacements]
    short = [(left, right) for left, right in changes if _denies(_words(a, *left), _words(b, *right))]
    if not short:
        return
    ours, theirs = a[pair.a_start : pair.a_end], b[pair.b_start : pair.b_end]
    denying = [
        (left, right)
        for left, right in short
        if negations.holds_negation(ours, left[0] - pair.a_start, left[1] - pair.a_start)
        or negations.holds_negation(theirs, right[0] - pair.b_start, right[1] - pair.b_start)
    ]
    if not denying:  # as most
        return
    counts = negations.count_negations(ours), negations.count_negations(theirs)
    if counts[0] == counts[1] or (min(counts) and pair.similarity < _CLOSE):
        return
    for left, right in denying:
        if place := negations.find_lost(ours, theirs, left[0] - pair.a_start, left[1] - pair.a_start, counts):
            yield Drift(pair.a_start + place[0], pair.a_start + place[1], *right, DriftKind.NEGATION)
        if place := negations.find_lost(theirs, ours, right[0] - pair.b_start, right[1] - pair.b_start, counts[::-1]):
            yield Drift(*left, pair.b_start + place[0], pair.b_start + place[1], DriftKind.NEGATION)


def _denies(left: int, right: int) -> bool:
    """Whether a replacement of so many words can negate a statement; a longer one has cut a clause."""
    return max(left, right) <= (_LOCAL if left and right else _DROPPED)


def _facts_touching(facts: Sequence[Fact], start: int, end: int) -> list[Fact]:
    """The facts that share a character with a stretch."""
    return [fact for fact in facts if fact.start < end and start < fact.end]


def _stands(fact: Fact, among: Iterable[Fact], same: Callable[[Fact, Fact], bool]) -> bool:
    return any(same(fact, other) for other in among)


def _words(text: str, start: int, end: int) -> int:
    return len(text[start:end].split())
