"""What pages and API share: where work is handed in, and where its results lie."""

from __future__ import annotations

import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from fastapi import Request

from dupdetect.settings import Settings
from dupdetect.web.crew import WorkerPool
from dupdetect.web.limits import Limits
from dupdetect.web.refusals import no_archive_error
from dupdetect.web.results import Results


@dataclass(frozen=True)
class AppState:
    """The server's parts.

    Attributes:
        archive: the path of the archive; empty for none.
        folder: a private folder for files that are being worked on.
    """

    archive: str
    limits: Limits
    crew: WorkerPool
    results: Results
    folder: Path

    def need_archive(self) -> None:
        """Refuse what needs an archive where there is none."""
        if not self.archive:
            raise no_archive_error()


@asynccontextmanager
async def open_state(settings: Settings, archive: str, limits: Limits) -> AsyncIterator[AppState]:
    """The desk, as long as the server runs; afterwards no process and no file of it is left."""
    with tempfile.TemporaryDirectory(prefix="dupdetect-", ignore_cleanup_errors=True) as folder:
        async with WorkerPool(settings, archive, limits) as crew:
            results = Results(limits)
            try:
                yield AppState(archive, limits, crew, results, Path(folder))
            finally:
                await results.close()


def app_state(request: Request) -> AppState:
    """The desk of the app that a request came to."""
    found: AppState = request.app.state.desk
    return found
