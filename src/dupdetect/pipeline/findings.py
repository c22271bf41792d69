"""Comparisons to findings: sorted, grouped into families, and counted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import chain

from dupdetect.families import find_families
from dupdetect.records import Article, Comparison, Findings, Listed, Skip, Verdict
from dupdetect.settings import Settings
from dupdetect.text import count_words


def findings(
    articles: Sequence[Article],
    comparisons: Sequence[Comparison],
    skipped: Sequence[Skip],
    candidates: int,
    settings: Settings,
) -> Findings:
    pairs = tuple(sorted(comparisons, key=lambda one: (-one.verdict.rank, -_weight(one), one.a, one.b)))
    clusters = find_families(pairs, Verdict(settings.judging.family))
    shown = set(chain.from_iterable((one.a, one.b) for one in pairs))
    return Findings(
        signature=settings.signature,
        settings=settings.changed(),
        articles=tuple(_listed(article, shown) for article in articles),
        pairs=pairs,
        clusters=clusters,
        skipped=tuple(skipped),
        counts=counted(len(articles), len(skipped), candidates, len(clusters), Counter(one.verdict for one in pairs)),
    )


def joined(scanned: Findings, checked: Findings, settings: Settings) -> Findings:
    """What a scan found among articles, and what an archive says of the same ones, as one.

    An article may stand in both; then the pairs of the scan count.
    """
    known = {frozenset((one.a, one.b)) for one in scanned.pairs}
    more = [one for one in checked.pairs if frozenset((one.a, one.b)) not in known]
    articles = {one.article.id: one.article for one in (*scanned.articles, *checked.articles) if one.article.text}
    empty = {one.article.id: one.article for one in scanned.articles}
    listed = [(empty | articles)[name] for name in sorted(empty | articles)]
    compared = scanned.counts["compared"] + checked.counts["compared"]
    skipped = (*scanned.skipped, *checked.skipped)
    made = findings(listed, [*scanned.pairs, *more], skipped, compared, settings)
    words = {one.article.id: one for one in (*scanned.articles, *checked.articles)}
    return replace(made, articles=tuple(replace(one, words=words[one.article.id].words) for one in made.articles))


def _weight(one: Comparison) -> float:
    return max(one.coverage_a, one.coverage_b) * one.closeness


def _listed(article: Article, shown: set[str]) -> Listed:
    words = count_words(article.text)
    return Listed(article if article.id in shown else replace(article, text=""), words)


def counted(
    articles: int, skipped: int, compared: int, clusters: int, verdicts: Mapping[Verdict, int]
) -> dict[str, int]:
    """The counts of findings; `verdicts` are those of the pairs."""
    by_verdict = {str(verdict): verdicts.get(verdict, 0) for verdict in Verdict}
    return {
        "articles": articles,
        "skipped": skipped,
        "compared": compared,
        "pairs": sum(by_verdict.values()),
        "clusters": clusters,
        **by_verdict,
    }
