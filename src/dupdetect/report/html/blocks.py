"""The data behind the side-by-side views: a JSON block an article and a pair, read by the page's script on demand."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from markupsafe import Markup

from dupdetect.desk.changes import map_edits
from dupdetect.desk.levels import align_sentences, level_paragraphs
from dupdetect.records import Article, Comparison, Evidence, Findings, RuleCheck, Span, Verdict
from dupdetect.report.html.embedding import Block, Units, escape_block
from dupdetect.report.html.languages import list_languages
from dupdetect.report.html.page import ArticleView, Page
from dupdetect.report.signals import list_signals
from dupdetect.report.story import describe_attempts, describe_edits, tell_pair
from dupdetect.report.visible import make_running, make_visible
from dupdetect.report.wording import (
    CREDITS,
    DIRECTIONS,
    DRIFTS,
    EDITS,
    KINDS,
    LABELS,
    MEANINGS,
    RULES,
    SIGNS,
    SPUN,
    describe_manner,
    percent,
    share,
)

_WEB = re.compile(r"https?://[^\s]+", re.IGNORECASE)


def embed_words() -> Markup:
    """The words that the script shows, by the records' values."""
    tables: dict[str, object] = {
        "verdicts": {entry.value: [LABELS[entry], SIGNS[entry], MEANINGS[entry]] for entry in LABELS},
        "kinds": {item.value: list(label) for item, label in KINDS.items()},
        "edits": {item.value[0]: [item.value, label] for item, label in EDITS.items()},
    }
    return escape_block(tables)


def embed_blocks(findings: Findings, page: Page) -> Iterator[Block]:
    """The blocks of all articles that have a text, then of all pairs."""
    texts: dict[str, _Text] = {}
    pairs = findings.pairs[: len(page.rows)]
    used = {name for pair in pairs for name in (pair.a, pair.b)}
    for listed in findings.articles:
        if listed.id in used:
            texts[listed.id] = _Text(listed.text, Units(listed.text))
            yield Block(f"article-{page.articles[listed.id].number}", escape_block(_article(listed.article, page)))
    attempts = describe_attempts(findings)
    for number, pair in enumerate(pairs, 1):
        block = _pair(pair, page, texts[pair.a], texts[pair.b])
        if pair.verdict is Verdict.INDEPENDENT:
            block["attempts"] = attempts
        yield Block(f"data-{number}", escape_block(block))


class _Text(NamedTuple):
    """A text and its offsets in units."""

    text: str
    units: Units


def _article(article: Article, page: Page) -> dict[str, object]:
    view: ArticleView = page.articles[article.id]
    url = article.url.strip()
    return {
        "heading": view.heading,
        "name": view.name,
        "about": view.about,
        "words": f"{view.words:,}",
        "url": url if _WEB.fullmatch(url) else "",
        "signals": list_signals(article),
        "text": article.text,
    }


def _pair(pair: Comparison, page: Page, left: _Text, right: _Text) -> dict[str, object]:
    a, b = left.units, right.units
    return {
        "articles": [page.articles[pair.a].number, page.articles[pair.b].number],
        "verdict": pair.verdict.value,
        "story": tell_pair(pair, page.namer),
        "figures": _figures(pair),
        "reasons": [make_visible(reason) for reason in pair.reasons],
        "evidence": _evidences(pair, a, b),
        "rules": [_rule(check, pair, a, b) for check in pair.rules],
        "drift": [
            [DRIFTS[change.kind], *a(change.a_start, change.a_end), *b(change.b_start, change.b_end)]
            for change in pair.drift
        ],
        "swaps": [[make_visible(swap.a), make_visible(swap.b), swap.count] for swap in pair.substitutions],
        "edits": _edits(pair, left, right),
        "levels": [
            [*a(level.a_start, level.a_end), *b(level.b_start, level.b_end)]
            for level in level_paragraphs(left.text, right.text, align_sentences(pair))
        ],
        "languages": list_languages(pair),
        **_alignment(pair, a, b),
    }


def _figures(pair: Comparison) -> list[list[str]]:
    """What was measured, each figure with its label."""
    facts = pair.facts
    counts = f"{facts.shared} in both, {facts.only_a} in A alone, {facts.only_b} in B alone" if facts else "–"
    return [
        ["of A shared with B", percent(pair.coverage_a)],
        ["of B shared with A", percent(pair.coverage_b)],
        ["wording kept (closeness)", percent(pair.closeness) if pair.passages else "–"],
        ["derived, likely", percent(pair.probability) if pair.probability else "–"],
        ["shared word sequences (Jaccard)", share(pair.jaccard)],
        ["how", describe_manner(pair) or "–"],
        ["machine-spun?", SPUN[pair.spun]],
        ["who took from whom?", DIRECTIONS[pair.direction]],
        ["credit", CREDITS[pair.credit]],
        ["names, numbers and dates", counts],
    ]


def _rule(check: RuleCheck, pair: Comparison, a: Units, b: Units) -> list[object]:
    """The rule in words, whether it is kept, why, and the evidence."""
    state = {True: "kept", False: "broken", None: "open"}[check.kept]
    label = RULES.get(check.rule, make_visible(check.rule))
    return [label, state, make_running(check.reason), [_evidence(item, pair, a, b) for item in check.evidence]]


def _edits(pair: Comparison, left: _Text, right: _Text) -> dict[str, object]:
    if not pair.passages:
        return {"summary": "", "stretches": [[], []]}
    edits = map_edits(pair, left.text, right.text)
    sides = ((edits.first, left.units), (edits.second, right.units))
    return {
        "summary": describe_edits(edits),
        "stretches": [[[x.kind.value[0], *units(x.start, x.end)] for x in side] for side, units in sides],
    }


def _alignment(pair: Comparison, a: Units, b: Units) -> dict[str, object]:
    """The passages, sentences and boilerplate of both texts."""
    return {
        "passages": [
            [
                *a(passage.a_start, passage.a_end),
                *b(passage.b_start, passage.b_end),
                passage.kind.value,
                percent(passage.similarity),
                passage.quotation,
            ]
            for passage in pair.passages
        ],
        "sentences": [
            [
                *a(sentence.a_start, sentence.a_end),
                *b(sentence.b_start, sentence.b_end),
                percent(sentence.similarity),
                [[*a(r.a_start, r.a_end), *b(r.b_start, r.b_end)] for r in sentence.replacements],
                sentence.quotation,
            ]
            for sentence in align_sentences(pair)
        ],
        "furniture": [_spans(pair.furniture_a, a), _spans(pair.furniture_b, b)],
    }


def _evidences(pair: Comparison, a: Units, b: Units) -> list[list[object]]:
    """What was found, each thing once: the same sentence may show credit and direction."""
    every = (*pair.direction_evidence, *pair.credit_evidence, *pair.disguises)
    once = {(hit.article, hit.text): hit for hit in every}
    return [_evidence(item, pair, a, b) for item in once.values()]


def _evidence(evidence: Evidence, pair: Comparison, a: Units, b: Units) -> list[object]:
    """The side that holds it, what it says, and where; an empty side when it is about both."""
    sides: Mapping[str, tuple[str, Units]] = {pair.a: ("A", a), pair.b: ("B", b)}
    side, units = sides.get(evidence.article, ("", Units("")))
    return [side, make_running(evidence.text), *units(evidence.start, evidence.end)]


def _spans(spans: Iterable[Span], units: Units) -> list[list[int]]:
    return [units(span.start, span.end) for span in spans]
