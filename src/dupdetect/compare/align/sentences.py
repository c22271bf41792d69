"""Passages sentence by sentence: which sentence stands for which, and which words were replaced."""

from __future__ import annotations

from array import array
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import Indel

from dupdetect.compare.align.index import Indexed
from dupdetect.compare.align.seeds import Blocks, Seeds
from dupdetect.kernels import partners
from dupdetect.records import Kind, Passage, Replacement, SentencePair
from dupdetect.records.batches import Alignment, Segmented

Mask = NDArray[np.bool_]

Block = tuple[int, int, int]
"""Words that two texts share in a row: the first in A, the first in B, and how many there are."""

_WORD = np.dtype(np.intc).itemsize
"""Bytes of the number of a word."""

_VERBATIM = 0.985
_EDITED = 0.80
"""Least share of words that both sides of a passage keep, for the kind."""

_FAINT = 0.15
_COMMON = 0.4
"""Shares of words kept in order, and of the shorter side's words in any order: below both, two sides without a common
name or number share no more than any two sentences do. No true passage of PAN, ECB+ and rewrites is below both."""

_LOPSIDED = 2.0
"""How many times longer one side of a passage may be and still stand for the other as a whole."""

_LITERAL = 4
"""Least consecutive common words that show a quotation if only one text has the marks; reported speech is not one."""

_OPENING = "\"'“‘«„([*_"
"""What may stand before a sentence and belong to it."""
_NEXT = _OPENING.replace('"', "").replace("'", "")
"""What cannot stand after a sentence and belong to it."""


@dataclass(frozen=True, slots=True, eq=False)
class _Masks:
    """For each word of A and of B: in a passage; unchanged in its partner; in a quotation that both share.

    `spoken` words stand in quotation marks in one text only, such as those of a tweet or a statement.
    """

    covered: tuple[Mask, Mask]
    unchanged: tuple[Mask, Mask]
    quoted: tuple[Mask, Mask]
    spoken: tuple[Mask, Mask]


@dataclass(frozen=True, slots=True, eq=False)
class _Side:
    """An article as plain arrays and bytes, of which single items and short stretches are read faster than of numpy's.

    Attributes:
        text: the text.
        firsts: the first word of each sentence, and the number of words.
        words: the number of each word.
        numbers: the same as bytes, to compare stretches.
        starts, ends: where each word begins and ends.
        marks: for each word, a byte that is 1 inside quotation marks.
    """

    text: str
    firsts: array[int]
    words: array[int]
    numbers: bytes
    starts: array[int]
    ends: array[int]
    marks: bytes


def _read_side(x: Segmented) -> _Side:
    firsts, words, starts, ends = (
        array("i", values.astype(np.intc, copy=False).tobytes()) for values in (x.firsts, x.words, x.starts, x.ends)
    )
    return _Side(x.article.text, firsts, words, words.tobytes(), starts, ends, x.quoted.tobytes())


def align_sentences(a: Indexed, b: Indexed, blocks: Blocks, seeds: Seeds, chain: NDArray[np.int32]) -> Alignment:
    """The passages `blocks` (word ranges, by start in A) with their sentences and word-level differences.

    Sentences pair as `chain` says, and else with their most similar partner inside a passage. Passages whose two sides
    share hardly a word are dropped: they would be shown as evidence, and are none. What the two tell is not compared
    yet: see `passages.add_facts`.
    """
    alignment = _align_blocks(a, b, blocks, seeds, chain)
    passages = zip(blocks.tolist(), alignment.passages, strict=True)
    alike = [passage.similarity >= _FAINT or _shares_words(a, b, block) for block, passage in passages]
    if all(alike):
        return alignment
    return replace(_align_blocks(a, b, blocks[alike], seeds, chain), dropped=alike.count(False))


def _shares_words(a: Indexed, b: Indexed, block: list[int]) -> bool:
    """Whether two sides of a passage have a name or number in common, or many words in any order."""
    left = np.unique(a.segmented.stems[block[0] : block[1]])
    right = np.unique(b.segmented.stems[block[2] : block[3]])
    common = np.intersect1d(left, right, assume_unique=True)
    if len(common) >= _COMMON * min(len(left), len(right)):
        return True
    return bool(np.isin(common, a.fact_stems).any() or np.isin(common, b.fact_stems).any())


