"""The steps on this machine: articles in memory, threads for kernels, processes for comparisons."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import chain, islice
from types import TracebackType
from typing import TypeAlias

import numpy as np

from dupdetect import batch
from dupdetect.embedding import check_model
from dupdetect.engines.faults import PairJudge, fingerprint_articles, weakest_kept
from dupdetect.engines.local import memory
from dupdetect.engines.local.tiles import order_by_tile
from dupdetect.engines.local.wording import WorkerMap, find_common_wording, judge_again
from dupdetect.engines.vectors import TextEncoder, join_vectors
from dupdetect.families import find_families, represent_partials
from dupdetect.findings import assemble_findings
from dupdetect.kernels.compiled import compile_at_once
from dupdetect.read.sources import Progress, Sources, articles_by_id, stream_articles
from dupdetect.records import Article, Cluster, CommonPassage, Comparison, Findings, Pair, Skip, Verdict
from dupdetect.records.batches import Fingerprints, TextVectors
from dupdetect.search.arrays import ArrayPostings, join_candidates
from dupdetect.search.channels import MEANING_BIT
from dupdetect.search.neighbours import find_neighbours
from dupdetect.settings import Settings
from dupdetect.streams import cut_batches, map_ordered
from dupdetect.text import counts_alike, find_recurring_lines

_WORTH_SCREENING = 4096
"""Least pairs of a scan to screen: for fewer, compiling the kernel would take longer."""

_SCREENED = 4096
"""Pairs that are screened at once, at most."""

_SCREENED_CHARACTERS = 16_777_216
"""Characters of both texts of these pairs, at most; those in several pairs count each time."""

_PART = 256
"""Pairs that a worker compares at once."""

_MIN_PARTS = 32
"""Minimum parts to justify worker processes."""

_SMALL = 500_000
"""Code points up to which kernels run in plain Python where they have no machine code yet."""

_ENCODED = 2048
"""Articles to justify worker processes that encode them."""

_CHECKED = 10_000
"""Articles between two checks of available memory."""

Part: TypeAlias = tuple[Sequence[Pair], Mapping[str, Article]]
"""Pairs, and the articles that they name."""


@dataclass(frozen=True, slots=True)
class ReadArticles:
    """Articles by id, and what was skipped."""

    articles: Sequence[Article]
    skipped: tuple[Skip, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class PrintedArticles(ReadArticles):
    """Articles with their fingerprints and, if meaning is compared, their vectors, row by row."""

    prints: Fingerprints | None = None
    vectors: TextVectors | None = None


@dataclass(frozen=True, slots=True)
class JudgedPairs:
    """The pairs worth reporting, those that failed as skips, how many were compared, and the common wording."""

    comparisons: list[Comparison]
    skipped: list[Skip]
    compared: int
    common: tuple[CommonPassage, ...] = ()


class LocalEngine:
    """This machine.

    Args:
        jobs: threads and worker processes; None takes the number of cores, and starts processes only if there is
            enough work. Findings do not depend on it.
    """

    _compares_all = True
    """Whether any two articles may be a pair. Families can only be counted then."""

    def __init__(self, settings: Settings, progress: Progress, jobs: int | None = None) -> None:
        if settings.meaning.enabled:
            check_model(settings.meaning.model)
        self._settings = settings
        self._report = progress
        self._jobs = jobs
        self._threads = jobs or os.cpu_count() or 1
        self._judge: PairJudge | None = None

    def __enter__(self) -> LocalEngine:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        """Nothing is left open."""

    def read(self, sources: Sources) -> ReadArticles:
        """All articles, by id.

        Raises:
            InputError: a path does not exist, or the articles do not fit into memory.
            UsageError: two articles have the same id.
        """
        return self.gather(stream_articles(sources, self._settings.reading, self._jobs, report_progress=self._report))

    def gather(self, items: Iterable[Article | Skip]) -> ReadArticles:
        """All articles of a stream, by id; raises as `read`."""
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
                memory.require_memory(len(articles), characters, self._settings.fingerprinting)
            self._report("read", len(articles), 0)
        by_id = articles_by_id(articles)
        return ReadArticles([by_id[name] for name in sorted(by_id)], tuple(skipped))

    def fingerprint(self, read: ReadArticles) -> PrintedArticles:
        """The fingerprints of all articles; one that cannot be fingerprinted is skipped."""
        self._report("fingerprint", 0, len(read.articles))
        texts = [article.text for article in read.articles]
        if sum(map(len, texts)) > _SMALL:
            compile_at_once()
        prints, faults = fingerprint_articles(texts, self._settings.fingerprinting, self._threads)
        vectors = None
        if self._settings.meaning.enabled:
            vectors, blank = self._encode_texts(texts)
            faults = blank | faults
        skipped = (Skip(read.articles[row].id, reason) for row, reason in faults.items())
        return PrintedArticles(read.articles, (*read.skipped, *skipped), prints, vectors)

    def _encode_texts(self, texts: Sequence[str]) -> tuple[TextVectors, dict[int, str]]:
        """The vectors of all texts; and by row, why a text has none."""
        jobs = self._threads if len(texts) >= (_ENCODED if self._jobs is None else 2) else 1
        parts = []
        batches = cut_batches(texts, _ENCODED // _MIN_PARTS)
        for part in map_ordered(TextEncoder(self._settings), batches, jobs, processes=True):
            parts.append(part)
            self._report("encode", sum(len(done.vectors.languages) for done in parts), len(texts))
        return join_vectors(parts)

    def find_pairs(self, prints: PrintedArticles) -> Sequence[Pair]:
        """The candidate pairs, in order of their ids."""
        assert prints.prints is not None
        self._report("pair", 0, len(prints.articles))
        candidates = ArrayPostings(self._settings.pairing, self._threads).join(prints.prints)
        if prints.vectors is not None:
            near = find_neighbours(prints.vectors, self._settings.meaning, self._threads)
            candidates = join_candidates(candidates, near, MEANING_BIT)
        return candidates.name([article.id for article in prints.articles])

    def find_recurring_lines(self, prints: PrintedArticles, pairs: Sequence[Pair]) -> frozenset[str]:
        """The lines that recur in unrelated articles, among those that stand in a pair."""
        paired = {name for pair in pairs for name in (pair.a, pair.b)}
        texts = [article.text for article in prints.articles if article.id in paired]
        return find_recurring_lines(texts, self._settings.segmenting)

    def compare(self, prints: PrintedArticles, pairs: Sequence[Pair], recurring: frozenset[str]) -> JudgedPairs:
        """The pairs, judged; in worker processes where they are many."""
        judged = JudgedPairs([], [], len(pairs))
        by_id = {article.id: article for article in prints.articles}
        judge = PairJudge(self._settings, recurring, weakest_kept(self._settings) if self._compares_all else None)
        self._judge = judge
        stays = self._screen(judge, pairs, by_id) if len(pairs) >= _WORTH_SCREENING else range(len(pairs))
        done = len(pairs) - len(stays)
        kept = (pairs[place] for place in stays)
        for count, results in self._map_parts(judge, _cut_parts(kept, by_id)):
            done += count
            judged.comparisons.extend(item for item in results if isinstance(item, Comparison))
            judged.skipped.extend(item for item in results if isinstance(item, Skip))
            self._report("compare", done, len(pairs))
        return judged

    def set_common_aside(self, prints: PrintedArticles, judged: JudgedPairs, recurring: frozenset[str]) -> JudgedPairs:
        """The pairs without the wording that many families hold, and that wording."""
        if not self._compares_all or not self._settings.batch.families:
            return judged
        articles = {article.id: article for article in prints.articles}
        workers = WorkerMap(self._threads, 2 if self._jobs else _MIN_PARTS)
        judge = (self._judge or PairJudge(self._settings, recurring)).with_least(None)
        marked = find_common_wording(judged.comparisons, articles, judge.make_shingler(), self._settings, workers)
        spans = {item.id: item.spans for item in marked}
        results = list(judge_again(judged.comparisons, articles, spans, judge, workers))
        least = Verdict(self._settings.reporting.min_verdict)
        return JudgedPairs(
            [item for item in results if isinstance(item, Comparison) and item.verdict.reaches(least)],
            [*judged.skipped, *(item for item in results if isinstance(item, Skip))],
            judged.compared,
            batch.collect_passages(marked, articles, self._settings.batch.listed_words),
        )

    def _screen(self, judge: PairJudge, pairs: Sequence[Pair], articles: Mapping[str, Article]) -> Sequence[int]:
        """The places of the pairs that may be worth reporting, in order.

        It runs in this process, so that each article is prepared once; worker processes inherit what is prepared.
        """
        named = {name for pair in pairs for name in (pair.a, pair.b)}
        order = order_by_tile(pairs, [article for name, article in articles.items() if name in named])
        stays = np.zeros(len(pairs), np.bool_)
        done = 0
        rows = ((i, articles[pairs[i].a], articles[pairs[i].b]) for i in order.tolist())
        for part in cut_batches(rows, _SCREENED, _count_characters, _SCREENED_CHARACTERS):
            batch = [i for i, _, _ in part]
            stays[batch] = judge.screen([(a, b, pairs[i].channels) for i, a, b in part])
            done += len(batch) - int(stays[batch].sum())
            self._report("compare", done, len(pairs))
        places: list[int] = np.flatnonzero(stays).tolist()
        return places

    def connect(self, prints: PrintedArticles, judged: JudgedPairs) -> tuple[Cluster, ...]:
        """The families that the pairs form."""
        articles = {article.id: article for article in prints.articles}
        return find_families(judged.comparisons, Verdict(self._settings.judging.family), articles)

    def collect(self, prints: PrintedArticles, judged: JudgedPairs, families: tuple[Cluster, ...]) -> Findings:
        """The findings."""
        skipped = (*prints.skipped, *judged.skipped)
        pairs = represent_partials(judged.comparisons, families) if self._compares_all else judged.comparisons
        words = _count_words(prints)
        findings = assemble_findings(prints.articles, pairs, skipped, judged.compared, self._settings, families, words)
        return replace(findings, common=judged.common)

    def _map_parts(self, judge: PairJudge, parts: Iterator[Part]) -> Iterator[tuple[int, list[Comparison | Skip]]]:
        """The results of the parts in order; a few parts run here, because starting processes would take longer."""
        first = list(islice(parts, _MIN_PARTS))
        enough = 2 if self._jobs else _MIN_PARTS
        judge_part = partial(_judge_part, judge)
        if len(first) < enough or self._threads == 1:
            return map(judge_part, chain(first, parts))
        compile_at_once()
        # The first part runs here, so that workers find the machine code in the process that they are forked from.
        ahead = [judge_part(first[0])]
        return chain(ahead, map_ordered(judge_part, chain(first[1:], parts), self._threads, processes=True))


def open_engine(
    settings: Settings, progress: Progress, *, jobs: int | None = None, master: str | None = None
) -> LocalEngine:
    """The local engine; there is no master."""
    return LocalEngine(settings, progress, jobs)


def _count_characters(row: tuple[int, Article, Article]) -> int:
    return len(row[1].text) + len(row[2].text)


def _count_words(prints: PrintedArticles) -> dict[str, int]:
    """The words of those articles that were counted well enough for their fingerprints."""
    assert prints.prints is not None
    counted = zip(prints.articles, prints.prints.counts.tolist(), strict=True)
    return {article.id: words for article, words in counted if counts_alike(article.text, words)}


def _judge_part(judge: PairJudge, part: Part) -> tuple[int, list[Comparison | Skip]]:
    """The number of pairs of a part, and those results that are worth reporting."""
    pairs, articles = part
    results = (judge.judge(articles[pair.a], articles[pair.b], pair.channels) for pair in pairs)
    return len(pairs), [result for result in results if result is not None]


def _cut_parts(pairs: Iterable[Pair], articles: Mapping[str, Article]) -> Iterator[Part]:
    """Candidates in parts of bounded size, each with the articles that it needs."""
    for part in cut_batches(pairs, _PART):
        names = {name for pair in part for name in (pair.a, pair.b)}
        yield part, {name: articles[name] for name in names}
