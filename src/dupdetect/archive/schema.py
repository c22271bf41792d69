"""The archive as a file: made whole or not at all, opened only if it is one of ours and sound, and never guessed at."""

from __future__ import annotations

import json
import os
import secrets
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from urllib.parse import quote

from dupdetect.errors import ArchiveError, DupdetectError, InputError
from dupdetect.settings import Settings

APPLICATION = 0x64757065
"""What SQLite's header says of whose file it is: "dupe" in ASCII."""

VERSION = 1
"""Raised whenever an older program could not read the file."""

_TABLES = """
CREATE TABLE setting (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE article (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    id BLOB NOT NULL UNIQUE,     -- UTF-8; a blob, so that any text at all comes back as it went in
    digest BLOB NOT NULL,
    words INTEGER NOT NULL,
    terms INTEGER NOT NULL,
    checksum INTEGER NOT NULL,
    about TEXT NOT NULL,         -- JSON: title, source, author, published, url, links
    text BLOB NOT NULL           -- UTF-8, deflated
);
CREATE TABLE run (id INTEGER PRIMARY KEY AUTOINCREMENT, bits INTEGER NOT NULL, postings INTEGER NOT NULL);
CREATE TABLE bucket (id INTEGER PRIMARY KEY, head BLOB NOT NULL, tail BLOB);
CREATE TABLE removed (number INTEGER PRIMARY KEY);
"""


def create_tables(path: Path, settings: Settings) -> None:
    """Make an empty archive at `path` unless another process was first.

    It is made beside and linked into place, so that whoever dies on the way leaves no half of one.
    """
    part = path.with_name(f".{path.name[:80]}-{secrets.token_hex(4)}.part")
    with translate_errors(path):
        try:
            with closing(sqlite3.connect(part, isolation_level=None)) as db:
                db.execute("PRAGMA page_size = 8192")
                db.execute(f"PRAGMA application_id = {APPLICATION}")
                db.execute(f"PRAGMA user_version = {VERSION}")
                db.executescript(_TABLES)
                values = settings.values().items()
                db.executemany(
                    "INSERT INTO setting VALUES (?, ?)", ((name, json.dumps(value)) for name, value in values)
                )
                db.execute("INSERT INTO setting VALUES ('signature', ?)", (json.dumps(settings.signature),))
                db.execute("PRAGMA journal_mode = WAL")
            with suppress(FileExistsError):
                os.link(part, path)
        finally:
            for end in ("", "-journal", "-wal", "-shm"):
                with suppress(OSError):
                    os.unlink(f"{part}{end}")


def connect_file(path: Path, *, writing: bool, wait: float) -> sqlite3.Connection:
    """Open an archive.

    Raises:
        InputError: there is no such file.
        ArchiveError: it is no archive, or cannot be opened.
    """
    _look(path, writing)
    with translate_errors(path):
        db = _opened(path, writing, wait)
        try:
            _recognise(path, db)
        except BaseException:
            db.close()
            raise
        return db


def read_settings(db: sqlite3.Connection, path: Path) -> Settings:
    """The settings that an archive was made with.

    Raises:
        ArchiveError: this version would read them otherwise.
    """
    stored = {name: json.loads(value) for name, value in db.execute("SELECT name, value FROM setting")}
    signature = stored.pop("signature", None)
    known = Settings().values()
    try:
        made = Settings().with_constants({name: value for name, value in stored.items() if name in known})
    except DupdetectError as error:
        raise ArchiveError(f"{path}: its settings cannot be read ({error}); make the archive anew") from error
    if made.signature != signature:
        advice = "use the version that made it, or make the archive anew"
        raise ArchiveError(f"{path}: made by another version, whose scores differ; {advice}")
    return made


def check_same(path: Path, stored: Settings, asked: Settings) -> None:
    """Refuse settings that would give other scores than those of the archive."""
    if stored.signature == asked.signature:
        return
    told_by = dict(part.split("=", 1) for part in stored.signature.split("|")[1:])
    other = dict(part.split("=", 1) for part in asked.signature.split("|")[1:])
    name = next(name for name, value in told_by.items() if other.get(name) != value)
    advice = "leave settings out to use those of the archive, or make another archive"
    raise ArchiveError(f"{path}: made with {name}={told_by[name]}, not {other.get(name)}; {advice}")


