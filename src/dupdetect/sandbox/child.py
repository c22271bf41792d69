"""The inside of a worker process: it answers requests, within bounds that the operating system enforces.

Memory is bounded for the process, processor time for each answer. On systems without such bounds (Windows), only the
owner's watchdog limits a worker. Standard output carries only answers; whatever a parser prints is discarded.
"""

from __future__ import annotations

import json
import os
import signal
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from importlib import import_module
from typing import IO, Any, TypeAlias

from dupdetect.errors import DupdetectError
from dupdetect.sandbox.protocol import Failure, Notify, describe_bug, write_message

Handler: TypeAlias = Callable[[dict[str, Any], bytes, Notify], Iterator[bytes]]
"""Yields the answers to a request, given its head, its data, and a function to call with notices of progress."""

_PAUSE = 0.2
"""Seconds between two notices; those in between are dropped."""

_BUFFER = 1 << 16


def main(specification: str) -> None:
    """Answer requests until standard input ends.

    Args:
        specification: a JSON object with `target`, a function that returns a `Handler`; `configuration`, its arguments;
            and `memory`, the bound in bytes.
    """
    wanted: dict[str, Any] = json.loads(specification)
    with suppress(ValueError):
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # the owner decides what Ctrl-C means
    _bound_memory(wanted["memory"])
    requests, answers = sys.stdin.buffer, _claim_output()
    with suppress(BrokenPipeError):
        handler = _open_handler(wanted, answers)
        while handler and (line := requests.readline()):
            head: dict[str, Any] = json.loads(line)
            data = requests.read(head.pop("size"))
            _serve(handler, head, data, answers)


def _open_handler(wanted: dict[str, Any], answers: IO[bytes]) -> Handler | None:
    """Create the handler and report success or failure to the owner; None on failure."""
    module, _, name = wanted["target"].partition(":")
    try:
        handler: Handler = getattr(import_module(module), name)(**wanted["configuration"])
    except Exception as error:
        _send_end(answers, _describe_failure(error))
        return None
    _send_end(answers, None)
    return handler


def _serve(handler: Handler, head: dict[str, Any], data: bytes, answers: IO[bytes]) -> None:
    seconds = head.pop("seconds")
    try:
        for answer in _limit_time(handler(head, data, _Notices(answers)), seconds):
            write_message(answers, {}, answer)
    except BrokenPipeError:
        raise
    except Exception as error:  # a bug in a parser must not end the worker
        _send_end(answers, _describe_failure(error))
    else:
        _send_end(answers, None)


def _send_end(answers: IO[bytes], failure: Failure | None) -> None:
    write_message(answers, {"failure": failure.kind, "message": failure.message} if failure else {"end": True})
    answers.flush()


def _describe_failure(error: Exception) -> Failure:
    if isinstance(error, DupdetectError):
        return Failure("refused", str(error)[:10_000])
    if isinstance(error, MemoryError):
        return Failure("memory")
    if isinstance(error, RecursionError):
        return Failure("nesting")
    return Failure("bug", describe_bug(error))


class _Notices:
    """Sends notices to the owner, at most one in `_PAUSE` seconds."""

    def __init__(self, answers: IO[bytes]) -> None:
        self._answers = answers
        self._next = time.monotonic() + _PAUSE

    def __call__(self, *values: object) -> None:
        if time.monotonic() >= self._next:
            self._next = time.monotonic() + _PAUSE
            write_message(self._answers, {"notice": values})
            self._answers.flush()


def _claim_output() -> IO[bytes]:
    """Take standard output for answers, and send all other output to nowhere."""
    answers = os.fdopen(os.dup(1), "wb", _BUFFER)
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    return answers


def _bound_memory(size: int) -> None:
    try:
        import resource
    except ImportError:
        return
    with suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_AS, (size, size))


def _limit_time(answers: Iterator[bytes], seconds: float) -> Iterator[bytes]:
    """Pass on `answers`; the system ends the process if one takes more than `seconds` of processor time."""
    limit = getattr(signal, "setitimer", lambda *_: None)
    timer = getattr(signal, "ITIMER_PROF", 0)
    try:
        limit(timer, seconds)
        for answer in answers:
            limit(timer, 0)
            yield answer
            limit(timer, seconds)
    finally:
        limit(timer, 0)
