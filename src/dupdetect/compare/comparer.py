"""Compare two articles: segment, align, judge, and give reasons. Every call and every engine uses this.

It is separate from `engines` because workers on a cluster compare pairs one by one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from typing import Generic, TypeVar

from dupdetect.compare import align, credit, facts, judge, meaning, spinning, thesaurus
from dupdetect.embedding import SentenceVectors
from dupdetect.records import (
    Article,
    Channel,
    Comparison,
    CreditForm,
    Direction,
    Evidence,
    FactCounts,
    Measures,
    Substitution,
    Verdict,
)
from dupdetect.records.batches import Alignment, Segmented
from dupdetect.settings import Settings
from dupdetect.text import Vocabulary, segment_article, transcription

Value = TypeVar("Value")

_REMEMBERED = 16_777_216
"""Characters of the articles that a comparer caches, at 10 to 20 bytes each. Candidates come in order, so that older
articles are rarely needed again."""

_ENCODED = 4_194_304
"""Characters of the articles whose sentence vectors a comparer caches, at 7 bytes each."""

_STEMS = 1_000_000
"""Stems after which a comparer numbers words anew, so that its memory does not grow with a crawl's misspellings."""

_SMALLEST = 1024
"""Least characters for which an article counts: even a short one takes some memory."""


class Comparer:
    """Prepares articles once and compares them in pairs.

    Args:
        recurring: lines that are boilerplate because unrelated articles of the batch share them.
    """

    def __init__(self, settings: Settings, recurring: frozenset[str] = frozenset()) -> None:
        self._settings = settings
        self._recurring = recurring
        self._mentioned = LRUCache(credit.find_mentions)
        self._weigher = meaning.MeaningWeigher(settings.meaning) if settings.meaning.enabled else None
        self._encoded = LRUCache(self._encode_sentences, _ENCODED)
        self._begin()

    def _begin(self) -> None:
        self._vocabulary = Vocabulary(self._settings.segmenting.language)
        self._work = align.Workspace()
        self._prepared = LRUCache(self._index_article)
        self._respelled: dict[str, LRUCache[align.Indexed]] = {}

    def compare_articles(self, a: Article, b: Article, channels: tuple[Channel, ...]) -> Comparison:
        """Compare two articles that the search proposed through `channels`."""
        if self._vocabulary.stems > _STEMS:
            self._begin()
        left, right = self._prepared.of(a), self._prepared.of(b)
        spelled = transcription.find_spelling(left.segmented, right.segmented)
        if spelled:
            left, right = self._respell(a, spelled[0]), self._respell(b, spelled[0])
        self._work.fit(self._vocabulary.stems)
        alignment = align.align_articles(left, right, self._work, self._settings.aligning)
        x, y = left.segmented, right.segmented
        measures = judge.measure_pair(x, y, alignment)
        measures = replace(measures, same_words=False) if spelled else measures
        spun = spinning.looks_spun(measures, self._settings.judging)
        judgement, weighed = self._judge_pair(a, b, measures, channels, spun=bool(spun))
        related = judgement.verdict is not Verdict.INDEPENDENT
        form, credits = credit.find_credit(*map(self._mentioned.of, (a, b))) if related else (CreditForm.NONE, ())
        direction, dated = credit.find_direction(a, b, credits) if related else (Direction.UNKNOWN, ())
        swaps = self._swaps(a, b, alignment) if spun and related else ()
        comparison = Comparison(
            a=a.id,
            b=b.id,
            verdict=judgement.verdict,
            jaccard=alignment.jaccard,
            coverage_a=1.0 if measures.same_words else judge.measure_coverage(x, alignment.covered_a),
            coverage_b=1.0 if measures.same_words else judge.measure_coverage(y, alignment.covered_b),
            closeness=1.0 if measures.same_words else judge.measure_closeness(x, y, alignment),
            spun=spun if related else None,
            direction=direction,
            credit=form,
            passages=alignment.passages,
            reasons=(*judgement.reasons, *thesaurus.describe_listed(swaps)),
            sentences=alignment.sentences,
            substitutions=swaps,
            credit_evidence=credits,
            direction_evidence=dated,
            furniture_a=x.furniture,
            furniture_b=y.furniture,
            disguises=(*_disguises(x), *_disguises(y), *_find_transcribed(spelled)),
            channels=channels,
            measures=measures,
            drift=facts.find_drift(left.facts, right.facts, alignment.sentences) if related else (),
            probability=judge.bound_probability(
                judge.estimate_probability(measures, self._settings.calibrating), judgement.verdict
            ),
            manner=judgement.manner,
            facts=_count_facts(alignment),
            undecided=judgement.undecided,
        )
        return _add_meaning(comparison, weighed, x, y, alignment) if weighed else comparison

    def _judge_pair(
        self, a: Article, b: Article, measures: Measures, channels: tuple[Channel, ...], *, spun: bool
    ) -> tuple[judge.Judgement, meaning.Weighed | None]:
        """The judgement on wording, and on meaning where it is compared and wording leaves the pair open."""
        judgement = judge.judge_measures(measures, self._settings.judging, spun=spun)
        rule = judge.find_rule(measures, self._settings.judging)
        if self._weigher is None or not self._weigher.may_decide(judgement, rule, channels):
            return judgement, None
        sentences = self._encoded.of(a), self._encoded.of(b)
        whole_facts = self._prepared.of(a).facts, self._prepared.of(b).facts
        words = measures.words_a, measures.words_b
        weighed = self._weigher.weigh(sentences, whole_facts, words, judgement)
        return (weighed.judgement if weighed else judgement), weighed

    def _encode_sentences(self, article: Article) -> SentenceVectors:
        assert self._weigher is not None
        return self._weigher.encode(self._prepared.of(article).segmented)

    def _swaps(self, a: Article, b: Article, alignment: Alignment) -> tuple[Substitution, ...]:
        """The substitutions of a pair, marked as listed or not if there is a thesaurus."""
        swaps = spinning.find_substitutions(a, b, alignment)
        folder = self._settings.judging.thesaurus
        return thesaurus.mark_listed(swaps, thesaurus.load_thesaurus(folder)) if folder else swaps

    def _respell(self, article: Article, spelling: str) -> align.Indexed:
        """An article prepared in another spelling."""
        if spelling not in self._respelled:
            self._respelled[spelling] = LRUCache(partial(self._index_article, spelling=spelling))
        return self._respelled[spelling].of(article)

    def _index_article(self, article: Article, spelling: str = "") -> align.Indexed:
        return align.index_article(
            segment_article(article, self._vocabulary, self._settings.segmenting, self._recurring, spelling)
        )


