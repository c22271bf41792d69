"""Two articles side by side, as every call and every engine compares them: segmented, aligned, judged, told.

A module of its own, before `engines`, because a cluster's workers compare pairs where no `detect` drives them.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeVar

from dupdetect.batches import Alignment, Segmented
from dupdetect.records import Article, Channel, Comparison, CreditForm, Direction, Evidence, Substitution, Verdict
from dupdetect.settings import Settings
from dupdetect.steps import align, credit, drift, judge, segment, substitute, thesaurus

Remembered = TypeVar("Remembered")

_REMEMBERED = 4096
"""Prepared articles that a comparer keeps; candidates come in order, so older ones are seldom asked for again."""


class Comparer:
    """Prepares articles once and compares them in pairs.

    Args:
        recurring: lines that are furniture because unrelated articles of the batch hold them (`segment.recurring`).
    """

    def __init__(self, settings: Settings, recurring: frozenset[str] = frozenset()) -> None:
        self._settings = settings
        self._recurring = recurring
        self._vocabulary = segment.Vocabulary(settings.segmenting.language)
        self._work = align.Workspace()
        self._prepared: dict[str, align.Indexed] = {}
        self._mentioned: dict[str, credit.Mentions] = {}

    def compared(self, a: Article, b: Article, channels: tuple[Channel, ...]) -> Comparison:
        """The comparison of two articles."""
        left, right = self._indexed(a), self._indexed(b)
        self._work.fit(self._vocabulary.stems)
        alignment = align.aligned(left, right, self._work, self._settings.aligning)
        x, y = left.segmented, right.segmented
        measures = judge.measured(x, y, alignment)
        verdict, reasons = judge.verdict(measures, self._settings.judging)
        related = verdict is not Verdict.INDEPENDENT
        form, credits = credit.found(self._mentions(a), self._mentions(b)) if related else (CreditForm.NONE, ())
        direction, dated = credit.direction(a, b, credits) if related else (Direction.UNKNOWN, ())
        spun = substitute.spun(measures, self._settings.judging)
        swaps = self._swaps(a, b, alignment) if spun and related else ()
        return Comparison(
            a=a.id,
            b=b.id,
            verdict=verdict,
            jaccard=alignment.jaccard,
            coverage_a=judge.coverage(x, alignment.covered_a),
            coverage_b=judge.coverage(y, alignment.covered_b),
            closeness=judge.closeness(x, y, alignment),
            spun=spun if related else None,
            direction=direction,
            credit=form,
            passages=alignment.passages,
            reasons=(*reasons, *thesaurus.told(swaps)),
            sentences=alignment.sentences,
            substitutions=swaps,
            credit_evidence=credits,
            direction_evidence=dated,
            furniture_a=x.furniture,
            furniture_b=y.furniture,
            disguises=(*_disguises(x), *_disguises(y)),
            channels=channels,
            measures=measures,
            drift=drift.found(a, b, alignment.sentences) if related else (),
            probability=judge.probability(measures, self._settings.calibrating),
        )

    def _swaps(self, a: Article, b: Article, alignment: Alignment) -> tuple[Substitution, ...]:
        """What was swapped for what, looked up where there is a thesaurus."""
        swaps = substitute.substitutions(a, b, alignment)
        folder = self._settings.judging.thesaurus
        return thesaurus.marked(swaps, thesaurus.loaded(folder)) if folder else swaps

    def _indexed(self, article: Article) -> align.Indexed:
        known = self._prepared.get(article.id)
        if known is None or known.segmented.article is not article:
            segmented = segment.segmented(article, self._vocabulary, self._settings.segmenting, self._recurring)
            known = self._prepared[article.id] = align.indexed(segmented)
            _forget(self._prepared)
        return known

    def _mentions(self, article: Article) -> credit.Mentions:
        known = self._mentioned.get(article.id)
        if known is None or known.article is not article:
            known = self._mentioned[article.id] = credit.mentions(article)
            _forget(self._mentioned)
        return known


def _forget(remembered: dict[str, Remembered]) -> None:
    """Drop the oldest entry of a full dictionary."""
    if len(remembered) > _REMEMBERED:
        del remembered[next(iter(remembered))]


def _disguises(one: Segmented) -> Iterator[Evidence]:
    return (Evidence(one.article.id, what) for what in one.disguises)
