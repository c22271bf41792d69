"""A `dedup` that is cut short goes on when the same command runs again, and ends with the same bytes.

Most kills here are planned: the program ends itself by SIGKILL at a chosen one of the moments at which it touches a
file below the test's folder. What a kill may leave inside a file is in `tests/engines/test_checkpoints.py`.
"""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import subprocess
import sys
from itertools import count
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow
import pytest
from click.testing import CliRunner, Result
from pyarrow import parquet

from dupdetect.cli import main
from dupdetect.engines.local import near
from dupdetect.engines.local.journal import JournalWriter
from dupdetect.pipeline import paragraphs
from dupdetect.pipeline.workfolder import WorkFolder
from dupdetect.read import quick
from dupdetect.read.folder import File
from dupdetect.search import overlap
from tests.archive.samples import story

ARTICLES = 60
BATCH = 7

NOTES = [f"{story(900 + number, 12)}." for number in range(5)]

TEXTS = [
    f"{story(number % 40, 60)}{'. It ends here.' if number % 3 else '.'}\n\n{NOTES[number % 5]}"
    for number in range(ARTICLES)
]
"""Twenty stories twice, some with a sentence more; and a note below each, of which there are five."""

QUESTION = "Which of the three harbours on the northern coast froze over in the winter that followed the great storm?"


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, ["dedup", *map(str, arguments)])


def write_source(kind: str, folder: Path) -> Path:
    rows = [{"id": f"n{n}", "text": text, "score": n % 7} for n, text in enumerate(TEXTS)]
    path = folder / f"crawl.{kind}"
    if kind == "parquet":
        parquet.write_table(pyarrow.Table.from_pylist(rows), path, row_group_size=16)
    elif kind == "jsonl":
        lines = [*map(json.dumps, rows[:20]), "no JSON", *map(json.dumps, rows[20:])]
        path.write_text("\n".join(lines), encoding="utf-8")
    else:
        write_folder(path)
    return path


def write_folder(path: Path) -> None:
    """Files of one article and of several, and one that cannot be read."""
    path.mkdir()
    for number, text in enumerate(TEXTS[:30]):
        (path / f"a{number:02}.txt").write_text(text, encoding="utf-8")
    (path / "a05.bin").write_bytes(b"\0")
    (path / "a12.txt").write_bytes(b"")
    rows = [{"id": "same" if n % 2 else n, "text": text} for n, text in enumerate(TEXTS[30:])]
    for name, some in (("b.jsonl", rows[:12]), ("c#d.jsonl", rows[12:])):
        (path / name).write_text("".join(json.dumps(row) + "\n" for row in some), encoding="utf-8")


def read_all(out: Path) -> dict[str, bytes]:
    """Every byte of an output and its log, by name."""
    return {"log": Path(f"{out}.dropped.jsonl").read_bytes(), **read_outputs(out)}


def read_outputs(out: Path) -> dict[str, bytes]:
    """As `read_all`, without the log."""
    files = [path for path in out.rglob("*") if path.is_file()] if out.is_dir() else [out]
    return {path.relative_to(out.parent).as_posix(): path.read_bytes() for path in files}


CASES = {
    "lines": ("jsonl", ["--keep", "longest"]),
    "parquet": ("parquet", ["--keep", "-score"]),
    "folder against": ("folder", []),
    "paragraphs of lines": ("jsonl", ["--unit", "paragraph"]),
    "paragraphs of a folder": ("folder", ["--unit", "paragraph"]),
}


def prepare(case: str, folder: Path) -> tuple[Path, list[str]]:
    """The source and the options of a case."""
    kind, options = CASES[case]
    return write_source(kind, folder), options or write_reference(folder)


def write_reference(folder: Path) -> list[str]:
    reference = folder / "questions.jsonl"
    texts = [QUESTION, story(3, 60)]
    reference.write_text("".join(json.dumps({"text": text}) + "\n" for text in texts), encoding="utf-8")
    return ["--against", str(reference)]


class Stop(KeyboardInterrupt):
    """Cuts a run short, as Ctrl-C does."""


@pytest.fixture(autouse=True)
def small_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(near, "_BATCH", BATCH)
    monkeypatch.setattr(paragraphs, "_BATCH", BATCH)


