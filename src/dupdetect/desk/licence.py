"""Judge each copy in findings by the rules of a licence.

Partners are exempt, because they have a licence of their own. If there is doubt about a pair, no rule is called broken,
but kept rules are still reported.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Set
from dataclasses import replace
from typing import TypeAlias

from dupdetect.desk import credits, edits, machine_licence, timing, wholeness
from dupdetect.desk.cases import Case, open_case
from dupdetect.desk.quoting import quote_metadata
from dupdetect.desk.rules import PARTNER, Rules
from dupdetect.records import Article, Comparison, Findings, RuleCheck, Verdict

Check: TypeAlias = Callable[[Case, Rules], RuleCheck]

_CHECKS: tuple[tuple[Callable[[Rules], object], Check], ...] = (
    (lambda rules: rules.credit, credits.check_credit),
    (lambda rules: rules.link, credits.check_link),
    (lambda rules: rules.byline, credits.check_byline),
    (lambda rules: rules.line or rules.line_pattern, credits.check_line),
    (lambda rules: rules.no_edits, edits.check_edits),
    (lambda rules: rules.same_headline, wholeness.check_headline),
    (lambda rules: rules.keep_links, wholeness.check_kept_links),
    (lambda rules: rules.keep_licence, machine_licence.check_kept_licence),
    (lambda rules: rules.least_share, wholeness.check_share),
    (lambda rules: rules.same_facts, wholeness.check_facts),
    (lambda rules: rules.no_translation, wholeness.check_language),
    (lambda rules: rules.noncommercial, wholeness.check_noncommercial),
    (lambda rules: rules.pixel, wholeness.check_pixel),
    (lambda rules: rules.embargo_hours or rules.embargo_until, timing.check_embargo),
)
"""Each check, after the test whether rules ask for it, in the order of reports."""


def check_findings(findings: Findings, rules: Rules) -> Findings:
    """The findings with `rules` in each pair of an original and its copy; earlier checks are replaced.

    Args:
        findings: of a scan, a comparison or a check, with the texts of their pairs. In a check, the archive's articles
            are ours.
        rules: those of the licence.
    """
    articles = {listed.article.id: listed.article for listed in findings.articles}
    ours = {listed.article.id for listed in findings.articles if listed.ours}
    checked = any(listed.asked for listed in findings.articles)
    pairs = tuple(
        replace(pair, rules=check_pair(pair, articles, {pair.a} if checked else ours, rules)) for pair in findings.pairs
    )
    return replace(findings, pairs=pairs)


def check_pair(
    pair: Comparison, articles: Mapping[str, Article], ours: Set[str], rules: Rules
) -> tuple[RuleCheck, ...]:
    """Check a pair by `rules`; independent pairs get no checks."""
    if pair.verdict is Verdict.INDEPENDENT:
        return ()
    case = open_case(pair, articles, ours)
    if exempt := _find_partner(case, rules.partners):
        return (exempt,)
    return tuple(_withhold(case, check(case, rules)) for applies, check in _CHECKS if applies(rules))


def _find_partner(case: Case, partners: Iterable[str]) -> RuleCheck | None:
    """That the copy is a partner's, by the host of its address."""
    host = credits.host_of(case.copy.url)
    for domain in partners:
        if host == domain.lower() or host.endswith(f".{domain.lower()}"):
            evidence = (quote_metadata(case.copy, case.copy.url),)
            return RuleCheck(PARTNER, True, evidence, f"{domain} is a partner, and exempt")
    return None


def _withhold(case: Case, check: RuleCheck) -> RuleCheck:
    """Turn a broken rule into an open one if there is doubt about the case."""
    if not case.doubt or check.kept is True:
        return check
    return replace(check, kept=None, reason=f"not judged: {case.doubt}")
