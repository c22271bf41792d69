"""WARC -> the pages that a crawl fetched. Other records, such as pictures and redirects, are counted by kind."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from contextlib import redirect_stderr
from importlib.util import find_spec
from io import RawIOBase, StringIO
from typing import IO, Any, cast

from dupdetect.read.naming import record_name
from dupdetect.read.source import Metered, Source, read_exactly
from dupdetect.records import Skip

_ABOUT = ("warcinfo", "request", "metadata")  # what a crawl notes about its pages
_HELD = ("response", "resource", "conversion")
_READ = ("text/html", "application/xhtml+xml", "text/plain", "text/markdown", "application/pdf", "")
_CHARSET = re.compile(r"charset=[\"']?([\w.:-]{1,40})", re.IGNORECASE)
_ROOM = 1 << 20  # for headers
_KINDS = 50  # that are told apart


def read_responses(source: Source) -> Iterator[Source | Skip]:
    """The documents of a crawl, each under `#` and its address."""
    from warcio.archiveiterator import ArchiveIterator
    from warcio.exceptions import ArchiveLoadFailed

    stream = Metered(source.stream())
    stream.allowance = _ROOM
    passed: Counter[str] = Counter()
    records = ArchiveIterator(stream)
    try:
        while (item := _next(records)) is not None:
            stream.allowance = (item.length or 0) + _ROOM
            if item.rec_type in _ABOUT:
                pass
            elif reason := _describe_passed(item):
                passed[reason if reason in passed or len(passed) < _KINDS else "of other kinds"] += 1
            else:
                yield _page(source, item)
            while read_exactly(item.raw_stream, 1 << 20):
                pass
            stream.allowance = _ROOM
    except ArchiveLoadFailed as error:
        yield Skip(source.name, f"damaged or cut short ({str(error).splitlines()[0]}); the rest was not read")
    for reason, times in sorted(passed.items()):
        yield Skip(source.name, f"no page: {reason} ({times:,} of its records)")
    if records.err_count:
        yield Skip(source.name, f"damaged: {records.err_count:,} of its records are longer or shorter than they say")


def _next(records: Any) -> Any:
    """The next record, or None. Suppresses what warcio prints of a damaged one; a skip reports it instead."""
    with redirect_stderr(StringIO()):
        return next(records, None)


def _page(source: Source, item: Any) -> Source:
    url = item.rec_headers.get_header("WARC-Target-URI") or ""
    charset = _CHARSET.search((item.http_headers and item.http_headers.get_header("Content-Type")) or "")
    body = _open_body(item)
    name = record_name(source.name, url.strip("<>"))
    return source.part(name, body, title="page", charset=charset[1] if charset else "", url=url.strip("<>"))


def _open_body(item: Any) -> IO[bytes]:
    """What a record holds, as the browser would see it."""
    if _packing(item) == "br":
        item.http_headers.remove_header("Content-Encoding")  # warcio would unpack it without a limit
        return cast("IO[bytes]", Brotli(item.content_stream()))
    return cast("IO[bytes]", item.content_stream())


def _packing(item: Any) -> str:
    header = item.http_headers.get_header("Content-Encoding") if item.http_headers else ""
    return (header or "").strip().lower()


class Brotli(RawIOBase):
    """A brotli stream, unpacked a bounded piece at a time.

    Args:
        packed: the stream.
    """

    def __init__(self, packed: IO[bytes]) -> None:
        from brotli import Decompressor

        self._packed = packed
        self._decompressor = Decompressor()
        self._ready = b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        while not self._ready and not self._decompressor.is_finished():
            wanted = self._decompressor.can_accept_more_data()
            packed = self._packed.read(_PIECE) if wanted else b""
            if wanted and not packed:
                raise EOFError("the page ends in the middle")
            self._ready = self._decompressor.process(packed, output_buffer_limit=_PIECE)
        size = min(len(buffer), len(self._ready))
        buffer[:size] = self._ready[:size]
        self._ready = self._ready[size:]
        return size


_PIECE = 1 << 16
_PACKINGS = ("", "identity", "gzip", "x-gzip", "deflate", "br")


def _describe_passed(item: Any) -> str:
    """Why a record is not a page; empty when it is one."""
    if item.rec_type not in _HELD:
        return str(item.rec_type)
    status = item.http_headers.get_statuscode() if item.http_headers else "200"
    if status != "200":
        return f"HTTP status {status[:40]}"
    packing = _packing(item)
    if packing not in _PACKINGS:
        return f"packed by {packing[:20]}"
    if packing == "br" and find_spec("brotli") is None:
        return 'packed by brotli, which needs pip install "dupdetect[warc]"'
    kind = item.content_type if item.http_headers is None else item.http_headers.get_header("Content-Type")
    kind = (kind or "").partition(";")[0].strip().lower()
    return "" if kind in _READ else kind[:60]
