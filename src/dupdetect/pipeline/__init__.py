"""The pipeline: the one module that knows the order of the steps.

read -> segment -> fingerprint -> pair -> align -> judge -> cluster

`comparer` has the steps from align to judge, findings those after; near and archive are the other ways to find pairs.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from dupdetect import read
from dupdetect.compare.comparer import Comparer
from dupdetect.desk.sides import pair_across
from dupdetect.engines import check_engine
from dupdetect.engines.local import memory
from dupdetect.engines.local.workers import Local
from dupdetect.errors import InputError, UsageError
from dupdetect.pipeline.archive import Index
from dupdetect.pipeline.findings import assemble_findings, join_findings
from dupdetect.pipeline.near import near_copies
from dupdetect.pipeline.sides import check_sides, stream_sides
from dupdetect.pipeline.sources import Progress, Sources, articles_by_id, ignore_progress, stream_articles
from dupdetect.records import Article, Channel, Comparison, Findings, Pair, Skip, Verdict
from dupdetect.search import fingerprint, pair
from dupdetect.settings import Settings
from dupdetect.text import find_recurring_lines, folding_table

__all__ = ["Index", "Progress", "Sources", "compare", "compare_files", "compare_many", "near_copies", "scan"]

_PART = 256
"""Pairs that a worker compares at once."""

_CHECKED = 10_000
"""Articles after which it is asked again whether memory will do."""


def compare(a: str | Article, b: str | Article, settings: Settings | None = None) -> Comparison:
    """Compare two texts.

    Args:
        a, b: a text, or an article; texts get the ids "a" and "b".
        settings: defaults when None.

    Returns:
        The evidence, and the verdict that follows from it. `compare(b, a)` mirrors it.
    """
    left = Article("a", a) if isinstance(a, str) else a
    right = Article("b", b) if isinstance(b, str) else b
    comparer = Comparer(settings or Settings())
    return comparer.compared(left, right, (Channel.ASKED,))


def compare_many(
    articles: Mapping[str, str] | Iterable[Article], pairs: Iterable[tuple[str, str]], settings: Settings | None = None
) -> Iterator[Comparison]:
    """Compare many pairs of articles, preparing each article once.

    Args:
        articles: texts by id, or articles.
        pairs: the ids of the articles to compare.
        settings: defaults when None.

    Yields:
        A comparison a pair, in the order of `pairs`.

    Raises:
        UsageError: two articles have the same id, or a pair names an article that is not there.
    """
    known = articles_by_id(articles)
    comparer = Comparer(settings or Settings())
    for a, b in pairs:
        for name in (a, b):
            if name not in known:
                message = f"no article has the id {name!r}; pairs name ids of the articles given"
                raise UsageError(message)
        yield comparer.compared(known[a], known[b], (Channel.ASKED,))


def compare_files(a: str | Path, b: str | Path, settings: Settings | None = None) -> Findings:
    """Compare two files; the findings hold their pair whatever the verdict.

    Raises:
        InputError: a file cannot be read.
    """
    settings = settings or Settings()
    left, right = read.read_article(a, settings.reading), read.read_article(b, settings.reading)
    if left.id == right.id:
        message = f"{a}: compared with itself; name two different files"
        raise InputError(message)
    comparison = Comparer(settings).compared(left, right, (Channel.ASKED,))
    return assemble_findings([left, right], [comparison], (), 1, settings)


def scan(
    sources: Sources,
    settings: Settings | None = None,
    engine: str = "local",
    *,
    ours: Sources | None = None,
    index: Index | None = None,
    jobs: int | None = None,
    master: str | None = None,
    progress: Progress | None = None,
) -> Findings:
    """Find the copies, rewrites and part-copies among articles.

    Args:
        sources: files and folders, or articles, or texts by id.
        settings: defaults when None.
        engine: where to run; "local", or "spark" for a cluster, with the same findings.
        ours: articles of one's own, whose copies are looked for among `sources`. Only pairs between the two are
            compared, and `a` is ours in each. A file that stands in both is ours.
        index: an archive, whose articles the others are compared with as well; made with the same settings.
        jobs: worker processes; None takes what is worth it. Findings do not depend on it.
        master: of the Spark cluster, such as "spark://host:7077" or "yarn"; None takes the session that is active, or
            what Spark's own configuration says. Only for that engine.
        progress: called as work goes on.

    Returns:
        Every pair of at least `reporting.min_verdict`, the families they form, and what was skipped and why.

    Raises:
        InputError: a path does not exist.
        MissingExtraError: the engine is Spark, and PySpark or Java is not there.
        UsageError: two articles have the same id, or the engine is unknown or cannot do what is asked.
    """
    check_engine(engine, jobs)
    if ours is not None:
        check_sides(engine, index)
    if engine == "spark":
        return _on_spark(sources, settings or Settings(), master, index, progress or ignore_progress)
    return _here(sources, ours, settings or Settings(), index, jobs, progress or ignore_progress)


def _here(
    sources: Sources,
    ours: Sources | None,
    settings: Settings,
    index: Index | None,
    jobs: int | None,
    told: Progress,
) -> Findings:
    owned: set[str] = set()
    items = stream_articles(sources, settings.reading, jobs, told=told)
    if ours is not None:
        items = stream_sides(sources, ours, owned, settings.reading, jobs, told)
    articles, skipped = _gathered(items, settings, told)
    if index:
        articles = index.named_apart(articles)
    # Ours come first: in groups too large to be paired each with each, the search pairs the first with all others.
    ordered = sorted(articles, key=lambda article: article.id not in owned)
    candidates = _candidates(ordered, settings, jobs or os.cpu_count() or 1, told)
    if ours is not None:
        candidates = pair_across(candidates, owned)
    by_id = {article.id: article for article in articles}
    comparisons: list[Comparison] = []
    done = 0
    paired = sorted({name for candidate in candidates for name in (candidate.a, candidate.b)})
    recurring = find_recurring_lines([by_id[name].text for name in paired], settings.segmenting)
    for part in Local(jobs).map(_Part(settings, recurring), _parts(candidates, by_id)):
        done += part.pairs
        comparisons += part.reported
        told("compare", done, len(candidates))
    found = assemble_findings(articles, comparisons, skipped, len(candidates), settings, owned)
    return join_findings(found, index.check_all(articles, progress=told), settings) if index else found


def _on_spark(
    sources: Sources, settings: Settings, master: str | None, index: Index | None, told: Progress
) -> Findings:
    if index:
        raise UsageError("the Spark engine does not look into archives; scan without one, or with the local engine")
    from dupdetect.pipeline import distributed  # PySpark is an extra

    with distributed.searched(sources, settings, master, progress=told) as search:
        return search.findings()


class _Compared:
    """What a worker gives back: how many pairs it saw, and those worth reporting."""

    def __init__(self, pairs: int, reported: list[Comparison]) -> None:
        self.pairs = pairs
        self.reported = reported


class _Part:
    """Compares a part of the candidates; can be sent to another process."""

    def __init__(self, settings: Settings, recurring: frozenset[str] = frozenset()) -> None:
        self._settings = settings
        self._recurring = recurring
        self._comparer: Comparer | None = None

    def __reduce__(self) -> tuple[type[_Part], tuple[Settings, frozenset[str]]]:
        return _Part, (self._settings, self._recurring)

    def __call__(self, part: tuple[Sequence[Pair], Mapping[str, Article]]) -> _Compared:
        pairs, articles = part
        least = Verdict(self._settings.reporting.min_verdict)
        self._comparer = comparer = self._comparer or Comparer(self._settings, self._recurring)
        made = (comparer.compared(articles[pair.a], articles[pair.b], pair.channels) for pair in pairs)
        return _Compared(len(pairs), [item for item in made if item.verdict.reaches(least)])


def _parts(
    pairs: Sequence[Pair], articles: Mapping[str, Article]
) -> Iterator[tuple[Sequence[Pair], Mapping[str, Article]]]:
    """Candidates in parts of bounded size, each with the articles that it needs."""
    for start in range(0, len(pairs), _PART):
        some = pairs[start : start + _PART]
        names = {name for item in some for name in (item.a, item.b)}
        yield some, {name: articles[name] for name in names}


def _gathered(
    items: Iterable[Article | Skip], settings: Settings, told: Progress
) -> tuple[list[Article], tuple[Skip, ...]]:
    """All articles, by id, and what was skipped."""
    articles: list[Article] = []
    skipped: list[Skip] = []
    characters = 0
    for item in items:
        if isinstance(item, Skip):
            skipped.append(item)
            continue
        articles.append(item)
        characters += len(item.text)
        if len(articles) % _CHECKED == 0:
            memory.require_memory(len(articles), characters, settings.fingerprinting)
        told("read", len(articles), 0)
    known = articles_by_id(articles)
    return [known[name] for name in sorted(known)], tuple(skipped)


def _candidates(articles: Sequence[Article], settings: Settings, jobs: int, told: Progress) -> tuple[Pair, ...]:
    told("fingerprint", 0, len(articles))
    texts = (article.text for article in articles)
    prints = fingerprint.minhash(texts, folding_table(), settings.fingerprinting, jobs)
    told("pair", 0, len(articles))
    return pair.candidates(prints, [article.id for article in articles], settings.pairing, jobs)
