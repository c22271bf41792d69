"""Where the findings go: standard output, or a file that appears whole or not at all."""

from __future__ import annotations

import io
import os
import secrets
import shutil
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from dupdetect.errors import OutputError, UsageError
from dupdetect.records import Findings
from dupdetect.report import write

ENDINGS = {".json": "json", ".jsonl": "jsonl", ".ndjson": "jsonl", ".csv": "csv", ".html": "html", ".htm": "html"}
FILE_WIDTH = 100
"""Columns of the terminal form where there is no terminal."""


@dataclass(frozen=True)
class Output:
    """What the output options ask for.

    Attributes:
        path: the file to write, None for standard output.
        form: the report format.
        details: pairs to show side by side; None leaves it to the report.
    """

    path: Path | None
    form: str
    details: int | None

    @classmethod
    def chosen(cls, output: str | None, form: str | None, details: int | None) -> Output:
        """The options as given; "-" is standard output, and a file's ending tells the format that none names."""
        path = None if output in (None, "-") else Path(str(output))
        return cls(path, form or ENDINGS.get(path.suffix.lower() if path else "", "terminal"), details)

    def check(self, inputs: Iterable[str | Path], suffixes: tuple[str, ...] = ()) -> None:
        """Refuse, before any work is done, a file that cannot be written or that is among the inputs.

        Args:
            inputs: files and folders that will be read.
            suffixes: the endings of the files that are read from folders.
        """
        if self.path is None:
            return
        if self.path.is_dir():
            raise OutputError(f"{self.path}: is a folder; name a file to write")
        if not self.path.parent.is_dir():
            raise OutputError(f"{self.path}: there is no folder {self.path.parent}; create it first")
        if not self.path.exists() and not os.access(self.path.parent, os.W_OK):
            raise OutputError(f"{self.path}: the folder cannot be written to; name a file elsewhere")
        for path in inputs:
            if str(path) != "-" and _holds(Path(path), self.path, suffixes):
                raise UsageError(f"{self.path}: is among the inputs and would be overwritten; name another file for -o")

    def write(self, findings: Findings) -> None:
        """Write the findings where they belong."""
        if self.path is None:
            with _standard_output(self.form) as out:
                width = shutil.get_terminal_size((FILE_WIDTH, 24)).columns
                write(findings, self.form, out, width=width, color=_colorful(out), details=self.details)
        else:
            with whole_file(self.path) as out:
                write(findings, self.form, out, width=FILE_WIDTH, details=self.details)

    @contextmanager
    def open(self) -> Iterator[TextIO]:
        """Standard output or the file, for what is no findings."""
        with _standard_output(self.form) if self.path is None else whole_file(self.path) as out:
            yield out


def _holds(item: Path, path: Path, suffixes: tuple[str, ...]) -> bool:
    """Whether reading `one` would read the existing file `path`."""
    try:
        if not item.is_dir():
            return os.path.samefile(item, path)
        inside = path.exists() and path.resolve().is_relative_to(item.resolve())
        return inside and path.name.lower().endswith(suffixes) and not _is_findings(path)
    except OSError:
        return False


def _is_findings(path: Path) -> bool:
    """Whether a file holds findings of an earlier scan; reading passes those over."""
    with path.open("rb") as file:
        return b'"schema": "dupdetect-findings/' in file.read(100)


def _colorful(out: TextIO) -> bool:
    return out.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


@contextmanager
def _standard_output(form: str) -> Iterator[TextIO]:
    """Standard output; a reader that has seen enough, such as head, ends the writing without a word."""
    out = sys.stdout
    if isinstance(out, io.TextIOWrapper):
        out.reconfigure(encoding=None if form == "terminal" else "utf-8", errors="backslashreplace", newline="\n")
    try:
        yield out
        out.flush()
    except BrokenPipeError:
        _silence(out)
    except OSError as error:
        _silence(out)
        raise OutputError(f"standard output: cannot be written ({error.strerror or error}); try -o FILE") from error


def _silence(out: TextIO) -> None:
    """Let what is still buffered go nowhere, or Python would complain about it at exit."""
    with suppress(OSError, ValueError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, out.fileno())
        os.close(nowhere)


@contextmanager
def whole_file(path: Path) -> Iterator[TextIO]:
    """A file beside `path` that takes its place once it is complete."""
    target = Path(os.path.realpath(path))  # a link stays a link
    special = target.exists() and not target.is_file()  # such as /dev/null: written as it is
    part = target if special else target.with_name(f".dupdetect-{secrets.token_hex(4)}.part")
    try:
        with part.open("w" if special else "x", encoding="utf-8", errors="backslashreplace", newline="\n") as out:
            yield out
        if not special:
            _take_place(part, target)
    except OSError as error:
        hint = "name a file that can be written"
        raise OutputError(f"{path}: cannot be written ({error.strerror or error}); {hint}") from error
    finally:
        if not special:
            with suppress(OSError):
                part.unlink(missing_ok=True)


def _take_place(part: Path, target: Path) -> None:
    if target.exists():
        shutil.copymode(target, part)
    os.replace(part, target)
