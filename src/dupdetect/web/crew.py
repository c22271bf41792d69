"""Working processes: each does one thing at a time, within a time limit; who finds too long a line is sent away.

The server's own process only waits for them, so that it answers while they compute, and a process that takes too long,
or that hostile input has brought down, is ended and another one started in its place.
"""

from __future__ import annotations

import asyncio
import json
import os
import sys
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any, TypeAlias

from dupdetect.settings import Settings
from dupdetect.web.limits import Limits
from dupdetect.web.refusals import RefusedError, busy_error, late_error

Told: TypeAlias = Callable[[str, int, int], None]

_START = """
import sys
sys.path[:] = {path!r}
from dupdetect.web.worker import main
main(sys.argv[1])
"""

_STARTING = 120.0
"""Seconds in which a process must be ready: where no machine code is kept, kernels are compiled first."""

_LINE = 1 << 20
"""Bytes of a line of an answer, at most."""


class WorkerPool:
    """The working processes, and the line in front of them; to be used in an `async with` statement."""

    def __init__(self, settings: Settings, archive: str, limits: Limits) -> None:
        known = {"settings": settings.changed(), "archive": archive, "browsed": limits.browsed}
        self._told = json.dumps(known | {"memory": limits.memory, "answer": limits.answer})
        self._limits = limits
        self._members = [_Worker(self._told, limits.worn) for _ in range(limits.working)]
        self._idle: asyncio.LifoQueue[_Worker] = asyncio.LifoQueue()
        self._present = 0

    async def __aenter__(self) -> WorkerPool:
        for member in reversed(self._members):  # the last to come is asked first; others start when it is not enough
            self._idle.put_nowait(member)
        await self._members[0].started()
        return self

    async def __aexit__(self, *_: object) -> None:
        for member in self._members:
            await member.end()

    async def ask(
        self,
        task: str,
        *,
        seconds: float | None = None,
        told: Told | None = None,
        findings: bytes = b"",
        **needs: object,
    ) -> bytes:
        """The answer to a request, once it has been its turn.

        Args:
            task: one that `work.Bench` knows; `needs` is what it needs.
            seconds: in which it must be done, waiting apart; `Limits.seconds` when None.
            told: called as the work goes on.
            findings: what is to be shown.

        Raises:
            RefusedError: too many are waiting, it took too long, or it cannot be done.
        """
        if self._present >= self._limits.working + self._limits.waiting:
            raise busy_error()
        self._present += 1
        try:
            return await self._asked({"task": task, **needs}, findings, seconds or self._limits.seconds, told)
        finally:
            self._present -= 1

    async def _asked(self, request: Mapping[str, object], findings: bytes, seconds: float, told: Told | None) -> bytes:
        worker = await self._idle.get()
        try:
            await worker.started()
            return await asyncio.wait_for(worker.ask(request, findings, told), seconds)
        except (TimeoutError, asyncio.TimeoutError) as error:  # two classes before Python 3.11
            raise late_error(seconds) from error
        except (EOFError, ConnectionError) as error:
            raise RefusedError(
                500, "the process that worked on this ended; see the server's terminal, and report it"
            ) from error
        finally:
            self._idle.put_nowait(worker)


class _Worker:
    """One process, started when it is first needed, and again after it ended."""

    def __init__(self, told: str, worn: int) -> None:
        self._told = told
        self._worn = worn
        self._asked = 0
        self._process: asyncio.subprocess.Process | None = None

    async def started(self) -> None:
        """See to it that there is a process, and that it is ready."""
        if self._process and self._process.returncode is None and self._asked < self._worn:
            return
        await self.end()
        path = [str(Path(__file__).resolve().parents[2]), *(folder for folder in sys.path if folder)]
        self._asked = 0
        self._process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-I", "-c", _START.format(path=path), self._told),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            limit=_LINE,
            env={**os.environ, "DUPDETECT_KERNELS": "alone"},
        )
        await asyncio.wait_for(self._line(), _STARTING)

    async def ask(self, request: Mapping[str, object], findings: bytes, told: Told | None) -> bytes:
        """The answer to a request; a process that does not give one does not outlive it."""
        self._asked += 1
        try:
            pipe = _own_path(self._process).stdin
            assert pipe
            pipe.write(json.dumps({**request, "size": len(findings)}).encode() + b"\n")
            pipe.write(findings)
            await pipe.drain()
            answer = await self._answer(told)
        except BaseException:
            await self.end()
            raise
        if isinstance(answer, RefusedError):
            raise answer
        return answer

    async def _answer(self, told: Told | None) -> bytes | RefusedError:
        while "progress" in (head := await self._line()):
            if told:
                told(*head["progress"])
        if "fault" in head:
            return RefusedError(422, head["fault"])
        if "bug" in head:
            return RefusedError(500, f"internal error: {head['bug']}; please report it")
        out = _own_path(self._process).stdout
        assert out
        return await out.readexactly(head["size"])

    async def _line(self) -> dict[str, Any]:
        out = _own_path(self._process).stdout
        assert out
        line = await out.readline()
        if not line.endswith(b"\n"):
            raise EOFError
        found: dict[str, Any] = json.loads(line)
        return found

    async def end(self) -> None:
        """End the process at once."""
        process, self._process = self._process, None
        if process and process.returncode is None:
            with suppress(ProcessLookupError):
                process.kill()
            await process.wait()
        if process and process.stdin:
            process.stdin.close()


def _own_path(process: asyncio.subprocess.Process | None) -> asyncio.subprocess.Process:
    if process is None:
        raise EOFError
    return process
