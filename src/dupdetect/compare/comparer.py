"""Compare two articles: segment, align, judge, and give reasons. Every call and every engine uses this.

It is separate from `engines` because workers on a cluster compare pairs one by one.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial
from typing import NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from dupdetect.compare import align, credit, facts, judge, meaning, spinning, thesaurus
from dupdetect.compare.article_cache import LRUCache
from dupdetect.compare.segments import SegmentStore
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
    Span,
    Substitution,
    Verdict,
)
from dupdetect.records.batches import Alignment, Segmented
from dupdetect.settings import Settings
from dupdetect.text import Vocabulary, segment_article, transcription

Spelled: TypeAlias = tuple[str, Segmented]
"""The name of a spelling, and the article that was typed in it."""

CommonSpans: TypeAlias = tuple[Sequence[Span], Sequence[Span]]
"""The stretches of A and of B that are common wording of their batch."""

MOST_PREPARED = 33_554_432
"""Characters of the articles that a comparer caches, at 8 to 10 bytes each. Candidates come in order, so that older
articles are rarely needed again."""

_LISTED = 16_777_216
"""Characters of the articles that a comparer caches folded, at 1 to 2 bytes each, to find their spelling."""

_ENCODED = 4_194_304
"""Characters of the articles whose sentence vectors a comparer caches, at 7 bytes each."""

_STEMS = 1_000_000
"""Stems after which a comparer numbers words anew, so that its memory does not grow with a crawl's misspellings."""


