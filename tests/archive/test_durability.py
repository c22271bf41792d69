"""An archive loses nothing that it said was stored, whoever dies, fills the disk, or writes beside it."""

from __future__ import annotations

import json
import os
import random
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

import dupdetect
from dupdetect.archive import Entry, FileStore, schema
from dupdetect.pipeline.questions import QuestionWriter
from dupdetect.records import Article
from tests.archive.samples import articles, story

KILLS = int(os.environ.get("DUPDETECT_KILLS", "8"))
"""How often a writer is killed; 100 for the long form."""

posix = pytest.mark.skipif(os.name != "posix", reason="signals as POSIX has them")
SMALL = "import dupdetect.pipeline.archive as one; one._FIRST_BATCH = one._BATCH = 20; "
"""Small batches, so that there are many moments between two of them."""


def folder_of(path: Path, count: int) -> Path:
    path.mkdir()
    for i in range(count):
        (path / f"{i:04d}.txt").write_text(story(i, 40), encoding="utf-8")
    return path


def contents(archive: Path) -> list[tuple[str, str]]:
    with FileStore(archive, writing=False) as store:
        return sorted((article.id, article.text) for article, _, _ in store.contents())


def add(archive: Path, folder: Path) -> subprocess.Popen[str]:
    code = SMALL + "from dupdetect.cli import main; main()"
    command = [sys.executable, "-c", code, "index", "add", str(archive), str(folder), "--each"]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True, encoding="utf-8")


def told(writer: subprocess.Popen[str], most: int) -> list[str]:
    """The ids that a writer reported as stored, up to `most` of them."""
    assert writer.stdout
    named: list[str] = []
    for line in writer.stdout:
        named += json.loads(line).values() if line.endswith("\n") else ()
        if len(named) >= most:
            break
    return named


@pytest.mark.slow
@posix
def test_a_killed_writer_loses_nothing_that_it_reported(tmp_path: Path) -> None:
    folder, archive = folder_of(tmp_path / "articles", 400), tmp_path / "a.dupdetect"
    draw = random.Random(5)
    reported: set[str] = set()
    for _ in range(KILLS):
        with add(archive, folder) as writer:
            reported |= set(told(writer, len(reported) + draw.randrange(0, 60)))
            time.sleep(draw.random() * 0.05)
            os.kill(writer.pid, signal.SIGKILL)
        if archive.exists():
            with dupdetect.Index.open(archive, writing=False) as opened:
                assert opened.verify() == []
                assert reported <= {one.article.id for one in opened.articles()}
    with add(archive, folder) as last:
        assert len(told(last, 10_000)) == 400
    with dupdetect.Index.open(tmp_path / "whole.dupdetect") as whole:
        whole.add(folder)
        with dupdetect.Index.open(archive) as resumed:
            assert resumed.verify() == []
            assert [resumed.check(story(i, 40)).pairs for i in range(0, 400, 57)] == [
                whole.check(story(i, 40)).pairs for i in range(0, 400, 57)
            ]
    assert contents(archive) == contents(tmp_path / "whole.dupdetect")
    assert [one.name for one in tmp_path.iterdir() if one.name.endswith(".part")] == []


def test_readers_see_whole_batches_beside_a_writer(tmp_path: Path) -> None:
    """A batch adds two copies of a story at a time: a reader finds both or neither."""
    path = tmp_path / "a.dupdetect"
    dupdetect.Index.open(path).close()
    wrong: list[str] = []
    done = threading.Event()

    def read(seed: int) -> None:
        draw = random.Random(seed)
        with dupdetect.Index.open(path, writing=False) as archive:
            while not done.is_set():
                wanted = draw.randrange(30)
                found = [one.a for one in archive.check(story(wanted)).pairs]
                if found not in ([], [f"{wanted} first", f"{wanted} second"]):
                    wrong.append(f"{wanted}: {found}")

    readers = [threading.Thread(target=read, args=(seed,)) for seed in range(4)]
    for reader in readers:
        reader.start()
    with dupdetect.Index.open(path) as archive:
        for i in range(30):
            archive.add([Article(f"{i} first", story(i)), Article(f"{i} second", story(i))])
    done.set()
    for reader in readers:
        reader.join()
    assert wrong == []
    with dupdetect.Index.open(path, writing=False) as archive:
        assert len(archive.check(story(29)).pairs) == 2