def _align_blocks(a: Indexed, b: Indexed, blocks: Blocks, seeds: Seeds, chain: NDArray[np.int32]) -> Alignment:
    """The same with all blocks."""
    x, y = a.segmented, b.segmented
    masks = _Masks(*(tuple(np.zeros(len(z), np.bool_) for z in (x, y)) for _ in range(4)))  # type: ignore[arg-type]
    pairs: dict[tuple[int, int], SentencePair] = {}
    shared: list[Block] = []
    left, right = _read_side(x), _read_side(y)
    for block in blocks.tolist():
        paired = _partners(x, y, block, seeds, chain)
        _cover(x, y, block, paired, masks)
        for i, j in paired:
            if (i, j) not in pairs:
                pairs[i, j] = _compare_sentences(left, right, i, j, masks, shared)
    quoted_a, quoted_b = _mask_quotations(masks)
    if shared:
        partners.mark_blocks(*masks.unchanged, np.array(shared, np.int32))
    if len(blocks):
        partners.keep_runs(*masks.covered, *masks.unchanged, seeds.runs)
    return Alignment(
        passages=tuple(_passage(left, right, block, masks) for block in blocks.tolist()),
        sentences=tuple(pairs[key] for key in sorted(pairs)),
        covered_a=masks.covered[0],
        covered_b=masks.covered[1],
        kept_a=masks.unchanged[0],
        kept_b=masks.unchanged[1],
        quoted_a=quoted_a,
        quoted_b=quoted_b,
        runs=seeds.runs,
        jaccard=_jaccard(a, b, seeds),
    )


def _mask_quotations(masks: _Masks) -> tuple[Mask, Mask]:
    """Shared quotations, and those marked in one text only unless they are most of a text, which is then the source."""
    if any(2 * np.count_nonzero(spoken) > len(spoken) for spoken in masks.spoken):
        return masks.quoted
    return masks.quoted[0] | masks.spoken[0], masks.quoted[1] | masks.spoken[1]


def mirror_alignment(alignment: Alignment) -> Alignment:
    """The same alignment with A and B exchanged."""
    passages = [
        replace(p, a_start=p.b_start, a_end=p.b_end, b_start=p.a_start, b_end=p.a_end) for p in alignment.passages
    ]
    return Alignment(
        passages=tuple(sorted(passages, key=lambda p: (p.a_start, p.b_start, p.a_end))),
        sentences=tuple(sorted(map(_mirror_pair, alignment.sentences), key=lambda s: (s.a_start, s.b_start))),
        covered_a=alignment.covered_b,
        covered_b=alignment.covered_a,
        kept_a=alignment.kept_b,
        kept_b=alignment.kept_a,
        quoted_a=alignment.quoted_b,
        quoted_b=alignment.quoted_a,
        runs=alignment.runs[:, [2, 3, 0, 1]],
        jaccard=alignment.jaccard,
        news_a=alignment.news_b,
        news_b=alignment.news_a,
        facts=alignment.facts.mirror(),
        dropped=alignment.dropped,
    )


def _mirror_pair(pair: SentencePair) -> SentencePair:
    swapped = tuple(Replacement(r.b_start, r.b_end, r.a_start, r.a_end) for r in pair.replacements)
    return SentencePair(pair.b_start, pair.b_end, pair.a_start, pair.a_end, pair.similarity, swapped, pair.quotation)


def _partners(
    x: Segmented, y: Segmented, block: list[int], seeds: Seeds, chain: NDArray[np.int32]
) -> list[tuple[int, int]]:
    """Sentences inside a block that a chain pairs, or of which one is the other's most similar; no headings."""
    if len(chain) and len(chained := chain[_within(x, y, block, chain)]):
        return sorted(zip(*chained.T.tolist(), strict=True))
    sides = (*_sentences(x, block[0], block[1]), *_sentences(y, block[2], block[3]))
    headings = x.aside[x.firsts[:-1]], y.aside[y.firsts[:-1]]
    return sorted(partners.best_partners(seeds.similar, seeds.cosine, seeds.faint, sides, *headings))


def _within(x: Segmented, y: Segmented, block: list[int], pairs: NDArray[np.int32]) -> NDArray[np.intp]:
    """Which sentence pairs overlap a block on both sides, and are no headings."""
    first_i, last_i = _sentences(x, block[0], block[1])
    first_j, last_j = _sentences(y, block[2], block[3])
    i, j = pairs[:, 0], pairs[:, 1]
    inside = np.flatnonzero((i >= first_i) & (i < last_i) & (j >= first_j) & (j < last_j))
    headings = x.aside[x.firsts[i[inside]]] | y.aside[y.firsts[j[inside]]]
    return inside[~headings]


def _sentences(x: Segmented, first: int, last: int) -> tuple[int, int]:
    """The sentences that hold the words `first:last`, the end exclusive."""
    places = np.array((first + 1, last), x.firsts.dtype)
    low, high = np.searchsorted(x.firsts, places)
    return int(low) - 1, int(high)


def _cover(x: Segmented, y: Segmented, block: list[int], partners: list[tuple[int, int]], masks: _Masks) -> None:
    """Mark the words of a block as covered; of a much longer side, such as a summary's source, only partners."""
    lengths = (block[1] - block[0], block[3] - block[2])
    for side, item in enumerate((x, y)):
        low, high = block[2 * side], block[2 * side + 1]
        if lengths[side] <= _LOPSIDED * lengths[1 - side]:
            masks.covered[side][low:high] = True
            continue
        for partner in partners:
            first, last = item.firsts[partner[side]], item.firsts[partner[side] + 1]
            masks.covered[side][max(first, low) : min(last, high)] = True


