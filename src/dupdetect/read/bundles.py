"""Zip, tar and gzip -> their members, as streams. Nothing is written to disk, so a name is never used as a path.

Office documents and books are zip archives, too. They are recognised by their members and go to a worker as a whole.
"""

from __future__ import annotations

import gzip
import struct
import tarfile
import zipfile
from collections.abc import Iterator
from typing import IO, TypeVar, cast

from dupdetect.errors import InputError
from dupdetect.read.naming import Choice, is_foreign, member_name
from dupdetect.read.source import Document, Metered, Source
from dupdetect.read.unzip import open_member
from dupdetect.records import Skip

LISTED = 32 << 20
"""Bytes of a zip archive's directory, at most: some 300,000 names."""

_Info = TypeVar("_Info", zipfile.ZipInfo, tarfile.TarInfo)

_ROOM = 2 << 20  # for what a tar archive says of its next member


def open_zip(source: Source) -> Iterator[Source | Document | Skip]:
    """The members of a zip archive, or the document that it is."""
    file = source.seekable()
    if _directory_size(file) > LISTED:
        raise InputError(f"a zip archive with more than {LISTED:,} bytes of names; unpack it")
    with zipfile.ZipFile(file) as archive:
        names = set(archive.namelist())
        if "word/document.xml" in names or "META-INF/container.xml" in names or {"mimetype", "content.xml"} <= names:
            file.seek(0)
            yield Document(source.name, "office", _all(source, file))
            return
        if "[Content_Types].xml" in names:
            raise InputError("not a format that is read (an Office file without text, such as a spreadsheet)")
        members = [(item.filename, item) for item in archive.infolist() if not item.is_dir()]
        for name, reason, info in _list_members(source, members):
            if reason or info.flag_bits & 1:
                yield Skip(name, reason or "encrypted; unpack it with its password")
                continue
            try:
                with open_member(archive, file, info) as stream:
                    yield source.part(name, stream, size=info.file_size)
            except InputError as error:
                yield Skip(name, str(error))
            except (zipfile.BadZipFile, NotImplementedError, EOFError, OSError, ValueError, RuntimeError) as error:
                yield Skip(name, f"damaged or cut short ({error})")
            source.budget.spend(0)


def _all(source: Source, file: IO[bytes]) -> bytes:
    limit = source.settings.max_size
    data = file.read(limit + 1)
    if len(data) > limit:
        raise InputError(f"larger than {limit:,} bytes; raise reading.max_size to read it")
    return data


def _directory_size(file: IO[bytes]) -> int:
    """How long a zip archive says its directory is; zipfile holds all of it in memory.

    Raises:
        InputError: there is no directory, or the archive contradicts itself about it; the message is the reason.
    """
    end = file.seek(0, 2)
    file.seek(max(0, end - _TAIL))
    tail = file.read(_TAIL)
    # Where zipfile looks, in its order: at the very end, then before a comment.
    at = (
        len(tail) - _END
        if tail[-_END:].startswith(b"PK\x05\x06") and tail.endswith(b"\0\0")
        else tail.rfind(b"PK\x05\x06")
    )
    if at < 0 or len(tail) < at + _END:
        raise InputError("damaged or cut short: a zip archive without its directory")
    size: int = struct.unpack_from("<L", tail, at + 12)[0]
    if at < _LOCATOR or not tail[at - _LOCATOR :].startswith(b"PK\x06\x07"):
        return size
    return _large_directory_size(file, end - len(tail) + at, tail[at : at + _END])


def _large_directory_size(file: IO[bytes], at: int, end: bytes) -> int:
    """The size in a zip64 record, which zipfile believes whatever the end record says.

    Args:
        at: where the end record begins.
        end: the end record.

    Raises:
        InputError: the two contradict each other.
    """
    file.seek(max(0, at - _LOCATOR - _LARGE))
    record = file.read(_LARGE)
    if len(record) < _LARGE or not record.startswith(b"PK\x06\x06"):
        raise InputError("damaged: its zip64 record is not where it must be")
    large = struct.unpack_from("<QQQQ", record, 24)
    for small, most, truth in zip(struct.unpack_from("<HHLL", end, 8), _FULL, large, strict=True):
        if small not in (most, truth):
            raise InputError("damaged: its zip64 record contradicts its end record")
    return int(large[2])


_TAIL, _END, _LOCATOR, _LARGE = 66_000, 22, 20, 56
_FULL = (0xFFFF, 0xFFFF, 0xFFFFFFFF, 0xFFFFFFFF)
"""The marker in fields of an end record whose value does not fit and stands in the zip64 record instead."""


def open_tar(source: Source) -> Iterator[Source | Document | Skip]:
    """The members of a tar archive, as they come."""
    stream = Metered(source.stream())
    stream.allowance = _ROOM
    with tarfile.open(fileobj=stream, mode="r|") as archive:
        while (info := archive.next()) is not None:
            archive.members.clear()  # type: ignore[attr-defined]  # it would remember all of them
            stream.allowance = info.size + _ROOM
            for name, reason, item in _list_members(source, [] if info.isdir() else [(info.name, info)]):
                if reason or not item.isreg():
                    yield Skip(name, reason or "not a regular file")
                elif (content := archive.extractfile(item)) is not None:
                    yield source.part(name, content, size=item.size)


def open_gzip(source: Source) -> Iterator[Source | Document | Skip]:
    """The one file that gzip packed; it keeps the archive's id."""
    title = source.title[:-4] + ".tar" if source.title.lower().endswith(".tgz") else source.title
    with gzip.GzipFile(fileobj=source.stream()) as stream:
        yield source.part(source.name, cast("IO[bytes]", stream), title=title.removesuffix(".gz").removesuffix(".GZ"))


def _list_members(source: Source, members: list[tuple[str, _Info]]) -> Iterator[tuple[str, str, _Info]]:
    """Members that are neither hidden nor excluded, each with its id, and the reason if it is not read."""
    choice = Choice(source.settings)
    for path, info in members:
        parts = path.replace("\\", "/").split("/")
        if ".." in parts or path.startswith(("/", "\\")):
            yield member_name(source.name, path), "its name leads out of the archive", info
        elif (
            any((part.startswith(".") and part != ".") or part == "__MACOSX" for part in parts)
            or any(choice.is_excluded("/".join(parts[: i + 1])) for i in range(len(parts)))
            or choice.leaves_out(path)
        ):
            continue
        else:
            yield member_name(source.name, path), "" if choice.is_readable(path) else is_foreign(path), info