def test_a_second_writer_waits_for_the_first(tmp_path: Path) -> None:
    path = tmp_path / "a.dupdetect"

    def write(start: int) -> None:
        with dupdetect.Index.open(path) as archive:
            for i in range(start, start + 10):
                archive.add(articles(2, 2 * i))

    writers = [threading.Thread(target=write, args=(start,)) for start in (0, 10)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    with dupdetect.Index.open(path) as archive:
        assert len(archive) == 40
        assert archive.verify() == []


def test_a_writer_that_has_waited_enough_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.dupdetect"
    with dupdetect.Index.open(path) as archive:
        archive.add(articles(1))
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with dupdetect.Index.open(path, wait=0.05) as archive:
        with pytest.raises(dupdetect.ArchiveError, match=r"another process is writing to it; try again"):
            archive.add(articles(3))
        assert len(archive) == 1
        other.execute("ROLLBACK")
        other.close()
        assert archive.add(articles(3)).added == 2


def test_a_full_disk_leaves_the_archive_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "a.dupdetect"
    with dupdetect.Index.open(path) as archive:
        archive.add(articles(5))
    before = contents(path)
    with FileStore(path) as store:
        store._db.execute("PRAGMA max_page_count = 1")  # SQLite takes the pages in use, and refuses any more
        with pytest.raises(dupdetect.ArchiveError, match="the disk is full; nothing was changed, free some space"):
            dupdetect.Index(store).add(articles(50))
        assert list(store.faults()) == []
    assert contents(path) == before
    with dupdetect.Index.open(path) as archive:
        assert archive.add(articles(50)).added == 45


@pytest.fixture
def made(tmp_path: Path) -> Path:
    path = tmp_path / "made.dupdetect"
    with dupdetect.Index.open(path) as archive:
        archive.add(articles(30))
    return path


def refused(path: Path, match: str) -> None:
    """Whoever opens the file is refused in one line, and the file is what it was."""
    before = path.read_bytes()
    for writing in (True, False):
        with pytest.raises(dupdetect.ArchiveError, match=match) as error:
            dupdetect.Index.open(path, writing=writing)
        assert str(error.value).startswith(f"{path}: ")
        assert "\n" not in str(error.value)
    assert path.read_bytes() == before
    assert sorted(one.name for one in path.parent.iterdir()) == [path.name]


def test_a_file_of_another_program_is_refused(made: Path) -> None:
    made.write_bytes(b"PK\x03\x04 something else")
    refused(made, "is not an archive; name another file")


def test_an_empty_file_is_refused(made: Path) -> None:
    made.write_bytes(b"")
    refused(made, "is not an archive")


def test_a_database_of_another_program_is_refused(made: Path) -> None:
    made.unlink()
    other = sqlite3.connect(made)
    other.execute("CREATE TABLE article (x)")
    other.close()
    refused(made, "a database of another program")


@pytest.mark.parametrize("share", [0.01, 0.5, 0.99])
def test_a_file_cut_short_is_refused(made: Path, share: float) -> None:
    content = made.read_bytes()
    made.write_bytes(content[: int(len(content) * share)])
    refused(made, "is cut short; restore it")


def test_an_archive_of_a_newer_version_is_refused(made: Path) -> None:
    db = sqlite3.connect(made)
    db.execute("PRAGMA user_version = 99")
    db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    db.close()
    refused(made, f"of version 99, this program knows {schema.VERSION}; upgrade dupdetect")


def test_an_archive_whose_scores_are_not_ours_is_refused(made: Path) -> None:
    db = sqlite3.connect(made)
    db.execute("UPDATE setting SET value = '\"dupdetect:0|x=1\"' WHERE name = 'signature'")
    db.commit()
    db.close()
    with pytest.raises(dupdetect.ArchiveError, match="made by another version, whose scores differ"):
        dupdetect.Index.open(made)


def test_a_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(dupdetect.ArchiveError, match="is a folder, not an archive"):
        dupdetect.Index.open(tmp_path)


def test_a_read_only_archive_is_read_and_not_written(made: Path) -> None:
    made.chmod(0o444)
    with pytest.raises(dupdetect.ArchiveError, match="is read-only; change its permissions"):
        dupdetect.Index.open(made)
    with dupdetect.Index.open(made, writing=False) as archive:
        assert len(archive.check(story(3)).pairs) == 1


def test_reading_makes_no_archive(tmp_path: Path) -> None:
    with pytest.raises(dupdetect.InputError, match="no such archive; make it with dupdetect index add"):
        dupdetect.Index.open(tmp_path / "none.dupdetect", writing=False)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("damage", "told_of_it"),
    [
        ("UPDATE article SET text = x'00' WHERE number = 3", "article 'story/00002.txt' is not what was stored"),
        ("UPDATE article SET checksum = checksum + 1 WHERE number = 3", "cannot be found by all of its terms"),
        ("DELETE FROM bucket WHERE id = (SELECT min(id) FROM bucket)", "cannot be found by all of its terms"),
        ("DELETE FROM article WHERE number = 3", "1 articles are gone, but their postings are not"),
    ],
)
def test_verify_sees_damage(made: Path, damage: str, told_of_it: str) -> None:
    db = sqlite3.connect(made)
    db.execute(damage)
    db.commit()
    db.close()
    with dupdetect.Index.open(made, writing=False) as archive:
        wrong = archive.verify()
    assert wrong
    assert told_of_it in wrong[0]


def test_verify_sees_a_fingerprint_of_another_text(made: Path) -> None:
    with FileStore(made) as store:
        ((_, other),) = QuestionWriter(store, store.settings).write([Article("b", story(900))])
        store.add([Entry(Article("b", story(901)), other.all_terms, other.words)])
        assert dupdetect.Index(store).verify() == ["article 'b' was stored with the fingerprint of another text"]


def test_pages_overwritten_with_noise_end_in_one_line(made: Path) -> None:
    content = bytearray(made.read_bytes())
    content[8192:-8192] = random.Random(1).randbytes(len(content) - 16384)
    made.write_bytes(content)
    with pytest.raises(dupdetect.ArchiveError, match=f"{made.name}: "):
        dupdetect.Index.open(made, writing=False).check(story(3))


def test_removed_text_is_gone_from_the_file(made: Path) -> None:
    with dupdetect.Index.open(made) as archive:
        archive.add([Article("secret", "x", title="unmistakable headline")])
    assert b"unmistakable" in made.read_bytes()
    with dupdetect.Index.open(made) as archive:
        archive.remove(["secret"])
    assert b"unmistakable" not in made.read_bytes()
