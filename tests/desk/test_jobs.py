"""Two questions of a desk through the real command: is this a report of its own, and where is a text from?

The other jobs have modules of their own: sides, licence, evidence, corrections and ledger.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from dupdetect.cli import main
from tests.desk.corpus import CREDIT, OTHER, PARAGRAPHS, TITLE, strip_markup, write_original, write_page

REPORT_OF_ITS_OWN = (
    "Saltholm loses its boat this week. For the 310 islanders that means a water taxi, and for many of them worry.",
    "Arne Dahl, who grows potatoes behind the church, heard of it from the baker. Nobody from the county had called.",
    "In Quarne the harbour master keeps a list of who still has a berth. It has become short, he says, and shorter "
    "every spring since the cannery shut its gates.",
    "Pupils will be taken across first, then the doctor, and freight only when the wind allows it.",
)


def run(*arguments: str) -> Result:
    done = CliRunner().invoke(main, arguments)
    assert done.exit_code == 0, done.output
    return done


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    pages = {
        "mine/ferry.html": write_original(),
        "pages/copy.html": write_page((CREDIT, *PARAGRAPHS)),
        "pages/own.html": write_page(
            REPORT_OF_ITS_OWN, title="Islanders learn of it from the baker", source="Islander"
        ),
    }
    for name, page in pages.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(page, encoding="utf-8")
    return tmp_path


def test_a_report_of_its_own_is_not_told_as_a_version_of_the_story(desk: Path) -> None:
    said = run("scan", "mine", "pages").stdout
    assert said.startswith("Of 3 articles, 2 are versions of 1 story.")
    (story,) = json.loads(run("scan", "mine", "pages", "--format", "json").stdout)["clusters"]
    assert [name.rpartition("/")[2] for name in story["articles"]] == ["ferry.html", "copy.html"]
    assert story["source"].endswith("ferry.html")
    assert story["origins"] == 1


def test_a_draft_is_led_to_the_article_that_its_passages_stand_in(desk: Path) -> None:
    run("index", "add", "archive.dupdetect", "mine", "pages/own.html")
    paragraphs = (OTHER[0], *map(strip_markup, PARAGRAPHS[1:5]), OTHER[1])
    (desk / "draft.txt").write_text("\n\n".join(("A season of boats", *paragraphs)), encoding="utf-8")
    said = run("check", "draft.txt", "--index", "archive.dupdetect").stdout
    assert "shares text with 1 article of the archive" in said
    assert TITLE in said or "ferry.html" in said
    assert "own.html" not in said
    page = run("check", "draft.txt", "--index", "archive.dupdetect", "--format", "html").stdout
    assert "See which passage stands where" in page
