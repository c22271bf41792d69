"""Whether a copy keeps the licence that its original states for programs: a `rel=license` link, or RSL.

A site may state a licence of its own on all its pages, so a copy can name another one; that is told as it stands.
"""

from __future__ import annotations

import re

from dupdetect.desk.cases import Case
from dupdetect.desk.credits import bare_address, is_page
from dupdetect.desk.quoting import quote_metadata
from dupdetect.desk.rules import Rules
from dupdetect.records import Article, Evidence, RuleCheck, Signal, SignalKind

_STATED = (SignalKind.LICENCE, SignalKind.RSL)
"""The signals that say what licence a page is under."""

_LICENCES = (*_STATED, SignalKind.CREATIVE_COMMONS)
"""Those by which a copy can keep it; a link to Creative Commons need not say that it is the licence of the page."""

_VIEW = re.compile(r"/(?:deed|legalcode)(?:[.-][a-z]{2,3}(?:[-_][a-z]{2,4})?)?(?:\.txt|\.html)?$")
"""The end of an address of Creative Commons that chooses a language or the full text of the same licence."""


def check_kept_licence(case: Case, rules: Rules) -> RuleCheck:
    """Whether each licence that the original states for programs is stated by the copy as well."""
    wanted = _find_signals(case.original, _STATED)
    if not wanted:
        return RuleCheck("keep_licence", None, (), "the original states no licence for programs")
    if not is_page(case.copy) and not case.copy.signals:
        return RuleCheck("keep_licence", None, (), "the copy was not read as a web page, which could state one")
    stated = _find_signals(case.copy, _LICENCES)
    there = {_name_licence(signal) for signal in stated}
    missing = [signal for signal in wanted if _name_licence(signal) not in there]
    if not missing:
        kept = [signal for signal in stated if _name_licence(signal) in set(map(_name_licence, wanted))]
        return RuleCheck("keep_licence", True, _quote(case.copy, kept), "states the licence of the original")
    evidence = _quote(case.original, missing) + _quote(case.copy, stated)
    other = "it states another one" if stated else "it states none"
    return RuleCheck("keep_licence", False, evidence, f"the licence of the original is missing: {other}")


def _find_signals(article: Article, kinds: tuple[SignalKind, ...]) -> list[Signal]:
    return [signal for signal in article.signals if signal.kind in kinds]


def _name_licence(signal: Signal) -> str:
    """What identifies a licence: its address without scheme and language, or its terms."""
    return _VIEW.sub("", bare_address(signal.value))


def _quote(article: Article, signals: list[Signal]) -> tuple[Evidence, ...]:
    return tuple(quote_metadata(article, signal.value or signal.kind.value) for signal in signals)
