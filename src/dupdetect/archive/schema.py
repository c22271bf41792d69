"""The archive as a file: created whole or not at all, and opened only if it is a sound archive of this program."""

from __future__ import annotations

import errno
import json
import os
import re
import secrets
import sqlite3
import time
import zlib
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from urllib.parse import quote

from dupdetect.archive import copies, vectors
from dupdetect.errors import ArchiveError, DupdetectError, InputError
from dupdetect.settings import Settings

APPLICATION = 0x64757065
"""The application id in SQLite's header: "dupe" in ASCII."""

VERSION = 3
"""The version of the file's format; raised when an older program could not read it."""

_FRESH = 60.0
"""Seconds after which a partial file without a process number counts as abandoned."""

_TABLES = """
CREATE TABLE setting (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE article (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    id BLOB NOT NULL UNIQUE,     -- UTF-8; a blob, so that any text at all comes back as it went in
    origin BLOB NOT NULL,        -- UTF-8; the place where it was read, or empty
    digest BLOB NOT NULL,
    words INTEGER NOT NULL,
    terms INTEGER NOT NULL,
    checksum INTEGER NOT NULL,
    about TEXT NOT NULL,         -- JSON: title, source, author, published, url, links; signals, if there are any
    text BLOB NOT NULL           -- UTF-8, deflated
);
CREATE INDEX origin ON article (origin) WHERE origin <> x'';
CREATE TABLE run (id INTEGER PRIMARY KEY AUTOINCREMENT, bits INTEGER NOT NULL, postings INTEGER NOT NULL);
CREATE TABLE bucket (id INTEGER PRIMARY KEY, head BLOB NOT NULL, tail BLOB);
CREATE TABLE removed (number INTEGER PRIMARY KEY);
"""


def is_there(path: str | Path) -> bool:
    """Whether a file exists at `path`.

    Raises:
        InputError: no file can have this name.
    """
    try:
        os.stat(path)
    except ValueError as error:
        raise InputError(f"{path}: not the name of a file ({error}); name an archive") from error
    except OSError as error:
        if error.errno == errno.ENAMETOOLONG:
            raise InputError(f"{path}: too long for the name of a file; name an archive") from error
        return False
    return True


def create_tables(path: Path, settings: Settings) -> None:
    """Create an empty archive at `path` unless another process has done so.

    It is written beside and linked into place, so a crash leaves no half-written archive. The next call removes the
    partial file that a killed process left.
    """
    part = path.with_name(f".{path.name[:80]}-{os.getpid()}-{secrets.token_hex(4)}.part")
    with translate_errors(path):
        _remove_leftovers(path)
        try:
            _write_empty(part, settings)
            with suppress(FileExistsError):
                os.link(part, path)
        finally:
            _remove_part(part)


def _write_empty(part: Path, settings: Settings) -> None:
    with closing(sqlite3.connect(part, isolation_level=None)) as db:
        _fill(db, settings)
        db.execute("PRAGMA journal_mode = WAL")


def create_in_memory(settings: Settings) -> sqlite3.Connection:
    """An empty archive without a file."""
    db = sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False)
    _fill(db, settings)
    return db


def _fill(db: sqlite3.Connection, settings: Settings) -> None:
    db.execute("PRAGMA page_size = 8192")
    db.execute(f"PRAGMA application_id = {APPLICATION}")
    db.execute(f"PRAGMA user_version = {VERSION}")
    db.executescript(_TABLES + copies.TABLE + (vectors.TABLE if settings.meaning.enabled else ""))
    rows = [(name, json.dumps(value)) for name, value in settings.values().items()]
    db.executemany("INSERT INTO setting VALUES (?, ?)", rows)
    db.execute("INSERT INTO setting VALUES ('signature', ?)", (json.dumps(settings.signature),))


def _remove_part(part: Path) -> None:
    for end in ("", "-journal", "-wal", "-shm"):
        with suppress(OSError):
            os.unlink(f"{part}{end}")


def _remove_leftovers(path: Path) -> None:
    """Remove the partial files that killed processes left for an archive of this name."""
    named = re.compile(rf"(\.{re.escape(path.name[:80])}-(?:(\d+)-)?[0-9a-f]{{8}}\.part)(?:-journal|-wal|-shm)?")
    for entry in sorted(os.listdir(path.parent)):
        if (match := named.fullmatch(entry)) and not _is_written(path.with_name(entry), match[2]):
            _remove_part(path.with_name(match[1]))


def _is_written(part: Path, pid: str | None) -> bool:
    """Whether a process may still write to a partial file: its process runs, or the file is not a minute old."""
    if pid:
        try:
            os.kill(int(pid), 0)
        except (ProcessLookupError, OverflowError):
            return False
        except OSError:
            return True
        return True
    try:
        return time.time() - part.stat().st_mtime < _FRESH
    except OSError:
        return True


