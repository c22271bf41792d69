"""Comparisons to findings: sorted, grouped into families, and counted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import chain

from dupdetect.batch import join_passages
from dupdetect.families import Tie, build_tie, find_families, join_ties, rank_tie, represent_partials
from dupdetect.records import Article, Cluster, CommonPassage, Comparison, Findings, Listed, Skip, Verdict
from dupdetect.settings import Settings
from dupdetect.text import count_words


def assemble_findings(
    articles: Sequence[Article],
    comparisons: Sequence[Comparison],
    skipped: Sequence[Skip],
    candidates: int,
    settings: Settings,
    families: tuple[Cluster, ...] | None = None,
    words: Mapping[str, int] | None = None,
) -> Findings:
    """The findings among articles.

    Args:
        comparisons: those worth reporting, in any order.
        candidates: how many pairs were compared.
        families: the families that the comparisons form; None computes them.
        words: the words of articles by id, as far as they are known; those of others are counted.
    """
    known = words or {}
    ties = list(map(build_tie, comparisons))
    if families is None:
        by_id = {article.id: article for article in articles}
        families = join_ties(ties, Verdict(settings.judging.family), by_id)
    shown = name_articles(ties)
    return compose_findings(
        articles=tuple(list_article(article, known.get(article.id), shown) for article in articles),
        pairs=tuple(comparisons[place] for place in order_ties(ties)),
        clusters=families,
        skipped=skipped,
        candidates=candidates,
        settings=settings,
    )


def compose_findings(
    *,
    articles: Sequence[Listed],
    pairs: Sequence[Comparison],
    clusters: tuple[Cluster, ...],
    skipped: Sequence[Skip],
    candidates: int,
    settings: Settings,
    verdicts: Mapping[Verdict, int] | None = None,
    common: tuple[CommonPassage, ...] = (),
) -> Findings:
    """Findings of results that are in order already.

    Args:
        verdicts: how many pairs have each verdict; None counts them.
    """
    by_verdict = Counter(pair.verdict for pair in pairs) if verdicts is None else verdicts
    return Findings(
        signature=settings.signature,
        settings=settings.list_changes(),
        articles=articles,
        pairs=pairs,
        clusters=clusters,
        skipped=tuple(skipped),
        counts=count_results(len(articles), len(skipped), candidates, len(clusters), by_verdict),
        common=common,
    )


def order_ties(ties: Sequence[Tie]) -> list[int]:
    """The places of ties in the order of findings, the strongest first."""
    return sorted(range(len(ties)), key=lambda place: rank_tie(ties[place]))


def name_articles(ties: Iterable[Tie]) -> set[str]:
    """The ids of the articles that ties name."""
    return set(chain.from_iterable((tie.a, tie.b) for tie in ties))


def list_article(article: Article, words: int | None, shown: Container[str], *, ours: bool = False) -> Listed:
    """An article as findings list it.

    Args:
        words: the words of its text; None counts them.
        shown: the ids of the articles whose texts are listed.
    """
    count = count_words(article.text) if words is None else words
    return Listed(article if article.id in shown else replace(article, text=""), count, ours)


def join_findings(scanned: Findings, checked: Findings, settings: Settings) -> Findings:
    """The findings of a scan, joined with those of a check of the same articles against an archive.

    The scan decides on two articles that it holds both, for it knows their families: a pair that it left out because
    of common wording does not come back because the archive holds one of the two as well.
    """
    scanned_ids = {listed.article.id for listed in scanned.articles}
    more = [entry for entry in checked.pairs if not {entry.a, entry.b} <= scanned_ids]
    articles = {
        listed.article.id: listed.article for listed in (*scanned.articles, *checked.articles) if listed.article.text
    }
    empty = {article.article.id: article.article for article in scanned.articles}
    listed = [(empty | articles)[name] for name in sorted(empty | articles)]
    compared = scanned.counts["compared"] + checked.counts["compared"]
    skipped = (*scanned.skipped, *checked.skipped)
    pairs = [*scanned.pairs, *more]
    families = find_families(pairs, Verdict(settings.judging.family), {article.id: article for article in listed})
    joined = assemble_findings(listed, represent_partials(pairs, families), skipped, compared, settings, families)
    words = {item.article.id: item for item in (*scanned.articles, *checked.articles)}
    return replace(
        joined,
        articles=tuple(replace(item, words=words[item.article.id].words) for item in joined.articles),
        common=join_passages((*scanned.common, *checked.common)),
    )


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
