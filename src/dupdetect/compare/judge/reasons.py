"""The verdict in words: the rule that decided, then the figures that it rests on."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from dupdetect.compare.judge.rules import Rule, find_rule
from dupdetect.compare.judge.wording import share_kept
from dupdetect.records import Manner, Measures, Verdict
from dupdetect.settings import Judging

_VERBATIM = 0.985
_EDITED = 0.8
"""Shares of the passages' words that are kept, as for the kinds of a passage."""

_MISREAD = 3
"""Misread words that are worth a line."""

_ORDERED = 0.9
"""Share of aligned sentences in order above which the order counts as the same."""

MEANING_HINT = "; --meaning compares what their sentences mean"
"""The end of the reason of a pair in two languages, as long as its meaning was not compared."""

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
    return phrase_judgement(measures, find_rule(measures, settings), settings, spun=spun)


def phrase_judgement(measures: Measures, rule: Rule, settings: Judging, *, spun: bool) -> Judgement:
    """The verdict of a rule, with its reasons in words."""
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
    if m.misread >= _MISREAD:
        yield f"{m.misread} words differ only in letters that look alike, as in scanned print, and count as unchanged"
    if rule is not Rule.COMMON_WORDING and (m.common_a or m.common_b):
        yield f"{_describe_common(m)} stand in many articles of this scan, and are not counted"
    if m.restored:
        yield f"{m.restored} words that one text has in headings are counted, because a long common run holds them"
    if m.dropped:
        yield f"passages whose two sides share hardly a word are left out: {m.dropped}"
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
        Rule.OTHER_LANGUAGE: f"the texts are in different languages{MEANING_HINT}",
        Rule.TOO_SHORT: _describe_short(m),
        Rule.NOTHING_SHARED: nothing if m.shared else "no passage of one stands for a passage of the other",
        Rule.FORM: _describe_form(m, settings),
        Rule.STATEMENT: "what they share stands in quotation marks in one of them, and hardly anything else",
        Rule.BLOCK: "around it, each text is about something else",
        Rule.COPIED_WORDING: wording,
        Rule.TABLE: f"{m.passage_numbers} numbers stand in the {m.shared} words that they share",
        Rule.SAME_FACTS: f"{facts_held:.0%} of the shorter text's names and numbers stand in the other's sentences",
        Rule.ONE_EVENT: "they share the topic, each in its own words and order",
        Rule.REWRITTEN: f"{wording}, the others stand for each other",
        Rule.SHARED_PASSAGES: rest,
        Rule.COMMON_WORDING: f"{_describe_common(m)} stand in many articles of this scan; {nothing} besides",
    }[rule]


def _describe_short(m: Measures) -> str:
    """How short a text is, and whether all of it stands in the other, as a headline that was taken does."""
    shorter = min(m.words_a, m.words_b)
    taken = ", all of which stand in the other text in one run" if 0 < shorter <= m.longest_run else ""
    return f"the shorter text has {shorter} words{taken}"


def _describe_form(m: Measures, settings: Judging) -> str:
    """Which facts differ: the subject, those of the passages, or those of the texts around stock phrases."""
    if m.other_subject and m.facts_agreed >= settings.form_agreed:
        return "one opens with a name that the other does not have there, as a notice about something else"
    if m.other_amount and m.facts_agreed >= settings.form_agreed:
        return "each opens with another amount, as notices about two things do"
    if m.facts_agreed < settings.form_figures_agreed:
        return f"the wording agrees, but only {m.facts_agreed:.0%} of the names and numbers in it stand in both"
    held = max(m.held_a, m.held_b)
    return f"they share stock phrases, but at most {held:.0%} of the names and numbers of one stand in the other"


def _describe_common(m: Measures) -> str:
    return f"{m.common_a:.0%} of A's words and {m.common_b:.0%} of B's"
