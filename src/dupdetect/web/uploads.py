"""The contents of a form: pasted texts, and files, which are stored in a private folder during the work.

Stored files are numbered and keep only a plain ending of their name, because some formats are recognised by it. Only
this user can enter the folder, and it is removed when the work is done.
"""

from __future__ import annotations

import asyncio
import re
import shutil
import tempfile
from collections.abc import AsyncGenerator, AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from typing import Any

import python_multipart  # noqa: F401  # Starlette needs it for forms; fail at import if it is missing
from starlette.datastructures import FormData, UploadFile
from starlette.exceptions import HTTPException
from starlette.formparsers import MultiPartException, MultiPartParser
from starlette.requests import Request

from dupdetect.web.limits import Limits
from dupdetect.web.refusals import RefusedError

_ENDING = re.compile(r"\.[A-Za-z0-9]{1,8}\Z")
_FIELDS = 16


@asynccontextmanager
async def receive_form(request: Request, limits: Limits) -> AsyncIterator[FormData]:
    """The fields of a form; its files are closed afterwards.

    Raises:
        RefusedError: the request is no form, is damaged, or has more parts than the limits allow.
    """
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind == "application/x-www-form-urlencoded":
        form = await request.form()
    elif kind == "multipart/form-data":
        form = await _parts(request, limits)
    else:
        raise RefusedError(415, "a form is sent as multipart/form-data; programs use /api")
    try:
        yield form
    finally:
        await form.close()


async def _parts(request: Request, limits: Limits) -> FormData:
    async def chunks() -> AsyncGenerator[bytes, None]:
        try:
            async for chunk in request.stream():
                yield chunk
        except HTTPException as error:  # too large or too late: the parser closes its files for errors of its own alone
            raise MultiPartException(error.detail) from error

    bounds = {"max_files": limits.files, "max_fields": _FIELDS, "max_part_size": limits.body}
    try:
        return await MultiPartParser(request.headers, chunks(), **bounds).parse()
    except MultiPartException as error:
        status = error.__cause__.status_code if isinstance(error.__cause__, HTTPException) else 400
        raise RefusedError(status, error.message) from error
    except (ValueError, LookupError) as error:
        raise RefusedError(400, "the form is damaged") from error


@contextmanager
def private_folder(inside: Path) -> Iterator[Path]:
    """A folder for the files of one form."""
    with tempfile.TemporaryDirectory(dir=inside, ignore_cleanup_errors=True) as folder:
        yield Path(folder)


def text_field(form: FormData, name: str) -> str:
    """A text that was pasted, with the line ends that it had before the browser changed them; empty for none."""
    value = form.get(name)
    return value.replace("\r\n", "\n") if isinstance(value, str) else ""


def file_fields(form: FormData, name: str) -> list[UploadFile]:
    """The files of a field; a browser sends an empty one without a name where none was chosen."""
    return [item for item in form.getlist(name) if isinstance(item, UploadFile) and (item.filename or item.size)]


async def store_files(files: list[UploadFile], folder: Path) -> list[dict[str, Any]]:
    """Write files to a folder; returns them as `runner` reads them."""
    return [await asyncio.to_thread(_store, item, folder, number) for number, item in enumerate(files, 1)]


def _store(file: UploadFile, folder: Path, number: int) -> dict[str, Any]:
    name = file.filename or f"file {number}"
    ending = _ENDING.search(name)
    path = folder / f"{number}{ending[0].lower() if ending else ''}"
    with path.open("xb") as out:
        shutil.copyfileobj(file.file, out)
    return {"path": str(path), "name": name}
