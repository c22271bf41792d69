"""The tasks of a server worker: compare, scan, check, read the archive, render findings.

A request is a mapping: `task`, what it needs, and where texts are in question `texts`, each of them the fields of an
`Article` or a file: its `path` in the server's private folder, the `name` that the browser gave, `about` what is known
about it, and whether it is `ours`.
"""

from __future__ import annotations

import io
import os
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from itertools import islice
from typing import Any, TypeAlias

from dupdetect.errors import InputError
from dupdetect.pipeline import Index, Progress, assemble_findings, compare, scan, stream_articles
from dupdetect.pipeline.related import find_related
from dupdetect.records import Article, Findings, Listed, Skip
from dupdetect.records.jsonform import dumps, list_item, parse_findings
from dupdetect.report import write
from dupdetect.settings import Settings
from dupdetect.web import rendering

Request: TypeAlias = Mapping[str, Any]

_WARM_UP = ("One is here. Two are not.", "One is here. Three are there.")
"""Two texts, compared once so that compiled code is loaded before the first request."""

MEMBERS = 48
"""Most articles that are followed from one article to its family."""

_NAME = 300
"""Characters of a file's name that are kept."""


def open_runner(
    settings: Mapping[str, Any], archive: str, browsed: int, largest: int
) -> Callable[[dict[str, Any], bytes, Progress], Iterator[bytes]]:
    """The sandbox worker: runs the tasks that it receives.

    Args:
        settings, archive, browsed: as for `TaskRunner`; settings by name, those that differ from the defaults.
        largest: bytes of an answer, at most.
    """
    runner = TaskRunner(Settings().with_constants(settings), archive, browsed)
    compare(*_WARM_UP)

    def run(request: dict[str, Any], findings: bytes, progress: Progress) -> Iterator[bytes]:
        answer = runner.run({**request, "findings": findings}, progress).encode("utf-8", "backslashreplace")
        if len(answer) > largest:
            hint = "send less at once, or use the command line"
            raise InputError(f"the findings are larger than {largest:,} bytes; {hint}")
        yield answer

    return run


class TaskRunner:
    """All that the tasks share in one process.

    Args:
        settings: for comparing and scanning; an archive has its own.
        archive: the path of the archive; empty for none.
        browsed: the most articles whose families are computed on request.
    """

    def __init__(self, settings: Settings, archive: str, browsed: int) -> None:
        self._settings = settings
        self._archive = archive
        self._browsed = browsed
        self._index: Index | None = None
        self._identity: tuple[int, ...] = ()
        self._tasks: dict[str, Callable[[Request, Progress], str]] = {
            "compare": self._compare,
            "scan": self._scan,
            "check": self._check,
            "family": self._family,
            "families": self._families,
            "listing": self._listing,
            "holdings": self._holdings,
            "render": self._render,
        }

    def run(self, request: Request, progress: Progress) -> str:
        """The answer to a request.

        Raises:
            DupdetectError: it cannot be answered; the message says why.
        """
        return self._tasks[request["task"]](request, progress)

    def _open_index(self) -> Index:
        """The archive; opened again once another file has taken its place."""
        identity = _identify(self._archive)
        if self._index and identity != self._identity:
            self._index.close()
            self._index = None
        if not self._index:
            self._index, self._identity = Index.open(self._archive, writing=False), identity
        return self._index

    def _compare(self, request: Request, progress: Progress) -> str:
        articles, skipped = _read_articles(request, self._settings)
        if skipped:
            raise InputError(f"{skipped[0].path}: {skipped[0].reason}")
        if len(articles) != 2:
            raise InputError(f"{len(articles)} articles were given; compare takes two, scan takes more")
        return _to_json(
            assemble_findings(articles, [compare(articles[0], articles[1], self._settings)], (), 1, self._settings)
        )

    def _scan(self, request: Request, progress: Progress) -> str:
        """All articles with one another; or those that are ours with the others, if some are."""
        taken: set[str] = set()
        ours, unread = _read_articles(_choose(request, ours=True), self._settings, progress, taken)
        theirs, skipped = _read_articles(_choose(request, ours=False), self._settings, progress, taken)
        least = request.get("min_verdict") or self._settings.reporting.min_verdict
        settings = self._settings.updated({"reporting.min_verdict": least})
        sided = any(item.get("ours") for item in request["texts"])
        findings = scan(theirs, settings, ours=ours if sided else None, jobs=1, progress=progress)
        return _to_json(_add_skips(findings, unread + skipped))

    def _check(self, request: Request, progress: Progress) -> str:
        index = self._open_index()
        articles, skipped = _read_articles(request, index.settings, progress)
        total = len(articles)
        return _to_json(
            _add_skips(index.check_all(articles, progress=lambda _, n, __: progress("compare", n, total)), skipped)
        )

    def _family(self, request: Request, progress: Progress) -> str:
        """One article of the archive, and those that it is related to, directly or through others."""
        index = self._open_index()
        if not index.fetch_articles([request["id"]]):
            raise InputError("the archive has no such article; it may have been removed")
        return _to_json(find_related(index, [request["id"]], MEMBERS, progress))

    def _families(self, request: Request, progress: Progress) -> str:
        index = self._open_index()
        if len(index) > self._browsed:
            hint = "open one of them to see its family, or use dupdetect scan on the command line"
            raise InputError(f"the archive has {len(index):,} articles, too many to compare on request; {hint}")
        return _to_json(
            find_related(index, [article.article.id for article in index.articles()], self._browsed, progress)
        )

    def _listing(self, request: Request, progress: Progress) -> str:
        """A page of the archive's articles, by id, narrowed to those that have all words of a query."""
        index = self._open_index()
        words, many = request["query"].lower().split(), request["rows"]
        start = request["page"] * many
        matching = (article for article in index.articles() if _matches(article, words))
        page = list(islice(matching, start, start + many + 1))
        rows = [list_item(item) for item in page[:many]]
        return dumps({"rows": rows, "more": len(page) > many, "articles": len(index)})

    def _holdings(self, request: Request, progress: Progress) -> str:
        info = self._open_index().info()
        return dumps({"articles": info.articles, "words": info.words})

    def _render(self, request: Request, progress: Progress) -> str:
        """Findings that were made before, in another form; `page` is the one with the way back to the server."""
        findings = parse_findings(request["findings"])
        out = io.StringIO()
        if request["form"] == "page":
            rendering.write_result(findings, out, request["link"], request["marks"])
        else:
            write(findings, request["form"], out)
        return out.getvalue()


