"""What each rule of the verdict gains and costs: right verdicts by corpus with one rule at a time switched off.

A verdict is a pure function of a pair's measures and of thresholds, so that pairs are aligned once and judged again for
each rule. A rule is switched off by thresholds that nothing reaches; these are constants, which no user can set.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import dupdetect
from benchmarks.corpora.verdict_cases import Case
from dupdetect.compare import judge
from dupdetect.records import Measures
from dupdetect.settings import Settings
from dupdetect.settings.declare import MOST_WORDS

SWITCHED_OFF: Mapping[str, Mapping[str, object]] = {
    "one form filled in twice": {
        "form_facts": MOST_WORDS,
        "form_few": MOST_WORDS,
        "form_one": MOST_WORDS,
        "form_few_figures": MOST_WORDS,
        "form_figures": 1.0,
        "notice_words": 1,
    },
    "forms told by few facts": {"form_held": 0.0},
    "forms of figures": {"form_few_figures": MOST_WORDS, "form_figures": 1.0},
    "short notices": {"notice_words": 1},
    "notices about two subjects or sums": {"subject_run": 0, "notice_run": 0},
    "stock runs of two notices": {"notice_run": 30},
    "series of notices": {"notice_alike": 0.5, "notice_series": 0.5},
    "copies that are forms": {"form_refilled": 0.0, "form_strange": 0.0},
    "stock phrases": {"notice_held": 0.0, "notice_figures_held": 0.0, "form_figures_held": 0.0},
    "lifted sentences full of facts": {"lifted_facts": MOST_WORDS},
    "a statement that one of them quotes": {"statement_run": 0},
    "a block that both carry": {"block_most": 0.0},
    "a copied table": {"table_figures": 1.0},
    "copies of briefs and runs in them": {"brief_run": MOST_WORDS, "brief_part": MOST_WORDS},
    "the same facts in other words": {"retold_facts": MOST_WORDS},
    "the same facts in any order": {"same_alike": 1.0},
    "condensed texts": {"condensed_facts": MOST_WORDS},
    "order of condensed texts in other words": {"condensed_own_order": 0.5},
    "briefs in other words": {"brief_kept": 0.0},
    "retellings by the longer text": {"retold_length": 1.0},
    "order of facts": {"told_sequence": 0.0, "retold_sequence": 0.0},
    "sentences that keep their places": {"near_alike": 0.5, "near_most": 0.6},
    "follow-ups": {"follow_up_kept": 0.0},
    "two reports of one event": {"told_kept": 0.0},
    "facts that reports share without wording": {"event_density": 1.0, "event_news": MOST_WORDS},
    "rewritten wording": {"rewrite_run": MOST_WORDS, "rewrite_words": MOST_WORDS, "spun_swaps": MOST_WORDS},
    "rewrites by a long run": {"rewrite_run": MOST_WORDS},
    "rewrites by swapped words": {"spun_swaps": MOST_WORDS},
    "rewrites by length and order": {"rewrite_words": MOST_WORDS},
    "least words of a passage": {"partial_words": 1},
}
"""Thresholds of `[judging]` that switch off each rule, or a part of one."""


@dataclass(frozen=True, slots=True)
class Measured:
    """A case with the measures of its pair."""

    case: Case
    measures: Measures


def measure_cases(cases: Sequence[Case], settings: Settings) -> list[Measured]:
    """Align each pair once."""
    articles = [
        dupdetect.Article(f"{side} {i}", article.text, article.title)
        for i, case in enumerate(cases)
        for side, article in (("a", case.a), ("b", case.b))
    ]
    pairs = ((f"a {i}", f"b {i}") for i in range(len(cases)))
    comparisons = dupdetect.compare_many(articles, pairs, settings)
    return [Measured(case, pair.measures) for case, pair in zip(cases, comparisons, strict=True)]


def count_right(cases: Iterable[Measured], settings: Settings) -> dict[str, int]:
    """Right verdicts by heading."""
    right: Counter[str] = Counter()
    for measured in cases:
        verdict = judge.find_rule(measured.measures, settings.judging).verdict
        for heading, verdicts in measured.case.right.items():
            right[heading] += verdict in verdicts
    return dict(right)


def count_pairs(cases: Iterable[Measured]) -> dict[str, int]:
    """Pairs by heading."""
    return dict(Counter(heading for measured in cases for heading in measured.case.right))


def switch_off(rule: str, settings: Settings) -> Settings:
    """The settings without a rule."""
    return settings.with_constants({f"judging.{name}": value for name, value in SWITCHED_OFF[rule].items()})


def measure_rules(cases: Sequence[Measured], settings: Settings) -> dict[str, dict[str, int]]:
    """Right verdicts by heading: with all rules, then without each."""
    rows = {"all rules": count_right(cases, settings)}
    for rule in SWITCHED_OFF:
        rows[rule] = count_right(cases, switch_off(rule, settings))
    return rows
