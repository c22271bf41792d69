"""Postings on disk: sorted runs that are never changed, only merged into larger ones (O'Neil et al. 1996, LSM trees).

A posting packs a term and an article's number into 62 bits, term first, so a sorted run is sorted by term. The first
bits of a posting name its bucket, a row of the database with about `_BUCKET` postings. A term lies in one bucket, whose
name follows from the term, so a look-up needs no search. A posting stores only the bytes that the bucket's name does
not give, five or six of them. A term that very many articles hold is useless to a search, but it must be counted, and
may become rare again. So the first `HEAD` postings of each term lie in the bucket's head and the others in its tail,
which most look-ups do not read.
"""

from __future__ import annotations

import json
import sqlite3
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

import numpy as np
from numpy.typing import NDArray

from dupdetect.archive.entries import TERM_BITS, Numbers, Terms

NUMBER_BITS = 26
MOST_NUMBERS = 1 << NUMBER_BITS
HEAD = 64
FAN = 4
"""Runs of similar size that are merged into one. Each posting is rewritten at most log4(articles) times, and a look-up
visits at most three runs of each size."""

_BITS = TERM_BITS + NUMBER_BITS
_BUCKET = 128
_MOST_BITS = 30
_MERGED_AT_ONCE = 1 << 22
_KEPT = 1 << 22
"""Postings of the largest run that is kept in memory, 32 MiB of them; there are a dozen such runs at most."""

_TRIES = 64
"""Reading one bucket by itself costs about as much as reading so many postings in a full pass."""

_NUMBER = np.uint64(MOST_NUMBERS - 1)

Packed = NDArray[np.uint64]
"""Postings, each as term << 26 | number."""


