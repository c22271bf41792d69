"""Searches on a cluster that leave their results there, as data frames or as a folder of Parquet.

`scan(engine="spark")` returns the same results as findings, which serves unless there are millions of pairs.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager

from dupdetect.engines.spark import frames, session
from dupdetect.engines.spark.engine import DataFrame, SparkEngine
from dupdetect.engines.spark.output import Folder
from dupdetect.engines.spark.ranked_rows import DedupTables, DroppedPlace, RankedRows
from dupdetect.engines.spark.tables import Tables, collect_findings
from dupdetect.pipeline.deduplicate import Fixed, choose_dropped, describe_similarity
from dupdetect.pipeline.near import set_threshold
from dupdetect.pipeline.steps import run_steps
from dupdetect.read.sources import Progress, Sources, ignore_progress
from dupdetect.settings import Settings, take_settings

__all__ = ["DedupTables", "collect_findings", "dedup", "dedup_to_folder", "find_pairs", "open_search", "write_tables"]

_CHECKPOINTS = "_checkpoints"


def find_pairs(df: DataFrame, id: str = "id", text: str = "text", settings: Settings | None = None) -> Tables:
    """Find the copies, rewrites and part-copies among the rows of a data frame: `dupdetect.scan`, on its cluster.

    Args:
        df: a row per article. It must give the same rows each time it is computed, as files and tables do; otherwise
            checkpoint it first.
        id: the column with the ids, of any type that casts to a string. A number is appended to repeated ids.
        text: the column with the texts. Rows without text are skipped and listed in `Tables.skipped`.
        settings: defaults when None.

    Raises:
        UsageError: there is no such column, or the texts are not strings.
    """
    engine = SparkEngine(df.sparkSession, take_settings(settings), ignore_progress)
    return _search(engine, engine.read_frame(df, id, text))


def dedup(
    df: DataFrame,
    id: str = "id",
    text: str = "text",
    keep: str = "first",
    threshold: float = 0.8,
    settings: Settings | None = None,
) -> DedupTables:
    """Keep one of the rows that are near copies of one another: `dupdetect.dedup`, on the cluster of the data frame.

    Args:
        df: a row per article. It must give the same rows each time it is computed.
        id: the column with the ids: strings or integers, which differ. They stay what they are.
        text: the column with the texts. Rows without text stay.
        keep: which stays: the "first" by id, as a data frame has no order; the "longest" text; the "earliest"
            published; or the greatest value in a column, with a minus before its name the least. Ties go to the first
            by id. Rows without a value or a date rank last.
        threshold: the least Jaccard similarity of near copies, above 0 and up to 1.
        settings: defaults when None.

    Raises:
        SettingsError: the threshold is out of range.
        UsageError: there is no such column; or ids are missing, repeated, or neither strings nor integers.
    """
    rows = RankedRows(df, id, text, keep, set_threshold(settings, threshold))
    try:
        stands_for = choose_dropped(rows.search, Fixed(0, ()))
        return rows.tabulate(
            DroppedPlace(place, kept, jaccard, describe_similarity(jaccard))
            for place, (kept, jaccard) in sorted(stands_for.items())
        )
    except BaseException:
        rows.release()
        raise


def dedup_to_folder(
    paths: Sequence[str],
    output: str,
    keep: str,
    threshold: float,
    settings: Settings,
    columns: Sequence[str] = (),
    master: str | None = None,
) -> tuple[int, int, int]:
    """Deduplicate files and folders of Parquet into a folder with the tables `kept`, `dropped` and `clusters`.

    Args:
        paths: paths or URIs that the workers can read.
        output: the folder, as a path or URI; it appears, complete, at the end.
        keep, threshold, settings: as for `dedup`; the columns for id and text are those of `settings.reading`, or have
            usual names.
        columns: those of `kept`, in order; empty for all of them.
        master: as for `open_search`.

    Returns:
        How many rows with a text were read, how many go, and how many have no text.

    Raises:
        InputError: a path cannot be read as Parquet, or the cluster cannot be reached.
        MissingExtraError: PySpark or Java is missing.
        OutputError: the folder exists, or cannot be written.
        SettingsError: the threshold is out of range.
        UsageError: there is no such column; or ids are missing, repeated, or neither strings nor integers.
    """
    with session.start_session(master) as spark, ExitStack() as stack:
        folder = Folder(spark, output)
        place = stack.enter_context(folder.create())
        spark.sparkContext.setCheckpointDir(f"{place}/{_CHECKPOINTS}")
        df = frames.read_parquet(spark, paths)
        frames.require_columns(df, columns)
        tables = dedup(df, *frames.name_columns(df, settings.reading), keep, threshold, settings)
        stack.callback(tables.release)
        folder.table(tables.kept.select(*columns) if columns else tables.kept, "kept")
        folder.table(tables.dropped, "dropped")
        folder.table(tables.clusters, "clusters")
        folder.forget(_CHECKPOINTS)
        return tables.articles, tables.dropped.count(), tables.skipped.count()


@contextmanager
def open_search(
    sources: Sources,
    settings: Settings,
    master: str | None = None,
    output: str | None = None,
    progress: Progress = ignore_progress,
) -> Iterator[tuple[Tables, Folder | None]]:
    """Search on a cluster; the results last as long as the `with` statement.

    Args:
        sources: files, folders and URIs that the workers can read; or articles, or texts by id.
        master: where to run, as for `dupdetect.engines.spark.session.start_session`.
        output: a folder for the tables, as a path or URI; it appears, complete, when the statement ends.

    Raises:
        InputError: a path does not exist, or the cluster cannot be reached.
        MissingExtraError: PySpark or Java is missing.
        OutputError: the folder exists, or cannot be written.
        UsageError: two articles have the same id, or `master` is not the URL of a master.
    """
    with session.start_session(master) as spark, ExitStack() as stack:
        folder = Folder(spark, output) if output else None
        if folder:
            place = stack.enter_context(folder.create())
            spark.sparkContext.setCheckpointDir(f"{place}/{_CHECKPOINTS}")
        engine = stack.enter_context(SparkEngine(spark, settings, progress))
        yield _search(engine, engine.read(sources)), folder
        if folder:
            folder.forget(_CHECKPOINTS)


def write_tables(tables: Tables, folder: Folder, summary: str) -> None:
    """Write the tables, the findings (`summary`, as JSON) and the figures of the run into an open folder."""
    for name in ("pairs", "comparisons", "families", "skipped"):
        folder.table(getattr(tables, name), name)
    folder.table(tables.articles.drop("text"), "articles")
    folder.text(summary, "findings.json")
    run = {"compared": tables.compared, "capped": tables.capped, **tables.plan._asdict()}
    folder.text(json.dumps(run, indent=2) + "\n", "run.json")


def _search(engine: SparkEngine, read: DataFrame) -> Tables:
    done = run_steps(engine, read)
    return engine.tabulate(done.prints, done.judged, done.families)
