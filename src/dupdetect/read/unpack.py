"""A source -> its documents and articles: archives are entered, tables read by row, crawls by record.

Plain text is read here. A format whose parser could hang or use much memory becomes a `Document` for a worker. No file
can stop the reading of the others: whatever goes wrong becomes a `Skip`.
"""

from __future__ import annotations

import csv
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from importlib.util import find_spec

from dupdetect.errors import InputError, MissingExtraError
from dupdetect.read import bundles, charset, forms, jsonfile, markdown, mbox, plain, tables, warc
from dupdetect.read.ours import refuse_own_output
from dupdetect.read.source import Document, Source
from dupdetect.records import Article, Skip
from dupdetect.sandbox import describe_bug

Item = Article | Skip | Document

DEEPEST = 5
"""Deepest nesting of archives that is entered; a compressed tar counts as two."""


def unpack_items(source: Source, depth: int = 0) -> Iterator[Item]:
    """Read what `source` holds. What cannot be read becomes a Skip; items read before it are kept."""
    try:
        refuse_own_output(source.head)
        form = forms.recognise_form(source.head, source.title)
        require_reader(form)
        yield from _READERS.get(form, _document)(source, form, depth)
    except (InputError, MissingExtraError) as error:
        yield Skip(source.name, str(error))
    except RecursionError:
        yield Skip(source.name, "nested too deeply")
    except MemoryError:
        yield Skip(source.name, "needs more memory than there is")
    except _DAMAGED as error:
        yield Skip(source.name, f"damaged or cut short ({error or type(error).__name__})")
    except Exception as error:  # a parser's own bug is no reason to stop the scan
        yield Skip(source.name, f"its parser failed ({describe_bug(error)})")


# What the standard library raises on damaged archives and tables; NotImplementedError: a compression that it lacks.
_DAMAGED = (
    *(OSError, EOFError, ValueError, LookupError, NotImplementedError, OverflowError),
    *(zlib.error, csv.Error, zipfile.BadZipFile, tarfile.TarError),
)


def require_reader(form: str) -> None:
    """Raise MissingExtraError unless what reads `form` is installed."""
    item = forms.FORMS[form]
    if item.package and find_spec(item.package) is None:
        how = f'install it with pip install "dupdetect[{item.extra}]"'
        raise MissingExtraError(f"reading {item.name} needs {item.package}; {how}")


def _document(source: Source, form: str, depth: int) -> Iterator[Item]:
    yield source.document(form)


def _plain(source: Source, form: str, depth: int) -> Iterator[Item]:
    if b"\0" in source.head and not charset.looks_wide(source.head):
        raise InputError(charset.BINARY)  # before a large binary file is read whole
    encoding = source.settings.encoding
    text, guessed = charset.decode(source.whole(), encoding, source.charset)
    read = markdown.read_markdown if form == "markdown" else plain.read_plain
    yield read(source.name, text, guessed)


def _enter_bundle(entries: Callable[[Source], Iterator[Source | Document | Skip]]) -> _Reader:
    """A reader of what `entries` finds in an archive, one part after the other."""

    def read(source: Source, form: str, depth: int) -> Iterator[Item]:
        if depth == DEEPEST:
            raise InputError(f"archives within archives are entered {DEEPEST} deep; unpack it")
        empty = not (source.settings.include or source.settings.exclude)  # else the user left out what it holds
        for entry in entries(source):
            empty = False
            if isinstance(entry, Source):
                yield from unpack_items(entry, depth + 1)
            else:
                yield entry
        if empty:
            yield Skip(source.name, "empty: it holds no file that is read")

    return read


def _rows(rows: Callable[[Source], Iterator[Article | Skip]]) -> _Reader:
    return lambda source, form, depth: rows(source)


def _mailbox(source: Source, form: str, depth: int) -> Iterator[Item]:
    yield from mbox.read_messages(source)


def _by_path(source: Source, form: str, depth: int) -> Iterator[Item]:
    """Open a file by its path where it has one, because it may be larger than memory."""
    yield Document(source.name, form, b"", path=source.path) if source.path else source.document(form)


_Reader = Callable[[Source, str, int], Iterator[Item]]
_READERS: dict[str, _Reader] = {
    "plain": _plain,
    "markdown": _plain,
    "zip": _enter_bundle(bundles.open_zip),
    "tar": _enter_bundle(bundles.open_tar),
    "gzip": _enter_bundle(bundles.open_gzip),
    "warc": _enter_bundle(warc.read_responses),
    "json": _rows(jsonfile.whole),
    "jsonl": _rows(jsonfile.read_lines),
    "csv": _rows(tables.read_rows),
    "parquet": _by_path,
    "feed": _by_path,
    "mbox": _mailbox,
}
