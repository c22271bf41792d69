"""Figures to a verdict: one rule after the other, and the first that fits decides.

Three kinds of evidence meet here, none of which is enough alone: passages with corresponding wording, facts that both
texts have, and the order of corresponding sentences. Figures behind the thresholds: docs/internals.md.
"""

from __future__ import annotations

from enum import Enum
from typing import NamedTuple

from dupdetect.compare.judge.forms import has_other_facts, is_copied_form
from dupdetect.compare.judge.wording import share_kept, swaps_words
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
    STATEMENT = Verdict.PARTIAL, "a statement that one of them quotes"
    BLOCK = Verdict.PARTIAL, "a block that both carry"
    COPIED_WORDING = Verdict.NEAR_COPY, "copied wording"
    TABLE = Verdict.PARTIAL, "a copied table"
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
    verbatim = share_kept(m, settings) >= settings.copy_kept
    copied = covered and verbatim
    if has_other_facts(m, settings, copied=copied):
        return Rule.FORM
    if shares_statement(m, settings):
        return Rule.STATEMENT
    if verbatim and shares_block(m, settings):
        return Rule.BLOCK
    if copied:
        return Rule.COPIED_WORDING
    if shares_table(m, settings):
        return Rule.TABLE
    if tells_same_facts(m, settings):
        return Rule.SAME_FACTS
    if is_one_event(m, settings):
        return Rule.ONE_EVENT
    if covered and takes_wording(m, settings):
        return Rule.REWRITTEN
    apart = runs_parallel(m, settings) or shares_facts_alone(m, settings)
    return Rule.ONE_EVENT if apart else Rule.SHARED_PASSAGES


def shares_statement(m: Measures, settings: Judging) -> bool:
    """Whether all long runs stand in quotation marks in one of the texts, which do not cover each other.

    Then one reprints what the other quotes, such as a company's statement, and took nothing from it.
    """
    quoted = m.longest_run >= settings.rewrite_run and m.unquoted_run < settings.statement_run
    return quoted and min(m.own_a, m.own_b) < settings.most


def shares_block(m: Measures, settings: Judging) -> bool:
    """Whether two texts carry one block, such as a notice, and each tells something of its own around it.

    A copy with an addition holds most of the copied text, and what an outlet adds to a story is about that story.
    """
    return m.other_topics and max(m.own_a, m.own_b) < settings.block_most


def shares_table(m: Measures, settings: Judging) -> bool:
    """Whether a run of figures is what the texts share: its facts agree, and say nothing of the prose around it."""
    return m.unquoted_run >= settings.rewrite_run and _is_table(m, settings)


def _is_table(m: Measures, settings: Judging) -> bool:
    """Whether passages are mostly figures. A series of tables has many in common from one day to the next."""
    return m.passage_numbers >= settings.table_figures * m.shared and not swaps_words(m, settings)


def tells_same_facts(m: Measures, settings: Judging) -> bool:
    """Whether two texts that largely correspond have the same facts: the shorter one has hardly any of its own.

    Of two texts of about the same length, either may be that one if the other has few facts of its own.
    """
    a = _Side(m.words_a, m.own_a, m.facts_a, m.held_a, m.kept_a)
    b = _Side(m.words_b, m.own_b, m.facts_b, m.held_b, m.kept_b)
    shorter, longer = sorted((a, b))
    if _is_brief_report(shorter, longer, m, settings) or _is_table(m, settings):
        return False
    if tells_few_facts(m, settings) or moves_facts(m, settings.told_sequence, settings) or brings_news(m, settings):
        return False
    if follows_up(m, settings) or m.in_digest:
        return False
    if _is_same_story(shorter, longer, settings) or _is_condensed(shorter, longer, m, settings):
        return True
    if _retells(shorter, longer, m, settings):
        return True
    alike = shorter.words >= settings.retold_length * longer.words
    if not alike or shorter.shared_facts < settings.retold_either:
        return False
    return _retells(longer, shorter, m, settings) or _is_condensed(longer, shorter, m, settings)


def tells_few_facts(m: Measures, settings: Judging) -> bool:
    """Whether texts in other words have so few facts that two reports of one event have the same."""
    return min(m.facts_a, m.facts_b) < settings.condensed_facts and _is_reworded(m, settings)


def moves_facts(m: Measures, least: float, settings: Judging) -> bool:
    """Whether texts in other words tell the facts of both in another order, though sentences that correspond keep it.

    A follow-up does, which tells those of the day before behind its own news. Facts of shuffled sentences move along.

    Args:
        least: share of pairs of facts from which their order is the same.
    """
    return m.facts_order < least and m.order >= settings.told_order and _is_reworded(m, settings)


