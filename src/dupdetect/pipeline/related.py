"""From some articles of an archive to all that are related to them, step by step."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from dupdetect.batch import join_passages
from dupdetect.families import find_families, represent_partials
from dupdetect.findings import assemble_findings
from dupdetect.pipeline.archive import Index
from dupdetect.read.sources import Progress
from dupdetect.records import Article, CommonPassage, Comparison, Findings, Verdict


def find_related(index: Index, start: Sequence[str], most: int, progress: Progress) -> Findings:
    """The findings among articles of an archive and those that they are related to, directly or through others.

    Args:
        start: ids of articles of the archive.
        most: articles to visit, at most.
        progress: called as work goes on.
    """
    waiting = list(start[:most])
    seen = set(waiting)
    articles: dict[str, Article] = {}
    pairs: dict[frozenset[str], Comparison] = {}
    common: list[CommonPassage] = []
    family = Verdict(index.settings.judging.family)
    for done, name in enumerate(waiting):
        progress("compare", done, len(waiting))
        for article in index.fetch_articles([name]):  # none, where it was removed meanwhile
            findings = index.check(article)
            common += findings.common
            articles |= {item.article.id: item.article for item in findings.articles}
            for pair in findings.pairs:
                both = frozenset((pair.a, pair.b))
                if both not in pairs or pair.a < pair.b:
                    pairs[both] = pair
                if pair.verdict.reaches(family) and pair.a not in seen and len(waiting) < most:
                    waiting.append(pair.a)
                    seen.add(pair.a)
    listed = [articles[name] for name in sorted(articles)]
    families = find_families(pairs.values(), family, articles)
    weighed = represent_partials(pairs.values(), families)
    findings = assemble_findings(listed, weighed, (), len(pairs), index.settings, families)
    return replace(findings, common=join_passages(common))
