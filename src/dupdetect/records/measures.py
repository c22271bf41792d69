"""The figures of a pair, of which its verdict is a function."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Measures:
    """The figures that a verdict rests on; shares are 0 to 1.

    Attributes:
        words_a, words_b: scored words, without boilerplate and headings.
        quoted_a, quoted_b: scored words inside quotations that both share; `own_a`, `own_b` and `shared` exclude them.
        own_a, own_b: share of the remaining words that stand inside passages.
        shared: remaining words inside passages, on the side that has fewer.
        kept_a, kept_b: share of the passages' words that stand unchanged on the other side; misread words do.
        verbatim_a, verbatim_b: share of all words in common runs of eight or more.
        same_words: whether both texts have the same words in the same order.
        longest_run: words in the longest common run.
        order: share of neighbouring aligned sentences that keep their order.
        aligned: words in aligned sentences, on the side that has fewer.
        swaps: replacements of one to three words by one to three, per 100 aligned words.
        isolated: share of the changed words that such swaps account for.
        news_a, news_b: names and numbers that only this text has, per 100 scored words.
        facts_a, facts_b: distinct names, numbers and dates of each text, each counted by its weight of 0 to 1: a
            weekday tells less than a sum.
        held_a, held_b: share of them that the other text holds as well.
        passage_facts: the facts inside the passages, by weight, on the side that has fewer.
        facts_agreed: share of the passages' facts that stand on the other side as well, on the side where it is larger.
        passage_numbers: distinct numbers and dates inside the passages, on the side that has fewer.
        facts_order: share of pairs of facts of both texts, wherever they stand, that are told in the same order; 1 with
            fewer than ten pairs.
        displacement: how far apart aligned sentences stand in the two texts, from 0, as a share of a text.
        other_subject: whether the shorter text opens with a name that stands nowhere in the longer, or each opens, in
            or at a passage, with a name that the passages of the other lack.
        other_amount: whether the shorter text opens with an amount that the longer has further on, and lacks those with
            which the longer opens.
        in_digest: whether one text lists items, each about something else, and the other is about some of these alone.
        other_topics: whether what stands outside passages in each text is about neither the passages nor the same as in
            the other.
        misread: words that differ only in letters that look alike, as in recognised print, on the side with fewer.
        unquoted_run: words in the longest common run outside of quotations.
        same_language: whether both texts are in one language, as far as it can be guessed.
        restored: words that one text alone has in a heading, and that count because a long common run holds them.
        dropped: passages that were left out because their two sides share hardly a word.
        common_a, common_b: share of each text's scored words that are common wording of the scan. Where either is not
            0, the figures leave those words out.
    """

    words_a: int
    words_b: int
    quoted_a: int = 0
    quoted_b: int = 0
    own_a: float = 0.0
    own_b: float = 0.0
    shared: int = 0
    kept_a: float = 0.0
    kept_b: float = 0.0
    verbatim_a: float = 0.0
    verbatim_b: float = 0.0
    same_words: bool = False
    longest_run: int = 0
    order: float = 1.0
    aligned: int = 0
    swaps: float = 0.0
    isolated: float = 0.0
    news_a: float = 0.0
    news_b: float = 0.0
    facts_a: float = 0.0
    facts_b: float = 0.0
    held_a: float = 0.0
    held_b: float = 0.0
    passage_facts: float = 0.0
    facts_agreed: float = 0.0
    passage_numbers: int = 0
    other_subject: bool = False
    other_amount: bool = False
    in_digest: bool = False
    other_topics: bool = False
    misread: int = 0
    unquoted_run: int = 0
    same_language: bool = True
    restored: int = 0
    dropped: int = 0
    common_a: float = 0.0
    common_b: float = 0.0
    facts_order: float = 1.0
    displacement: float = 0.0
