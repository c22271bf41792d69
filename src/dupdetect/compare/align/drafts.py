"""Passages in the making, and which of them may stand beside each other."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from dupdetect.settings import Aligning

CERTAIN = 1e6
"""The score of drafts that boundaries did not settle: exact runs, and summaries."""


class Draft(NamedTuple):
    """Words `a0:a1` of A and `b0:b1` of B, and their log-likelihood ratio in nats.

    `copy` is the side, 0 for A and 1 for B, whose words no other draft may have as well: a source can be used twice.
    """

    a0: int
    a1: int
    b0: int
    b1: int
    score: float
    copy: int = 0

    def common(self, other: Draft) -> int:
        """The words of this draft that `other` has taken; below 0 when they lie apart."""
        if other.copy:
            return min(self.b1, other.b1) - max(self.b0, other.b0)
        return min(self.a1, other.a1) - max(self.a0, other.a0)

    def length(self, side: int) -> int:
        """The words of a side."""
        return self.b1 - self.b0 if side else self.a1 - self.a0

    def swap_sides(self) -> Draft:
        """The same with A and B changed over."""
        return Draft(self.b0, self.b1, self.a0, self.a1, self.score, 1 - self.copy)


def drop_overlapping(drafts: Sequence[Draft], settings: Aligning) -> list[Draft]:
    """The drafts that no better one takes more than `overlap` of, and that are long enough."""
    accepted: list[Draft] = []
    for draft in sorted(drafts, key=lambda d: (-d.score, d.a0, d.b0)):
        if all(draft.common(other) <= settings.overlap * draft.length(other.copy) for other in accepted):
            accepted.append(draft)
    return [draft for draft in accepted if min(draft.length(0), draft.length(1)) >= settings.min_words]
