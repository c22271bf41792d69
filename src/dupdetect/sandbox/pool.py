"""A pool of workers, with a thread for each; results come in the order of the requests."""

from __future__ import annotations

import os
import threading
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TypeVar, cast

from dupdetect.sandbox.protocol import Failure, Outcome, Request
from dupdetect.sandbox.worker import Task, Worker

Key = TypeVar("Key")

_AHEAD = 8
"""Requests per worker that may wait for their turn."""

_HELD = 64 << 20
"""Bytes of waiting requests, at most; a single request may be larger."""


class Call:
    """A request that was submitted.

    Attributes:
        future: resolves to its outcomes.
    """

    def __init__(self, request: Request) -> None:
        self.future: Future[list[Outcome]]
        self._request = request
        self._worker: Worker | None = None
        self._cancelled = False
        self._lock = threading.Lock()

    def run(self, worker: Worker) -> list[Outcome]:
        """Run the request on a worker."""
        with self._lock:
            if self._cancelled:
                return [Failure("ended")]
            self._worker = worker
        try:
            return list(worker.run(self._request, lambda: self._cancelled))
        finally:
            with self._lock:
                self._worker = None

    def cancel(self) -> None:
        """Cancel the request: it is not started, or its process is ended."""
        with self._lock:
            self._cancelled = True
            if self._worker:
                self._worker.kill()


class WorkerPool:
    """Workers for one task, each started when there is work for it.

    Args:
        jobs: the number of workers; None takes the number of cores.
    """

    def __init__(self, task: Task, jobs: int | None = None) -> None:
        self._jobs = jobs or os.cpu_count() or 1
        self._task = task
        self._mine = threading.local()
        self._all: list[Worker] = []
        self._threads = ThreadPoolExecutor(self._jobs)

    def __enter__(self) -> WorkerPool:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """End all workers; requests under way fail."""
        self._threads.shutdown(wait=False, cancel_futures=True)
        for worker in self._all:
            worker.retire()
        self._threads.shutdown()  # no thread is left when the caller forks
        for worker in self._all:
            worker.end()

    def start(self) -> Failure | None:
        """Start a worker and wait until it is ready; returns the failure, if any."""
        return self._threads.submit(lambda: self._worker().start()).result()

    def submit(self, request: Request) -> Call:
        """Submit a request; the call's future resolves to all its outcomes."""
        call = Call(request)
        call.future = self._threads.submit(lambda: call.run(self._worker()))
        return call

    def map(self, items: Iterable[tuple[Key, Request | None]]) -> Iterator[tuple[Key, Iterable[Outcome]]]:
        """Each key with the outcomes of its request (empty for None), in order, while workers run later requests.

        The outcomes of a streamed request must be consumed before the next item is requested.
        """
        waiting: deque[tuple[Key, Future[list[Outcome]] | None, int]] = deque()
        waiting_bytes = requests = 0
        for key, request in items:
            if request is None and not waiting:
                yield key, ()
                continue
            if request and request.streamed:
                yield from _drain(waiting)
                waiting_bytes = requests = 0
                yield key, self._worker().run(request)
                continue
            size = len(request.data) if request else 0
            waiting.append((key, self.submit(request).future if request else None, size))
            waiting_bytes, requests = waiting_bytes + size, requests + (request is not None)
            while waiting and (_is_ready(waiting[0][1]) or waiting_bytes > _HELD or requests >= _AHEAD * self._jobs):
                first, future, size = waiting.popleft()
                waiting_bytes, requests = waiting_bytes - size, requests - (future is not None)
                yield first, future.result() if future else ()
        yield from _drain(waiting)

    def _worker(self) -> Worker:
        """The worker of this thread."""
        if not hasattr(self._mine, "worker"):
            self._mine.worker = Worker(self._task)
            self._all.append(self._mine.worker)
        return cast("Worker", self._mine.worker)


def _is_ready(future: Future[list[Outcome]] | None) -> bool:
    return future is None or future.done()


def _drain(
    waiting: deque[tuple[Key, Future[list[Outcome]] | None, int]],
) -> Iterator[tuple[Key, Iterable[Outcome]]]:
    while waiting:
        key, future, _ = waiting.popleft()
        yield key, future.result() if future else ()
