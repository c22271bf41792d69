"""Data frames without their history: what rounds over rounds need, whose plans would otherwise grow without bound."""

from __future__ import annotations

from pyspark.sql import DataFrame


def keep_rows(rows: DataFrame) -> DataFrame:
    """`rows`, computed once: at a checkpoint where the session has a folder for it, which outlives a lost worker; else
    on the workers' own disks."""
    if rows.sparkSession.sparkContext.getCheckpointDir():
        return rows.checkpoint()
    return rows.localCheckpoint()
