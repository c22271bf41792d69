"""Whether a copy was edited beyond time, place and style, and which words show it.

Every replaced wording is quoted on both sides. What stands at the edge of the article, in its headline, its credit or
in the boilerplate of the page is no edit of it. Cuts are judged by `least_share`, not here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from dupdetect.desk.cases import Case
from dupdetect.desk.quoting import quote_span
from dupdetect.desk.rules import Rules
from dupdetect.desk.spans import touches_any
from dupdetect.desk.style import fold_words, is_place, is_style, is_time
from dupdetect.records import Evidence, Replacement, RuleCheck, SentencePair, Verdict

_QUOTED = 5
"""Edits that are quoted, at most."""

_BEFORE = 60
"""Code points examined before a place name."""

_LEAST_ADDED = 6
"""Least words of an addition that is reported."""


def check_edits(case: Case, rules: Rules) -> RuleCheck:
    """Whether only time, place and style were edited."""
    if case.verdict is Verdict.IDENTICAL:
        return RuleCheck("no_edits", True, (), "both have the same words")
    edits = [
        change
        for pair in case.sentences
        if not _exchanged_only(case, pair, rules.exchanges)
        for change in pair.replacements
        if not is_allowed(case, change, rules.exchanges)
    ]
    if edits:
        evidence = tuple(item for change in edits[:_QUOTED] for item in quote_change(case, change))
        return RuleCheck("no_edits", False, evidence, _describe(case, edits))
    if added := next(_additions(case), None):
        return RuleCheck("no_edits", None, (added,), "text of its own stands between; see whether it is an edit")
    return RuleCheck("no_edits", True, (), "nothing but time, place and style differs in what is shared")


def quote_change(case: Case, change: Replacement) -> Iterator[Evidence]:
    """What stood in the original, and what stands in the copy; one of the two may be missing."""
    if change.a_end > change.a_start:
        yield quote_span(case.original, change.a_start, change.a_end)
    if change.b_end > change.b_start:
        yield quote_span(case.copy, change.b_start, change.b_end)


def is_allowed(case: Case, change: Replacement, exchanges: Sequence[tuple[str, str]] = ()) -> bool:
    """Whether a replacement is of time, place or style, is listed as allowed, or is no part of the article."""
    if _is_aside(case, change):
        return True
    ours = case.original.text[change.a_start : change.a_end]
    theirs = case.copy.text[change.b_start : change.b_end]
    if any(fold_words(ours) == fold_words(x) and fold_words(theirs) == fold_words(y) for x, y in exchanges):
        return True
    if is_time(ours, theirs):
        return True
    if touches_any(change.a_start, change.a_end, case.original_facts):
        return False
    side, start = (case.original, change.a_start) if ours else (case.copy, change.b_start)
    return is_style(ours, theirs) or is_place(ours, theirs, side.text[max(0, start - _BEFORE) : start])


def _exchanged_only(case: Case, pair: SentencePair, exchanges: Sequence[tuple[str, str]]) -> bool:
    """Whether the listed exchanges, and nothing else, make the sentence of the copy out of that of the original."""
    ours = " ".join(fold_words(case.original.text[pair.a_start : pair.a_end]))
    theirs = " ".join(fold_words(case.copy.text[pair.b_start : pair.b_end]))
    for old, new in exchanges:
        ours = re.sub(rf"\b{re.escape(' '.join(fold_words(old)))}\b", " ".join(fold_words(new)), ours)
    return ours == theirs


def _is_aside(case: Case, change: Replacement) -> bool:
    """Whether a replacement stands in the headline, a credit or the page's boilerplate, on either side."""
    return touches_any(change.b_start, change.b_end, case.copy_aside) or touches_any(
        change.a_start, change.a_end, case.original_aside
    )


def _additions(case: Case) -> Iterator[Evidence]:
    """Stretches of the copy between aligned sentences that have no counterpart in the original."""
    spans = sorted((pair.b_start, pair.b_end) for pair in case.sentences)
    reached = spans[0][1] if spans else 0
    for start, end in spans:
        gap = case.copy.text[reached:start] if start > reached else ""
        if len(fold_words(gap)) >= _LEAST_ADDED and not touches_any(reached, start, case.copy_aside):
            yield quote_span(case.copy, reached, start)
        reached = max(reached, end)


def _describe(case: Case, edits: Sequence[Replacement]) -> str:
    first = edits[0]
    ours, theirs = case.original.text[first.a_start : first.a_end], case.copy.text[first.b_start : first.b_end]
    many = f"{len(edits)} wordings differ" if len(edits) > 1 else "a wording differs"
    if not ours or not theirs:
        return f"{many} beyond time, place and style: words were {'cut' if ours else 'added'}"
    return f"{many} beyond time, place and style"
