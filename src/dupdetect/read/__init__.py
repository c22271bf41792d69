"""Files and streams -> articles, and skips with reasons: the only step that touches the disk.

folder.py finds the files, source.py opens them safely, forms.py recognises their format by their first bytes, unpack.py
enters archives, tables and crawls, and documents.py sends files that need a parser to worker processes. Each family of
formats has one module. What a user named and cannot be read is never silent: it is a `Skip`, or an `InputError`.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from hashlib import blake2b
from itertools import chain, islice
from pathlib import Path
from typing import NamedTuple

from dupdetect.errors import InputError
from dupdetect.read import folder, forms, plain, quick, unpack
from dupdetect.read.documents import DocumentReader
from dupdetect.read.naming import Ids, readable_name
from dupdetect.read.skips import limit_skips
from dupdetect.read.source import Count, Document, describe_fault, open_source
from dupdetect.records import Article, Skip
from dupdetect.settings import Reading

__all__ = ["Start", "digest_files", "read_article", "read_articles", "read_from_files", "read_groups", "read_inside"]


def read_articles(
    paths: Iterable[str | Path],
    settings: Reading,
    jobs: int | None = None,
    progress: Callable[[int], None] | None = None,
    *,
    bare: bool = False,
) -> Iterator[Article | Skip]:
    """Read the articles in `paths`, in order, with a skip for what cannot be read. Lazy: reads only what is consumed.

    Args:
        paths: files, folders, or `-` for standard input.
        jobs: processes that read web pages and other documents; None takes the cores of the machine. The order and the
            articles do not depend on it.
        progress: called after each file or part of one with the bytes read so far.
        bare: whether ids and texts are enough; title and links of plain text are then left empty.

    Raises:
        InputError: a path does not exist; raised at once, before anything is read.
    """
    return (entry for _, entry in read_from_files(paths, settings, jobs, progress, bare=bare))


def read_from_files(
    paths: Iterable[str | Path],
    settings: Reading,
    jobs: int | None = None,
    progress: Callable[[int], None] | None = None,
    *,
    bare: bool = False,
    start: Start | None = None,
) -> Iterator[tuple[folder.File | Skip, Article | Skip]]:
    """As `read_articles`, each item with the file that holds it; `start` passes over what was read before."""
    typed = [os.fspath(path) for path in paths]
    for path in typed:
        folder.require_path(path)
    return _read(typed, settings, jobs, progress, bare, start)


class Start(NamedTuple):
    """Where a pass goes on that an earlier one began.

    Attributes:
        path: the file with which it goes on; what comes before it is not opened.
        ids: by the path of each of these files, the ids that it gave.
    """

    path: str
    ids: Mapping[str, Sequence[str]]


def _read(
    paths: list[str],
    settings: Reading,
    jobs: int | None,
    progress: Callable[[int], None] | None,
    bare: bool,
    start: Start | None,
) -> Iterator[tuple[folder.File | Skip, Article | Skip]]:
    ids, count = Ids(), Count()
    files: Iterator[folder.File | Skip] = folder.Walk(settings, ids).files(paths)
    if start:
        files = _pass_over(files, start, ids)
    items = ((file, item) for file in files for item in _items(file, settings, ids, count, bare))
    with DocumentReader(settings, jobs) as reader:
        for origin, entry in limit_skips(reader.read(items)):
            if progress:
                progress(count.bytes)
            yield origin, entry


def _pass_over(files: Iterator[folder.File | Skip], start: Start, ids: Ids) -> Iterator[folder.File | Skip]:
    """The files from `start` on; ids that the others gave stay taken."""
    for file in files:
        if isinstance(file, folder.File):
            if file.path == start.path:
                yield file
                break
            for name in start.ids.get(file.path, ()):
                if name != file.name:  # the walk itself took that
                    ids.unique(name)
    yield from files


def read_groups(
    groups: Sequence[Iterable[str | Path]],
    settings: Reading,
    jobs: int | None = None,
    progress: Callable[[int], None] | None = None,
) -> Iterator[tuple[int, Article | Skip]]:
    """Read the articles of several lists of paths, each item with the number of its list.

    A file that several lists name belongs to the first of them. Ids begin with the folder that was named, so that those
    of one list differ from those of another.

    Args:
        groups, settings, jobs, progress: as `read_articles` takes them.

    Raises:
        InputError: a path does not exist; raised at once, before anything is read.
    """
    typed = [[os.fspath(path) for path in paths] for paths in groups]
    for path in chain.from_iterable(typed):
        folder.require_path(path)
    return _read_groups(typed, settings, jobs, progress)


def _read_groups(
    groups: list[list[str]], settings: Reading, jobs: int | None, progress: Callable[[int], None] | None
) -> Iterator[tuple[int, Article | Skip]]:
    ids, count = Ids(), Count()
    walk = folder.Walk(settings, ids)
    with DocumentReader(settings, jobs) as reader:
        for number, paths in enumerate(groups):
            files = walk.files(paths, prefixed=True)
            items = ((file, item) for file in files for item in _items(file, settings, ids, count, False))
            for _, entry in limit_skips(reader.read(items)):
                if progress:
                    progress(count.bytes)
                yield number, entry


def digest_files(paths: Iterable[str | Path], settings: Reading) -> str:
    """A digest of the files that `paths` name or hold: their paths, sizes and times of change; none is opened."""
    digest = blake2b(digest_size=16)
    for file in folder.Walk(settings, Ids()).files([os.fspath(path) for path in paths]):
        line = (*file, *_look_at(file.path)) if isinstance(file, folder.File) else (file.path, file.reason)
        digest.update(f"{line!r}\n".encode("utf-8", "surrogatepass"))
    return digest.hexdigest()


def _look_at(path: str) -> tuple[int, int]:
    try:
        status = os.stat(path)
    except OSError:
        return 0, 0
    return status.st_size, status.st_mtime_ns


def read_article(path: str | Path, settings: Reading) -> Article:
    """The article in one file, or on standard input when `path` is `-`.

    Raises:
        InputError: it cannot be read, or holds several.
        MissingExtraError: what reads its format is not installed.
    """
    typed = os.fspath(path)
    folder.require_path(typed)
    file = folder.Walk(settings, Ids()).take_file(typed, typed)
    with DocumentReader(settings, 1) as reader:
        items = iter([file]) if isinstance(file, Skip) else _inside(file, settings, Ids(), Count(), alone=True)
        first = [entry for _, entry in islice(reader.read((file, item) for item in items), 2)]
    if not first or isinstance(first[0], Skip):
        reason = first[0].reason if first and isinstance(first[0], Skip) else "holds no article"
        raise InputError(f"{readable_name(typed)}: {reason}")
    if len(first) > 1 and isinstance(first[1], Article):
        raise InputError(f"{readable_name(typed)}: holds several articles; scan it instead")
    return first[0]


def read_inside(file: folder.File, settings: Reading, reader: DocumentReader) -> Iterator[Article | Skip]:
    """What one file holds, as `read_articles` reads it; ids differ from one another inside the file.

    Args:
        reader: reads documents; it must be of these `settings`.
    """
    items = _items(file, settings, Ids(), Count(), False)
    return (entry for _, entry in limit_skips(reader.read((file, item) for item in items)))


def _items(file: folder.File | Skip, settings: Reading, ids: Ids, count: Count, bare: bool) -> Iterable[unpack.Item]:
    """Read one file; plain text takes the fast path."""
    text = None if isinstance(file, Skip) else quick.read_quickly(file, settings, count)
    if text is None or isinstance(file, Skip):
        return _inside(file, settings, ids, count)
    return (Article(file.name, text) if bare else plain.read_plain(file.name, text, ""),)


def _inside(
    file: folder.File | Skip, settings: Reading, ids: Ids, count: Count, alone: bool = False
) -> Iterator[unpack.Item]:
    """What a file holds, under ids that differ.

    Args:
        alone: whether the user named this very file; a missing package is then an error.
    """
    if isinstance(file, Skip):
        yield file
        return
    try:
        with open_source(file.path, file.name, settings, count) as source:
            if alone:
                unpack.require_reader(forms.recognise_form(source.head, source.title))
            for item in unpack.unpack_items(source):
                yield _with_own_id(item, file.name, ids)
    except InputError as error:
        yield Skip(file.name, str(error))
    except OSError as error:
        yield Skip(file.name, describe_fault(file.path, error))


def _with_own_id(item: unpack.Item, file: str, ids: Ids) -> unpack.Item:
    """`item` with an id of its own; the file itself has one."""
    if isinstance(item, Article) and item.id != file:
        return replace(item, id=ids.unique(item.id))
    if isinstance(item, Document) and item.name != file:
        return item._replace(name=ids.unique(item.name))
    return item