def brings_news(m: Measures, settings: Judging) -> bool:
    """Whether each of two short texts in other words has names and numbers of its own, as news of two days has."""
    if min(m.words_a, m.words_b) > settings.notice_words or max(m.held_a, m.held_b) >= _ALL:
        return False
    return min(m.news_a, m.news_b) > settings.rewrite_news and _is_reworded(m, settings)


def follows_up(m: Measures, settings: Judging) -> bool:
    """Whether both texts bring news and tell what they share at different places, in other words.

    A follow-up opens with the news of its day and tells further down what the story before it opened with.
    """
    news = min(m.news_a, m.news_b) > settings.condensed_news
    return news and _is_in_own_words(m, settings) and m.displacement > settings.told_apart


def _is_in_own_words(m: Measures, settings: Judging) -> bool:
    """Whether passages keep less of their words than a copy that was edited, and few were exchanged in place."""
    return share_kept(m, settings) < settings.follow_up_kept and m.swaps < settings.spun_swaps


def keeps_places(m: Measures, settings: Judging) -> bool:
    """Whether sentences that correspond stand at the same places of both texts, and so do the facts of both."""
    return m.displacement <= settings.told_near and m.facts_order >= settings.retold_sequence


def _is_reworded(m: Measures, settings: Judging) -> bool:
    """Whether passages keep too little of their words for these to prove anything, and few were exchanged in place."""
    return max(m.kept_a, m.kept_b) < settings.brief_kept and m.swaps < settings.spun_swaps


class _Side(NamedTuple):
    """The measures of one text of a pair."""

    words: int
    own: float
    facts: float
    shared_facts: float
    unchanged: float


def _is_brief_report(shorter: _Side, longer: _Side, m: Measures, settings: Judging) -> bool:
    """Whether briefs in other words are too near to what two reports of one event share by themselves.

    Such reports have the same few facts, so there must be several, and the sentences that correspond must tell them.
    """
    if m.shared >= settings.told_words or max(m.kept_a, m.kept_b) >= settings.brief_kept or swaps_words(m, settings):
        return False
    same = (
        m.facts_agreed >= settings.retold_held or min(shorter.shared_facts, longer.shared_facts) >= settings.same_held
    )
    return shorter.facts < settings.condensed_facts or not same


def _is_same_story(shorter: _Side, longer: _Side, settings: Judging) -> bool:
    """Whether each text largely corresponds to the other and neither has facts of its own; order does not matter."""
    own, held = min(shorter.own, longer.own), min(shorter.shared_facts, longer.shared_facts)
    if min(shorter.facts, longer.facts) < settings.retold_facts or held < settings.same_held:
        return False
    kept = max(shorter.unchanged, longer.unchanged)
    return own >= settings.same_most and (own + held + kept) / 3 >= settings.same_alike


def _retells(side: _Side, other: _Side, m: Measures, settings: Judging) -> bool:
    """Whether one side has hardly a fact that the other lacks, and the two agree in the mean of coverage of the other,
    share of its facts, and unchanged wording. Sentences must keep their order, and in other words facts as well.
    """
    if side.facts < settings.retold_facts or side.shared_facts < settings.retold_held:
        return False
    if min(side.own, other.own) < settings.retold_most or m.order < settings.retold_order:
        return False
    if moves_facts(m, settings.retold_sequence, settings):
        return False
    near = keeps_places(m, settings) and side.facts >= settings.condensed_facts
    least = settings.near_alike if near else settings.retold_alike
    return (other.own + other.shared_facts + side.unchanged) / 3 >= least


def _is_condensed(side: _Side, other: _Side, m: Measures, settings: Judging) -> bool:
    """Whether one side is a short version of the other, which has all of its facts and tells them in passages."""
    if side.facts < settings.condensed_facts or side.shared_facts < _ALL:
        return False
    least = settings.near_most if keeps_places(m, settings) else settings.most
    if side.own < least or other.own < settings.condensed_most:
        return False
    order = settings.condensed_own_order if _is_in_own_words(m, settings) else settings.condensed_order
    return m.order >= order and m.facts_agreed >= settings.retold_held


def is_one_event(m: Measures, settings: Judging) -> bool:
    """Whether passages are only as similar as two reports of one event: little wording, and few or out of order."""
    if max(m.kept_a, m.kept_b) >= settings.told_kept:
        return False
    return m.shared < settings.told_words or m.order < settings.told_order


def runs_parallel(m: Measures, settings: Judging) -> bool:
    """Whether texts that are no rewrite tell the same in a good part of both, with little wording and no run of it.

    Two long reports of one event do. A passage that was lifted and reworded is a small part of at least one text.
    """
    both = min(m.own_a, m.own_b) >= settings.condensed_most
    apart = max(m.kept_a, m.kept_b) < settings.told_kept and m.unquoted_run < settings.brief_run
    return both and apart and m.swaps < settings.spun_swaps


