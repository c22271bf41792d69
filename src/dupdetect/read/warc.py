"""WARC -> the pages that a crawl fetched. What is no page (pictures, redirects) is counted by its kind."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
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
    try:
        for item in ArchiveIterator(stream):
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


def _page(source: Source, item: Any) -> Source:
    url = item.rec_headers.get_header("WARC-Target-URI") or ""
    charset = _CHARSET.search((item.http_headers and item.http_headers.get_header("Content-Type")) or "")
    body = cast("IO[bytes]", item.content_stream())
    name = record_name(source.name, url.strip("<>"))
    return source.part(name, body, title="page", charset=charset[1] if charset else "", url=url.strip("<>"))


def _describe_passed(item: Any) -> str:
    """Why a record is no page; empty when it is one."""
    if item.rec_type not in _HELD:
        return str(item.rec_type)
    status = item.http_headers.get_statuscode() if item.http_headers else "200"
    if status != "200":
        return f"HTTP status {status[:40]}"
    kind = item.content_type if item.http_headers is None else item.http_headers.get_header("Content-Type")
    kind = (kind or "").partition(";")[0].strip().lower()
    return "" if kind in _READ else kind[:60]
