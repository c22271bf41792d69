"""`scan` on a Spark cluster: the engine finds, and what it found becomes the findings that one machine would give.

Up to `LISTED` pairs the findings are whole. Beyond, they list the strongest, and the counts tell of all; everything is
in the tables.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from itertools import groupby
from pathlib import Path
from typing import TypeVar

from dupdetect.engines import spark as engine
from dupdetect.engines.spark import DataFrame, SparkSession, articles, fields, reading, session
from dupdetect.engines.spark.output import Folder
from dupdetect.pipeline.findings import count_results
from dupdetect.pipeline.sources import Progress, Sources, articles_by_id, ignore_progress, stream_articles
from dupdetect.records import Article, Cluster, Comparison, Findings, Listed, Skip, Verdict
from dupdetect.settings import Settings

Record = TypeVar("Record")

LISTED = 50_000
"""Pairs, families and skips that findings list, and articles besides those that stand in listed pairs."""

_CHECKPOINTS = "_checkpoints"

TABLES = ("pairs", "comparisons", "families", "articles", "skipped")


@contextmanager
def searched(
    sources: Sources,
    settings: Settings,
    master: str | None = None,
    output: str | None = None,
    progress: Progress | None = None,
) -> Iterator[Search]:
    """Search on a cluster, and hold what was found while the `with` statement lasts.

    Args:
        sources: files, folders and URIs that the workers can read; or articles, or texts by id.
        master: where to run, as `dupdetect.engines.spark.session.started` has it.
        output: a folder for the tables, path or URI; it appears, whole, when the statement ends.

    Raises:
        InputError: a path does not exist, or the cluster cannot be reached.
        MissingExtraError: PySpark or Java is missing.
        OutputError: the folder exists, or cannot be written.
        UsageError: two articles have the same id, or `master` is no URL of a master.
    """
    with session.started(master) as spark, ExitStack() as stack:
        folder = Folder(spark, output) if output else None
        if folder:
            place = stack.enter_context(folder.opened())
            spark.sparkContext.setCheckpointDir(f"{place}/{_CHECKPOINTS}")

        def keep(read: DataFrame) -> DataFrame:
            stack.callback(read.unpersist)
            return read.persist()

        found = engine.searched(_read(spark, sources, settings, keep), settings, progress or ignore_progress)
        stack.callback(found.release)
        yield Search(found, settings, folder)
        if folder:
            folder.forget(_CHECKPOINTS)


class Search:
    """What a search on a cluster found.

    Attributes:
        found: the data frames.
    """

    def __init__(self, found: engine.Found, settings: Settings, folder: Folder | None) -> None:
        self.found = found
        self._settings = settings
        self._folder = folder

    def findings(self) -> Findings:
        """The findings, as one machine gives them up to `LISTED` pairs."""
        found = self.found
        pairs = tuple(_records(found.comparisons.limit(LISTED), Comparison))
        clusters = _clusters(found.families, LISTED)
        skipped = tuple(_records(found.skipped.limit(LISTED), Skip))
        return Findings(
            signature=self._settings.signature,
            settings=self._settings.changed(),
            articles=tuple(self._listed(pairs, clusters)),
            pairs=pairs,
            clusters=clusters,
            skipped=skipped,
            counts=self._counts(),
        )

    def write(self, summary: str) -> None:
        """Write the tables into the folder; beside them `summary`, the findings as JSON, and how the search went."""
        if self._folder:
            for name in TABLES:
                table = getattr(self.found, name)
                self._folder.table(table.drop("text") if name == "articles" else table, name)
            self._folder.text(summary, "findings.json")
            self._folder.text(json.dumps(self._run(), indent=2) + "\n", "run.json")

    def _run(self) -> dict[str, object]:
        """How the search went, which findings do not tell because it is no matter of the texts alone."""
        found = self.found
        return {
            "compared": found.compared,
            "capped": found.capped,
            "shards": found.plan.shards,
            "sample": found.plan.sample,
        }

    def _counts(self) -> dict[str, int]:
        found = self.found
        verdicts = {Verdict(row["verdict"]): row["count"] for row in found.pairs.groupBy("verdict").count().collect()}
        families = found.families.where("article = family").count()
        return count_results(found.read, found.skipped.count(), found.compared, families, verdicts)

    def _listed(self, pairs: Sequence[Comparison], clusters: Sequence[Cluster]) -> Iterator[Listed]:
        """The articles; texts of those that stand in a pair. Where there are too many, those alone."""
        known = self.found.articles
        shown = sorted({name for pair in pairs for name in (pair.a, pair.b)})
        named = sorted({*shown, *(name for cluster in clusters for name in cluster.articles)})
        texts = {row["id"]: row["text"] for row in _of(known, shown).select("id", "text").collect()}
        rows = known.drop("text")
        if self.found.read > LISTED:
            rows = _of(rows, named)
        for row in rows.orderBy("id").collect():
            values = row.asDict() | {"text": texts.get(row["id"], "")}
            yield Listed(fields.built(Article, values), row["words"])


def _read(
    spark: SparkSession, sources: Sources, settings: Settings, keep: Callable[[DataFrame], DataFrame]
) -> DataFrame:
    """Sources as the engine reads them: files by the workers; articles that are in memory here are handed over."""
    if isinstance(sources, Mapping):
        return articles.given(spark, articles_by_id(sources).values())
    some = [sources] if isinstance(sources, (str, Path)) else list(sources)
    if not any(isinstance(entry, Article) for entry in some):
        return reading.articles(spark, [str(item) for item in some], settings.reading, keep=keep)
    read = list(stream_articles(some, settings.reading))
    known = articles_by_id(item for item in read if isinstance(item, Article))
    return articles.given(spark, [*known.values(), *(item for item in read if isinstance(item, Skip))])


def _of(rows: DataFrame, names: Sequence[str]) -> DataFrame:
    """The rows of these articles."""
    wanted = rows.sparkSession.createDataFrame([(name,) for name in names], "id string")
    return rows.join(wanted, "id", "left_semi")


def _records(rows: DataFrame, record: type[Record]) -> Iterator[Record]:
    return (fields.built(record, row.asDict(recursive=True)) for row in rows.collect())


def _clusters(families: DataFrame, most: int) -> tuple[Cluster, ...]:
    """The largest families; the last that was begun is left out where there are too many members to list."""
    rows = families.limit(most + 1).collect()
    made = [
        Cluster(tuple(row["article"] for row in group), Verdict(group[0]["verdict"]), group[0]["source"])
        for _, some in groupby(rows, key=lambda row: row["family"])
        for group in (list(some),)
    ]
    return tuple(made[:-1] if len(rows) > most else made)
