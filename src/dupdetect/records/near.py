"""What the search for near copies tells."""

from __future__ import annotations

from dataclasses import dataclass

from dupdetect.records import Skip


@dataclass(frozen=True, slots=True)
class NearCopy:
    """Two articles and how much of their wording they share, exactly.

    Attributes:
        a, b: the ids of the articles, in order.
        jaccard: of their sets of word shingles, 0 to 1.
        containment_a, containment_b: the share of each set that the other has.
    """

    a: str
    b: str
    jaccard: float
    containment_a: float
    containment_b: float


@dataclass(frozen=True, slots=True)
class NearCopies:
    """The near copies among articles.

    Attributes:
        signature: every setting that could change the result, in one line.
        pairs: the pairs that reach the similarity asked for, by their ids. Of more than 16 articles with the same
            words, each is paired with the first and the one before it, and only the first with others.
        clusters: families, each with its ids in order, largest first: what is connected through `pairs`.
        skipped: what was not read, and why.
        counts: articles, skipped, candidates (pairs that were verified), pairs, clusters.
    """

    signature: str
    pairs: tuple[NearCopy, ...]
    clusters: tuple[tuple[str, ...], ...]
    skipped: tuple[Skip, ...]
    counts: dict[str, int]
