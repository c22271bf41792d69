"""The languages of a pair for the page's reading view: which each side is in, and which way it runs."""

from __future__ import annotations

from dupdetect.records import Comparison
from dupdetect.report.bilingual import name_language

_FROM_THE_RIGHT = frozenset("ar fa he ur yi".split())
"""Languages that are written from right to left."""


def list_languages(pair: Comparison) -> list[list[str]]:
    """The code, the name and the direction of A's language and of B's; empty where they are unknown or the same."""
    evidence = pair.meaning
    if evidence is None or evidence.language_a == evidence.language_b:
        return []
    codes = evidence.language_a, evidence.language_b
    return [[code, name_language(code), "rtl" if code in _FROM_THE_RIGHT else "ltr"] for code in codes]
