"""Write back the articles that stay exactly as they were read, by remembering which file each came from.

Files are copied byte for byte, and so are lines of JSON and rows of CSV; rows of Parquet keep their columns. Another
file that holds several articles, such as an archive, is copied when all of them stay; else those that stay become lines
of JSON.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, suppress
from dataclasses import asdict, replace
from functools import cached_property
from itertools import islice
from json import dumps
from pathlib import Path
from typing import NamedTuple, TypeAlias

from dupdetect.errors import InputError, UsageError
from dupdetect.read import Start, forms, read_from_files, read_inside
from dupdetect.read.documents import DocumentReader
from dupdetect.read.folder import File
from dupdetect.read.naming import readable_name
from dupdetect.read.source import STDIN, Count, Source, open_source
from dupdetect.read.tablefiles import Change, Staying, recognise_table, require_columns
from dupdetect.records import Article, Skip
from dupdetect.settings import Reading

ChangeOf: TypeAlias = "Callable[[int], Change]"
"""Gives what becomes of an article by its number in the order of reading."""


class FileSpan(NamedTuple):
    """A file, the number of its first article, and how many articles and skips it gave."""

    file: File
    first: int
    articles: int
    skips: int


class Originals:
    """Inputs that are read as articles, and written again without some of them.

    Args:
        paths: files and folders.
        settings: how they are read.
        jobs: processes that read documents; None takes the cores of the machine.
        columns: those of tables that are written, in order; empty for all of them.

    Raises:
        UsageError: one of the paths is standard input.
    """

    def __init__(
        self, paths: Sequence[str], settings: Reading, jobs: int | None = None, columns: Sequence[str] = ()
    ) -> None:
        if STDIN in paths:
            raise UsageError("standard input cannot be read twice, as dedup must; save it to a file and name that")
        self._paths = paths
        self._settings = settings
        self._jobs = jobs
        self._columns = columns
        self._spans: list[FileSpan] = []
        self._start: Start | None = None
        self._done = 0

    @property
    def files(self) -> Sequence[FileSpan]:
        """The files that were read so far, in order; of the last there may be more to come."""
        return self._spans

    def go_on(self, files: Sequence[FileSpan], ids: Sequence[str]) -> None:
        """Let `articles` begin after those that an earlier pass gave.

        Args:
            files: those before the one with its last article, and that one.
            ids: of the articles that it gave.
        """
        *passed, last = files
        self._spans, self._done = list(passed), len(ids)
        taken = {span.file.path: ids[span.first : span.first + span.articles] for span in passed}
        self._start = Start(last.file.path, taken)

    def articles(self, progress: Callable[[int], None] | None = None) -> Iterator[Article | Skip]:
        """What the paths hold, in order; `progress` is called with the bytes read so far."""
        articles = sum(span.articles for span in self._spans)
        for origin, entry in read_from_files(self._paths, self._settings, self._jobs, progress, start=self._start):
            is_article = isinstance(entry, Article)
            if isinstance(origin, File):
                is_same_file = self._spans and self._spans[-1].file is origin
                span = self._spans.pop() if is_same_file else FileSpan(origin, articles, 0, 0)
                self._spans.append(
                    FileSpan(origin, span.first, span.articles + is_article, span.skips + (not is_article))
                )
            articles += is_article
            if articles - is_article >= self._done:
                yield entry

    @cached_property
    def is_one_table(self) -> bool:
        """Whether the one path is a file of JSON lines, CSV or Parquet, which is written as one file."""
        if len(self._paths) > 1 or not os.path.isfile(self._paths[0]):
            return False
        file = File(self._paths[0], self._paths[0])
        with suppress(InputError, OSError), self._open(file) as source:
            return recognise_table(source) is not None
        return False

    def require_columns(self) -> None:
        """Require that the one table has the columns that are to be written; those of folders are checked later.

        Raises:
            InputError: it lacks one.
        """
        if self._columns and self.is_one_table:
            with self._open(File(self._paths[0], self._paths[0])) as source:
                if table := recognise_table(source):
                    require_columns(source, table, self._columns)

    def shorten_id(self, name: str) -> str:
        """The id of an article; where `is_one_table`, that of its record alone."""
        return name.removeprefix(f"{readable_name(self._paths[0])}#") if self.is_one_table else name

    def values(self, column: str) -> list[object]:
        """The value of a column for each article that was read, in order; None where there is none.

        Raises:
            InputError: a file is no table, or cannot be read again.
        """
        values: list[object] = []
        for span in self._spans:
            with self._open(span.file) as source:
                table = recognise_table(source)
                if not table:
                    hint = "columns to keep by are read from JSON lines, CSV and Parquet"
                    raise InputError(f"{span.file.name}: has no column {column!r}; {hint}")
                here = list(islice(table.values(source, column), span.articles))
            values += here + [None] * (span.articles - len(here))
        if values and all(value is None for value in values):
            raise InputError(f"no record has a value in its column {column!r}; name another with --keep")
        return values

    def write(self, part: Path, change_of: ChangeOf, files: Sequence[FileSpan] | None = None) -> list[str]:
        """Write every article that was read and that stays.

        Args:
            part: a file where `is_one_table`, else a folder; it must not exist, and is whole once this returns.
            change_of: gives what becomes of an article by its number in the order of reading, from 0.
            files: those that an earlier pass read; None takes those of `articles`.

        Returns:
            The files whose articles became lines of JSON.

        Raises:
            OSError: it cannot be written.
        """
        if files is not None:
            self._spans = list(files)
        write = self._write_table if self.is_one_table else self._write_folder
        return write(part, change_of)

    def _write_table(self, part: Path, change_of: ChangeOf) -> list[str]:
        if not self._spans:
            shutil.copyfile(self._paths[0], part)
        converted = []
        for span in self._spans:
            written = self._write_file(span, change_of, part)
            if written != part:
                os.replace(written, part)
                converted.append(span.file.name)
        return converted

    def _write_folder(self, part: Path, change_of: ChangeOf) -> list[str]:
        part.mkdir()
        converted = []
        for span in self._spans:
            if not any(_list_changes(span, change_of)):
                continue
            target = _find_free(part / self._locate(span.file))
            target.parent.mkdir(parents=True, exist_ok=True)
            if self._write_file(span, change_of, target) != target:
                converted.append(span.file.name)
        return converted

    def _locate(self, file: File) -> Path:
        """Where a file goes below the output folder. It never leaves that folder, whatever its own path."""
        top = self._paths[0]
        if len(self._paths) == 1 and os.path.isdir(top):
            return Path(os.path.relpath(file.path, top))
        path = Path(file.path)
        return Path(*(part for part in path.parts if part not in ("..", path.anchor)))

    def _write_file(self, span: FileSpan, change_of: ChangeOf, target: Path) -> Path:
        """Write the articles of a file that stay; returns the path written."""
        changes = _list_changes(span, change_of)
        all_stay = all(change is True for change in changes)
        if not (all_stay and not self._columns) and self._copy_parts(span, changes, target):
            return target
        if all_stay:
            shutil.copyfile(span.file.path, target)
            return target
        with DocumentReader(self._settings, self._jobs) as reader:
            items = read_inside(span.file, self._settings, reader)
            articles = (item for item in items if isinstance(item, Article))
            staying = [_apply_change(item, change) for item, change in zip(articles, changes, strict=False) if change]
        if self._is_plain(span.file) and len(staying) == 1:
            target.write_text(staying[0].text, encoding="utf-8", errors="surrogatepass", newline="\n")
            return target
        target = _find_free(target.with_name(f"{target.name}.jsonl"))
        target.write_bytes(b"".join(map(_to_line, staying)))
        return target

    def _copy_parts(self, span: FileSpan, changes: Sequence[Change], target: Path) -> bool:
        """Copy the parts of a table that stay; False if it is not a table or could not be read to its end."""
        with self._open(span.file) as source:
            if table := recognise_table(source):
                require_columns(source, table, self._columns)
                with suppress(InputError), target.open("xb") as out:
                    table.copy(source, Staying(changes, span.skips == 0, self._columns), out)
                    return True
        target.unlink(missing_ok=True)
        return False

    def _is_plain(self, file: File) -> bool:
        """Whether a file is plain text, which holds one article and nothing besides."""
        with suppress(InputError, OSError), self._open(file) as source:
            return forms.recognise_form(source.head, source.title) == "plain"
        return False

    def _open(self, file: File) -> AbstractContextManager[Source]:
        return open_source(file.path, file.name, self._settings, Count())


def _list_changes(span: FileSpan, change_of: ChangeOf) -> list[Change]:
    return [change_of(number) for number in range(span.first, span.first + span.articles)]


def _apply_change(article: Article, change: Change) -> Article:
    return replace(article, text=change(article.text)) if callable(change) else article


def _to_line(article: Article) -> bytes:
    fields = {name: value for name, value in asdict(article).items() if value and name not in ("encoding", "signals")}
    return dumps(fields).encode() + b"\n"


def _find_free(path: Path) -> Path:
    """`path`, with a number after its stem if the name is taken."""
    free, number = path, 1
    while os.path.lexists(free):
        number += 1
        free = path.with_name(f"{path.stem} ({number}){path.suffix}")
    return free
