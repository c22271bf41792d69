"""Articles as they were cut into words, packed on disk: twice the size of their text, a sixth of a prepared article.

A scan whose prepared articles do not fit into memory needs each of them many times. To read its words back takes a
tenth of the time of cutting the text again.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from dupdetect.records import Article, Span
from dupdetect.records.batches import Segmented
from dupdetect.spill.records import PackedRecords

_UNKNOWN = -1
_NARROW = (np.int8, np.int16)


class SegmentStore:
    """Segmented articles by row, on disk. The numbers of their words are those of one vocabulary.

    Args:
        rows: the number of articles.
        find_row: the row of an article by its id.
    """

    def __init__(self, rows: int, find_row: Callable[[str], int]) -> None:
        self._find_row = find_row
        self._rows = rows
        self._is_sealed = False
        self.clear()

    def clear(self) -> None:
        """Forget all, because the vocabulary numbers words anew."""
        self._numbers = np.full(self._rows, _UNKNOWN, np.int32)
        self._records: PackedRecords[PackedSegments] = PackedRecords()

    def find(self, article: Article) -> Segmented | None:
        """An article as it was kept, or None."""
        number = int(self._numbers[self._find_row(article.id)])
        return None if number == _UNKNOWN else unpack_segments(self._records[number], article)

    def seal(self) -> None:
        """Keep no more articles, so that processes that are forked from now on can find those that are kept."""
        self._is_sealed = True

    def keep(self, segmented: Segmented) -> None:
        """Keep an article that is not kept yet.

        Raises:
            InputError: the temporary folder is full.
        """
        if self._is_sealed:
            return
        self._numbers[self._find_row(segmented.article.id)] = len(self._records)
        self._records.append(pack_segments(segmented))


class PackedSegments(NamedTuple):
    """`Segmented` without its article, in fewer bytes.

    Attributes:
        gaps: the characters between the end of the word before and each word.
        lengths: the characters of each word.
        bare: where the stems of words without diacritics are others, as gaps between these places; and those stems.
        marks: the boundary before each word in the two lowest bits; above, whether it is quoted, aside, or a fact.
        rest: the fields that are not arrays.
    """

    words: NDArray[np.int32]
    stems: NDArray[np.int32]
    bare: tuple[NDArray[np.signedinteger], NDArray[np.int32]]
    gaps: NDArray[np.signedinteger]
    lengths: NDArray[np.signedinteger]
    marks: NDArray[np.int8]
    last: int
    firsts: NDArray[np.signedinteger]
    rest: tuple[tuple[Span, ...], tuple[Span, ...], tuple[str, ...], str, int, str]


def pack_segments(segmented: Segmented) -> PackedSegments:
    """The words of an article in fewer bytes, without loss."""
    marks = segmented.breaks[:-1] | segmented.quoted << 2 | segmented.aside << 3 | segmented.facts << 4
    bare = np.flatnonzero(segmented.bare_stems != segmented.stems).astype(np.int32)
    return PackedSegments(
        segmented.words,
        segmented.stems,
        (_narrow(np.diff(bare, prepend=np.int32(0))), segmented.bare_stems[bare]),
        _narrow(segmented.starts - np.concatenate([np.zeros(1, np.int32), segmented.ends])[:-1]),
        _narrow(segmented.ends - segmented.starts),
        marks.astype(np.int8),
        int(segmented.breaks[-1]),
        _narrow(np.diff(segmented.firsts, prepend=np.int32(0))),
        (
            segmented.furniture,
            segmented.headings,
            segmented.disguises,
            segmented.language,
            segmented.diacritics,
            segmented.signs,
        ),
    )


def unpack_segments(packed: PackedSegments, article: Article) -> Segmented:
    """The article as it was packed."""
    furniture, headings, disguises, language, diacritics, signs = packed.rest
    lengths = packed.lengths.astype(np.int32)
    ends = np.cumsum(packed.gaps + lengths, dtype=np.int32)
    breaks = np.empty(len(ends) + 1, np.int8)
    breaks[:-1], breaks[-1] = packed.marks & 3, packed.last
    return Segmented(
        article=article,
        starts=ends - lengths,
        ends=ends,
        words=packed.words,
        stems=packed.stems,
        bare_stems=_unpack_bare_stems(packed),
        breaks=breaks,
        firsts=np.cumsum(packed.firsts, dtype=np.int32),
        quoted=(packed.marks & 4).astype(np.bool_),
        aside=(packed.marks & 8).astype(np.bool_),
        facts=(packed.marks & 16).astype(np.bool_),
        furniture=furniture,
        headings=headings,
        disguises=disguises,
        language=language,
        diacritics=diacritics,
        signs=signs,
    )


def _unpack_bare_stems(packed: PackedSegments) -> NDArray[np.int32]:
    gaps, changed = packed.bare
    if not len(gaps):
        return packed.stems
    stems = packed.stems.copy()
    stems[np.cumsum(gaps, dtype=np.int32)] = changed
    return stems


def _narrow(values: NDArray[np.int32]) -> NDArray[np.signedinteger]:
    """Whole numbers in the smallest type that holds them all."""
    least, most = values.min(initial=0), values.max(initial=0)
    for kind in _NARROW:
        if np.iinfo(kind).min <= least and most <= np.iinfo(kind).max:
            return values.astype(kind)
    return values