def stop_after(batches: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a run be cut short when it has done with so many batches."""
    append, numbers = JournalWriter.append, count(1)

    def append_or_stop(writer: JournalWriter, *arguments: Any) -> None:
        append(writer, *arguments)
        if next(numbers) == batches:
            raise Stop

    monkeypatch.setattr(JournalWriter, "append", append_or_stop)


def count_articles(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The numbers of articles in the batches that are done from now on."""
    sizes: list[int] = []
    append = JournalWriter.append

    def append_and_count(writer: JournalWriter, values: dict[str, Any], parts: Any) -> None:
        sizes.append(len(values["ids"]))
        append(writer, values, parts)

    monkeypatch.setattr(JournalWriter, "append", append_and_count)
    return sizes


@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize("batches", [1, 4, 8])
def test_a_run_that_was_cut_short_goes_on(
    case: str, batches: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source, options = prepare(case, tmp_path)
    (tmp_path / "whole").mkdir()
    whole = run(source, "-o", tmp_path / "whole" / "out", *options)
    assert whole.exit_code == 0, whole.stderr
    (tmp_path / "again").mkdir()
    out = tmp_path / "again" / "out"
    with monkeypatch.context() as patch:
        stop_after(batches, patch)
        stopped = run(source, "-o", out, *options)
    assert stopped.exit_code == 130
    assert "the same command goes on from there" in stopped.stderr
    assert [path.name for path in out.parent.iterdir()] == [".out.dedup"]
    sizes = count_articles(monkeypatch)
    monkeypatch.setattr(overlap, "_KEY", overlap._KEY ^ np.uint64(1))  # another process draws another key
    done = run(source, "-o", out, *options)
    assert done.exit_code == 0, done.stderr
    assert done.stderr.splitlines()[1:] == whole.stderr.splitlines()
    assert "going on where an earlier run stopped" in done.stderr.splitlines()[0]
    articles = int(whole.stderr.split(" articles")[0].split()[-1]) + 2 * ("against" in case)
    assert sum(sizes) == articles - batches * BATCH
    assert read_all(out) == read_all(tmp_path / "whole" / "out")
    assert sorted(path.name for path in out.parent.iterdir()) == ["out", "out.dropped.jsonl"]


def test_files_that_were_done_with_are_not_read_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source, out = write_source("folder", tmp_path), tmp_path / "out"
    with monkeypatch.context() as patch:
        stop_after(3, patch)
        run(source, "-o", out)
    opened: list[str] = []
    read_quickly = quick.read_quickly

    def read_and_note(file: File, *more: Any) -> str | None:
        opened.append(file.name)
        return read_quickly(file, *more)

    monkeypatch.setattr(quick, "read_quickly", read_and_note)
    assert run(source, "-o", out).exit_code == 0
    texts = [f"a{number:02}.txt" for number in range(30) if number != 12]
    assert opened == [*texts[3 * BATCH - 1 :], "b.jsonl", "c#d.jsonl"]


@pytest.mark.parametrize("change", ["input", "option", "version"])
def test_a_change_is_noticed_and_all_is_done_anew(change: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source, out = write_source("jsonl", tmp_path), tmp_path / "out.jsonl"
    with monkeypatch.context() as patch:
        stop_after(4, patch)
        run(source, "-o", out)
    options = ["--keep", "longest"] if change == "option" else []
    if change == "input":
        lines = source.read_bytes().splitlines(keepends=True)
        source.write_bytes(b"".join(reversed(lines[:-1])))
    if change == "version":
        monkeypatch.setattr("dupdetect.cli.dedup.read_version", lambda: "0.0.1")
    sizes = count_articles(monkeypatch)
    done = run(source, "-o", out, *options)
    line = {"input": "input", "option": "options", "version": "version"}[change]
    assert done.stderr.splitlines()[0] == (f"dupdetect: starting anew: changed since the run that was stopped: {line}")
    assert sum(sizes) == ARTICLES - (change == "input")
    (tmp_path / "fresh").mkdir()
    run(source, "-o", tmp_path / "fresh" / "out.jsonl", *options)
    assert read_all(out) == read_all(tmp_path / "fresh" / "out.jsonl")


def test_a_run_that_would_fail_again_leaves_nothing(tmp_path: Path) -> None:
    source = write_source("jsonl", tmp_path)
    done = run(source, "-o", tmp_path / "out.jsonl", "--keep", "nothing")
    assert (done.exit_code, done.stderr.count("\n")) == (1, 1)
    assert [path.name for path in tmp_path.iterdir()] == ["crawl.jsonl"]


def test_two_runs_do_not_share_an_output(tmp_path: Path) -> None:
    source, out = write_source("jsonl", tmp_path), tmp_path / "out.jsonl"
    with WorkFolder(out).open({}, print):
        done = run(source, "-o", out)
    assert (done.exit_code, done.stderr.count("\n")) == (1, 1)
    assert "another run is writing it" in done.stderr
    assert run(source, "-o", out).exit_code == 0


def test_a_folder_of_that_name_that_is_not_ours_is_left_alone(tmp_path: Path) -> None:
    source, foreign = write_source("jsonl", tmp_path), tmp_path / ".out.jsonl.dedup"
    foreign.mkdir()
    (foreign / "thesis.txt").write_text("Years of work.", encoding="utf-8")
    done = run(source, "-o", tmp_path / "out.jsonl")
    assert (done.exit_code, "is in the way of the run's work folder" in done.stderr) == (1, True)
    assert (foreign / "thesis.txt").exists()


# Kills.


PROGRAM = """
import os, signal, sys
folder, moment, *arguments = sys.argv[1:]
moments = 0

def watch(event, values):
    global moments
    if event in ("open", "os.rename", "os.remove", "os.mkdir", "os.rmdir", "os.truncate") and folder in str(values[0]):
        moments += 1
        if moments == int(moment):
            os.kill(os.getpid(), signal.SIGKILL)

from dupdetect.engines.local import near
from dupdetect.pipeline import paragraphs
near._BATCH = paragraphs._BATCH = 7
sys.addaudithook(watch)
from dupdetect.cli import main
try:
    main(arguments, standalone_mode=False)
finally:
    print(moments)
"""
"""Runs a command, and kills itself at a chosen moment: when it is about to touch a file below the folder."""


def run_killed(folder: Path, moment: int, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", PROGRAM, str(folder), str(moment), "dedup", *map(str, arguments)]
    environment = os.environ | {"DUPDETECT_KERNELS": "alone"}
    return subprocess.run(command, capture_output=True, text=True, env=environment, check=False)


@pytest.mark.skipif(os.name != "posix", reason="SIGKILL")
@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize("kills", [2, pytest.param(20, marks=pytest.mark.slow)])
def test_killed_at_any_moment_and_run_again_it_writes_the_same_bytes(case: str, kills: int, tmp_path: Path) -> None:
    """Each attempt goes on with what the killed ones before it left."""
    source, options = prepare(case, tmp_path)
    whole, out = tmp_path / "whole", tmp_path / "again" / "out"
    whole.mkdir()
    out.parent.mkdir()
    undisturbed = run_killed(tmp_path, 0, source, "-o", whole / "out", *options)
    assert undisturbed.returncode == 0, undisturbed.stderr
    rng = random.Random(kills)
    for _ in range(kills):
        moment = rng.randrange(1, int(undisturbed.stdout))
        killed = run_killed(tmp_path, moment, source, "-o", out, *options)
        assert killed.returncode in (-signal.SIGKILL, 0), killed.stderr
        if killed.returncode == 0:
            assert read_all(out) == read_all(whole / "out")
            shutil.rmtree(out) if out.is_dir() else out.unlink()
        elif out.exists():  # in its place means whole
            assert {**read_all(whole / "out"), **read_outputs(out)} == read_all(whole / "out")
    done = run_killed(tmp_path, 0, source, "-o", out, *options)
    assert done.returncode == 0, done.stderr
    assert done.stderr.splitlines()[-1] == undisturbed.stderr.splitlines()[-1]
    assert read_all(out) == read_all(whole / "out")
    assert sorted(path.name for path in out.parent.iterdir()) == ["out", "out.dropped.jsonl"]
