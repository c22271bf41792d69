"""Figures to a verdict: one rule after the other, and the first that fits decides.

Three kinds of evidence meet here, none of which is enough alone: passages with corresponding wording, facts that both
texts have, and the order of corresponding sentences. Figures behind the thresholds: docs/internals.md.
"""

from __future__ import annotations

from enum import Enum
from typing import NamedTuple

from dupdetect.records import Measures, Verdict
from dupdetect.settings import Judging

_ALL = 0.995
"""A share of 1, but for rounding."""


class Rule(Enum):
    """What decided, with the verdict that follows."""

    SAME_WORDS = Verdict.IDENTICAL, "same words"
    OTHER_LANGUAGE = Verdict.INDEPENDENT, "undecided, no common language"
    TOO_SHORT = Verdict.INDEPENDENT, "undecided, too short to tell"
    NOTHING_SHARED = Verdict.INDEPENDENT, "next to nothing is shared"
    FORM = Verdict.INDEPENDENT, "one form filled in twice"
    COPIED_WORDING = Verdict.NEAR_COPY, "copied wording"
    SAME_FACTS = Verdict.REWRITE, "the same facts in other words"
    ONE_EVENT = Verdict.INDEPENDENT, "two reports of one event"
    REWRITTEN = Verdict.REWRITE, "rewritten wording"
    SHARED_PASSAGES = Verdict.PARTIAL, "shared passages"
    COMMON_WORDING = Verdict.INDEPENDENT, "wording that many articles share"
    """Only the articles of a scan show this: `remainder.judge_remainder`."""

    def __init__(self, verdict: Verdict, title: str) -> None:
        self.verdict = verdict
        self.title = title


def find_rule(m: Measures, settings: Judging) -> Rule:
    """The rule that decides on the figures of a pair."""
    if m.same_words:
        return Rule.SAME_WORDS
    if m.shared < settings.partial_words:
        return _without_passages(m, settings)
    covered = max(m.own_a, m.own_b) >= settings.most
    copied = covered and share_kept(m, settings) >= settings.copy_kept
    if has_other_facts(m, settings, copied=copied):
        return Rule.FORM
    if copied:
        return Rule.COPIED_WORDING
    if tells_same_facts(m, settings):
        return Rule.SAME_FACTS
    if is_one_event(m, settings):
        return Rule.ONE_EVENT
    if covered and takes_wording(m, settings):
        return Rule.REWRITTEN
    return Rule.SHARED_PASSAGES


def share_kept(m: Measures, settings: Judging) -> float:
    """The share of unchanged words in passages: of both texts together, or of a text that passages cover, if higher.

    A trimmed copy keeps all of its own words, though not all of its source's; a sliver of a text keeps them by chance.
    """
    words = m.own_a * (m.words_a - m.quoted_a), m.own_b * (m.words_b - m.quoted_b)
    both = (m.kept_a * words[0] + m.kept_b * words[1]) / max(sum(words), 1)
    sides = ((m.own_a, m.kept_a), (m.own_b, m.kept_b))
    return max([both, *(unchanged for own, unchanged in sides if own >= settings.most)])


def has_other_facts(m: Measures, settings: Judging, *, copied: bool) -> bool:
    """Whether passages are one form filled in twice: the wording agrees, but names and numbers do not.

    A few facts are enough if those of the whole texts differ, too; in a copy they are not, because an editor may have
    changed three.
    """
    agreed = settings.form_copied if copied else settings.form_agreed
    apart = not copied and max(m.held_a, m.held_b) < settings.form_held
    least = settings.form_few if apart else max(settings.form_facts, settings.form_density * m.shared)
    return m.passage_facts >= least and m.facts_agreed < agreed


def tells_same_facts(m: Measures, settings: Judging) -> bool:
    """Whether two texts that largely correspond have the same facts: the shorter one has hardly any of its own.

    Of two texts of about the same length, either may be that one if the other has few facts of its own.
    """
    a = _Side(m.words_a, m.own_a, m.facts_a, m.held_a, m.kept_a)
    b = _Side(m.words_b, m.own_b, m.facts_b, m.held_b, m.kept_b)
    shorter, longer = sorted((a, b))
    if _is_same_story(shorter, longer, settings) or _retells(shorter, longer, m.order, settings):
        return True
    if shorter.words < settings.retold_length * longer.words or shorter.shared_facts < settings.retold_either:
        return False
    return _retells(longer, shorter, m.order, settings)


class _Side(NamedTuple):
    """The measures of one text of a pair."""

    words: int
    own: float
    facts: float
    shared_facts: float
    unchanged: float


def _is_same_story(shorter: _Side, longer: _Side, settings: Judging) -> bool:
    """Whether most of each text corresponds to the other and neither has facts of its own; order does not matter."""
    if (
        min(shorter.facts, longer.facts) < settings.retold_facts
        or min(shorter.shared_facts, longer.shared_facts) < settings.retold_held
    ):
        return False
    return min(shorter.own, longer.own) >= settings.most


def _retells(side: _Side, other: _Side, order: float, settings: Judging) -> bool:
    """Whether one side has hardly a fact that the other lacks.

    A text with many facts, all of which the other has, was condensed from it. Otherwise the two must also agree in the
    mean of coverage of the other, share of its facts, and unchanged wording.
    """
    if side.facts < settings.retold_facts or side.shared_facts < settings.retold_held:
        return False
    condensed = (
        side.facts >= settings.condensed_facts and side.shared_facts >= _ALL and order >= settings.condensed_order
    )
    if condensed and side.own >= settings.most and other.own >= settings.condensed_most:
        return True
    if min(side.own, other.own) < settings.retold_most or order < settings.retold_order:
        return False
    return (other.own + other.shared_facts + side.unchanged) / 3 >= settings.retold_alike


def is_one_event(m: Measures, settings: Judging) -> bool:
    """Whether passages are only as similar as two reports of one event: little wording, and few or out of order."""
    if max(m.kept_a, m.kept_b) >= settings.told_kept:
        return False
    return m.shared < settings.told_words or m.order < settings.told_order


def takes_wording(m: Measures, settings: Judging) -> bool:
    """Whether texts that cover each other are more than two short reports of one event, which share much wording too.

    A long common run or a machine's swaps show it at any length; otherwise a retelling is long enough, keeps the
    order of its source, and brings hardly any names and numbers of its own.
    """
    if m.unquoted_run >= settings.rewrite_run or swaps_words(m, settings):
        return True
    sides = ((m.own_a, m.news_a), (m.own_b, m.news_b))
    news = min(news for own, news in sides if own >= settings.most)
    return m.shared >= settings.rewrite_words and m.order >= settings.rewrite_order and news <= settings.rewrite_news


def swaps_words(m: Measures, settings: Judging) -> bool:
    """Whether the changes are mostly short wordings, exchanged one for one in great number."""
    return m.swaps >= settings.spun_swaps and m.isolated >= settings.spun_isolated


def _without_passages(m: Measures, settings: Judging) -> Rule:
    """The rule for a pair without passages: a short text or texts in two languages stay undecided.

    A brief that mostly stands in the other text as one run is copied, however short it is.
    """
    shorter = min(m.words_a, m.words_b)
    copied = share_kept(m, settings) >= settings.copy_kept and m.facts_agreed >= settings.form_agreed
    if copied and m.unquoted_run >= settings.brief_run and max(m.own_a, m.own_b) >= settings.most:
        return Rule.COPIED_WORDING
    if shorter < settings.partial_words:
        return Rule.TOO_SHORT
    return Rule.NOTHING_SHARED if m.same_language else Rule.OTHER_LANGUAGE
