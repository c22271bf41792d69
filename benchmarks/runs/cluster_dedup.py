"""A table deduplicated on Spark beside the same on one machine: time, memory, disk, and whether the same rows stay.

    python -m benchmarks.runs.cluster_dedup                          the published figures: 200,000 articles
    python -m benchmarks.runs.cluster_dedup --articles 2000 --no-write

Both run as commands, one after the other, on two processors: `dupdetect dedup --jobs 2` and `dupdetect dedup --engine
spark --master local[2]`, from a Parquet file of `planted_tables` with articles of 3 kB. What each drops is held against
the planted truth as well.
"""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pyarrow import parquet

from benchmarks.corpora import planted_tables
from benchmarks.corpora.planted_tables import Drops, Table
from benchmarks.measures.process_meter import MeasurementError
from benchmarks.places import BUILD
from benchmarks.runs import cluster
from benchmarks.runs.dedup import COLUMNS, THRESHOLD, compare_drops, read_log

KEPT = BUILD / "cluster-dedup"

Figures = dict[str, Any]


def measure_table(articles: int, folder: Path) -> Figures:
    """Deduplicate a table of so many articles on both; `folder` takes what they write and is emptied first.

    Raises:
        MeasurementError: a run failed, or other rows stay on Spark than on one machine.
    """
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    print(f"making {articles:,} articles", file=sys.stderr)
    table = planted_tables.write_parquet(folder / "crawl.parquet", articles)
    words = ("dedup", table.path, "--id-column", COLUMNS["parquet"], "--threshold", THRESHOLD)
    local = cluster.run_on_one_machine((*words, "-o", folder / "local.parquet"))
    print(json.dumps(local), file=sys.stderr)
    spark, _ = cluster.run_on_spark((*words, "-o", folder / "spark"), folder)
    print(json.dumps(spark), file=sys.stderr)
    figures = {"articles": articles, "bytes": table.path.stat().st_size, "local": local, "spark": spark}
    return figures | judge_drops(table, read_local(folder / "local.parquet"), read_spark(folder / "spark"))


def judge_drops(table: Table, local: Mapping[int, int], spark: Mapping[int, int]) -> Figures:
    """What Spark dropped, by id, against the truth.

    Raises:
        MeasurementError: one machine dropped other rows, or for other ones.
    """
    unlike = sorted(local.items() ^ spark.items())
    if unlike:
        raise MeasurementError(f"Spark and one machine drop other rows, {len(unlike)} in all, first {unlike[0]}")
    place = {name: number for number, name in enumerate(table.ids)}
    drops: Drops = {place[name]: place[kept] for name, kept in spark.items()}
    return compare_drops(drops, planted_tables.choose_drops(table.planted, THRESHOLD))


def read_local(out: Path) -> dict[int, int]:
    """By the id of each dropped row, the id of the row that was kept for it."""
    return {int(entry["id"]): int(entry["kept"]) for entry in read_log(out)}


def read_spark(out: Path) -> dict[int, int]:
    """The same of the tables that Spark wrote."""
    columns = parquet.read_table(out / "dropped", columns=["id", "kept"]).to_pydict()
    return dict(zip(columns["id"], columns["kept"], strict=True))


def main() -> int:
    """Run the command line."""
    given = cluster.describe_run(__doc__, [200_000], KEPT).parse_args()
    try:
        rows = (measure_table(articles, given.folder) for articles in given.articles)
        return cluster.publish_rows("cluster_dedup", rows, given)
    finally:
        shutil.rmtree(given.folder, ignore_errors=True)


if __name__ == "__main__":
    sys.exit(main())
