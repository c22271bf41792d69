"""What is remembered: articles, and an inverted index of the terms that they share, in one SQLite file.

entries     what goes into a store and comes out of it
file        the store
schema      how its file is made, opened and refused
postings    sorted runs of postings inside it, merged as they grow
lookup      who shares enough terms with an article that is asked about

A term is a number. What it stands for is known to who makes it and asks for it; a store only tells who holds it.
"""

from __future__ import annotations

from dupdetect.archive.entries import (
    TERM_BITS,
    ArchiveChanges,
    ArchiveInfo,
    Entry,
    Holders,
    Known,
    Terms,
    digest_article,
    sum_terms,
)
from dupdetect.archive.file import FileStore
from dupdetect.archive.schema import is_there

__all__ = [
    "TERM_BITS",
    "ArchiveChanges",
    "ArchiveInfo",
    "Entry",
    "FileStore",
    "Holders",
    "Known",
    "Terms",
    "digest_article",
    "is_there",
    "sum_terms",
]
