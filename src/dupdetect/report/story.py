"""Findings as sentences in plain words, for people who do not know our terms: one for all, one a highlight, one a pair.

A sentence claims no more than the records: "repeats" is said only where dates or a credit tell which text came first.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TypeAlias

from dupdetect.records import Article, Cluster, Comparison, CreditForm, Direction, Findings, Manner, Verdict
from dupdetect.records.views import EditMap, Highlight, HighlightKind, Origin, Taking
from dupdetect.report.rules import broken_rules
from dupdetect.report.visible import make_running, make_visible
from dupdetect.report.wording import BREACHES, count_noun, describe_drift, percent

Namer: TypeAlias = Callable[[str], str]
"""Gives the name that readers know for the id of an article."""

LONGEST_NAME = 70
"""Characters of a headline in a sentence."""

_FACTS, _RULES = 3, 5
"""Changed facts and broken rules that a sentence names."""

MANNERS = {
    Manner.VERBATIM: ", word for word",
    Manner.EDITED: ", lightly edited",
    Manner.SPUN: ", with single words exchanged throughout, as programs do",
    Manner.REWORDED: ", in other words",
    Manner.RETOLD: ", retold in other words",
    Manner.TRANSLATED: ", translated",
}
_CREDITS = {
    CreditForm.LINKED: ", and links to it",
    CreditForm.CREDITED: ", and credits it",
    CreditForm.BYLINE: ", and names its author or agency",
    CreditForm.NONE: ". No credit was found",
}


def name_article(article: Article, fallback: str) -> str:
    """Such as “New ferry for Skarra” (Island Post); the fallback where there is no headline."""
    title = make_running(article.title).strip()
    short = title if len(title) <= LONGEST_NAME else f"{title[:LONGEST_NAME].rstrip()}…"
    outlet = make_visible(article.source).strip()[:LONGEST_NAME]
    named = f"“{short}”" if short else make_visible(fallback)
    return f"{named} ({outlet})" if outlet else named


# ---- a pair ---------------------------------------------------------------------------------------------------------


def tell_pair(pair: Comparison, name: Namer) -> str:
    """What a pair is, in a sentence or two."""
    a, b = name(pair.a), name(pair.b)
    if pair.undecided:
        return f"{a} and {b} could not be judged: {make_visible(pair.undecided)}."
    if pair.verdict is Verdict.INDEPENDENT:
        return f"Nothing in the texts shows that {a} or {b} was made from the other."
    if pair.direction is Direction.A_TO_B:
        sentence = _tell_copy(pair, a, b, pair.coverage_a)
    elif pair.direction is Direction.B_TO_A:
        sentence = _tell_copy(pair, b, a, pair.coverage_b)
    else:
        sentence = _tell_siblings(pair, a, b)
    return f"{sentence}{_tell_changed_facts(pair)}"


def _tell_copy(pair: Comparison, original: str, copy: str, covered: float) -> str:
    """Of which dates or a credit tell which was first."""
    how = MANNERS[pair.manner] if pair.manner else ""
    if pair.verdict is Verdict.PARTIAL:
        return f"{copy} shares passages with {original}, {percent(covered)} of its words{how}{_CREDITS[pair.credit]}."
    return f"{copy} repeats {percent(covered)} of {original}{how}{_CREDITS[pair.credit]}."


def _tell_siblings(pair: Comparison, a: str, b: str) -> str:
    unknown = "Which came first is not known"
    credit = "" if pair.credit is CreditForm.NONE else ", though one names the other or a common source"
    if pair.verdict is Verdict.IDENTICAL:
        return f"{a} and {b} are the same text. {unknown}{credit}."
    how = MANNERS[pair.manner] if pair.manner else ""
    shares = f"{percent(pair.coverage_a)} of the first and {percent(pair.coverage_b)} of the second"
    what = "share passages" if pair.verdict is Verdict.PARTIAL else "are versions of one text"
    return f"{a} and {b} {what}: {shares}{how}. {unknown}{credit}."


def _tell_changed_facts(pair: Comparison) -> str:
    if not pair.drift:
        return ""
    return f" {count_noun(len(pair.drift), 'fact differs', 'facts differ')} between the two."


def describe_attempts(findings: Findings) -> str:
    """How it was looked for, where little or nothing was found."""
    tried = "Texts were compared by their wording, sentence by sentence in other words, and by the names, numbers and "
    tried += "dates that both tell."
    if findings.settings.get("meaning.enabled"):
        return f"{tried} Sentences were also compared by meaning and across languages."
    return f"{tried} A short passage in entirely different words leaves no trace."


def describe_edits(edits: EditMap) -> str:
    """Such as: cut 12%, added 5%, 41 wordings exchanged; empty where nothing was edited."""
    parts = [f"cut {percent(edits.cut_share)}"] if edits.cut else []
    parts += [f"added {percent(edits.added_share)}"] if edits.added else []
    parts += [f"{count_noun(edits.exchanged, 'wording')} exchanged"] if edits.exchanged else []
    parts += [f"{count_noun(edits.moved, 'sentence')} moved"] if edits.moved else []
    return ", ".join(parts)


_CREDIT = 200
"""Characters of a credit in a sentence."""


def tell_origin(origin: Origin, ranks: Mapping[str, int]) -> str:
    """Why a family has no source, in a sentence; `ranks` are the rows of its members. Empty where nothing is known."""
    if len(origin.carriers) > 1:
        who = _list_rows(origin.carriers, ranks)
        agency = make_running(origin.agency).strip()[:LONGEST_NAME]
        return (
            f"{who} carry the mark of an agency, {agency}: siblings that have its text, and need not copy each other."
        )
    if origin.credit:
        text = make_running(origin.credit).strip()
        quoted = text if len(text) <= _CREDIT else f"… {text[-_CREDIT:].partition(' ')[2]}"
        who, verb = _list_rows(origin.crediting, ranks), "credits" if len(origin.crediting) == 1 else "credit"
        unknown = "No row is known to be it, so all may stem from a text that is not here"
        return f"{who} {verb} a source: “{quoted}”. {unknown}."
    if origin.undated:
        return (
            f"No source is named, because {count_noun(origin.undated, 'row has', 'rows have')} no date that was read."
        )
    return ""


def _list_rows(names: Sequence[str], ranks: Mapping[str, int]) -> str:
    numbers = sorted(ranks[name] for name in names if name in ranks)
    listed = ", ".join(map(str, numbers[:-1])) + (" and " if len(numbers) > 1 else "") + str(numbers[-1])
    return f"{'Row' if len(numbers) == 1 else 'Rows'} {listed}"


# ---- all findings ---------------------------------------------------------------------------------------------------


def tell_findings(findings: Findings, takings: tuple[Taking, ...]) -> str:
    """What was found, in one sentence."""
    asked = sum(listed.asked for listed in findings.articles)
    ours = sum(listed.ours for listed in findings.articles)
    if asked:
        return _tell_check(findings, takings, asked)
    if ours:
        return _tell_sides(findings, takings, ours)
    number = findings.counts.get("articles", len(findings.articles))
    if not findings.pairs:
        return f"None of {count_noun(number, 'article')} shares enough with another to be reported."
    inside = {name for cluster in findings.clusters for name in _list_members(cluster)}
    beside = {name for pair in findings.pairs for name in (pair.a, pair.b)} - inside
    parts = []
    if findings.clusters:
        families = count_noun(len(findings.clusters), "story", "stories")
        parts.append(f"{len(inside):,} are versions of {families}")
    if beside:
        parts.append(f"{len(beside):,} {'more share' if parts else 'share'} passages with another")
    return f"Of {count_noun(number, 'article')}, {' and '.join(parts)}."


def _list_members(cluster: Cluster) -> tuple[str, ...]:
    return (*cluster.articles, *(attached.id for attached in cluster.attached))


def _tell_check(findings: Findings, takings: tuple[Taking, ...], asked: int) -> str:
    texts = count_noun(asked, "text")
    sources = {name for pair in findings.pairs for name in (pair.a, pair.b)} - {taking.article for taking in takings}
    if not takings:
        return f"The archive has no source of the {texts} that it was asked about."
    verb = "shares" if len(takings) == 1 else "share"
    subject = "The text that was asked about" if asked == 1 else f"Of {texts} that were asked about, {len(takings):,}"
    return f"{subject} {verb} text with {count_noun(len(sources), 'article')} of the archive."


def _tell_sides(findings: Findings, takings: tuple[Taking, ...], ours: int) -> str:
    theirs = len(findings.articles) - ours
    takers = {name for pair in findings.pairs for name in (pair.a, pair.b)} - {taking.article for taking in takings}
    if not takings:
        return f"None of {count_noun(theirs, 'page')} shares enough with {count_noun(ours, 'article')} of ours."
    stand = "stands" if len(takings) == 1 else "stand"
    pages = f"{len(takers):,} of {count_noun(theirs, 'page')} of others"
    return f"{len(takings):,} of {count_noun(ours, 'article')} of ours {stand} in {pages}, wholly or in part."


# ---- highlights -----------------------------------------------------------------------------------------------------


def tell_highlight(highlight: Highlight, findings: Findings, name: Namer) -> str:
    """Why a finding matters, with the strongest example."""
    number = highlight.number
    if highlight.kind is HighlightKind.FAMILY:
        cluster = findings.clusters[highlight.place]
        title = make_running(cluster.title).strip()[:LONGEST_NAME]
        return f"The widest story stands in {number:,} articles{f': “{title}”' if title else ''}."
    pair = findings.pairs[highlight.place]
    both = f"{name(pair.a)} and {name(pair.b)}"
    if highlight.kind is HighlightKind.RULES:
        rules = ", ".join(BREACHES.get(rule, make_visible(rule)) for rule in broken_rules(pair)[:_RULES])
        return (
            f"{count_noun(number, 'copy breaks', 'copies break')} a rule of the licence; most of all {both}: {rules}."
        )
    if highlight.kind is HighlightKind.FACTS:
        copies = count_noun(number, "copy changes", "copies change")
        return f"{copies} facts; most of all {both}: {_list_facts(pair, findings)}."
    if highlight.kind is HighlightKind.SPUN:
        spun = f"{count_noun(number, 'pair looks', 'pairs look')} rewritten by a program that exchanges words"
        return f"{spun}; most of all {both}."
    if highlight.kind is HighlightKind.UNCREDITED:
        copies = count_noun(number, "copy does", "copies do")
        return f"{copies} not name the source, which is known; the largest is that of {both}."
    return f"The closest pair: {both}, {percent(max(pair.coverage_a, pair.coverage_b))} shared."


def _list_facts(pair: Comparison, findings: Findings) -> str:
    texts: Mapping[str, str] = {item.id: item.text for item in findings.articles if item.id in (pair.a, pair.b)}
    changes = [make_running(describe_drift(change, texts[pair.a], texts[pair.b])) for change in pair.drift[:_FACTS]]
    more = len(pair.drift) - len(changes)
    return ", ".join(changes) + (f" and {more} more" if more else "")
