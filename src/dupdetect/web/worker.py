"""A working process: it reads requests on standard input, and answers on standard output.

A request is a line of JSON with `size` bytes behind it, the findings that are to be shown. An answer is any number of
lines {"progress": [stage, done, total]} and at last {"size": n} with n bytes behind it, or {"fault": why}, which is
the user's fault, or {"bug": what}, which is ours. Nothing that is sent here or there can do more than be text.
"""

from __future__ import annotations

import json
import os
import signal
import sys
import time
from contextlib import suppress
from typing import IO, Any

from dupdetect.errors import DupdetectError
from dupdetect.pipeline import compare
from dupdetect.settings import Settings
from dupdetect.web.work import TaskRunner

_LOADED = ("One is here. Two are not.", "One is here. Three are there.")
"""Two texts, compared once so that all machine code is loaded before somebody waits for it."""

_PAUSE = 0.2
"""Seconds between two words about progress."""


def main(told: str) -> None:
    """Answer until standard input ends; `told` has what this process is to know, as JSON."""
    known: dict[str, Any] = json.loads(told)
    with suppress(ValueError):
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # the server decides what Ctrl-C means
    _bound_memory(known["memory"])
    settings = Settings().with_constants(known["settings"])
    bench = TaskRunner(settings, known["archive"], known["browsed"])
    requests, answers = sys.stdin.buffer, _own_output()
    compare(*_LOADED, settings)
    with suppress(BrokenPipeError):
        _answer(answers, {"ready": True})
        while line := requests.readline():
            request: dict[str, Any] = json.loads(line)
            request["findings"] = requests.read(request.pop("size"))
            _serve(bench, request, answers, known["answer"])


def _serve(bench: TaskRunner, request: dict[str, Any], answers: IO[bytes], most: int) -> None:
    try:
        data = bench.done(request, _Told(answers)).encode("utf-8", "backslashreplace")
        if len(data) > most:
            told = f"the findings are larger than {most:,} bytes; send less at once, or use the command line"
            return _answer(answers, {"fault": told})
        _answer(answers, {"size": len(data)}, data)
    except DupdetectError as error:
        _answer(answers, {"fault": str(error)})
    except MemoryError:
        _answer(answers, {"fault": "this needs too much memory; send less at once"})
    except BrokenPipeError:
        raise
    except Exception as error:
        _answer(answers, {"bug": f"{type(error).__name__}: {error}"[:1000]})
    return None


class _Told:
    """Passes progress on, now and then."""

    def __init__(self, answers: IO[bytes]) -> None:
        self._answers = answers
        self._next = time.monotonic() + _PAUSE

    def __call__(self, stage: str, done: int, total: int) -> None:
        if time.monotonic() >= self._next:
            self._next = time.monotonic() + _PAUSE
            _answer(self._answers, {"progress": [stage, done, total]})


def _answer(answers: IO[bytes], head: dict[str, object], data: bytes = b"") -> None:
    answers.write(json.dumps(head).encode() + b"\n")
    answers.write(data)
    answers.flush()


def _own_output() -> IO[bytes]:
    """Standard output for answers alone: whatever else prints does so on standard error."""
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    return answers


def _bound_memory(size: int) -> None:
    try:
        import resource
    except ImportError:
        return
    with suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_AS, (size, resource.getrlimit(resource.RLIMIT_AS)[1]))
