"""Plain text in UTF-8, as most files are: a fast path with three system calls.

The other modules would read these files the same way; a test compares both. A file that may have another format, such
as one that begins with a brace, a byte order mark or a header field, is left to them.
"""

from __future__ import annotations

import os

from dupdetect.read.folder import File
from dupdetect.read.forms import MAGIC, PLAIN
from dupdetect.read.source import FLAGS, STDIN, Count
from dupdetect.settings import Reading

_LARGEST = 1_048_576
"""Bytes; a larger file takes the general path."""

_AT_FIRST = 65_536
"""Bytes of the first read. Python allocates all bytes that a read asks for; past 128 KiB that takes new pages from the
system each time and costs more than reading an article."""

_MAGIC = tuple(magic for magic in MAGIC if magic[:1].isalnum())
_TAR, _TAR_AT = b"ustar", 257
_PDF_WITHIN = 1024


def read_quickly(file: File, settings: Reading, count: Count) -> str | None:
    """The text of a file that is plain text beyond doubt; None when another reader must look at it."""
    if not file.path.lower().endswith(PLAIN) or settings.encoding or file.path == STDIN:
        return None
    data = _content(file.path, min(_LARGEST, settings.max_size))
    if not data or not data[:1].isalnum() or b"\0" in data or b"\x1b$" in data or _may_be_other(data):
        return None
    try:
        read = data.decode()
    except UnicodeDecodeError:
        return None
    count.bytes += len(data)
    return read.replace("\r\n", "\n").replace("\r", "\n") if b"\r" in data else read


def _content(path: str, most: int) -> bytes:
    """All of a file of up to `most` bytes; nothing when it is larger or cannot be read."""
    try:
        handle = os.open(path, FLAGS)
    except OSError:
        return b""
    try:
        data = os.read(handle, min(_AT_FIRST, most + 1))
        if len(data) == _AT_FIRST:
            data += os.read(handle, most + 1 - _AT_FIRST)
        return b"" if len(data) > most or os.read(handle, 1) else data
    except OSError:
        return b""
    finally:
        os.close(handle)


def _may_be_other(data: bytes) -> bool:
    """Whether the beginning may be that of another format, or of a message with its fields."""
    if data.startswith(_MAGIC) or data[_TAR_AT : _TAR_AT + len(_TAR)] == _TAR:
        return True
    return b"%PDF-" in data[:_PDF_WITHIN] or b":" in data[: data.find(b"\n") + 1 or 1024]
