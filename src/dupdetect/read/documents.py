"""Documents -> articles, each read in a process of the sandbox: a parser may hang, grow without end, or crash.

`DocumentReader` asks for it from outside; `open_reader` is what runs inside. Articles and skips travel as JSON.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import asdict, replace
from typing import Any, TypeVar

from dupdetect.read.naming import Ids
from dupdetect.read.source import Document
from dupdetect.records import Article, Signal, SignalKind, Skip
from dupdetect.records.shape import as_plain
from dupdetect.sandbox import Failure, Outcome, Request, Task, WorkerPool
from dupdetect.settings import Reading, Settings

Item = Article | Skip | Document
Origin = TypeVar("Origin")

_PATIENCE = 10
"""Seconds by the clock for each second of `reading.max_seconds`."""

_EXPANSION = 16
"""Bytes of an answer for each byte that a document may have: JSON spells a character with up to twelve."""

_CRASHED = "its parser crashed, or needed too much memory"


class DocumentReader:
    """Reads documents in other processes, on every core and in order; to be used in a `with` statement.

    Args:
        settings: with the bounds for a document.
        jobs: how many processes; None takes the cores of the machine.
    """

    def __init__(self, settings: Reading, jobs: int | None = None) -> None:
        self._settings = settings
        task = Task(
            target="dupdetect.read.documents:open_reader",
            configuration={"settings": asdict(settings)},
            memory=settings.max_memory,
            answer=_EXPANSION * settings.max_size,
            patience=_PATIENCE,
        )
        self._pool = WorkerPool(task, jobs)

    def __enter__(self) -> DocumentReader:
        return self

    def __exit__(self, *_: object) -> None:
        self._pool.close()

    def read(self, items: Iterable[tuple[Origin, Item]]) -> Iterator[tuple[Origin, Article | Skip]]:
        """Replace each document by its records; each item keeps its origin and its place in the order."""
        requests = (((origin, item), self._request(item)) for origin, item in items)
        for (origin, item), outcomes in self._pool.map(requests):
            if isinstance(item, Document):
                for record in self._records(item.name, outcomes):
                    yield origin, record
            else:
                yield origin, item

    def _request(self, item: Item) -> Request | None:
        if not isinstance(item, Document):
            return None
        head = item._asdict()
        data: bytes = head.pop("data")
        return Request(head, data, self._settings.max_seconds, streamed=bool(item.path))

    def _records(self, document: str, outcomes: Iterable[Outcome]) -> Iterator[Article | Skip]:
        """The records of a document, with a number behind ids that came before in it."""
        ids = Ids()
        for outcome in outcomes:
            if isinstance(outcome, Failure):
                yield Skip(document, self._describe(outcome))
                continue
            record = _decode(outcome, document)
            if isinstance(record, Article) and record.id != document:
                record = replace(record, id=ids.unique(record.id))
            yield record

    def _describe(self, failure: Failure) -> str:
        """Why a document was not read, or not to its end."""
        settings = self._settings
        return {
            "refused": failure.message,
            "memory": f"needs more than {settings.max_memory:,} bytes of memory; raise reading.max_memory to read it",
            "nesting": "nested too deeply",
            "bug": f"its parser failed ({failure.message})",
            "late": f"takes longer than {settings.max_seconds} seconds to read; raise reading.max_seconds",
        }.get(failure.kind, _CRASHED)


def open_reader(settings: Mapping[str, Any]) -> Callable[[dict[str, Any], bytes, object], Iterator[bytes]]:
    """The sandbox worker: parses the documents that it receives."""
    reading = Settings().with_constants({"reading": settings}).reading

    def read(head: dict[str, Any], data: bytes, notify: object) -> Iterator[bytes]:
        return map(_encode, parse_document(Document(**head, data=data), reading))

    return read


def parse_document(document: Document, settings: Reading) -> Iterator[Article | Skip]:
    """What a document holds. Each parser is loaded when its first document comes.

    Raises:
        InputError: it is damaged; the message is the reason.
    """
    if document.form == "html":
        from dupdetect.read import webpage

        yield webpage.read_page(document, settings)
    elif document.form == "pdf":
        from dupdetect.read import pdf

        yield pdf.read_pdf(document, settings)
    elif document.form == "office":
        from dupdetect.read import office

        yield office.read_office(document, settings)
    elif document.form == "rtf":
        from dupdetect.read import rtf

        yield rtf.read_rtf(document, settings)
    elif document.form == "mail":
        from dupdetect.read import mail

        yield from mail.read_mail(document, settings)
    elif document.form == "feed":
        from dupdetect.read import feed

        yield from feed.read_feed(document, settings)
    else:
        from dupdetect.read import parquet

        yield from parquet.read_parquet(document, settings)


def _encode(record: Article | Skip) -> bytes:
    """A record as JSON: an object for an article, a list for a skip."""
    if isinstance(record, Skip):
        return json.dumps([record.path, record.reason]).encode()
    return json.dumps(as_plain(record)).encode()


def _decode(answer: bytes, document: str) -> Article | Skip:
    try:
        value = json.loads(answer)
        if isinstance(value, list):
            return Skip(*value)
        signals = tuple(Signal(SignalKind(item["kind"]), item["value"]) for item in value["signals"])
        return Article(**{**value, "links": tuple(value["links"]), "signals": signals})
    except (ValueError, TypeError, LookupError, RecursionError):  # hostile input has taken the process over
        return Skip(document, _CRASHED)
