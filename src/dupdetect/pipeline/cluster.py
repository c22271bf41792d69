"""Searches on a cluster whose results stay there, as data frames: `find_pairs` from a driver, or a folder of Parquet.

`scan(engine="spark")` gives the same as findings, which is enough unless pairs are millions.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass

from dupdetect.engines.spark import session
from dupdetect.engines.spark.engine import DataFrame, SparkEngine
from dupdetect.engines.spark.output import Folder
from dupdetect.engines.spark.plan import Plan
from dupdetect.engines.spark.tables import Tables
from dupdetect.pipeline.steps import Relations, run_steps
from dupdetect.read.sources import Progress, Sources, ignore_progress
from dupdetect.records import Findings
from dupdetect.settings import Settings

_CHECKPOINTS = "_checkpoints"


@dataclass(frozen=True)
class Search:
    """What a search on a cluster found; `release` gives back what it holds there.

    Attributes:
        engine, done: the engine that searched, and what its steps left.
    """

    engine: SparkEngine
    done: Relations

    @property
    def tables(self) -> Tables:
        """Comparisons, articles and skips, as data frames."""
        tables: Tables = self.done.judged
        return tables

    @property
    def pairs(self) -> DataFrame:
        """A row a pair of at least `reporting.min_verdict`, strongest first: a, b (ids, a before b), verdict, jaccard,
        coverage_a, coverage_b, closeness, spun, direction, credit, probability."""
        return self.tables.pairs

    @property
    def comparisons(self) -> DataFrame:
        """The same pairs in the same order with all their evidence, as `records.Comparison` has it."""
        return self.tables.ordered

    @property
    def families(self) -> DataFrame:
        """A row a member, largest family first: family (its smallest id), article, size, verdict, source."""
        frame: DataFrame = self.done.families
        return frame

    @property
    def articles(self) -> DataFrame:
        """A row an article, by id: the columns of `records.Article`, and words."""
        return self.tables.articles.orderBy("id")

    @property
    def skipped(self) -> DataFrame:
        """A row an input that was not used, or a pair that could not be compared: path, reason."""
        return self.tables.skipped

    @property
    def compared(self) -> int:
        """Candidate pairs that were compared."""
        return self.tables.compared

    @property
    def capped(self) -> dict[str, int]:
        """By channel, the keys that were thinned because too many articles hold them."""
        return self.tables.capped

    @property
    def plan(self) -> Plan:
        """Into how many shards the index was cut, and one of how many passage keys was kept."""
        return self.tables.plan

    def findings(self) -> Findings:
        """The findings, as one machine gives them up to `tables.LISTED` pairs."""
        return self.engine.collect(self.done.prints, self.tables, self.families)

    def release(self) -> None:
        """Give back the memory and disk of the executors; the data frames are computed anew if they are used again."""
        self.engine.release()

    def write(self, folder: Folder, summary: str) -> None:
        """Write the tables into an open folder; beside them the findings as JSON, and how the search went."""
        for name in ("pairs", "comparisons", "families", "skipped"):
            folder.table(getattr(self, name), name)
        folder.table(self.articles.drop("text"), "articles")
        folder.text(summary, "findings.json")
        run = {"compared": self.compared, "capped": self.capped, **self.plan._asdict()}
        folder.text(json.dumps(run, indent=2) + "\n", "run.json")


def find_pairs(df: DataFrame, id: str = "id", text: str = "text", settings: Settings | None = None) -> Search:
    """Find the copies, rewrites and part-copies among the rows of a data frame: `dupdetect.scan`, on its cluster.

    Args:
        df: a row an article. It must give the same rows whenever it is computed, as files and tables do; otherwise
            checkpoint it first.
        id: the column with the ids, of any type that casts to a string. Of rows with one id, all but the first get a
            number behind theirs.
        text: the column with the texts. Rows without one are skipped, and listed in `Search.skipped`.
        settings: defaults when None.

    Raises:
        UsageError: there is no such column, or the texts are not strings.
    """
    engine = SparkEngine(df.sparkSession, settings or Settings(), ignore_progress)
    return Search(engine, run_steps(engine, engine.read_frame(df, id, text)))


@contextmanager
def open_search(
    sources: Sources,
    settings: Settings,
    master: str | None = None,
    output: str | None = None,
    progress: Progress = ignore_progress,
) -> Iterator[tuple[Search, Folder | None]]:
    """Search on a cluster, and hold what was found while the `with` statement lasts.

    Args:
        sources: files, folders and URIs that the workers can read; or articles, or texts by id.
        master: where to run, as `dupdetect.engines.spark.session.started` has it.
        output: a folder for the tables, path or URI; it appears, whole, when the statement ends.

    Raises:
        InputError: a path does not exist, or the cluster cannot be reached.
        MissingExtraError: PySpark or Java is missing.
        OutputError: the folder exists, or cannot be written.
        UsageError: two articles have the same id, or `master` is not the URL of a master.
    """
    with session.start_session(master) as spark, ExitStack() as stack:
        folder = Folder(spark, output) if output else None
        if folder:
            place = stack.enter_context(folder.opened())
            spark.sparkContext.setCheckpointDir(f"{place}/{_CHECKPOINTS}")
        engine = stack.enter_context(SparkEngine(spark, settings, progress))
        yield Search(engine, run_steps(engine, engine.read(sources))), folder
        if folder:
            folder.forget(_CHECKPOINTS)
