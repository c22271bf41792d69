"""What an evidence pack holds: one original, one copy, and all that shows how they hang together."""

from __future__ import annotations

from dataclasses import dataclass

from dupdetect.records import Article, Comparison, RuleCheck


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a sentence, and whether it stands otherwise on the other side."""

    text: str
    changed: bool


@dataclass(frozen=True, slots=True)
class Match:
    """A sentence of the original beside the sentence of the copy that stands for it.

    Attributes:
        original, copy: their texts in pieces.
        original_start, copy_start: where they begin, as offsets.
    """

    original: tuple[Piece, ...]
    copy: tuple[Piece, ...]
    original_start: int
    copy_start: int


@dataclass(frozen=True, slots=True)
class Address:
    """A row of what forms for takedown requests ask for: where the copy is, where the original, and why."""

    copy: str
    original: str
    explanation: str


@dataclass(frozen=True, slots=True)
class EvidencePack:
    """All that is put into the folder of an evidence pack.

    Attributes:
        original, copy: the articles.
        comparison: of the two, as the findings have it.
        share: the share of the original's words in sentences that the copy has, too, 0 to 1.
        matches: the sentences side by side, in order of the original.
        rules: of the licence, if the findings were judged by one.
        original_digest, copy_digest: SHA-256 of the texts as they are written into the folder, in hexadecimal.
        addresses: the copy's first, then those of other copies of the same original on the same site.
        left_out: addresses that are too long for a form, or too many.
        signature: of the settings that the two were compared with.
        version: of the program that wrote the pack.
    """

    original: Article
    copy: Article
    comparison: Comparison
    share: float
    matches: tuple[Match, ...]
    rules: tuple[RuleCheck, ...]
    original_digest: str
    copy_digest: str
    addresses: tuple[Address, ...]
    left_out: int
    signature: str
    version: str
