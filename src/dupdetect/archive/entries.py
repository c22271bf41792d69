"""The records that a store of articles takes and returns, and the checks on them."""

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
"""Bits of a term. Among a million articles one look-up in a hundred hits a hash collision, which costs one needless
comparison at most: every candidate is compared."""

Terms: TypeAlias = NDArray[np.uint64]
"""Ascending and distinct, each below 2 ** TERM_BITS."""

Numbers: TypeAlias = NDArray[np.int64]
"""Numbers that a store gave to articles, in the order of their arrival."""


@dataclass(frozen=True, slots=True, eq=False)
class Entry:
    """An article on its way into a store.

    Attributes:
        terms: the terms under which it can be found.
        words: the number of its words.
        origin: where it was read, such as the full path of its file; empty if unknown.
        language, vector: of what it means, as `TextVectors` has them; empty if meaning is not compared.
    """

    article: Article
    terms: Terms
    words: int
    origin: str = ""
    language: str = ""
    vector: bytes = b""


class Known(NamedTuple):
    """What identifies a stored article: its number, its digest, and where it was read."""

    number: int
    digest: bytes
    origin: str = ""


@dataclass(frozen=True, slots=True)
class ArchiveChanges:
    """The ids of the articles that a store was given, by what it did with them, in the order given."""

    added: tuple[str, ...] = ()
    replaced: tuple[str, ...] = ()
    unchanged: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class Holders:
    """The articles that hold each of n terms.

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
        postings: postings of all articles, including those of removed articles that are not yet deleted.
        segments: sorted runs that a look-up has to visit.
        bytes: size on disk; 0 in memory.
        removed: articles whose text is deleted, but not yet their postings.
        remembered: pairs of a checked page and an article, remembered for the ledger.
    """

    articles: int
    words: int
    postings: int
    segments: int
    bytes: int
    removed: int
    remembered: int = 0


def require_signature(name: str, stored: Settings, wanted: Settings) -> None:
    """Require that two settings have the same signature, because scores under different ones do not compare.

    Args:
        name: the name of the archive, for the message.

    Raises:
        ArchiveError: the signatures differ; the message names the first setting that differs.
    """
    if stored.signature == wanted.signature:
        return
    ours, others = stored.values(), wanted.values()
    named = {part.partition("=")[0] for it in (stored, wanted) for part in it.signature.split("|")[1:]}
    setting = next(setting for setting in ours if setting in named and others[setting] != ours[setting])
    advice = "leave settings out to use those of the archive, or make another archive"
    raise ArchiveError(f"{name}: made with {setting}={ours[setting]}, not {others[setting]}; {advice}")


def digest_article(article: Article) -> bytes:
    """A digest of 16 bytes over an article's text and metadata, which shows whether it has changed."""
    digest = hashlib.blake2b(digest_size=16)
    about = (article.title, article.source, article.author, article.published, article.url, *article.links)
    signals = (part for signal in article.signals for part in (signal.kind.value, signal.value))
    for part in (article.id, article.text, *about, *signals):
        data = part.encode("utf-8", "surrogatepass")
        digest.update(len(data).to_bytes(8, "big"))
        digest.update(data)
    return digest.digest()


def sum_terms(terms: Terms) -> int:
    """A checksum of a set of terms; fits a signed 64-bit number."""
    return int(terms.sum(dtype=np.uint64) & np.uint64(2**63 - 1))
