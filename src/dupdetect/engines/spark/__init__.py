"""A Spark cluster: the same pairs, verdicts and families as on one machine, from Spark's own shuffles and storage.

    session     one is found or started, and what is missing is told in a line
    reading     Parquet, JSON lines and data frames -> articles and skips
    articles    numbered in the order of their ids
    candidates  the four searches; groups and exchange are how Spark runs them
    furniture   lines that recur across unrelated articles
    comparing   pairs aligned and judged in the executors
    families    connected components

Workers run the steps of this package on Arrow batches, so dupdetect must be installed where they run.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeAlias

from dupdetect.errors import MissingExtraError
from dupdetect.records import Article
from dupdetect.settings import Settings

try:
    from pyspark.sql import DataFrame, SparkSession
    from pyspark.sql import functions as sql

    from dupdetect.engines.spark import articles as rows
    from dupdetect.engines.spark import (
        candidates,
        comparing,
        exchange,
        families,
        fields,
        furniture,
        groups,
        reading,
    )
except ImportError as error:
    if (error.name or "").partition(".")[0] not in ("pyspark", "pyarrow", "pandas"):
        raise
    raise MissingExtraError('the Spark engine needs PySpark; install it: pip install "dupdetect[spark]"') from error

__all__ = ["DataFrame", "Found", "SparkSession", "find_pairs", "searched"]

Told: TypeAlias = Callable[[str, int, int], None]

_FLAT = tuple("a b verdict jaccard coverage_a coverage_b closeness spun direction credit probability".split())


@dataclass(frozen=True)
class Found:
    """What a search found, as data frames; `release` gives back what they hold.

    Attributes:
        pairs: a row a pair of at least `reporting.min_verdict`, strongest first: a, b (ids, a before b), verdict,
            jaccard, coverage_a, coverage_b, closeness, spun, direction, credit, probability.
        comparisons: the same pairs in the same order with all their evidence, as `records.Comparison` has it.
        families: a row a member, largest family first: family (its smallest id), article, size, verdict, source.
        articles: a row an article, by id: the columns of `records.Article`, and words.
        skipped: a row an input that was not used: path, reason.
        read: articles that were read.
        compared: candidate pairs that were compared.
        capped: by search, the keys and groups that were thinned because too many articles hold them.
        plan: into how many shards the index was cut, and one of how many passage keys was kept.
    """

    pairs: DataFrame
    comparisons: DataFrame
    families: DataFrame
    articles: DataFrame
    skipped: DataFrame
    read: int
    compared: int
    capped: dict[str, int]
    plan: exchange.Plan
    held: tuple[DataFrame, ...] = field(repr=False, default=())

    def release(self) -> None:
        """Give back the memory and disk of the executors; the data frames are computed anew if they are used again."""
        for item in self.held:
            item.unpersist()


def find_pairs(df: DataFrame, id: str = "id", text: str = "text", settings: Settings | None = None) -> Found:
    """Find the copies, rewrites and part-copies among the rows of a data frame: `dupdetect.scan`, on its cluster.

    Args:
        df: a row an article. It must give the same rows whenever it is computed, as files and tables do; otherwise
            checkpoint it first.
        id: the column with the ids, of any type that casts to a string. Of rows with one id, all but the first get a
            number behind theirs.
        text: the column with the texts. Rows without one are skipped, and told in `Found.skipped`.
        settings: defaults when None.

    Raises:
        UsageError: there is no such column, or the texts are no strings.
    """
    chosen = settings or Settings()
    return searched(reading.frame(df, id, text, chosen.reading), chosen)


def searched(read: DataFrame, settings: Settings, told: Told = lambda stage, done, total: None) -> Found:
    """Find pairs among what `reading` gives; `told` is called with a stage, how much is done, and of how much."""
    told("read", 0, 0)
    whole = read.where("reason is null").select(*fields.hints(Article))
    numbered = rows.numbered(whole).persist()
    shapes = rows.shapes(numbered, settings).persist()
    count = shapes.count()
    told("pair", 0, count)
    cores = read.sparkSession.sparkContext.defaultParallelism
    plan = candidates.planned(numbered, shapes, settings, cores)
    alone = candidates.alone(numbered, shapes)
    met = exchange.shared(alone, settings, plan).persist()
    found = candidates.found(alone, shapes, met, settings).persist()
    pairs = found.where(sql.col("a") != groups.CAPPED).select("a", "b", "found")
    compared = pairs.count()
    told("compare", 0, compared)
    recurring = furniture.recurring(_standing(numbered, pairs), settings)
    tasks = max(2 * cores, -(-compared // comparing.PAIRS_A_TASK))
    comparisons = comparing.compared(pairs, numbered, shapes, settings, recurring, tasks).persist()
    comparisons.count()  # whereby they are computed
    told("compare", compared, compared)
    members = families.families(comparisons, settings)
    return Found(
        pairs=_ordered(comparisons).select(*_FLAT),
        comparisons=_ordered(comparisons),
        families=members.orderBy(sql.desc("size"), "family", "article"),
        articles=_counted(numbered, shapes),
        skipped=read.where("reason is not null").orderBy("file", "number", "path", "reason").select("path", "reason"),
        read=count,
        compared=compared,
        capped=candidates.capped(found),
        plan=plan,
        held=(numbered, shapes, met, found, comparisons),
    )


def _counted(numbered: DataFrame, shapes: DataFrame) -> DataFrame:
    """The articles with their words, by id."""
    words = shapes.select("row", sql.col("told").alias("words"))
    return numbered.join(words, "row").orderBy("row").drop("row")


def _standing(articles: DataFrame, pairs: DataFrame) -> DataFrame:
    """The articles that stand in a pair."""
    named = pairs.select(sql.col("a").alias("row")).unionByName(pairs.select(sql.col("b").alias("row"))).distinct()
    return articles.join(named, "row", "left_semi")


def _ordered(comparisons: DataFrame) -> DataFrame:
    """The strongest first, as findings have them."""
    rank = sql.array_position(families.ascending(), sql.col("verdict"))
    weight = sql.greatest("coverage_a", "coverage_b") * sql.col("closeness")
    return comparisons.orderBy(sql.desc(rank), sql.desc(weight), "a", "b")
