"""What is remembered: articles, and an inverted index of the terms that they share; on disk, or in memory.

protocol    what every store promises, and what goes into one
file        the archive: one SQLite file
schema      how that file is made, opened and refused
postings    sorted runs of postings inside it, merged as they grow
memory      the same promises kept by dictionaries
lookup      who shares enough terms with an article that is asked about

A term is a number. What it stands for is known to who makes it and asks for it; stores only tell who holds it.
"""

from __future__ import annotations

from dupdetect.archive.file import FileStore
from dupdetect.archive.memory import MemoryStore
from dupdetect.archive.protocol import (
    TERM_BITS,
    ArchiveChanges,
    ArchiveInfo,
    Entry,
    Holders,
    Known,
    Store,
    Terms,
    digest_article,
    sum_terms,
)
from dupdetect.archive.schema import is_there

__all__ = [
    "TERM_BITS",
    "ArchiveChanges",
    "ArchiveInfo",
    "Entry",
    "FileStore",
    "Holders",
    "Known",
    "MemoryStore",
    "Store",
    "Terms",
    "digest_article",
    "is_there",
    "sum_terms",
]
