"""The archive as it is used on the command line."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

import dupdetect
from dupdetect.cli import main
from dupdetect.cli.watch import check_arrivals, check_file
from dupdetect.records import Article
from tests.archive.samples import spun, story


def run(*arguments: str | Path, stdin: str | None = None) -> Result:
    return CliRunner().invoke(main, [str(one) for one in arguments], input=stdin)


def put(folder: Path, **texts: str) -> Path:
    folder.mkdir(exist_ok=True)
    for name, text in texts.items():
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    return folder


@pytest.fixture
def published(tmp_path: Path) -> Path:
    return put(tmp_path / "published", one=story(1), two=story(2), empty="")


@pytest.fixture
def archive(tmp_path: Path, published: Path) -> Path:
    path = tmp_path / "archive.dupdetect"
    assert run("index", "add", path, published).exit_code == 0
    return path


# ---- index ------------------------------------------------------------------------------------------------------


def test_add_tells_what_became_of_the_files(tmp_path: Path, published: Path) -> None:
    path = tmp_path / "archive.dupdetect"
    first = run("index", "add", path, published)
    assert (first.exit_code, first.stdout) == (0, "2 added, 0 replaced, 0 unchanged, 1 skipped\n")
    assert first.stderr.startswith("skipped empty.txt: ")
    put(published, two=story(3), three=story(4))
    assert run("index", "add", path, published).stdout == "1 added, 1 replaced, 1 unchanged, 1 skipped\n"


def test_add_names_each_article_once_it_is_safe(tmp_path: Path, published: Path) -> None:
    done = run("index", "add", tmp_path / "a.dupdetect", published, "--each")
    assert [json.loads(line) for line in done.stdout.splitlines()] == [{"added": "one.txt"}, {"added": "two.txt"}]
    assert done.stderr.endswith("2 added, 0 replaced, 0 unchanged, 1 skipped\n")


def test_list_shows_ids_words_and_titles(tmp_path: Path) -> None:
    path = tmp_path / "a.dupdetect"
    with dupdetect.Index.open(path) as index:
        index.add([Article("b\nb", "two words", title="Head\x1b[31mline"), Article("a", "one")])
    assert run("index", "list", path).stdout == "a  1 word\nb\\nb  2 words  Head\\x1b[31mline\n"
    assert [json.loads(line) for line in run("index", "list", path, "--json").stdout.splitlines()] == [
        {"id": "a", "words": 1},
        {"id": "b\nb", "title": "Head\x1b[31mline", "words": 2},
    ]


def test_remove_takes_ids_from_the_line_and_from_standard_input(tmp_path: Path, archive: Path) -> None:
    with dupdetect.Index.open(archive) as index:
        index.add([Article("a\nb", "x")])
    assert run("index", "remove", archive, "-", stdin='"a\\nb"\n').stdout == "1 removed\n"
    done = run("index", "remove", archive, "one.txt", "nobody.txt")
    assert (done.exit_code, done.stdout) == (1, "1 removed\n")
    assert "nobody.txt: not in" in done.stderr
    assert run("index", "list", archive).stdout.startswith("two.txt")
    assert run("index", "remove", archive, "-", stdin="two.txt\n").exit_code == 1


def test_info_tells_the_size_and_the_settings(archive: Path) -> None:
    told = json.loads(run("index", "info", archive, "--json").stdout)
    assert (told["articles"], told["words"]) == (2, 240)
    assert told["settings"] == {"fingerprinting.passage_sample": 2}
    assert "articles  2\n" in run("index", "info", archive).stdout


def test_verify_is_content_with_a_sound_archive_and_not_with_another(archive: Path) -> None:
    assert run("index", "verify", archive).stdout == "sound: 2 articles\n"
    import sqlite3

    db = sqlite3.connect(archive)
    db.execute("UPDATE article SET text = x'00'")
    db.commit()
    db.close()
    done = run("index", "verify", archive)
    assert (done.exit_code, len(done.stdout.splitlines())) == (1, 2)
    assert done.stderr.endswith("is damaged; restore it from a copy, or make it anew with dupdetect index add\n")


@pytest.mark.parametrize("command", ["list", "info", "verify", "remove"])
def test_only_add_makes_an_archive(tmp_path: Path, command: str) -> None:
    done = run("index", command, tmp_path / "none", *(["x"] if command == "remove" else []))
    assert done.exit_code == 1
    assert "no such archive; make it with dupdetect index add" in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_a_wrong_name_makes_no_archive(tmp_path: Path, published: Path) -> None:
    done = run("index", "add", tmp_path / "new", published, tmp_path / "wrong")
    assert done.exit_code == 1
    assert "wrong: no such file or folder" in done.stderr
    assert not (tmp_path / "new").exists()


def test_settings_are_chosen_when_the_archive_is_made(tmp_path: Path, published: Path) -> None:
    path = tmp_path / "a.dupdetect"
    assert run("index", "add", path, published, "--set", "aligning.min_words=30").exit_code == 0
    told = json.loads(run("index", "info", path, "--json").stdout)["settings"]
    assert told == {"aligning.min_words": 30, "fingerprinting.passage_sample": 2}
    assert run("index", "add", path, published, "--max-size", "9999").exit_code == 0
    done = run("index", "add", path, published, "--set", "aligning.min_words=31")
    assert done.exit_code == 1
    assert "made with aligning.min_words=30, not 31; leave settings out" in done.stderr


# ---- check and scan --index ---------------------------------------------------------------------------------------


def test_check_answers_with_the_archives_articles_as_sources(tmp_path: Path, archive: Path) -> None:
    new = put(tmp_path / "new", draft=spun(story(2), 1), own=story(50))
    done = run("check", new, "--index", archive, "--format", "json")
    content = json.loads(done.stdout)
    assert [(one["a"], one["b"], one["verdict"]) for one in content["pairs"]] == [("two.txt", "draft.txt", "rewrite")]
    assert [one["id"] for one in content["articles"]] == ["draft.txt", "own.txt", "two.txt"]
    assert run("check", new, "--index", archive, "--fail-on", "rewrite").exit_code == 3
    assert (
        run("check", new, "--index", archive, "--min-verdict", "near_copy", "--format", "csv").stdout.count("\n") == 1
    )


def test_check_reads_standard_input(archive: Path) -> None:
    done = run("check", "-", "--index", archive, "--format", "json", stdin=story(1))
    assert json.loads(done.stdout)["pairs"][0]["verdict"] == "identical"


def test_check_wants_something_to_check(tmp_path: Path, archive: Path) -> None:
    assert run("check", "--index", archive).exit_code == 2
    assert run("check", "-", "--watch", tmp_path, "--index", archive).exit_code == 2
    assert run("check", "--watch", tmp_path, "--index", archive, "-o", "x.json").exit_code == 2
    assert "needs one that exists" in run("check", "--watch", tmp_path / "none", "--index", archive).stderr


def test_scan_compares_with_the_archive_as_well(tmp_path: Path, archive: Path) -> None:
    """What is new is compared with itself and with the archive; what the archive has under its id and text, once."""
    new = put(tmp_path / "new", one=story(1), two=story(2) + " And more.", copy=story(1), third=story(2))
    content = json.loads(run("scan", new, "--index", archive, "--format", "json").stdout)
    assert {(one["a"], one["b"]) for one in content["pairs"]} == {
        ("copy.txt", "one.txt"),
        ("third.txt", "two.txt (checked)"),
        ("two.txt", "third.txt"),
        ("two.txt", "two.txt (checked)"),
    }
    assert [one["id"] for one in content["articles"]] == [
        "copy.txt",
        "one.txt",
        "third.txt",
        "two.txt",
        "two.txt (checked)",
    ]
    assert all(one["words"] for one in content["articles"])


def test_watch_tells_of_a_file_in_one_line(tmp_path: Path, archive: Path) -> None:
    (tmp_path / "new.txt").write_text(story(2), encoding="utf-8")
    with dupdetect.Index.open(archive, writing=False) as index:
        told = json.loads(check_file(index, str(tmp_path / "new.txt")))
        gone = json.loads(check_file(index, str(tmp_path / "gone.txt")))
    assert [(one["a"], one["verdict"]) for one in told["pairs"]] == [("two.txt", "identical")]
    assert (gone["pairs"], gone["skipped"][0]["path"]) == ([], str(tmp_path / "gone.txt"))


def test_watch_checks_files_as_they_arrive(tmp_path: Path, archive: Path) -> None:
    pytest.importorskip("watchfiles")
    folder = put(tmp_path / "incoming", old=story(1))
    command = [sys.executable, "-m", "dupdetect", "check", "--watch", str(folder), "--index", str(archive)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, encoding="utf-8") as watcher:
        assert watcher.stdout
        told = told_of(folder, watcher.stdout)
        watcher.terminate()
    assert Path(told["checked"]).name.startswith("new")
    assert [one["a"] for one in told["pairs"]] == ["two.txt"]


def told_of(folder: Path, lines: Iterator[str]) -> dict[str, Any]:
    """The first line of a watcher; files arrive until it has woken up."""
    import threading

    found: list[str] = []
    reader = threading.Thread(target=lambda: found.append(next(lines)))
    reader.start()
    for i in range(60):
        put(folder, **{f"new{i}": story(2)})
        reader.join(1)
        if found:
            break
    told: dict[str, Any] = json.loads(found[0])
    return told


def test_watch_says_what_to_install(tmp_path: Path, archive: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "watchfiles", None)
    with dupdetect.Index.open(archive, writing=False) as index, pytest.raises(dupdetect.MissingExtraError) as error:
        next(check_arrivals(index, str(tmp_path), (".txt",)))
    assert str(error.value) == '--watch needs watchfiles; install it with pip install "dupdetect[watch]"'
