"""The results of a search on a cluster: data frames of any size, and findings equal to those of one machine.

Up to `LISTED` pairs the findings are complete. Beyond, they list the strongest, and only the counts cover all; the
tables hold everything. Common passages are listed if at most `LISTED` articles hold some.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import TypeVar

from pyspark.sql import DataFrame, Row
from pyspark.sql import functions as sql

from dupdetect import batch
from dupdetect.engines.spark.families import MEMBER, rank_verdicts
from dupdetect.engines.spark.plan import Plan
from dupdetect.engines.spark.wording import read_marked
from dupdetect.findings import count_results
from dupdetect.records import (
    Article,
    Attached,
    AttachedAs,
    Cluster,
    CommonPassage,
    Comparison,
    Findings,
    Listed,
    Skip,
    Verdict,
    columns,
)
from dupdetect.settings import Settings

Record = TypeVar("Record")

LISTED = 50_000
"""The most pairs, families and skips that findings list; and articles, besides those in listed pairs."""

FLAT = tuple("a b verdict jaccard coverage_a coverage_b closeness spun direction credit probability".split())
"""The columns of a comparison without its evidence."""


@dataclass(frozen=True, slots=True)
class Tables:
    """The results as data frames; `release` frees their memory.

    Attributes:
        pairs: a row per pair of at least `reporting.min_verdict`, strongest first: a, b (ids, a before b), verdict,
            jaccard, coverage_a, coverage_b, closeness, spun, direction, credit, probability.
        comparisons: the same pairs in the same order with all their evidence, the columns of `records.Comparison`.
        families: a row per member, largest family first: family (its smallest id), article, size, verdict, source,
            role (member, trim or round_up), title, origins.
        articles: a row per article, by id: the columns of `records.Article`, and words.
        skipped: a row per input that was not used, or pair that could not be compared: path, reason.
        read: articles that were read.
        compared: candidate pairs that were compared.
        capped: by channel, the keys that were thinned because too many articles hold them.
        plan: the shards of the index and the sample of the passage keys.
        release: frees the memory and disk of the executors; data frames that are used again are recomputed.
        marked: a row per article that holds common wording, with its places; None if nothing is common.
    """

    pairs: DataFrame
    comparisons: DataFrame
    families: DataFrame
    articles: DataFrame
    skipped: DataFrame
    read: int
    compared: int
    capped: dict[str, int]
    plan: Plan
    release: Callable[[], None]
    marked: DataFrame | None = None


def order_comparisons(comparisons: DataFrame) -> DataFrame:
    """The comparisons in the order of findings, the strongest first."""
    rank = sql.array_position(rank_verdicts(), sql.col("verdict"))
    weight = sql.greatest("coverage_a", "coverage_b") * sql.col("closeness")
    return comparisons.orderBy(sql.desc(rank), sql.desc(weight), "a", "b")


def collect_findings(tables: Tables, settings: Settings) -> Findings:
    """The findings, equal to those of one machine for up to `LISTED` pairs."""
    pairs = tuple(_build_records(tables.comparisons.limit(LISTED), Comparison))
    clusters = _build_clusters(tables.families)
    verdicts = {Verdict(row["verdict"]): row["count"] for row in tables.pairs.groupBy("verdict").count().collect()}
    count = tables.families.where(f"article = family and role = '{MEMBER}'").count()
    return Findings(
        signature=settings.signature,
        settings=settings.list_changes(),
        articles=tuple(_list_articles(tables, pairs, clusters)),
        pairs=pairs,
        clusters=clusters,
        skipped=tuple(_build_records(tables.skipped.limit(LISTED), Skip)),
        counts=count_results(tables.read, tables.skipped.count(), tables.compared, count, verdicts),
        common=_collect_passages(tables, settings),
    )


def _collect_passages(tables: Tables, settings: Settings) -> tuple[CommonPassage, ...]:
    """The common passages; none if more than `LISTED` articles hold some."""
    rows = [] if tables.marked is None else tables.marked.limit(LISTED + 1).collect()
    if not rows or len(rows) > LISTED:
        return ()
    marked = sorted((read_marked(row) for row in rows), key=lambda item: item.id)
    held = _choose(tables.articles, [item.id for item in marked]).collect()
    articles = {row["id"]: columns.build_record(Article, row.asDict()) for row in held}
    return batch.collect_passages(marked, articles, settings.batch.listed_words)


def _list_articles(tables: Tables, pairs: Sequence[Comparison], clusters: Sequence[Cluster]) -> Iterator[Listed]:
    """The articles, those in a pair with their texts. If there are too many, only those in a pair or a family."""
    shown = sorted({name for pair in pairs for name in (pair.a, pair.b)})
    named = sorted({*shown, *(name for cluster in clusters for name in _list_names(cluster))})
    texts = {row["id"]: row["text"] for row in _choose(tables.articles, shown).select("id", "text").collect()}
    rows = tables.articles.drop("text")
    if tables.read > LISTED:
        rows = _choose(rows, named)
    for row in rows.orderBy("id").collect():
        values = row.asDict() | {"text": texts.get(row["id"], "")}
        yield Listed(columns.build_record(Article, values), row["words"])


def _choose(rows: DataFrame, names: Sequence[str]) -> DataFrame:
    """The rows of these articles."""
    wanted = rows.sparkSession.createDataFrame([(name,) for name in names], "id string")
    return rows.join(wanted, "id", "left_semi")


def _build_records(rows: DataFrame, record: type[Record]) -> Iterator[Record]:
    return (columns.build_record(record, row.asDict(recursive=True)) for row in rows.collect())


def _build_clusters(families: DataFrame) -> tuple[Cluster, ...]:
    """The largest families; if there are too many members to list, the last family is cut and so left out."""
    rows = families.limit(LISTED + 1).collect()
    clusters = [_build_cluster(list(members)) for _, members in groupby(rows, key=lambda row: row["family"])]
    return tuple(clusters[:-1] if len(rows) > LISTED else clusters)


def _list_names(cluster: Cluster) -> Iterator[str]:
    yield from cluster.articles
    yield from (attached.id for attached in cluster.attached)


def _build_cluster(rows: Sequence[Row]) -> Cluster:
    """The family of these rows."""
    attached = [Attached(row["article"], AttachedAs(row["role"])) for row in rows if row["role"] != MEMBER]
    return Cluster(
        articles=tuple(row["article"] for row in rows if row["role"] == MEMBER),
        verdict=Verdict(rows[0]["verdict"]),
        source=rows[0]["source"],
        attached=tuple(attached),
        title=rows[0]["title"],
        origins=rows[0]["origins"],
    )
