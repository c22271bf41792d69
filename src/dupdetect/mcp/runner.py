"""What a worker process of the server does: it answers requests with findings, summarised.

A request names a task and what it needs. The answer to a search is its findings too, which the server keeps, so that a
client can ask about one pair or family afterwards.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from glob import escape
from itertools import islice
from typing import Any

from dupdetect.errors import InputError
from dupdetect.mcp.folders import find_links_out
from dupdetect.mcp.summaries import describe_family, explain_pair, index_articles, list_copies, list_matches
from dupdetect.pipeline import Index, Progress, compare, scan, stream_articles
from dupdetect.pipeline.related import find_related
from dupdetect.records import Article, Cluster, Findings, Skip
from dupdetect.records.jsonform import parse_findings
from dupdetect.settings import Settings

FOLLOWED = 48
"""Articles of an archive that are followed from one article to its family, at most."""

_LEADS_OUT = "a link that leads out of the folders that this server may read"

_WARM_UP = ("One is here. Two are not.", "One is here. Three are there.")
"""Two texts, compared once so that compiled code is loaded before the first request."""


def open_runner(
    settings: Mapping[str, Any], archive: str
) -> Callable[[dict[str, Any], bytes, Progress], Iterator[bytes]]:
    """The sandbox worker.

    Args:
        settings: by name, those that differ from the defaults.
        archive: the path of an archive; empty for none.
    """
    runner = Runner(Settings().with_constants(settings), archive)
    compare(*_WARM_UP)

    def run(request: dict[str, Any], data: bytes, _: Progress) -> Iterator[bytes]:
        for answer in runner.run(request, data):
            yield answer.encode("utf-8", "backslashreplace")

    return run


class Runner:
    """The tasks in one process.

    Args:
        settings: for comparing and scanning; an archive has its own.
        archive: the path of an archive; empty for none.
    """

    def __init__(self, settings: Settings, archive: str) -> None:
        self._settings = settings
        self._archive = archive
        self._tasks: dict[str, Callable[[Mapping[str, Any], bytes], Iterator[str]]] = {
            "compare": self._compare,
            "scan": self._scan,
            "check": self._check,
            "pair": self._pair,
            "family": self._family,
        }

    def run(self, request: Mapping[str, Any], data: bytes) -> Iterator[str]:
        """The answers to a request: a result, and for a search its findings after it.

        Raises:
            DupdetectError: it cannot be answered; the message says why.
        """
        return self._tasks[request["task"]](request, data)

    def _compare(self, request: Mapping[str, Any], _: bytes) -> Iterator[str]:
        a, b = (Article(name, request[name]) for name in ("a", "b"))
        yield explain_pair(compare(a, b, self._settings), {"a": a, "b": b}).model_dump_json()

    def _scan(self, request: Mapping[str, Any], _: bytes) -> Iterator[str]:
        links = [link for path in request["paths"] for link in find_links_out(path, request["roots"])]
        excluded = (*self._settings.reading.exclude, *(f"/{escape(link)}" for link in links))
        reading = {"reading.exclude": excluded, "reading.follow_links": False}  # a link to a folder may lead out, too
        changes = {"reporting.min_verdict": request["min_verdict"], **reading}
        findings = scan(request["paths"], self._settings.updated(changes), jobs=1)
        findings = replace(findings, skipped=(*findings.skipped, *(Skip(link, _LEADS_OUT) for link in links)))
        yield list_copies(findings).model_dump_json()
        yield findings.to_json()

    def _check(self, request: Mapping[str, Any], _: bytes) -> Iterator[str]:
        with self._open_archive() as index:
            article = self._read_article(request["path"]) if request["path"] else Article("text", request["text"])
            yield list_matches(index.check(article)).model_dump_json()

    def _pair(self, request: Mapping[str, Any], data: bytes) -> Iterator[str]:
        """Two articles: of findings, of the archive, or of files."""
        a, b = request["a"], request["b"]
        articles = index_articles(parse_findings(data)) if data else {}
        for pair in parse_findings(data).pairs if data else ():
            if {pair.a, pair.b} == {a, b}:
                yield explain_pair(pair, articles).model_dump_json()
                return
        both = {name: self._find_article(name, request["paths"].get(name), articles) for name in (a, b)}
        yield explain_pair(compare(both[a], both[b], self._settings), both).model_dump_json()

    def _find_article(self, name: str, path: str | None, articles: Mapping[str, Article]) -> Article:
        if name in articles and articles[name].text:
            return articles[name]
        if self._archive:
            with self._open_archive() as index:
                for article in index.fetch_articles([name]):
                    return article
        if path:
            return self._read_article(path, name)
        raise InputError(f"{name:.200}: no article of the last search or of the archive has this id")

    def _family(self, request: Mapping[str, Any], data: bytes) -> Iterator[str]:
        name = request["id"]
        findings = self._find_relatives(name) or (parse_findings(data) if data else None)
        cluster = _choose_family(findings, name) if findings else None
        if not findings or not cluster:
            raise InputError(f"{name:.200}: belongs to no family of the archive or of the last search")
        yield describe_family(cluster, findings).model_dump_json()

    def _find_relatives(self, name: str) -> Findings | None:
        """The findings among an article of the archive and its relatives; None if the archive has no such article."""
        if not self._archive:
            return None
        with self._open_archive() as index:
            if not index.fetch_articles([name]):
                return None
            return find_related(index, [name], FOLLOWED, lambda *_: None)

    def _open_archive(self) -> Index:
        if not self._archive:
            raise InputError("this server has no archive; start it with dupdetect mcp --index ARCHIVE")
        return Index.open(self._archive, writing=False)

    def _read_article(self, path: str, name: str = "") -> Article:
        items = list(islice(stream_articles([path], self._settings.reading), 2))
        if len(items) != 1:
            raise InputError(
                f"{name or path}: holds {'several articles' if items else 'no article'}; name a file of one"
            )
        if isinstance(items[0], Article):
            return replace(items[0], id=name) if name else items[0]
        raise InputError(f"{items[0].path}: {items[0].reason}")


def _choose_family(findings: Findings, name: str) -> Cluster | None:
    """The family that an article is a member of, or else one that it is attached to."""
    attached = (cluster for cluster in findings.clusters if name in {item.id for item in cluster.attached})
    members = (cluster for cluster in findings.clusters if name in cluster.articles)
    return next(members, None) or next(attached, None)
