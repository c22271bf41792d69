"""Tasks for workers under test: each does what its request says."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from typing import Any

from dupdetect.errors import InputError


def open_echo(mark: str = "") -> Callable[..., Iterator[bytes]]:
    """Answer with what was sent, and with the number of the process where that is asked for."""

    def answer(head: dict[str, Any], data: bytes, notify: Callable[..., None]) -> Iterator[bytes]:
        if "code" in head:
            exec(head["code"], {"notify": notify, "time": time, "os": os, "InputError": InputError})
        for _ in range(head.get("times", 1)):
            yield str(os.getpid()).encode() if head.get("pid") else mark.encode() + data

    return answer


def open_nothing() -> None:
    """A task that cannot be begun."""
    raise InputError("there is no such thing")
