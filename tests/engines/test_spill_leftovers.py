"""What a scan puts on disk is gone however the scan ends, and its memory stays within bounds of the limit."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="looks at processes in /proc")

SCAN = """
import sys
from dupdetect.cli import run
from dupdetect.engines.local import engine
from dupdetect.engines.local.memory import MemoryPlan
engine.plan_memory = lambda *_: MemoryPlan(0, 0, 1 << 16, 400_000, 200_000, jobs=2)
sys.argv = ["dupdetect", "scan", sys.argv[1], "--jobs", "2", "-o", sys.argv[2]]
run()
"""
"""A scan that puts everything on disk."""

WAIT = 60
"""Seconds to wait for processes to end."""


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two thousand articles, a third of which are edited copies."""
    draw = random.Random(5)
    words = [f"{a}{b}{c}" for a in "bdfgklmnprst" for b in ("ala", "ero", "ini", "oru", "uko") for c in "nstrlmk"]
    texts: list[list[str]] = []
    for place in range(2000):
        text = list(draw.choice(texts)) if place % 3 == 2 else draw.choices(words, k=draw.randint(60, 160))
        text[draw.randrange(len(text))] = draw.choice(words)
        texts.append(text)
    path = tmp_path_factory.mktemp("corpus") / "articles.jsonl"
    lines = (json.dumps({"id": f"{place:05}", "text": " ".join(text) + "."}) for place, text in enumerate(texts))
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def start_scan(corpus: Path, folder: Path) -> subprocess.Popen[bytes]:
    temporary = folder / "temporary"
    temporary.mkdir(exist_ok=True)
    return subprocess.Popen(
        [sys.executable, "-c", SCAN, str(corpus), str(folder / "found.json")],
        env=os.environ | {"TMPDIR": str(temporary)},
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )


def list_session(session: int) -> Iterator[int]:
    """The processes of a session that have not ended."""
    for entry in Path("/proc").iterdir():
        if entry.name.isdecimal():
            try:
                state, _, _, its_session = (entry / "stat").read_text().rpartition(") ")[2].split()[:4]
            except OSError:
                continue
            if int(its_session) == session and state != "Z":
                yield int(entry.name)


def wait_for_workers(process: subprocess.Popen[bytes]) -> None:
    """Wait until a scan compares pairs in two workers."""
    while process.poll() is None and len(list(list_session(process.pid))) < 3:
        time.sleep(0.02)


def wait_until_gone(session: int) -> list[int]:
    """The processes of a session that are still there when the patience is over."""
    until = time.monotonic() + WAIT
    while (left := list(list_session(session))) and time.monotonic() < until:
        time.sleep(0.1)
    return left


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT])
def test_no_end_leaves_anything_on_disk_or_running(number: signal.Signals, corpus: Path, tmp_path: Path) -> None:
    draw = random.Random(number)
    for in_workers in (False, True):
        process = start_scan(corpus, tmp_path)
        if in_workers:
            wait_for_workers(process)
        time.sleep(draw.uniform(0, 1 if in_workers else 8))
        process.send_signal(number)
        process.wait(WAIT)
        assert wait_until_gone(process.pid) == []
        assert list((tmp_path / "temporary").iterdir()) == []
        assert [path.name for path in tmp_path.iterdir() if path.name.endswith(".json")] in ([], ["found.json"])


def test_a_scan_that_ends_leaves_nothing_on_disk(corpus: Path, tmp_path: Path) -> None:
    process = start_scan(corpus, tmp_path)
    assert process.wait(10 * WAIT) == 0
    assert wait_until_gone(process.pid) == []
    assert list((tmp_path / "temporary").iterdir()) == []
    assert json.loads((tmp_path / "found.json").read_text())["counts"]["pairs"] > 500
