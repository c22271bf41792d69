"""The batch around a checked article: the articles of an archive that hold wording of it, and how they are related.

An archive does not know the families of its articles: to compare them all as they come would make adding forty times as
slow. So they are resolved when a check needs them. The archive's postings say who holds the wording of the checked
article and of what it is related to. Of the holders of each shingle, those that tell families apart are compared with
one another; then the functions that count and mark common wording in a scan do so here.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from dupdetect import batch
from dupdetect.archive import FileStore, Holders, Terms
from dupdetect.engines.faults import PairJudge
from dupdetect.engines.local.wording import WorkerMap, count_shingles, mark_articles
from dupdetect.families import build_tie, group_stories
from dupdetect.pipeline.questions import list_wording_terms
from dupdetect.records import Article, Channel, Comparison, Verdict
from dupdetect.settings import Settings

_HOLDERS = 63
"""Holders of a shingle that are looked up, at most: as many as the archive reads at once."""

_COMPARED = 24
"""Articles around a checked one that are compared with one another, at most."""

_KIN = 3
"""Articles of the checked one's own family among them, at most. Versions of a story may be tied only through these."""

_MARKED = 256
"""Articles around a checked one that are searched for common wording, at most."""

_REMEMBERED = 8192
"""Comparisons of articles of the archive that are kept for the next check."""

HERE = WorkerMap(1, 1)
"""Everything about one article runs in this process."""

Numbered = Mapping[int, Article]
"""Articles of the archive by their numbers."""


@dataclass(frozen=True, slots=True, eq=False)
class Asked:
    """A checked article.

    Attributes:
        number: its number in the archive; 0 if it is not stored.
        wording: the terms by which others are found that hold some of its wording.
    """

    article: Article
    number: int
    wording: Terms


@dataclass(frozen=True, slots=True, eq=False)
class Surroundings:
    """What the archive says of the wording of a checked article.

    Attributes:
        articles: of the archive, those that hold frequent wording, by id.
        ties: the related pairs among those that were compared.
        common: the shingles that are common wording, ascending.
        marked: where they stand in the checked article and its sources.
    """

    articles: Mapping[str, Article]
    ties: Sequence[Comparison]
    common: batch.Hashes
    marked: Sequence[batch.MarkedArticle]


_NOTHING = Surroundings({}, (), np.empty(0, np.uint64), ())


