"""One Spark session for all tests that need one: starting it takes longer than most of them."""

from __future__ import annotations

import shutil
from collections.abc import Iterator

import pytest
from pyspark.sql import SparkSession

from dupdetect.engines.spark.session import started


@pytest.fixture(scope="session")
def spark() -> Iterator[SparkSession]:
    """A session on two cores of this machine, made as dupdetect makes it."""
    if shutil.which("java") is None:
        pytest.skip("there is no Java")
    with started("local[2]") as session:
        yield session
