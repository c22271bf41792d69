"""Progress on standard error, only on a terminal and only for work that takes more than a moment."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, TextIO

from dupdetect.cli.talk import is_quiet

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID

PATIENCE = 0.5
"""Seconds of work before anything is shown."""

INTERVAL = 0.1
"""Seconds between two drawings."""

STAGES = {
    "read": "Reading files",
    "fingerprint": "Fingerprinting articles",
    "pair": "Finding pairs that may be related",
    "compare": "Comparing pairs sentence by sentence",
    "index": "Storing articles",
}


@contextmanager
def progress(stream: TextIO | None = None) -> Iterator[Callable[[str, int, int], None] | None]:
    """A progress callback (stage, done, total), or None if nobody watches; its output is erased at the end."""
    stream = stream or sys.stderr
    if is_quiet() or not stream.isatty():
        yield None
        return
    drawing = Drawing(stream)
    try:
        yield drawing.update
    finally:
        drawing.close()


class Drawing:
    """The progress lines, one per stage.

    They are drawn on each report, not by a thread, which would be lost in workers that fork.
    """

    def __init__(self, stream: TextIO, clock: Callable[[], float] = time.monotonic) -> None:
        self._stream = stream
        self._clock = clock
        self._next = clock() + PATIENCE
        self._lines: dict[str, tuple[int, int]] = {}
        self._bytes = 0
        self._tasks: dict[str, TaskID] = {}
        self._bars: Progress | None = None

    def update(self, stage: str, done: int, total: int) -> None:
        """Store progress and draw it if due. Bytes appear in the line for reading."""
        if stage == "bytes":
            self._bytes = done
            self._lines.setdefault("read", (0, 0))
        else:
            self._lines[stage] = (done, total)
        now = self._clock()
        if now >= self._next:
            self._next = now + INTERVAL
            self._draw()

    def close(self) -> None:
        """Erase the lines."""
        if self._bars:
            self._bars.stop()

    def _draw(self) -> None:
        bars = self._bars = self._bars or _bars(self._stream)
        for stage, (done, total) in self._lines.items():
            if stage not in self._tasks:
                self._tasks[stage] = bars.add_task(STAGES.get(stage, stage), total=None, so_far="")
            so_far = _so_far(done, total, self._bytes if stage == "read" else 0)
            bars.update(self._tasks[stage], completed=done, total=total or None, so_far=so_far)
        bars.refresh()


def _so_far(done: int, total: int, read: int) -> str:
    """Such as: 1,200/3,000, or 1,200 articles, 3.4 MB; where nothing but bytes is known, these alone."""
    if not read:
        return f"{done:,}/{total:,}" if total else f"{done:,}"
    from rich.filesize import decimal

    return f"{done:,} article{'s' * (done != 1)}, {decimal(read)}" if done else decimal(read)


def _bars(stream: TextIO) -> Progress:
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn

    console = Console(file=stream, markup=False, highlight=False)
    stage, count = (TextColumn(f"{{task.{what}}}", markup=False) for what in ("description:36", "fields[so_far]"))
    bars = Progress(stage, BarColumn(), count, console=console, transient=True, auto_refresh=False)
    bars.start()
    return bars
