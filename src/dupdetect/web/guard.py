"""Check the origin and size of requests: the outermost layer, which every request passes first.

A page of another site can make a browser send requests here. There are two defences. Against DNS rebinding, where an
attacker's name points at this machine, Host must be one of our names; an IP address is accepted where the server
listens on all of them, because only names can be rebound. Against forms and scripts of other sites (CSRF), Origin must
be ours; browsers send it with every non-safe request.
"""

from __future__ import annotations

import asyncio
import ipaddress
import re
import time
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, field

from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from dupdetect.web.limits import Limits
from dupdetect.web.refusals import RefusedError
from dupdetect.web.rendering import POLICY

LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})

HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
    "Content-Security-Policy": POLICY,
}
"""Headers of every response, unless it sets its own."""

_HOST = re.compile(r"(?:\[(?P<address>[0-9a-f:.]+)\]|(?P<name>[^\[\]:]+))(?::[0-9]*)?")
"""RFC 9110, section 7.2: a name, or an address in brackets, with or without a port."""

_SAFE = frozenset({"GET", "HEAD"})


@dataclass(frozen=True)
class Names:
    """The names that the server answers to.

    Attributes:
        hosts: in lower case, without a port.
        addresses: whether any IP address is accepted, as when the server listens on all of them.
    """

    hosts: frozenset[str] = field(default=LOOPBACK)
    addresses: bool = False

    def answer_to(self, host: str) -> bool:
        """Whether `host`, with or without a port, is one of them."""
        name = strip_port(host)
        return name in self.hosts or (self.addresses and is_address(name))


def strip_port(host: str) -> str:
    """The name or address in a Host header, without its port and brackets; empty where it is malformed."""
    matched = _HOST.fullmatch(host.lower())
    return (matched["address"] or matched["name"] or "") if matched else ""


def is_address(name: str) -> bool:
    """Whether it is an IP address."""
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True


class RequestGuard:
    """An ASGI app around another one.

    Args:
        app: what is guarded.
        names: the names that it answers to.
        limits: how much may be sent.
        refuse: makes the answer to a request that is refused.
    """

    def __init__(
        self, app: ASGIApp, names: Names, limits: Limits, refuse: Callable[[str, RefusedError], ASGIApp]
    ) -> None:
        self._app = app
        self._names = names
        self._limits = limits
        self._refuse = refuse

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        refused = self._fault(scope)
        app = self._refuse(scope["path"], refused) if refused else self._app
        body, answer = _BoundedBody(receive, self._limits), _Answer(send)
        await _run_until_hangup(app(scope, body, answer), body, answer)

    def _fault(self, scope: Scope) -> RefusedError | None:
        headers = Headers(scope=scope)
        hosts, method = headers.getlist("host"), scope["method"]
        if len(hosts) != 1 or not self._names.answer_to(hosts[0]):
            return RefusedError(
                421, "this server does not answer to that name; use the address that dupdetect serve showed"
            )
        if method not in _SAFE and not _is_own(headers, hosts[0], scope["scheme"]):
            return RefusedError(403, "another site sent this; open the page itself and try again there")
        length = headers.get("content-length", "0")
        if not length.isascii() or not length.isdigit():
            return RefusedError(400, "Content-Length is not a number")
        return _too_large(self._limits.body) if len(length) > 15 or int(length) > self._limits.body else None


def _is_own(headers: Headers, host: str, scheme: str) -> bool:
    """Whether a request that may change something comes from our own page, or from no browser at all."""
    if headers.get("sec-fetch-site", "none") not in ("same-origin", "none"):
        return False
    origin = headers.get("origin")
    return origin is None or origin.lower() == f"{scheme}://{host}".lower()


def _too_large(most: int) -> RefusedError:
    return RefusedError(413, f"the request is larger than {most:,} bytes; send less at once, or use the command line")


class _BoundedBody:
    """The body of a request, up to its bounds."""

    def __init__(self, receive: Receive, limits: Limits) -> None:
        self._receive = receive
        self._limits = limits
        self._until = time.monotonic() + limits.body_seconds
        self._size = 0
        self._whole = asyncio.Event()

    async def wait_for_hangup(self) -> None:
        """Wait until the client disconnects, which shows only after the whole body has arrived."""
        await self._whole.wait()
        while (await self._receive())["type"] != "http.disconnect":
            pass

    async def __call__(self) -> Message:
        if self._whole.is_set():
            return await self._receive()  # that the client has gone
        try:
            message = await asyncio.wait_for(self._receive(), max(0.0, self._until - time.monotonic()))
        except (TimeoutError, asyncio.TimeoutError) as error:  # two classes before Python 3.11
            late = f"the request did not arrive within {self._limits.body_seconds:g} seconds; send it again"
            raise HTTPException(408, late) from error
        self._size += len(message.get("body", b""))
        if self._size > self._limits.body:
            raise HTTPException(413, _too_large(self._limits.body).message)
        if message["type"] != "http.request" or not message.get("more_body", False):
            self._whole.set()
        return message


class _Answer:
    """The answer to a request, with our headers.

    Attributes:
        has_begun: whether some of it was sent.
    """

    def __init__(self, send: Send) -> None:
        self._send = send
        self.has_begun = False

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.has_begun = True
            headers = MutableHeaders(scope=message)
            for name, value in HEADERS.items():
                headers.setdefault(name, value)
        await self._send(message)


async def _run_until_hangup(work: Awaitable[None], body: _BoundedBody, answer: _Answer) -> None:
    """Answer a request; a client that disconnects before cancels the work on it."""
    working = asyncio.ensure_future(work)
    hangup = asyncio.ensure_future(body.wait_for_hangup())
    try:
        await asyncio.wait((working, hangup), return_when=asyncio.FIRST_COMPLETED)
        if not answer.has_begun and not working.done():
            working.cancel()
        with suppress(asyncio.CancelledError):
            await working
    finally:
        working.cancel()
        hangup.cancel()
