"""Names -> streams of bytes, with bounded waiting and bounded memory.

A `Source` is a file, standard input, a member of an archive or a record of a crawl. All unpacked bytes of a file count
against one `Budget`, so that a bomb is noticed at any depth.
"""

from __future__ import annotations

import errno
import io
import os
import stat
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO, NamedTuple

from dupdetect.errors import InputError
from dupdetect.read import forms
from dupdetect.read.naming import readable_name
from dupdetect.settings import Reading

STDIN = "-"
"""The path that means standard input."""


class Document(NamedTuple):
    """A file whose parser may hang or use much memory, so that a worker reads it.

    Attributes:
        name: the id of its article.
        form: a key of `forms.FORMS`.
        data: its bytes; empty where it is too large to be held.
        path: where it lies on the disk, in that case.
        charset: the encoding declared outside the document, as in an HTTP header.
        url: where it was fetched from.
    """

    name: str
    form: str
    data: bytes
    path: str = ""
    charset: str = ""
    url: str = ""


class Budget:
    """How many bytes may still be unpacked, whatever the depth."""

    def __init__(self, left: int, ratio: int) -> None:
        self._left = left
        self._ratio = ratio

    def earn(self, size: int) -> None:
        """Note that so many packed bytes were read of a stream of unknown size."""
        self._left += size * self._ratio

    def spend(self, size: int) -> None:
        """Note that so many bytes were unpacked.

        Raises:
            InputError: the budget is exhausted; every later call fails, too.
        """
        self._left -= size
        if self._left < 0:
            raise InputError(f"unpacks to more than {self._ratio} times its size; raise reading.max_ratio to read it")


class Metered(io.RawIOBase):
    """A stream whose bytes count against a budget and against an allowance that its reader renews."""

    def __init__(self, stream: IO[bytes], budget: Budget | None = None) -> None:
        self._stream = stream
        self._budget = budget
        self.allowance: int | None = None

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        piece = self._stream.read(len(buffer))
        if self._budget:
            self._budget.spend(len(piece))
        if self.allowance is not None:
            self.allowance -= len(piece)
            if self.allowance < 0:
                raise InputError("damaged: the header of its next part does not end")
        buffer[: len(piece)] = piece
        return len(piece)


class Source:
    """A stream of bytes with a name.

    Attributes:
        name: the id of the article or archive that it is.
        title: the name that decides the format where the bytes do not; usually the last part of `name`.
        head: its first bytes, `forms.LOOKED_AT` at most.
        path: where it lies on the disk; empty for parts of files and standard input.
        budget: what may be unpacked from it.
        size: its size in bytes where that is known, else None.
    """

    def __init__(
        self,
        name: str,
        stream: IO[bytes],
        settings: Reading,
        budget: Budget,
        *,
        title: str = "",
        path: str = "",
        size: int | None = None,
        charset: str = "",
        url: str = "",
    ) -> None:
        self.name, self.title, self.path, self.size = name, title or name, path, size
        self.charset, self.url = charset, url
        self.budget, self.settings = budget, settings
        self._stream = stream
        self.head = read_exactly(stream, forms.LOOKED_AT)

    def part(self, name: str, stream: IO[bytes], **known: str | int | None) -> Source:
        """A source inside this one, whose bytes count as unpacked."""
        return Source(name, io.BufferedReader(Metered(stream, self.budget)), self.settings, self.budget, **known)  # type: ignore[arg-type]

    def whole(self) -> bytes:
        """All of it.

        Raises:
            InputError: it is larger than `reading.max_size`.
        """
        limit = self.settings.max_size
        if (self.size or 0) > limit or len(self.head) > limit:
            raise too_large(limit)
        data = self.head + read_exactly(self._stream, limit + 1 - len(self.head))
        if len(data) > limit:
            raise too_large(limit)
        return data

    def stream(self) -> io.BufferedReader:
        """All of it as a stream, from the beginning."""
        return io.BufferedReader(_Rewound(self.head, self._stream), 1 << 18)

    def seekable(self) -> IO[bytes]:
        """All of it as a file that can be read from anywhere; held in memory unless it lies on the disk."""
        if self.path and self._stream.seekable():
            self._stream.seek(0)
            return self._stream
        return io.BytesIO(self.whole())

    def document(self, form: str) -> Document:
        """All of it, for a worker."""
        return Document(self.name, form, self.whole(), charset=self.charset, url=self.url)


