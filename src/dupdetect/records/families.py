"""Families: articles that are versions of one text, and what is only part of one."""

from __future__ import annotations

from dataclasses import dataclass

from dupdetect.records.words import AttachedAs, Verdict


@dataclass(frozen=True, slots=True)
class Attached:
    """An article attached to a family because it is only part of a member, or holds texts of several families.

    Attributes:
        id: the article.
        as_: `trim` or `round_up`.
    """

    id: str
    as_: AttachedAs


@dataclass(frozen=True, slots=True)
class Cluster:
    """A family: articles that cover each other by half or more, directly or through others.

    Attributes:
        articles: their ids, sorted.
        verdict: the strongest verdict inside the family.
        source: the id of the one member that was made from no other; None unless the dates of all members are known or
            a credit names it.
        attached: articles that are only part of a member, or hold texts of several families, by id.
        title: the title of the source, or of the earliest member that has one; empty if none has.
        origins: the number of independent first texts; 1 if all may stem from one, known or not.
    """

    articles: tuple[str, ...]
    verdict: Verdict
    source: str | None = None
    attached: tuple[Attached, ...] = ()
    title: str = ""
    origins: int = 1
