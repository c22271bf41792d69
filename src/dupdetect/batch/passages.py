"""Common shingles joined to passages: each is listed once, with the articles that hold it.

Shingles form a graph: one is linked to the next if that follows it in most of the articles that hold it, and it comes
before that in most of the articles that hold that one. A passage is a path without branches in this graph, as de Bruijn
graphs give unitigs (Compeau, Pevzner & Tesler 2011). So a paragraph that every outlet ends in other words is one
passage, what a few edits change is passed over, and no article is compared with another.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

import numpy as np
from numpy.typing import NDArray

from dupdetect.batch.counting import SHINGLE, Hashes
from dupdetect.kernels import buckets
from dupdetect.records import Article, CommonPassage, Comparison, Span, Verdict
from dupdetect.records.instants import compare_instants
from dupdetect.settings import Batch

Places = NDArray[np.intp]


@dataclass(frozen=True, slots=True, eq=False)
class MarkedArticle:
    """An article and the common wording in it.

    Attributes:
        id: its id.
        spans: the stretches of its text that are common wording.
        shingles: the common shingles, in order of the text.
        places: the word at which each begins.
        starts, ends: where each begins and ends in the text.
    """

    id: str
    spans: tuple[Span, ...]
    shingles: Hashes
    places: Places
    starts: NDArray[np.int32]
    ends: NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class _Holding:
    """One article's form of a passage, as words and as offsets."""

    path: int
    article: str
    shingles: int
    words: int
    start: int
    end: int


def collect_passages(
    marked: Sequence[MarkedArticle], articles: Mapping[str, Article], least: int
) -> tuple[CommonPassage, ...]:
    """The passages of `least` words or more that common shingles form, those with most text first.

    Args:
        marked: the articles that hold common wording, in any order.
        articles: by id, with their texts and dates.
    """
    rows = sorted((item for item in marked if len(item.places)), key=lambda item: item.id)
    if not rows:
        return ()
    _, numbers = np.unique(np.concatenate([item.shingles for item in rows]), return_inverse=True)
    paths = _find_paths(numbers, np.concatenate([item.places for item in rows]), _mark_ends(rows))
    lengths = np.bincount(paths)  # by the number of the shingle that names the path
    holdings = sorted(_list_holdings(rows, numbers, paths), key=lambda item: (item.path, item.article, item.start))
    passages = []
    for path, forms in groupby(holdings, key=lambda item: item.path):
        passage = _build_passage(list(forms), int(lengths[path]), articles)
        if passage and passage.words >= least:
            passages.append(passage)
    return tuple(sorted(passages, key=_rank))


def join_passages(passages: Iterable[CommonPassage]) -> tuple[CommonPassage, ...]:
    """The passages of several findings; those of which one holds the text of another are listed once."""
    joined: list[CommonPassage] = []
    for passage in sorted(passages, key=lambda item: (-len(item.text), -len(item.articles), item.text)):
        place = next((i for i, longer in enumerate(joined) if passage.text in longer.text), None)
        if place is None:
            joined.append(passage)
        else:
            joined[place] = _join_holders(joined[place], passage)
    return tuple(sorted(joined, key=_rank))


def _join_holders(longer: CommonPassage, shorter: CommonPassage) -> CommonPassage:
    """A passage with the holders of both; which is the first is known if one of the two lists has all of them."""
    names = {*longer.articles, *shorter.articles}
    whole = next((item for item in (longer, shorter) if len(item.articles) == len(names)), None)
    first = whole.first if whole else longer.first if longer.first == shorter.first else None
    return replace(longer, articles=tuple(sorted(names)), first=first)


def _rank(passage: CommonPassage) -> tuple[int, tuple[str, ...], str]:
    """The sorting key: those with most text first."""
    return -passage.words * len(passage.articles), passage.articles, passage.text


