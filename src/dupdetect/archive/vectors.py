"""What the texts of an archive mean, as a table of vectors; only archives that were made with meaning have one."""

from __future__ import annotations

import sqlite3
from typing import NamedTuple

import numpy as np

from dupdetect.archive.entries import Numbers
from dupdetect.records.batches import TextVectors

TABLE = """
CREATE TABLE vector (
    number INTEGER PRIMARY KEY,  -- of the article
    language TEXT NOT NULL,
    value BLOB NOT NULL          -- int8, in steps of 1 / 127
);
"""

_MODEL = "model"
"""The name under which the table of settings holds the digest of the model."""


class StoredVectors(NamedTuple):
    """The vectors of all articles that have one, and the numbers of these articles, ascending."""

    numbers: Numbers
    texts: TextVectors


def has_vectors(db: sqlite3.Connection) -> bool:
    """Whether an archive was made with meaning."""
    return db.execute("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'vector'").fetchone() is not None


def insert_vector(db: sqlite3.Connection, number: int, language: str, value: bytes) -> None:
    """Store the vector of an article."""
    db.execute("INSERT INTO vector VALUES (?, ?, ?)", (number, language, value))


def delete_vector(db: sqlite3.Connection, number: int) -> None:
    """Delete the vector of an article, if it has one."""
    db.execute("DELETE FROM vector WHERE number = ?", (number,))


def read_vectors(db: sqlite3.Connection) -> StoredVectors:
    """All vectors; ValueError if their lengths differ, as in a damaged file."""
    rows = db.execute("SELECT number, language, value FROM vector ORDER BY number").fetchall()
    width = len(rows[0][2]) if rows else 1
    values = np.frombuffer(b"".join(value for _, _, value in rows), np.int8).reshape(len(rows), width)
    languages = tuple(str(language) for _, language, _ in rows)
    return StoredVectors(np.array([number for number, _, _ in rows], np.int64), TextVectors(values, languages))


def read_model(db: sqlite3.Connection) -> str | None:
    """The digest of the model that made the vectors; None before the first one is stored."""
    row = db.execute("SELECT value FROM setting WHERE name = ?", (_MODEL,)).fetchone()
    return str(row[0]).strip('"') if row else None


def write_model(db: sqlite3.Connection, digest: str) -> None:
    """Record the digest of the model that makes the vectors."""
    db.execute("INSERT OR IGNORE INTO setting VALUES (?, ?)", (_MODEL, f'"{digest}"'))
