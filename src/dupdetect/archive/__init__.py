"""The archive: articles and an inverted index of their terms, in one SQLite file.

entries     the records that a store takes and returns
file        the store
schema      creates, opens and checks its file
postings    sorted runs of postings, merged as they grow
lookup      finds the articles that share enough terms with a given one
copies      what is remembered of checked pages, for the ledger
rows        articles and texts as rows hold them

A term is a number. The store does not know what it stands for; it only tells which articles hold it.
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
