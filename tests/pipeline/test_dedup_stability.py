"""The same rows stay, each other row for the same one, whatever the order of the rows and the number of threads.

`tests/engines/spark/test_dedup.py` holds Spark to the same. Where ranks are equal the row that was read first stays, so
these rows have ranks that differ.
"""

from __future__ import annotations

import random
from typing import Any

import polars
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from benchmarks.corpora.planted_copies import Planter
from dupdetect import Article, dedup
from tests.archive.samples import story

TEXTS = [
    *Planter(120, 3, 90),
    *[story(1, 80)] * 20,  # more than a group of equal texts may hold
    *(story(2, 300) + f" It ends {n}." for n in range(70)),  # more than a band may hold
    *(" ".join(story(3, 400).split()[6 * n : 6 * n + 200]) for n in range(20)),  # a chain of versions
    *["12 34 5"] * 2,
]
ROWS: list[dict[str, Any]] = [
    {"id": f"r{number}", "text": text, "score": (number * 7919) % 1009} for number, text in enumerate(TEXTS)
]


def choose(rows: list[dict[str, Any]], keep: str, jobs: int, threshold: float) -> dict[str, tuple[str, float | None]]:
    result = dedup(polars.DataFrame(rows), keep, threshold, jobs=jobs)
    return {str(drop.id): (str(drop.kept), drop.jaccard) for drop in result.dropped}


@pytest.fixture(scope="module")
def expected() -> dict[tuple[str, float], dict[str, tuple[str, float | None]]]:
    wanted = [(keep, threshold) for keep in ("score", "-score") for threshold in (0.5, 0.8)]
    return {(keep, threshold): choose(ROWS, keep, 1, threshold) for keep, threshold in wanted}


@settings(max_examples=12)
@given(some.randoms(use_true_random=False), some.sampled_from(["score", "-score"]), some.sampled_from([0.5, 0.8]))
def test_order_and_jobs_decide_nothing(
    expected: dict[tuple[str, float], dict[str, tuple[str, float | None]]],
    rng: random.Random,
    keep: str,
    threshold: float,
) -> None:
    rows = rng.sample(ROWS, len(ROWS))
    dropped = choose(rows, keep, rng.choice([1, 2, 3]), threshold)
    assert dropped == expected[keep, threshold]
    assert len(dropped) > 100
    assert not {kept for kept, _ in dropped.values()} & dropped.keys()


@settings(max_examples=8)
@given(some.randoms(use_true_random=False))
def test_the_earliest_stays_in_any_order(rng: random.Random) -> None:
    articles = [
        Article(row["id"], row["text"], published=f"2026-01-01T{n // 60:02}:{n % 60:02}:00Z")
        for n, row in enumerate(ROWS)
    ]
    shuffled = rng.sample(articles, len(articles))
    assert set(dedup(shuffled, "earliest", jobs=2).dropped) == set(dedup(articles, "earliest", jobs=1).dropped)
