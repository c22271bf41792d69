"""Bring the paragraphs of two texts to one level: what stands for each other stands side by side.

The rows follow the longest chain of aligned paragraphs that runs forward in both texts; a paragraph that was moved out
of order stands in a row of its own.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from dupdetect.records import Comparison, SentencePair
from dupdetect.records.views import Level

_HARD_WRAPPED = 100
"""Code points of the longest usual line of a text whose lines were broken to a width."""

_BLANK_LINE = re.compile(r"\n[^\S\n]*\n\s*")
_LINE_END = re.compile(r"\n\s*")


def level_paragraphs(a: str, b: str, sentences: Iterable[SentencePair]) -> tuple[Level, ...]:
    """The rows of two texts; on each side they are the whole text, in order.

    Args:
        a, b: the texts.
        sentences: which of their sentences stand for each other.
    """
    starts_a, starts_b = split_paragraphs(a), split_paragraphs(b)
    rows = _group_links(_find_chain(_link_paragraphs(starts_a, starts_b, sentences)))
    edges_a, edges_b = [*starts_a, len(a)], [*starts_b, len(b)]
    return tuple(
        Level(edges_a[x], edges_a[x_end], edges_b[y], edges_b[y_end])
        for x, x_end, y, y_end in _fill_gaps(rows, len(starts_a), len(starts_b))
    )


def align_sentences(pair: Comparison) -> tuple[SentencePair, ...]:
    """The sentences of a pair that stand for each other; those that mean the same where no wording is shared."""
    if pair.sentences or pair.meaning is None:
        return pair.sentences
    return tuple(SentencePair(x.a_start, x.a_end, x.b_start, x.b_end, x.cosine) for x in pair.meaning.matches)


def split_paragraphs(text: str) -> list[int]:
    """Where the paragraphs of a text begin; a single one for a text without line ends."""
    lengths = sorted(len(line) for line in text.split("\n") if line.strip())
    wrapped = bool(lengths) and lengths[len(lengths) * 9 // 10] <= _HARD_WRAPPED
    ends = (_BLANK_LINE if wrapped else _LINE_END).finditer(text)
    return [0, *(match.end() for match in ends if 0 < match.end() < len(text) and match.start() > 0)]


def _link_paragraphs(
    starts_a: Sequence[int], starts_b: Sequence[int], sentences: Iterable[SentencePair]
) -> list[tuple[int, int]]:
    """The links of paragraphs that are the strongest for either of the two, by place in A and then in B."""
    weights: dict[tuple[int, int], int] = defaultdict(int)
    for item in sentences:
        link = bisect_right(starts_a, item.a_start) - 1, bisect_right(starts_b, item.b_start) - 1
        weights[link] += item.a_end - item.a_start
    best: list[dict[int, tuple[int, int]]] = [{}, {}]
    for link in sorted(weights, key=lambda link: (-weights[link], link)):
        for side in (0, 1):
            best[side].setdefault(link[side], link)
    return sorted({*best[0].values(), *best[1].values()})


def _find_chain(links: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """The longest run of links in which the places in B never fall (patience sorting)."""
    tails: list[int] = []
    holders: list[int] = []
    before: list[int] = []
    for place, (_, y) in enumerate(links):
        length = bisect_right(tails, y)
        before.append(holders[length - 1] if length else -1)
        tails[length:] = [y] if length == len(tails) else [y, *tails[length + 1 :]]
        holders[length:] = [place] if length == len(holders) else [place, *holders[length + 1 :]]
    chain, place = [], holders[-1] if holders else -1
    while place >= 0:
        chain.append(links[place])
        place = before[place]
    return chain[::-1]


def _group_links(chain: Sequence[tuple[int, int]]) -> list[tuple[int, int, int, int]]:
    """Rows of the links that share a paragraph, as half-open ranges of paragraphs in A and in B."""
    rows: list[tuple[int, int, int, int]] = []
    for x, y in chain:
        if rows and (x < rows[-1][1] or y < rows[-1][3]):
            rows[-1] = rows[-1][0], x + 1, rows[-1][2], y + 1
        else:
            rows.append((x, x + 1, y, y + 1))
    return rows


def _fill_gaps(
    rows: Sequence[tuple[int, int, int, int]], many_a: int, many_b: int
) -> Iterator[tuple[int, int, int, int]]:
    """The rows, and between two of them one row of the paragraphs that are in no row, on either side."""
    edges = [(0, 0, 0, 0), *rows, (many_a, many_a, many_b, many_b)]
    for (_, x, _, y), row in pairwise(edges):
        if x < row[0] or y < row[2]:
            yield x, row[0], y, row[2]
        if row[0] < row[1]:
            yield row
