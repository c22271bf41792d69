"""Turn whatever a caller passes as sources into one stream of articles and skips."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from reprlib import Repr
from typing import TypeAlias

from dupdetect.errors import InputError, UsageError
from dupdetect.read import read_articles
from dupdetect.read.frames import DataFrame, Frame, is_frame
from dupdetect.read.source import STDIN
from dupdetect.records import Article, Skip
from dupdetect.settings import Reading

Progress: TypeAlias = Callable[[str, int, int], None]
"""Called with a stage (read, bytes, fingerprint, pair, compare, index), the amount done, and the total, 0 if unknown.
The stage `bytes` counts bytes read from files; all others count articles or pairs."""

Sources: TypeAlias = str | Path | Mapping[str, str] | Iterable[str | Path | Article] | DataFrame


def stream_articles(
    sources: Sources,
    settings: Reading,
    jobs: int | None = None,
    *,
    bare: bool = False,
    report_progress: Progress | None = None,
) -> Iterator[Article | Skip]:
    """Yield the articles of all sources: those of a data frame; or articles passed directly, then files and folders.

    A source that gives nothing but articles is never held in memory as a whole. `jobs` and `bare` are for
    `read_articles`; `report_progress` is called with the bytes read.

    Raises:
        InputError: a path does not exist, or is a text instead of a path.
        UsageError: a source is of another type.
    """
    return (item for item, _ in locate_articles(sources, settings, jobs, bare=bare, report_progress=report_progress))


def locate_articles(
    sources: Sources,
    settings: Reading,
    jobs: int | None = None,
    *,
    bare: bool = False,
    report_progress: Progress | None = None,
) -> Iterator[tuple[Article | Skip, str]]:
    """As `stream_articles`, each with its origin: the full path of its file, and what names it inside; or empty."""
    if isinstance(sources, Mapping):
        require_texts(sources)
        yield from ((Article(name, sources[name]), "") for name in sorted(sources))
        return
    if is_frame(sources):
        yield from ((item, "") for item in Frame(sources, settings).articles())
        return
    if not isinstance(sources, Iterable) and not isinstance(sources, Path):
        raise UsageError(f"sources: {type(sources).__name__} given; {_GIVE}")
    paths: list[str | Path] = []
    for place, source in enumerate([sources] if isinstance(sources, (str, Path)) else sources):
        if isinstance(source, Article):
            require_text(f"the article {source.id!r:.100}", source.id, source.text)
            yield source, ""
        else:
            require_path(place, source)
            paths.append(source)
    if paths:
        base = _resolve_base(paths)
        for item in read_articles(
            paths, settings, jobs, _bytes_to(report_progress) if report_progress else None, bare=bare
        ):
            yield item, _find_origin(item, base)


def list_items(sources: Sources) -> list[str | Path | Article]:
    """The members of a caller's sources that are neither a mapping nor a data frame: paths and articles.

    Raises:
        UsageError: they are of another type.
    """
    if isinstance(sources, (str, Path)):
        return [sources]
    if not isinstance(sources, Iterable):
        raise UsageError(f"sources: {type(sources).__name__} given; {_GIVE}")
    return list(sources)


def find_place(article: Article, base: str) -> str:
    """Where an article was read: the full path of its file; its id if `base` is empty.

    Texts of standard input, which all have one id, are told apart by what they say.
    """
    if article.id == STDIN:
        return f"{STDIN} {hashlib.blake2b(article.text.encode('utf-8', 'surrogatepass'), digest_size=16).hexdigest()}"
    return _find_origin(article, base) if base else article.id


def find_base(sources: Sources) -> str:
    """The folder from which the ids of articles count; empty for sources that are no paths."""
    if isinstance(sources, Mapping) or is_frame(sources):
        return ""
    paths = [source for source in list_items(sources) if not isinstance(source, Article)]
    return _resolve_base(paths) if paths else ""


def _resolve_base(paths: Sequence[str | Path]) -> str:
    return os.path.realpath(paths[0] if len(paths) == 1 and os.path.isdir(paths[0]) else ".")


def _find_origin(item: Article | Skip, base: str) -> str:
    if isinstance(item, Skip) or item.id == STDIN:
        return ""
    return os.path.normpath(os.path.join(base, item.id))


def _bytes_to(report_progress: Progress) -> Callable[[int], None]:
    return lambda done: report_progress("bytes", done, 0)


def articles_by_id(articles: Mapping[str, str] | Iterable[Article]) -> dict[str, Article]:
    """Articles by their ids.

    Raises:
        UsageError: two have the same, or an id or a text is no str.
    """
    if isinstance(articles, Mapping):
        require_texts(articles)
        return {name: Article(name, articles[name]) for name in sorted(articles)}
    by_id: dict[str, Article] = {}
    for article in articles:
        if article.id in by_id:
            raise UsageError(same_id_message(article.id))
        by_id[article.id] = article
    return by_id


_BY_ID = "give texts by id, as in {'a': text}"
_GIVE = f"give files, folders, articles or a data frame, or {_BY_ID}"
"""What sources may be, as messages say it."""

_PATH_CHARACTERS, _PATH_SPACES = 255, 3
"""A string that names no file counts as a text if it has more characters than this, or this many spaces."""


def require_texts(texts: Mapping[str, str]) -> None:
    """Refuse ids and texts of other types."""
    for name, text in texts.items():
        if not (isinstance(name, str) and isinstance(text, str)):  # a message for every text would cost its share
            require_text(f"sources[{name!r:.100}]", name, text)


def require_text(where: str, name: object, text: object) -> None:
    """Refuse an id or a text of another type."""
    for what, value in (("id", name), ("text", text)):
        if not isinstance(value, str):
            raise UsageError(f"{where}: its {what} is of type {type(value).__name__}; give a str")


def require_path(place: int, item: object) -> None:
    """Refuse what is not a path, and a text passed in place of a path."""
    if not isinstance(item, (str, Path)):
        raise UsageError(f"sources[{place}]: {type(item).__name__} given; {_GIVE}")
    if _looks_like_text(str(item)):
        start = " ".join(str(item)[:_PATH_CHARACTERS].split())
        raise InputError(f"{start:.60}...: no such file or folder; strings name files: check the name, or {_BY_ID}")


def _looks_like_text(item: str) -> bool:
    long = len(item) > _PATH_CHARACTERS or "\n" in item or item.count(" ") >= _PATH_SPACES
    return long and not os.path.exists(item)


_brief = Repr()
_brief.maxstring = 200


def same_id_message(name: str) -> str:
    """The message for two articles with the same id."""
    return f"two articles have the id {_brief.repr(name)}; ids must differ"


def ignore_progress(stage: str, done: int, total: int) -> None:
    """Do nothing: the progress callback of callers that want none."""
