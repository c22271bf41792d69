"""What an archive remembers of checked pages, for the ledger: a table with a row for each page and related article."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator

from dupdetect.archive.rows import decode_text, encode_text
from dupdetect.errors import FindingsError
from dupdetect.records.ledger import RememberedCopy
from dupdetect.records.shape import as_plain, build_record

TABLE = """
CREATE TABLE copy (
    page BLOB NOT NULL,      -- UTF-8, as all three: the identity of the page
    original BLOB NOT NULL,  -- the id of the archive's article
    copy BLOB NOT NULL,      -- the id of the page
    about TEXT NOT NULL,     -- JSON: the other fields of RememberedCopy
    PRIMARY KEY (page, original)
) WITHOUT ROWID;
CREATE INDEX copy_original ON copy (original);
CREATE INDEX copy_copy ON copy (copy);
"""


def replace_copies(db: sqlite3.Connection, pages: Iterable[str], copies: Iterable[RememberedCopy]) -> None:
    """Store copies, in place of all that is remembered of these pages."""
    db.executemany("DELETE FROM copy WHERE page = ?", ((encode_text(page),) for page in pages))
    db.executemany("INSERT OR REPLACE INTO copy VALUES (?, ?, ?, ?)", map(_pack_copy, copies))


def delete_copies(db: sqlite3.Connection, ids: Iterable[str]) -> None:
    """Forget the copies of articles, and these articles as copies of others."""
    named = [(encode_text(name),) for name in ids]
    db.executemany("DELETE FROM copy WHERE original = ?", named)
    db.executemany("DELETE FROM copy WHERE copy = ?", named)


def count_copies(db: sqlite3.Connection) -> int:
    """How many copies are remembered."""
    return int(db.execute("SELECT count(*) FROM copy").fetchone()[0])


def read_copies(db: sqlite3.Connection) -> Iterator[RememberedCopy]:
    """All copies, those of a page together.

    Raises:
        ValueError, TypeError: a row is damaged.
    """
    for row in db.execute("SELECT page, original, copy, about FROM copy ORDER BY page, original"):
        yield _unpack_copy(*row)


def _pack_copy(copy: RememberedCopy) -> tuple[bytes, bytes, bytes, str]:
    about = as_plain(copy)
    names = [encode_text(about.pop(name)) for name in ("page", "original", "copy")]
    return names[0], names[1], names[2], json.dumps(about)


def _unpack_copy(page: bytes, original: bytes, copy: bytes, about: str) -> RememberedCopy:
    names = {"page": decode_text(page), "original": decode_text(original), "copy": decode_text(copy)}
    try:
        remembered: RememberedCopy = build_record(RememberedCopy, json.loads(about) | names, "copy")
    except FindingsError as error:
        raise ValueError(str(error)) from error
    return remembered
