"""The server's worker processes. The server only waits for them, so it stays responsive.

A task that takes too long or crashes its process is refused, and so are requests beyond the queue limit.
"""

from __future__ import annotations

import asyncio

from dupdetect.sandbox import Failure, Notify, Outcome, Request, Task, WorkerPool
from dupdetect.settings import Settings
from dupdetect.web.limits import Limits
from dupdetect.web.refusals import RefusedError, busy_error, late_error

RUNNER = "dupdetect.web.runner:open_runner"
"""What a worker runs."""


class TaskPool:
    """Runs tasks in other processes; used in an `async with` statement.

    Args:
        settings: for comparing and scanning; an archive has its own.
        archive: the path of the archive; empty for none.
        limits: how many tasks are worked on and wait, and how much each may take.
    """

    def __init__(self, settings: Settings, archive: str, limits: Limits) -> None:
        configuration = {
            "settings": settings.list_changes(),
            "archive": archive,
            "browsed": limits.browsed,
            "largest": limits.answer,
        }
        task = Task(
            target=RUNNER,
            configuration=configuration,
            memory=limits.memory,
            answer=limits.answer,
            max_requests=limits.requests_per_worker,
            environment={"DUPDETECT_KERNELS": "alone"},
        )
        self._limits = limits
        self._pool = WorkerPool(task, limits.working)
        self._present = 0

    async def __aenter__(self) -> TaskPool:
        if failure := await asyncio.to_thread(self._pool.start):
            raise RuntimeError(f"no worker could be started: {failure.message or failure.kind}")
        return self

    async def __aexit__(self, *_: object) -> None:
        await asyncio.to_thread(self._pool.close)

    async def run(
        self,
        task: str,
        *,
        seconds: float | None = None,
        notify: Notify | None = None,
        findings: bytes = b"",
        **needs: object,
    ) -> bytes:
        """Run a task when its turn comes. Cancelling this ends the process that works on it.

        Args:
            task: one that `TaskRunner` knows; `needs` is what it needs.
            seconds: in which it must be done, waiting apart; `Limits.seconds` when None.
            notify: called, in another thread, with a stage, what is done, and of how much.
            findings: what is to be shown.

        Raises:
            RefusedError: too many are waiting, it took too long, or it cannot be done.
        """
        if self._present >= self._limits.working + self._limits.waiting:
            raise busy_error()
        seconds = seconds or self._limits.seconds
        self._present += 1
        try:
            outcome = await self._outcome(Request({"task": task, **needs}, findings, seconds, notify=notify))
        finally:
            self._present -= 1
        if isinstance(outcome, Failure):
            raise _refuse(outcome, seconds)
        return outcome

    async def _outcome(self, request: Request) -> Outcome:
        call = self._pool.submit(request)
        try:
            return (await asyncio.wrap_future(call.future))[-1]
        except asyncio.CancelledError:
            call.cancel()
            raise


def _refuse(failure: Failure, seconds: float) -> RefusedError:
    if failure.kind == "late":
        return late_error(seconds)
    status, message = {
        "refused": (422, failure.message),
        "memory": (422, "this needs too much memory; send less at once"),
        "nesting": (422, "this is nested too deeply"),
        "bug": (500, f"internal error: {failure.message}; please report it"),
    }.get(failure.kind, (500, "the process that worked on this ended; send less at once, or report it"))
    return RefusedError(status, message)
