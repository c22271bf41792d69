"""Which rules of a licence each copy breaks, for a terminal: the rule, why, and the words that show it."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Console
from rich.text import Text

from dupdetect.records import Article, Comparison, Evidence, Findings, RuleCheck
from dupdetect.report.rules import broken_rules, kept_rules, unjudged_rules
from dupdetect.report.signals import list_signals
from dupdetect.report.visible import make_running, make_visible
from dupdetect.report.wording import count_noun

COPIES_LISTED = 40
QUOTED = 160
"""Code points of a quotation, at most."""


def list_rules(console: Console, findings: Findings, prefix: str = "") -> None:
    """Print which rules each judged copy breaks, keeps or leaves open, and what the pages say to programs."""
    judged = [pair for pair in findings.pairs if pair.rules]
    if not judged:
        return
    judged.sort(key=lambda pair: -len(broken_rules(pair)))
    broken = sum(bool(broken_rules(pair)) for pair in judged)
    console.print(Text("\nLicence", "bold"))
    console.print(Text(f"{count_noun(len(judged), 'copy', 'copies')} judged, {broken:,} break a rule."))
    for pair in judged[:COPIES_LISTED]:
        _list_copy(console, pair, prefix)
    if len(judged) > COPIES_LISTED:
        left = count_noun(len(judged) - COPIES_LISTED, "more copy", "more copies")
        console.print(Text(f"{left}; --format csv or json lists them all.", "dim"))
    listed = {name for pair in judged[:COPIES_LISTED] for name in (pair.a, pair.b)}
    _list_signals(console, [item.article for item in findings.articles if item.id in listed], prefix)


def _list_copy(console: Console, pair: Comparison, prefix: str) -> None:
    names = (make_visible(name.removeprefix(prefix)) for name in (pair.a, pair.b))
    console.print(Text("\n  ").append(" / ".join(names), "bold"))
    for check in pair.rules:
        if check.kept is False:
            _explain_breach(console, check)
    for word, rules in (("kept", kept_rules(pair)), ("cannot be judged", unjudged_rules(pair))):
        if rules:
            console.print(Text(f"    {word}: {', '.join(map(make_visible, rules))}", "dim"))


def _list_signals(console: Console, articles: Sequence[Article], prefix: str) -> None:
    speaking = [article for article in articles if article.signals]
    if speaking:
        console.print(Text("\nWhat the pages say to programs", "bold"))
    for article in speaking:
        console.print(Text(f"  {make_visible(article.id.removeprefix(prefix))}"))
        for label, value in list_signals(article):
            console.print(Text(f"    {label}: {value}", "dim"))


def _explain_breach(console: Console, check: RuleCheck) -> None:
    console.print(
        Text("    ").append(f"broken: {make_visible(check.rule)}", "red").append(f": {make_running(check.reason)}")
    )
    for item in check.evidence:
        console.print(Text(f"      {_quote(item)}"))


def _quote(item: Evidence) -> str:
    text = item.text if len(item.text) <= QUOTED else item.text[: QUOTED - 1] + "…"
    place = f"{item.start:,} to {item.end:,}" if item.end else "beside the text"
    return f"“{make_running(text)}” ({make_visible(item.article.rpartition('/')[2])}, {place})"
