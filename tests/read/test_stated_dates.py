"""Dates in the forms that formats and publishers write; prose and what could be read in two ways give none."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import dupdetect
from dupdetect import read
from dupdetect.read.datelines import find_date_line, find_url_date
from dupdetect.read.dates import read_timestamp
from dupdetect.records import Article, Direction
from dupdetect.records.instants import compare_instants
from dupdetect.settings import Reading
from tests.read.writers import TEXT


@pytest.mark.parametrize(
    ("value", "published"),
    [
        ("Fri, 27 Nov 2026 07:00:00 GMT", "2026-11-27T07:00:00+00:00"),
        ("27 Nov 2026 07:00:00 -0500", "2026-11-27T07:00:00-05:00"),
        (1793577600, "2026-11-02T00:00:00+00:00"),
        (1793577600000, "2026-11-02T00:00:00+00:00"),
        ("1793577600", "2026-11-02T00:00:00+00:00"),
        ("20200410", "2020-04-10"),
        ("20200410T101500Z", "2020-04-10T10:15:00+00:00"),
        ("10 avril 2020", "2020-04-10"),
        ("10. März 2020", "2020-03-10"),
        ("10 апреля 2020 г.", "2020-04-10"),
        ("2020年4月10日", "2020-04-10"),
        ("2020年4月31日", ""),
        ("03/04/2020", ""),
        ("2020", ""),
        (2020, ""),
        (True, ""),
        (float("nan"), ""),
        (float("inf"), ""),
        (10**30, ""),
        ("yesterday", ""),
    ],
)
def test_a_column_with_a_date(value: object, published: str) -> None:
    assert read_timestamp(value) == published


@pytest.mark.parametrize(
    ("text", "published"),
    [
        ("Friday, April 10, 2020\n\nThe gate\n\nIt was shut.", "2020-04-10"),
        ("The gate\nBy Jane Doe | April 10, 2020 10:15 am\nIt was shut.", "2020-04-10"),
        ("Die Schranke\nVeröffentlicht am 10. April 2020\nSie war zu.", "2020-04-10"),
        ("The gate\nIt was shut.\n\nPublished: 10 April 2020", "2020-04-10"),
        ("date 2019-04-07 The gate was shut, and nobody knew why.", "2019-04-07"),
        ("April 10, 2020 | Updated April 12, 2020\nThe gate was shut.", "2020-04-10"),
        ("The gate\nUpdated April 12, 2020\nIt was shut.", ""),
        ("The gate\nIt was promised after the flood of 4 December 2021.", ""),
        (
            "The gate\n"
            + "It was shut again and again. " * 9
            + "\n4 December 2021\n"
            + "It was opened. " * 20
            + "\nEnd.",
            "",
        ),
        ("The gate\n10 Maybe 2020\nIt was shut.", ""),
    ],
)
def test_a_date_line_above_or_below_the_text(text: str, published: str) -> None:
    assert find_date_line(text) == published


@pytest.mark.parametrize(
    ("url", "published"),
    [
        ("https://a.example/2020/04/10/gate", "2020-04-10"),
        ("https://a.example/gate-20200410.html", "2020-04-10"),
        ("https://a.example/2020/04/gate", ""),
        ("https://a.example/gate?day=/2020/04/10", ""),
        ("https://a.example/2020/04/10/flood-of-2019-02-03", ""),
    ],
)
def test_a_date_in_an_address(url: str, published: str) -> None:
    assert find_url_date(url) == published


@pytest.mark.parametrize(
    ("a", "b", "order"),
    [
        ("2024-05-06T23:30:00-05:00", "2024-05-07T01:00:00+02:00", 1),
        ("2024-05-06T10:00:00+02:00", "2024-05-06T08:00:00Z", 0),
        ("2024-05-06T07:00:00Z", "2024-05-06T09:30:00+02:00", -1),
        ("2024-05-06", "2024-05-07", -1),
        ("2024-05-06", "2024-05-06T07:00:00", 0),
        ("2024-05-06", "2024-05-07T01:00:00+02:00", 0),
        ("2024-05-06", "2024-05-09T01:00:00+02:00", -1),
        ("2024-05-06T07:00:00", "2024-05-06T09:00:00Z", 0),
        ("", "2024-05-06", 0),
        ("soon", "2024-05-06", 0),
        ("0001-01-01", "2024-05-06T09:00:00Z", 0),
    ],
)
def test_dates_are_compared_as_instants(a: str, b: str, order: int) -> None:
    assert compare_instants(a, b) == order
    assert compare_instants(b, a) == -order


def test_the_direction_follows_the_instant() -> None:
    late = Article("a", TEXT, published="2024-05-06T23:30:00-05:00")
    early = Article("b", TEXT, published="2024-05-07T01:00:00+02:00")
    assert dupdetect.compare(late, early).direction is Direction.B_TO_A


@pytest.mark.parametrize(
    ("link", "linked"),
    [
        ("https://a.example/story?id=1", True),
        ("https://www.a.example/story?utm_source=x&id=1#top", True),
        ("https://a.example/story?id=2", False),
        ("https://a.example/story", False),
    ],
)
def test_the_query_of_an_address_counts(link: str, linked: bool) -> None:
    original = Article("a", TEXT, url="https://a.example/story?id=1")
    copy = Article("b", TEXT, links=(link,))
    assert (dupdetect.compare(original, copy).credit.value == "linked") is linked


def test_records_with_dates_of_feeds_have_a_direction(tmp_path: Path) -> None:
    rows = [
        {"id": "new", "text": TEXT, "published": "Fri, 27 Nov 2026 07:00:00 GMT"},
        {"id": "old", "text": TEXT.replace("six", "seven"), "published": 1793577600},
    ]
    (tmp_path / "a.jsonl").write_text("\n".join(map(json.dumps, rows)))
    new, old = (entry for entry in read.read_articles([tmp_path], Reading()) if isinstance(entry, Article))
    assert dupdetect.compare(new, old).direction is Direction.B_TO_A
