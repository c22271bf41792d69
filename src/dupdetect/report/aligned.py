"""One pair side by side: its figures and reasons, and the sentences that stand for each other with the changed words
marked.

With colours, words that were replaced are yellow and words that only one side has are cyan, both underlined; without,
they stand in [brackets] and {braces}.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from rich.console import Group, RenderableType
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from dupdetect.records import Comparison, Direction, Evidence, Findings, Listed, Passage, SentencePair, Substitution
from dupdetect.report import bilingual, tables, wording
from dupdetect.report.story import name_article, tell_pair
from dupdetect.report.visible import make_running, make_visible

SENTENCES_IN_SCAN = 6
SUBSTITUTIONS_LISTED = 12
DRIFTS_LISTED = 12
PASSAGE_PREVIEW = 240
"""Characters shown of a passage that has no aligned sentences."""

REPLACED = ("yellow underline", "[", "]")
ONE_SIDED = ("cyan underline", "{", "}")

Marks = Sequence[tuple[int, int, tuple[str, str, str]]]
"""Stretches of one text to mark, in order, each with its style."""


def show_comparison(findings: Findings, pair: Comparison, *, color: bool) -> RenderableType:
    """Print everything about a pair that was compared on request."""
    folder = wording.shared_folder([pair.a, pair.b])
    names = {item.id: name_article(item.article, item.id.removeprefix(folder)) for item in findings.articles}
    story = Text(tell_pair(pair, lambda name: names.get(name, make_visible(name))), "bold")
    return Group(story, "", *_parts(findings, pair, "", None, color))


def show_excerpt(findings: Findings, pair: Comparison, number: int, prefix: str, *, color: bool) -> RenderableType:
    """Print a pair of a scan: its first sentences, and a line that says how many more there are."""
    title = Text.assemble(f"{number}  ", tables.style_verdict(pair.verdict))
    rule = Rule(title, align="left", style="dim", characters="─")
    return Group("", rule, *_parts(findings, pair, prefix, SENTENCES_IN_SCAN, color))


def _parts(
    findings: Findings, pair: Comparison, prefix: str, most: int | None, color: bool
) -> Iterator[RenderableType]:
    listed = {article.article.id: article for article in findings.articles if article.article.id in (pair.a, pair.b)}
    yield _head(pair, listed, prefix)
    texts = tuple(listed[name].article.text if name in listed else "" for name in (pair.a, pair.b))
    if not all(texts):
        yield Text("The texts are not in these findings.", "dim")
        return
    if pair.passages:
        yield from _side_by_side(pair, texts[0], texts[1], most, color)
    if pair.meaning and pair.meaning.decided:
        yield from bilingual.show_matches(pair.meaning, texts[0], texts[1], most)


def _head(pair: Comparison, listed: dict[str, Listed], prefix: str) -> Table:
    """The facts about the pair, one labelled line each."""
    grid = Table.grid(padding=(0, 2))
    grid.add_column(style="dim", no_wrap=True)
    grid.add_column(overflow="fold")
    grid.add_row("A", _article(pair.a, listed, pair.coverage_a, prefix))
    grid.add_row("B", _article(pair.b, listed, pair.coverage_b, prefix))
    grid.add_row("verdict", _figures(pair))
    for label, lines in _facts(pair, listed, prefix):
        for i, line in enumerate(lines):
            grid.add_row("" if i else label, line)
    return grid


def _article(name: str, listed: dict[str, Listed], coverage: float, prefix: str) -> Text:
    line = Text.assemble((make_visible(name.removeprefix(prefix)), "bold"), "\n")
    if entry := listed.get(name):
        item = entry.article
        line.append(f"{wording.percent(coverage)} of {wording.count_noun(entry.words, 'word')} covered")
        facts = [
            f'"{make_visible(item.title)}"' if item.title else "",
            make_visible(item.source),
            make_visible(item.published),
        ]
        return line.append("".join(f", {fact}" for fact in facts if fact))
    return line.append(f"{wording.percent(coverage)} covered")


def _figures(pair: Comparison) -> Text:
    spun = {True: ", looks machine-spun", False: ", not spun", None: ""}[pair.spun]
    likely = f", probability {wording.share(pair.probability)}" if pair.probability else ""  # an old file has none
    manner = f", {word}" if (word := wording.describe_manner(pair)) else ""
    figures = (
        f"{manner}, closeness {wording.share(pair.closeness)}, jaccard {wording.share(pair.jaccard)}{likely}{spun}"
    )
    return tables.style_verdict(pair.verdict).append(figures, "default not bold")


def _facts(pair: Comparison, listed: dict[str, Listed], prefix: str) -> Iterator[tuple[str, list[Text]]]:
    yield "why", [Text(make_visible(reason)) for reason in pair.reasons]
    if pair.facts:
        counts = f"{pair.facts.shared} in both, {pair.facts.only_a} in A alone, {pair.facts.only_b} in B alone"
        yield "facts", [Text(f"names, numbers and dates: {counts}")]
    yield "changed", list(_drift(pair, listed))
    if pair.direction is not Direction.UNKNOWN:
        yield "direction", [Text(tables.DIRECTIONS[pair.direction]), *_evidence(pair, pair.direction_evidence)]
    credit = [Text(pair.credit.value), *_evidence(pair, pair.credit_evidence)]
    yield "credit", credit if len(credit) > 1 or tables.describe_credit(pair.credit) != "-" else []
    yield "disguises", _evidence(pair, pair.disguises)
    yield "swapped", [_show_swaps(pair.substitutions)] if pair.substitutions else []
    aside = [f"{side} {wording.count_noun(len(f), 'stretch', 'stretches')}" for side, f in _furniture(pair) if f]
    yield "set aside", [Text(f"site furniture: {', '.join(aside)}")] if aside else []


def _drift(pair: Comparison, listed: dict[str, Listed]) -> Iterator[Text]:
    """The facts that differ between aligned sentences, as far as the texts are there."""
    texts = [listed[name].article.text if name in listed else "" for name in (pair.a, pair.b)]
    for change in pair.drift[:DRIFTS_LISTED] if all(texts) else ():
        kind = wording.DRIFTS[change.kind].lower()
        yield Text(make_running(f"{kind}: {wording.describe_drift(change, *texts)}"))
    if len(pair.drift) > DRIFTS_LISTED:
        yield Text(f"and {len(pair.drift) - DRIFTS_LISTED} more")


def _show_swaps(substitutions: Sequence[Substitution]) -> Text:
    swaps = [
        f"{make_visible(swap.a)} -> {make_visible(swap.b)}{f' ({swap.count})' if swap.count > 1 else ''}"
        for swap in substitutions[:SUBSTITUTIONS_LISTED]
    ]
    if len(substitutions) > SUBSTITUTIONS_LISTED:
        swaps.append(f"and {len(substitutions) - SUBSTITUTIONS_LISTED} more")
    return Text(", ".join(swaps))


def _furniture(pair: Comparison) -> tuple[tuple[str, Sequence[object]], ...]:
    return ("A", pair.furniture_a), ("B", pair.furniture_b)


def _evidence(pair: Comparison, evidence: Iterable[Evidence]) -> list[Text]:
    sides = {pair.a: "A: ", pair.b: "B: "}
    return [Text(sides.get(hit.article, "") + make_visible(hit.text)) for hit in evidence]


def _side_by_side(pair: Comparison, a: str, b: str, most: int | None, color: bool) -> Iterator[RenderableType]:
    printed = 0
    left = len(pair.sentences) + len(pair.passages) if most is None else most
    if any(sentence.replacements for sentence in pair.sentences):
        yield _legend(color)
    for number, passage in enumerate(pair.passages, 1):
        if left <= 0:
            break
        rows = _rows(_inside(pair.sentences, passage), fold=most is not None)[:left]
        yield _passage(passage, f"{number} of {len(pair.passages)}", rows, (a, b), color)
        printed += sum(1 + same for _, same in rows)
        left -= max(1, len(rows))
    if rest := len(pair.sentences) - printed:
        yield Text(f"{wording.count_noun(rest, 'more aligned sentence')}; dupdetect compare shows every one.", "dim")


def _legend(color: bool) -> Text:
    line = Text("\n")
    for word, (style, left, right) in (("replaced", REPLACED), ("only on this side", ONE_SIDED)):
        line.append(word, style) if color else line.append(f"{left}{word}{right}")
        line.append("  ")
    return line


def _inside(sentences: Iterable[SentencePair], passage: Passage) -> list[SentencePair]:
    return [sentence for sentence in sentences if passage.a_start <= sentence.a_start < passage.a_end]


def _rows(sentences: Sequence[SentencePair], *, fold: bool) -> list[tuple[SentencePair, int]]:
    """Each sentence pair to show, and how many unchanged ones after it are only counted."""
    rows: list[tuple[SentencePair, int]] = []
    for unchanged, group in groupby(sentences, key=lambda item: item.similarity == 1 and not item.replacements):
        run = list(group)
        rows += [(run[0], len(run) - 1)] if fold and unchanged else [(posting, 0) for posting in run]
    return rows


def _passage(
    passage: Passage, number: str, rows: Sequence[tuple[SentencePair, int]], texts: tuple[str, str], color: bool
) -> RenderableType:
    a, b = texts
    table = _columns(
        f"passage {number}: {passage.kind}, {wording.percent(passage.similarity)} alike", passage.quotation
    )
    for i, (item, same) in enumerate(rows):
        more = Text(f"\n(and {same} more, unchanged)" if same else "", "dim")
        left = mark_replaced(a, item.a_start, item.a_end, _marks(item, 0), color)
        right = mark_replaced(b, item.b_start, item.b_end, _marks(item, 1), color)
        table.add_row(left + more, right + more, Text(wording.percent(item.similarity), "dim"))
        if i + 1 < len(rows):
            table.add_section()
    if not rows:
        table.add_row(_preview(a[passage.a_start : passage.a_end]), _preview(b[passage.b_start : passage.b_end]), "")
    return table


def _columns(title: str, quotation: bool) -> Table:
    return tables.open_side_by_side(f"{title}{', a shared quotation' if quotation else ''}", ("A", "B", "alike"))


def _preview(text: str) -> Text:
    short = make_running(text[:PASSAGE_PREVIEW]).strip()
    return Text(short + (" ..." if len(text) > PASSAGE_PREVIEW else ""))


def _marks(pair: SentencePair, side: int) -> Marks:
    """The replaced stretches of one side of a sentence pair; 0 is A."""
    marks = []
    for replacement in pair.replacements:
        spans = ((replacement.a_start, replacement.a_end), (replacement.b_start, replacement.b_end))
        both = all(start < end for start, end in spans)
        if spans[side][0] < spans[side][1]:
            marks.append((*spans[side], REPLACED if both else ONE_SIDED))
    return marks


def mark_replaced(text: str, start: int, end: int, marks: Marks, color: bool) -> Text:
    """The stretch of a text as one line, its marked words set off by colour or by brackets."""
    line, at = Text(), start
    for first, last, (style, left, right) in marks:
        first, last = max(first, at), min(last, end)
        if first < last:
            line.append(make_running(text[at:first]))
            words = make_running(text[first:last])
            line.append(words, style) if color else line.append(f"{left}{words}{right}")
            at = last
    line.append(make_running(text[at:end]))
    return line
