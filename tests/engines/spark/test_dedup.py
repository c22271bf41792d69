"""`dedup` on Spark: the rows that stay, and those for which the others go, are those of one machine."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import pandas
import pytest
from pyspark.sql import DataFrame, SparkSession

import dupdetect
from benchmarks.corpora.planted_copies import Planter
from dupdetect.pipeline.cluster import dedup
from dupdetect.read import read_articles
from dupdetect.records import Article
from dupdetect.settings import Reading
from tests.archive.samples import story

pytestmark = pytest.mark.spark

SAMPLES = Path(__file__).parents[3] / "samples" / "articles"


def read_samples() -> list[dict[str, Any]]:
    items = [item for item in read_articles([SAMPLES], Reading()) if isinstance(item, Article)]
    return [{"id": item.id, "text": item.text, "published": item.published} for item in items]


def plant() -> list[dict[str, Any]]:
    """Families of copies, more equal texts than a group may hold, chains of versions, and texts without words."""
    texts = [
        *Planter(400, 3, 120),
        *[story(1, 80)] * 40,
        *(story(2, 300) + f" It ends {n}." for n in range(60)),
        *(" ".join(story(3, 400).split()[6 * n : 6 * n + 200]) for n in range(30)),
        "🙂🙂 !!!",
        "🙂🙂 !!!",
        "12 34",
        "12 34",
        "",
    ]
    rng = random.Random(7)
    rows = [
        {"id": 7 * number - 500, "text": text, "published": f"2026-0{1 + number % 9}-1{number % 3}", "score": score}
        for number, (text, score) in enumerate(zip(texts, rng.choices([1.5, 2.0, None, 30.25], k=600), strict=False))
    ]
    rng.shuffle(rows)
    return rows


def run_locally(rows: list[dict[str, Any]], keep: str, threshold: float) -> dupdetect.Deduplicated:
    """By id, as a data frame of Spark has no other order."""
    return dupdetect.dedup(pandas.DataFrame(sorted(rows, key=lambda row: row["id"])), keep, threshold)


def compare(spark: SparkSession, rows: list[dict[str, Any]], keep: str, threshold: float = 0.8) -> int:
    """Hold both against each other; returns how many rows go."""
    local = run_locally(rows, keep, threshold)
    shuffled = random.Random(len(rows)).sample(rows, len(rows))
    frame = spark.createDataFrame(pandas.DataFrame(shuffled)).repartition(3)
    tables = dedup(frame, id="id", text="text", keep=keep, threshold=threshold)
    dropped = {row["id"]: (row["kept"], row["reason"], row["jaccard"]) for row in tables.dropped.collect()}
    assert dropped == {drop.id: (drop.kept, drop.reason, drop.jaccard) for drop in local.dropped}
    kept = sorted(row["id"] for row in tables.kept.collect())
    assert kept == sorted(row["id"] for row in rows if row["id"] not in dropped)
    assert tables.kept.columns == frame.columns
    clusters = {row["id"]: row["cluster"] for row in tables.clusters.collect()}
    assert clusters == {row["id"]: dropped.get(row["id"], (row["id"],))[0] for row in rows if row["text"].strip()}
    assert (tables.articles, tables.skipped.count()) == (local.articles, len(local.skipped))
    tables.release()
    return len(dropped)


@pytest.mark.parametrize("keep", ["first", "longest", "earliest", "score", "-score"])
def test_planted_families_are_those_of_one_machine(keep: str, spark: SparkSession) -> None:
    assert compare(spark, plant(), keep) > 140


@pytest.mark.parametrize("threshold", [0.4, 1.0])
def test_samples_are_those_of_one_machine(threshold: float, spark: SparkSession) -> None:
    assert compare(spark, read_samples(), "longest", threshold)


def test_nothing_alike_and_nothing_at_all(spark: SparkSession) -> None:
    rows = [{"id": name, "text": story(number, 60)} for number, name in enumerate("abc")]
    frame = spark.createDataFrame(pandas.DataFrame(rows))
    assert dedup(frame).dropped.count() == 0
    empty = dedup(frame.where("id > 'z'"))
    assert (empty.articles, empty.kept.count(), empty.dropped.count()) == (0, 0, 0)


def test_parquet_folders_go_in_and_out(spark: SparkSession, tmp_path: Path) -> None:
    rows = [{"doc": number % 2**40, "body": story(number % 5, 60), "n": [number]} for number in range(20)]
    pandas.DataFrame(rows).to_parquet(tmp_path / "in.parquet")
    tables = dedup(spark.read.parquet(str(tmp_path / "in.parquet")), id="doc", text="body", keep="-doc")
    tables.kept.write.parquet(str(tmp_path / "out"))
    staying = pandas.read_parquet(tmp_path / "out").sort_values("doc")
    assert staying["doc"].to_list() == [0, 1, 2, 3, 4]
    assert [list(value) for value in staying["n"]] == [[number] for number in range(5)]


def mistake(frame: DataFrame, **named: Any) -> str:
    with pytest.raises(dupdetect.UsageError) as fault:
        dedup(frame, **named)
    return str(fault.value)


def test_a_mistake_is_one_line(spark: SparkSession) -> None:
    text = story(1, 60)
    frame = spark.createDataFrame([(1, text, 0.5), (1, text, 0.5)], "id bigint, text string, x double")
    assert mistake(frame) == "two rows have 1 as their 'id'; ids must differ"
    assert mistake(frame, id="x") == "column 'x' holds double; ids are strings or integers"
    assert mistake(frame, keep="-date") == "the DataFrame has no column 'date'; it has: id, text, x"
    empty = spark.createDataFrame([(None, text)], "id string, text string")
    assert mistake(empty) == "a row has nothing in its 'id'; ids are strings or integers"
    with pytest.raises(dupdetect.SettingsError, match="above 0 and up to 1"):
        dedup(frame, threshold=2)
