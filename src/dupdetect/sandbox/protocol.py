"""The messages in a worker's pipes: a line of JSON, followed by as many bytes as its `size` says.

The worker gets a request. It sends any number of answers, `{"size": n}` with n bytes, and notices of progress,
`{"notice": [...]}`, then `{"end": true}` or `{"failure": kind, "message": why}`. A process that hostile input has taken
over can send wrong answers, but do no other harm: nothing is unpickled, and no line or answer is read beyond its bound.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import IO, Any, NamedTuple, TypeAlias

LONGEST_LINE = 1 << 20
"""Bytes of a line that a worker sends, at most."""

Notify: TypeAlias = Callable[..., None]
"""Called with the values of a notice."""


class Request(NamedTuple):
    """A request to a worker.

    Attributes:
        head: parameters for its task, as JSON values.
        data: the bytes to work on.
        seconds: processor time for each answer, at most.
        streamed: whether answers are passed on as they come, because all of them together may not fit in memory.
        notify: called with notices of progress, in another thread.
    """

    head: Mapping[str, object]
    data: bytes = b""
    seconds: float = 60.0
    streamed: bool = False
    notify: Notify | None = None


class Failure(NamedTuple):
    """Why a request has no further answer.

    Attributes:
        kind: "refused" (the message is for the user), "memory", "nesting" (a RecursionError), "bug" (the message names
            the exception), "late", or "ended" (the process died).
        message: details, in one line.
    """

    kind: str
    message: str = ""


Outcome: TypeAlias = "bytes | Failure"
"""An answer; or, as the last one, a failure."""


def describe_bug(error: Exception) -> str:
    """An exception in one line of bounded length."""
    return f"{type(error).__name__}: {' '.join(str(error).split())[:200]}"


def write_message(pipe: IO[bytes], head: Mapping[str, object], data: bytes = b"") -> None:
    """Write a message without flushing the pipe."""
    pipe.write(json.dumps({**head, "size": len(data)}).encode() + b"\n")
    pipe.write(data)


def read_message(pipe: IO[bytes], largest: int) -> tuple[dict[str, Any], bytes]:
    """The next message of a worker.

    Args:
        largest: bytes behind the line, at most.

    Raises:
        EOFError: the pipe has ended, or does not hold a valid message.
    """
    line = pipe.readline(LONGEST_LINE)
    if not line.endswith(b"\n"):
        raise EOFError
    try:
        head: dict[str, Any] = json.loads(line)
        size = int(head["size"])
    except (ArithmeticError, ValueError, LookupError, TypeError, RecursionError) as error:
        raise EOFError from error
    data = pipe.read(size) if 0 < size <= largest else b""
    if len(data) != size:
        raise EOFError
    return head, data
