"""The archive: a store in one SQLite file, for one writer and any number of readers at a time.

Every change is one transaction, and its write-ahead log is on disk when the call returns: a crash loses nothing that
was stored. Readers see a consistent snapshot; they neither wait for the writer nor delay it.
"""

from __future__ import annotations

import threading
import zlib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from types import TracebackType
from typing import Any

import numpy as np

from dupdetect.archive import copies, postings, schema, vectors
from dupdetect.archive.entries import (
    ArchiveChanges,
    ArchiveInfo,
    Entry,
    Holders,
    Known,
    Terms,
    digest_article,
    require_signature,
    sum_terms,
)
from dupdetect.archive.rows import build_article, decode_text, describe_id, encode_about, encode_text
from dupdetect.errors import ArchiveError
from dupdetect.records import Article, Listed
from dupdetect.records.ledger import RememberedCopy
from dupdetect.settings import Settings

WAIT = 60.0
"""Seconds that a writer waits for another one before it gives up."""

_IN_MEMORY = "archive in memory"
_LEVEL = 5
_SWEPT = 4
"""Delete the postings of removed articles once these are more than one in so many."""


class FileStore:
    """Articles by id, and the articles that hold each term. A change is stored as a whole when its method returns.

    Articles are numbered in the order of their arrival; a replaced article gets a new number.

    Args:
        path: the file; created if it does not exist and `writing` is set. None keeps everything in memory.
        settings: those of a new archive, or those that an existing one must have; None accepts its own.
        writing: whether articles will be added or removed.
        wait: seconds to wait for another writer.

    Raises:
        InputError: there is no such file, and `writing` is not set.
        ArchiveError: it is not an archive, is damaged, has another version or other settings, or cannot be written.
    """

    def __init__(
        self, path: str | Path | None, settings: Settings | None = None, *, writing: bool = True, wait: float = WAIT
    ) -> None:
        self.path = Path(path or _IN_MEMORY)
        first = settings or Settings.preset("archive")
        if path is None:
            self._db = schema.create_in_memory(first)
        else:
            if writing and not schema.is_there(self.path):
                schema.create_tables(self.path, first)
            self._db = schema.connect_file(self.path, writing=writing, wait=wait)
        self._lock = threading.RLock()
        self._heads = postings.Heads()
        self._vectors: tuple[tuple[int, int], vectors.StoredVectors] | None = None
        self._count: tuple[tuple[int, int], int] | None = None
        self._model = ""
        try:
            with schema.translate_errors(self.path):
                self._prepare(writing)
                self._settings = schema.read_settings(self._db, self.path)
            if settings is not None:
                self.require_settings(settings)
            self._has_vectors = vectors.has_vectors(self._db)
        except BaseException:
            self.close()
            raise

    def _prepare(self, writing: bool) -> None:
        self._db.execute("PRAGMA cache_size = -65536")
        if writing:
            self._db.execute("PRAGMA synchronous = FULL")
            self._db.execute("PRAGMA journal_size_limit = 67108864")

    def __enter__(self) -> FileStore:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Close the file; the store cannot be used afterwards."""
        self._db.close()

    @property
    def settings(self) -> Settings:
        """The settings with which the terms were computed."""
        return self._settings

    def require_settings(self, settings: Settings) -> None:
        """Raise ArchiveError unless `settings` have the signature of the archive."""
        require_signature(str(self.path), self._settings, settings)

    def locate(self, origin: str) -> str | None:
        """The id of the article that was read at `origin`; the first one if there are several."""
        query = "SELECT id FROM article WHERE origin = ? AND origin <> x'' ORDER BY number LIMIT 1"
        with self.snapshot():
            row = self._db.execute(query, (encode_text(origin),)).fetchone()
            return decode_text(row[0]) if row else None

    def find_known(self, ids: Iterable[str]) -> dict[str, Known]:
        """Those of the ids that are stored, with what identifies each."""
        with self.snapshot():
            return {name: stored for name in ids if (stored := self._find_known_id(name))}

    def add(self, entries: Sequence[Entry], *, anew: bool = False) -> ArchiveChanges:
        """Store articles. One with a stored id replaces the old article; an unchanged one only if `anew` is set."""
        added: list[str] = []
        replaced: list[str] = []
        unchanged: list[str] = []
        stored: list[tuple[int, Terms]] = []
        with self._writing():
            for entry in entries:
                stored_before = self._find_known_id(entry.article.id)
                mark = digest_article(entry.article)
                if stored_before and stored_before.digest == mark and not anew:
                    unchanged.append(entry.article.id)
                    continue
                (replaced if stored_before else added).append(entry.article.id)
                if stored_before:
                    stored = [item for item in stored if item[0] != stored_before.number]
                    self._delete_articles([stored_before.number])
                stored.append((self._insert_article(entry, mark), entry.terms))
            postings.add_run(
                self._db, postings.pack_postings([terms for _, terms in stored], [number for number, _ in stored])
            )
        self._settle()
        return ArchiveChanges(tuple(added), tuple(replaced), tuple(unchanged))

    def compact(self) -> None:
        """Merge the large runs, so that look-ups are fast; costs about one rewrite of all postings."""
        with suppress(ArchiveError), self._writing():  # as in `_settle`
            postings.merge_large_runs(self._db)

    def remove(self, ids: Iterable[str]) -> tuple[str, ...]:
        """Delete articles; returns the ids of those that were stored."""
        self._db.execute("PRAGMA secure_delete = ON")  # overwrites the removed text
        with self._writing():
            here = {name: stored for name in ids if (stored := self._find_known_id(name))}
            self._delete_articles(stored.number for stored in here.values())
            copies.delete_copies(self._db, here)
        self._settle()
        self._db.execute("PRAGMA secure_delete = OFF")
        return tuple(here)

    def remember(self, pages: Iterable[str], related: Iterable[RememberedCopy]) -> None:
        """Remember the copies that pages are, in place of all that is remembered of these pages."""
        with self._writing():
            copies.replace_copies(self._db, pages, related)

    def copies(self) -> Iterator[RememberedCopy]:
        """All that is remembered, those of a page together."""
        with self.snapshot():
            yield from copies.read_copies(self._db)

    def vectors(self) -> vectors.StoredVectors:
        """The vectors of all articles; kept until the archive changes. Call it inside a snapshot."""
        with self.snapshot():
            state = self._read_state()
            if self._vectors is None or self._vectors[0] != state:
                self._vectors = state, vectors.read_vectors(self._db)
        return self._vectors[1]

    def count(self) -> int:
        """The number of articles; counted anew once the archive has changed."""
        with self.snapshot():
            state = self._read_state()
            if self._count is None or self._count[0] != state:
                self._count = state, int(self._fetch_row("SELECT count(*) FROM article")[0])
        return self._count[1]

    def _read_state(self) -> tuple[int, int]:
        """Two numbers that change whenever this or another process changes the archive."""
        return int(self._fetch_row("PRAGMA data_version")[0]), self._db.total_changes

    def require_model(self, digest: str) -> None:
        """Require the model whose digest this is, which an archive without vectors takes as its own.

        Raises:
            ArchiveError: another model made the vectors of the archive.
        """
        with self.snapshot():
            stored = vectors.read_model(self._db)
        if stored not in (None, digest):
            advice = "use that model, or make another archive"
            raise ArchiveError(f"{self.path}: its vectors are those of the model {stored}, not {digest}; {advice}")
        self._model = digest

    def holders(self, terms: Terms, most: int) -> Holders:
        """The first `most` + 1 holders of each term; the extra one shows that there are more."""
        with self.snapshot():
            places, numbers = postings.find_holders(self._db, self._heads, terms, most)
        starts = np.searchsorted(places, np.arange(len(terms) + 1))
        kept = np.arange(len(places)) - starts[places] <= most
        ends = np.concatenate([[0], np.cumsum(np.bincount(places[kept], minlength=len(terms)))])
        return Holders(ends.astype(np.int64), numbers[kept])

    def articles(self, numbers: Sequence[int]) -> list[Article]:
        """The articles with these numbers, which `holders` returned in the same snapshot."""
        query = "SELECT id, about, text FROM article WHERE number = ?"
        with self.snapshot():
            return [self._unpack_article(*self._db.execute(query, (number,)).fetchone()) for number in numbers]

    def words(self, numbers: Sequence[int]) -> list[int]:
        """The word counts of the articles with these numbers."""
        query = "SELECT words FROM article WHERE number = ?"
        with self.snapshot():
            return [int(self._db.execute(query, (number,)).fetchone()[0]) for number in numbers]

    def listing(self) -> Iterator[Listed]:
        """Every article without its text, by id."""
        last: bytes | None = None
        query = "SELECT id, about, words FROM article WHERE ? IS NULL OR id > ? ORDER BY id LIMIT 1000"
        while True:
            with self.snapshot():
                rows = self._db.execute(query, (last, last)).fetchall()
                listed = [Listed(build_article(name, about, ""), int(words)) for name, about, words in rows]
            if not rows:
                return
            yield from listed
            last = rows[-1][0]

    def contents(self) -> Iterator[tuple[Article, int, int]]:
        """Every article with the number and the checksum of its terms, in the order of arrival."""
        last = 0
        columns = "number, id, about, text, terms, checksum"
        query = f"SELECT {columns} FROM article WHERE number > ? ORDER BY number LIMIT 1000"
        while True:
            with self.snapshot():
                rows = self._db.execute(query, (last,)).fetchall()
            if not rows:
                return
            for number, name, about, text, terms, total in rows:
                last = number
                yield self._unpack_article(name, about, text), terms, total

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        """Read one consistent state while the `with` statement lasts, whatever another process writes."""
        with self._lock, schema.translate_errors(self.path):
            outermost = not self._db.in_transaction
            if outermost:
                self._db.execute("BEGIN")
            try:
                yield
            finally:
                if outermost and self._db.in_transaction:
                    self._db.execute("COMMIT")

    def info(self) -> ArchiveInfo:
        """The size of the store."""
        with self.snapshot():
            articles, words = self._fetch_row("SELECT count(*), coalesce(sum(words), 0) FROM article")
            segments, postings_held = self._fetch_row("SELECT count(*), coalesce(sum(postings), 0) FROM run")
            (removed,) = self._fetch_row("SELECT count(*) FROM removed")
            remembered = copies.count_copies(self._db)
        size = sum(file.stat().st_size for file in (self.path, Path(f"{self.path}-wal")) if file.exists())
        return ArchiveInfo(articles, words, postings_held, segments, size, removed, remembered)

    def faults(self) -> Iterator[str]:
        """The faults of the store itself, a message each; none if it is sound."""
        with self.snapshot():
            rows = self._db.execute("PRAGMA integrity_check(5)").fetchall()
            if rows != [("ok",)]:
                yield from (f"the file is damaged: {row[0]}" for row in rows)
                return
            yield from self._wrong_articles()
            yield from self._wrong_postings()
            for _ in copies.read_copies(self._db):
                pass  # a damaged row raises an ArchiveError

    def _wrong_articles(self) -> Iterator[str]:
        for number, mark in self._db.execute("SELECT number, digest FROM article"):
            name, about, text = self._fetch_row("SELECT id, about, text FROM article WHERE number = ?", number)
            try:
                sound = digest_article(self._unpack_article(name, about, text)) == mark
            except (ArchiveError, ValueError, TypeError):
                sound = False
            if not sound:
                yield f"article {describe_id(name)} is not what was stored"

    def _wrong_postings(self) -> Iterator[str]:
        """Compare the postings of each article with the count and checksum recorded when it was stored."""
        (last,) = self._fetch_row(
            "SELECT coalesce(max(number), 0) FROM (SELECT number FROM article UNION ALL SELECT number FROM removed)"
        )
        counts, sums = np.zeros(last + 1, np.int64), np.zeros(last + 1, np.uint64)
        for part in postings.read_all(self._db):
            terms, numbers = postings.split_postings(part)
            if len(numbers) and numbers.max() > last:
                yield "postings name articles that never were"
                numbers = np.minimum(numbers, last)
            np.add.at(counts, numbers, 1)
            np.add.at(sums, numbers, terms.view(np.uint64))
        counts[postings.removed_numbers(self._db)] = 0
        for number, name, terms_held, total in self._db.execute("SELECT number, id, terms, checksum FROM article"):
            if counts[number] != terms_held or int(sums[number]) & (2**63 - 1) != total:
                yield f"article {describe_id(name)} cannot be found by all of its terms"
            counts[number] = 0
        if counts.any():
            yield f"{np.count_nonzero(counts)} articles are gone, but their postings are not"

    @contextmanager
    def _writing(self) -> Iterator[None]:
        """One transaction: committed on success, rolled back on any error."""
        with self._lock, schema.translate_errors(self.path):
            self._db.execute("BEGIN IMMEDIATE")
            try:
                yield
                self._db.execute("COMMIT")
            except BaseException:
                if self._db.in_transaction:
                    self._db.execute("ROLLBACK")
                raise

    def _settle(self) -> None:
        """Merge runs of similar size, and delete the postings of removed articles if there are many.

        This only makes look-ups faster: if the disk is full or another process writes, it is left to the next change.
        """
        with suppress(ArchiveError):
            more = True
            while more:
                with self._writing():
                    more = postings.merge_similar_runs(self._db)
            with self._writing():
                if self._needs_sweep():
                    postings.sweep_removed(self._db)

    def _needs_sweep(self) -> bool:
        (removed,) = self._fetch_row("SELECT count(*) FROM removed")
        (articles,) = self._fetch_row("SELECT count(*) FROM article")
        return bool(removed * _SWEPT > articles)

    def _insert_article(self, entry: Entry, mark: bytes) -> int:
        article = entry.article
        about = encode_about(article)
        text = zlib.compress(encode_text(article.text), _LEVEL)
        name, origin = encode_text(article.id), encode_text(entry.origin)
        row = (name, origin, mark, entry.words, len(entry.terms), sum_terms(entry.terms), about, text)
        columns = "id, origin, digest, words, terms, checksum, about, text"
        insert = f"INSERT INTO article ({columns}) VALUES (?, ?, ?, ?, ?, ?, ?, ?)"
        number = self._db.execute(insert, row).lastrowid or 0
        if number >= postings.MOST_NUMBERS:
            raise ArchiveError(f"{self.path}: has no room for more articles; make another archive")
        if entry.vector:
            vectors.write_model(self._db, self._model)
            vectors.insert_vector(self._db, number, entry.language, entry.vector)
        return number

    def _delete_articles(self, numbers: Iterable[int]) -> None:
        for number in numbers:
            self._db.execute("INSERT INTO removed SELECT number FROM article WHERE number = ? AND terms > 0", (number,))
            self._db.execute("DELETE FROM article WHERE number = ?", (number,))
            if self._has_vectors:
                vectors.delete_vector(self._db, number)

    def _find_known_id(self, name: str) -> Known | None:
        query = "SELECT number, digest, origin FROM article WHERE id = ?"
        row = self._db.execute(query, (encode_text(name),)).fetchone()
        return Known(row[0], row[1], decode_text(row[2])) if row else None

    def _fetch_row(self, query: str, *values: object) -> tuple[Any, ...]:
        row: tuple[Any, ...] = self._db.execute(query, values).fetchone()
        return row

    def _unpack_article(self, name: bytes, about: str, text: bytes) -> Article:
        try:
            return build_article(name, about, decode_text(zlib.decompress(text)))
        except (zlib.error, ValueError, TypeError) as error:
            advice = "restore it from a copy, or remove and add the article again"
            raise ArchiveError(f"{self.path}: article {describe_id(name)} is damaged; {advice}") from error
