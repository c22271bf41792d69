"""The pipeline: the one module that knows the order of the steps.

read -> segment -> fingerprint -> pair -> align -> judge -> cluster
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import chain
from pathlib import Path
from typing import TypeVar

from dupdetect.batches import Alignment, Segmented
from dupdetect.detect.near import near_copies
from dupdetect.detect.sources import Progress, Sources, by_id, silence, stream
from dupdetect.engines import memory, named
from dupdetect.errors import InputError, UsageError
from dupdetect.records import (
    Article,
    Channel,
    Cluster,
    Comparison,
    CreditForm,
    Direction,
    Evidence,
    Findings,
    Listed,
    Pair,
    Skip,
    Substitution,
    Verdict,
)
from dupdetect.settings import Settings
from dupdetect.steps import (
    align,
    cluster,
    credit,
    drift,
    fingerprint,
    judge,
    pair,
    read,
    segment,
    substitute,
    thesaurus,
)

__all__ = ["Progress", "Sources", "compare", "compare_files", "compare_many", "near_copies", "scan"]

Remembered = TypeVar("Remembered")

_PART = 256
"""Pairs that a worker compares at once."""

_CHECKED = 10_000
"""Articles after which it is asked again whether memory will do."""

_REMEMBERED = 4096
"""Prepared articles that a comparer keeps; candidates come in order, so older ones are seldom asked for again."""


def compare(a: str | Article, b: str | Article, settings: Settings | None = None) -> Comparison:
    """Compare two texts.

    Args:
        a, b: a text, or an article; texts get the ids "a" and "b".
        settings: defaults when None.

    Returns:
        The evidence, and the verdict that follows from it. `compare(b, a)` mirrors it.
    """
    left = Article("a", a) if isinstance(a, str) else a
    right = Article("b", b) if isinstance(b, str) else b
    comparer = _Comparer(settings or Settings())
    return comparer.compared(left, right, (Channel.ASKED,))


def compare_many(
    articles: Mapping[str, str] | Iterable[Article], pairs: Iterable[tuple[str, str]], settings: Settings | None = None
) -> Iterator[Comparison]:
    """Compare many pairs of articles, preparing each article once.

    Args:
        articles: texts by id, or articles.
        pairs: the ids of the articles to compare.
        settings: defaults when None.

    Yields:
        A comparison a pair, in the order of `pairs`.

    Raises:
        UsageError: two articles have the same id, or a pair names an article that is not there.
    """
    known = by_id(articles)
    comparer = _Comparer(settings or Settings())
    for a, b in pairs:
        for name in (a, b):
            if name not in known:
                message = f"no article has the id {name!r}; pairs name ids of the articles given"
                raise UsageError(message)
        yield comparer.compared(known[a], known[b], (Channel.ASKED,))


def compare_files(a: str | Path, b: str | Path, settings: Settings | None = None) -> Findings:
    """Compare two files; the findings hold their pair whatever the verdict.

    Raises:
        InputError: a file cannot be read.
    """
    settings = settings or Settings()
    left, right = read.article(a, settings.reading), read.article(b, settings.reading)
    if left.id == right.id:
        message = f"{a}: compared with itself; name two different files"
        raise InputError(message)
    comparison = _Comparer(settings).compared(left, right, (Channel.ASKED,))
    return _findings([left, right], [comparison], (), 1, settings)


def scan(
    sources: Sources,
    settings: Settings | None = None,
    engine: str = "local",
    *,
    jobs: int | None = None,
    progress: Progress | None = None,
) -> Findings:
    """Find the copies, rewrites and part-copies among articles.

    Args:
        sources: files and folders, or articles, or texts by id.
        settings: defaults when None.
        engine: where to run; "local".
        jobs: worker processes; None takes what is worth it. Findings do not depend on it.
        progress: called as work goes on.

    Returns:
        Every pair of at least `reporting.min_verdict`, the families they form, and what was skipped and why.

    Raises:
        InputError: a path does not exist.
        UsageError: two articles have the same id, or the engine is unknown.
    """
    settings = settings or Settings()
    told = progress or silence
    place = named(engine, jobs)
    articles, skipped = _gathered(sources, settings, told)
    candidates = _candidates(articles, settings, jobs or os.cpu_count() or 1, told)
    by_id = {article.id: article for article in articles}
    comparisons: list[Comparison] = []
    done = 0
    paired = sorted({name for one in candidates for name in (one.a, one.b)})
    recurring = segment.recurring([by_id[name].text for name in paired], settings.segmenting)
    for part in place.map(_Part(settings, recurring), _parts(candidates, by_id)):
        done += part.pairs
        comparisons += part.reported
        told("compare", done, len(candidates))
    return _findings(articles, comparisons, skipped, len(candidates), settings)


class _Comparer:
    """Prepares articles once and compares them in pairs."""

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


class _Compared:
    """What a worker gives back: how many pairs it saw, and those worth reporting."""

    def __init__(self, pairs: int, reported: list[Comparison]) -> None:
        self.pairs = pairs
        self.reported = reported


class _Part:
    """Compares a part of the candidates; can be sent to another process."""

    def __init__(self, settings: Settings, recurring: frozenset[str] = frozenset()) -> None:
        self._settings = settings
        self._recurring = recurring
        self._comparer: _Comparer | None = None

    def __reduce__(self) -> tuple[type[_Part], tuple[Settings, frozenset[str]]]:
        return _Part, (self._settings, self._recurring)

    def __call__(self, part: tuple[Sequence[Pair], Mapping[str, Article]]) -> _Compared:
        pairs, articles = part
        least = Verdict(self._settings.reporting.min_verdict)
        self._comparer = comparer = self._comparer or _Comparer(self._settings, self._recurring)
        made = (comparer.compared(articles[one.a], articles[one.b], one.channels) for one in pairs)
        return _Compared(len(pairs), [one for one in made if one.verdict.reaches(least)])


def _parts(
    pairs: Sequence[Pair], articles: Mapping[str, Article]
) -> Iterator[tuple[Sequence[Pair], Mapping[str, Article]]]:
    """Candidates in parts of bounded size, each with the articles that it needs."""
    for start in range(0, len(pairs), _PART):
        some = pairs[start : start + _PART]
        names = {name for one in some for name in (one.a, one.b)}
        yield some, {name: articles[name] for name in names}


def _gathered(sources: Sources, settings: Settings, told: Progress) -> tuple[list[Article], tuple[Skip, ...]]:
    """All articles, by id, and what was skipped."""
    articles: list[Article] = []
    skipped: list[Skip] = []
    characters = 0
    for one in stream(sources, settings.reading):
        if isinstance(one, Skip):
            skipped.append(one)
            continue
        articles.append(one)
        characters += len(one.text)
        if len(articles) % _CHECKED == 0:
            memory.require(len(articles), characters, settings.fingerprinting)
        told("read", len(articles), 0)
    known = by_id(articles)
    return [known[name] for name in sorted(known)], tuple(skipped)


def _candidates(articles: Sequence[Article], settings: Settings, jobs: int, told: Progress) -> tuple[Pair, ...]:
    told("fingerprint", 0, len(articles))
    texts = (article.text for article in articles)
    prints = fingerprint.minhash(texts, segment.folding(), settings.fingerprinting, jobs)
    told("pair", 0, len(articles))
    return pair.candidates(prints, [article.id for article in articles], settings.pairing, jobs)


def _findings(
    articles: Sequence[Article],
    comparisons: Sequence[Comparison],
    skipped: Sequence[Skip],
    candidates: int,
    settings: Settings,
) -> Findings:
    pairs = tuple(sorted(comparisons, key=lambda one: (-one.verdict.rank, -_weight(one), one.a, one.b)))
    clusters = cluster.connected(pairs, Verdict(settings.judging.family))
    shown = set(chain.from_iterable((one.a, one.b) for one in pairs))
    return Findings(
        signature=settings.signature,
        settings=settings.changed(),
        articles=tuple(_listed(article, shown) for article in articles),
        pairs=pairs,
        clusters=clusters,
        skipped=tuple(skipped),
        counts=_counts(articles, skipped, candidates, pairs, clusters),
    )


def _weight(one: Comparison) -> float:
    return max(one.coverage_a, one.coverage_b) * one.closeness


def _listed(article: Article, shown: set[str]) -> Listed:
    words = segment.count(article.text)
    return Listed(article if article.id in shown else replace(article, text=""), words)


def _counts(
    articles: Sequence[Article],
    skipped: Sequence[Skip],
    candidates: int,
    pairs: Sequence[Comparison],
    clusters: Sequence[Cluster],
) -> dict[str, int]:
    verdicts = {str(verdict): sum(one.verdict is verdict for one in pairs) for verdict in Verdict}
    return {
        "articles": len(articles),
        "skipped": len(skipped),
        "compared": candidates,
        "pairs": len(pairs),
        "clusters": len(clusters),
        **verdicts,
    }


def _disguises(one: Segmented) -> Iterator[Evidence]:
    return (Evidence(one.article.id, what) for what in one.disguises)
