"""Whether two texts are one form filled in twice: their wording agrees, and their facts or their subjects do not."""

from __future__ import annotations

from dupdetect.compare.judge.wording import swaps_words
from dupdetect.records import Measures
from dupdetect.settings import Judging


def has_other_facts(m: Measures, settings: Judging, *, copied: bool) -> bool:
    """Whether passages are one form filled in twice: the wording agrees, but names and numbers do not.

    A few facts are enough if those of the whole texts differ, too; in a copy only if next to none are common, because
    an editor may have changed three.
    """
    apart = max(m.held_a, m.held_b) < (settings.form_strange if copied else settings.form_held)
    agreed = settings.form_copied if copied else settings.form_apart_agreed if apart else settings.form_agreed
    least = settings.form_few if apart else max(settings.form_facts, settings.form_density * m.shared)
    if copied:
        least = max(least, settings.form_thin * m.shared)
    if m.passage_facts >= least and m.facts_agreed < agreed:
        return True
    if copied:
        return is_copied_form(m, settings)
    if _is_about_another(m, settings):
        return True
    if swaps_words(m, settings):
        return False
    if _is_notice_of_another(m, settings) or _holds_other_figures(m, settings):
        return m.unquoted_run < settings.form_run
    return m.unquoted_run < settings.rewrite_run and _holds_stock_phrases(m, settings)


def is_copied_form(m: Measures, settings: Judging) -> bool:
    """Whether a copy's wording is the stock text of a form: it names another subject, and its facts are others.

    An editor who changes facts leaves most of them, and the name of whom the text is about. Where the whole texts
    differ in most, one fact in the passages is enough, but not in long prose without facts. Lines of figures, like the
    terms of bonds, have fees and round sums in common, so more of them must agree.
    """
    if not m.other_subject:
        return False
    common, few = max(m.held_a, m.held_b), settings.form_few
    if _has_lines_of_figures(m, settings):
        least, agreed = settings.notice_held, settings.form_figures_agreed
    elif _is_stock_notice(m, settings):
        return True
    else:
        least, agreed = settings.form_refilled, settings.form_agreed
        if common < settings.form_held:
            few = max(settings.form_one, settings.form_thin * m.shared)
    return m.passage_facts >= few and common < least and m.facts_agreed < agreed


def _is_stock_notice(m: Measures, settings: Judging) -> bool:
    """Whether a copy about another subject is a short notice without a common run that is too long for stock text."""
    short = min(m.words_a, m.words_b) <= settings.notice_words and not _runs_too_long(m, settings)
    return short and max(m.held_a, m.held_b) < settings.retold_held


def _runs_too_long(m: Measures, settings: Judging) -> bool:
    """Whether a common run is too long for stock text about two subjects; of two notices it may be most."""
    notices = max(m.words_a, m.words_b) <= settings.notice_words
    return m.unquoted_run >= (settings.notice_run if notices else settings.subject_run)


def _is_about_another(m: Measures, settings: Judging) -> bool:
    """Whether a notice opens with a name or with an amount that the other text does not: two firms may borrow on the
    same terms, and one firm twice.
    """
    another = m.other_subject or m.other_amount
    return another and _is_notice(m, settings) and not _runs_too_long(m, settings)


def _is_notice_of_another(m: Measures, settings: Judging) -> bool:
    """Whether a text is so short that it has one subject, and the other text has another.

    Where the passages are most of both, more facts must agree: then a series tells of another day in the same words.
    """
    apart = settings.notice_apart
    if min(m.own_a, m.own_b) >= settings.most:
        differ = m.facts_agreed < settings.form_figures_agreed
        apart = settings.notice_series if differ else settings.notice_alike
    telling = _is_notice(m, settings) or _tells_few_others(m, settings)
    return telling and max(m.held_a, m.held_b) < apart


def _tells_few_others(m: Measures, settings: Judging) -> bool:
    """Whether a short text has few facts for a notice, but those in passages are others than there."""
    short = min(m.words_a, m.words_b) <= settings.notice_words
    return short and m.passage_facts >= settings.form_few and m.facts_agreed < settings.form_agreed


def _holds_other_figures(m: Measures, settings: Judging) -> bool:
    """Whether passages are lines of figures, like the terms of bonds or the results of firms, with other figures.

    Such lines have some figures in common: fees, denominations, round sums. So more must agree than in prose.
    """
    least = max(settings.form_facts, settings.form_figures * m.shared)
    return m.passage_numbers >= least and m.facts_agreed < settings.form_figures_agreed


def _holds_stock_phrases(m: Measures, settings: Judging) -> bool:
    """Whether passages may be stock phrases: they are lines of figures, or their facts do not agree, in texts that
    have too many facts of their own, notices above all.

    Where many facts stand in them and agree, they are no stock phrases but a part that was lifted.
    """
    if m.passage_facts >= settings.lifted_facts and m.facts_agreed >= settings.form_figures_agreed:
        return False
    held, notice = max(m.held_a, m.held_b), _is_notice(m, settings)
    if _has_lines_of_figures(m, settings):
        return held < (settings.notice_figures_held if notice else settings.form_figures_held)
    apart = m.passage_facts >= settings.form_few and m.facts_agreed < settings.form_figures_agreed
    return notice and apart and held < settings.notice_held


def _has_lines_of_figures(m: Measures, settings: Judging) -> bool:
    """Whether passages are as full of numbers as the terms of bonds."""
    return m.passage_numbers >= max(settings.form_few_figures, settings.form_figures * m.shared)


def _is_notice(m: Measures, settings: Judging) -> bool:
    """Whether a text is short, and both have enough facts for these to tell what they are about."""
    short = min(m.words_a, m.words_b) <= settings.notice_words
    return short and min(m.facts_a, m.facts_b) >= settings.retold_facts
