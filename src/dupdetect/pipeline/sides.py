"""Two sources, ours and theirs, as one stream of articles, with a note of whose each is."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from dupdetect import read
from dupdetect.errors import UsageError
from dupdetect.pipeline.archive import Index
from dupdetect.pipeline.sources import Progress, Sources
from dupdetect.records import Article, Skip
from dupdetect.settings import Reading


def check_sides(engine: str, index: Index | None) -> None:
    """Refuse, for a scan with articles of one's own, what it cannot be combined with.

    Raises:
        UsageError: the engine is Spark, or an archive is given.
    """
    if engine == "spark":
        raise UsageError("the Spark engine does not tell ours from theirs; use the local engine, or leave out ours")
    if index:
        raise UsageError("a scan with ours does not look into archives; leave out one of the two")


def stream_sides(
    theirs: Sources, ours: Sources, owned: set[str], settings: Reading, jobs: int | None, told: Progress
) -> Iterator[Article | Skip]:
    """The articles of both sides, and what was skipped; the ids of ours are added to `owned`.

    Ours are read first: a file that both sides name is ours, and is skipped among theirs.

    Raises:
        InputError: a path does not exist.
        UsageError: there is no article of ours, or an article of either side has the id of one of the other's.
    """
    (our_articles, our_paths), (their_articles, their_paths) = split_sources(ours), split_sources(theirs)
    owned.update(article.id for article in our_articles)
    yield from our_articles
    yield from _refuse_shared(their_articles, owned)
    for side, item in read.read_groups([our_paths, their_paths], settings, jobs, _report_bytes(told)):
        if side == 0 and isinstance(item, Article):
            owned.add(item.id)
        yield item
    if not owned:
        raise UsageError("ours: no article was read; name files or folders that hold your own articles")


def split_sources(sources: Sources) -> tuple[list[Article], list[str | Path]]:
    """What a caller may hand in, as articles that are there and paths still to be read."""
    if isinstance(sources, Mapping):
        return [Article(name, sources[name]) for name in sorted(sources)], []
    items = [sources] if isinstance(sources, (str, Path)) else list(sources)
    articles = [item for item in items if isinstance(item, Article)]
    return articles, [item for item in items if not isinstance(item, Article)]


def _refuse_shared(articles: list[Article], owned: set[str]) -> list[Article]:
    for article in articles:
        if article.id in owned:
            raise UsageError(f"ours and theirs both have the id {article.id!r}; ids must differ across the two")
    return articles


def _report_bytes(told: Progress) -> Callable[[int], None]:
    return lambda done: told("bytes", done, 0)
