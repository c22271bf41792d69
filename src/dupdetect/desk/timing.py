"""Whether a copy appeared before an embargo ended, as far as the dates show.

A date without a time, or a time without a zone, stands for every moment that it may mean; only where even the latest
of these lies before the end of the embargo is the rule broken.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from dupdetect.desk.cases import Case
from dupdetect.desk.quoting import quote_metadata
from dupdetect.desk.rules import Rules
from dupdetect.records import RuleCheck
from dupdetect.records.instants import read_span


def check_embargo(case: Case, rules: Rules) -> RuleCheck:
    """Whether the copy was published after the embargo."""
    theirs = read_span(case.copy.published)
    if theirs is None:
        return RuleCheck("embargo", None, (), "the date of the copy is not known")
    evidence = (quote_metadata(case.copy, case.copy.published),)
    end = _embargo_end(case, rules)
    if end is None:
        return RuleCheck("embargo", None, evidence, "the date of the original is not known")
    if theirs[1] < end[0]:
        return RuleCheck("embargo", False, evidence, f"published before {_show(end[0])}")
    if theirs[0] >= end[1]:
        return RuleCheck("embargo", True, evidence, f"published after {_show(end[1])}")
    return RuleCheck("embargo", None, evidence, "the dates are not exact enough to tell")


def _embargo_end(case: Case, rules: Rules) -> tuple[datetime, datetime] | None:
    """The earliest and the latest moment at which the embargo may have ended."""
    ends = [read_span(rules.embargo_until)] if rules.embargo_until else []
    if rules.embargo_hours:
        wait = timedelta(hours=rules.embargo_hours)
        ours = read_span(case.original.published)
        ends.append(ours and (ours[0] + wait, ours[1] + wait))
    moments = [end for end in ends if end]
    return max(moments) if len(moments) == len(ends) and moments else None


def _show(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%d %H:%M UTC")