class LRUCache(Generic[Value]):
    """Caches the results of `make` for the articles used last.

    Args:
        most: characters of all cached articles. No article counts for more than half of it, so that both sides of a
            pair fit and a long article in many pairs is prepared once.
    """

    def __init__(self, make: Callable[[Article], Value], most: int = _REMEMBERED) -> None:
        self._make = make
        self._most = most
        self._entries: dict[str, tuple[Article, Value]] = {}
        self._size = 0

    def of(self, article: Article) -> Value:
        """The cached result for an article, or a new one."""
        entry = self._entries.pop(article.id, None)
        if entry is not None:
            self._size -= self._weight(entry[0])
        if entry is None or entry[0] != article:
            entry = article, self._make(article)
        self._entries[article.id] = entry
        self._size += self._weight(article)
        while self._size > self._most:
            oldest, _ = self._entries.pop(next(iter(self._entries)))
            self._size -= self._weight(oldest)
        return entry[1]

    def _weight(self, article: Article) -> int:
        return min(max(len(article.text), _SMALLEST), self._most // 2)


def _count_facts(alignment: Alignment) -> FactCounts | None:
    agreement = alignment.facts
    return FactCounts(agreement.shared, agreement.only_a, agreement.only_b) if alignment.passages else None


def _add_meaning(
    comparison: Comparison, weighed: meaning.Weighed, a: Segmented, b: Segmented, alignment: Alignment
) -> Comparison:
    """A comparison with the evidence of meaning; where that decides, its sentences count as covered."""
    evidence = weighed.evidence
    if not evidence.decided:
        return replace(comparison, meaning=evidence)
    ours = meaning.mark_matched(a, [(match.a_start, match.a_end) for match in evidence.matches])
    theirs = meaning.mark_matched(b, [(match.b_start, match.b_end) for match in evidence.matches])
    return replace(
        comparison,
        coverage_a=judge.measure_coverage(a, alignment.covered_a | ours),
        coverage_b=judge.measure_coverage(b, alignment.covered_b | theirs),
        facts=weighed.facts,
        drift=comparison.drift or facts.find_changed_figures(a.article.text, b.article.text, evidence.matches),
        meaning=evidence,
    )


def _disguises(article: Segmented) -> Iterator[Evidence]:
    return (Evidence(article.article.id, what) for what in article.disguises)


def _find_transcribed(spelled: tuple[str, Segmented] | None) -> Iterator[Evidence]:
    if spelled:
        spelling, article = spelled
        yield Evidence(article.article.id, transcription.DISGUISES[spelling])
