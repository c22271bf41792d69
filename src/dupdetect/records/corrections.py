"""What a correction changed, and which copies still have the old wording."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from dupdetect.records import Evidence


class Carried(str, Enum):
    """What a copy says where the original was corrected."""

    OLD = "old"
    NEW = "new"
    OTHER = "other"
    ABSENT = "absent"


@dataclass(frozen=True, slots=True)
class Correction:
    """A wording of the old version that the new version replaces.

    Attributes:
        kind: number, date, name or negation; `wording` for all else.
        old, new: the wordings with their places; the text on one side is empty if the wording was added or cut.
    """

    kind: str
    old: Evidence
    new: Evidence


@dataclass(frozen=True, slots=True)
class CarriedCorrection:
    """What a copy says where the original was corrected.

    Attributes:
        copy: the id of the copy.
        correction: what was corrected.
        state: `old`, `new`, `other` for a third wording, or `absent` if the copy lacks the sentence.
        evidence: the words of the copy, with their place; without text if they are absent.
    """

    copy: str
    correction: Correction
    state: Carried
    evidence: Evidence
