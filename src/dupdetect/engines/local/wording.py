"""The common wording of a batch on this machine: shingles by workers, counted here, and the pairs judged again.

Only articles of related pairs are cut into shingles, at eight bytes a word. Results come in the order of ids, so they
depend neither on the order of the input nor on the number of workers.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from itertools import chain, islice
from typing import TypeVar

import numpy as np

from dupdetect import batch
from dupdetect.compare.comparer import CommonSpans
from dupdetect.engines.faults import PairJudge
from dupdetect.families import Tie, group_ties
from dupdetect.records import Article, Comparison, Skip, Span, Verdict
from dupdetect.settings import Settings
from dupdetect.spill.records import PackedRecords
from dupdetect.streams import cut_batches, map_ordered

Item = TypeVar("Item")
Result = TypeVar("Result")

_PART = 256
"""Articles or pairs that a worker handles at once."""

_IN_MEMORY = 67_108_864
"""Bytes of shingles that stay in memory; more go to disk."""

Weighed = tuple[Comparison, Article, Article, CommonSpans]
"""A comparison with its articles and their common wording."""


class WorkerMap:
    """Maps a function over parts of work, in worker processes if there are enough of them.

    Args:
        jobs: worker processes; 1 runs everything here.
        enough: parts from which processes pay off.
    """

    def __init__(self, jobs: int, enough: int) -> None:
        self._jobs = jobs
        self._enough = enough

    def map(self, function: Callable[[list[Item]], Result], items: Iterable[Item]) -> Iterator[Result]:
        """The results of the parts, in order."""
        parts = cut_batches(items, _PART)
        first = list(islice(parts, self._enough))
        jobs = self._jobs if len(first) >= self._enough else 1
        return map_ordered(function, chain(first, parts), jobs, processes=True)


def find_common_wording(
    ties: Sequence[Tie],
    articles: Mapping[str, Article],
    shingler: batch.Shingler,
    settings: Settings,
    workers: WorkerMap,
) -> list[batch.MarkedArticle]:
    """The articles of related pairs that hold common wording, by id, with its places.

    Args:
        ties: those of all comparisons.
        articles: all articles of the batch, by id.
    """
    common, holding = count_shingles(ties, articles, len(articles), shingler, settings, workers)
    return mark_articles((articles[name] for name in holding), common, shingler, workers)


def count_shingles(
    ties: Sequence[Tie],
    articles: Mapping[str, Article],
    size: int,
    shingler: batch.Shingler,
    settings: Settings,
    workers: WorkerMap,
) -> tuple[batch.Hashes, list[str]]:
    """The shingles that enough families of related articles hold, and the articles that hold some of them, by id.

    Args:
        ties: those of all comparisons.
        articles: by id, those of all related pairs.
        size: the number of articles of the batch.
    """
    related = [tie for tie in ties if tie.verdict > Verdict.INDEPENDENT]
    stories = group_ties(related, Verdict(settings.judging.family), articles)
    least = batch.demand_families(size, settings.batch)
    if len(set(stories.values())) < least:
        return np.empty(0, np.uint64), []
    names = sorted(stories)
    parts = workers.map(partial(_hash_part, shingler), (articles[name] for name in names))
    shingles: PackedRecords[batch.Hashes] = PackedRecords(_IN_MEMORY)
    for hashes in chain.from_iterable(parts):
        shingles.append(hashes)
    common = batch.find_common_shingles(shingles, [stories[name] for name in names], least)
    return common, [name for name, own in zip(names, shingles, strict=True) if batch.count_common(own, common)]


def mark_articles(
    articles: Iterable[Article], common: batch.Hashes, shingler: batch.Shingler, workers: WorkerMap
) -> list[batch.MarkedArticle]:
    """Those of the articles that hold common wording, in order, with its places."""
    marked = workers.map(partial(_mark_part, shingler, common), articles)
    return [item for part in marked for item in part if item.spans]


def judge_again(
    comparisons: Sequence[Comparison],
    ties: Sequence[Tie],
    articles: Mapping[str, Article],
    spans: Mapping[str, Sequence[Span]],
    judge: PairJudge,
    workers: WorkerMap,
) -> Iterator[tuple[int, Comparison | Skip | None]]:
    """The numbers of related pairs that share enough common wording, and how they are judged without it.

    Args:
        ties: the tie of each comparison.
        spans: the common wording of each article that holds some.
    """
    waiting: deque[int] = deque()

    def list_affected() -> Iterator[Weighed]:
        for number, tie in enumerate(ties):
            common = spans.get(tie.a, ()), spans.get(tie.b, ())
            item = comparisons[number] if any(common) and tie.verdict > Verdict.INDEPENDENT else None
            if item and judge.is_affected(item, common):
                waiting.append(number)
                yield item, articles[tie.a], articles[tie.b], common

    for result in chain.from_iterable(workers.map(partial(_judge_part, judge), list_affected())):
        yield waiting.popleft(), result


def _hash_part(shingler: batch.Shingler, articles: Sequence[Article]) -> list[batch.Hashes]:
    return [shingler.hash_article(article) for article in articles]


def _mark_part(
    shingler: batch.Shingler, common: batch.Hashes, articles: Sequence[Article]
) -> list[batch.MarkedArticle]:
    return [shingler.mark_article(article, common) for article in articles]


def _judge_part(judge: PairJudge, items: Sequence[Weighed]) -> list[Comparison | Skip | None]:
    return [judge.judge(a, b, item.channels, common) for item, a, b, common in items]