def read_exactly(stream: IO[bytes], size: int) -> bytes:
    """The next `size` bytes, fewer only at the end; read in pieces, because a declared size may be false."""
    pieces, left = [], size
    while left > 0 and (piece := stream.read(min(left, 1 << 20))):
        pieces.append(piece)
        left -= len(piece)
    return b"".join(pieces)


def too_large(limit: int) -> InputError:
    return InputError(f"larger than {limit:,} bytes; raise reading.max_size to read it")


class _Rewound(io.RawIOBase):
    """A stream with its first bytes put back."""

    def __init__(self, head: bytes, rest: IO[bytes]) -> None:
        self._head = head
        self._rest = rest

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        piece = self._head[: len(buffer)] or self._rest.read(len(buffer))
        self._head = self._head[len(buffer) :]
        buffer[: len(piece)] = piece
        return len(piece)


class Count:
    """How many bytes were read from disk and standard input."""

    def __init__(self) -> None:
        self.bytes = 0


class _File(io.FileIO):
    """A file, read up to the size that it had when it was opened, even if it grows."""

    def __init__(self, handle: int, size: int, count: Count) -> None:
        super().__init__(handle)
        self._size = size
        self._count = count

    def read(self, size: int | None = -1, /) -> bytes:
        room = max(0, self._size - self.tell())
        data = super().read(room if size is None or size < 0 else min(size, room)) or b""
        self._count.bytes += len(data)
        return data

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        piece = self.read(len(buffer))
        buffer[: len(piece)] = piece
        return len(piece)


class _Input(io.RawIOBase):
    """Standard input, which earns its budget as it is read."""

    def __init__(self, budget: Budget, count: Count) -> None:
        self._budget = budget
        self._count = count

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        try:
            piece = sys.stdin.buffer.read(len(buffer))
        except (AttributeError, ValueError) as error:
            raise InputError("standard input is closed; name a file instead") from error
        self._budget.earn(len(piece))
        self._count.bytes += len(piece)
        buffer[: len(piece)] = piece
        return len(piece)


@contextmanager
def open_source(path: str, name: str, settings: Reading, count: Count) -> Iterator[Source]:
    """The regular file at `path`, or standard input.

    Raises:
        InputError: it is not a regular file; the message is the reason.
        OSError: the system refuses it.
    """
    if path == STDIN:
        budget = Budget(settings.max_size, settings.max_ratio)
        yield Source(name, io.BufferedReader(_Input(budget, count)), settings, budget)
        return
    handle = os.open(path, FLAGS)
    try:
        status = require_regular(os.fstat(handle))  # it may have been replaced since it was checked
    except InputError:
        os.close(handle)
        raise
    size = status.st_size or settings.max_size  # files in /proc and the like report a size of 0 and hold more
    with _File(handle, size, count) as file:
        budget = Budget(settings.max_size + size * settings.max_ratio, settings.max_ratio)
        yield Source(name, file, settings, budget, path=path, size=status.st_size)


def require_regular(status: os.stat_result) -> os.stat_result:
    """Return `status`, which must be that of a regular file.

    Raises:
        InputError: it is not; the message is the reason.
    """
    kind = stat.S_IFMT(status.st_mode)
    if kind != stat.S_IFREG:
        raise InputError(_KINDS.get(kind, "not a regular file"))
    return status


# Not every system has every flag: no waiting on pipes, no terminal taken over, bytes as they are (Windows).
FLAGS = os.O_RDONLY | sum(getattr(os, flag, 0) for flag in ("O_NONBLOCK", "O_NOCTTY", "O_CLOEXEC", "O_BINARY"))
_KINDS = {
    stat.S_IFDIR: "a folder, not a file; name the files in it",
    stat.S_IFIFO: "a named pipe, not a regular file; send it to standard input and name -",
    stat.S_IFSOCK: "a socket, not a regular file",
    stat.S_IFCHR: "a device, not a regular file",
    stat.S_IFBLK: "a device, not a regular file",
}


def describe_fault(path: str, error: OSError) -> str:
    """Why the system refused `path`, in words."""
    if error.errno == errno.ELOOP:
        return "symlink loop: leads to itself"
    if not isinstance(error, FileNotFoundError):
        return f"cannot be read ({error.strerror or error})"
    if os.path.islink(path):
        return f"broken symlink: leads to {_target(path)}, which does not exist"
    return "vanished before it was read"


def _target(link: str) -> str:
    try:
        return readable_name(os.readlink(link))
    except OSError:
        return "another path"
