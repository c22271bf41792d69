"""The evidence for a finding, quoted with its place, and the check of a licence's rule that rests on it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Evidence:
    """A piece of evidence in an article of a pair, and its place.

    Attributes:
        article: the id of the article that holds it; empty if it concerns both.
        text: the evidence, in plain words or as a quotation.
        start, end: its place as offsets; both 0 if it stands in metadata.
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
        kept: whether the copy keeps it; None if that cannot be judged.
        evidence: the quotations that show it, with their places.
        reason: why, in plain words.
    """

    rule: str
    kept: bool | None
    evidence: tuple[Evidence, ...] = ()
    reason: str = ""