def weighs_in(comparison: Comparison, common: tuple[Sequence[Span], Sequence[Span]], settings: Batch) -> bool:
    """Whether a pair shares enough common wording to be judged again: any, or in a long near copy more than a little.

    Args:
        common: the common wording of A and of B.
    """
    ours = [(passage.a_start, passage.a_end) for passage in comparison.passages]
    theirs = [(passage.b_start, passage.b_end) for passage in comparison.passages]
    most = _allow_share(comparison, settings)
    return any(_measure_overlap(spans, each) > most for spans, each in zip(common, (ours, theirs), strict=True))


def _allow_share(comparison: Comparison, settings: Batch) -> float:
    """The share of a pair's passages that may be common wording without effect.

    Quoted words do not count, and where they stand is not known: all common wording is taken to stand outside of them.
    """
    measures = comparison.measures
    if comparison.verdict < Verdict.NEAR_COPY or measures.shared < settings.long_copy:
        return 0.0
    return settings.negligible * measures.shared / (measures.shared + max(measures.quoted_a, measures.quoted_b))


def _measure_overlap(spans: Sequence[Span], stretches: Sequence[tuple[int, int]]) -> float:
    """The share of the characters of some stretches that spans cover."""
    covered = sum(max(0, min(span.end, end) - max(span.start, start)) for start, end in stretches for span in spans)
    return covered / max(sum(end - start for start, end in stretches), 1)


def _mark_ends(rows: Sequence[MarkedArticle]) -> NDArray[np.bool_]:
    """For all common shingles of all articles in a row: whether it is the last of its article."""
    ends = np.zeros(sum(len(item.places) for item in rows), np.bool_)
    ends[np.cumsum([len(item.places) for item in rows]) - 1] = True
    return ends


def _find_paths(numbers: Places, places: Places, ends: NDArray[np.bool_]) -> Places:
    """The path of each shingle: the smallest number of a shingle in it.

    Args:
        numbers: the shingles of all articles, in order of the texts.
        places: the word at which each begins.
        ends: whether each is the last of its article.
    """
    size = int(numbers.max()) + 1
    occurrences = np.bincount(numbers, minlength=size)
    follows = np.flatnonzero((places[1:] == places[:-1] + 1) & ~ends[:-1])
    links, counts = np.unique(numbers[follows] * size + numbers[follows + 1], return_counts=True)
    lefts, rights = links // size, links % size
    most = (2 * counts > occurrences[lefts]) & (2 * counts > occurrences[rights])
    paths: Places = buckets.components(size, lefts[most], rights[most])
    return paths


def _list_holdings(rows: Sequence[MarkedArticle], numbers: Places, paths: Places) -> Iterator[_Holding]:
    """Each article's form of each passage: from its first shingle of the path to its last."""
    start = 0
    for item in rows:
        own = paths[numbers[start : start + len(item.places)]]
        start += len(item.places)
        order = np.argsort(own, kind="stable")
        cuts = np.flatnonzero(np.diff(own[order])) + 1
        for group in np.split(order, cuts):
            first, last = int(group[0]), int(group[-1])
            yield _Holding(
                path=int(own[first]),
                article=item.id,
                shingles=len(group),
                words=int(item.places[last] - item.places[first]) + SHINGLE,
                start=int(item.starts[first]),
                end=int(item.ends[last]),
            )


def _build_passage(forms: Sequence[_Holding], shingles: int, articles: Mapping[str, Article]) -> CommonPassage | None:
    """The passage of a path, from the articles that hold half of its shingles or more."""
    holders = [form for form in forms if 2 * form.shingles >= shingles and form.words <= 2 * (shingles + SHINGLE)]
    if not holders:
        return None
    longest = max(holders, key=lambda form: (form.shingles, -form.words))
    names = tuple(form.article for form in holders)
    return CommonPassage(
        text=articles[longest.article].text[longest.start : longest.end],
        words=longest.words,
        articles=names,
        first=find_earliest([articles[name] for name in names]),
    )


def find_earliest(articles: Sequence[Article]) -> str | None:
    """The id of the article that was published before all others; None if the dates do not say so."""
    earliest = min(articles, key=lambda article: (article.published, article.id))
    before_all = all(
        other is earliest or compare_instants(earliest.published, other.published) < 0 for other in articles
    )
    return earliest.id if before_all and earliest.published else None
