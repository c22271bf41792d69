"""Assemble the app: guard, pages and API, with one handling of refusals for both."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import Any

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse
from starlette.types import ASGIApp

from dupdetect.report.schema import build_schema
from dupdetect.settings import Settings
from dupdetect.web import api, pages, state
from dupdetect.web.guard import Names, RequestGuard
from dupdetect.web.limits import Limits
from dupdetect.web.refusals import RefusedError
from dupdetect.web.rendering import render_page

VERSION = "1"
"""Of the API."""


def create_app(
    settings: Settings | None = None, archive: str = "", limits: Limits | None = None, names: Names | None = None
) -> ASGIApp:
    """The app as a server runs it.

    Args:
        settings: for comparing and scanning; an archive has its own.
        archive: the path of an archive to check against; empty for none.
        limits: the bounds of requests and work.
        names: the names that it answers to; those of the loopback device when None.
    """
    bounds = limits or Limits()

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        async with state.open_state(settings or Settings(), archive, bounds) as opened:
            app.state.parts = opened
            yield

    app = _App(title="dupdetect", version=VERSION, lifespan=lifespan, docs_url=None, redoc_url=None)
    app.include_router(api.router)
    app.include_router(pages.router)
    app.add_exception_handler(RefusedError, _refuse)
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(Exception, _bug)
    return RequestGuard(app, names or Names(), bounds, answer)


class _App(FastAPI):
    """FastAPI whose OpenAPI document has the schema of findings, and only responses that are given."""

    def openapi(self) -> dict[str, Any]:
        if not self.openapi_schema:
            described = super().openapi()
            findings_schema = {name: item for name, item in build_schema().items() if name != "$schema"}
            schemas = described.setdefault("components", {}).setdefault("schemas", {})
            schemas["Findings"] = findings_schema
            for name in ("HTTPValidationError", "ValidationError"):
                schemas.pop(name, None)
        return self.openapi_schema or {}


def answer(path: str, refused: RefusedError) -> Response:
    """The response to a refused request: JSON for a program, a page for a reader."""
    if path.startswith("/api/") or path.endswith(("/progress", "/marks")):
        return JSONResponse({"detail": refused.message}, refused.status, headers=refused.headers)
    text = render_page("refused.html", status=refused.status, message=refused.message, archive=True, problem="")
    data = text.encode("utf-8", "backslashreplace")
    return Response(data, refused.status, headers=refused.headers, media_type="text/html; charset=utf-8")


async def _refuse(request: Request, error: Exception) -> Response:
    assert isinstance(error, RefusedError)
    return answer(request.url.path, error)


async def _http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    response = answer(request.url.path, RefusedError(error.status_code, str(error.detail)))
    response.headers.update(error.headers or {})
    return response


async def _invalid(request: Request, error: Exception) -> Response:
    """Refuse an invalid request with its faults but without its values, which may be long or unprintable."""
    assert isinstance(error, RequestValidationError)
    faults = "; ".join(map(_describe_fault, error.errors()[:10]))
    return answer(request.url.path, RefusedError(422, faults.encode("utf-8", "backslashreplace").decode()))


def _describe_fault(fault: Mapping[str, Any]) -> str:
    place = ".".join(str(part)[:100] for part in fault["loc"])
    is_blank = fault["type"] in ("string_too_short", "string_pattern_mismatch")
    return f"{place}: {'too short: it has no words; send a text' if is_blank else fault['msg']}"


async def _bug(request: Request, error: Exception) -> Response:
    return answer(request.url.path, RefusedError(500, f"internal error: {type(error).__name__}; please report it"))
