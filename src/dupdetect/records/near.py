"""The results of the search for near copies."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from dupdetect.records import Skip

Id: TypeAlias = str | int
"""The id of an article; an integer only where a data frame has integers."""

KEEP = ("first", "longest", "earliest")
"""Which article of a family is kept: the one read first, the one with the longest text, or the one published first."""


@dataclass(frozen=True, slots=True)
class NearCopy:
    """Two articles, and the exact share of wording that they have in common.

    Attributes:
        a, b: the ids of the articles, in order.
        jaccard: of their sets of word shingles, 0 to 1.
        containment_a, containment_b: the share of each set that the other holds.
    """

    a: Id
    b: Id
    jaccard: float
    containment_a: float
    containment_b: float


@dataclass(frozen=True, slots=True)
class NearCopies:
    """The near copies among articles.

    Attributes:
        signature: every setting that can change the result, in one line.
        pairs: the pairs that reach the threshold, by their ids. Of more than 16 articles with the same words, each is
            paired with the first and the one before it, and only the first with other articles.
        clusters: families, which `pairs` connect, largest first, each with its ids in order.
        skipped: inputs that were not read, with reasons.
        counts: articles, skipped, candidates (pairs that were verified), pairs, clusters.
    """

    signature: str
    pairs: tuple[NearCopy, ...]
    clusters: tuple[tuple[Id, ...], ...]
    skipped: tuple[Skip, ...]
    counts: dict[str, int]
