"""WARC -> the pages that a crawl fetched. What is no page (pictures, redirects) is counted by its kind."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import IO, Any, cast

from dupdetect.read.naming import record
from dupdetect.read.source import Metered, Source, exactly
from dupdetect.records import Skip

_ABOUT = ("warcinfo", "request", "metadata")  # what a crawl notes about its pages
_HELD = ("response", "resource", "conversion")
_READ = ("text/html", "application/xhtml+xml", "text/plain", "text/markdown", "application/pdf", "")
_CHARSET = re.compile(r"charset=[\"']?([\w.:-]{1,40})", re.IGNORECASE)
_ROOM = 1 << 20  # for headers
_KINDS = 50  # that are told apart


def responses(source: Source) -> Iterator[Source | Skip]:
    """The documents of a crawl, each under `#` and its address."""
    from warcio.archiveiterator import ArchiveIterator
    from warcio.exceptions import ArchiveLoadFailed

    stream = Metered(source.stream())
    stream.allowance = _ROOM
    passed: Counter[str] = Counter()
    try:
        for one in ArchiveIterator(stream):
            stream.allowance = (one.length or 0) + _ROOM
            if one.rec_type in _ABOUT:
                pass
            elif reason := _passed_over(one):
                passed[reason if reason in passed or len(passed) < _KINDS else "of other kinds"] += 1
            else:
                yield _page(source, one)
            while exactly(one.raw_stream, 1 << 20):
                pass
            stream.allowance = _ROOM
    except ArchiveLoadFailed as error:
        yield Skip(source.name, f"damaged or cut short ({str(error).splitlines()[0]}); the rest was not read")
    for reason, times in sorted(passed.items()):
        yield Skip(source.name, f"no page: {reason} ({times:,} of its records)")


def _page(source: Source, one: Any) -> Source:
    url = one.rec_headers.get_header("WARC-Target-URI") or ""
    charset = _CHARSET.search((one.http_headers and one.http_headers.get_header("Content-Type")) or "")
    body = cast("IO[bytes]", one.content_stream())
    name = record(source.name, url.strip("<>"))
    return source.part(name, body, title="page", charset=charset[1] if charset else "", url=url.strip("<>"))


def _passed_over(one: Any) -> str:
    """Why a record is no page; empty when it is one."""
    if one.rec_type not in _HELD:
        return str(one.rec_type)
    status = one.http_headers.get_statuscode() if one.http_headers else "200"
    if status != "200":
        return f"HTTP status {status[:40]}"
    kind = one.content_type if one.http_headers is None else one.http_headers.get_header("Content-Type")
    kind = (kind or "").partition(";")[0].strip().lower()
    return "" if kind in _READ else kind[:60]
