"""What every store of articles promises, so that one test suite holds for all of them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import NamedTuple, Protocol, TypeAlias

import numpy as np
from numpy.typing import NDArray

from dupdetect.errors import ArchiveError
from dupdetect.records import Article, Listed
from dupdetect.settings import Settings

TERM_BITS = 36
"""Bits of a term. Among a million articles one look-up in a hundred meets a stranger of the same term; a single
stranger costs one comparison at most, because whatever is found is compared."""

Terms: TypeAlias = NDArray[np.uint64]
"""Ascending and distinct, each below 2 ** TERM_BITS."""

Numbers: TypeAlias = NDArray[np.int64]
"""Numbers that a store gave to articles, in the order in which they came."""


@dataclass(frozen=True, slots=True, eq=False)
class Entry:
    """An article on its way into a store.

    Attributes:
        terms: what it is found by.
        words: how many it has.
        origin: where it was read, such as the full path of its file; empty when that is not known.
    """

    article: Article
    terms: Terms
    words: int
    origin: str = ""


class Known(NamedTuple):
    """What a store knows an article by: its number, its digest, and where it was read."""

    number: int
    digest: bytes
    origin: str = ""


@dataclass(frozen=True, slots=True)
class ArchiveChanges:
    """What became of articles handed to a store, by their ids, in the order given."""

    added: tuple[str, ...] = ()
    replaced: tuple[str, ...] = ()
    unchanged: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class Holders:
    """Who holds each of n terms.

    Attributes:
        starts: int64, n + 1; the holders of term i are `numbers[starts[i]:starts[i + 1]]`.
        numbers: the numbers of articles, ascending within a term.
    """

    starts: NDArray[np.int64]
    numbers: Numbers


@dataclass(frozen=True, slots=True)
class ArchiveInfo:
    """The size of a store.

    Attributes:
        articles, words: how many it holds.
        postings: terms of all articles together, those of removed articles that are not yet swept out included.
        segments: sorted runs that a look-up has to visit.
        bytes: on disk; 0 in memory.
        removed: articles whose text is gone while their postings wait to be swept out.
    """

    articles: int
    words: int
    postings: int
    segments: int
    bytes: int
    removed: int


class Store(Protocol):
    """Articles by id, and who holds which term. What a method was told is stored once it returns, wholly or not at all.

    Articles have numbers that grow in the order in which they came; a replaced article gets a new one.
    """

    @property
    def settings(self) -> Settings:
        """The settings under which the terms were made."""
        ...

    def known(self, ids: Iterable[str]) -> dict[str, Known]:
        """Those of the articles that are here."""
        ...

    def locate(self, origin: str) -> str | None:
        """The id of the article that was read there; of several the one that came first."""
        ...

    def require_settings(self, settings: Settings) -> None:
        """Raise ArchiveError unless `settings` have the signature of those under which the terms were made."""
        ...

    def add(self, entries: Sequence[Entry], *, anew: bool = False) -> ArchiveChanges:
        """Remember articles. One with a known id is replaced; if it is the same, only when `anew` asks for it."""
        ...

    def compact(self) -> None:
        """Make answers as quick as they can be; takes about as long as to write all postings once."""
        ...

    def remove(self, ids: Iterable[str]) -> tuple[str, ...]:
        """Forget articles; gives the ids of those that were here."""
        ...

    def holders(self, terms: Terms, most: int) -> Holders:
        """The holders of each term: the first `most` + 1, so that a longer list shows that there are more."""
        ...

    def articles(self, numbers: Sequence[int]) -> list[Article]:
        """The articles with these numbers, which `holders` gave in the same snapshot."""
        ...

    def words(self, numbers: Sequence[int]) -> list[int]:
        """How many words the articles with these numbers have."""
        ...

    def listing(self) -> Iterator[Listed]:
        """Every article without its text, by id."""
        ...

    def contents(self) -> Iterator[tuple[Article, int, int]]:
        """Every article with the number and the checksum of its terms, in the order in which they came."""
        ...

    def snapshot(self) -> AbstractContextManager[None]:
        """Inside it, all answers come from one moment, whatever another process writes."""
        ...

    def info(self) -> ArchiveInfo:
        """How much is here."""
        ...

    def faults(self) -> Iterator[str]:
        """What is wrong with the store itself; nothing when it is sound."""
        ...

    def close(self) -> None:
        """Let go of files; the store answers no more."""
        ...


def require_signature(name: str, stored: Settings, asked: Settings) -> None:
    """See that two settings have one signature: what is stored carries it, and nothing is compared under another.

    Args:
        name: of what is stored.

    Raises:
        ArchiveError: they would give other scores; the message names the first setting that differs.
    """
    if stored.signature == asked.signature:
        return
    ours, others = (dict(part.split("=", 1) for part in it.signature.split("|")[1:]) for it in (stored, asked))
    setting = next(setting for setting, value in ours.items() if others.get(setting) != value)
    advice = "leave settings out to use those of the archive, or make another archive"
    raise ArchiveError(f"{name}: made with {setting}={ours[setting]}, not {others.get(setting)}; {advice}")


def digest_article(article: Article) -> bytes:
    """16 bytes that tell whether an article, with all that is known about it, is the same as before."""
    made = hashlib.blake2b(digest_size=16)
    known = (article.title, article.source, article.author, article.published, article.url, *article.links)
    for part in (article.id, article.text, *known):
        data = part.encode("utf-8", "surrogatepass")
        made.update(len(data).to_bytes(8, "big"))
        made.update(data)
    return made.digest()


def sum_terms(terms: Terms) -> int:
    """A sum that tells whether a set of terms is whole; fits a signed 64-bit number."""
    return int(terms.sum(dtype=np.uint64) & np.uint64(2**63 - 1))