def shares_facts_alone(m: Measures, settings: Judging) -> bool:
    """Whether two texts that have a good part of each other's facts share these and hardly a run of words.

    Then passages full of facts are alike by the facts themselves, and so are those of texts that both bring much news.
    A text that is mostly such passages, and has no fact of its own, may have been told from the other, unless one of
    the two is an item of a digest.
    """
    verbatim = max(m.verbatim_a * m.words_a, m.verbatim_b * m.words_b)
    if verbatim >= settings.brief_run or m.swaps >= settings.spun_swaps:
        return False
    if min(m.held_a, m.held_b) < settings.event_held:
        return False
    sides = ((m.own_a, m.held_a), (m.own_b, m.held_b))
    if not m.in_digest and any(own >= settings.most and held >= _ALL for own, held in sides):
        return False
    dense = m.passage_facts > settings.event_density * m.shared
    return dense or min(m.news_a, m.news_b) > settings.event_news


def takes_wording(m: Measures, settings: Judging) -> bool:
    """Whether texts that cover each other are more than two short reports of one event, which share much wording too.

    A long common run or a machine's swaps show it at any length; so does a text that follows its source, or one whose
    sentences were put in another order. An item of a digest tells what a notice tells.
    """
    if _has_long_run(m, settings) or swaps_words(m, settings):
        return True
    return not m.in_digest and (_follows_source(m, settings) or _reorders_source(m, settings))


def _has_long_run(m: Measures, settings: Judging) -> bool:
    """Whether a common run is too long for chance, and not all that two stories share.

    Two texts on different matters may carry one block, and a follow-up a sentence of the story before it. In short
    texts that bring news, it may be a series' stock phrase.
    """
    if m.unquoted_run < settings.rewrite_run or shares_block(m, settings):
        return False
    if m.unquoted_run < settings.follow_up_run and follows_up(m, settings):
        return False
    return min(m.words_a, m.words_b) > settings.notice_words or _find_news(m, settings) <= settings.rewrite_news


def _find_news(m: Measures, settings: Judging) -> float:
    """Names and numbers of its own, a 100 words, that a covered text brings: the one that brings less."""
    sides = ((m.own_a, m.news_a), (m.own_b, m.news_b))
    return min(news for own, news in sides if own >= settings.most)


def _follows_source(m: Measures, settings: Judging) -> bool:
    """Whether a retelling is long enough, keeps the order of its source, and brings hardly any facts of its own.

    A report of its own can be like this to some sentences of a longer one. So where less than half of the words are
    kept, the texts must cover each other, or the shorter one must bring even less and tell several facts.
    """
    if m.shared < settings.rewrite_words or m.order < settings.rewrite_order:
        return False
    if moves_facts(m, settings.retold_sequence, settings) or follows_up(m, settings):
        return False
    sides = ((m.own_a, m.kept_a), (m.own_b, m.kept_b))
    close = max(unchanged for own, unchanged in sides if own >= settings.most) >= settings.told_kept
    mutual = min(m.own_a, m.own_b) >= settings.rewrite_most
    if close or mutual:
        return _find_news(m, settings) <= settings.rewrite_news
    return _find_news(m, settings) <= settings.condensed_news and not tells_few_facts(m, settings)


def _reorders_source(m: Measures, settings: Judging) -> bool:
    """Whether both texts have facts, neither has names and numbers of its own, and half of the wording is kept; more
    in briefs, of which a series may tell the same few facts of two days.
    """
    least = settings.brief_kept if m.shared < settings.told_words else settings.told_kept
    return (
        min(m.facts_a, m.facts_b) >= settings.retold_facts
        and min(m.own_a, m.own_b) >= settings.retold_most
        and max(m.kept_a, m.kept_b) >= least
        and max(m.news_a, m.news_b) <= settings.rewrite_news
        and not follows_up(m, settings)
    )


def _without_passages(m: Measures, settings: Judging) -> Rule:
    """The rule for a pair that shares few words: a short text or texts in two languages stay undecided.

    A brief that mostly stands in the other text as one run is copied, however short it is, and so is a long run in it.
    """
    shorter = min(m.words_a, m.words_b)
    copied = share_kept(m, settings) >= settings.copy_kept and m.facts_agreed >= settings.form_agreed
    covered = max(m.own_a, m.own_b) >= settings.most and m.unquoted_run >= settings.brief_run
    if copied and covered:
        return Rule.FORM if is_copied_form(m, settings) else Rule.COPIED_WORDING
    if (
        m.unquoted_run >= settings.brief_part
        and shorter <= settings.told_words
        and not has_other_facts(m, settings, copied=False)
    ):
        return Rule.SHARED_PASSAGES
    if shorter < settings.partial_words:
        return Rule.TOO_SHORT
    return Rule.NOTHING_SHARED if m.same_language else Rule.OTHER_LANGUAGE
