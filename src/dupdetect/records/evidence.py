"""What a finding rests on, quoted with its place, and what follows from it for a licence."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Evidence:
    """A finding about one article of a pair in words, and where it stands.

    Attributes:
        article: the id of the article that holds it; empty when it is about both.
        text: what was found, in plain words or as quoted.
        start, end: where, as offsets; both 0 when it stands in metadata.
    """

    article: str
    text: str
    start: int = 0
    end: int = 0


@dataclass(frozen=True, slots=True)
class RuleCheck:
    """Whether a copy keeps a rule of a licence.

    Attributes:
        rule: the name of the rule, as files of rules write it.
        kept: whether the copy keeps it; None when that cannot be judged.
        evidence: what it rests on, quoted with its place.
        reason: why, in plain words.
    """

    rule: str
    kept: bool | None
    evidence: tuple[Evidence, ...] = ()
    reason: str = ""
