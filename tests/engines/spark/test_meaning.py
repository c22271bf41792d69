"""Meaning on a cluster: the same findings, byte for byte, as on one machine and as from an archive."""

from __future__ import annotations

from pathlib import Path

import pytest
from pyspark.sql import SparkSession

import dupdetect
from dupdetect import Settings, UsageError
from dupdetect.engines.spark import meaning

pytestmark = pytest.mark.spark

SAMPLES = Path(__file__).parents[3] / "samples" / "meaning"
MEANT = Settings().updated({"meaning": {"enabled": True}})


def read_pieces(*stories: str) -> dict[str, str]:
    paths = (path for path in SAMPLES.glob("*.txt") if path.stem.startswith(stories))
    return {path.stem: path.read_text(encoding="utf-8") for path in paths}


@pytest.mark.usefixtures("spark")
def test_a_cluster_finds_what_one_machine_finds() -> None:
    pieces = read_pieces("lock", "beetle")
    here = dupdetect.scan(pieces, MEANT, jobs=1)
    assert sum(pair.manner == "translated" for pair in here.pairs) > 20
    assert dupdetect.scan(pieces, MEANT, "spark").to_json() == here.to_json()


def test_a_limit_is_one_line(spark: SparkSession, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(meaning, "MOST", 1)
    monkeypatch.setattr(meaning, "join_near", lambda *_: pytest.fail("texts were encoded that cannot be compared"))
    with pytest.raises(UsageError, match=r"^meaning\.enabled: 2 articles; on Spark meaning takes 1 at most"):
        dupdetect.scan({"a": "One text.", "b": "Another text."}, MEANT, "spark")
