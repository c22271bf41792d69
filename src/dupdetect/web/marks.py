"""Readers' marks and notes on pairs, kept in a file beside the archive.

They are opinions, not findings, and outlive the results that they were made on: a mark is kept under a digest of the
ids of its pair.
"""

from __future__ import annotations

import asyncio
import json
import os
import secrets
from contextlib import suppress
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from dupdetect.web.refusals import RefusedError

ENDING = ".marks.json"
"""Follows the name of the archive."""

MOST_MARKS = 100_000

Short = Annotated[str, Field(max_length=4000)]


class Mark(BaseModel):
    """What a reader thinks of a pair: a mark, a note, and the ids of the two articles."""

    model_config = ConfigDict(extra="forbid")

    mark: Literal["", "seen", "dismissed", "licensed"] = ""
    note: Annotated[str, Field(max_length=2000)] = ""
    a: Short = ""
    b: Short = ""


class KeyedMark(Mark):
    """A mark as a page sends it; `key` is the digest of its pair."""

    key: Annotated[str, Field(pattern=r"^[0-9a-f]{16}$")]


_STORED = TypeAdapter(dict[str, Mark])


class MarkStore:
    """The marks beside one archive.

    Args:
        archive: the path of the archive.
    """

    def __init__(self, archive: str) -> None:
        self._path = Path(archive + ENDING)
        self._lock = asyncio.Lock()

    async def load(self) -> dict[str, Any]:
        """All marks by key.

        Raises:
            RefusedError: the file is damaged or cannot be read.
        """
        async with self._lock:
            return await asyncio.to_thread(self._read)

    async def keep(self, entry: KeyedMark) -> None:
        """Store a mark; one without mark and note is removed.

        Raises:
            RefusedError: the file is damaged or cannot be written, or holds too many marks.
        """
        async with self._lock:
            marks = await asyncio.to_thread(self._read)
            marks.pop(entry.key, None)
            if entry.mark or entry.note:
                marks[entry.key] = entry.model_dump(exclude={"key"})
            if len(marks) > MOST_MARKS:
                raise RefusedError(409, f"{self._path.name} holds {MOST_MARKS:,} marks; move it away to begin anew")
            await asyncio.to_thread(self._write, marks)

    def _read(self) -> dict[str, Any]:
        if not self._path.exists():
            return {}
        try:
            return {key: mark.model_dump() for key, mark in _STORED.validate_json(self._path.read_bytes()).items()}
        except (OSError, ValidationError) as error:
            raise RefusedError(409, f"{self._path.name} cannot be read; repair it, or move it away") from error

    def _write(self, marks: dict[str, Any]) -> None:
        part = self._path.with_name(f".{self._path.name}-{secrets.token_hex(4)}.part")
        try:
            part.write_text(json.dumps(marks, indent=1), encoding="utf-8")
            os.replace(part, self._path)
        except OSError as error:
            with suppress(OSError):
                part.unlink(missing_ok=True)
            raise RefusedError(409, f"{self._path.name} cannot be written beside the archive") from error
