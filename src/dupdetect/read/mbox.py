"""mbox -> its messages. Each begins with a `From ` line and goes to a worker as one document."""

from __future__ import annotations

import re
from collections.abc import Iterator

from dupdetect.read.forms import MAILBOX
from dupdetect.read.naming import record_name
from dupdetect.read.source import Document, Source
from dupdetect.records import Skip

_QUOTED = re.compile(rb"^>(>*From )", re.MULTILINE)
_LONGEST_LINE = 1 << 20


def read_messages(source: Source) -> Iterator[Document | Skip]:
    """The messages of a mailbox, numbered from 1; one that is larger than `reading.max_size` is a Skip."""
    limit = source.settings.max_size
    number, size = 0, 0
    lines: list[bytes] = []
    blank = True
    stream = source.stream()
    while line := stream.readline(_LONGEST_LINE):
        if blank and MAILBOX.fullmatch(line):
            yield from _message(source, number, lines, size, limit)
            number, size, lines = number + 1, 0, []
        else:
            size += len(line)
            if size <= limit:
                lines.append(line)
        blank = not line.strip()
    yield from _message(source, number, lines, size, limit)


def _message(source: Source, number: int, lines: list[bytes], size: int, limit: int) -> Iterator[Document | Skip]:
    name = record_name(source.name, str(number))
    if size > limit:
        yield Skip(name, f"larger than {limit:,} bytes; raise reading.max_size to read it")
    elif number:
        yield Document(name, "mail", _QUOTED.sub(rb"\1", b"".join(lines)))
