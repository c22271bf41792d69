"""Articles remembered by dictionaries: the plain reading of what a store promises, to hold the archive against."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import replace
from itertools import accumulate, count

import numpy as np

from dupdetect.archive.entries import (
    ArchiveChanges,
    Entry,
    Holders,
    Known,
    Terms,
    digest_article,
    sum_terms,
)
from dupdetect.records import Article, Listed


class PlainStore:
    """A store of dictionaries."""

    def __init__(self) -> None:
        self._entries: dict[int, Entry] = {}
        self._numbers: dict[str, int] = {}
        self._holders: dict[int, dict[int, None]] = {}
        self._next = count(1)

    def find_known(self, ids: Iterable[str]) -> dict[str, Known]:
        numbers = {name: self._numbers[name] for name in ids if name in self._numbers}
        entries = {name: (number, self._entries[number]) for name, number in numbers.items()}
        return {name: Known(number, digest_article(it.article), it.origin) for name, (number, it) in entries.items()}

    def add(self, entries: Sequence[Entry], *, anew: bool = False) -> ArchiveChanges:
        added: list[str] = []
        replaced: list[str] = []
        unchanged: list[str] = []
        for entry in entries:
            name = entry.article.id
            known = self.find_known([name]).get(name)
            if known and known.digest == digest_article(entry.article) and not anew:
                unchanged.append(name)
                continue
            (added if known is None else replaced).append(name)
            self.remove([name])
            self._put(entry)
        return ArchiveChanges(tuple(added), tuple(replaced), tuple(unchanged))

    def _put(self, entry: Entry) -> None:
        number = next(self._next)
        self._numbers[entry.article.id] = number
        self._entries[number] = entry
        for term in entry.terms.tolist():
            self._holders.setdefault(term, {})[number] = None

    def remove(self, ids: Iterable[str]) -> tuple[str, ...]:
        gone = tuple(name for name in dict.fromkeys(ids) if name in self._numbers)
        for name in gone:
            number = self._numbers.pop(name)
            for term in self._entries.pop(number).terms.tolist():
                del self._holders[term][number]
        return gone

    def holders(self, terms: Terms, most: int) -> Holders:
        found = [list(self._holders.get(term, ()))[: most + 1] for term in terms.tolist()]
        starts = [0, *accumulate(map(len, found))]
        return Holders(np.array(starts, np.int64), np.array([item for some in found for item in some], np.int64))

    def articles(self, numbers: Sequence[int]) -> list[Article]:
        return [self._entries[number].article for number in numbers]

    def listing(self) -> Iterator[Listed]:
        for name in sorted(self._numbers):
            entry = self._entries[self._numbers[name]]
            yield Listed(replace(entry.article, text=""), entry.words)

    def contents(self) -> Iterator[tuple[Article, int, int]]:
        for entry in self._entries.values():
            yield entry.article, len(entry.terms), sum_terms(entry.terms)

    def snapshot(self) -> AbstractContextManager[None]:
        return nullcontext()
