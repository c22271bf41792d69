"""The steps on a cluster: data frames are passed from one to the next, and nothing large comes to the driver."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace

from pyspark.sql import DataFrame, SparkSession
from pyspark.sql import functions as sql

from dupdetect.embedding import check_model
from dupdetect.engines.faults import PairJudge, weakest_kept
from dupdetect.engines.spark import articles, boilerplate, comparing, families, meaning, reading, session, wording
from dupdetect.engines.spark.plan import Plan, plan_index
from dupdetect.engines.spark.postings import SparkPostings
from dupdetect.engines.spark.tables import FLAT, Tables, collect_findings, order_comparisons
from dupdetect.read.frames import is_frame
from dupdetect.read.sources import Progress, Sources, articles_by_id, list_items, stream_articles
from dupdetect.records import Article, Findings, Skip, Verdict
from dupdetect.settings import Settings

__all__ = ["DataFrame", "SparkEngine", "open_engine"]


@dataclass(frozen=True, slots=True)
class PrintedArticles:
    """Articles with what the search needs of each.

    Attributes:
        numbered: a row per article, from `articles.number_rows`.
        shapes: a row per article, from `articles.measure_shapes`.
        skipped: columns path and reason, in order.
        count: the number of articles.
    """

    numbered: DataFrame
    shapes: DataFrame
    skipped: DataFrame
    count: int


@dataclass(frozen=True, slots=True)
class FoundPairs:
    """Candidate pairs as columns a, b (rows) and channels (bits); their number, the index plan, and the capped keys."""

    pairs: DataFrame
    count: int
    plan: Plan
    capped: dict[str, int]


@dataclass(frozen=True, slots=True)
class JudgedPairs:
    """The pairs worth reporting, and those that could not be compared, from `comparing.compare_pairs`; and the articles
    that hold common wording, from `wording.mark_articles`, or None if nothing is common."""

    pairs: FoundPairs
    comparisons: DataFrame
    faults: DataFrame
    marked: DataFrame | None = None


class SparkEngine:
    """A cluster, reached through its session.

    Leaving the `with` statement, or `release`, frees everything that it holds there.
    """

    def __init__(self, spark: SparkSession, settings: Settings, progress: Progress) -> None:
        if settings.meaning.enabled:
            check_model(settings.meaning.model)
        self._spark = spark
        self._settings = settings
        self._report = progress
        self._held = ExitStack()

    def __enter__(self) -> SparkEngine:
        return self

    def __exit__(self, *error: object) -> None:
        self.release()

    def release(self) -> None:
        """Free the memory and disk of the executors; data frames that are used again are recomputed."""
        self._held.close()

    def read(self, sources: Sources) -> DataFrame:
        """Read the sources: the workers read files; articles in the driver's memory are sent to them."""
        if isinstance(sources, Mapping):
            return articles.hand_over(self._spark, articles_by_id(sources).values())
        if is_frame(sources):
            return self._hand_over(stream_articles(sources, self._settings.reading))
        items = list_items(sources)
        if not any(isinstance(item, Article) for item in items):
            paths = [str(item) for item in items]
            return reading.read_paths(self._spark, paths, self._settings.reading, keep=self._keep)
        return self._hand_over(stream_articles(items, self._settings.reading))

    def _hand_over(self, items: Iterable[Article | Skip]) -> DataFrame:
        read = list(items)
        by_id = articles_by_id(item for item in read if isinstance(item, Article))
        skips = (item for item in read if isinstance(item, Skip))
        return articles.hand_over(self._spark, [*by_id.values(), *skips])

    def read_frame(self, df: DataFrame, id: str, text: str) -> DataFrame:
        """The rows of a data frame."""
        return reading.read_frame(df, id, text, self._settings.reading)

    def fingerprint(self, read: DataFrame) -> PrintedArticles:
        """Articles by row. Keys are larger than texts, so `find_pairs` computes them where it joins them."""
        self._report("read", 0, 0)
        numbered = self._keep(articles.number_rows(read.where("reason is null")))
        shapes = self._keep(articles.measure_shapes(numbered, self._settings))
        skips = read.where("reason is not null").orderBy("file", "number", "path", "reason").select("path", "reason")
        faults = numbered.select("row", "id").join(shapes.where("fault is not null").select("row", "fault"), "row")
        faults = faults.orderBy("row").select(sql.col("id").alias("path"), sql.col("fault").alias("reason"))
        return PrintedArticles(numbered, shapes, skips.unionByName(faults), shapes.count())

    def find_pairs(self, prints: PrintedArticles) -> FoundPairs:
        """The candidate pairs."""
        if self._settings.meaning.enabled:
            meaning.check_count(prints.count)
        self._report("pair", 0, prints.count)
        plan = plan_index(prints.numbered, prints.shapes, self._settings)
        postings = SparkPostings(self._settings, plan)
        self._held.callback(postings.release)
        sound = prints.shapes.where("fault is null").select("row", "words", "same")
        texts = prints.numbered.select("row", "text").join(sound, "row")
        joined = postings.join(texts)
        if self._settings.meaning.enabled:
            joined = meaning.join_near(joined, texts, self._settings)
        pairs = self._keep(joined)
        return FoundPairs(pairs, pairs.count(), plan, postings.count_capped())

    def find_recurring_lines(self, prints: PrintedArticles, pairs: FoundPairs) -> frozenset[str]:
        """The lines that recur in unrelated articles, among those that stand in a pair."""
        self._report("compare", 0, pairs.count)
        ends = pairs.pairs.select(sql.explode(sql.array("a", "b")).alias("row")).distinct()
        paired = prints.numbered.join(ends, "row", "left_semi")
        return boilerplate.find_recurring_lines(paired, self._settings)

    def compare(self, prints: PrintedArticles, pairs: FoundPairs, recurring: frozenset[str]) -> JudgedPairs:
        """The pairs, judged by the workers."""
        tasks = max(2 * self._spark.sparkContext.defaultParallelism, -(-pairs.count // comparing.PAIRS_A_TASK))
        judge = PairJudge(self._settings, recurring, weakest_kept(self._settings))
        judged = self._keep(comparing.compare_pairs(pairs.pairs, prints.numbered, prints.shapes, judge, tasks))
        judged.count()  # forces the computation
        self._report("compare", pairs.count, pairs.count)
        return JudgedPairs(pairs, judged.where("fault is null").drop("fault"), judged.where("fault is not null"))

    def set_common_aside(self, prints: PrintedArticles, judged: JudgedPairs, recurring: frozenset[str]) -> JudgedPairs:
        """The pairs without the wording that many families hold, and that wording."""
        marked = None
        if self._settings.batch.families:
            whole = wording.Batch(prints.numbered, prints.count, recurring)
            marked = wording.mark_articles(judged.comparisons, whole, self._settings)
        if marked is None:
            return replace(judged, comparisons=self._keep_reported(judged.comparisons))
        marked = self._keep(marked)
        judge = PairJudge(self._settings, recurring)
        again = self._keep(wording.judge_again(judged.comparisons, marked, prints.numbered, judge))
        return JudgedPairs(
            judged.pairs,
            self._keep_reported(again.where("fault is null").drop("fault")),
            judged.faults.unionByName(again.where("fault is not null")),
            marked,
        )

    def _keep_reported(self, comparisons: DataFrame) -> DataFrame:
        least = Verdict(self._settings.reporting.min_verdict)
        return comparisons.where(sql.col("verdict").isin([str(verdict) for verdict in Verdict if verdict >= least]))

    def connect(self, prints: PrintedArticles, judged: JudgedPairs) -> DataFrame:
        """A row per member of a family, largest family first."""
        members = families.find_families(judged.comparisons, prints.numbered, self._settings)
        return members.orderBy(sql.desc("size"), "family", "article")

    def tabulate(self, prints: PrintedArticles, judged: JudgedPairs, families: DataFrame) -> Tables:
        """All results, as data frames on the cluster."""
        ordered = order_comparisons(self._keep(wording.weigh_partials(judged.comparisons, families)))
        path = sql.concat("a", sql.lit(", "), "b").alias("path")
        faults = judged.faults.orderBy("a", "b").select(path, sql.col("fault").alias("reason"))
        return Tables(
            pairs=ordered.select(*FLAT),
            comparisons=ordered,
            families=families,
            articles=articles.join_words(prints.numbered, prints.shapes),
            skipped=prints.skipped.unionByName(faults),
            read=prints.count,
            compared=judged.pairs.count,
            capped=judged.pairs.capped,
            plan=judged.pairs.plan,
            release=self.release,
            marked=judged.marked,
        )

    def collect(self, prints: PrintedArticles, judged: JudgedPairs, families: DataFrame) -> Findings:
        """The findings, equal to those of one machine for up to `tables.LISTED` pairs."""
        return collect_findings(self.tabulate(prints, judged, families), self._settings)

    def _keep(self, rows: DataFrame) -> DataFrame:
        """Rows that the executors keep until `release`."""
        self._held.callback(rows.unpersist)
        return rows.persist()


@contextmanager
def open_engine(
    settings: Settings, progress: Progress, *, jobs: int | None = None, master: str | None = None
) -> Iterator[SparkEngine]:
    """The engine on the cluster that `master` names, as for `session.start_session`; `jobs` is not used."""
    with session.start_session(master) as spark, SparkEngine(spark, settings, progress) as engine:
        yield engine