@contextmanager
def translate_errors(path: Path) -> Iterator[None]:
    """Whatever SQLite or the system complains about, as one line."""
    try:
        yield
    except (sqlite3.Error, OSError, OverflowError) as error:
        raise ArchiveError(f"{path}: {_fault(str(error), error)}") from error


def _fault(text: str, error: Exception) -> str:
    for sign, fault in _FAULTS.items():
        if sign in text:
            return fault
    reason = (error.strerror or text) if isinstance(error, OSError) else text
    return f"cannot be used ({reason}); check the file and its folder"


_FAULTS = {
    "locked": "another process is writing to it; try again when that is done",
    "full": "the disk is full; nothing was changed, free some space and run the same again",
    "No space left": "the disk is full; nothing was changed, free some space and run the same again",
    "disk I/O error": "the disk cannot be read or written, or is full; free some space or check it, and run again",
    "readonly": "cannot be written to; check the permissions of the file and its folder",
    "not a database": "is not an archive; name another file",
    "malformed": "is damaged; restore it from a copy, or make it anew with dupdetect index add",
    "no such table": "is damaged; restore it from a copy, or make it anew with dupdetect index add",
    "no such column": "is damaged; restore it from a copy, or make it anew with dupdetect index add",
}


def _look(path: Path, writing: bool) -> None:
    """Refuse what is no file of ours before SQLite touches it."""
    try:
        found = path.stat()
        if path.is_dir():
            raise ArchiveError(f"{path}: is a folder, not an archive; name a file")
        if not path.is_file():
            raise ArchiveError(f"{path}: not a regular file; name an archive")
        if writing and not found.st_mode & 0o222:
            raise ArchiveError(f"{path}: is read-only; change its permissions to write to it")
        with path.open("rb") as file:
            head = file.read(100)
    except FileNotFoundError as error:
        raise InputError(f"{path}: no such archive; make it with dupdetect index add {path} PATH...") from error
    except (OSError, ValueError) as error:
        raise ArchiveError(f"{path}: cannot be read ({error}); check its permissions") from error
    if head[:16] != b"SQLite format 3\0":
        raise ArchiveError(f"{path}: is not an archive; name another file")
    if int.from_bytes(head[68:72], "big") != APPLICATION:
        raise ArchiveError(f"{path}: a database of another program, not an archive; name another file")
    version = int.from_bytes(head[60:64], "big")
    if version != VERSION:
        raise ArchiveError(f"{path}: an archive of version {version}, this program knows {VERSION}; upgrade dupdetect")
    log = Path(f"{path}-wal")
    whole = int.from_bytes(head[16:18], "big") * int.from_bytes(head[28:32], "big")
    if found.st_size < whole and not (log.exists() and log.stat().st_size):
        raise ArchiveError(f"{path}: is cut short; restore it from a copy, or make it anew with dupdetect index add")


def _opened(path: Path, writing: bool, wait: float) -> sqlite3.Connection:
    name = quote(os.fsencode(path.absolute()))
    try:
        return _tried(f"file:{name}?mode={'rw' if writing else 'ro'}", wait)
    except sqlite3.OperationalError:
        if writing or os.access(path.parent, os.W_OK):
            raise
        return _tried(f"file:{name}?immutable=1", wait)  # a folder that nobody writes to: no log beside the archive


def _tried(uri: str, wait: float) -> sqlite3.Connection:
    db = sqlite3.connect(uri, uri=True, timeout=wait, isolation_level=None, check_same_thread=False)
    try:
        db.execute("SELECT count(*) FROM sqlite_master").fetchone()
    except BaseException:
        db.close()
        raise
    return db


def _recognise(path: Path, db: sqlite3.Connection) -> None:
    """The header says that it is ours; see that the tables are there."""
    names = {row[0] for row in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    missing = {"setting", "article", "run", "bucket", "removed"} - names
    if missing:
        raise ArchiveError(f"{path}: is damaged (no table {min(missing)}); restore it from a copy, or make it anew")
