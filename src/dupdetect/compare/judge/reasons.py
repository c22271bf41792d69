"""The verdict in words: the rule that decided, then the figures that it rests on."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from dupdetect.compare.judge.rules import Rule, find_rule, share_kept
from dupdetect.records import Manner, Measures, Verdict
from dupdetect.settings import Judging

_VERBATIM = 0.985
_EDITED = 0.8
"""Shares of the passages' words that are kept, as for the kinds of a passage."""

_ORDERED = 0.9
"""Share of aligned sentences in order above which the order counts as the same."""

_UNDECIDED = {Rule.TOO_SHORT: "too short to tell", Rule.OTHER_LANGUAGE: "no common language"}


class Judgement(NamedTuple):
    """What the figures of a pair say.

    Attributes:
        manner: how the wording of the one became that of the other; None where they are independent.
        undecided: why the pair could not be judged; None where it could be.
    """

    verdict: Verdict
    reasons: tuple[str, ...]
    manner: Manner | None
    undecided: str | None


def judge_measures(measures: Measures, settings: Judging, *, spun: bool = False) -> Judgement:
    """The verdict that the figures give, and the reasons for it; `spun` says whether a machine swapped words."""
    rule = find_rule(measures, settings)
    reasons = tuple(_reasons(measures, rule, settings))
    return Judgement(rule.verdict, reasons, _manner(measures, rule, settings, spun=spun), _UNDECIDED.get(rule))


def _manner(m: Measures, rule: Rule, settings: Judging, *, spun: bool) -> Manner | None:
    if rule.verdict is Verdict.INDEPENDENT:
        return None
    if rule is Rule.SAME_WORDS:
        return Manner.VERBATIM
    unchanged = share_kept(m, settings)
    if unchanged >= _EDITED:
        return Manner.VERBATIM if unchanged >= _VERBATIM else Manner.SPUN if spun else Manner.EDITED
    if spun:
        return Manner.SPUN
    return Manner.RETOLD if unchanged < settings.told_kept else Manner.REWORDED


def _reasons(m: Measures, rule: Rule, settings: Judging) -> Iterator[str]:
    yield f"{rule.title}: {_because(m, rule, settings)}"
    if rule is Rule.SAME_WORDS:
        return
    if m.shared:
        order = "in the same order" if m.order >= _ORDERED else "partly in another order"
        yield f"{m.own_a:.0%} of A's words and {m.own_b:.0%} of B's stand in shared passages"
        yield f"{m.kept_a:.0%} of A's words in them and {m.kept_b:.0%} of B's are unchanged, {order}"
        yield f"the longest common run has {m.longest_run} words"
    if m.quoted_a or m.quoted_b:
        yield f"{max(m.quoted_a, m.quoted_b)} words stand in quotations that both have, and are not counted"


def _because(m: Measures, rule: Rule, settings: Judging) -> str:
    """The figures behind the rule, in words."""
    wording = f"{share_kept(m, settings):.0%} of the words in the shared passages are unchanged"
    facts_held = min((m.words_a, m.held_a), (m.words_b, m.held_b))[1]
    nothing = f"{m.shared} words stand in shared passages"
    rest = "the rest of each text is its own"
    if max(m.own_a, m.own_b) >= settings.most:
        rest = "two reports of one event can share this much; a rewrite would be longer, or bring nothing new"
    return {
        Rule.SAME_WORDS: "both have the same words in the same order",
        Rule.OTHER_LANGUAGE: "the texts are in different languages; --meaning compares what their sentences mean",
        Rule.TOO_SHORT: f"the shorter text has {min(m.words_a, m.words_b)} words",
        Rule.NOTHING_SHARED: nothing if m.shared else "no passage of one stands for a passage of the other",
        Rule.FORM: f"the wording agrees, but only {m.facts_agreed:.0%} of the names and numbers in it stand in both",
        Rule.COPIED_WORDING: wording,
        Rule.SAME_FACTS: f"{facts_held:.0%} of the shorter text's names and numbers stand in the other's sentences",
        Rule.ONE_EVENT: "they share the topic, each in its own words and order",
        Rule.REWRITTEN: f"{wording}, the others stand for each other",
        Rule.SHARED_PASSAGES: rest,
    }[rule]