class Comparer:
    """Prepares articles once and compares them in pairs.

    Args:
        recurring: lines that are boilerplate because unrelated articles of the batch share them.
        prepared: characters of the articles that it caches.
        segments: keeps the words of all articles where these are more than the cache takes, in the numbers of one
            vocabulary.
    """

    def __init__(
        self,
        settings: Settings,
        recurring: frozenset[str] = frozenset(),
        prepared: int = MOST_PREPARED,
        segments: SegmentStore | None = None,
    ) -> None:
        self._settings = settings
        self._segments = segments
        self._most_prepared = prepared
        self._recurring = recurring
        self._mentioned = LRUCache(credit.find_mentions, prepared)
        self._weigher = meaning.MeaningWeigher(settings.meaning) if settings.meaning.enabled else None
        self._encoded = LRUCache(self._encode_sentences, min(_ENCODED, prepared))
        self._begin()

    def with_cache(self, prepared: int) -> Comparer:
        """A comparer that caches `prepared` characters and finds the words of all articles that this one has kept.

        So do processes that are forked from this one, each with a comparer of its own. This one must not be used again:
        what it has cached is given up at once, since each fork would keep it.
        """
        for indexed in (self._prepared, *self._respelled.values()):
            indexed.clear()
        self._mentioned.clear()
        comparer = Comparer(self._settings, self._recurring, prepared)
        comparer._open_caches(self._vocabulary)
        if self._segments:
            self._segments.seal()
            comparer._segments = self._segments
        return comparer

    def _begin(self) -> None:
        self._open_caches(Vocabulary(self._settings.segmenting.language))
        if self._segments:
            self._segments.clear()

    def _open_caches(self, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary
        self._work = align.Workspace()
        self._prepared = LRUCache(self._index_article, self._most_prepared)
        self._respelled: dict[str, LRUCache[align.Indexed]] = {}
        self._spelled = LRUCache(self._list_words, min(_LISTED, self._most_prepared))

    def compare_articles(
        self, a: Article, b: Article, channels: tuple[Channel, ...], common: CommonSpans = ((), ())
    ) -> Comparison:
        """Compare two articles that `channels` proposed; `common` is wording of each text that counts for no pair."""
        aligned = self._align_pair(a, b)
        return self._describe_pair(a, b, channels, self._relate_pair(a, b, aligned, channels, common))

    def compare_if(
        self, a: Article, b: Article, channels: tuple[Channel, ...], common: CommonSpans, least: Verdict
    ) -> Comparison | None:
        """As `compare_articles`; None below the verdict `least`, without the evidence that nobody will see."""
        aligned = self._align_pair(a, b)
        if least is not Verdict.INDEPENDENT and self._is_ruled_out(aligned.wording, common):
            return None
        relation = self._relate_pair(a, b, aligned, channels, common)
        return self._describe_pair(a, b, channels, relation) if relation.judgement.verdict.reaches(least) else None

    def _align_pair(self, a: Article, b: Article) -> _Aligned:
        """The wording that two articles share."""
        left, right, spelled = self._prepare_pair(a, b)
        alignment = align.align_wording(left, right, self._work, self._settings.aligning)
        wording = judge.measure_wording(left.segmented, right.segmented, alignment)
        return _Aligned(left, right, spelled, alignment, replace(wording, same_words=False) if spelled else wording)

    def _is_ruled_out(self, wording: Measures, common: CommonSpans) -> bool:
        """Whether a pair is independent whatever it tells; common wording may count as most of a text."""
        return self._weigher is None and not any(common) and not judge.may_be_related(wording, self._settings.judging)

    def _relate_pair(
        self, a: Article, b: Article, aligned: _Aligned, channels: tuple[Channel, ...], common: CommonSpans
    ) -> _Relation:
        """An aligned pair with its facts, and the verdict that follows."""
        left, right, spelled, alignment, wording = aligned
        alignment = align.add_facts(left, right, alignment, self._settings.aligning)
        measures = judge.complete_measures(left.segmented, right.segmented, alignment, wording)
        measures, spun, judgement = self._judge_pair(left, right, alignment, measures, common)
        judgement, weighed = self._weigh_meaning(a, b, measures, judgement, channels)
        return _Relation(left, right, spelled, alignment, measures, spun, judgement, weighed)

    def _describe_pair(self, a: Article, b: Article, channels: tuple[Channel, ...], relation: _Relation) -> Comparison:
        """A comparison with all its evidence."""
        left, right, spelled, alignment, measures, spun, judgement, weighed = relation
        x, y = left.segmented, right.segmented
        related = judgement.verdict is not Verdict.INDEPENDENT
        form, credits = credit.find_credit(*map(self._mentioned.of, (a, b))) if related else (CreditForm.NONE, ())
        direction, dated = credit.find_direction(a, b, credits) if related else (Direction.UNKNOWN, ())
        swaps = self._swaps(a, b, alignment) if spun and related else ()
        shares = _measure_shares(x, y, alignment, same_words=measures.same_words)
        probability = judge.estimate_probability(measures, self._settings.calibrating)
        comparison = Comparison(
            a=a.id,
            b=b.id,
            verdict=judgement.verdict,
            jaccard=alignment.jaccard,
            coverage_a=shares.coverage_a,
            coverage_b=shares.coverage_b,
            closeness=shares.closeness,
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
            probability=judge.bound_probability(probability, judgement.verdict),
            manner=judgement.manner,
            facts=_count_facts(alignment),
            undecided=judgement.undecided,
        )
        return _add_meaning(comparison, weighed, x, y, alignment) if weighed else comparison

    def _weigh_meaning(
        self, a: Article, b: Article, measures: Measures, judgement: judge.Judgement, channels: tuple[Channel, ...]
    ) -> tuple[judge.Judgement, meaning.Weighed | None]:
        """The judgement on meaning, where it is compared and wording leaves the pair open; else that on wording."""
        if self._weigher is None:
            return judgement, None
        rule = judge.find_rule(measures, self._settings.judging)
        if not self._weigher.may_decide(judgement, rule, channels):
            return judgement, None
        left, right = self._prepared.of(a), self._prepared.of(b)
        whole_facts, words = (left.facts, right.facts), (measures.words_a, measures.words_b)
        may_rule_out = (
            judgement.verdict is Verdict.INDEPENDENT
            and Channel.ASKED not in channels
            and left.segmented.language == right.segmented.language
        )
        if may_rule_out and (ruled_out := self._weigher.rule_out(whole_facts, words, judgement)):
            return ruled_out, None
        sentences = self._encoded.of(a), self._encoded.of(b)
        weighed = self._weigher.weigh(sentences, whole_facts, words, judgement)
        judgement = weighed.judgement if weighed else self._weigher.explain_silence(sentences, judgement)
        return judgement, weighed

    def _encode_sentences(self, article: Article) -> SentenceVectors:
        assert self._weigher is not None
        return self._weigher.encode(self._prepared.of(article).segmented)

    def _prepare_pair(self, a: Article, b: Article) -> tuple[align.Indexed, align.Indexed, Spelled | None]:
        """Both articles, prepared in one spelling; and that spelling if only one of them was typed in it."""
        self._renew_vocabulary()
        left, right = self._prepared.of(a), self._prepared.of(b)
        spelled = self._find_spelling(left.segmented, right.segmented)
        if spelled:
            left, right = self._respell(a, spelled[0]), self._respell(b, spelled[0])
        self._work.free_packs()
        self._work.fit(self._vocabulary.stems)
        return left, right, spelled

    def _judge_pair(
        self, a: align.Indexed, b: align.Indexed, alignment: Alignment, measures: Measures, common: CommonSpans
    ) -> tuple[Measures, bool | None, judge.Judgement]:
        """The figures that decide, whether a text looks spun, and the verdict; without common wording."""
        x, y, settings = a.segmented, b.segmented, self._settings
        spun = spinning.looks_spun(measures, settings.judging)
        if not any(common) or not alignment.passages:
            return measures, spun, judge.judge_measures(measures, settings.judging, spun=bool(spun))
        masks = judge.mark_words(x, common[0]), judge.mark_words(y, common[1])
        covered_a, covered_b = alignment.covered_a & ~masks[0], alignment.covered_b & ~masks[1]
        agreement = facts.compare_facts(a.facts, b.facts, covered_a, covered_b)
        rest = judge.measure_remainder(x, y, alignment, measures, masks, agreement)
        decisive, judgement = judge.judge_remainder(measures, rest, settings.judging, settings.batch, spun=bool(spun))
        return decisive, spun, judgement

    def may_be_related(self, pairs: Sequence[tuple[Article, Article]]) -> NDArray[np.bool_]:
        """Which of the pairs may be related; the others are independent, whatever their facts.

        Without passages, only texts of the same words are related. A pair that may have to be compared in another
        spelling stays.
        """
        self._renew_vocabulary()
        articles = {article.id: article for pair in pairs for article in pair}
        prepared = [self._prepared.of(article) for article in articles.values()]
        place = {name: i for i, name in enumerate(articles)}
        rows = np.fromiter((place[item.id] for pair in pairs for item in pair), np.int32, 2 * len(pairs)).reshape(-1, 2)
        self._work.fit(self._vocabulary.stems)
        may_match = align.screen_pairs(prepared, rows, self._work, self._settings.aligning)
        scored = np.array([item.scored for item in prepared], np.int64)[rows]
        may_match |= scored[:, 0] == scored[:, 1]
        for i in np.flatnonzero(~may_match & _differ_in_marks(prepared, rows)).tolist():
            left, right = (prepared[row].segmented for row in rows[i].tolist())
            may_match[i] = self._find_spelling(left, right) is not None
        return may_match

    def may_be_retold(self, a: Article, b: Article) -> bool:
        """Whether meaning may relate two articles that are neighbours by meaning and independent by their wording."""
        if self._weigher is None:
            return False
        self._renew_vocabulary()
        left, right = self._prepared.of(a), self._prepared.of(b)
        words = judge.count_scored(left.segmented), judge.count_scored(right.segmented)
        return self._weigher.may_tie((left.facts, right.facts), words)

    def segment(self, article: Article) -> Segmented:
        """The words of an article as they are compared."""
        self._renew_vocabulary()
        kept = self._find_kept(article)
        return self._prepared.of(article).segmented if kept is None else kept

    def hash_words(self, numbers: NDArray[np.int32]) -> NDArray[np.uint64]:
        """A hash of the spelling of each word of the article that was segmented last, the same in every process."""
        return self._vocabulary.hash_words(numbers)

    def _find_spelling(self, a: Segmented, b: Segmented) -> tuple[str, Segmented] | None:
        return transcription.find_spelling(a, b, lambda side: self._spelled.of(side.article))

    def _list_words(self, article: Article) -> transcription.SpelledWords:
        return transcription.list_words(self._prepared.of(article).segmented)

    def _renew_vocabulary(self) -> None:
        if self._vocabulary.stems > _STEMS:
            self._begin()

    def _swaps(self, a: Article, b: Article, alignment: Alignment) -> tuple[Substitution, ...]:
        """The substitutions of a pair, marked as listed or not if there is a thesaurus."""
        swaps = spinning.find_substitutions(a, b, alignment)
        folder = self._settings.judging.thesaurus
        return thesaurus.mark_listed(swaps, thesaurus.load_thesaurus(folder)) if folder else swaps

    def _respell(self, article: Article, spelling: str) -> align.Indexed:
        """An article prepared in another spelling."""
        if spelling not in self._respelled:
            self._respelled[spelling] = LRUCache(partial(self._index_article, spelling=spelling), self._most_prepared)
        return self._respelled[spelling].of(article)

    def _index_article(self, article: Article, spelling: str = "") -> align.Indexed:
        kept = None if spelling else self._find_kept(article)
        return align.index_article(self._cut_words(article, spelling) if kept is None else kept)

    def _find_kept(self, article: Article) -> Segmented | None:
        return self._segments.find(article) if self._segments else None

    def _cut_words(self, article: Article, spelling: str) -> Segmented:
        segmented = segment_article(article, self._vocabulary, self._settings.segmenting, self._recurring, spelling)
        if self._segments and not spelling:
            self._segments.keep(segmented)
        return segmented


def _differ_in_marks(prepared: Sequence[align.Indexed], rows: NDArray[np.int32]) -> NDArray[np.bool_]:
    """Which pairs `transcription.find_spelling` has to look at: one text has diacritics, the other hardly any."""
    marks = np.array([item.segmented.diacritics for item in prepared], np.int64)[rows]
    words = np.array([len(item.segmented) for item in prepared], np.int64)[rows]
    fuller = marks.argmax(axis=1)[:, None]
    words_of_fuller = np.take_along_axis(words, fuller, axis=1)[:, 0]
    differ: NDArray[np.bool_] = transcription.differ_in_marks(marks.max(axis=1), marks.min(axis=1), words_of_fuller)
    return differ


class _Aligned(NamedTuple):
    """Two prepared articles, the wording that they share, and its figures."""

    left: align.Indexed
    right: align.Indexed
    spelled: Spelled | None
    alignment: Alignment
    wording: Measures


class _Relation(NamedTuple):
    """How two prepared articles are related, and the steps that show it."""

    left: align.Indexed
    right: align.Indexed
    spelled: Spelled | None
    alignment: Alignment
    measures: Measures
    spun: bool | None
    judgement: judge.Judgement
    weighed: meaning.Weighed | None


class _Shares(NamedTuple):
    coverage_a: float
    coverage_b: float
    closeness: float


def _measure_shares(x: Segmented, y: Segmented, alignment: Alignment, *, same_words: bool) -> _Shares:
    """The coverage of both texts and the closeness; all 1 for texts of the same words."""
    if same_words:
        return _Shares(1.0, 1.0, 1.0)
    coverage = judge.measure_coverage(x, alignment.covered_a), judge.measure_coverage(y, alignment.covered_b)
    return _Shares(*coverage, judge.measure_closeness(x, y, alignment))


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


def _find_transcribed(spelled: Spelled | None) -> Iterator[Evidence]:
    if spelled:
        spelling, article = spelled
        yield Evidence(article.article.id, transcription.DISGUISES[spelling])
