"""Sentences that mean the same, for the page's reading view, and the languages of both texts.

Where meaning decided a verdict there are no passages of shared wording. The view marks the sentence pairs in place, so
that readers see the proof as they see any other.
"""

from __future__ import annotations

from dataclasses import replace

from dupdetect.records import Comparison, Kind, Passage, SentenceMatch, SentencePair
from dupdetect.report.bilingual import name_language

_FROM_THE_RIGHT = frozenset("ar fa he ur yi".split())
"""Languages that are written from right to left."""


def mark_matches(pair: Comparison) -> Comparison:
    """A pair with its sentences of the same meaning as passages and aligned sentences, if meaning decided."""
    if pair.meaning is None or not pair.meaning.decided:
        return pair
    matches = pair.meaning.matches
    return replace(
        pair,
        passages=(*pair.passages, *map(_make_passage, matches)),
        sentences=(*pair.sentences, *map(_make_sentences, matches)),
    )


def list_languages(pair: Comparison) -> list[list[str]]:
    """The code, the name and the direction of A's language and of B's; empty where they are unknown or the same."""
    evidence = pair.meaning
    if evidence is None or evidence.language_a == evidence.language_b:
        return []
    codes = evidence.language_a, evidence.language_b
    return [[code, name_language(code), "rtl" if code in _FROM_THE_RIGHT else "ltr"] for code in codes]


def _make_passage(match: SentenceMatch) -> Passage:
    return Passage(match.a_start, match.a_end, match.b_start, match.b_end, Kind.REWORDED, match.cosine)


def _make_sentences(match: SentenceMatch) -> SentencePair:
    return SentencePair(match.a_start, match.a_end, match.b_start, match.b_end, match.cosine)
