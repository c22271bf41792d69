"""The outside of a worker process: it is started when needed, watched while it works, and replaced.

`multiprocessing` would not do: it runs the user's script again (spawn) or copies a process that has threads (fork), and
it would unpickle data from a process that hostile input may have taken over.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from math import inf
from pathlib import Path
from typing import IO, Any, cast

from dupdetect.sandbox.protocol import Failure, Outcome, Request, read_message, write_message

_STARTING = 120.0
"""Seconds in which a process must be ready; without a cache, kernels are compiled first."""

_OUT_OF_TIME = -int(getattr(signal, "SIGPROF", 1_000_000))  # without SIGPROF, a status that no process has

_START = """
import sys
sys.path[:] = {path!r}
from dupdetect.sandbox.child import main
main(sys.argv[1])
"""


@dataclass(frozen=True)
class Task:
    """What a worker does, and its bounds.

    Attributes:
        target: "package.module:function"; the function is called once in each process, with `configuration` as its
            arguments, and returns a `child.Handler`.
        configuration: must survive JSON.
        memory: bytes of address space of the process.
        answer: bytes of an answer, at most.
        patience: seconds by the clock for each second of processor time, because other programs run as well.
        max_requests: requests after which a new process takes over; 0 for never.
        environment: variables to set for the process.
    """

    target: str
    configuration: Mapping[str, object]
    memory: int
    answer: int
    patience: float = 1.0
    max_requests: int = 0
    environment: Mapping[str, str] = field(default_factory=dict)


class Worker:
    """A process that does a task; started at the first request, and again after a request that ended it."""

    def __init__(self, task: Task) -> None:
        self._task = task
        self._process: _Process | None = None
        self._is_retired = False

    def start(self) -> Failure | None:
        """Start the process unless it runs; returns the failure, if any."""
        if self._process and self._task.max_requests and self._process.served >= self._task.max_requests:
            self.end()
        if self._process:
            return None
        process = self._process = _Process(self._task)
        outcomes = list(process.outcomes(_STARTING))
        if not outcomes:
            return None
        self.end()
        return cast("Failure", outcomes[-1])

    def run(self, request: Request, is_cancelled: Callable[[], bool] = lambda: False) -> Iterator[Outcome]:
        """The answers to a request, and a failure if it ends in one.

        Args:
            is_cancelled: called once the process runs; whoever makes it return True calls `kill` afterwards.
        """
        failure = self.start()
        if failure or not self._process or self._is_retired or is_cancelled():
            yield failure or Failure("ended")
            return
        try:
            yield from self._process.serve(request, self._task.patience)
        finally:
            if self._process and self._process.is_busy:  # it failed, or the caller abandoned the rest of the answers
                self.end()

    def kill(self) -> None:
        """End the process from any thread; a request under way then fails."""
        process = self._process
        if process:
            process.kill()

    def retire(self) -> None:
        """End the process from any thread, for good."""
        self._is_retired = True
        self.kill()

    def end(self) -> None:
        """End the process and wait for it."""
        process, self._process = self._process, None
        if process:
            process.end()


class _Process:
    """One process and the clock that watches it.

    Attributes:
        served: the number of requests sent to it.
        is_busy: whether it is in the middle of a request, or was when it died.
    """

    def __init__(self, task: Task) -> None:
        self.served = 0
        self.is_busy = True
        self._largest = task.answer
        self._popen = _start_process(task)
        self._stdin, self._stdout = cast("IO[bytes]", self._popen.stdin), cast("IO[bytes]", self._popen.stdout)
        self._watchdog = _Watchdog(self._popen.kill)

    def serve(self, request: Request, patience: float) -> Iterator[Outcome]:
        self.served += 1
        self.is_busy = True
        self._watchdog.watch(patience * request.seconds)
        try:
            write_message(self._stdin, {**request.head, "seconds": request.seconds}, request.data)
            self._stdin.flush()
        except OSError:
            yield self._describe_end()
            return
        yield from self.outcomes(patience * request.seconds, request.notify)

    def outcomes(self, seconds: float, notify: Callable[..., None] | None = None) -> Iterator[Outcome]:
        """What the process sends until the end of a request, each answer within so many seconds."""
        watchdog, stdout, largest = self._watchdog, self._stdout, self._largest
        watchdog.watch(seconds)
        try:
            while True:
                head, answer = read_message(stdout, largest)
                if "notice" in head:
                    if notify:
                        notify(*head["notice"])
                    continue
                if "failure" in head or "end" in head:
                    break
                watchdog.deadline = inf  # the receiver is not timed
                yield answer
                watchdog.deadline = time.monotonic() + seconds
        except EOFError:
            yield self._describe_end()
            return
        watchdog.rest()
        self.is_busy = False
        if "failure" in head:
            yield Failure(str(head["failure"]), str(head.get("message", "")))

    def _describe_end(self) -> Failure:
        self.end()
        late = self._watchdog.has_bitten or self._popen.returncode == _OUT_OF_TIME
        return Failure("late" if late else "ended")

    def kill(self) -> None:
        self._popen.kill()

    def end(self) -> None:
        self._watchdog.close()
        self._popen.kill()
        self._popen.wait()
        for pipe in (self._stdin, self._stdout):
            with suppress(OSError):  # buffered data cannot be written any more
                pipe.close()


def _start_process(task: Task) -> subprocess.Popen[bytes]:
    """Start a process with our module path, without the current folder."""
    path = [str(Path(__file__).resolve().parents[2]), *(folder for folder in sys.path if folder)]
    wanted = {"target": task.target, "configuration": task.configuration, "memory": task.memory}
    return subprocess.Popen(
        [sys.executable, "-I", "-c", _START.format(path=path), json.dumps(wanted)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={**os.environ, **task.environment},
    )


class _Watchdog:
    """Calls `kill` when a deadline passes: one thread a process, however many answers there are.

    Attributes:
        deadline: by the monotonic clock. Setting it costs nothing: the thread looks at it at the end of each
            period, and no deadline that is set during a period ends before it.
        has_bitten: whether a deadline has passed.
    """

    def __init__(self, kill: Callable[[], Any]) -> None:
        self.deadline = inf
        self.has_bitten = False
        self._kill = kill
        self._period = inf
        self._closed = False
        self._condition = threading.Condition()
        self._thread = threading.Thread(target=self._guard, daemon=True)
        self._thread.start()

    def watch(self, seconds: float) -> None:
        """Watch from now on; deadlines are this far away when they are set."""
        with self._condition:
            self._period = seconds
            self.deadline = time.monotonic() + seconds
            self._condition.notify()

    def rest(self) -> None:
        """Stop watching until `watch` is called."""
        self.deadline = self._period = inf

    def close(self) -> None:
        """End the thread."""
        with self._condition:
            self._closed = True
            self._condition.notify()
        self._thread.join()

    def _guard(self) -> None:
        with self._condition:
            while not self._closed:
                left = min(self.deadline - time.monotonic(), self._period)
                if left > 0:
                    self._condition.wait(None if left == inf else left)
                    continue
                self.has_bitten = True
                self._kill()
                self.rest()