class WordingFinder:
    """Finds the common wording of checked articles, and relates articles of the archive with one another."""

    def __init__(self, store: FileStore, settings: Settings) -> None:
        self._store = store
        self._settings = settings
        self._judge = PairJudge(settings, least=Verdict.PARTIAL)
        self._shingler = batch.Shingler(settings, frozenset())
        self._results: dict[tuple[int, int], Comparison | None] = {}

    def look_around(self, asked: Asked, related: Sequence[Comparison], sources: Numbered) -> Surroundings:
        """The common wording of a checked article and of those that it is related to.

        Args:
            related: its related pairs.
            sources: the articles of the archive in these pairs.
        """
        with self._store.snapshot():
            size = self._store.count() + (asked.number == 0)
            kin = _find_kin(asked, related, sources, Verdict(self._settings.judging.family))
            held = self._find_holders(asked, related, sources)
            apart, holders = rank_holders(
                *held, [asked.number, *kin], batch.demand_families(size, self._settings.batch)
            )
            near = self._fetch({*apart[:_COMPARED], *holders[:_MARKED]}, sources)
        if not apart:
            return _NOTHING
        ties = self.relate({number: near[number] for number in apart[:_COMPARED]} | dict(list(kin.items())[:_KIN]))
        judged = {item.id: item for item in (asked.article, *sources.values())}
        around = {item.id: item for item in near.values()}
        weighed = list(map(build_tie, (*related, *ties)))
        common, _ = count_shingles(weighed, around | judged, size, self._shingler, self._settings, HERE)
        return Surroundings(around, ties, common, self.mark(judged.values(), common))

    def mark(self, articles: Iterable[Article], common: batch.Hashes) -> list[batch.MarkedArticle]:
        """Those of the articles that hold common wording, with its places."""
        return mark_articles(articles, common, self._shingler, HERE) if len(common) else []

    def relate(self, articles: Numbered) -> list[Comparison]:
        """The related pairs among articles of the archive."""
        pairs = list(combinations(sorted(articles), 2))
        new = [pair for pair in pairs if pair not in self._results]
        asked = [(articles[a], articles[b], (Channel.PASSAGES,)) for a, b in new]
        stays = self._judge.screen(asked)
        for pair, (a, b, channels), may_match in zip(new, asked, stays, strict=True):
            result = self._judge.judge(a, b, channels) if may_match else None
            self._results[pair] = result if isinstance(result, Comparison) else None
        results = [self._results[pair] for pair in pairs]
        for pair in list(self._results)[: max(len(self._results) - _REMEMBERED, 0)]:
            del self._results[pair]
        return [result for result in results if result]

    def _find_holders(
        self, asked: Asked, related: Sequence[Comparison], sources: Numbered
    ) -> tuple[NDArray[np.bool_], Holders]:
        """The holders of each shingle of a checked article and its sources; and which of these it holds itself.

        The wording of an identical text is its own.
        """
        others = {pair.a for pair in related if pair.verdict is not Verdict.IDENTICAL}
        texts = [article.text for article in sources.values() if article.id in others]
        terms = np.unique(np.concatenate([asked.wording, *list_wording_terms(texts)]))
        return np.isin(terms, asked.wording), self._store.holders(terms, _HOLDERS)

    def _fetch(self, numbers: Iterable[int], sources: Numbered) -> dict[int, Article]:
        """The articles with these numbers; sources are there already."""
        wanted = sorted(set(numbers))
        new = [number for number in wanted if number not in sources]
        fetched = dict(zip(new, self._store.articles(new), strict=True))
        return {number: fetched.get(number) or sources[number] for number in wanted}


def _find_kin(asked: Asked, related: Sequence[Comparison], sources: Numbered, least: Verdict) -> dict[int, Article]:
    """The sources that belong to the family of the checked article, as far as its own pairs say."""
    articles = {article.id: article for article in (*sources.values(), asked.article)}
    homes = group_stories(related, least, articles)
    home = homes.get(asked.article.id)
    return {number: article for number, article in sources.items() if homes.get(article.id) == home}


def rank_holders(mine: NDArray[np.bool_], held: Holders, kin: Sequence[int], least: int) -> tuple[list[int], list[int]]:
    """The articles to compare, and all articles that hold a frequent shingle, those that matter first.

    A shingle is frequent if `least` families may hold it: the checked article with its kin is one family, and each
    other article may be one. Of the holders of a shingle, those that share least come first, because copies of one
    story share most: twice as many as families are needed are compared. The checked article's own shingles come before
    those of its sources, and rare ones before others.

    Args:
        mine: whether the checked article holds each shingle.
        held: the holders of each shingle.
        kin: the numbers of the checked article and its family.
    """
    numbers, places = held.numbers, np.repeat(np.arange(len(mine)), np.diff(held.starts))
    is_kin = np.isin(numbers, np.array(kin, np.int64))
    once = mine.copy()
    once[places[is_kin]] = True
    counts = np.bincount(places[~is_kin], minlength=len(mine)) + once
    frequent = counts[places] >= least
    numbers, places, is_kin = numbers[frequent], places[frequent], is_kin[frequent]
    _, at, shares = np.unique(numbers, return_inverse=True, return_counts=True)
    order = np.lexsort((numbers, shares[at], is_kin, places, counts[places], ~mine[places]))
    numbers, places, is_kin = numbers[order], places[order], is_kin[order]
    begins = np.diff(places, prepend=-1) != 0
    ranks = np.arange(len(places)) - np.maximum.accumulate(np.where(begins, np.arange(len(places)), 0))
    apart = numbers[(ranks < 2 * least) & ~is_kin]
    return list(dict.fromkeys(apart.tolist())), list(dict.fromkeys(numbers.tolist()))
