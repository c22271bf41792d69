"""Find the pairs among articles, and between them and an archive or the articles of another side."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from dupdetect.engines import check_engine, open_engine
from dupdetect.engines.protocol import Engine
from dupdetect.findings import join_findings
from dupdetect.pipeline.archive import Index
from dupdetect.pipeline.near import name_columns
from dupdetect.pipeline.sides import scan_sides
from dupdetect.pipeline.steps import relate_articles
from dupdetect.read.sources import Progress, Sources, ignore_progress
from dupdetect.records import Findings
from dupdetect.settings import Settings


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
