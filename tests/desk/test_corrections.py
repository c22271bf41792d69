"""Corrections: which copies still carry the old facts, told through the real command."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from dupdetect.cli import main
from tests.desk.corpus import BODY, OTHER, strip_markup

TEXT = strip_markup(BODY)
NEW = TEXT.replace("6.2 million crowns", "8.4 million crowns").replace("the Morgenrot", "the Abendrot")


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, [str(item) for item in arguments])


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    lines = TEXT.splitlines()
    copies = {
        "behind": TEXT,
        "corrected": NEW,
        "half": TEXT.replace("6.2 million crowns", "8.4 million crowns"),
        "otherwise": TEXT.replace("6.2 million crowns", "5.5 million crowns").replace("the Morgenrot", "the old ship"),
        "cut": "\n".join([lines[0], *lines[2:]]),
        "unrelated": "\n".join(OTHER),
    }
    (tmp_path / "pages").mkdir()
    for name, text in copies.items():
        (tmp_path / f"pages/{name}.txt").write_text(text, encoding="utf-8")
    (tmp_path / "old.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "new.txt").write_text(NEW, encoding="utf-8")
    return tmp_path


def states(text: str) -> dict[str, dict[str, str]]:
    """The state of each correction in each copy, by the old wording."""
    by_copy: dict[str, dict[str, str]] = {}
    for trace in json.loads(text)["copies"]:
        name = Path(trace["copy"]).stem
        by_copy.setdefault(name, {})[trace["correction"]["old"]["text"].split()[0]] = trace["state"]
    return by_copy


def test_each_copy_is_told_by_what_it_says_where_the_versions_differ(desk: Path) -> None:
    done = run("corrections", "old.txt", "new.txt", "pages", "--format", "json")
    assert done.exit_code == 0, done.output
    assert states(done.stdout) == {
        "behind": {"6.2": "old", "Morgenrot": "old"},
        "corrected": {"6.2": "new", "Morgenrot": "new"},
        "half": {"6.2": "new", "Morgenrot": "old"},
        "otherwise": {"6.2": "other", "Morgenrot": "other"},
        "cut": {"6.2": "absent", "Morgenrot": "absent"},
    }


def test_wordings_are_quoted_with_their_places(desk: Path) -> None:
    told = json.loads(run("corrections", "old.txt", "new.txt", "pages", "--format", "json").stdout)
    assert told["schema"] == "dupdetect-corrections/1"
    for correction in told["corrections"]:
        for side, text in (("old", TEXT), ("new", NEW)):
            place = correction[side]
            assert text[place["start"] : place["end"]] == place["text"]
    for trace in told["copies"]:
        place = trace["evidence"]
        text = (desk / trace["copy"]).read_text(encoding="utf-8")
        assert text[place["start"] : place["end"]] == place["text"]


def test_the_terminal_says_who_is_behind(desk: Path) -> None:
    shown = run("corrections", "old.txt", "new.txt", "pages").stdout
    assert "2 corrections, 5 copies; 2 copies say something the old way." in shown
    assert "STILL OLD" in shown.partition("pages/behind.txt")[2].partition("pages/")[0]


def test_csv_has_a_row_a_copy_and_correction(desk: Path) -> None:
    run("corrections", "old.txt", "new.txt", "pages", "-o", "copies.csv")
    rows = list(csv.DictReader((desk / "copies.csv").read_text(encoding="utf-8").splitlines()))
    assert len(rows) == 10
    assert {row["state"] for row in rows if row["copy"] == "pages/behind.txt"} == {"old"}


def test_the_versions_themselves_are_no_copies(desk: Path) -> None:
    told = run("corrections", "old.txt", "new.txt", ".", "--format", "json").stdout
    assert set(states(told)) == {"behind", "corrected", "half", "otherwise", "cut"}


def test_hostile_text_reaches_no_terminal_or_spreadsheet(desk: Path) -> None:
    (desk / "pages/behind.txt").write_text(TEXT.replace("the Morgenrot", "the =cmd|'x'!A1\x1b[2J"), encoding="utf-8")
    assert "\x1b" not in run("corrections", "old.txt", "new.txt", "pages").stdout
    rows = run("corrections", "old.txt", "new.txt", "pages", "--format", "csv").stdout
    assert "\x1b" not in rows
    assert all(not cell.startswith("=") for row in csv.reader(rows.splitlines()) for cell in row)


@pytest.mark.parametrize(
    ("arguments", "status", "said"),
    [
        (("old.txt", "none.txt", "pages"), 1, "none.txt: no such file"),
        (("old.txt", "new.txt", "nowhere"), 1, "nowhere: no such file"),
        (("old.txt", "new.txt", "pages", "-o", "x.html"), 2, "x.html: corrections are written as terminal, json, csv"),
    ],
)
def test_a_mistake_is_said_in_a_line(desk: Path, arguments: tuple[str, ...], status: int, said: str) -> None:
    done = run("corrections", *arguments)
    assert done.exit_code == status
    assert done.stderr.startswith(f"dupdetect: {said}")
    assert done.stderr.count("\n") == 1
