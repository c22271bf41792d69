"""Draft passages, and which of them may overlap."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from dupdetect.settings import Aligning

CERTAIN = 1e6
"""The score of drafts whose boundaries are certain: exact runs and summaries."""


class Draft(NamedTuple):
    """Words `a0:a1` of A and `b0:b1` of B, and their log-likelihood ratio in nats.

    `copy` is the side, 0 for A and 1 for B, whose words belong to one draft only; those of a source can be used twice.
    """

    a0: int
    a1: int
    b0: int
    b1: int
    score: float
    copy: int = 0

    def common(self, other: Draft) -> int:
        """The number of words shared with `other` on its copy side; below 0 if they are apart."""
        if other.copy:
            return min(self.b1, other.b1) - max(self.b0, other.b0)
        return min(self.a1, other.a1) - max(self.a0, other.a0)

    def length(self, side: int) -> int:
        """The words of a side."""
        return self.b1 - self.b0 if side else self.a1 - self.a0

    def swap_sides(self) -> Draft:
        """The same draft with A and B exchanged."""
        return Draft(self.b0, self.b1, self.a0, self.a1, self.score, 1 - self.copy)


def drop_overlapping(drafts: Sequence[Draft], settings: Aligning) -> list[Draft]:
    """Drop drafts that are too short or that a better draft covers by more than `overlap`."""
    accepted: list[Draft] = []
    for draft in sorted(drafts, key=lambda d: (-d.score, d.a0, d.b0)):
        if all(draft.common(other) <= settings.overlap * draft.length(other.copy) for other in accepted):
            accepted.append(draft)
    return [draft for draft in accepted if min(draft.length(0), draft.length(1)) >= settings.min_words]
