"""Compare texts that are named in pairs. Nothing is searched, so neither the search, engines nor the archive load."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from dupdetect import read
from dupdetect.compare.comparer import Comparer
from dupdetect.errors import InputError, UsageError
from dupdetect.findings import assemble_findings
from dupdetect.read.sources import articles_by_id, require_text
from dupdetect.records import Article, Channel, Comparison, Findings, Verdict
from dupdetect.settings import Settings, take_settings

ALONE = "compared alone: wording that many articles share counts here; a scan or an archive would set it aside"
"""The last reason of a partial pair that was compared without a batch."""


def compare(a: str | Path | Article, b: str | Path | Article, settings: Settings | None = None) -> Comparison:
    """Compare two texts.

    Args:
        a, b: a text, an article, or a `Path` to a file that holds one. A string is a text, never a path. Texts get
            the ids "a" and "b", files their paths.
        settings: defaults when None.

    Returns:
        The evidence, and the verdict that follows from it. `compare(b, a)` is its mirror image.

    Raises:
        InputError: a file cannot be read, or holds several articles.
        UsageError: `a` or `b` is of another type.
    """
    settings = take_settings(settings)
    left, right = _take_article(a, "a", settings), _take_article(b, "b", settings)
    return _compare_alone(Comparer(settings), left, right, settings)


def _take_article(source: str | Path | Article, name: str, settings: Settings) -> Article:
    if isinstance(source, Path):
        return read.read_article(source, settings.reading)
    if isinstance(source, str):
        return Article(name, source)
    if not isinstance(source, Article):
        raise UsageError(f"{name}: {type(source).__name__} given; give a text, an Article or a Path")
    require_text(name, source.id, source.text)
    return source


def compare_many(
    articles: Mapping[str, str] | Iterable[Article], pairs: Iterable[tuple[str, str]], settings: Settings | None = None
) -> Iterator[Comparison]:
    """Compare many pairs of articles, preparing each article once.

    Args:
        articles: texts by id, or articles.
        pairs: the ids of the articles to compare.
        settings: defaults when None.

    Yields:
        The comparison of each pair, in the order of `pairs`.

    Raises:
        UsageError: two articles have the same id, or a pair names an article that is not there.
    """
    by_id = articles_by_id(articles)
    settings = take_settings(settings)
    comparer = Comparer(settings)
    for a, b in pairs:
        for name in (a, b):
            if name not in by_id:
                message = f"no article has the id {name!r}; pairs name ids of the articles given"
                raise UsageError(message)
        yield _compare_alone(comparer, by_id[a], by_id[b], settings)


def compare_files(a: str | Path, b: str | Path, settings: Settings | None = None) -> Findings:
    """Compare two files; the findings hold their pair whatever the verdict.

    Raises:
        InputError: a file cannot be read.
    """
    settings = take_settings(settings)
    left, right = read.read_article(a, settings.reading), read.read_article(b, settings.reading)
    if left.id == right.id:
        message = f"{a}: compared with itself; name two different files"
        raise InputError(message)
    comparison = _compare_alone(Comparer(settings), left, right, settings)
    return assemble_findings([left, right], [comparison], (), 1, settings)


def _compare_alone(comparer: Comparer, a: Article, b: Article, settings: Settings) -> Comparison:
    """The comparison of two articles without a batch, which says so where a batch might decide otherwise."""
    comparison = comparer.compare_articles(a, b, (Channel.ASKED,))
    if comparison.verdict is not Verdict.PARTIAL or not settings.batch.families:
        return comparison
    return replace(comparison, reasons=(*comparison.reasons, ALONE))
