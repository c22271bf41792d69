"""`dedup --columns`: the columns that are named are written, in that order, and their values keep every byte."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import pyarrow
import pytest
from click.testing import CliRunner, Result
from hypothesis import given
from hypothesis import strategies as some
from pyarrow import parquet

from dupdetect.cli import main
from dupdetect.read.members import choose_members
from tests.archive.samples import story


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, ["dedup", *map(str, arguments)])


def test_members_of_json_lines_keep_their_bytes(tmp_path: Path) -> None:
    source, out = tmp_path / "rows.jsonl", tmp_path / "out.jsonl"
    lines = [
        '\ufeff{"n":1.10, "text": "ONE" , "id" :12345678901234567890.0}\r\n',
        '{"id": "-7", "text": "ONE"}\n',
        '{"text": "TWO", "id": {"a": [1e400, "\\u00e4,"]}, "n": null}',
    ]
    text = "".join(lines).replace("ONE", story(1, 60)).replace("TWO", story(2, 60))
    source.write_text(text, encoding="utf-8", newline="")
    done = run(source, "-o", out, "--columns", "id, n")
    assert done.exit_code == 0, done.stderr
    assert out.read_bytes().decode() == (
        '\ufeff{"id" :12345678901234567890.0, "n":1.10}\r\n{"id": {"a": [1e400, "\\u00e4,"]}, "n": null}'
    )


def test_columns_of_csv_keep_their_order_and_ids_their_minus(tmp_path: Path) -> None:
    source, out = tmp_path / "rows.csv", tmp_path / "out.csv"
    rows = [["id", "text", "note"], ["-1", story(1, 60), "a;b"], ["=2", story(1, 60), ""], ["-x", story(2, 60), 'c"d']]
    with source.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, delimiter=";").writerows(rows)
    done = run(source, "-o", out, "--columns", "note,id")
    assert done.exit_code == 0, done.stderr
    assert out.read_bytes() == b'note;id\r\n"a;b";-1\r\n"c""d";-x\r\n'


@pytest.mark.parametrize("unit", ["article", "paragraph"])
def test_columns_of_parquet_keep_their_types(unit: str, tmp_path: Path) -> None:
    source, out = tmp_path / "rows.parquet", tmp_path / "out.parquet"
    columns = {"id": [-5, 3, 2**40], "text": [story(1, 60), story(1, 60), story(2, 60)], "x": [[1.5], None, []]}
    parquet.write_table(pyarrow.table(columns), source)
    done = run(source, "-o", out, "--columns", "x,id", "--unit", unit)
    assert done.exit_code == 0, done.stderr
    table = parquet.read_table(out)
    assert table.schema.equals(pyarrow.schema([("x", pyarrow.list_(pyarrow.float64())), ("id", pyarrow.int64())]))
    assert table.to_pylist() == [{"x": [1.5], "id": -5}, {"x": [], "id": 2**40}]


def test_a_table_of_which_all_stays_is_cut_as_well(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.jsonl").write_text(json.dumps({"text": story(1), "id": 1}) + "\n", encoding="utf-8")
    (tmp_path / "in" / "b.txt").write_text(story(2), encoding="utf-8")
    out = tmp_path / "out"
    assert run(tmp_path / "in", "-o", out, "--columns", "id").exit_code == 0
    assert (out / "a.jsonl").read_text(encoding="utf-8") == '{"id": 1}\n'
    assert (out / "b.txt").read_text(encoding="utf-8") == story(2)


@pytest.mark.parametrize("kind", ["csv", "parquet"])
def test_a_column_that_a_table_lacks_is_one_line_before_any_work(kind: str, tmp_path: Path) -> None:
    source = tmp_path / f"rows.{kind}"
    if kind == "csv":
        source.write_text(f"id,text\n1,{story(1)}\n", encoding="utf-8")
    else:
        parquet.write_table(pyarrow.table({"id": [1], "text": [story(1)]}), source)
    done = run(source, "-o", tmp_path / "out", "--columns", "id,date")
    assert (done.exit_code, done.stderr) == (1, f"dupdetect: {source}: has no column 'date'; it has: id, text\n")
    assert [path.name for path in tmp_path.iterdir()] == [source.name]


VALUES = some.recursive(
    some.none() | some.booleans() | some.integers() | some.floats(allow_nan=False) | some.text(max_size=5),
    lambda inner: some.lists(inner, max_size=3) | some.dictionaries(some.text(max_size=3), inner, max_size=3),
    max_leaves=6,
)


@given(some.dictionaries(some.text(max_size=3), VALUES, max_size=5), some.lists(some.text(max_size=3), unique=True))
def test_members_are_those_that_a_parser_finds(record: dict[str, Any], names: list[str]) -> None:
    for line in (json.dumps(record), json.dumps(record, ensure_ascii=False, indent=1, separators=(" , ", "\t:"))):
        names_here = [*names, *list(record)[:2]]
        chosen = json.loads(choose_members(line, names_here))
        assert list(chosen.items()) == [(name, record[name]) for name in dict.fromkeys(names_here) if name in record]


@pytest.mark.parametrize(
    "line", ["", "[1]", '{"a": 1', '{"a" 1}', '{"a": }', "{1: 2}", '{"a": 1 "b": 2}', '{"a": ' + "[" * 10**5]
)
def test_what_is_no_object_stays(line: str) -> None:
    assert choose_members(line, ["a"]) == line
