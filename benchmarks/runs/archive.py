"""Measure the archive: building, disk, answers, and adding to a large one.

    python -m benchmarks.runs.archive CORPUS --archive FILE --articles 100000

CORPUS is a folder that planted.py wrote. The first articles are indexed, 10,000 more are added to that archive and to
an empty one, and some of the articles are checked under another name, in one warm process. CPU time counts, because it
does not depend on what else the machine does; wall time stands beside it. Writes results/archive.json.
"""

from __future__ import annotations

import argparse
import json
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

import numpy as np

import dupdetect
from benchmarks.places import RESULTS
from dupdetect.records import Article

WRITTEN = RESULTS / "archive.json"
MORE = 10_000
CHECKED = 1_000

Result = TypeVar("Result")


class Took(NamedTuple):
    """Seconds of processor time, and on the clock."""

    cpu: float
    wall: float


def time_call(work: Callable[[], Result]) -> tuple[Result, Took]:
    cpu, wall = time.process_time(), time.perf_counter()
    made = work()
    return made, Took(time.process_time() - cpu, time.perf_counter() - wall)


def articles(folder: Path, start: int, end: int) -> Iterator[Article]:
    offsets = np.load(folder / "offsets.npy", mmap_mode="r")
    with (folder / "texts.utf8").open("rb") as file:
        file.seek(int(offsets[start]))
        for i in range(start, min(end, len(offsets) - 1)):
            yield Article(f"planted/{i:08d}.txt", file.read(int(offsets[i + 1] - offsets[i])).decode("utf-8"))


def disk(archive: Path) -> dict[str, float]:
    """Bytes an article: the whole file, the deflated texts, and the rest."""
    with closing(sqlite3.connect(archive)) as db:
        db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        count, texts = db.execute("SELECT count(*), sum(length(text)) FROM article").fetchone()
    whole = archive.stat().st_size
    return {"bytes": whole / count, "text_bytes": texts / count, "other_bytes": (whole - texts) / count}


def latency(archive: Path, asked: list[Article]) -> dict[str, float]:
    """Milliseconds of an answer, after as many answers to warm up as are measured."""
    cpu, wall, compared = [], [], 0
    with dupdetect.Index.open(archive, writing=False) as index:
        for article in asked:
            index.check(article)
        for article in asked:
            findings, took = time_call(lambda article=article: index.check(article))  # type: ignore[misc]
            cpu.append(1000 * took.cpu)
            wall.append(1000 * took.wall)
            compared += findings.counts["compared"]
    figures = {"compared": compared / len(asked)}
    for name, values in (("cpu", cpu), ("wall", wall)):
        for share in (50, 99):
            figures[f"{name}_p{share}_ms"] = float(np.percentile(values, share))
    return figures


def build_archive(archive: Path, source: Iterator[Article]) -> Took:
    def build() -> None:
        with dupdetect.Index.open(archive) as index:
            index.add(source)

    return time_call(build)[1]


def measure_archive(folder: Path, archive: Path, count: int, checked: int = CHECKED) -> dict[str, Any]:
    small = archive.with_suffix(".small")
    for path in (archive, small):
        path.unlink(missing_ok=True)
    warm = list(articles(folder, 0, 50))
    with dupdetect.Index.in_memory() as index:  # kernels are loaded before anything is measured
        index.add(warm)
        index.check_all(warm[:3])
    build = build_archive(archive, articles(folder, 0, count))
    room = disk(archive)
    step = max(1, count // checked)
    chosen = islice(articles(folder, 0, count), 0, None, step)
    asked = [Article(f"asked/{article.id}", article.text) for article in chosen]
    answers = latency(archive, asked)
    more = build_archive(archive, articles(folder, count, count + MORE))
    empty = build_archive(small, articles(folder, count, count + MORE))
    with dupdetect.Index.open(archive, writing=False) as index:
        segments = index.info().segments
    return {
        "articles": count,
        "build": build._asdict(),
        "disk": room,
        "checked": len(asked),
        "check": answers,
        "segments": segments,
        "more": {"articles": MORE, "large": more._asdict(), "empty": empty._asdict()},
    }


def main() -> None:
    options = argparse.ArgumentParser(description="Measure the archive.")
    options.add_argument("corpus", type=Path)
    options.add_argument("--archive", type=Path, required=True, help="the file to build; replaced if it is there")
    options.add_argument("--articles", type=int, default=90_000)
    options.add_argument("--checked", type=int, default=CHECKED, help="how many of them are checked, about")
    given = options.parse_args()
    figures = measure_archive(given.corpus, given.archive, given.articles, given.checked)
    known = json.loads(WRITTEN.read_text(encoding="utf-8")) if WRITTEN.exists() else {}
    known[str(given.articles)] = figures
    WRITTEN.write_text(json.dumps(known, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    print(json.dumps(figures, indent=1))


if __name__ == "__main__":
    main()
