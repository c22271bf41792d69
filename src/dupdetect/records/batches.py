"""Frozen records of arrays for large amounts of data, with a place per word or a row per article."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dupdetect.records import Article, Passage, SentencePair, Span


@dataclass(frozen=True, slots=True, eq=False)
class Segmented:
    """An article for the matching steps: its words, in order, with offsets; boilerplate is left out.

    Attributes:
        article: the article itself.
        starts, ends: int32 arrays of length n, offsets of each token into the text.
        words: int32 array of length n, the number of each folded word in the vocabulary.
        stems: int32 array of length n, the number of each word's stem in the vocabulary.
        bare_stems: int32 array of length n, the same of each word without diacritics; `stems` itself if none has any.
        breaks: int8 array of length n + 1, the boundary before each token:
            0 none, 1 line break, 2 sentence end, 3 paragraph; both ends count as 3.
        firsts: int32 array of length sentences + 1, the first token of each sentence, then n.
        quoted: bool array of length n, whether the token stands inside quotation marks.
        aside: bool array of length n, whether the token stands in a heading, which is matched but not scored.
        facts: bool array of length n, whether the token is a number or a name (capitalised inside a sentence).
        furniture: stretches of boilerplate.
        headings: stretches that are headlines or subheads.
        disguises: tricks undone before matching, in plain words, such as "zero-width characters".
        language: ISO 639-1 code of the language whose rules were used.
        diacritics: the number of letters with diacritics in the folded text.
        signs: the characters of a text without words, folded and without spaces; empty if there are words.
    """

    article: Article
    starts: NDArray[np.int32]
    ends: NDArray[np.int32]
    words: NDArray[np.int32]
    stems: NDArray[np.int32]
    bare_stems: NDArray[np.int32]
    breaks: NDArray[np.int8]
    firsts: NDArray[np.int32]
    quoted: NDArray[np.bool_]
    aside: NDArray[np.bool_]
    facts: NDArray[np.bool_]
    furniture: tuple[Span, ...]
    headings: tuple[Span, ...]
    disguises: tuple[str, ...]
    language: str
    diacritics: int
    signs: str

    def __len__(self) -> int:
        return len(self.words)


@dataclass(frozen=True, slots=True, eq=False)
class Folding:
    """How texts fold: a table for kernels, and a function for texts that no table can fold.

    Attributes:
        alphabet: uint32 over all code points, as `kernels.words` reads it.
        spellings: uint8; the replacements of characters that `alphabet` marks as rewritten.
        fold: returns the folded form of any text.
    """

    alphabet: NDArray[np.uint32]
    spellings: NDArray[np.uint8]
    fold: Callable[[str], str]


@dataclass(frozen=True, slots=True, eq=False)
class Encoded:
    """A batch of n texts, encoded for kernels as UTF-8 that the table alone can fold.

    Attributes:
        buffer: uint8; the texts one after the other, and some bytes of slack.
        offsets: int64, n + 1; the start of each text, and the end of the last.
    """

    buffer: NDArray[np.uint8]
    offsets: NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Signatures:
    """The signatures of a batch of n articles, for the search for near copies.

    Attributes:
        values: uint32, n x permutations; MinHash over the word shingles.
        texts: uint64, n; a hash of the whole word stream, equal for equal streams.
        counts: int32, n; the words of each article.
    """

    values: NDArray[np.uint32]
    texts: NDArray[np.uint64]
    counts: NDArray[np.int32]


@dataclass(frozen=True, slots=True, eq=False)
class Sketches:
    """Signatures of a batch of n articles, reduced to what the search for near copies needs at a given threshold.

    Attributes:
        keys: uint32, bands x n; the key of each band.
        low: uint8, n x permutations; the low byte of each value of the signature.
        texts: uint64, n; a hash of the whole word stream, equal for equal streams.
        counts: int32, n; the words of each article.
    """

    keys: NDArray[np.uint32]
    low: NDArray[np.uint8]
    texts: NDArray[np.uint64]
    counts: NDArray[np.int32]


@dataclass(frozen=True, slots=True, eq=False)
class Fingerprints:
    """The fingerprints of a batch of n articles, for the candidate search.

    Attributes:
        signatures: uint32, n x permutations; MinHash over the word shingles for near copies.
        rewrites: uint32, n x permutations; MinHash over the shorter shingles for rewrites.
        texts: uint64, n; a hash of the whole word stream, equal for equal streams.
        counts: int32, n; the words of each article.
        keys, owners: uint64 and int32 of equal length; sampled short shingles for passages,
            distinct within an article, and the row of the article that holds each.
    """

    signatures: NDArray[np.uint32]
    rewrites: NDArray[np.uint32]
    texts: NDArray[np.uint64]
    counts: NDArray[np.int32]
    keys: NDArray[np.uint64]
    owners: NDArray[np.int32]


@dataclass(frozen=True, slots=True, eq=False)
class TextVectors:
    """What n whole texts mean, for the search by meaning.

    Attributes:
        values: int8, n x d; the vector of each text in steps of 1 / 127, zero for a text that is too short.
        languages: the ISO 639-1 code of each text.
    """

    values: NDArray[np.int8]
    languages: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Agreement:
    """How far the facts (names, numbers, dates) of two aligned texts agree, weighted by how distinctive they are.

    Attributes:
        shared: number of distinct facts of both texts.
        only_a, only_b: number of distinct facts of one text only.
        weight_a, weight_b: total weight of the distinct facts of each text.
        held_a, held_b: share of that weight that the other text holds as well.
        passage_weight: weight of the facts inside the passages, on the side where it is less.
        passage_agreed: share of the passages' facts that stand in those of the other side, where it is larger.
        passage_numbers: number of distinct numbers and dates inside the passages, on the side that has fewer.
        other_subject: whether the shorter text opens with a name that the longer has nowhere, or each opens, in or at a
            passage, with a name that the passages of the other lack.
        other_amount: whether the shorter text opens with an amount that the longer has further on, and lacks those with
            which the longer opens.
        in_digest: whether one text lists items, each about something else, and the other is about some of these alone.
        order: share of pairs of common facts that stand in the same order; 1 where they are too few to tell.
    """

    shared: int = 0
    only_a: int = 0
    only_b: int = 0
    weight_a: float = 0.0
    weight_b: float = 0.0
    held_a: float = 0.0
    held_b: float = 0.0
    passage_weight: float = 0.0
    passage_agreed: float = 0.0
    passage_numbers: int = 0
    other_subject: bool = False
    other_amount: bool = False
    in_digest: bool = False
    order: float = 1.0

    def mirror(self) -> Agreement:
        """The same with A and B exchanged."""
        return Agreement(
            self.shared, self.only_b, self.only_a, self.weight_b, self.weight_a, self.held_b, self.held_a,
            self.passage_weight, self.passage_agreed, self.passage_numbers, self.other_subject,
            self.other_amount, self.in_digest, self.order,
        )  # fmt: skip


@dataclass(frozen=True, slots=True, eq=False)
class Alignment:
    """What stands for what in two segmented articles.

    Attributes:
        passages, sentences: with offsets into the texts, by start in A.
        covered_a, covered_b: bool arrays over the words: whether each stands in a passage.
        kept_a, kept_b: whether it stands in a passage and unchanged, in the same order, in its partner.
        quoted_a, quoted_b: whether its sentence is a quotation that both share.
        runs: int32, n x 4: first and last word of each common run in A, then in B, ends exclusive.
        jaccard: of the sets of five-word shingles, 0 to 1.
        news_a, news_b: number of distinct names and numbers that only this text has; 0 without passages.
        facts: the agreement of names and numbers; empty without passages.
        dropped: passages that were dropped because their two sides share hardly a word.
    """

    passages: tuple[Passage, ...]
    sentences: tuple[SentencePair, ...]
    covered_a: NDArray[np.bool_]
    covered_b: NDArray[np.bool_]
    kept_a: NDArray[np.bool_]
    kept_b: NDArray[np.bool_]
    quoted_a: NDArray[np.bool_]
    quoted_b: NDArray[np.bool_]
    runs: NDArray[np.int32]
    jaccard: float
    news_a: int = 0
    news_b: int = 0
    facts: Agreement = Agreement()
    dropped: int = 0
