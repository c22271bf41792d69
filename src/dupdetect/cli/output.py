"""Where the findings go: standard output, or a file that appears whole or not at all."""

from __future__ import annotations

import io
import os
import shutil
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

import click

from dupdetect.cli.next_steps import suggest_commands
from dupdetect.cli.streams import ReaderLeft
from dupdetect.cli.talk import COLUMNS, choose_color
from dupdetect.errors import OutputError, UsageError
from dupdetect.records import Findings
from dupdetect.report import require_columns, write

ENDINGS = {
    ".json": "json",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".csv": "csv",
    ".parquet": "parquet",
    ".html": "html",
    ".htm": "html",
}
"""The forms by the endings of their files."""

_TERMINAL_ENDINGS = ("", ".txt")
"""Endings of files that take the form of the terminal."""

FILE_WIDTH = 100
"""Columns of the terminal form where there is no terminal."""


@dataclass(frozen=True)
class Output:
    """What the output options ask for.

    Attributes:
        path: the file to write, None for standard output.
        form: the report format.
        details: pairs to show side by side; None leaves it to the report.
        columns: those of csv and parquet to write, in order; empty for all of them.
    """

    path: Path | None
    form: str
    details: int | None
    columns: tuple[str, ...] = ()

    @classmethod
    def from_options(cls, output: str | None, form: str | None, details: int | None) -> Output:
        """The options as given; "-" is standard output, and without --format the ending of the file decides.

        Raises:
            UsageError: the ending belongs to no format, or the format has not the columns that --columns names.
        """
        path = None if output in (None, "-") else Path(str(output))
        ending = path.suffix.lower() if path else ""
        if not form and ending not in (*ENDINGS, *_TERMINAL_ENDINGS):
            hint = f"end it in {', '.join(ENDINGS)} or .txt, or add --format"
            raise UsageError(f"-o {output}: no format has the ending {ending}; {hint}")
        chosen = form or ENDINGS.get(ending, "terminal")
        columns = click.get_current_context().meta.get(COLUMNS, ())
        if columns:
            require_columns(chosen, columns)
        return cls(path, chosen, details, columns)

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
        """Write the findings to the file or to standard output."""
        if self.path is None:
            out = _prepare_output(self.form)
            width = shutil.get_terminal_size((FILE_WIDTH, 24)).columns
            with suppress(ReaderLeft):  # the exit status stays the same
                steps = suggest_commands(findings, self.details) if self.form == "terminal" else ()
                write(
                    findings,
                    self.form,
                    out,
                    width=width,
                    color=choose_color(out.isatty()),
                    details=self.details,
                    steps=steps,
                    columns=self.columns,
                )
                out.flush()
        else:
            with whole_file(self.path) as out:
                write(findings, self.form, out, width=FILE_WIDTH, details=self.details, columns=self.columns)

    @contextmanager
    def open(self) -> Iterator[TextIO]:
        """Standard output or the file, for other data than findings."""
        if self.path is None:
            out = _prepare_output(self.form)
            with suppress(ReaderLeft):
                yield out
                out.flush()
        else:
            with whole_file(self.path) as out:
                yield out


def _holds(item: Path, path: Path, suffixes: tuple[str, ...]) -> bool:
    """Whether reading `item` would read the existing file `path`."""
    try:
        if not item.is_dir():
            return os.path.samefile(item, path)
        inside = path.exists() and path.resolve().is_relative_to(item.resolve())
        return inside and path.name.lower().endswith(suffixes) and not _is_findings(path)
    except OSError:
        return False


def _is_findings(path: Path) -> bool:
    """Whether a file holds findings of an earlier scan, which the readers skip."""
    with path.open("rb") as file:
        return b'"schema": "dupdetect-findings/' in file.read(100)


def _prepare_output(form: str) -> TextIO:
    """Standard output, in the encoding that the form needs."""
    out = sys.stdout
    if isinstance(out, io.TextIOWrapper):
        out.reconfigure(encoding=None if form == "terminal" else "utf-8", errors="backslashreplace", newline="\n")
    return out


@contextmanager
def whole_file(path: Path) -> Iterator[TextIO]:
    """A file beside `path` that takes its place once it is complete."""
    target = Path(os.path.realpath(path))  # a link stays a link
    special = target.exists() and not target.is_file()  # such as /dev/null: written as it is
    part = target if special else target.with_name(f".dupdetect-{os.urandom(4).hex()}.part")
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