def _identify(path: str) -> tuple[int, ...]:
    """The identity of a file, which changes when it is replaced; empty if there is none."""
    try:
        status = os.stat(path)
    except OSError:
        return ()
    return status.st_dev, status.st_ino, status.st_mtime_ns


def _choose(request: Request, *, ours: bool) -> Request:
    """The request with the texts of one side alone."""
    return {**request, "texts": [item for item in request["texts"] if bool(item.get("ours")) is ours]}


def _read_articles(
    request: Request, settings: Settings, progress: Progress | None = None, taken: set[str] | None = None
) -> tuple[list[Article], list[Skip]]:
    """The articles of a request, and what could not be read.

    Args:
        taken: ids that are used already, to which those of the articles are added; all of them differ.
    """
    articles: list[Article] = []
    skipped: list[Skip] = []
    taken = set() if taken is None else taken
    for item in _read_all(request, settings):
        if isinstance(item, Skip):
            skipped.append(item)
            continue
        name = item.id
        for number in range(2, len(taken) + 3):
            if name not in taken:
                break
            name = f"{item.id} ({number})"
        taken.add(name)
        articles.append(replace(item, id=name))
        if progress:
            progress("read", len(articles), 0)
    return articles, skipped


def _read_all(request: Request, settings: Settings) -> Iterator[Article | Skip]:
    for item in request["texts"]:
        if "path" not in item:
            yield Article(**item)
            continue
        for read in stream_articles([item["path"]], settings.reading):
            known = {**item.get("about", {})}
            renamed = _rename(read, item["path"], item["name"][:_NAME])
            yield replace(renamed, **known) if isinstance(renamed, Article) else renamed


def _rename(item: Article | Skip, path: str, name: str) -> Article | Skip:
    """Replace our path of an uploaded file by the name that its owner knows."""
    if isinstance(item, Article):
        return replace(item, id=item.id.replace(path, name, 1))
    return Skip(item.path.replace(path, name), item.reason.replace(path, name))


def _add_skips(findings: Findings, skipped: list[Skip]) -> Findings:
    every = (*skipped, *findings.skipped)
    return replace(findings, skipped=every, counts={**findings.counts, "skipped": len(every)})


def _matches(listed: Listed, words: list[str]) -> bool:
    about = listed.article
    text = " ".join((about.id, about.title, about.source, about.author, about.published)).lower()
    return all(word in text for word in words)


def _to_json(findings: Findings) -> str:
    out = io.StringIO()
    write(findings, "json", out)
    return out.getvalue()
