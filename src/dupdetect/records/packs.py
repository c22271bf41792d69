"""The contents of an evidence pack: an original, a copy, and the evidence of how they are related."""

from __future__ import annotations

from dataclasses import dataclass

from dupdetect.records import Article, Comparison, RuleCheck


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a sentence, and whether it differs on the other side."""

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
    """A row of a form for takedown requests: the URL of the copy, that of the original, and the explanation."""

    copy: str
    original: str
    explanation: str


@dataclass(frozen=True, slots=True)
class EvidencePack:
    """All contents of the folder of an evidence pack.

    Attributes:
        original, copy: the articles.
        comparison: the comparison of the two, as in the findings.
        share: the share of the original's words in sentences that the copy has as well, 0 to 1.
        matches: the sentences side by side, in order of the original.
        rules: the checks of the licence's rules; empty if the findings were judged without a licence.
        original_digest, copy_digest: SHA-256 of the texts as they are written into the folder, in hexadecimal.
        addresses: the copy's first, then those of other copies of the same original on the same site.
        left_out: addresses that are too long for a form, or too many.
        signature: that of the settings of the comparison.
        version: that of the program that wrote the pack.
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
