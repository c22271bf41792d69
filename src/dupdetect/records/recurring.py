"""A passage that recurs in a scan or an archive, which findings list once."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class CommonPassage:
    """A passage that several families of a scan or an archive hold. It counts for no pair, and is listed once instead.

    Attributes:
        text: the passage as the article with its longest form has it.
        words: the number of its words there.
        articles: the ids of the related articles that hold most of it, sorted. Those of an archive may be in no pair of
            the findings.
        first: the id of the earliest of them; None unless the dates of all are known and one is the earliest.
    """

    text: str
    words: int
    articles: tuple[str, ...]
    first: str | None = None
