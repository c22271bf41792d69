"""Data frames without their history: iterative algorithms need them, or their plans would grow without bound."""

from __future__ import annotations

from pyspark.sql import DataFrame


def keep_rows(rows: DataFrame) -> DataFrame:
    """`rows`, computed once: in a checkpoint that survives the loss of a worker if the session has a folder for it,
    else on the workers' own disks."""
    if rows.sparkSession.sparkContext.getCheckpointDir():
        return rows.checkpoint()
    return rows.localCheckpoint()
