"""Connections, bounded: headers must arrive in time, and no peer may take more connections than its share.

uvicorn waits for headers as long as a client likes to send them (a "slow loris"), and counts connections of all peers
together.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from typing import Any

from uvicorn.protocols.http.h11_impl import H11Protocol

from dupdetect.web.limits import Limits

_TOO_MANY = (
    b"HTTP/1.1 503 Service Unavailable\r\nConnection: close\r\nRetry-After: 5\r\n"
    b"Content-Type: text/plain\r\n\r\ntoo many connections from this address; close some, or try again later\n"
)


class BoundedProtocol(H11Protocol):
    """uvicorn's protocol with a clock for headers, and a share for each peer.

    Args:
        limits: how long headers may take, and how many connections a peer may have.
        peers: the open connections of each address; shared by all connections of a server.
        known: for uvicorn.
    """

    def __init__(self, *, limits: Limits, peers: Counter[str], **known: Any) -> None:
        super().__init__(**known)
        self._limits = limits
        self._peers = peers
        self._clock: asyncio.TimerHandle | None = None

    @property
    def _peer(self) -> str:
        return self.client[0] if self.client else ""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self._peers[self._peer] += 1
        if self._peers[self._peer] > self._limits.peer_connections:
            transport.write(_TOO_MANY)
            transport.close()
            return
        self._await_headers()

    def data_received(self, data: bytes) -> None:
        if self._clock is None and not self._has_headers():
            self._await_headers()
        super().data_received(data)
        if self._has_headers():
            self._stop_clock()

    def connection_lost(self, exc: Exception | None) -> None:
        self._stop_clock()
        self._peers[self._peer] -= 1
        if self._peers[self._peer] <= 0:
            del self._peers[self._peer]
        super().connection_lost(exc)

    def _has_headers(self) -> bool:
        """Whether a request is being answered."""
        return self.cycle is not None and not self.cycle.response_complete

    def _await_headers(self) -> None:
        self._clock = self.loop.call_later(self._limits.header_seconds, self._give_up)

    def _give_up(self) -> None:
        self.transport.abort()

    def _stop_clock(self) -> None:
        if self._clock:
            self._clock.cancel()
            self._clock = None
