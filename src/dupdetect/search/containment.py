"""Short texts inside long ones: which texts hold most of the word n-grams of a reference text, exactly.

Decontamination asks this of benchmark items inside training documents. N-grams are counted, not estimated; a reference
text that is shorter than one n-gram is found only where a whole text has its words.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from dupdetect.records.batches import Folding
from dupdetect.search.fingerprint import encode_texts
from dupdetect.search.overlap import collect_shingles
from dupdetect.text import folding_table, locate_words

NGRAM_WORDS = 8
"""Words of an n-gram: fewer are met by chance, more miss items that were edited a little."""

LONGEST = 2000
"""N-grams of a reference text that is looked for inside others, at most: texts, not books."""


class Containment(NamedTuple):
    """A reference text inside another one.

    Attributes:
        reference: its number.
        share: of its distinct n-grams, those that the other text holds, 0 to 1.
    """

    reference: int
    share: float


class ReferenceNgrams:
    """The n-grams of reference texts.

    Args:
        texts: the reference texts.
        threshold: the least share of a text's n-grams, above 0 and up to 1.
    """

    def __init__(self, texts: Sequence[str], threshold: float) -> None:
        self._folding: Folding = folding_table()
        self._threshold = threshold
        sets, ends = collect_shingles(encode_texts(texts, self._folding), self._folding, NGRAM_WORDS)
        self._sizes = np.diff(ends)
        owners = np.repeat(np.arange(len(texts)), self._sizes)
        used = (self._sizes <= LONGEST)[owners]
        keys, owners = sets[: ends[-1]][used], owners[used]
        order = np.argsort(keys, kind="stable")
        self._keys, self._owners = keys[order], owners[order]

    def find(self, texts: Sequence[str]) -> list[Containment | None]:
        """For each text the reference that it holds the most of, if it holds enough; the first of equals."""
        sets, ends = collect_shingles(encode_texts(texts, self._folding), self._folding, NGRAM_WORDS)
        first = np.searchsorted(self._keys, sets[: ends[-1]], "left")
        last = np.searchsorted(self._keys, sets[: ends[-1]], "right")
        if not (last > first).any():  # as of most texts
            return [None] * len(texts)
        return [self._choose(first[a:b], last[a:b]) for a, b in pairwise(ends.tolist())]

    def _choose(self, first: NDArray[np.intp], last: NDArray[np.intp]) -> Containment | None:
        hit = last > first
        if not hit.any():
            return None
        runs = zip(first[hit].tolist(), last[hit].tolist(), strict=True)
        shared = np.bincount(np.concatenate([self._owners[a:b] for a, b in runs]))
        shares = shared / np.maximum(self._sizes[: len(shared)], 1)
        best = int(shares.argmax())
        return Containment(best, float(shares[best])) if shares[best] >= self._threshold else None


def find_run(text: str, reference: str) -> tuple[int, int]:
    """The passage of `text` that holds most n-grams of `reference`, as offsets into the untouched text.

    Between two n-grams of one passage lie at most as many words as the reference has.
    """
    words, spans = locate_words(text)
    wanted, _ = locate_words(reference)
    size = min(NGRAM_WORDS, len(wanted))
    ngrams = {tuple(wanted[at : at + size]) for at in range(len(wanted) - size + 1)}
    places = [at for at in range(len(words) - size + 1) if tuple(words[at : at + size]) in ngrams]
    if not places or not size:
        return 0, len(text)
    best = max(_cut_runs(places, len(wanted)), key=len)
    return spans[best[0]][0], spans[best[-1] + size - 1][1]


def _cut_runs(places: list[int], gap: int) -> list[list[int]]:
    """Ascending places, cut where two neighbours lie further apart than `gap`."""
    runs = [places[:1]]
    for place in places[1:]:
        if place - runs[-1][-1] > gap:
            runs.append([])
        runs[-1].append(place)
    return runs
