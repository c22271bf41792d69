"""Bind the address before anything is started, so that a taken port gives one clear line; then serve."""

from __future__ import annotations

import os
import socket
from collections import Counter
from collections.abc import Callable
from functools import partial
from typing import Any, cast

import uvicorn
from starlette.types import ASGIApp

from dupdetect.errors import OutputError
from dupdetect.web.connections import BoundedProtocol
from dupdetect.web.guard import LOOPBACK, Names, is_address, strip_port
from dupdetect.web.limits import Limits


def address(host: str, port: int) -> socket.socket:
    """A socket that listens on `host`; port 0 takes a free one.

    Raises:
        OutputError: the address is taken, or none of this machine.
    """
    try:
        family, kind, number, _, where = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        listening = socket.socket(family, kind, number)
    except OSError as error:
        raise OutputError(_describe_bind_fault(host, port, error)) from error
    try:
        if os.name == "posix":
            listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind(where)
        listening.listen(128)
    except OSError as error:
        listening.close()
        raise OutputError(_describe_bind_fault(host, port, error)) from error
    return listening


def _describe_bind_fault(host: str, port: int, error: OSError) -> str:
    return f"{host}:{port}: cannot serve there ({error.strerror or error}); choose another --port or --host"


def names(host: str) -> Names:
    """The names that a server on `host` answers to: that one, and loopback; on all addresses, any address."""
    everywhere = host in ("0.0.0.0", "::", "")
    own = {strip_port(host) if not is_address(host) else host, socket.gethostname().lower() if everywhere else ""}
    return Names(LOOPBACK | own - {""}, addresses=everywhere)


def url(listening: socket.socket) -> str:
    """The URL of the server."""
    host, port = listening.getsockname()[:2]
    host_part = f"[{host}]" if ":" in host else host
    return f"http://{host_part}:{port}/"


class Server(uvicorn.Server):
    """uvicorn with our limits, which reports when it is ready.

    Args:
        app: what to serve.
        limits: how many connections to hold, and how long to wait for headers.
        ready: called once it answers.
    """

    def __init__(self, app: ASGIApp, limits: Limits, ready: Callable[[], None] = lambda: None) -> None:
        protocol = partial(BoundedProtocol, limits=limits, peers=Counter())
        super().__init__(
            uvicorn.Config(
                app,
                http=cast("Any", protocol),
                lifespan="on",
                ws="none",
                log_level="warning",
                access_log=False,
                server_header=False,
                proxy_headers=False,
                limit_concurrency=limits.connections,
                timeout_keep_alive=15,
                timeout_graceful_shutdown=2,
            )
        )
        self._ready = ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started:
            self._ready()