def _compare_sentences(x: _Side, y: _Side, i: int, j: int, masks: _Masks, shared: list[Block]) -> SentencePair:
    """Compare two sentences word by word, and add the words of both to `shared`."""
    a0, a1, b0, b1 = x.firsts[i], x.firsts[i + 1], y.firsts[j], y.firsts[j + 1]
    blocks = _equal_blocks(x, y, (a0, a1, b0, b1))
    shared += blocks
    marked = 1 in x.marks[a0:a1] or 1 in y.marks[b0:b1]
    if not marked and blocks and blocks[0][2] == a1 - a0 == b1 - b0:  # the same sentence, as most of a copy are
        return SentencePair(*_stretch(x, a0, a1), *_stretch(y, b0, b1), 1.0, (), False)
    replacements = []
    equal_words = shared_quote = literal = 0
    last_a, last_b = a0, b0
    for p, q, length in (*blocks, (a1, b1, 0)):
        if p > last_a or q > last_b:
            gone, new = _stretch_passages(x, last_a, p, a0), _stretch_passages(y, last_b, q, b0)
            replacements.append(Replacement(*gone, *new))
        last_a, last_b = p + length, q + length
        equal_words += length
        if marked and length:
            both = list(zip(x.marks[p:last_a], y.marks[q:last_b], strict=True))
            shared_quote += sum(left & right for left, right in both)
            literal += sum(left | right for left, right in both) if length >= _LITERAL else 0
    quotation = _mark_quotation((a0, a1, b0, b1), shared_quote, literal, masks)
    similarity = 2 * equal_words / (a1 - a0 + b1 - b0)
    return SentencePair(*_stretch(x, a0, a1), *_stretch(y, b0, b1), similarity, tuple(replacements), quotation)


def _mark_quotation(words: tuple[int, int, int, int], shared_quote: int, literal: int, masks: _Masks) -> bool:
    """Mark two sentences that are mostly a quotation; returns whether both texts have it as one."""
    a0, a1, b0, b1 = words
    quotation = 2 * shared_quote >= min(a1 - a0, b1 - b0)
    if quotation or 2 * literal >= min(a1 - a0, b1 - b0):
        sides = masks.quoted if quotation else masks.spoken
        sides[0][a0:a1] = True
        sides[1][b0:b1] = True
    return quotation


def _equal_blocks(x: _Side, y: _Side, words: tuple[int, int, int, int]) -> list[Block]:
    """Matching blocks of a longest common subsequence (Hyyro's bit-parallel Indel distance).

    Most sentences of a copy are equal, which their bytes tell at once.
    """
    a0, a1, b0, b1 = words
    if x.numbers[_WORD * a0 : _WORD * a1] == y.numbers[_WORD * b0 : _WORD * b1]:
        return [(a0, b0, a1 - a0)]
    blocks = Indel.opcodes(x.words[a0:a1], y.words[b0:b1]).as_matching_blocks()
    return [(a0 + block.a, b0 + block.b, block.size) for block in blocks if block.size]


def _stretch_passages(x: _Side, first: int, last: int, start: int) -> tuple[int, int]:
    """Offsets of the words `first:last` of a sentence that begins with the word `start`; for none, a place between."""
    if first < last:
        return x.starts[first], x.ends[last - 1]
    place = x.ends[first - 1] if first > start else x.starts[first]
    return place, place


def _passage(x: _Side, y: _Side, block: list[int], masks: _Masks) -> Passage:
    a0, a1, b0, b1 = block
    equal_words = 2 * min(int(masks.unchanged[0][a0:a1].sum()), int(masks.unchanged[1][b0:b1].sum()))
    quoted = int(masks.quoted[0][a0:a1].sum()) + int(masks.quoted[1][b0:b1].sum())
    similarity = equal_words / (a1 - a0 + b1 - b0)
    kind = Kind.VERBATIM if similarity >= _VERBATIM else Kind.EDITED if similarity >= _EDITED else Kind.REWORDED
    (start_a, end_a), (start_b, end_b) = _stretch(x, a0, a1), _stretch(y, b0, b1)
    return Passage(start_a, end_a, start_b, end_b, kind, similarity, quoted > 0.8 * (a1 - a0 + b1 - b0))


def _stretch(x: _Side, first: int, last: int) -> tuple[int, int]:
    """Offsets of the words `first:last` with the marks that belong to them: opening quotes, closing stops."""
    text, start, end = x.text, x.starts[first], x.ends[last - 1]
    while start and text[start - 1] in _OPENING:
        start -= 1
    limit = x.starts[last] if last < len(x.starts) else len(text)
    while end < limit and not text[end].isspace() and text[end] not in _NEXT:
        end += 1
    return start, end


def _jaccard(a: Indexed, b: Indexed, seeds: Seeds) -> float:
    """Of the sets of word shingles; texts shorter than a shingle count as one shingle each."""
    if not len(a.hashes) or not len(b.hashes):
        return float(np.array_equal(a.segmented.words, b.segmented.words))
    return seeds.jaccard
