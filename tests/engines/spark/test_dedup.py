"""`dedup` on Spark: the rows that stay, and those for which the others go, are those of one machine."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import pandas
import pytest
from click.testing import CliRunner, Result
from pyspark.sql import DataFrame, SparkSession

import dupdetect
from benchmarks.corpora.planted_copies import Planter
from dupdetect.cli import main
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


@pytest.mark.parametrize("threshold", [0.4, 0.7])
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


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, ["dedup", *map(str, arguments), "--engine", "spark", "--master", "local[2]"])


@pytest.mark.usefixtures("spark")
def test_the_command_takes_and_writes_folders_of_parquet(tmp_path: Path) -> None:
    source, out = tmp_path / "in", tmp_path / "out"
    source.mkdir()
    for part in range(2):
        rows = [{"url": f"u{n}", "body": story(n % 5, 60), "n": n} for n in range(10 * part, 10 * part + 10)]
        pandas.DataFrame(rows).to_parquet(source / f"{part}.parquet")
    done = run(source, "-o", out, "--keep", "n", "--columns", "n,url", "--id-column", "url")
    assert (done.exit_code, done.stderr) == (0, "20 articles, 5 kept, 15 dropped, 0 skipped\n")
    assert sorted(path.name for path in out.iterdir()) == ["clusters", "dropped", "kept"]
    kept = pandas.read_parquet(out / "kept").sort_values("n")
    assert list(kept.columns) == ["n", "url"]
    assert kept["n"].to_list() == [15, 16, 17, 18, 19]
    clusters = pandas.read_parquet(out / "clusters").set_index("id")["cluster"]
    assert clusters.to_dict() == {f"u{n}": f"u{15 + n % 5}" for n in range(20)}


@pytest.mark.usefixtures("spark")
@pytest.mark.parametrize(
    ("options", "status", "message"),
    [
        (["--against", "x"], 2, "--against: the Spark engine takes no reference texts; use the local engine"),
        (["--unit", "paragraph"], 2, "--unit: the Spark engine drops whole articles alone; use the local engine"),
        ([], 2, "no column has a usual name for the id; name it with --id-column; it has: body, n"),
        (["--id-column", "n", "--columns", "x"], 2, "the DataFrame has no column 'x'; it has: body, n"),
    ],
)
def test_a_mistake_of_the_command_is_one_line(options: list[str], status: int, message: str, tmp_path: Path) -> None:
    source = tmp_path / "in.parquet"
    pandas.DataFrame({"body": [story(1)], "n": [1]}).to_parquet(source)
    done = run(source, "-o", tmp_path / "out", *options)
    assert (done.exit_code, done.stderr) == (status, f"dupdetect: {message}\n")
    assert [path.name for path in tmp_path.iterdir()] == ["in.parquet"]


@pytest.mark.usefixtures("spark")
def test_what_is_no_parquet_is_named(tmp_path: Path) -> None:
    done = run(tmp_path / "none", "-o", tmp_path / "out")
    assert (done.exit_code, done.stderr.count("\n")) == (1, 1)
    assert "none: cannot be read as Parquet, as dedup must on Spark" in done.stderr


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
