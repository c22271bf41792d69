"""`--columns` of findings: CSV and Parquet have the columns that are named, in that order; ids stay what they are."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pyarrow
import pytest
from click.testing import CliRunner, Result
from pyarrow import parquet

from dupdetect.cli import main
from tests.archive.samples import story


def scan(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, ["scan", *map(str, arguments)])


@pytest.fixture
def crawl(tmp_path: Path) -> Path:
    source = tmp_path / "crawl.parquet"
    texts = [story(1, 200), story(1, 200) + " It ends here.", story(2, 200)]
    parquet.write_table(pyarrow.table({"id": ["-x1", "-7", "n"], "text": texts}), source)
    return source


def test_csv_has_the_columns_in_order(crawl: Path) -> None:
    done = scan(crawl, "--format", "csv", "--columns", "verdict, b,a")
    assert done.exit_code == 0, done.stderr
    assert list(csv.reader(io.StringIO(done.stdout))) == [
        ["verdict", "b", "a"],
        ["near_copy", f"{crawl}#-x1", f"{crawl}#-7"],
    ]


def test_parquet_has_the_columns_in_order(crawl: Path, tmp_path: Path) -> None:
    out = tmp_path / "pairs.parquet"
    done = scan(crawl, "-o", out, "--columns", "jaccard,a")
    assert done.exit_code == 0, done.stderr
    assert parquet.read_table(out).column_names == ["jaccard", "a"]


def test_ids_that_begin_with_a_minus_stay_in_csv(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    names = ["-x1", "-7b", "-cmd|x"]
    for number, name in enumerate(names):
        (tmp_path / name).write_text(story(1, 200) + f" It ends {number}.", encoding="utf-8")
    done = scan(".", "--format", "csv", "--columns", "a,b")
    assert done.exit_code == 0, done.stderr
    cells = {cell for row in csv.reader(io.StringIO(done.stdout)) for cell in row}
    assert cells == {"a", "b", "-x1", "-7b", "'-cmd|x"}


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--format", "csv", "--columns", "a,c"], "csv has no column 'c'; it has: a, b, verdict"),
        (["--format", "parquet", "--columns", "reason"], "parquet has no column 'reason'; it has: "),
        (["--format", "json", "--columns", "a"], "chooses columns of csv and parquet, and json has none"),
        (["--columns", "a"], "and terminal has none; leave it out"),
    ],
)
def test_a_column_that_is_not_there_is_one_line(options: list[str], message: str, crawl: Path) -> None:
    done = scan(crawl, *options)
    assert (done.exit_code, done.stderr.count("\n")) == (2, 1)
    assert message in done.stderr
