"""Data frames of every package give the same families as a list and a folder, by ids that stay what they are."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import pandas
import polars
import pyarrow
import pytest
from click.testing import CliRunner
from datasets import Dataset
from pyarrow import parquet

import dupdetect
from dupdetect import frames
from dupdetect.cli import main
from tests.archive.samples import story

Frames = Callable[[dict[str, list[Any]]], Any]


def lazy(columns: dict[str, list[Any]]) -> Any:
    return polars.LazyFrame(columns)


def relation(columns: dict[str, list[Any]]) -> Any:
    return duckdb.from_arrow(pyarrow.table(columns))


def reordered(columns: dict[str, list[Any]]) -> Any:
    """A dataset whose rows are chosen by indices, as after a shuffle, from a table in the opposite order."""
    backwards = {name: values[::-1] for name, values in columns.items()}
    rows = len(next(iter(columns.values())))
    return Dataset.from_dict(backwards).select(range(rows - 1, -1, -1))


KINDS: dict[str, Frames] = {
    "polars": polars.DataFrame,
    "polars lazy": lazy,
    "pandas": pandas.DataFrame,
    "pyarrow": pyarrow.table,
    "duckdb": relation,
    "datasets": reordered,
}

IDS = [40, 7, 300, 12, -5]
TEXTS = [
    story(1, 300),
    story(2, 300),
    story(1, 300) + " It was read twice.",
    story(3, 300),
    story(2, 300) + " So it is.",
]
COLUMNS: dict[str, list[Any]] = {"doc_id": IDS, "body": TEXTS, "score": [0.5, 0.1, 0.9, None, 0.7]}
FAMILIES = [{40, 300}, {7, -5}]


@pytest.fixture(params=KINDS)
def frame(request: pytest.FixtureRequest) -> Any:
    return KINDS[request.param](COLUMNS)


def rows_of(frame: Any) -> Any:
    """A result of any package as lists by column."""
    if isinstance(frame, polars.DataFrame):
        return frame.to_dict(as_series=False)
    if isinstance(frame, pandas.DataFrame):
        return frame.to_dict("list")
    return frame.to_dict() if isinstance(frame, Dataset) else frame.to_pydict()


def test_near_copies_name_rows_by_their_own_ids_in_their_order(frame: Any) -> None:
    copies = dupdetect.near_copies(frame, text="body", id="doc_id")
    assert [(pair.a, pair.b) for pair in copies.pairs] == [(40, 300), (7, -5)]
    assert copies.clusters == ((40, 300), (7, -5))


def test_frames_a_list_and_a_folder_agree(frame: Any, tmp_path: Path) -> None:
    for name, text in zip(IDS, TEXTS, strict=True):
        (tmp_path / f"{name}.txt").write_text(text, encoding="utf-8")
    listed = [dupdetect.Article(str(name), text) for name, text in zip(IDS, TEXTS, strict=True)]
    families = [
        sorted(sorted(str(name).removesuffix(".txt") for name in family) for family in copies.clusters)
        for copies in (
            dupdetect.near_copies(frame, text="body", id="doc_id"),
            dupdetect.near_copies(listed),
            dupdetect.near_copies([tmp_path]),
        )
    ]
    assert families == [sorted(sorted(map(str, family)) for family in FAMILIES)] * 3


def test_clusters_become_a_column_and_order_is_kept(frame: Any) -> None:
    copies = dupdetect.near_copies(frame, text="body", id="doc_id")
    rows = rows_of(frames.add_clusters(frame, copies, id="doc_id"))
    assert rows["doc_id"] == IDS
    assert rows["cluster"] == [0, 1, 0, 2, 1]


def test_dedup_keeps_the_row_with_the_greatest_value(frame: Any) -> None:
    chosen = dupdetect.dedup(frame, text="body", id="doc_id", keep="score")
    assert [(drop.id, drop.kept) for drop in chosen.dropped] == [(40, 300), (7, -5)]
    assert rows_of(frames.drop_copies(frame, chosen))["doc_id"] == [300, 12, -5]
    least = dupdetect.dedup(frame, text="body", id="doc_id", keep="-score")
    assert rows_of(frames.drop_copies(frame, least))["doc_id"] == [40, 7, 12]


def test_scan_reads_a_frame(frame: Any) -> None:
    findings = dupdetect.scan(frame, text="body", id="doc_id")
    assert [listed.id for listed in findings.articles] == sorted(map(str, IDS))
    assert {frozenset(cluster.articles) for cluster in findings.clusters} == {
        frozenset(map(str, family)) for family in FAMILIES
    }
    assert rows_of(frames.add_clusters(frame, findings, id="doc_id"))["cluster"] == [0, 1, 0, 2, 1]


def test_ours_and_theirs_may_be_frames() -> None:
    ours = polars.DataFrame({"id": ["mine"], "text": [TEXTS[0]]})
    theirs = pandas.DataFrame({"id": ["x", "y", "z"], "text": [TEXTS[2], TEXTS[1], None]})
    findings = dupdetect.scan(theirs, ours=ours)
    assert [(pair.a, pair.b) for pair in findings.pairs] == [("mine", "x")]
    assert [skip.path for skip in findings.skipped] == ["z"]


def test_usual_columns_are_recognised_and_rows_numbered_without_ids() -> None:
    copies = dupdetect.near_copies(polars.DataFrame({"content": TEXTS}))
    assert copies.clusters == ((0, 2), (1, 4))


def test_rows_without_text_are_skipped_and_stay() -> None:
    table = pandas.DataFrame({"id": [1, 2, 3, 4], "text": [TEXTS[0], None, float("nan"), TEXTS[0]]})
    copies = dupdetect.near_copies(table)
    assert [(skip.path, skip.reason) for skip in copies.skipped] == [
        ("2", "empty: nothing stands in its column 'text'"),
        ("3", "empty: nothing stands in its column 'text'"),
    ]
    assert copies.counts["skipped"] == 2
    assert rows_of(frames.drop_copies(table, dupdetect.dedup(table)))["id"] == [1, 2, 3]


@pytest.mark.parametrize(
    ("columns", "named", "message"),
    [
        ({"body": ["x"]}, {"text": "story"}, "no column 'story'; it has: body"),
        ({"id": [1, 1], "text": ["x", "y"]}, {}, "two rows have 1 as their 'id'; ids must differ"),
        ({"id": [1.5], "text": ["x"]}, {}, "row 0 has 1.5 as its 'id'; ids are strings or integers"),
        ({"id": ["a", None], "text": ["x", "y"]}, {}, "row 1 has None as its 'id'"),
    ],
)
def test_a_mistake_is_one_line(columns: dict[str, list[Any]], named: dict[str, Any], message: str) -> None:
    with pytest.raises(dupdetect.UsageError, match=message.replace("(", r"\(")) as fault:
        dupdetect.near_copies(polars.DataFrame(columns), **named)
    assert "\n" not in str(fault.value)


def test_values_that_cannot_be_compared_are_refused() -> None:
    table = pandas.DataFrame({"text": [TEXTS[0], TEXTS[0]], "rank": [1, "high"]})
    with pytest.raises(dupdetect.UsageError, match="cannot be compared"):
        dupdetect.dedup(table, keep="rank")
    with pytest.raises(dupdetect.UsageError, match="no column 'date'; it has: text, rank"):
        dupdetect.dedup(table, keep="date")
    with pytest.raises(dupdetect.UsageError, match="has a column 'rank'"):
        frames.add_clusters(table, dupdetect.near_copies(table), column="rank")


@pytest.mark.parametrize("name", ["pairs", "articles", "clusters", "skipped"])
def test_findings_become_arrow_tables_with_the_keys_of_json(name: str) -> None:
    findings = dupdetect.scan(polars.DataFrame({"id": IDS, "text": [*TEXTS[:-1], ""]}))
    table = findings.to_arrow(name)
    rows = json.loads(findings.to_json())[name]
    assert [{key: row[key] for key in row if key != "cluster"} for row in table.to_pylist()] == rows
    assert rows
    assert len(polars.from_arrow(table)) == len(rows)


def test_articles_have_their_family_in_a_column() -> None:
    findings = dupdetect.scan(pandas.DataFrame(COLUMNS), text="body", id="doc_id")
    table = findings.to_arrow("articles").to_pylist()
    assert {row["id"]: row["cluster"] for row in table} == {"40": 1, "300": 1, "7": 0, "-5": 0, "12": None}


def test_an_unknown_table_is_refused() -> None:
    with pytest.raises(dupdetect.UsageError, match="no table of findings is called 'pears'; choose from pairs"):
        dupdetect.scan({}).to_arrow("pears")


def test_a_scan_writes_parquet(tmp_path: Path) -> None:
    source, out = tmp_path / "news.parquet", tmp_path / "pairs.parquet"
    parquet.write_table(pyarrow.table(COLUMNS), source)
    columns = ["--text-column", "body", "--id-column", "doc_id"]
    done = CliRunner().invoke(main, ["scan", str(source), *columns, "-o", str(out)])
    assert done.exit_code == 0, done.stderr
    rows = parquet.read_table(out).to_pylist()
    assert [(row["a"], row["b"]) for row in rows] == [
        (f"{source}#-5", f"{source}#7"),
        (f"{source}#300", f"{source}#40"),
    ]
    assert rows[0]["passages"][0].keys() >= {"a_start", "a_end", "b_start", "b_end", "kind", "similarity"}
