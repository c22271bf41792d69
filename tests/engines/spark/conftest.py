"""One Spark session for all tests that need one, for starting it takes longer than most of them; and real news."""

from __future__ import annotations

import json
import os
import shutil
import tarfile
from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest
from pyspark.sql import SparkSession

from benchmarks.corpora import reuters, spun_articles
from dupdetect.engines.spark.session import start_session


@pytest.fixture(scope="session")
def spark() -> Iterator[SparkSession]:
    """A session on two cores of this machine, made as dupdetect makes it."""
    if shutil.which("java") is None:
        pytest.skip("there is no Java")
    with start_session("local[2]") as session:
        yield session


NEWS = int(os.environ.get("DUPDETECT_REUTERS", "2000"))
"""Articles of real news, a twentieth of them spun; DUPDETECT_REUTERS=20000 takes the whole collection, and minutes."""

CORPORA = Path(__file__).parents[4] / "shared" / "corpora"


@pytest.fixture(scope="session")
def news(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Reuters stories with spun copies of some, as JSON Lines; nothing where the collection is not there."""
    if not CORPORA.is_dir():
        return []
    place = tmp_path_factory.mktemp("news")
    for name in ("reuters-21578", "ppdb-lexical"):
        with tarfile.open(CORPORA / f"{name}.tar.xz") as packed:
            packed.extractall(place, filter="data")
    path = place / "news.jsonl"
    with path.open("w", encoding="utf-8") as file:
        file.writelines(json.dumps(one) + "\n" for one in stories(place))
    return [path]


def stories(place: Path) -> Iterator[dict[str, str]]:
    """Stories of Reuters, and spun copies of the longer ones in all strengths."""
    (sgm,) = {one.parent for one in place.rglob("reut2-000.sgm")}
    real = list(reuters.articles(sgm))[: NEWS - NEWS // 20]
    (synonyms,) = place.rglob("*.synonyms.uniquepairs")
    thesaurus = spun_articles.read_pairs(synonyms)
    long = [one for one in real if len(one.text.split()) >= 120]
    yield from ({"id": one.id, "text": one.text} for one in real)
    for at, one in enumerate(Random(1).sample(long, NEWS - len(real))):
        strength = spun_articles.STRENGTHS[at % len(spun_articles.STRENGTHS)]
        yield {"id": f"spun-{one.id}", "text": spun_articles.spin_article(one.text, thesaurus, strength, at)}
