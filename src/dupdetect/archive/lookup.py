"""Postings of an archive: which of its articles share enough terms with a given article.

The terms are the keys of `search.channels`, cut to `TERM_BITS`, and the rules there decide: a checked article gets the
candidates that a scan of it and the whole archive would give it. One thing differs: of a group larger than its cap, the
first holders are the candidates (`Rule.stand_ins`), because a single article has no neighbour in the group.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dupdetect.archive.entries import TERM_BITS, Numbers, Terms
from dupdetect.archive.file import FileStore
from dupdetect.records.batches import Fingerprints, TextVectors
from dupdetect.search.channels import (
    MEANING_BIT,
    RARE_KEY,
    RULES,
    Keys,
    Worths,
    count_keys,
    weigh_keys,
    widest_bound,
    write_postings,
)
from dupdetect.search.neighbours import find_nearest
from dupdetect.settings import Meaning, Pairing

MOST = 128
"""The most articles that a check compares, those that share the most terms first; this bounds its time."""


@dataclass(frozen=True, slots=True, eq=False)
class Question:
    """The terms of an article that is checked.

    Attributes:
        terms: its terms, ascending.
        rules: the rule of each term, as its place in `RULES`.
        words: the number of its words.
        wording: terms by which others are found that hold some of its wording; they propose no pair.
        meaning: the vector of what it means, in one row; None if meaning is not compared.
    """

    terms: Terms
    rules: NDArray[np.int8]
    words: int
    wording: Terms
    meaning: TextVectors | None = None

    @property
    def all_terms(self) -> Terms:
        """All terms under which the article is stored, ascending."""
        joined: Terms = np.union1d(self.terms, self.wording)
        return joined

    @property
    def language(self) -> str:
        """The language of the text, if meaning is compared."""
        return self.meaning.languages[0] if self.meaning else ""

    @property
    def vector(self) -> bytes:
        """The vector as bytes; empty if the text has none."""
        return self.meaning.values.tobytes() if self.meaning and self.meaning.values.any() else b""

    @property
    def text(self) -> Terms:
        """The terms that even a repeat of many other articles keeps; none if there are no words."""
        terms: Terms = self.terms[_REPEATS[self.rules]]
        return terms

    @property
    def others(self) -> Terms:
        """All other terms."""
        terms: Terms = self.terms[~_REPEATS[self.rules]]
        return terms


@dataclass(frozen=True, slots=True)
class Answer:
    """The articles of an archive that are worth comparing with a given one.

    Attributes:
        numbers: their numbers in the archive, those that share the most first.
        channels: the channels that found each, a bit a channel.
        more: how many others share less and are left out.
    """

    numbers: tuple[int, ...]
    channels: tuple[int, ...]
    more: int


def cut_terms(keys: Keys) -> Terms:
    """The terms of keys, ascending and distinct."""
    terms: Terms = np.unique(keys >> np.uint64(64 - TERM_BITS))
    return terms


def write_questions(
    prints: Fingerprints, wording: Sequence[Keys], pairing: Pairing, vectors: TextVectors | None = None
) -> Iterator[Question]:
    """The terms of each article of a batch; an article without words has none.

    Args:
        wording: the sampled shingles of each article.
        vectors: those of the articles, if meaning is compared.
    """
    batch = write_postings(prints, np.arange(len(prints.counts)), pairing)
    order = np.argsort(batch.owners, kind="stable")
    terms, rules = batch.keys[order] >> np.uint64(64 - TERM_BITS), batch.rules[order]
    ends = np.searchsorted(batch.owners[order], np.arange(len(prints.counts) + 1)).tolist()
    for row, words in enumerate(prints.counts.tolist()):
        own, first = np.unique(terms[ends[row] : ends[row + 1]], return_index=True)
        meaning = TextVectors(vectors.values[row : row + 1], vectors.languages[row : row + 1]) if vectors else None
        yield Question(own, rules[ends[row] : ends[row + 1]][first], words, cut_terms(wording[row]), meaning)


class ArchivePostings:
    """The postings of a store, joined with one article at a time.

    Args:
        store: call `join` inside one of its snapshots.
        meaning: how near a text must be that is found by what it means; None for the defaults.
    """

    def __init__(self, store: FileStore, pairing: Pairing, meaning: Meaning | None = None) -> None:
        self._store = store
        self._pairing = pairing
        self._meaning = meaning or Meaning()

    def join(self, articles: Question, itself: int = 0) -> Answer:
        """The articles worth comparing with the given one.

        Args:
            itself: its own number in the store; 0 if it is not stored.
        """
        names, worths = self._sum_worths(articles, itself)
        least = np.array([rule.least(self._pairing) for rule in RULES]).T
        shared = np.stack([count_keys(worths[:, i], rule, self._pairing) for i, rule in enumerate(RULES)], axis=1)
        shared = shared * (shared >= least.min(axis=0))
        sharing = np.flatnonzero(shared.any(axis=1))
        weights = (worths[sharing] * (shared[sharing] > 0) & 0xFFFFFFFF).sum(axis=1)
        best = sharing[np.argsort(-weights, kind="stable")][:MOST]
        words = np.array(self._store.words(names[best].tolist()), np.int64) + articles.words
        enough = shared[best] >= np.maximum(least[(words >= self._pairing.long_words).astype(np.intp)], 1)
        bits = (enough << np.arange(len(RULES))).sum(axis=1)
        by_number = dict(zip(names[best][bits > 0].tolist(), bits[bits > 0].tolist(), strict=True))
        for number in self._find_near(articles, itself):
            by_number[number] = by_number.get(number, 0) | MEANING_BIT
        return Answer(tuple(by_number), tuple(by_number.values()), len(sharing) - len(best))

    def _find_near(self, question: Question, itself: int) -> list[int]:
        """The numbers of the articles that are nearest to a text by what they mean."""
        if not question.vector or question.meaning is None:
            return []
        numbers, texts = self._store.vectors()
        if texts.values.shape[1] != question.meaning.values.shape[1]:
            return []  # the archive has no vectors yet
        own = np.flatnonzero(numbers == itself)
        near = find_nearest(question.meaning, texts, self._meaning, int(own[0]) if len(own) else None)
        nearest: list[int] = numbers[np.sort(near[:, 1])].tolist()
        return nearest

    def _sum_worths(self, question: Question, itself: int) -> tuple[Numbers, Worths]:
        """The articles that share a term that counts, and by rule what the terms are worth that they share."""
        held_by = self._store.holders(question.terms, widest_bound(self._pairing))
        terms, numbers = np.repeat(np.arange(len(question.terms)), np.diff(held_by.starts)), held_by.numbers
        terms, numbers = terms[numbers != itself], numbers[numbers != itself]
        holder_counts = np.bincount(terms, minlength=len(question.terms)) + 1
        rank = np.arange(len(terms)) - np.searchsorted(terms, terms)
        rules, holders = question.rules[terms], holder_counts[terms]
        caps, bounds, stand_ins = np.array(
            [(rule.cap(self._pairing), rule.bound(self._pairing), rule.stand_ins) for rule in RULES]
        ).T
        kept = (holders <= bounds[rules]) | (rank < stand_ins[rules])
        worths = np.where(stand_ins[rules] > 0, RARE_KEY, weigh_keys(holders, caps[rules]))
        names, place = np.unique(numbers[kept], return_inverse=True)
        shared = np.zeros((len(names), len(RULES)), np.int64)
        np.add.at(shared, (place, rules[kept]), worths[kept])
        return names, shared


_REPEATS = np.array([rule.repeats for rule in RULES])
