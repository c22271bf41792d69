"""Limit the skips listed per file: a damaged crawl or archive can have millions of bad records."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, TypeVar

from dupdetect.records import Article, Skip

SKIPS_LISTED = 20
"""Skips of one file that are listed one by one."""


Origin = TypeVar("Origin")


def bound_records(records: Iterable[Article | Skip], file: str) -> Iterator[Article | Skip]:
    """Yield `records` with the first skips of the file, then the number of the others."""
    articles = skips = 0
    for record in records:
        articles += isinstance(record, Article)
        skips += isinstance(record, Skip)
        if isinstance(record, Article) or skips <= SKIPS_LISTED:
            yield record
    if skips > SKIPS_LISTED:
        yield rest_of_skips(file, skips - SKIPS_LISTED)
    if not articles and not skips:
        yield no_article(file)


def rest_of_skips(file: str, skips: int) -> Skip:
    """The skip that stands for all others of a file beyond those listed."""
    return Skip(file, f"{skips:,} more records were not read, for such reasons as the {SKIPS_LISTED} before")


def no_article(file: str) -> Skip:
    """The reason for skipping a file without records."""
    return Skip(file, "empty: it holds no record")


def limit_skips(entries: Iterable[tuple[Origin, Article | Skip]]) -> Iterator[tuple[Origin, Article | Skip]]:
    """Yield entries with the file that holds each; per file the first skips, then the number of the others.

    The entries of a file come one after the other. A skip of the file itself is always given.
    """
    current: object = None
    skips = 0
    for origin, entry in entries:
        if origin is not current:
            yield from _tally(current, skips)
            current, skips = origin, 0
        inside = isinstance(entry, Skip) and entry.path != getattr(origin, "name", entry.path)
        skips += inside
        if not inside or skips <= SKIPS_LISTED:
            yield origin, entry
    yield from _tally(current, skips)


def _tally(origin: Any, skips: int) -> Iterator[tuple[Any, Skip]]:
    if skips > SKIPS_LISTED:
        yield origin, rest_of_skips(origin.name, skips - SKIPS_LISTED)