@dataclass(frozen=True, slots=True)
class Run:
    """A sorted run: its number, the bits that name a bucket, and the number of its postings."""

    id: int
    bits: int
    postings: int

    @property
    def width(self) -> int:
        """Bytes of a posting in a bucket."""
        return -(-(_BITS - self.bits) // 8)

    @property
    def shift(self) -> np.uint64:
        return np.uint64(_BITS - self.bits)

    @property
    def size(self) -> int:
        """Runs of equal size, to a factor of `FAN`, are merged."""
        return (max(self.postings, 1).bit_length() - 1) // (FAN.bit_length() - 1)

    def row(self, bucket: int) -> int:
        return self.id << 32 | bucket


def pack_postings(terms: Sequence[Terms], numbers: Sequence[int]) -> Packed:
    """The postings of articles with these numbers, sorted."""
    owners = np.repeat(np.array(numbers, np.uint64), [len(term) for term in terms])
    packed: Packed = np.concatenate([*terms, np.empty(0, np.uint64)]) << np.uint64(NUMBER_BITS) | owners
    packed.sort(kind="stable")  # presorted stretches are merged, ten times as fast as they are sorted
    return packed


def list_runs(db: sqlite3.Connection) -> list[Run]:
    """All runs, oldest first.

    Raises:
        ValueError: a run claims impossible sizes, as in a damaged file; using them could take hours.
    """
    runs = [Run(*row) for row in db.execute("SELECT id, bits, postings FROM run ORDER BY id")]
    (size,) = db.execute("SELECT page_count * page_size FROM pragma_page_count, pragma_page_size").fetchone()
    if not all(0 < run.id < 1 << 31 and 0 < run.bits <= _MOST_BITS and 0 <= run.postings <= size for run in runs):
        raise ValueError("a run has more postings than the file has bytes")
    return runs


def add_run(db: sqlite3.Connection, postings: Packed) -> None:
    """Write sorted postings as a new run."""
    if len(postings):
        _write(db, _insert_run(db, len(postings)), postings)


def merge_similar_runs(db: sqlite3.Connection) -> bool:
    """Merge one group of runs of similar size, the smallest first; False if there is none."""
    ordered = sorted(list_runs(db), key=lambda run: (run.size, run.id))
    for _, group in groupby(ordered, key=lambda run: run.size):
        if len(same := list(group)) >= FAN:
            merge_runs(db, same)
            return True
    return False


def merge_large_runs(db: sqlite3.Connection) -> None:
    """Merge all runs that are too large to keep in memory: each of them costs a look-up as much as the largest."""
    large = [run for run in list_runs(db) if run.postings > _KEPT]
    if len(large) > 1:
        merge_runs(db, large)


def sweep_removed(db: sqlite3.Connection) -> None:
    """Merge all runs into one without the postings of removed articles, and forget the numbers of these articles."""
    if runs := list_runs(db):
        merge_runs(db, runs)
    db.execute("DELETE FROM removed")  # some of them may never have had a posting


def merge_runs(db: sqlite3.Connection, runs: Sequence[Run]) -> None:
    """Replace runs by one without the postings of removed articles, then drop these articles from `removed`.

    One range of terms after the other is read, deleted and written, so the file does not grow by a full copy.
    """
    dead = removed_numbers(db)
    total = sum(run.postings for run in runs)
    merged = _insert_run(db, total)
    parts = 1 << max(0, (total // _MERGED_AT_ONCE).bit_length())
    step = (1 << _BITS) // parts
    gone: list[Numbers] = []
    kept = 0
    for low in range(0, 1 << _BITS, step):
        part = np.concatenate([_take_range(db, run, low, low + step) for run in runs])
        part.sort(kind="stable")
        if len(dead):
            out = np.isin(_numbers(part), dead)
            gone.append(np.unique(_numbers(part[out])))
            part = part[~out]
        kept += len(part)
        _write(db, merged, part)
    for run in runs:
        db.execute("DELETE FROM bucket WHERE id BETWEEN ? AND ?", (run.row(0), run.row(0xFFFFFFFF)))
        db.execute("DELETE FROM run WHERE id = ?", (run.id,))
    db.execute("UPDATE run SET postings = ? WHERE id = ?", (kept, merged.id))
    if gone:
        numbers = np.unique(np.concatenate(gone)).tolist()
        db.executemany("DELETE FROM removed WHERE number = ?", ((number,) for number in numbers))


def removed_numbers(db: sqlite3.Connection) -> Numbers:
    """The numbers of removed articles whose postings are still there, ascending."""
    return np.array([row[0] for row in db.execute("SELECT number FROM removed ORDER BY number")], np.int64)


class Heads:
    """A cache of the heads of smaller runs, filled once a run is read often enough. Runs never change."""

    def __init__(self) -> None:
        self._asked: dict[int, int] = {}
        self._kept: dict[int, Packed] = {}

    def of(self, db: sqlite3.Connection, run: Run, terms: Terms) -> Packed:
        """Sorted postings of a run that include those of `terms`."""
        if run.id in self._kept:
            return self._kept[run.id]
        self._asked[run.id] = self._asked.get(run.id, 0) + 1
        if run.postings > _KEPT or self._asked[run.id] * len(terms) * _TRIES < run.postings:
            return _read_heads(db, run, terms)
        rows = db.execute("SELECT id, head FROM bucket WHERE id BETWEEN ? AND ?", (run.row(0), run.row(0xFFFFFFFF)))
        self._kept[run.id] = _unpack_buckets(run, rows.fetchall())
        return self._kept[run.id]

    def keep(self, present: Sequence[Run]) -> None:
        """Drop the entries of runs that no longer exist."""
        ids = {run.id for run in present}
        self._asked = {name: times for name, times in self._asked.items() if name in ids}
        self._kept = {name: postings for name, postings in self._kept.items() if name in ids}


def find_holders(db: sqlite3.Connection, heads: Heads, terms: Terms, most: int) -> tuple[NDArray[np.int64], Numbers]:
    """Places in `terms` and the articles that hold them, in order; at least `most` + 1 articles a term, if so many hold
    it."""
    dead = removed_numbers(db)
    all_runs = list_runs(db)
    heads.keep(all_runs)
    read = [heads.of(db, run, terms) for run in all_runs]
    matches = [_match_terms(postings, terms) for postings in read]
    cut = [np.flatnonzero(np.bincount(places_held, minlength=len(terms)) >= HEAD) for places_held, _ in matches]
    places, numbers = _merge_matches(matches, dead)
    scarce = np.bincount(places, minlength=len(terms)) <= most
    for run, postings, long in zip(all_runs, read, cut, strict=True):
        for place in long[scarce[long]].tolist():
            term = terms[place : place + 1]
            enough = most + 1 + len(dead) if _is_alone(run, postings, term[0]) else MOST_NUMBERS
            _, more = _match_terms(_read_tail(db, run, int(term[0]), enough), term)
            matches.append((np.full(len(more), place, np.int64), more))
    if len(matches) > len(all_runs):
        places, numbers = _merge_matches(matches, dead)
    return places, numbers


def read_all(db: sqlite3.Connection) -> Iterator[Packed]:
    """All postings, in parts of bounded size."""
    for run in list_runs(db):
        parts = 1 << max(0, (run.postings // _MERGED_AT_ONCE).bit_length())
        step = (1 << _BITS) // parts
        for low in range(0, 1 << _BITS, step):
            yield _read_range(db, run, low, low + step)


def split_postings(postings: Packed) -> tuple[NDArray[np.int64], Numbers]:
    """The upper part (terms) and the article numbers of packed postings."""
    return (postings >> np.uint64(NUMBER_BITS)).astype(np.int64), _numbers(postings)


def _numbers(postings: Packed) -> Numbers:
    return (postings & _NUMBER).astype(np.int64)


def _insert_run(db: sqlite3.Connection, postings: int) -> Run:
    bits = min(max((postings // _BUCKET).bit_length(), 1), _MOST_BITS)
    cursor = db.execute("INSERT INTO run (bits, postings) VALUES (?, ?)", (bits, postings))
    return Run(cursor.lastrowid or 0, bits, postings)


def _write(db: sqlite3.Connection, run: Run, postings: Packed) -> None:
    """Add buckets to a run; `postings` are sorted and hold whole buckets."""
    if not len(postings):
        return
    terms = postings >> np.uint64(NUMBER_BITS)
    starts = _starts(terms)
    rank = np.arange(len(terms)) - np.repeat(starts, np.diff(np.append(starts, len(terms))))
    tails = dict(_buckets(run, postings[rank >= HEAD]))
    rows = ((run.row(bucket), head, tails.get(bucket)) for bucket, head in _buckets(run, postings[rank < HEAD]))
    db.executemany("INSERT INTO bucket (id, head, tail) VALUES (?, ?, ?)", rows)


def _buckets(run: Run, postings: Packed) -> Iterator[tuple[int, bytes]]:
    """Postings cut into buckets, each posting without the bits that name its bucket."""
    names = postings >> run.shift
    starts = _starts(names)
    data = np.ascontiguousarray(postings.astype("<u8").view(np.uint8).reshape(-1, 8)[:, : run.width]).tobytes()
    bounds = (np.append(starts, len(names)) * run.width).tolist()
    for bucket, (begin, end) in zip(names[starts].tolist(), pairwise(bounds), strict=True):
        yield bucket, data[begin:end]


def _starts(ascending: Packed) -> NDArray[np.int64]:
    """Where each stretch of equal values begins."""
    return np.flatnonzero(np.concatenate([np.ones(min(len(ascending), 1), np.bool_), np.diff(ascending) != 0]))


def _unpack_buckets(run: Run, rows: Sequence[tuple[int, bytes]]) -> Packed:
    """The postings of buckets, given by row and content."""
    if not rows:
        return np.empty(0, np.uint64)
    data = np.frombuffer(b"".join(blob for _, blob in rows), np.uint8).reshape(-1, run.width)
    low = np.zeros((len(data), 8), np.uint8)
    low[:, : run.width] = data
    buckets = np.array([row & 0xFFFFFFFF for row, _ in rows], np.uint64)
    counts = [len(blob) // run.width for _, blob in rows]
    mask = (np.uint64(1) << run.shift) - np.uint64(1)
    unpacked: Packed = (low.view("<u8").ravel().astype(np.uint64) & mask) | np.repeat(buckets << run.shift, counts)
    return unpacked


def _read_heads(db: sqlite3.Connection, run: Run, terms: Terms) -> Packed:
    """The heads of all buckets that may hold one of `terms`."""
    wanted = np.unique(terms << np.uint64(NUMBER_BITS) >> run.shift).tolist()
    query = "SELECT b.id, b.head FROM json_each(?) AS one CROSS JOIN bucket AS b ON b.id = one.value"
    rows = db.execute(query, (json.dumps([run.row(bucket) for bucket in wanted]),)).fetchall()
    return _unpack_buckets(run, rows)


def _is_alone(run: Run, heads: Packed, term: np.uint64) -> bool:
    """Whether the tail of a term's bucket holds no other term; `heads` are sorted and include the bucket's head."""
    bucket = term << np.uint64(NUMBER_BITS) >> run.shift
    low, high = np.searchsorted(heads, np.array([bucket, bucket + np.uint64(1)]) << run.shift)
    _, sizes = np.unique(heads[low:high] >> np.uint64(NUMBER_BITS), return_counts=True)
    return int(np.count_nonzero(sizes >= HEAD)) == 1


def _read_tail(db: sqlite3.Connection, run: Run, term: int, most: int) -> Packed:
    """The first `most` postings of the tail of the bucket that holds a term, at least.

    The tail of the commonest terms is megabytes long.
    """
    row = run.row(term << NUMBER_BITS >> int(run.shift))
    (size,) = db.execute("SELECT length(tail) FROM bucket WHERE id = ?", (row,)).fetchone()
    if size is None:
        return np.empty(0, np.uint64)
    if size > most * run.width and sys.version_info >= (3, 11):
        with db.blobopen("bucket", "tail", row, readonly=True) as blob:
            return _unpack_buckets(run, [(row, blob.read(most * run.width))])
    return _unpack_buckets(run, db.execute("SELECT id, tail FROM bucket WHERE id = ?", (row,)).fetchall())


def _match_terms(postings: Packed, terms: Terms) -> tuple[NDArray[np.int64], Numbers]:
    """The sorted postings that match `terms`: places in `terms`, and article numbers."""
    low = np.searchsorted(postings, terms << np.uint64(NUMBER_BITS))
    high = np.searchsorted(postings, terms << np.uint64(NUMBER_BITS) | _NUMBER, side="right")
    counts = high - low
    places = np.repeat(np.arange(len(terms)), counts)
    at = np.repeat(low - np.cumsum(counts) + counts, counts) + np.arange(counts.sum())
    return places, _numbers(postings[at])


def _merge_matches(
    matches: Sequence[tuple[NDArray[np.int64], Numbers]], dead: Numbers
) -> tuple[NDArray[np.int64], Numbers]:
    """The matches of all runs, without removed articles, sorted by place and number."""
    places = np.concatenate([np.empty(0, np.int64), *(hit for hit, _ in matches)])
    numbers = np.concatenate([np.empty(0, np.int64), *(item for _, item in matches)])
    if len(dead):
        alive = ~np.isin(numbers, dead)
        places, numbers = places[alive], numbers[alive]
    return split_postings(np.sort((places << NUMBER_BITS | numbers).view(np.uint64), kind="stable"))


def _take_range(db: sqlite3.Connection, run: Run, low: int, high: int) -> Packed:
    """The postings from `low` to before `high`; deletes the buckets that lie wholly below `high`."""
    taken = _read_range(db, run, low, high)
    bounds = (run.row(low >> int(run.shift)), run.row(high >> int(run.shift)))
    db.execute("DELETE FROM bucket WHERE id >= ? AND id < ?", bounds)
    return taken


def _read_range(db: sqlite3.Connection, run: Run, low: int, high: int) -> Packed:
    """The postings from `low` to before `high`, sorted."""
    bounds = (run.row(low >> int(run.shift)), run.row((high - 1) >> int(run.shift)))
    rows = db.execute("SELECT id, head, tail FROM bucket WHERE id BETWEEN ? AND ? ORDER BY id", bounds).fetchall()
    stretch = np.concatenate([
        _unpack_buckets(run, [(row, head) for row, head, _ in rows]),
        _unpack_buckets(run, [(row, tail) for row, _, tail in rows if tail is not None]),
    ])  # fmt: skip
    stretch.sort(kind="stable")  # presorted stretches are merged, ten times as fast as they are sorted
    cut: Packed = stretch[np.searchsorted(stretch, np.uint64(low)) : np.searchsorted(stretch, np.uint64(high))]
    return cut
