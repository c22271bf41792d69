"""The standard streams and the signals of a program, whatever state a shell leaves them in.

Standard output may be closed, full, or a pipe whose reader has left; standard error may be closed; a job may be ended
by SIGTERM. None of that is a bug, and none may be reported as one.
"""

from __future__ import annotations

import _thread
import io
import os
import signal
import sys
import threading
from contextlib import suppress
from types import FrameType

import click

from dupdetect.errors import InputError, OutputError

_STANDARD = ((0, os.O_RDONLY), (1, os.O_RDONLY), (2, os.O_WRONLY))
"""The standard streams, and the mode of the null device that replaces a closed one. Writes to a closed standard output
must fail, because the data is lost; writes to a closed standard error must not."""


class ReaderLeft(click.exceptions.Exit):
    """The reader of standard output has left, as head does. This is no error, and there is nothing more to do."""


class _Output(io.FileIO):
    """Standard output, whose faults raise OutputError like those of any other output."""

    def write(self, data: object) -> int:
        try:
            return super().write(data)  # type: ignore[arg-type]  # any buffer
        except BrokenPipeError as error:
            self._silence()
            raise ReaderLeft(0) from error
        except OSError as error:
            self._silence()
            reason = error.strerror or error
            raise OutputError(f"standard output: cannot be written ({reason}); try -o FILE") from error

    def _silence(self) -> None:
        """Discard what is still buffered, or Python would complain about it at exit."""
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, self.fileno())
        os.close(nowhere)


def hold_streams() -> None:
    """Open all three standard streams, so that no other file takes their numbers, and check writes."""
    for number, flags in _STANDARD:
        try:
            os.fstat(number)
        except OSError:
            os.set_inheritable(os.open(os.devnull, flags), True)
    if sys.stderr is None:
        sys.stderr = open(2, "w", encoding="utf-8", errors="backslashreplace", closefd=False)  # noqa: SIM115
    if sys.stdout is None or not sys.stdout.isatty():
        form = {"encoding": sys.stdout.encoding, "errors": sys.stdout.errors} if sys.stdout else {"encoding": "utf-8"}
        sys.stdout = io.TextIOWrapper(io.BufferedWriter(_Output(1, "w", closefd=False)), **form)


_AGAIN = 0.05
"""Seconds after which a lost interrupt is raised again."""

_received: list[int] = []
"""The signals that asked the program to end."""


def read_standard_input() -> bytes:
    """All of standard input.

    Raises:
        InputError: it is closed.
        OSError: it cannot be read.
    """
    if sys.stdin is None:
        raise InputError("standard input is closed; name a file instead")
    return sys.stdin.buffer.read()


def raise_on_signals() -> None:
    """Treat SIGTERM like Ctrl-C, so that nothing is left half-written, unless it is ignored."""
    sys.unraisablehook = _raise_again
    if signal.getsignal(signal.SIGTERM) is signal.SIG_DFL:
        signal.signal(signal.SIGTERM, _interrupt)
        if hasattr(os, "register_at_fork"):  # a worker that is ended has nothing to tidy up
            os.register_at_fork(after_in_child=_restore_termination)


def _raise_again(fault: sys.UnraisableHookArgs) -> None:
    """Raise an interrupt again that came where exceptions are lost, such as in a callback of compiled code."""
    if issubclass(fault.exc_type, KeyboardInterrupt):
        number = signal.SIGTERM if _received else signal.SIGINT
        threading.Timer(_AGAIN, _thread.interrupt_main, [number]).start()
    else:
        sys.__unraisablehook__(fault)


def describe_interrupt() -> tuple[str, int]:
    """What ended the work, and the exit status that shells give it: 128 and the number of the signal."""
    return ("terminated", 128 + signal.SIGTERM) if _received else ("interrupted", 128 + signal.SIGINT)


def leave_quietly() -> None:
    """Let Ctrl-C end Python's own cleanup at exit without a traceback."""
    with suppress(ValueError):  # only the main thread can set signals
        if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
            signal.signal(signal.SIGINT, signal.SIG_DFL)


def _interrupt(number: int, _: FrameType | None) -> None:
    _received.append(number)
    raise KeyboardInterrupt


def _restore_termination() -> None:
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
