"""Results for the pages, in memory under unguessable names; the oldest are dropped."""

from __future__ import annotations

import asyncio
import secrets
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, field

from dupdetect.sandbox import Notify
from dupdetect.web.limits import Limits
from dupdetect.web.refusals import RefusedError

_STAGES = {
    "read": "Reading files",
    "fingerprint": "Fingerprinting articles",
    "pair": "Finding pairs that may be related",
    "compare": "Comparing pairs sentence by sentence",
}


@dataclass
class Result:
    """Work for a page, and what came of it.

    Attributes:
        task: the work under way; done once `findings` or `fault` is there.
        findings: as JSON.
        fault: why there are none.
        stage, done, total: how far the work is; a total of 0 is unknown.
    """

    task: asyncio.Task[None] | None = None
    findings: bytes = b""
    fault: RefusedError | None = None
    stage: str = ""
    done: int = 0
    total: int = 0
    over: asyncio.Event = field(default_factory=asyncio.Event)

    def note_progress(self, stage: str, done: int, total: int) -> None:
        """Remember how far the work is."""
        self.stage, self.done, self.total = stage, done, total

    @property
    def stage_words(self) -> str:
        """How far the work is, in an editor's words."""
        if not self.stage:
            return "Waiting for its turn"
        count = f": {self.done:,} of {self.total:,}" if self.total else f": {self.done:,}" if self.done else ""
        return _STAGES.get(self.stage, self.stage) + count


class Results:
    """The latest results, by name."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._all: OrderedDict[str, Result] = OrderedDict()

    def start(self, work: Callable[[Notify], Awaitable[bytes]]) -> str:
        """Begin some work; gives the name of its result."""
        name, result = secrets.token_urlsafe(16), Result()
        self._all[name] = result
        result.task = asyncio.create_task(self._run(result, work))
        return name

    def get(self, name: str) -> Result:
        """The result of that name.

        Raises:
            RefusedError: there is none, or none any more.
        """
        if name not in self._all:
            raise RefusedError(
                404, "this result is gone; only the latest ones are kept, and none once the server has ended"
            )
        return self._all[name]

    async def wait(self, name: str, seconds: float) -> Result:
        """The result of that name, once it is there or that time is over."""
        result = self.get(name)
        with suppress(TimeoutError, asyncio.TimeoutError):  # two classes before Python 3.11
            await asyncio.wait_for(result.over.wait(), seconds)
        return result

    def cancel(self, name: str) -> None:
        """Give up the work on a result."""
        result = self._all.pop(name, None)
        if result and result.task:
            result.task.cancel()

    async def close(self) -> None:
        """Give up all work."""
        tasks = [item.task for item in self._all.values() if item.task]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _run(self, result: Result, work: Callable[[Notify], Awaitable[bytes]]) -> None:
        try:
            result.findings = await work(result.note_progress)
        except RefusedError as refused:
            result.fault = refused
        except Exception as error:
            result.fault = RefusedError(500, f"internal error: {type(error).__name__}: {error}; please report it")
        finally:
            result.over.set()
        self._make_room()

    def _make_room(self) -> None:
        over = [name for name, item in self._all.items() if item.over.is_set()]
        size = sum(len(self._all[name].findings) for name in over)
        for name in over[:-1]:
            if len(over) <= self._limits.results and size <= self._limits.result_bytes:
                return
            size -= len(self._all.pop(name).findings)
            over.remove(name)
