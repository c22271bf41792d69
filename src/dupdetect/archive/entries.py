"""What goes into a store of articles and comes out of it, and what is checked on the way."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from dupdetect.errors import ArchiveError
from dupdetect.records import Article
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


def require_signature(name: str, stored: Settings, wanted: Settings) -> None:
    """See that two settings have one signature: what is stored carries it, and nothing is compared under another.

    Args:
        name: of what is stored.

    Raises:
        ArchiveError: they would give other scores; the message names the first setting that differs.
    """
    if stored.signature == wanted.signature:
        return
    ours, others = (dict(part.split("=", 1) for part in it.signature.split("|")[1:]) for it in (stored, wanted))
    setting = next(setting for setting, value in ours.items() if others.get(setting) != value)
    advice = "leave settings out to use those of the archive, or make another archive"
    raise ArchiveError(f"{name}: made with {setting}={ours[setting]}, not {others.get(setting)}; {advice}")


def digest_article(article: Article) -> bytes:
    """16 bytes that tell whether an article, with all that is known about it, is the same as before."""
    digest = hashlib.blake2b(digest_size=16)
    about = (article.title, article.source, article.author, article.published, article.url, *article.links)
    for part in (article.id, article.text, *about):
        data = part.encode("utf-8", "surrogatepass")
        digest.update(len(data).to_bytes(8, "big"))
        digest.update(data)
    return digest.digest()


def sum_terms(terms: Terms) -> int:
    """A sum that tells whether a set of terms is whole; fits a signed 64-bit number."""
    return int(terms.sum(dtype=np.uint64) & np.uint64(2**63 - 1))
