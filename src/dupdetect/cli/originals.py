"""Records in the form they came in: what `dedup` reads as articles and writes again unchanged.

`Originals` is the seam for other formats: give the articles in order, then write those that are kept, byte for byte.
"""

from __future__ import annotations

import json
import os
import secrets
import shutil
from collections.abc import Collection, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Protocol

from dupdetect.errors import InputError, OutputError, UsageError
from dupdetect.records import Article, Skip
from dupdetect.settings import Settings

LINES = (".jsonl", ".ndjson")


class Originals(Protocol):
    """Inputs that can be read as articles and written again."""

    def articles(self) -> Iterator[Article | Skip]:
        """The articles, in order."""
        ...

    def write(self, out: Path, dropped: Collection[str]) -> None:
        """Write every record that was read as an article whose id is not in `dropped`.

        Raises:
            OutputError: it cannot be written; then nothing is left behind.
        """
        ...


def record_sources(paths: tuple[str, ...], settings: Settings) -> Originals:
    """Files and folders of texts, or one file of JSON lines.

    Raises:
        UsageError: both at once.
    """
    lines = [path for path in paths if path.lower().endswith(LINES)]
    if not lines:
        return Files(paths, settings)
    if len(paths) > 1:
        raise UsageError(f"{lines[0]}: JSON lines are deduplicated a file at a time; name it alone")
    return Lines(Path(lines[0]), settings)


class Files:
    """A file an article; those that are kept are copied into a folder under their ids."""

    def __init__(self, paths: tuple[str, ...], settings: Settings) -> None:
        if "-" in paths:
            raise UsageError("dedup: standard input is one article and has no copies; name files and folders")
        self._paths = paths
        self._settings = settings
        self._read: list[str] = []

    def articles(self) -> Iterator[Article | Skip]:
        from dupdetect.pipeline import stream_articles

        for item in stream_articles(self._paths, self._settings.reading):
            if isinstance(item, Article):
                self._read.append(item.id)
            yield item

    def write(self, out: Path, dropped: Collection[str]) -> None:
        if out.exists():
            raise OutputError(f"{out}: exists; name a folder that does not, for the kept files")
        part = out.with_name(f".{out.name[:80]}-{secrets.token_hex(4)}.part")
        try:
            part.mkdir()
            for name in self._read:
                if name not in dropped:
                    copy = part / _inside(name)
                    copy.parent.mkdir(parents=True, exist_ok=True)
                    shutil.copyfile(self._path(name), copy)
            part.rename(out)
        except OSError as error:
            raise OutputError(
                f"{out}: cannot be written ({error.strerror or error}); name a folder elsewhere"
            ) from error
        finally:
            shutil.rmtree(part, ignore_errors=True)

    def _path(self, name: str) -> Path:
        """The file that an id names: ids are relative to a folder that is named alone."""
        top = Path(self._paths[0])
        return top / name if len(self._paths) == 1 and top.is_dir() else Path(name)


def _inside(name: str) -> Path:
    """The path of an id below any folder, wherever the id itself leads."""
    parts = [part for part in Path(name).parts if part not in ("..", Path(name).anchor)]
    return Path(*parts)


class Lines:
    """A JSON object a line, with a `text`; the lines that are kept are written as they are.

    The id is the object's own `id`, or the number of the line; `title`, `source`, `author`, `published` and `url` are
    taken where they are texts. A line that is no such object is skipped, and stays in the file.
    """

    def __init__(self, path: Path, settings: Settings) -> None:
        self._path = path
        self._most = settings.reading.max_size

    def articles(self) -> Iterator[Article | Skip]:
        for number, line in self._lines():
            yield _record(number, line)

    def write(self, out: Path, dropped: Collection[str]) -> None:
        part = out.with_name(f".{out.name[:80]}-{secrets.token_hex(4)}.part")
        try:
            with part.open("xb") as file:
                for number, line in self._lines():
                    item = _record(number, line) if dropped else None
                    if not (isinstance(item, Article) and item.id in dropped):
                        file.write(line)
            os.replace(part, out)
        except OSError as error:
            raise OutputError(f"{out}: cannot be written ({error.strerror or error}); name another file") from error
        finally:
            with suppress(OSError):
                part.unlink(missing_ok=True)

    def _lines(self) -> Iterator[tuple[int, bytes]]:
        """Each line with its number, from 1; too long a line ends the work, for it cannot be held."""
        try:
            with self._path.open("rb") as file:
                number = 0
                while line := file.readline(self._most + 1):
                    number += 1
                    if len(line) > self._most:
                        limit = f"longer than {self._most:,} bytes; raise reading.max_size to read it"
                        raise InputError(f"{self._path}: line {number} is {limit}")
                    yield number, line
        except OSError as error:
            raise InputError(f"{self._path}: cannot be read ({error.strerror or error}); check the name") from error


def _record(number: int, line: bytes) -> Article | Skip:
    try:
        value = json.loads(line)
    except (ValueError, RecursionError):
        return Skip(f"line {number}", "no JSON")
    if not isinstance(value, dict) or not isinstance(value.get("text"), str):
        return Skip(f"line {number}", "no JSON object with a text")
    name = value.get("id")
    known = {key: value[key] for key in _KNOWN if isinstance(value.get(key), str)}
    return Article(str(name) if isinstance(name, (str, int)) else f"line {number}", value["text"], **known)


_KNOWN = ("title", "source", "author", "published", "url")
