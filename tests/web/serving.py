"""A real server for tests, on a free port of the loopback device."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from dupdetect.settings import Settings
from dupdetect.web import app, server
from dupdetect.web.guard import Names
from dupdetect.web.limits import Limits


@contextmanager
def serving(
    archive: str = "", limits: Limits | None = None, settings: Settings | None = None, names: Names | None = None
) -> Iterator[str]:
    """The address of a server that runs while the `with` statement does."""
    bounds = limits or Limits()
    ready = threading.Event()
    with server.address("127.0.0.1", 0) as listening:
        running = server.Server(app.create_app(settings, archive, bounds, names), bounds, ready.set)
        thread = threading.Thread(target=running.run, kwargs={"sockets": [listening]})
        thread.start()
        try:
            assert ready.wait(120), "the server did not start"
            yield server.url(listening).rstrip("/")
        finally:
            running.should_exit = True
            thread.join(30)
    assert not thread.is_alive()
