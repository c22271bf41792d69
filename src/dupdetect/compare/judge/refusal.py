"""Which pairs are independent by their wording alone, whatever they tell: their facts need not be compared.

Facts take more time than all else in a verdict, and half of the pairs whose passages were aligned do not need them.
"""

from __future__ import annotations

from dataclasses import replace

from dupdetect.compare.judge.rules import find_rule
from dupdetect.records import Measures, Verdict
from dupdetect.settings import Judging

_MANY = 1_000_000
"""More facts than any rule asks for."""


def may_be_related(wording: Measures, settings: Judging) -> bool:
    """Whether a pair with the figures of `measures.measure_wording` is related if all others speak for it.

    Facts of the passages that all agree in the same order, and are many, never make a pair independent; nor do topics
    that differ, for a block that two texts carry is a relation. Facts of the whole texts may speak for a retelling or
    for two reports of one event, figures for a table or against a retelling, and exchanged words against a table, so
    each is tried both ways. tests/compare/test_judge.py holds each rule to that.
    """
    if _shares_nothing(wording, settings):
        return False
    best = replace(
        wording,
        isolated=1.0,
        facts_a=_MANY,
        facts_b=_MANY,
        held_a=1.0,
        passage_facts=_MANY,
        facts_agreed=1.0,
        other_topics=True,
    )
    return any(
        find_rule(replace(best, held_b=held, passage_numbers=numbers, swaps=swaps), settings).verdict
        is not Verdict.INDEPENDENT
        for held in (1.0, 0.0)
        for numbers in (0, _MANY)
        for swaps in (_MANY, 0)
    )


def _shares_nothing(wording: Measures, settings: Judging) -> bool:
    """Whether there is neither a passage nor a run: most pairs have none, and nothing else could relate them."""
    passages = wording.same_words or wording.shared >= settings.partial_words
    return not passages and wording.unquoted_run < min(settings.brief_run, settings.brief_part)
