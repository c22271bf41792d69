"""The runs that try the readers: pages against what is expected of them, and mutants beside a pair."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.runs import fuzz, pages
from tests.read.writers import PARAGRAPHS, page


def put_page(folder: Path, source: bytes, expected: str) -> None:
    folder.mkdir()
    (folder / "source.html").write_bytes(source)
    (folder / "expected.html").write_text(expected)


def test_pages_are_counted_and_the_others_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    body = "".join(f"<p>{paragraph}</p>" for paragraph in PARAGRAPHS)
    put_page(tmp_path / "good", page(), f"<div><div>{body}</div></div>")
    put_page(tmp_path / "bad", page(), "<p>The council of Brackmoor met about the bridge for the ninth time.</p>")
    put_page(tmp_path / "empty", b"<html><body></body></html>", body)
    pages.main([str(tmp_path)])
    lines = capsys.readouterr().out.splitlines()
    assert [line.partition(":")[0] for line in lines] == ["bad", "empty", "1 of 3 pages are read as expected"]
    assert "holds no text" in lines[1]


def test_mutants_of_a_format_hide_no_pair(capsys: pytest.CaptureFixture[str]) -> None:
    assert fuzz.main(["--mutants", "10", "--formats", "bzip2.zip", "a.rss"]) == 0
    rows = capsys.readouterr().out.splitlines()[2:]
    assert [row.split(" | ")[1:3] for row in rows] == [["10", "1 of 1"], ["10", "1 of 1"]]


def test_the_mutants_are_the_same_for_one_seed(tmp_path: Path) -> None:
    import random

    for name in ("first", "second"):
        (tmp_path / name).mkdir()
        fuzz.write_mutants(tmp_path / name, "a.html", 5, random.Random(1))
    first, second = (sorted(path.read_bytes() for path in (tmp_path / name).iterdir()) for name in ("first", "second"))
    assert first == second
    assert len(first) == 7
