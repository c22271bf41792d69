"""Meaning for the pairs of a comparer: which pairs it is asked about, and what becomes of their verdict."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import cached_property
from typing import NamedTuple

from dupdetect.compare.facts import Facts, compare_marks, compare_wholes, count_shared, find_marks
from dupdetect.compare.judge import MEANING_HINT, Judgement, Rule
from dupdetect.compare.meaning.evidence import measure_meaning
from dupdetect.compare.meaning.rules import Outcome, has_few_facts, judge_meaning
from dupdetect.embedding import (
    Embedder,
    SentenceEncoder,
    SentenceVectors,
    check_model,
    find_sentences,
    load_embedder,
)
from dupdetect.records import Channel, FactCounts, MeaningEvidence, Verdict
from dupdetect.records.batches import Agreement, Segmented
from dupdetect.settings import Meaning

_CHANNELS = frozenset({Channel.MEANING, Channel.ASKED})
"""The searches whose pairs are worth encoding: whole texts that are near, or a pair that the user named."""


_CLOSED = frozenset({Rule.FORM, Rule.TABLE})
"""Rules that know why sentences are alike though nobody retold anything."""


class Weighed(NamedTuple):
    """A pair after its meaning was compared.

    Attributes:
        evidence: the figures, and the sentences that mean the same.
        judgement: the verdict on wording and meaning together.
        facts: the facts of both texts, counted in whole texts.
    """

    evidence: MeaningEvidence
    judgement: Judgement
    facts: FactCounts


class MeaningWeigher:
    """Compares sentences by meaning; loads its model when the first pair needs it."""

    def __init__(self, settings: Meaning) -> None:
        check_model(settings.model)
        self._settings = settings

    @cached_property
    def _embedder(self) -> Embedder:
        return load_embedder(self._settings.model)

    def may_decide(self, judgement: Judgement, rule: Rule, channels: tuple[Channel, ...]) -> bool:
        """Whether wording left a pair open that meaning may decide. A form filled in twice or a table is not open."""
        open_to_meaning = judgement.verdict in (Verdict.INDEPENDENT, Verdict.PARTIAL) and rule not in _CLOSED
        return open_to_meaning and not _CHANNELS.isdisjoint(channels)

    def may_tie(self, facts: tuple[Facts, Facts], words: tuple[int, int]) -> bool:
        """Whether sentences may tie two texts that are independent by their wording, as far as that shows without them.

        Args:
            words: scored words of A and B.
        """
        a, b = (side.article for side in facts)
        same_language = a.language == b.language
        if self._embedder.digest != self._settings.fitted or self._find_unknown(a.language, b.language):
            return False
        if same_language and self.find_obstacle(facts, words):
            return False
        least = self._settings.retold_sentences if same_language else self._settings.translated_sentences
        return all(len(find_sentences(article)[0]) >= least for article in (a, b))

    def rule_out(self, facts: tuple[Facts, Facts], words: tuple[int, int], judgement: Judgement) -> Judgement | None:
        """The judgement on two texts of one language that cannot retell each other; None if their sentences may decide.

        Args:
            words: scored words of A and B.
            judgement: the verdict on wording alone.
        """
        reason = self.find_obstacle(facts, words)
        return judgement._replace(reasons=(*judgement.reasons, reason)) if reason else None

    def find_obstacle(self, facts: tuple[Facts, Facts], words: tuple[int, int]) -> str:
        """Why two texts of one language cannot retell each other, whatever their sentences mean; empty if they may.

        Facts cost far less than vectors, and nearly all neighbours that the search by meaning brings share the topic
        alone.

        Args:
            words: scored words of A and B.
        """
        if self._embedder.digest != self._settings.fitted:
            return ""
        if min(words) < self._settings.retold_words:
            return _describe_least(self._settings)
        agreement = compare_language(*facts)
        if has_few_facts((agreement.held_a, agreement.held_b), words, self._settings):
            return "meaning was not compared: the shorter text has too few facts of the other to retell it"
        return ""

    def encode(self, article: Segmented) -> SentenceVectors:
        """The sentences of an article as vectors."""
        return SentenceEncoder(self._embedder).encode(article)

    def weigh(
        self,
        sentences: tuple[SentenceVectors, SentenceVectors],
        facts: tuple[Facts, Facts],
        words: tuple[int, int],
        judgement: Judgement,
    ) -> Weighed | None:
        """The evidence of meaning, and the verdict with it; None if a text has no sentences or a language is unknown.

        Args:
            words: scored words of A and B.
            judgement: the verdict on wording alone.
        """
        a, b = sentences
        if not len(a) or not len(b) or self._find_unknown(a.language, b.language):
            return None
        agreement = compare_languages(*facts) if a.language != b.language else compare_language(*facts)
        evidence = measure_meaning(a, b, agreement, self._embedder.name)
        counts = FactCounts(agreement.shared, agreement.only_a, agreement.only_b)
        if self._embedder.digest != self._settings.fitted:
            reason = f"meaning decides nothing: no thresholds are fitted to the model {evidence.model}"
            return Weighed(evidence, judgement._replace(reasons=(*judgement.reasons, reason)), counts)
        outcome = judge_meaning(evidence, words, self._settings)
        evidence = replace(evidence, decided=outcome.manner is not None)
        return Weighed(evidence, revise_judgement(judgement, evidence, outcome, self._settings), counts)

    def explain_silence(self, sentences: tuple[SentenceVectors, SentenceVectors], judgement: Judgement) -> Judgement:
        """The judgement on a pair that cannot be weighed, with the reason in place of the hint to compare meaning."""
        unknown = self._find_unknown(*(side.language for side in sentences))
        why = (
            f"the model {self._embedder.name} does not know {', '.join(unknown)}" if unknown else "one has no sentences"
        )
        first, *others = judgement.reasons
        if first.endswith(MEANING_HINT):
            first = f"{first.removesuffix(MEANING_HINT)}; {why}"
        return judgement._replace(reasons=(first, *others))

    def _find_unknown(self, *languages: str) -> list[str]:
        """Those of the languages that the model is known not to know."""
        known = self._embedder.languages
        return sorted(set(languages) - known) if known else []


def compare_language(a: Facts, b: Facts) -> Agreement:
    """How far the facts of two whole texts of one language agree."""
    weight_a, weight_b, held_a, held_b = compare_wholes(a, b)
    counts = count_shared(a, b)
    return Agreement(*counts, weight_a=weight_a, weight_b=weight_b, held_a=held_a, held_b=held_b)


def compare_languages(a: Facts, b: Facts) -> Agreement:
    """How far those facts of two whole texts agree that show in any language."""
    return compare_marks(find_marks(a), find_marks(b))


def revise_judgement(judgement: Judgement, evidence: MeaningEvidence, outcome: Outcome, settings: Meaning) -> Judgement:
    """The verdict on wording, revised by what meaning says; the first reason names what decided."""
    alone = (f"by wording alone: {judgement.reasons[0].removesuffix(MEANING_HINT)}", *judgement.reasons[1:])
    if outcome.manner is not None:
        reasons = (f"{outcome.manner}: meaning, not wording, decided: {_describe(evidence)}", *alone)
        return Judgement(Verdict.REWRITE, reasons, outcome.manner, None)
    if judgement.undecided is None or evidence.language_a == evidence.language_b:
        short = outcome is Outcome.TOO_SHORT
        weak = _describe_least(settings) if short else f"meaning does not tie them: {_describe(evidence)}"
        return judgement._replace(reasons=(*judgement.reasons, weak))
    if outcome is Outcome.TOO_SHORT:
        sentences = min(evidence.sentences_a, evidence.sentences_b)
        need = f"meaning needs {settings.translated_sentences} sentences of each text, and one has {sentences}"
        reasons = (f"undecided, {Outcome.TOO_SHORT.value}: {need}", *alone)
        return judgement._replace(reasons=reasons, undecided=Outcome.TOO_SHORT.value)
    reasons = (f"no translation: meaning, not wording, decided: {_describe(evidence)}", *alone)
    return judgement._replace(reasons=reasons, undecided=None)


def _describe_least(settings: Meaning) -> str:
    """What texts of one language need to be judged by meaning."""
    return (
        f"too short to be judged by meaning, which needs {settings.retold_sentences} sentences and "
        f"{settings.retold_words} words of each text"
    )


def _describe(evidence: MeaningEvidence) -> str:
    """The figures of meaning in words."""
    return ", ".join(_list_figures(evidence))


def _list_figures(evidence: MeaningEvidence) -> Iterator[str]:
    margin = min(evidence.margin_a, evidence.margin_b)
    yield f"sentences have a partner in the other text by a margin of {margin:.2f}"
    yield f"{evidence.order:.0%} of the partners are in order"
    if evidence.facts:
        yield f"{max(evidence.held_a, evidence.held_b):.0%} of one text's facts stand in the other"
