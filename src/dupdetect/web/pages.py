"""The pages for editors: forms that work without a script, and results with their downloads."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Coroutine, Mapping, Sequence
from contextlib import ExitStack
from typing import Annotated, Any, NamedTuple
from urllib.parse import quote

from fastapi import APIRouter, Depends, Form, Query, Request, Response
from starlette.datastructures import FormData, UploadFile
from starlette.responses import JSONResponse, RedirectResponse

from dupdetect.sandbox import Notify
from dupdetect.web import uploads
from dupdetect.web.marks import KeyedMark, MarkStore
from dupdetect.web.refusals import RefusedError, no_archive_error
from dupdetect.web.rendering import ASSETS, render_page, result_policy, serve_asset
from dupdetect.web.sample import SAMPLE
from dupdetect.web.state import AppState, app_state

_AT_ONCE = 0.8
"""Seconds for which a form waits for its result before it shows the progress instead."""

_TITLE = 160
"""Characters of a first line that may be a headline."""

_ROWS = 50
"""Articles of the archive on one page."""

_SIDES = (("a", "first"), ("b", "second"))

_FORMS = {
    "report.html": ("html", "text/html; charset=utf-8"),
    "findings.json": ("json", "application/json"),
    "pairs.csv": ("csv", "text/csv; charset=utf-8"),
}
"""Download formats of a result."""

router = APIRouter(include_in_schema=False)
State = Annotated[AppState, Depends(app_state)]


def html(name: str, state: AppState, status: int = 200, **values: object) -> Response:
    """A page of ours."""
    defaults: dict[str, object] = {"archive": bool(state.archive), "problem": "", "limits": state.limits}
    text = render_page(name, **{**defaults, **values})
    return Response(text.encode("utf-8", "backslashreplace"), status, media_type="text/html; charset=utf-8")


@router.get("/")
async def compare_form(state: State, sample: bool = False) -> Response:
    return html("compare.html", state, typed=SAMPLE if sample else {name: _type_side() for name, _ in _SIDES})


@router.post("/")
async def compare(request: Request, state: State) -> Response:
    async with uploads.receive_form(request, state.limits) as form:
        typed = {name: _type_side(form, name) for name, _ in _SIDES}
        chosen = {name: uploads.file_fields(form, f"{name}_file") for name, _ in _SIDES}
        for name, which in _SIDES:
            if not typed[name]["text"].strip() and not chosen[name]:
                message = f"The {which} text is missing: paste it, or choose a file."
                return html("compare.html", state, 422, typed=typed, problem=message)
        inputs = [
            Input({"about": _list_known(typed[name])}, chosen[name][0])
            if chosen[name]
            else Input(_wrap_text(f"{which} text", typed[name]["text"]) | _list_known(typed[name]))
            for name, which in _SIDES
        ]
        return await _start_texts(
            state, lambda problem: html("compare.html", state, 422, typed=typed, problem=problem), "compare", inputs
        )


_ABOUT = ("source", "published", "url")
"""What the form asks about a text besides the text itself."""


def _type_side(form: FormData | None = None, name: str = "") -> dict[str, str]:
    """What was typed on one side of the form; all of it empty without a form."""
    return {field: uploads.text_field(form, f"{name}_{field}") if form else "" for field in ("text", *_ABOUT)}


def _list_known(typed: Mapping[str, str]) -> dict[str, str]:
    """What is known about a text, on one line each."""
    return {field: " ".join(typed[field].split()) for field in _ABOUT if typed[field].strip()}


@router.get("/scan")
async def scan_form(state: State) -> Response:
    return html("scan.html", state)


@router.post("/scan")
async def scan(request: Request, state: State) -> Response:
    async with uploads.receive_form(request, state.limits) as form:
        theirs, ours = uploads.file_fields(form, "files"), uploads.file_fields(form, "ours")
        if not theirs:
            missing = "Their pages are missing: choose them, too." if ours else "No files were chosen."
            return html("scan.html", state, 422, problem=missing)
        inputs = [*(Input({"ours": True}, file) for file in ours), *(Input({}, file) for file in theirs)]
        return await _start_texts(state, lambda problem: html("scan.html", state, 422, problem=problem), "scan", inputs)


@router.get("/check")
async def check_form(state: State) -> Response:
    return html("check.html", state, typed="")


@router.post("/check")
async def check(request: Request, state: State) -> Response:
    state.need_archive()
    async with uploads.receive_form(request, state.limits) as form:
        typed, chosen = uploads.text_field(form, "text"), uploads.file_fields(form, "files")
        pasted = [Input(_wrap_text("pasted text", typed))] if typed.strip() else []
        texts = [*pasted, *(Input({}, file) for file in chosen)]
        if not texts:
            return html(
                "check.html",
                state,
                422,
                typed=typed,
                problem="There is nothing to check: paste a text, or choose files.",
            )
        return await _start_texts(
            state, lambda problem: html("check.html", state, 422, typed=typed, problem=problem), "check", texts
        )


@router.get("/archive")
async def archive(
    state: State, q: Annotated[str, Query(max_length=200)] = "", page: Annotated[int, Query(ge=0, le=100_000)] = 0
) -> Response:
    if not state.archive:
        return html("archive.html", state, listing=None, query="", page=0, first=0)
    listing = json.loads(await state.tasks.run("listing", query=q, page=page, rows=_ROWS))
    for row in listing["rows"]:
        row["key"] = json.dumps(row["id"])  # ASCII only: a form would lose control characters and lone surrogates
    return html("archive.html", state, listing=listing, query=q, page=page, first=page * _ROWS)


@router.post("/archive/family")
async def family(state: State, key: Annotated[str, Form(max_length=1_000_000)]) -> Response:
    state.need_archive()
    try:
        name = str(json.loads(key))
    except (ValueError, RecursionError) as error:
        raise RefusedError(422, "the article is not named as the archive's page names it; choose it there") from error
    return await _start(
        state, lambda notify: state.tasks.run("family", id=name, notify=notify, seconds=state.limits.job_seconds)
    )


@router.post("/archive/families")
async def families(state: State) -> Response:
    state.need_archive()
    return await _start(
        state, lambda notify: state.tasks.run("families", notify=notify, seconds=state.limits.job_seconds)
    )


@router.get("/results/{name}")
async def result(name: str, state: State) -> Response:
    stored = state.results.get(name)
    if stored.fault:
        raise stored.fault
    if not stored.over.is_set():
        return html("working.html", state, message=stored.stage_words, link=f"/results/{name}")
    link, marks = f"/results/{name}", "/marks" if state.marks else ""
    page = await state.tasks.run("render", form="page", link=link, marks=marks, findings=stored.findings)
    return Response(page, media_type="text/html; charset=utf-8", headers={"Content-Security-Policy": result_policy()})


@router.get("/results/{name}/progress")
async def progress(name: str, state: State) -> Response:
    stored = state.results.get(name)
    over = stored.over.is_set()
    return JSONResponse({"over": over, "message": stored.stage_words, "done": stored.done, "total": stored.total})


@router.get("/results/{name}/{form}")
async def download(name: str, form: str, state: State) -> Response:
    stored = state.results.get(name)
    if form not in _FORMS or not stored.findings:
        raise RefusedError(404, f"a result can be downloaded as {', '.join(_FORMS)}, once it is there")
    kind, media = _FORMS[form]
    data = stored.findings
    if kind != "json":
        data = await state.tasks.run("render", form=kind, findings=stored.findings)
    return Response(data, media_type=media, headers={"Content-Disposition": f'attachment; filename="{form}"'})


@router.get("/marks")
async def marks(state: State) -> Response:
    return JSONResponse(await _need_marks(state).load())


@router.post("/marks")
async def keep_mark(entry: KeyedMark, state: State) -> Response:
    await _need_marks(state).keep(entry)
    return Response(status_code=204)


def _need_marks(state: AppState) -> MarkStore:
    if state.marks is None:
        raise no_archive_error()
    return state.marks


@router.get("/api")
async def programs(request: Request, state: State) -> Response:
    return html("api.html", state, calls=list(_calls(request.app.openapi())), base=str(request.base_url).rstrip("/"))


@router.get("/assets/{name}")
async def asset(name: str) -> Response:
    if name not in ASSETS:
        raise RefusedError(404, "there is no such file")
    return Response(serve_asset(name), media_type=ASSETS[name], headers={"Cache-Control": "max-age=300"})


def _calls(described: Mapping[str, Any]) -> list[dict[str, str]]:
    """The calls of the API: method, path, and what each does."""
    return [
        {"method": method.upper(), "path": path, "purpose": call["description"]}
        for path, methods in described["paths"].items()
        for method, call in methods.items()
    ]


def _wrap_text(name: str, text: str) -> dict[str, str]:
    first, _, rest = text.strip().partition("\n")
    return {"id": name, "text": text, "title": first.strip() if rest and len(first) <= _TITLE else ""}


class Input(NamedTuple):
    """A text as `runner` reads it, or a file and what is known about it."""

    fields: dict[str, Any]
    file: UploadFile | None = None


async def _start_texts(
    state: AppState, again: Callable[[str], Response], task: str, inputs: Sequence[Input]
) -> Response:
    """Start work on texts and files; `again` renders the form with a problem."""
    stack = ExitStack()  # the folder lasts as long as the work, not as the request
    try:
        folder = stack.enter_context(uploads.private_folder(state.folder))
        files = iter(await uploads.store_files([item.file for item in inputs if item.file], folder))
    except BaseException:
        stack.close()
        raise
    texts = [{**item.fields, **next(files)} if item.file else item.fields for item in inputs]

    async def work(notify: Notify) -> bytes:
        seconds = state.limits.seconds if task == "compare" else state.limits.job_seconds
        with stack:
            return await state.tasks.run(task, texts=texts, notify=notify, seconds=seconds)

    return await _start(state, work, again)


async def _start(
    state: AppState,
    work: Callable[[Notify], Coroutine[Any, Any, bytes]],
    again: Callable[[str], Response] | None = None,
) -> Response:
    """Start work and redirect to its result; an immediate failure is reported on the form.

    If the browser disconnects before the redirect, the work is cancelled.
    """
    name = state.results.start(work)
    try:
        stored = await state.results.wait(name, _AT_ONCE)
    except asyncio.CancelledError:
        state.results.cancel(name)
        raise
    if stored.fault and (again is None or stored.fault.status != 422):
        raise stored.fault
    if stored.fault and again:
        return again(stored.fault.message[:1].upper() + stored.fault.message[1:])
    return RedirectResponse(f"/results/{quote(name)}", 303)
