"""What pages and API share: where work is handed in, and where its results lie."""

from __future__ import annotations

import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from fastapi import Request

from dupdetect.settings import Settings
from dupdetect.web.crew import Crew
from dupdetect.web.limits import Limits
from dupdetect.web.refusals import no_archive
from dupdetect.web.results import Results


@dataclass(frozen=True)
class Desk:
    """The server's parts.

    Attributes:
        archive: the path of the archive; empty for none.
        folder: a private folder for files that are being worked on.
    """

    archive: str
    limits: Limits
    crew: Crew
    results: Results
    folder: Path

    def need_archive(self) -> None:
        """Refuse what needs an archive where there is none."""
        if not self.archive:
            raise no_archive()


@asynccontextmanager
async def opened(settings: Settings, archive: str, limits: Limits) -> AsyncIterator[Desk]:
    """The desk, as long as the server runs; afterwards no process and no file of it is left."""
    with tempfile.TemporaryDirectory(prefix="dupdetect-", ignore_cleanup_errors=True) as folder:
        async with Crew(settings, archive, limits) as crew:
            results = Results(limits)
            try:
                yield Desk(archive, limits, crew, results, Path(folder))
            finally:
                await results.close()


def desk(request: Request) -> Desk:
    """The desk of the app that a request came to."""
    found: Desk = request.app.state.desk
    return found
