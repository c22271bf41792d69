"""The steps on this machine: articles in memory, threads for kernels, processes for comparisons."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Collection, Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import chain, islice
from types import TracebackType
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from dupdetect import batch
from dupdetect.compare.segments import SegmentStore
from dupdetect.embedding import check_model
from dupdetect.engines.faults import PairJudge, ScreenedPair, fingerprint_articles, map_fingerprints, weakest_kept
from dupdetect.engines.local.articles import ArticleTable, GatheredArticles
from dupdetect.engines.local.collector import return_freed_memory, spare_older_objects
from dupdetect.engines.local.comparisons import ComparisonStore, PackedComparison, pack_comparison
from dupdetect.engines.local.memory import plan_memory
from dupdetect.engines.local.tiles import cut_places, order_by_family, order_by_tile
from dupdetect.engines.local.wording import WorkerMap, find_common_wording, judge_again
from dupdetect.engines.vectors import TextEncoder, join_vectors
from dupdetect.families import count_represented, join_ties
from dupdetect.findings import compose_findings, list_article, name_articles, order_ties
from dupdetect.kernels.compiled import compile_at_once
from dupdetect.read.sources import Progress, Sources, stream_articles
from dupdetect.records import Article, Cluster, CommonPassage, Comparison, Findings, Listed, Pair, Skip, Verdict
from dupdetect.records.batches import Fingerprints, TextVectors
from dupdetect.search.arrays import ArrayPostings, NamedPairs, join_candidates
from dupdetect.search.channels import MEANING_BIT
from dupdetect.search.neighbours import find_neighbours
from dupdetect.search.partitioned import KeyShelves, PartitionedPostings
from dupdetect.settings import Settings
from dupdetect.spill.lazy import LazySequence
from dupdetect.streams import cut_batches, map_ordered
from dupdetect.text import counts_alike, find_recurring_lines

_WORTH_SCREENING = 4096
"""Least pairs of a scan to screen: for fewer, compiling the kernel would take longer."""

_SCREENED = 131_072
"""Pairs that are screened at once, at most: the arrays of their articles are put together for each batch."""

_PART = 64
"""Pairs that a worker compares at once: their results, at 20 kB each, wait in memory until they are taken."""

_WORTH_WORKERS = 8192
"""Least pairs to compare in worker processes: to start them and to take their results costs two seconds."""

_MIN_PARTS = 32
"""Minimum parts of articles to justify worker processes."""

_SMALL = 500_000
"""Code points up to which kernels run in plain Python where they have no machine code yet."""

_ENCODED = 2048
"""Articles to justify worker processes that encode them."""

Result: TypeAlias = Comparison | PackedComparison | Skip
"""What comparing a pair gives that is worth reporting."""

Part: TypeAlias = tuple[Sequence[Pair], Mapping[str, Article]]
"""Pairs, and the articles that they name."""


@dataclass(frozen=True, slots=True)
class ReadArticles:
    """Articles by id, and what was skipped."""

    articles: Sequence[Article]
    skipped: tuple[Skip, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class PrintedArticles:
    """Articles with their fingerprints and, if meaning is compared, their vectors, row by row; and what was skipped."""

    table: ArticleTable
    skipped: tuple[Skip, ...]
    prints: Fingerprints | KeyShelves
    vectors: TextVectors | None = None


@dataclass(frozen=True, slots=True, eq=False)
class JudgedPairs:
    """The pairs worth reporting, those that failed as skips, how many were compared, and the common wording."""

    comparisons: ComparisonStore
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

    _owned: Collection[str] = ()
    """The ids of the articles whose copies are looked for, in a scan of two sides."""

    def __init__(self, settings: Settings, progress: Progress, jobs: int | None = None) -> None:
        if settings.meaning.enabled:
            check_model(settings.meaning.model)
        self._settings = settings
        self._report = progress
        self._jobs = jobs
        self._threads = jobs or os.cpu_count() or 1
        self._plan = plan_memory(settings.running.memory, self._threads)
        self._judge: PairJudge | None = None

    def __enter__(self) -> LocalEngine:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        """Nothing is left open."""

    def read(self, sources: Sources) -> ReadArticles:
        """All articles, by id.

        Raises:
            InputError: a path does not exist, or the temporary folder is full.
            UsageError: two articles have the same id.
        """
        return self.gather(stream_articles(sources, self._settings.reading, self._jobs, report_progress=self._report))

    def gather(self, items: Iterable[Article | Skip]) -> ReadArticles:
        """All articles of a stream, by id; raises as `read`."""
        gathered = GatheredArticles(lambda count, size: self._plan.fits(count, size, self._settings.fingerprinting))
        skipped: list[Skip] = []
        for item in items:
            if isinstance(item, Skip):
                skipped.append(item)
                continue
            gathered.add(item)
            self._report("read", len(gathered), 0)
        return ReadArticles(gathered.sort(), tuple(skipped))

    def fingerprint(self, read: ReadArticles) -> PrintedArticles:
        """The fingerprints of all articles; one that cannot be fingerprinted is skipped."""
        self._report("fingerprint", 0, len(read.articles))
        table = ArticleTable(read.articles)
        texts = table.list_texts()
        if table.sizes.sum() > _SMALL:
            compile_at_once()
        prints, faults = self._find_keys(texts, on_disk=table.is_on_disk)
        vectors = None
        if self._settings.meaning.enabled:
            vectors, blank = self._encode_texts(texts)
            faults = blank | faults
        skipped = (Skip(table.ids[row], reason) for row, reason in faults.items())
        return PrintedArticles(table, (*read.skipped, *skipped), prints, vectors)

    def _find_keys(self, texts: Sequence[str], *, on_disk: bool) -> tuple[Fingerprints | KeyShelves, dict[int, str]]:
        """The keys of all texts; and by row, why a text has none."""
        settings = self._settings
        if not on_disk:
            return fingerprint_articles(texts, settings.fingerprinting, self._threads)
        shelves = KeyShelves(settings.fingerprinting, settings.pairing)
        faults: dict[int, str] = {}
        done = 0
        for prints, failed in map_fingerprints(texts, settings.fingerprinting, self._threads):
            faults |= {done + row: reason for row, reason in failed.items()}
            shelves.add(prints)
            done += len(prints.counts)
            self._report("fingerprint", done, len(texts))
        return shelves, faults

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
        self._report("pair", 0, len(prints.table))
        pairing = self._settings.pairing
        if isinstance(prints.prints, KeyShelves):
            candidates = PartitionedPostings(pairing, self._threads, self._plan.lists).join_shelves(prints.prints)
        else:
            candidates = ArrayPostings(pairing, self._threads).join(prints.prints)
        if prints.vectors is not None:
            near = find_neighbours(prints.vectors, self._settings.meaning, self._threads)
            candidates = join_candidates(candidates, near, MEANING_BIT)
        return candidates.name(prints.table.ids)

    def find_recurring_lines(self, prints: PrintedArticles, pairs: Sequence[Pair]) -> frozenset[str]:
        """The lines that recur in unrelated articles, among those that stand in a pair."""
        in_pairs = np.zeros(len(prints.table), np.bool_)
        in_pairs[list_rows(pairs, prints.table)] = True
        texts = prints.table.list_texts(np.flatnonzero(in_pairs).tolist())
        return find_recurring_lines(texts, self._settings.segmenting)

    def compare(self, prints: PrintedArticles, pairs: Sequence[Pair], recurring: frozenset[str]) -> JudgedPairs:
        """The pairs, judged; in worker processes where they are many."""
        with spare_older_objects():
            return self._judge_pairs(prints, pairs, recurring)

    def _judge_pairs(self, prints: PrintedArticles, pairs: Sequence[Pair], recurring: frozenset[str]) -> JudgedPairs:
        judged = JudgedPairs(ComparisonStore(self._plan.comparisons), [], len(pairs))
        by_id = prints.table.by_id
        least = weakest_kept(self._settings) if self._compares_all else None
        prepared = self._plan.count_prepared(on_disk=prints.table.is_on_disk)
        overflows = prints.table.sizes.sum() > prepared
        segments = SegmentStore(len(prints.table), prints.table.find_row) if overflows else None
        judge = self._make_judge(recurring, least, prepared, segments)
        stays = self._screen(judge, pairs, prints.table) if len(pairs) >= _WORTH_SCREENING else range(len(pairs))
        if overflows:  # workers inherit the words of all articles, but each would fill a cache of its own
            judge = judge.with_cache(self._plan.count_in_worker())
            return_freed_memory()
            stays = order_by_family(list_rows(pairs, prints.table), stays)
        self._judge = judge
        done = len(pairs) - len(stays)
        kept = (pairs[place] for place in stays)
        for count, results in self._map_parts(judge, _cut_parts(kept, by_id)):
            done += count
            for result in results:
                if isinstance(result, Skip):
                    judged.skipped.append(result)
                else:
                    judged.comparisons.append(result)
            self._report("compare", done, len(pairs))
        return judged

    def _make_judge(
        self, recurring: frozenset[str], least: Verdict | None, prepared: int, segments: SegmentStore | None = None
    ) -> PairJudge:
        return PairJudge(self._settings, recurring, least, prepared=prepared, segments=segments)

    def set_common_aside(self, prints: PrintedArticles, judged: JudgedPairs, recurring: frozenset[str]) -> JudgedPairs:
        """The pairs without the wording that many families hold, and that wording."""
        if not self._compares_all or not self._settings.batch.families:
            return judged
        with spare_older_objects():
            return self._judge_without_common(prints, judged, recurring)

    def _judge_without_common(
        self, prints: PrintedArticles, judged: JudgedPairs, recurring: frozenset[str]
    ) -> JudgedPairs:
        articles = prints.table.by_id
        workers = WorkerMap(self._plan.jobs, 2 if self._jobs else _MIN_PARTS)
        store = judged.comparisons
        judge = self._judge or self._make_judge(recurring, None, self._plan.count_in_worker())
        judge = judge.with_least(None)
        marked = find_common_wording(store.ties, articles, judge.make_shingler(), self._settings, workers)
        spans = {item.id: item.spans for item in marked}
        gone: set[int] = set()
        for number, result in judge_again(store, store.ties, articles, spans, judge, workers):
            if isinstance(result, Comparison):
                store.replace(number, result)
            else:
                gone.add(number)
                judged.skipped.extend([result] if result else ())
        least = Verdict(self._settings.reporting.min_verdict)
        store.keep([i for i, tie in enumerate(store.ties) if tie.verdict.reaches(least) and i not in gone])
        return replace(judged, common=batch.collect_passages(marked, articles, self._settings.batch.listed_words))

    def _screen(self, judge: PairJudge, pairs: Sequence[Pair], table: ArticleTable) -> Sequence[int]:
        """The places of the pairs that may be worth reporting, in order.

        It runs in this process, so that each article is prepared once; worker processes inherit what is prepared.
        """
        rows = list_rows(pairs, table)
        order = order_by_tile(rows, table.sizes, self._plan.count_prepared(on_disk=table.is_on_disk))
        stays = np.zeros(len(pairs), np.bool_)
        done = 0
        for part in cut_places(order, rows, table.sizes, _SCREENED, self._plan.screened):
            stays[part] = judge.screen(self._take_pairs(pairs, part.tolist(), table))
            done += len(part) - int(stays[part].sum())
            self._report("compare", done, len(pairs))
        places: list[int] = np.flatnonzero(stays).tolist()
        return places

    @staticmethod
    def _take_pairs(pairs: Sequence[Pair], places: Sequence[int], table: ArticleTable) -> list[ScreenedPair]:
        """Pairs with their articles; each article is taken once."""
        chosen = [pairs[place] for place in places]
        articles = {name: table.by_id[name] for pair in chosen for name in (pair.a, pair.b)}
        return [(articles[pair.a], articles[pair.b], pair.channels) for pair in chosen]

    def connect(self, prints: PrintedArticles, judged: JudgedPairs) -> tuple[Cluster, ...]:
        """The families that the pairs form."""
        return join_ties(judged.comparisons.ties, Verdict(self._settings.judging.family), prints.table.heads)

    def collect(self, prints: PrintedArticles, judged: JudgedPairs, families: tuple[Cluster, ...]) -> Findings:
        """The findings."""
        ties = judged.comparisons.ties
        stands_for = count_represented(ties, families) if self._compares_all else [1] * len(ties)
        return compose_findings(
            articles=self._list_articles(prints, name_articles(ties)),
            pairs=judged.comparisons.choose(
                order_ties(ties), lambda number, pair: replace(pair, stands_for=stands_for[number])
            ),
            clusters=families,
            skipped=(*prints.skipped, *judged.skipped),
            candidates=judged.compared,
            settings=self._settings,
            verdicts=Counter(tie.verdict for tie in ties),
            common=judged.common,
        )

    def _list_articles(self, prints: PrintedArticles, shown: Container[str]) -> Sequence[Listed]:
        """The articles by id, as findings list them."""
        table, counts = prints.table, prints.prints.counts

        def list_row(row: int) -> Listed:
            article, words = table.articles[row], int(counts[row])
            known = words if counts_alike(article.text, words) else None
            return list_article(article, known, shown, ours=article.id in self._owned)

        rows = sorted(range(len(table)), key=table.ids.__getitem__)
        listed = LazySequence(rows, list_row)
        return listed if table.is_on_disk else tuple(listed)

    def _map_parts(self, judge: PairJudge, parts: Iterator[Part]) -> Iterator[tuple[int, list[Result]]]:
        """The results of the parts in order; a few parts run here, because starting processes would take longer."""
        enough = 2 if self._jobs else _WORTH_WORKERS // _PART
        first = list(islice(parts, enough))
        judge_part = partial(_judge_part, judge)
        if len(first) < enough or self._plan.jobs == 1:
            return map(judge_part, chain(first, parts))
        compile_at_once()
        # The first part runs here, so that workers find the machine code in the process that they are forked from.
        ahead = [judge_part(first[0])]
        pack_part = partial(_pack_part, judge)
        return chain(ahead, map_ordered(pack_part, chain(first[1:], parts), self._plan.jobs, processes=True))


def open_engine(
    settings: Settings, progress: Progress, *, jobs: int | None = None, master: str | None = None
) -> LocalEngine:
    """The local engine; there is no master."""
    return LocalEngine(settings, progress, jobs)


def list_rows(pairs: Sequence[Pair], table: ArticleTable) -> NDArray[np.int32]:
    """The rows of the two articles of each pair, n x 2."""
    if isinstance(pairs, NamedPairs):
        return pairs.candidates.list_rows()
    rows = [(table.find_row(pair.a), table.find_row(pair.b)) for pair in pairs]
    return np.array(rows, np.int32).reshape(-1, 2)


def _judge_part(judge: PairJudge, part: Part) -> tuple[int, list[Result]]:
    """The number of pairs of a part, and those results that are worth reporting."""
    pairs, articles = part
    results = (judge.judge(articles[pair.a], articles[pair.b], pair.channels) for pair in pairs)
    return len(pairs), [result for result in results if result is not None]


def _pack_part(judge: PairJudge, part: Part) -> tuple[int, list[Result]]:
    """The same in a worker process, which packs what it sends."""
    count, results = _judge_part(judge, part)
    return count, [pack_comparison(result) if isinstance(result, Comparison) else result for result in results]


def _cut_parts(pairs: Iterable[Pair], articles: Mapping[str, Article]) -> Iterator[Part]:
    """Candidates in parts of bounded size, each with the articles that it needs."""
    for part in cut_batches(pairs, _PART):
        names = {name for pair in part for name in (pair.a, pair.b)}
        yield part, {name: articles[name] for name in names}