def connect_file(path: Path, *, writing: bool, wait: float) -> sqlite3.Connection:
    """Open an archive.

    Raises:
        InputError: there is no such file.
        ArchiveError: it is not an archive, or cannot be opened.
    """
    _require_ours(path, writing)
    with translate_errors(path):
        db = _open_database(path, writing, wait)
        try:
            _require_tables(path, db)
        except BaseException:
            db.close()
            raise
        return db


def read_settings(db: sqlite3.Connection, path: Path) -> Settings:
    """The settings that an archive was made with.

    Raises:
        ArchiveError: this version would give them other scores.
    """
    stored = {name: json.loads(value) for name, value in db.execute("SELECT name, value FROM setting")}
    signature = stored.pop("signature", None)
    names = Settings().values()
    try:
        settings = Settings().with_constants({name: value for name, value in stored.items() if name in names})
    except DupdetectError as error:
        raise ArchiveError(f"{path}: its settings cannot be read ({error}); make the archive anew") from error
    if settings.signature != signature:
        advice = "use the version that made it, or make the archive anew"
        raise ArchiveError(f"{path}: made by another version, whose scores differ; {advice}")
    return settings


@contextmanager
def translate_errors(path: Path) -> Iterator[None]:
    """Raise errors of SQLite and the system, and of values that only a damaged file holds, as an ArchiveError."""
    try:
        yield
    except (sqlite3.Error, OSError, OverflowError) as error:
        raise ArchiveError(f"{path}: {_describe_error(str(error), error)}") from error
    except (ValueError, TypeError, LookupError, AttributeError, ArithmeticError, MemoryError, zlib.error) as error:
        raise ArchiveError(f"{path}: {_DAMAGED}") from error


def _describe_error(text: str, error: Exception) -> str:
    for sign, fault in _FAULTS.items():
        if sign in text:
            return fault
    reason = (error.strerror or text) if isinstance(error, OSError) else text
    return f"cannot be used ({reason}); check the file and its folder"


_DAMAGED = "is damaged; restore it from a copy, or make it anew with dupdetect index add"

_FAULTS = {
    "locked": "another process is writing to it; try again when that is done",
    "full": "the disk is full; nothing was changed, free some space and run the same again",
    "No space left": "the disk is full; nothing was changed, free some space and run the same again",
    "disk I/O error": "the disk cannot be read or written, or is full; free some space or check it, and run again",
    "readonly": "cannot be written to; check the permissions of the file and its folder",
    "not a database": "is not an archive; name another file",
    "malformed": _DAMAGED,
    "no such table": _DAMAGED,
    "no such column": _DAMAGED,
}


def _require_ours(path: Path, writing: bool) -> None:
    """Refuse a file that is not an archive before SQLite touches it."""
    try:
        status = path.stat()
        if path.is_dir():
            raise ArchiveError(f"{path}: is a folder, not an archive; name a file")
        if not path.is_file():
            raise ArchiveError(f"{path}: not a regular file; name an archive")
        if writing and not status.st_mode & 0o222:
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
        advice = "upgrade dupdetect" if version > VERSION else "make it anew with dupdetect index add"
        raise ArchiveError(f"{path}: an archive of version {version}, this program knows {VERSION}; {advice}")
    log = Path(f"{path}-wal")
    whole = int.from_bytes(head[16:18], "big") * int.from_bytes(head[28:32], "big")
    if status.st_size < whole and not (log.exists() and log.stat().st_size):
        raise ArchiveError(f"{path}: is cut short; restore it from a copy, or make it anew with dupdetect index add")


def _open_database(path: Path, writing: bool, wait: float) -> sqlite3.Connection:
    name = quote(os.fsencode(path.absolute()))
    try:
        return _try_open(f"file:{name}?mode={'rw' if writing else 'ro'}", wait)
    except sqlite3.OperationalError:
        if writing or os.access(path.parent, os.W_OK):
            raise
        return _try_open(f"file:{name}?immutable=1", wait)  # a read-only folder, which cannot hold SQLite's log


def _try_open(uri: str, wait: float) -> sqlite3.Connection:
    db = sqlite3.connect(uri, uri=True, timeout=wait, isolation_level=None, check_same_thread=False)
    try:
        db.execute("SELECT count(*) FROM sqlite_master").fetchone()
    except BaseException:
        db.close()
        raise
    return db


def _require_tables(path: Path, db: sqlite3.Connection) -> None:
    """Require that the file has all tables; its header was checked before."""
    names = {row[0] for row in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    missing = {"setting", "article", "run", "bucket", "removed", "copy"} - names
    if missing:
        raise ArchiveError(f"{path}: is damaged (no table {min(missing)}); restore it from a copy, or make it anew")
