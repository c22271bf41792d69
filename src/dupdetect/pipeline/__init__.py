"""The pipeline: the functions that users call, each a short program over an engine.

    scan         read -> fingerprint -> find pairs -> compare -> connect -> findings
    check        the same for a few articles, whose pairs are found in an archive       (archive.py)
    near_copies  read -> sketch -> find pairs -> measure their Jaccard similarity       (near.py)
    dedup        near_copies, and one article of each family stays                      (deduplicate.py)

`steps.relate_articles` defines the order of the steps, `engines` where they run, and each step has a package of its
own. Where to add things: a reader in `read/forms`, a search channel as a row of `search.channels.RULES`, a measure in
`compare.comparer`, a verdict rule in `compare.judge`, an engine as a row of `engines.KINDS`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from dupdetect import read
from dupdetect.archive import ArchiveChanges, ArchiveInfo
from dupdetect.compare.comparer import Comparer
from dupdetect.engines import check_engine, open_engine
from dupdetect.engines.protocol import Engine
from dupdetect.errors import InputError, UsageError
from dupdetect.findings import assemble_findings, join_findings
from dupdetect.pipeline.archive import AddSummary, Index
from dupdetect.pipeline.deduplicate import Deduplicated, Dropped, dedup
from dupdetect.pipeline.near import name_columns, near_copies
from dupdetect.pipeline.sides import scan_sides
from dupdetect.pipeline.steps import relate_articles
from dupdetect.read.frames import DataFrame
from dupdetect.read.sources import Progress, Sources, articles_by_id, ignore_progress, require_text, stream_articles
from dupdetect.records import Article, Channel, Comparison, Findings
from dupdetect.settings import Settings, take_settings

__all__ = [
    "AddSummary",
    "ArchiveChanges",
    "ArchiveInfo",
    "DataFrame",
    "Deduplicated",
    "Dropped",
    "Index",
    "Progress",
    "Sources",
    "assemble_findings",
    "compare",
    "compare_files",
    "compare_many",
    "dedup",
    "near_copies",
    "scan",
    "stream_articles",
]


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
    return Comparer(settings).compare_articles(left, right, (Channel.ASKED,))


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
    comparer = Comparer(take_settings(settings))
    for a, b in pairs:
        for name in (a, b):
            if name not in by_id:
                message = f"no article has the id {name!r}; pairs name ids of the articles given"
                raise UsageError(message)
        yield comparer.compare_articles(by_id[a], by_id[b], (Channel.ASKED,))


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
    comparison = Comparer(settings).compare_articles(left, right, (Channel.ASKED,))
    return assemble_findings([left, right], [comparison], (), 1, settings)


def scan(
    sources: Sources,
    settings: Settings | None = None,
    engine: str = "local",
    *,
    ours: Sources | None = None,
    index: Index | None = None,
    checked: Callable[[Findings], object] | None = None,
    text: str | None = None,
    id: str | None = None,
    jobs: int | None = None,
    master: str | None = None,
    progress: Progress | None = None,
) -> Findings:
    """Find the copies, rewrites and part-copies among articles.

    Args:
        sources: files and folders, or articles, or texts by id, or a data frame, whose ids become strings.
        settings: those of `index`, or else the defaults, when None.
        engine: where to run; "local", or "spark" for a cluster, with the same findings.
        ours: your own articles, whose copies are looked for among `sources`. Only pairs between the two sides are
            compared, with ours as `a`. A file on both sides is ours.
        index: an archive with the signature of `settings`, with whose articles `sources` are compared as well.
        checked: called with the findings of the archive alone, such as to remember them.
        text, id: the columns of a data frame or a table; None looks for the usual names.
        jobs: worker processes; None starts them only if they pay off. Findings do not depend on it.
        master: of the Spark cluster, such as "yarn"; None takes the active session, or what Spark is configured for.
        progress: called as work goes on.

    Returns:
        Every pair of at least `reporting.min_verdict`, the families they form, and what was skipped and why.

    Raises:
        ArchiveError: the archive was made with other settings.
        InputError: a path does not exist.
        MissingExtraError: the engine is Spark, and PySpark or Java is not there.
        UsageError: two articles have the same id, or the engine is unknown or cannot do what is asked.
    """
    chosen = name_columns(settings if index is None else settings or index.settings, text, id)
    report = progress or ignore_progress
    check_engine(engine, {"jobs": jobs, "master": master, "index": index, "ours": ours})
    if ours is not None:
        return scan_sides(sources, ours, chosen, index, jobs, report)
    if index is not None:
        index.require_settings(chosen)
    with open_engine(engine, chosen, report, jobs=jobs, master=master) as here:
        articles = here.read(sources)
        if index is None:
            return relate_articles(here, articles)
        return _relate_and_check(here, articles, index, chosen, report, checked)


def _relate_and_check(
    here: Engine[Any, Any, Any, Any, Any],
    read: Any,
    index: Index,
    settings: Settings,
    report: Progress,
    checked: Callable[[Findings], object] | None,
) -> Findings:
    """The findings among articles that an engine read, and between them and those of an archive."""
    named = index.rename_articles(read.articles)
    findings = relate_articles(here, replace(read, articles=named))
    answer = index.check_all(named, progress=report)
    if checked:
        checked(answer)
    return join_findings(findings, answer, settings)
