"""The benchmark of `dedup` on Spark: it tells when other rows stay than on one machine, and judges by the truth."""

from __future__ import annotations

from pathlib import Path

import pyarrow
import pytest
from pyarrow import parquet

from benchmarks.corpora.planted_tables import Table
from benchmarks.measures.process_meter import MeasurementError
from benchmarks.runs import cluster_dedup

TABLE = Table(Path("crawl.parquet"), [-3, 4, 11, 18], [(0, 2, 0.9), (1, 3, 0.85)])


def test_what_spark_drops_is_held_against_the_truth() -> None:
    figures = cluster_dedup.judge_drops(TABLE, {11: -3, 4: -3}, {11: -3, 4: -3})
    assert figures == {"to_drop": 2, "dropped": 2, "dropped_wrongly": 1, "kept_wrongly": 1, "for_another": 0}


@pytest.mark.parametrize("spark", [{11: -3}, {11: -3, 18: -3}, {11: 4, 18: 4}])
def test_other_drops_than_on_one_machine_end_the_run(spark: dict[int, int]) -> None:
    with pytest.raises(MeasurementError, match=r"other rows, [12] in all"):
        cluster_dedup.judge_drops(TABLE, {11: -3, 18: 4}, spark)


def test_drops_are_read_as_both_engines_write_them(tmp_path: Path) -> None:
    (tmp_path / "a.parquet.dropped.jsonl").write_text('{"id": 11, "kept": -3}\n{"id": 18, "kept": 4}\n', "utf-8")
    (tmp_path / "spark" / "dropped").mkdir(parents=True)
    parquet.write_table(pyarrow.table({"id": [11, 18], "kept": [-3, 4]}), tmp_path / "spark" / "dropped" / "0.parquet")
    local, spark = cluster_dedup.read_local(tmp_path / "a.parquet"), cluster_dedup.read_spark(tmp_path / "spark")
    assert local == spark == {11: -3, 18: 4}
