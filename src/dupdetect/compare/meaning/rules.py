"""Figures of meaning to a verdict: meaning and facts together, because neither is enough for texts of a few sentences.

The weights stand in the settings, and `benchmarks.runs.fit meaning` fits them.
"""

from __future__ import annotations

from enum import Enum

from dupdetect.records import Manner, MeaningEvidence
from dupdetect.settings import Meaning

_DOUBT = 0.5
"""What is added to the facts that agree, of one more fact, so that a share of few facts says little."""


class Outcome(Enum):
    """What meaning says of a pair that wording left open, with the manner that follows."""

    RETOLD = Manner.RETOLD
    TRANSLATED = Manner.TRANSLATED
    UNRELATED = None
    TOO_SHORT = "too short to tell"

    @property
    def manner(self) -> Manner | None:
        """The manner of a related pair; None otherwise."""
        return self.value if isinstance(self.value, Manner) else None


def judge_meaning(evidence: MeaningEvidence, words: tuple[int, int], settings: Meaning) -> Outcome:
    """Whether one text retells or translates the other.

    Args:
        words: scored words of A and B.
    """
    if is_too_short(evidence, words, settings):
        return Outcome.TOO_SHORT
    if evidence.language_a != evidence.language_b:
        return Outcome.TRANSLATED if weigh_translation(evidence, settings) >= 0 else Outcome.UNRELATED
    if has_few_facts((evidence.held_a, evidence.held_b), words, settings):
        return Outcome.UNRELATED
    return Outcome.RETOLD if weigh_retelling(evidence, words, settings) >= 0 else Outcome.UNRELATED


def is_too_short(evidence: MeaningEvidence, words: tuple[int, int], settings: Meaning) -> bool:
    """Whether one of the texts is too short to be judged by meaning."""
    sentences = min(evidence.sentences_a, evidence.sentences_b)
    if evidence.language_a != evidence.language_b:
        return sentences < settings.translated_sentences
    return sentences < settings.retold_sentences or min(words) < settings.retold_words


def has_few_facts(held: tuple[float, float], words: tuple[int, int], settings: Meaning) -> bool:
    """Whether the shorter text has too few facts of the other to retell it in one language, whatever it means.

    Args:
        held: share of the facts of A and of B that the other text has.
        words: scored words of A and B.
    """
    return take_shorter(held, words) < settings.retold_held


def take_shorter(figures: tuple[float, float], words: tuple[int, int]) -> float:
    """The figure of the shorter text."""
    return min(zip(words, figures, strict=True))[1]


def are_long(evidence: MeaningEvidence, words: tuple[int, int], settings: Meaning) -> bool:
    """Whether both texts are so long that the mean margin of their sentences varies little."""
    sentences = min(evidence.sentences_a, evidence.sentences_b)
    return sentences >= settings.long_sentences and min(words) >= settings.long_words


def weigh_retelling(evidence: MeaningEvidence, words: tuple[int, int], settings: Meaning) -> float:
    """The log odds that one text retells the other in the same language, less those of the threshold."""
    weights = settings.retold_margin, settings.retold_order, settings.retold_facts, settings.retold_matched
    start = settings.retold_intercept + (settings.retold_long if are_long(evidence, words, settings) else 0)
    return start + _add_up(weights, retelling_figures(evidence, words))


def weigh_translation(evidence: MeaningEvidence, settings: Meaning) -> float:
    """The log odds that one text translates the other, less those of the threshold."""
    weights = (
        settings.translated_greater,
        settings.translated_lesser,
        settings.translated_facts,
        settings.translated_order,
    )
    return settings.translated_intercept + _add_up(weights, translation_figures(evidence))


def retelling_figures(evidence: MeaningEvidence, words: tuple[int, int]) -> tuple[float, float, float, float]:
    """The figures of `weigh_retelling`, in the order of its weights."""
    held = take_shorter((evidence.held_a, evidence.held_b), words)
    margin = min(evidence.margin_a, evidence.margin_b)
    matched = len(evidence.matches) / min(evidence.sentences_a, evidence.sentences_b)
    return margin, evidence.order, held, matched


def translation_figures(evidence: MeaningEvidence) -> tuple[float, float, float, float]:
    """The figures of `weigh_translation`, in the order of its weights."""
    margins = sorted((evidence.margin_a, evidence.margin_b))
    held = max(evidence.held_a, evidence.held_b)
    facts = (held * evidence.facts + _DOUBT) / (evidence.facts + 1)
    return margins[1], margins[0], facts, evidence.order


def _add_up(weights: tuple[float, ...], figures: tuple[float, ...]) -> float:
    return sum(weight * figure for weight, figure in zip(weights, figures, strict=True))
