"""What goes wrong with an archive costs a line, never an answer that is wrong: settings, names, leftovers, damage."""

from __future__ import annotations

import json
import os
import random
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

import dupdetect
from dupdetect import Article
from dupdetect.archive import schema
from dupdetect.cli import main
from dupdetect.errors import DupdetectError
from dupdetect.settings import Settings
from tests.archive.samples import articles, spun, story


def run(*arguments: object, stdin: str | None = None) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments], input=stdin)


def write(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def assert_one_line(result: Result, status: int) -> None:
    assert (result.exit_code, result.stdout) == (status, ""), result.output
    assert result.stderr.startswith("dupdetect: ")
    assert result.stderr.count("\n") == 1
    assert "internal error" not in result.stderr


# Settings.


def test_a_scan_refuses_an_archive_of_other_settings(tmp_path: Path) -> None:
    with dupdetect.Index.open(tmp_path / "a.dupdetect", Settings().updated({"judging.copy_kept": 0.5})) as index:
        index.add(articles(3))
        with pytest.raises(dupdetect.ArchiveError, match=r"made with judging.copy_kept=0.5, not 0.89; leave settings"):
            dupdetect.scan({"new": story(1)}, Settings(), index=index)
        found = dupdetect.scan({"new": story(1)}, index=index)  # the settings of the archive, then
        assert found.signature == index.settings.signature
        assert [pair.verdict for pair in found.pairs] == ["identical"]


def test_an_archive_in_memory_refuses_them_as_well() -> None:
    with dupdetect.Index.in_memory(Settings()) as index, pytest.raises(dupdetect.ArchiveError, match="made with"):
        dupdetect.scan({"new": story(1)}, Settings().updated({"aligning.min_words": 30}), index=index)


def test_a_thesaurus_given_to_check_takes_effect(tmp_path: Path) -> None:
    words = story(1).lower().replace(".", "").split()
    copy = spun(story(1), 1, every=4).split()
    swaps = {old: new.lower().strip(".") for old, new in zip(words, copy, strict=True) if old != new.lower().strip(".")}
    lines = [f"{old},{new}" for old, new in swaps.items()]
    write(tmp_path / "thesaurus" / "words.txt", "\n".join(lines) + "\n")
    archive = tmp_path / "a.dupdetect"
    assert run("index", "add", archive, write(tmp_path / "one.txt", story(1))).exit_code == 0
    draft = write(tmp_path / "draft.txt", " ".join(copy))
    plain = run("check", draft, "--index", archive, "--format", "json")
    listed = run("check", draft, "--index", archive, "--format", "json", "--thesaurus", tmp_path / "thesaurus")
    scanned = run("scan", tmp_path / "one.txt", draft, "--format", "json", "--thesaurus", tmp_path / "thesaurus")
    assert '"spun": true' in plain.stdout
    assert '"listed": true' not in plain.stdout
    assert '"listed": true' in listed.stdout
    assert '"listed": true' in scanned.stdout


# Names.


@pytest.mark.parametrize("name", ["n" * 300, "a\x00b"])
@pytest.mark.parametrize("command", ["add", "remove", "list", "info", "verify", "check", "scan"])
def test_a_name_that_no_file_can_have_is_one_line(tmp_path: Path, command: str, name: str) -> None:
    text = write(tmp_path / "a.txt", story(1))
    arguments: list[object] = [text] if command == "add" else ["x"] if command == "remove" else []
    if command in ("check", "scan"):
        assert_one_line(run(command, text, "--index", name), 1)
    else:
        assert_one_line(run("index", command, name, *arguments), 1)


@pytest.mark.parametrize("name", ["n" * 300, "a\x00b", "\ud800"])
def test_ids_of_any_kind_are_stored_listed_and_removed(tmp_path: Path, name: str) -> None:
    archive = tmp_path / "a.dupdetect"
    with dupdetect.Index.open(archive) as index:
        index.add([Article(name, story(1))])
    assert run("index", "list", archive, "--json").exit_code == 0
    done = run("index", "remove", archive, "-", stdin=json.dumps(name))
    assert (done.exit_code, done.stdout) == (0, "1 removed\n")


# What a killed process leaves.

KILLED = """
import os, signal, sys
from pathlib import Path
from dupdetect.archive import FileStore, schema
write = schema._write_empty
def die(part, settings):
    write(part, settings)
    Path(f"{part}-journal").touch()
    os.kill(os.getpid(), signal.SIGKILL)
schema._write_empty = die
FileStore(sys.argv[1])
"""


@pytest.mark.skipif(os.name != "posix", reason="signals as POSIX has them")
def test_what_a_killed_process_left_is_removed_by_the_next(tmp_path: Path) -> None:
    archive = tmp_path / "a.dupdetect"
    done = subprocess.run([sys.executable, "-c", KILLED, str(archive)], capture_output=True, check=False)
    assert done.returncode == -9, done.stderr
    assert len(list(tmp_path.glob(".a.dupdetect-*.part*"))) == 2
    mine = write(tmp_path / f".a.dupdetect-{os.getpid()}-0123abcd.part", "a process that still runs")
    others = [
        write(tmp_path / ".b.dupdetect-0123abcd.part", "of another archive"),
        write(tmp_path / ".a.dupdetect-notes.part", "not named as ours are"),
        write(tmp_path / ".a.dupdetect-0123abcd.part", "without a process, and fresh"),
    ]
    old = write(tmp_path / ".a.dupdetect-4567cdef.part", "without a process, and old")
    os.utime(old, (1, 1))
    with dupdetect.Index.open(archive) as index:
        index.add(articles(1))
    assert sorted(tmp_path.glob(".*.part*")) == sorted([mine, *others])


# Two folders' files of one name.


@pytest.fixture
def two_folders(tmp_path: Path) -> tuple[Path, Path]:
    write(tmp_path / "north" / "story.txt", story(1))
    write(tmp_path / "south" / "story.txt", story(2))
    return tmp_path / "north", tmp_path / "south"


def test_two_folders_files_of_one_name_are_two_articles(tmp_path: Path, two_folders: tuple[Path, Path]) -> None:
    archive = tmp_path / "a.dupdetect"
    north, south = two_folders
    assert run("index", "add", archive, north).stdout == "1 added, 0 replaced, 0 unchanged, 0 skipped\n"
    done = run("index", "add", archive, south)
    assert done.stdout == "1 added, 0 replaced, 0 unchanged, 0 skipped\n"
    assert done.stderr.startswith("stored story.txt as story.txt (2): ")
    assert run("index", "list", archive).stdout.splitlines() == ["story.txt  120 words", "story.txt (2)  120 words"]
    for folder in two_folders:
        assert run("index", "add", archive, folder).stdout == "0 added, 0 replaced, 1 unchanged, 0 skipped\n"
    write(south / "story.txt", story(3))
    assert run("index", "add", archive, south).stdout == "0 added, 1 replaced, 0 unchanged, 0 skipped\n"
    with dupdetect.Index.open(archive) as index:
        assert {article.id: article.text for article in index.fetch_articles(["story.txt", "story.txt (2)"])} == {
            "story.txt": story(1),
            "story.txt (2)": story(3),
        }
        assert index.verify() == []


def test_a_file_is_itself_whatever_its_name_in_the_archive(tmp_path: Path, two_folders: tuple[Path, Path]) -> None:
    with dupdetect.Index.open(tmp_path / "a.dupdetect") as index:
        for folder in two_folders:
            index.add(folder)
        assert index.check_all(two_folders[1]).pairs == ()
        index.add([Article("copy", story(2))])
        assert [(pair.a, pair.b) for pair in index.check_all(two_folders[1]).pairs] == [("copy", "story.txt (2)")]


def test_the_same_url_in_another_folder_is_the_same_article(tmp_path: Path) -> None:
    link = "<link rel=canonical href=https://bell.example/{}>"
    page = f"<html><head><title>T</title>{link}</head><body><article><p>{{}}</p></article></body></html>"
    write(tmp_path / "north" / "a.html", page.format("ferry", story(1)))
    write(tmp_path / "south" / "a.html", page.format("ferry", story(1) + " Added later."))
    write(tmp_path / "west" / "a.html", page.format("bridge", story(2)))
    with dupdetect.Index.open(tmp_path / "a.dupdetect") as index:
        made = [index.add(tmp_path / folder) for folder in ("north", "south", "west")]
    assert [(added.added, added.replaced) for added in made] == [(1, 0), (0, 1), (1, 0)]


def test_articles_of_no_place_are_known_by_their_ids() -> None:
    with dupdetect.Index.in_memory() as index:
        index.add({"a": story(1)})
        assert index.add({"a": story(2)}).replaced == 1


# Damage.


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive with several runs, removed articles and a closed log."""
    path = tmp_path_factory.mktemp("sound") / "a.dupdetect"
    with dupdetect.Index.open(path) as index:
        for start in range(0, 60, 20):
            index.add(articles(20, start))
        index.remove(["story/00003.txt"])
    db = sqlite3.connect(path)
    db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    db.close()
    return path


def use(path: Path) -> None:
    """Everything that one does with an archive."""
    with dupdetect.Index.open(path) as index:
        index.check(spun(story(5), 1))
        index.check(Article("story/00007.txt", story(7)))
        list(index.articles())
        index.info()
        index.verify()
        index.add([*articles(2), Article("new", story(90))])
        index.remove(["story/00008.txt"])


def assert_sound_or_one_line(path: Path) -> bool:
    """Whether using the archive fails, which it must do in one line."""
    message = ""
    try:
        use(path)
    except DupdetectError as error:
        message = str(error)
    assert "\n" not in message
    return bool(message)


VALUES = ["NULL", "-1", "0", "1e300", "9223372036854775807", "'text'", "x'00'", "x''", "zeroblob(5000)", "'[1, 2]'"]
EDITS = [
    f"UPDATE OR IGNORE {table} SET {column} = {value}"
    for table, columns in {
        "article": ("digest", "words", "terms", "checksum", "about", "text", "origin", "id", "number"),
        "run": ("id", "bits", "postings"),
        "bucket": ("id", "head", "tail"),
        "setting": ("value", "name"),
        "removed": ("number",),
    }.items()
    for column in columns
    for value in VALUES
] + [
    "DROP TABLE article", "DROP TABLE bucket", "DELETE FROM setting", "DELETE FROM run", "DELETE FROM bucket",
    "ALTER TABLE article DROP COLUMN about", "DELETE FROM article WHERE number % 2", "UPDATE run SET bits = bits + 1",
    """UPDATE article SET about = '["t", "s", "a", "p", "u", 7]'""", "UPDATE article SET about = '[1, 2, 3, 4, 5, []]'",
]  # fmt: skip


def edit(path: Path, statement: str) -> None:
    db = sqlite3.connect(path)
    try:
        db.execute("PRAGMA ignore_check_constraints = ON")
        db.executescript(statement)
        db.commit()
    except sqlite3.Error:
        pytest.skip("SQLite itself refuses this")
    finally:
        db.close()


@pytest.mark.parametrize("statement", random.Random(5).sample(EDITS[:-10], 60) + EDITS[-10:])
def test_an_archive_edited_through_sql_is_one_line(sound: Path, tmp_path: Path, statement: str) -> None:
    path = Path(shutil.copy(sound, tmp_path))
    edit(path, statement)
    assert_sound_or_one_line(path)


def flip(data: bytearray, draw: random.Random) -> None:
    for _ in range(draw.choice([1, 8, 64])):
        data[draw.randrange(len(data))] = draw.randrange(256)


def blank(data: bytearray, draw: random.Random) -> None:
    start = draw.randrange(len(data))
    data[start : start + 4096] = bytes(len(data[start : start + 4096]))


def cut(data: bytearray, draw: random.Random) -> None:
    del data[draw.randrange(len(data)) :]


def swap(data: bytearray, draw: random.Random) -> None:
    first, second = (8192 * draw.randrange(len(data) // 8192) for _ in range(2))
    data[first : first + 8192], data[second : second + 8192] = data[second : second + 8192], data[first : first + 8192]


@pytest.mark.parametrize("seed", range(15))
@pytest.mark.parametrize("damage", [flip, blank, cut, swap])
def test_a_corrupted_archive_is_one_line(
    sound: Path, tmp_path: Path, damage: Callable[[bytearray, random.Random], None], seed: int
) -> None:
    path = tmp_path / "a.dupdetect"
    data = bytearray(sound.read_bytes())
    damage(data, random.Random(seed))
    path.write_bytes(data)
    failed = assert_sound_or_one_line(path)
    assert failed or damage is not cut or len(data) == sound.stat().st_size


def test_an_archive_of_an_older_version_is_to_be_made_anew(sound: Path, tmp_path: Path) -> None:
    path = Path(shutil.copy(sound, tmp_path))
    edit(path, f"PRAGMA user_version = {schema.VERSION - 1}")
    with pytest.raises(dupdetect.ArchiveError, match="make it anew with dupdetect index add"):
        dupdetect.Index.open(path)
