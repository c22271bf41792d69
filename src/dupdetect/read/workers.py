"""Documents -> articles in other processes: on every core, in order, and within bounds of time and memory.

A process of our own making instead of `multiprocessing`, because that would run the user's script once more (spawn) or
copy a process that has threads (fork). A thread waits for each, so that the order of results is that of the documents.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from dataclasses import asdict, replace
from pathlib import Path
from typing import IO, Any, cast

from dupdetect.read.naming import Ids
from dupdetect.read.source import Document
from dupdetect.records import Article, Skip
from dupdetect.settings import Reading

_AHEAD = 8
"""Documents a worker that are read ahead."""

_HELD = 64 << 20
"""Bytes of documents that are held for workers, at most and beyond one."""

_PATIENCE = 10
"""Times the processor time of a document that a worker may take by the clock: other programs want to run, too."""

_OUT_OF_TIME = -int(getattr(signal, "SIGPROF", 1_000_000))  # a status that no process has where there is no SIGPROF

_START = """
import sys
sys.path[:] = {path!r}
from dupdetect.read.worker import main
main(sys.argv[1])
"""


class Worker:
    """A process that reads documents; started when it is first asked, and again after one that ended it."""

    def __init__(self, settings: Reading) -> None:
        self._settings = settings
        self._process: subprocess.Popen[bytes] | None = None

    def results(self, document: Document) -> Iterator[Article | Skip]:
        """What `document` holds, or why it cannot be read."""
        process = self._process = self._process or _start_process(self._settings)
        late = threading.Event()
        try:
            _send(cast("IO[bytes]", process.stdin), document)
            yield from _with_distinct_ids(self._answers(process, late), document.name)
        except (EOFError, BrokenPipeError):
            self.close()
            yield Skip(document.name, self._why(process, late))

    def _answers(self, process: subprocess.Popen[bytes], late: threading.Event) -> Iterator[Article | Skip]:
        out = cast("IO[bytes]", process.stdout)
        while True:
            timer = threading.Timer(_PATIENCE * self._settings.max_seconds, _end, (process, late))
            timer.start()
            try:
                line = out.readline()
            finally:
                timer.cancel()
            if not line.endswith(b"\n"):
                raise EOFError
            answer: dict[str, Any] = json.loads(line)
            if not answer:
                return
            yield _record(answer)

    def _why(self, process: subprocess.Popen[bytes], late: threading.Event) -> str:
        """Why the process ended."""
        if late.is_set() or process.returncode == _OUT_OF_TIME:
            return f"takes longer than {self._settings.max_seconds} seconds to read; raise reading.max_seconds"
        return "its parser crashed, or needed too much memory"

    def close(self) -> None:
        """End the process."""
        process, self._process = self._process, None
        if process is not None:
            process.kill()
            process.wait()
            for pipe in (process.stdin, process.stdout):
                with suppress(OSError):  # what is still buffered has nowhere to go
                    cast("IO[bytes]", pipe).close()


def _start_process(settings: Reading) -> subprocess.Popen[bytes]:
    """A new worker. It finds modules where we do, and never in the folder that happens to be the current one."""
    path = [str(Path(__file__).resolve().parents[3]), *(folder for folder in sys.path if folder)]
    code = _START.format(path=path)
    return subprocess.Popen(
        [sys.executable, "-I", "-c", code, json.dumps(asdict(settings))],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )


def _send(pipe: IO[bytes], document: Document) -> None:
    known = document._asdict()
    del known["data"]
    pipe.write(json.dumps({"document": known, "size": len(document.data)}).encode() + b"\n")
    pipe.write(document.data)
    pipe.flush()


def _end(process: subprocess.Popen[bytes], late: threading.Event) -> None:
    late.set()
    process.kill()


def _with_distinct_ids(found: Iterator[Article | Skip], document: str) -> Iterator[Article | Skip]:
    """`found` with a number behind ids of records that came before in the document."""
    ids = Ids()
    for hit in found:
        if isinstance(hit, Article) and hit.id != document:
            hit = replace(hit, id=ids.unique(hit.id))
        yield hit


def _record(answer: dict[str, Any]) -> Article | Skip:
    if "skip" in answer:
        return Skip(**answer["skip"])
    known = answer["article"]
    return Article(**(known | {"links": tuple(known["links"])}))


class Workers:
    """As many workers as there are cores, each started when there is work for it.

    Args:
        settings: with the bounds for a document.
        jobs: how many; None takes the cores of the machine.
    """

    def __init__(self, settings: Reading, jobs: int | None = None) -> None:
        self._jobs = jobs or os.cpu_count() or 1
        self._settings = settings
        self._mine = threading.local()
        self._all: list[Worker] = []
        self._threads = ThreadPoolExecutor(self._jobs)

    def __enter__(self) -> Workers:
        return self

    def __exit__(self, *_: object) -> None:
        self._threads.shutdown(wait=False, cancel_futures=True)
        for worker in self._all:
            worker.close()
        self._threads.shutdown()  # no thread is left when the caller forks

    def read(self, items: Iterable[Article | Skip | Document]) -> Iterator[Article | Skip]:
        """`items`, with what they hold in the place of documents; the order stays."""
        waiting: deque[tuple[Future[list[Article | Skip]] | Article | Skip, int]] = deque()
        held = documents = 0
        for item in items:
            if not waiting and not isinstance(item, Document):
                yield item
                continue
            if isinstance(item, Document) and item.path:  # too large to be held: its rows come as they are read
                yield from _drain(waiting)
                held = documents = 0
                yield from self._worker().results(item)
                continue
            size = len(item.data) if isinstance(item, Document) else 0
            waiting.append((self._threads.submit(self._results, item) if isinstance(item, Document) else item, size))
            held, documents = held + size, documents + isinstance(item, Document)
            while waiting and (_is_ready(waiting[0][0]) or held > _HELD or documents >= _AHEAD * self._jobs):
                first, size = waiting.popleft()
                held, documents = held - size, documents - isinstance(first, Future)
                yield from first.result() if isinstance(first, Future) else (first,)
        yield from _drain(waiting)

    def _results(self, document: Document) -> list[Article | Skip]:
        return list(self._worker().results(document))

    def _worker(self) -> Worker:
        """The worker of this thread."""
        if not hasattr(self._mine, "worker"):
            self._mine.worker = Worker(self._settings)
            self._all.append(self._mine.worker)
        return cast("Worker", self._mine.worker)


def _is_ready(first: Future[list[Article | Skip]] | Article | Skip) -> bool:
    return not isinstance(first, Future) or first.done()


def _drain(waiting: deque[tuple[Future[list[Article | Skip]] | Article | Skip, int]]) -> Iterator[Article | Skip]:
    while waiting:
        first = waiting.popleft()[0]
        yield from first.result() if isinstance(first, Future) else (first,)
