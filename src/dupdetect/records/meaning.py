"""The evidence of meaning: sentences that say the same in other words or in another language."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SentenceMatch:
    """A sentence of A and the sentence of B that means the same, each the nearest of all to the other.

    Attributes:
        cosine: of their vectors, 0 to 1.
    """

    a_start: int
    a_end: int
    b_start: int
    b_end: int
    cosine: float


@dataclass(frozen=True, slots=True)
class MeaningEvidence:
    """What the sentences of two articles say of their relation; figures are rounded to four places.

    Attributes:
        model: the name of the model that encoded them.
        language_a, language_b: ISO 639-1 codes of the languages of A and B.
        sentences_a, sentences_b: how many sentences of each were compared.
        margin_a, margin_b: mean over the sentences of how far the best cosine with the other text exceeds the mean of
            the next three, 0 to 1. A retold sentence has one partner; reports of one event share the topic everywhere.
        cosine: mean of the best cosines, of the text where it is lower, 0 to 1.
        order: share of neighbouring partners that keep their order, 0 to 1.
        held_a, held_b: share of each text's facts that the other has, too, 0 to 1; across languages, of those that show
            in any language.
        facts: how many facts they rest on, by weight, in the text that has fewer.
        decided: whether meaning, and not wording, decided the verdict.
        matches: the sentences that mean the same, in order of A.
    """

    model: str
    language_a: str
    language_b: str
    sentences_a: int
    sentences_b: int
    margin_a: float
    margin_b: float
    cosine: float
    order: float
    held_a: float
    held_b: float
    facts: float
    decided: bool = False
    matches: tuple[SentenceMatch, ...] = ()
