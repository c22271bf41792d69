"""What stands for what in two texts: passages, sentences, and the words and facts that differ in them."""

from __future__ import annotations

from dataclasses import dataclass

from dupdetect.records.words import DriftKind, Kind


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of A and a stretch of B that stand for each other.

    Attributes:
        kind: verbatim, edited or reworded.
        similarity: of the wording, 0 to 1; 1 is verbatim.
        quotation: whether both sides stand inside quotation marks, and so may be shared public speech.
    """

    a_start: int
    a_end: int
    b_start: int
    b_end: int
    kind: Kind
    similarity: float
    quotation: bool = False


@dataclass(frozen=True, slots=True)
class Replacement:
    """Words of A and the different words of B in their place; one side may be empty."""

    a_start: int
    a_end: int
    b_start: int
    b_end: int


@dataclass(frozen=True, slots=True)
class SentencePair:
    """A sentence of A and the sentence of B that stands for it.

    Attributes:
        similarity: 0 to 1, the share of words that both keep in the same order.
        replacements: what differs, in order.
        quotation: whether both stand inside quotation marks, and so may be shared public speech.
    """

    a_start: int
    a_end: int
    b_start: int
    b_end: int
    similarity: float
    replacements: tuple[Replacement, ...] = ()
    quotation: bool = False


@dataclass(frozen=True, slots=True)
class Substitution:
    """A wording of A that B replaces by another one, and how often.

    Attributes:
        listed: whether a thesaurus lists the two as synonyms; None if they were not looked up.
    """

    a: str
    b: str
    count: int
    listed: bool | None = None


@dataclass(frozen=True, slots=True)
class Drift:
    """A fact of A that differs in B; editors check these first.

    Attributes:
        kind: number, date, name or negation; one side of a negation may be empty.
    """

    a_start: int
    a_end: int
    b_start: int
    b_end: int
    kind: DriftKind
