"""Comparisons to findings: sorted, grouped into families, and counted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence, Set
from dataclasses import replace
from itertools import chain

from dupdetect.families import find_families
from dupdetect.records import Article, Comparison, Findings, Listed, Skip, Verdict
from dupdetect.settings import Settings
from dupdetect.text import count_words


def assemble_findings(
    articles: Sequence[Article],
    comparisons: Sequence[Comparison],
    skipped: Sequence[Skip],
    candidates: int,
    settings: Settings,
    ours: Set[str] = frozenset(),
) -> Findings:
    """Findings of the comparisons; `ours` are the ids of the articles whose copies were looked for."""
    pairs = tuple(sorted(comparisons, key=lambda entry: (-entry.verdict.rank, -_weight(entry), entry.a, entry.b)))
    clusters = find_families(pairs, Verdict(settings.judging.family))
    shown = set(chain.from_iterable((item.a, item.b) for item in pairs))
    return Findings(
        signature=settings.signature,
        settings=settings.changed(),
        articles=tuple(_list_article(article, shown, ours) for article in articles),
        pairs=pairs,
        clusters=clusters,
        skipped=tuple(skipped),
        counts=count_results(
            len(articles), len(skipped), candidates, len(clusters), Counter(pair.verdict for pair in pairs)
        ),
    )


def join_findings(scanned: Findings, checked: Findings, settings: Settings) -> Findings:
    """What a scan found among articles, and what an archive says of the same ones, as one.

    An article may stand in both; then the pairs of the scan count.
    """
    known = {frozenset((pair.a, pair.b)) for pair in scanned.pairs}
    more = [entry for entry in checked.pairs if frozenset((entry.a, entry.b)) not in known]
    articles = {
        listed.article.id: listed.article for listed in (*scanned.articles, *checked.articles) if listed.article.text
    }
    empty = {article.article.id: article.article for article in scanned.articles}
    listed = [(empty | articles)[name] for name in sorted(empty | articles)]
    compared = scanned.counts["compared"] + checked.counts["compared"]
    skipped = (*scanned.skipped, *checked.skipped)
    made = assemble_findings(listed, [*scanned.pairs, *more], skipped, compared, settings)
    words = {item.article.id: item for item in (*scanned.articles, *checked.articles)}
    return replace(made, articles=tuple(replace(item, words=words[item.article.id].words) for item in made.articles))


def _weight(comparison: Comparison) -> float:
    return max(comparison.coverage_a, comparison.coverage_b) * comparison.closeness


def _list_article(article: Article, shown: set[str], ours: Set[str]) -> Listed:
    words = count_words(article.text)
    return Listed(article if article.id in shown else replace(article, text=""), words, article.id in ours)


def count_results(
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
