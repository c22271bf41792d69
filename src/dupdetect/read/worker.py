"""The other end of `workers`: a process that reads one document after the other, within bounds that the system holds.

It takes a line of JSON and so many bytes on standard input, and answers with lines of JSON; a process that hostile
input has taken over can thus make its master believe wrong texts, and nothing else. Each document may use so much
processor time; memory is bounded for the process. Where the system has no such bounds (Windows), the master's clock
is the only one.
"""

from __future__ import annotations

import json
import os
import signal
import sys
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import asdict
from typing import IO, Any

from dupdetect.errors import InputError
from dupdetect.read.source import Document
from dupdetect.records import Article, Skip
from dupdetect.settings import Reading


def read_document(document: Document, settings: Reading) -> Iterator[Article | Skip]:
    """What a document holds; never an exception, whatever the parser makes of it."""
    try:
        yield from _parse_document(document, settings)
    except InputError as error:
        yield Skip(document.name, str(error))
    except MemoryError:
        yield Skip(document.name, too_much(settings))
    except RecursionError:
        yield Skip(document.name, "nested too deeply")
    except Exception as error:  # a parser's own bug is no reason to stop the scan
        yield Skip(document.name, parser_failed(error))


def parser_failed(error: Exception) -> str:
    """What is said of a file whose parser raises what it never should."""
    return f"its parser failed ({type(error).__name__}: {' '.join(str(error).split())[:200]})"


def too_much(settings: Reading) -> str:
    """What is said of a document that needs too much memory."""
    return f"needs more than {settings.max_memory:,} bytes of memory; raise reading.max_memory to read it"


def _parse_document(document: Document, settings: Reading) -> Iterator[Article | Skip]:
    """Each parser is loaded when its first document comes."""
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


def main(told: str) -> None:
    """Answer until standard input ends; `told` is the settings as JSON."""
    given: dict[str, Any] = json.loads(told)
    known: dict[str, Any] = {key: tuple(value) if isinstance(value, list) else value for key, value in given.items()}
    settings = Reading(**known)
    with suppress(ValueError):
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # the master decides what Ctrl-C means
    _bound_memory(settings.max_memory)
    requests, answers = sys.stdin.buffer, _own_output()
    with suppress(BrokenPipeError):
        while line := requests.readline():
            request: dict[str, Any] = json.loads(line)
            document = Document(**request["document"], data=requests.read(request["size"]))
            for item in _limit_time(read_document(document, settings), settings.max_seconds):
                _answer(answers, {"skip" if isinstance(item, Skip) else "article": asdict(item)})
            _answer(answers, {})
            answers.flush()


def _answer(answers: IO[bytes], what: dict[str, object]) -> None:
    answers.write(json.dumps(what).encode() + b"\n")


def _own_output() -> IO[bytes]:
    """Standard output for answers alone: whatever a parser prints goes nowhere."""
    answers = os.fdopen(os.dup(1), "wb")
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    return answers


def _bound_memory(size: int) -> None:
    try:
        import resource
    except ImportError:
        return
    with suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_AS, (size, size))


def _limit_time(results: Iterator[Article | Skip], seconds: int) -> Iterator[Article | Skip]:
    """`results`; the system ends the process when one of them takes more processor time than that."""
    while True:
        if hasattr(signal, "setitimer"):
            signal.setitimer(signal.ITIMER_PROF, seconds)
        item = next(results, None)
        if hasattr(signal, "setitimer"):
            signal.setitimer(signal.ITIMER_PROF, 0)
        if item is None:
            return
        yield item
