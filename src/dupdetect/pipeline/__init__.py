"""The pipeline: the order of the steps, once. Every call below is a short program over an engine.

    scan         read -> fingerprint -> find pairs -> compare -> connect -> findings
    check        the same for a few articles, whose pairs are found in an archive       (archive.py)
    near_copies  read -> sketch -> find pairs -> measure their Jaccard similarity       (near.py)
    dedup        near_copies, and one article of each family stays                      (dedup.py)

`steps.relate_articles` has the order, `engines` say where a step runs, and each step is a room of its own. So a new
reader goes to `read/forms`; a new channel of the search is a row of `search.channels.RULES`; what a comparison measures
is in `compare.comparer`, and a new verdict rule goes to `compare.judge`; a new engine is a row of `engines.KINDS`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from dupdetect import read
from dupdetect.archive import ArchiveChanges, ArchiveInfo
from dupdetect.compare.comparer import Comparer
from dupdetect.engines import check_engine, open_engine
from dupdetect.errors import InputError, UsageError
from dupdetect.findings import assemble_findings, join_findings
from dupdetect.pipeline.archive import AddSummary, Index
from dupdetect.pipeline.near import near_copies
from dupdetect.pipeline.sides import scan_sides
from dupdetect.pipeline.steps import relate_articles
from dupdetect.read.sources import Progress, Sources, articles_by_id, ignore_progress, require_text, stream_articles
from dupdetect.records import Article, Channel, Comparison, Findings
from dupdetect.settings import Settings, take_settings

__all__ = [
    "AddSummary",
    "ArchiveChanges",
    "ArchiveInfo",
    "Index",
    "Progress",
    "Sources",
    "assemble_findings",
    "compare",
    "compare_files",
    "compare_many",
    "near_copies",
    "scan",
    "stream_articles",
]


def compare(a: str | Path | Article, b: str | Path | Article, settings: Settings | None = None) -> Comparison:
    """Compare two texts.

    Args:
        a, b: a text, an article, or a `Path` to a file that holds one. A string is a text; texts get the ids "a" and
            "b", files their paths.
        settings: defaults when None.

    Returns:
        The evidence, and the verdict that follows from it. `compare(b, a)` mirrors it.

    Raises:
        InputError: a file cannot be read, or holds several articles.
        UsageError: `a` or `b` is of another type.
    """
    settings = take_settings(settings)
    left, right = _take_article(a, "a", settings), _take_article(b, "b", settings)
    return Comparer(settings).compare_articles(left, right, (Channel.ASKED,))


def _take_article(given: str | Path | Article, name: str, settings: Settings) -> Article:
    if isinstance(given, Path):
        return read.read_article(given, settings.reading)
    if isinstance(given, str):
        return Article(name, given)
    if not isinstance(given, Article):
        raise UsageError(f"{name}: {type(given).__name__} given; give a text, an Article or a Path")
    require_text(name, given.id, given.text)
    return given


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
    known = articles_by_id(articles)
    comparer = Comparer(take_settings(settings))
    for a, b in pairs:
        for name in (a, b):
            if name not in known:
                message = f"no article has the id {name!r}; pairs name ids of the articles given"
                raise UsageError(message)
        yield comparer.compare_articles(known[a], known[b], (Channel.ASKED,))


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
    jobs: int | None = None,
    master: str | None = None,
    progress: Progress | None = None,
) -> Findings:
    """Find the copies, rewrites and part-copies among articles.

    Args:
        sources: files and folders, or articles, or texts by id.
        settings: those of `index`, or else the defaults, when None.
        engine: where to run; "local", or "spark" for a cluster, with the same findings.
        ours: articles of one's own, whose copies are looked for among `sources`. Only pairs between the two are
            compared, and `a` is ours in each. A file that stands in both is ours.
        index: an archive, whose articles the others are compared with as well; its signature must be that of
            `settings`.
        jobs: worker processes; None takes what is worth it. Findings do not depend on it.
        master: of the Spark cluster, such as "spark://host:7077" or "yarn"; None takes the session that is active, or
            what Spark's own configuration says. Only for that engine.
        progress: called as work goes on.

    Returns:
        Every pair of at least `reporting.min_verdict`, the families they form, and what was skipped and why.

    Raises:
        ArchiveError: the archive was made with other settings.
        InputError: a path does not exist.
        MissingExtraError: the engine is Spark, and PySpark or Java is not there.
        UsageError: two articles have the same id, or the engine is unknown or cannot do what is asked.
    """
    chosen = take_settings(settings if index is None else settings or index.settings)
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
        named = index.rename_articles(articles.articles)
        found = relate_articles(here, replace(articles, articles=named))
        return join_findings(found, index.check_all(named, progress=report), chosen)
