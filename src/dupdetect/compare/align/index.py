"""What alignment needs of an article, prepared once: sentence vectors, their inversion, and sorted shingles."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dupdetect.compare.facts import Facts, compare_wholes, extract_facts, shows_case
from dupdetect.kernels import vectors
from dupdetect.kernels.resemblance import PLACES
from dupdetect.kernels.shingles import shingles
from dupdetect.records.batches import Segmented

Ints = NDArray[np.int32]
Floats = NDArray[np.float32]

SHINGLE = 5
"""Words in the shingles from which common runs grow."""

_CAPITALS = 0.3
"""Share of names and numbers above which capitals do not mark names; 98 % of the texts of ECB+ have 0.06 to 0.30."""


@dataclass(frozen=True, eq=False)
class Indexed:
    """A segmented article with its sentence vectors in compressed rows, by sentence and by stem.

    Attributes:
        segmented: the article.
        pointers: sentence i holds the stems `stems[pointers[i]:pointers[i + 1]]`, as they first stand in it, with term
            weights 1 + log(count) in `weights`.
        distinct: the distinct stems of the article, ascending.
        rows: stem `distinct[k]` stands in the sentences `holders[rows[k]:rows[k + 1]]` with weights `holder_weights`.
        hashes, places: the hashes of all shingles, ascending, and the word at which each begins.
        fact_stems: the distinct stems of names and numbers, ascending, headings set aside.
        scored: a hash of the scored words, or of the characters of a text without words; equal for the same words.
    """

    segmented: Segmented
    pointers: Ints
    stems: Ints
    weights: Floats
    distinct: Ints
    rows: Ints
    holders: Ints
    holder_weights: Floats
    hashes: NDArray[np.uint64]
    places: Ints
    fact_stems: Ints
    scored: int

    @cached_property
    def facts(self) -> Facts:
        """Its names, numbers and dates. Computed on first use, because most articles have no pair."""
        return extract_facts(self.segmented)

    @cached_property
    def has_case(self) -> bool:
        """Whether capitals mark names in it. It can be told without its facts."""
        return shows_case(self.segmented)

    @property
    def vectors(self) -> tuple[Ints, Ints, Floats, Ints, Ints, Ints, Floats]:
        """The sentence vectors by sentence and by stem, as kernels take them."""
        return self.pointers, self.stems, self.weights, self.distinct, self.rows, self.holders, self.holder_weights


class Workspace:
    """Arrays over all stems that alignment reuses from pair to pair, and room for those of a batch that is screened,
    from batch to batch: new memory takes longer than copying. Not shared between threads.
    """

    def __init__(self) -> None:
        self._packs: dict[str, NDArray[Any]] = {}
        self.places = np.zeros(PLACES, np.uint16)
        self._resize(1024)

    def concatenate(self, name: str, arrays: Sequence[NDArray[Any]]) -> NDArray[Any]:
        """The arrays one after the other, in the pack of this name; valid until it is used again."""
        size = sum(map(len, arrays))
        pack = self._packs.get(name)
        if pack is None or len(pack) < size:
            pack = self._packs[name] = np.empty(2 * size, arrays[0].dtype)  # what is not written takes no memory
        return np.concatenate(arrays, out=pack[:size])

    def free_packs(self) -> None:
        """Give up the room for batches, since no batch follows."""
        self._packs.clear()

    def fit(self, stems: int) -> None:
        """Make room for `stems` stems."""
        if stems > len(self.rarity):
            self._resize(2 * stems)

    def _resize(self, size: int) -> None:
        self.slot = np.zeros(size, np.int32)
        self.marked = np.zeros(size, np.int32)
        self.rarity = np.zeros(size, np.float32)
        self.weights = np.zeros(size, np.float32)
        self.left = np.zeros(size, np.float32)
        self.right = np.zeros(size, np.float32)


def index_article(article: Segmented) -> Indexed:
    """Prepare a segmented article for alignment with any number of others."""
    stems, pointers, counts = vectors.by_sentence(article.firsts, article.stems)
    weights = (1 + np.log(counts)).astype(np.float32)
    distinct, rows, holders, holder_weights = vectors.by_stem(pointers, stems, weights)
    hashes, places = shingles(article.words, SHINGLE)
    return Indexed(
        segmented=article,
        pointers=pointers,
        stems=stems,
        weights=weights,
        distinct=distinct,
        rows=rows,
        holders=holders,
        holder_weights=holder_weights,
        hashes=hashes,
        places=places,
        fact_stems=_fact_stems(article),
        scored=hash(article.words[~article.aside].tobytes() or article.signs),
    )


def _fact_stems(article: Segmented) -> Ints:
    """Stems of names and numbers; of numbers alone if capitals do not mark names, as in a text all in capitals."""
    marked = article.facts & ~article.aside
    if np.count_nonzero(marked) > _CAPITALS * len(marked):
        text = article.article.text
        marked &= np.array([text[start].isdigit() for start in article.starts.tolist()])
    stems: Ints = vectors.distinct(article.stems, marked)
    return stems


def count_novel(article: Indexed, other: Indexed) -> int:
    """Count the names and numbers of an article that the other lacks; estimated where it shows no names."""
    missing = _count_missing(article, other)
    if article.has_case or not other.has_case:
        return missing
    return max(missing, _estimate_names(article, other) - _count_held(other, article))


def measure_novelty(article: Indexed, other: Indexed) -> float:
    """The share of an article's names and numbers that the other lacks; 1 for a text without any, which proves nothing.

    It is estimated where the article shows no names, as a text that is all in capitals.
    """
    total = len(article.fact_stems)
    if other.has_case and not article.has_case:
        total = max(total, _estimate_names(article, other))
    return count_novel(article, other) / total if total else 1.0


def _estimate_names(article: Indexed, other: Indexed) -> int:
    """How many names and numbers an article has that shows no names: as many a word as the other, at most as many in
    all, and no more than its numbers suggest.
    """
    held, share = _count_held(other, article), compare_wholes(article.facts, other.facts)[2]
    as_dense = len(other.fact_stems) * min(1.0, len(article.segmented) / max(len(other.segmented), 1))
    return round(max(held, min(as_dense, held / share if share else as_dense)))


def _count_held(article: Indexed, other: Indexed) -> int:
    return len(article.fact_stems) - _count_missing(article, other)


def _count_missing(article: Indexed, other: Indexed) -> int:
    if not len(other.distinct):
        return len(article.fact_stems)
    places = np.minimum(np.searchsorted(other.distinct, article.fact_stems), len(other.distinct) - 1)
    return int((other.distinct[places] != article.fact_stems).sum())
