"""What a caller may hand in, as one stream of articles and skips."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from reprlib import Repr
from typing import TypeAlias

from dupdetect.errors import UsageError
from dupdetect.read import read_articles
from dupdetect.read.source import STDIN
from dupdetect.records import Article, Skip
from dupdetect.settings import Reading

Progress: TypeAlias = Callable[[str, int, int], None]
"""Called with a stage (read, bytes, fingerprint, pair, compare, index), how much is done, and of how much, where 0 is
unknown; `bytes` are those read from files, all other stages count articles or pairs."""

Sources: TypeAlias = "str | Path | Mapping[str, str] | Iterable[str | Path | Article]"


def stream_articles(
    sources: Sources,
    settings: Reading,
    jobs: int | None = None,
    *,
    bare: bool = False,
    told: Progress | None = None,
) -> Iterator[Article | Skip]:
    """The articles of all sources: those given as such first, then those of files and folders.

    A source that gives nothing but articles is never held in memory as a whole. `jobs` and `bare` are for
    `read_articles`, `told` hears of bytes.
    """
    return (item for item, _ in locate_articles(sources, settings, jobs, bare=bare, told=told))


def locate_articles(
    sources: Sources,
    settings: Reading,
    jobs: int | None = None,
    *,
    bare: bool = False,
    told: Progress | None = None,
) -> Iterator[tuple[Article | Skip, str]]:
    """As `stream_articles`, each with its origin: the full path of its file, and what names it inside; or empty."""
    if isinstance(sources, Mapping):
        yield from ((Article(name, sources[name]), "") for name in sorted(sources))
        return
    paths: list[str | Path] = []
    for source in [sources] if isinstance(sources, (str, Path)) else sources:
        if isinstance(source, Article):
            yield source, ""
        else:
            paths.append(source)
    if paths:
        base = os.path.realpath(paths[0] if len(paths) == 1 and os.path.isdir(paths[0]) else ".")
        for item in read_articles(paths, settings, jobs, _bytes_to(told) if told else None, bare=bare):
            yield item, _find_origin(item, base)


def _find_origin(item: Article | Skip, base: str) -> str:
    if isinstance(item, Skip) or item.id == STDIN:
        return ""
    return os.path.normpath(os.path.join(base, item.id))


def _bytes_to(told: Progress) -> Callable[[int], None]:
    return lambda done: told("bytes", done, 0)


def articles_by_id(articles: Mapping[str, str] | Iterable[Article]) -> dict[str, Article]:
    """Articles by their ids.

    Raises:
        UsageError: two have the same.
    """
    if isinstance(articles, Mapping):
        return {name: Article(name, articles[name]) for name in sorted(articles)}
    known: dict[str, Article] = {}
    for article in articles:
        if article.id in known:
            raise UsageError(same_id_message(article.id))
        known[article.id] = article
    return known


_brief = Repr()
_brief.maxstring = 200


def same_id_message(name: str) -> str:
    """The line for two articles with one id."""
    return f"two articles have the id {_brief.repr(name)}; ids must differ"


def ignore_progress(stage: str, done: int, total: int) -> None:
    """Tell nobody."""
