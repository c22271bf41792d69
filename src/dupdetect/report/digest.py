"""The findings of a scan on about one screen: a sentence, what matters most, a line a story, and what to do next."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, TypeAlias

from rich.console import Console
from rich.table import Table
from rich.text import Text

from dupdetect.desk.highlights import pick_highlights
from dupdetect.desk.takers import list_takings
from dupdetect.desk.tracing import measure_traced, share_by_source, trace_texts
from dupdetect.records import Cluster, Comparison, Findings, Verdict
from dupdetect.records.views import HighlightKind, Taking, Tracing
from dupdetect.report.story import describe_attempts, tell_findings, tell_highlight
from dupdetect.report.tables import style_verdict
from dupdetect.report.visible import make_running, make_visible
from dupdetect.report.wording import MANNERS, count_noun, percent

STORIES_LISTED = 15
BESIDE_LISTED = 5
TAKINGS_LISTED = 15
SOURCES_LISTED = 6
"""Longer lists are cut with a line that says so; the other forms list everything."""

URGENT = (HighlightKind.RULES, HighlightKind.FACTS)

Column: TypeAlias = "tuple[str, Literal['left', 'right']]"
"""The heading of a column, and the side at which its cells stand."""


def print_digest(console: Console, findings: Findings, prefix: str) -> None:
    """Print what was found; details of pairs are not part of it.

    Args:
        prefix: what all ids start with; it is left out.
    """
    takings = list_takings(findings)
    console.print(Text(tell_findings(findings, takings), "bold"))
    console.print(_count(findings))
    if not findings.pairs:
        console.print(Text(describe_attempts(findings), "dim"))
        return
    if prefix:
        console.print(Text(f"Names are below {make_visible(prefix)}", "dim"))
    _print_highlights(console, findings, prefix)
    if takings:
        _print_takings(console, findings, takings, prefix)
    elif findings.clusters:
        _print_stories(console, findings, prefix)
    _print_beside(console, findings, prefix, bool(takings))


def print_next_steps(console: Console, steps: Sequence[tuple[str, str]]) -> None:
    """Print commands to go on with, each after what it is for."""
    if not steps:
        return
    console.print(Text("\nNext", "bold"))
    width = max(len(purpose) for purpose, _ in steps)
    for purpose, command in steps:
        console.print(Text(f"  {purpose:{width}}  ", "dim").append(make_visible(command), "not dim"), soft_wrap=True)


def _count(findings: Findings) -> Text:
    """Such as: 19 articles, 2 skipped. 31 pairs compared, 9 related (2 identical, 7 near_copy) in 4 families."""
    counts = findings.counts
    pairs, families = counts.get("pairs", 0), counts.get("clusters", 0)
    asked = sum(listed.asked for listed in findings.articles)
    noun = count_noun(asked, "text") + " checked" if asked else count_noun(counts.get("articles", 0), "article")
    line = Text(noun, "dim")
    if skipped := counts.get("skipped", 0):
        line.append(f", {skipped:,} skipped", "yellow")
    line.append(f". {count_noun(counts.get('compared', 0), 'pair')} compared, ")
    if not pairs:
        return line.append("none related.")
    verdicts = ", ".join(f"{counts[verdict]:,} {verdict.value}" for verdict in Verdict if counts.get(verdict))
    line.append(f"{pairs:,} related{f' ({verdicts})' if verdicts else ''}")
    return line.append(f" in {count_noun(families, 'family', 'families')}." if families else ".")


def _print_highlights(console: Console, findings: Findings, prefix: str) -> None:
    highlights = pick_highlights(findings)
    if not highlights:
        return
    console.print(Text("\nLook at these first", "bold"))
    grid = Table.grid(padding=(0, 1))
    for number, highlight in enumerate(highlights, 1):
        text = tell_highlight(highlight, findings, lambda name: make_visible(name.removeprefix(prefix)))
        grid.add_row(Text(f" {number}", "dim"), Text(text, "red" if highlight.kind in URGENT else ""))
    console.print(grid)


# ---- stories --------------------------------------------------------------------------------------------------------


def _print_stories(console: Console, findings: Findings, prefix: str) -> None:
    """A line a family: how many articles, how close, its headline and its source."""
    console.print(Text("\nStories", "bold"))
    shown = findings.clusters[:STORIES_LISTED]
    sources: list[Column] = [("source", "left")] if any(cluster.source for cluster in shown) else []
    table = _open_table(("articles", "right"), ("closest", "left"), ("headline", "left"), *sources)
    for cluster in shown:
        size = len(cluster.articles) + len(cluster.attached)
        source = make_visible(cluster.source.removeprefix(prefix)) if cluster.source else "not known"
        cells = [Text(source, "dim")] if sources else []
        table.add_row(f"{size:,}", style_verdict(cluster.verdict), _name_story(cluster, prefix), *cells)
    console.print(table)
    _print_rest(console, len(findings.clusters) - STORIES_LISTED, "story", "stories")


def _name_story(cluster: Cluster, prefix: str) -> str:
    return make_running(cluster.title).strip() or make_visible(cluster.articles[0].removeprefix(prefix))


def _print_beside(console: Console, findings: Findings, prefix: str, all_listed: bool) -> None:
    """A line for each pair that is in no story, the strongest of them."""
    inside = [{*cluster.articles, *(item.id for item in cluster.attached)} for cluster in findings.clusters]
    homes = {name: number for number, names in enumerate(inside) for name in names}
    beside = [pair for pair in findings.pairs if homes.get(pair.a, -1) != homes.get(pair.b, -2)]
    if not beside or all_listed:
        return
    console.print(Text(f"\n{count_noun(len(beside), 'pair')} of no story", "bold"))
    table = _open_table(("shared", "right"), ("verdict", "left"), ("articles", "left"))
    for pair in beside[:BESIDE_LISTED]:
        names = " / ".join(make_visible(name.removeprefix(prefix)) for name in (pair.a, pair.b))
        table.add_row(percent(max(pair.coverage_a, pair.coverage_b)), style_verdict(pair.verdict), names)
    console.print(table)
    _print_rest(console, len(beside) - BESIDE_LISTED, "pair")


# ---- our articles, and texts that were asked about ------------------------------------------------------------------


def _print_takings(console: Console, findings: Findings, takings: Sequence[Taking], prefix: str) -> None:
    """A line for each article, and under it where its passages stand."""
    console.print(Text("\nTexts that were asked about" if takings[0].asked else "\nOur articles", "bold"))
    listed = {item.id: item for item in findings.articles}
    tracings = {item.article: item for item in trace_texts(findings, [taking.article for taking in takings])}
    for taking in takings[:TAKINGS_LISTED]:
        title = make_running(listed[taking.article].title).strip()
        name = make_visible(taking.article.removeprefix(prefix))
        console.print(Text("  ").append(name, "bold").append(f"  {title}" if title else "", "dim"))
        tracing = tracings.get(taking.article)
        console.print(Text(f"    {_describe_taking(findings, taking, tracing)}"))
        console.print(_list_sources(findings, taking, tracing, prefix))
        _print_rest(console, len(taking.pairs) + len(taking.partners) - SOURCES_LISTED, "article")
    _print_rest(console, len(takings) - TAKINGS_LISTED, "text")


def _describe_taking(findings: Findings, taking: Taking, tracing: Tracing | None) -> str:
    """Such as: 83% of its words stand in 4 articles, 80% without shared quotations; 1 partner apart."""
    where = count_noun(len(taking.pairs), "article")
    partners = f"; {count_noun(len(taking.partners), 'partner')} apart" if taking.partners else ""
    if tracing is None:
        return f"it shares text with {where}{partners}."
    whole, bare = measure_traced(tracing), measure_traced(tracing, quotations=False)
    aside = f", {percent(bare)} without shared quotations" if percent(bare) != percent(whole) else ""
    return f"{percent(whole)} of its words stand in {where}{aside}{partners}."


def _list_sources(findings: Findings, taking: Taking, tracing: Tracing | None, prefix: str) -> Table:
    """For each source what it shares, and for how much of the text it is the closest."""
    best = dict(zip(tracing.pairs, share_by_source(tracing), strict=True)) if tracing else {}
    table = _open_table(("shared", "right"), ("closest for", "right"), ("how", "left"), ("article", "left"), indent=4)
    for place in (*taking.pairs, *taking.partners)[:SOURCES_LISTED]:
        pair = findings.pairs[place]
        is_a = pair.a == taking.article
        name = make_visible((pair.b if is_a else pair.a).removeprefix(prefix))
        shared = percent(pair.coverage_a if is_a else pair.coverage_b)
        partner = "  (partner)" if place in taking.partners else ""
        table.add_row(shared, percent(best.get(place, 0.0)), _describe_how(pair), name + partner)
    return table


def _describe_how(pair: Comparison) -> str:
    return MANNERS[pair.manner] if pair.manner else pair.verdict.value


def _open_table(*columns: Column, indent: int = 2) -> Table:
    """A table without lines; only its last column may take several lines, and a headline is cut to one."""
    table = Table(box=None, header_style="dim", pad_edge=False, padding=(0, 2, 0, 0), show_edge=False)
    for place, (label, side) in enumerate(columns):
        heading = " " * (0 if place else indent) + label
        headline = label == "headline"
        last = place == len(columns) - 1 and not headline
        overflow: Literal["ellipsis", "fold"] = "ellipsis" if headline else "fold"
        table.add_column(heading, justify=side, no_wrap=not last, overflow=overflow)
    return table


def _print_rest(console: Console, left: int, text: str, many: str = "") -> None:
    if left > 0:
        rest = count_noun(left, f"more {text}", f"more {many}" if many else "")
        console.print(Text(f"    {rest}; -o report.html, csv or json list them all.", "dim"))
