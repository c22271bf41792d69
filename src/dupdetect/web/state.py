"""The state that pages and API share: workers, results, and a folder for files."""

from __future__ import annotations

import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from fastapi import Request

from dupdetect.settings import Settings
from dupdetect.web.limits import Limits
from dupdetect.web.marks import MarkStore
from dupdetect.web.refusals import no_archive_error
from dupdetect.web.results import Results
from dupdetect.web.tasks import TaskPool


@dataclass(frozen=True)
class AppState:
    """The server's parts.

    Attributes:
        archive: the path of the archive; empty for none.
        folder: a private folder for files that are being worked on.
        marks: readers' marks beside the archive; None without one.
    """

    archive: str
    limits: Limits
    tasks: TaskPool
    results: Results
    folder: Path
    marks: MarkStore | None

    def need_archive(self) -> None:
        """Refuse what needs an archive where there is none."""
        if not self.archive:
            raise no_archive_error()


@asynccontextmanager
async def open_state(settings: Settings, archive: str, limits: Limits) -> AsyncIterator[AppState]:
    """The parts, as long as the server runs; afterwards no process and no file of it is left."""
    with tempfile.TemporaryDirectory(prefix="dupdetect-", ignore_cleanup_errors=True) as folder:
        async with TaskPool(settings, archive, limits) as tasks:
            results = Results(limits)
            try:
                yield AppState(archive, limits, tasks, results, Path(folder), MarkStore(archive) if archive else None)
            finally:
                await results.close()


def app_state(request: Request) -> AppState:
    """The parts of the app that a request came to."""
    state: AppState = request.app.state.parts
    return state
