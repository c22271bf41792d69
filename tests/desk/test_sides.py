"""Ours and theirs: only pairs across are compared, ours is A, and nobody is named as source without evidence."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

import dupdetect
from dupdetect.cli import main
from dupdetect.desk.sides import pair_across
from dupdetect.errors import UsageError
from dupdetect.records import Channel, Pair
from tests.desk.corpus import BODY, CREDIT, OTHER, PARAGRAPHS, TITLE, write_original, write_page


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, [str(item) for item in arguments])


def findings_of(*arguments: str | Path) -> dict[str, Any]:
    done = run("scan", *arguments, "--format", "json")
    assert done.exit_code == 0, done.output
    parsed: dict[str, Any] = json.loads(done.stdout)
    return parsed


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Two pages that copy ours, and so each other, and a page on something else."""
    monkeypatch.chdir(tmp_path)
    for name in ("mine", "theirs"):
        (tmp_path / name).mkdir()
    (tmp_path / "mine/ferry.txt").write_text(f"{TITLE}\n\n{BODY}", encoding="utf-8")
    pages = {"credited": (CREDIT, *PARAGRAPHS), "bare": PARAGRAPHS, "other": OTHER}
    for name, paragraphs in pages.items():
        (tmp_path / f"theirs/{name}.html").write_text(write_page(paragraphs), encoding="utf-8")
    return tmp_path


def test_only_pairs_across_are_compared_and_ours_is_a(desk: Path) -> None:
    found = findings_of("theirs", "--ours", "mine", "--min-verdict", "partial")
    pairs = {(pair["a"], pair["b"]) for pair in found["pairs"]}
    assert ("mine/ferry.txt", "theirs/credited.html") in pairs
    assert ("mine/ferry.txt", "theirs/bare.html") in pairs
    assert all(a.startswith("mine/") and b.startswith("theirs/") for a, b in pairs)
    everything = findings_of("theirs", "mine")
    assert found["counts"]["compared"] < everything["counts"]["compared"]


def test_articles_say_whose_they_are(desk: Path) -> None:
    found = findings_of("theirs", "--ours", "mine")
    assert {article["id"]: article["ours"] for article in found["articles"]} == {
        "mine/ferry.txt": True,
        "theirs/bare.html": False,
        "theirs/credited.html": False,
        "theirs/other.html": False,
    }
    assert not any(article["ours"] for article in findings_of("theirs")["articles"])


def test_findings_that_are_loaded_again_keep_whose_an_article_is(desk: Path) -> None:
    assert run("scan", "theirs", "--ours", "mine", "-o", "findings.json").exit_code == 0
    again = run("report", "findings.json", "--format", "json")
    assert again.stdout == Path("findings.json").read_text(encoding="utf-8")


def test_theirs_is_no_source_of_ours_without_evidence(desk: Path) -> None:
    assert [family["source"] for family in findings_of("theirs", "--ours", "mine")["clusters"]] == [None]


def test_ours_is_the_source_where_dates_say_so(desk: Path) -> None:
    (desk / "mine/ferry.html").write_text(write_original(), encoding="utf-8")
    (desk / "mine/ferry.txt").unlink()
    family = findings_of("theirs", "--ours", "mine")["clusters"][0]
    assert family["source"] == "mine/ferry.html"


def test_a_file_that_both_sides_name_is_ours(desk: Path) -> None:
    found = findings_of(".", "--ours", "mine")
    assert {pair["a"] for pair in found["pairs"]} == {"mine/ferry.txt"}
    assert {pair["b"] for pair in found["pairs"]} >= {"./theirs/bare.html", "./theirs/credited.html"}
    assert [(skip["path"], skip["reason"]) for skip in found["skipped"]] == [("./mine", "same folder as mine")]


def test_names_of_single_folders_are_kept_apart(desk: Path) -> None:
    (desk / "theirs/ferry.txt").write_text(BODY, encoding="utf-8")
    found = findings_of("theirs", "--ours", "mine")
    assert ("mine/ferry.txt", "theirs/ferry.txt") in {(pair["a"], pair["b"]) for pair in found["pairs"]}


def test_all_of_many_equal_pages_are_found(desk: Path) -> None:
    edited = BODY.replace("Friday", "Thursday").replace("refuses", "declines")
    for number in range(40):
        (desk / f"theirs/twin{number:02}.txt").write_text(edited, encoding="utf-8")
    pairs = findings_of("theirs", "--ours", "mine")["pairs"]
    takers = {pair["b"] for pair in pairs if pair["verdict"] == "near_copy"}
    assert {f"theirs/twin{number:02}.txt" for number in range(40)} <= takers


def test_python_takes_ours_as_articles() -> None:
    found = dupdetect.scan({"page": BODY, "other": "\n".join(OTHER)}, ours={"original": BODY})
    assert [(pair.a, pair.b, pair.verdict) for pair in found.pairs] == [("original", "page", "identical")]
    assert [listed.article.id for listed in found.articles if listed.ours] == ["original"]


def test_one_id_on_both_sides_is_refused() -> None:
    with pytest.raises(UsageError, match="ours and theirs both have the id 'x'"):
        dupdetect.scan({"x": BODY}, ours={"x": BODY})


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--engine", "spark"), "--ours: the Spark engine does not tell ours from theirs"),
        (("--index", "archive.dupdetect"), "--ours and --index cannot be combined"),
    ],
)
def test_what_ours_cannot_be_combined_with_is_said_in_a_line(desk: Path, options: tuple[str, ...], said: str) -> None:
    done = run("scan", "theirs", "--ours", "mine", *options)
    assert done.exit_code == 2
    assert said in done.stderr
    assert done.stderr.count("\n") == 1


def test_an_empty_folder_of_ours_is_said_in_a_line(desk: Path) -> None:
    (desk / "none").mkdir()
    done = run("scan", "theirs", "--ours", "none")
    assert done.exit_code == 2
    assert done.stderr == "dupdetect: ours: no article was read; name files or folders that hold your own articles\n"


def test_a_path_of_ours_that_does_not_exist_is_an_error(desk: Path) -> None:
    done = run("scan", "theirs", "--ours", "nowhere")
    assert done.exit_code == 1
    assert "nowhere: no such file or folder" in done.stderr


def test_what_is_found_of_the_first_of_equal_texts_holds_for_all() -> None:
    candidates = [
        Pair("o", "t1", (Channel.REWRITES,)),
        Pair("t1", "t2", (Channel.SAME_WORDS,)),
        Pair("t1", "t3", (Channel.NEAR_COPIES,)),
        Pair("p", "o", (Channel.SAME_WORDS,)),
    ]
    assert [(pair.a, pair.b) for pair in pair_across(candidates, {"o", "p"})] == [("o", "t1"), ("o", "t2")]


def test_ours_becomes_a() -> None:
    assert pair_across([Pair("a", "o", (Channel.PASSAGES,))], {"o"}) == (Pair("o", "a", (Channel.PASSAGES,)),)
