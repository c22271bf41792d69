"""The data behind the side-by-side views: a JSON block an article and a pair, read by the page's script on demand.

A script counts UTF-16 units where records count code points, so offsets are turned into units here. Texts are not
trusted: none can end its block, because `<`, `>` and `&` are written as escapes.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from markupsafe import Markup

from dupdetect.records import Article, Comparison, Evidence, Findings, Span
from dupdetect.records.jsonform import dumps
from dupdetect.report.html.page import ArticleView, Page
from dupdetect.report.recurring import list_representatives
from dupdetect.report.visible import make_visible
from dupdetect.report.wording import (
    CREDITS,
    DIRECTIONS,
    DRIFTS,
    KINDS,
    LABELS,
    MEANINGS,
    SIGNS,
    SPUN,
    describe_manner,
    percent,
)

_UNSAFE = re.compile("[<>&\u2028\u2029]")
_ASTRAL = re.compile("[\U00010000-\U0010ffff]")
_WEB = re.compile(r"https?://[^\s]+", re.IGNORECASE)


class Block(NamedTuple):
    """A JSON value under the id that the script asks for."""

    id: str
    json: Markup


class Units:
    """Offsets of one text in UTF-16 units."""

    def __init__(self, text: str) -> None:
        self._astral = [] if text.isascii() else [item.start() for item in _ASTRAL.finditer(text)]

    def __call__(self, *offsets: int) -> list[int]:
        return [offset + bisect_left(self._astral, offset) for offset in offsets]


def embed_words() -> Markup:
    """The words that the script shows, by the records' values."""
    tables: dict[str, object] = {
        "verdicts": {entry.value: [LABELS[entry], SIGNS[entry], MEANINGS[entry]] for entry in LABELS},
        "kinds": {item.value: list(label) for item, label in KINDS.items()},
    }
    return escape_block(tables)


def embed_blocks(findings: Findings, page: Page) -> Iterator[Block]:
    """The blocks of all articles that have a text, then of all pairs."""
    units: dict[str, Units] = {}
    pairs = list_representatives(findings)[: len(page.rows)]
    used = {name for pair in pairs for name in (pair.a, pair.b)}
    for article in findings.articles:
        if article.article.id in used:
            units[article.article.id] = Units(article.article.text)
            yield Block(
                f"article-{page.articles[article.article.id].number}", escape_block(_article(article.article, page))
            )
    for number, pair in enumerate(pairs, 1):
        yield Block(f"data-{number}", escape_block(_pair(pair, page, units[pair.a], units[pair.b])))


def escape_block(value: object) -> Markup:
    """A value as JSON that can stand inside a script element."""
    text = _UNSAFE.sub(lambda hit: f"\\u{ord(hit[0]):04x}", dumps(value))
    return Markup(text)


def _article(article: Article, page: Page) -> dict[str, object]:
    view: ArticleView = page.articles[article.id]
    url = article.url.strip()
    return {
        "heading": view.heading,
        "name": view.name,
        "about": view.about,
        "words": f"{view.words:,}",
        "url": url if _WEB.fullmatch(url) else "",
        "text": article.text,
    }


def _pair(pair: Comparison, page: Page, a: Units, b: Units) -> dict[str, object]:
    sides = {pair.a: ("A", a), pair.b: ("B", b)}
    return {
        "articles": [page.articles[pair.a].number, page.articles[pair.b].number],
        "verdict": pair.verdict.value,
        "coverage": [percent(pair.coverage_a), percent(pair.coverage_b)],
        "closeness": percent(pair.closeness) if pair.passages else "–",
        "probability": percent(pair.probability) if pair.probability else "–",
        "manner": describe_manner(pair) or "–",
        "spun": SPUN[pair.spun],
        "direction": DIRECTIONS[pair.direction],
        "credit": CREDITS[pair.credit],
        "reasons": [make_visible(reason) for reason in pair.reasons],
        "evidence": _evidences((*pair.direction_evidence, *pair.credit_evidence, *pair.disguises), sides),
        "drift": [
            [DRIFTS[change.kind], *a(change.a_start, change.a_end), *b(change.b_start, change.b_end)]
            for change in pair.drift
        ],
        "swaps": [[make_visible(swap.a), make_visible(swap.b), swap.count] for swap in pair.substitutions],
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
            for sentence in pair.sentences
        ],
        "furniture": [_spans(pair.furniture_a, a), _spans(pair.furniture_b, b)],
    }


def _evidences(evidence: Iterable[Evidence], sides: Mapping[str, tuple[str, Units]]) -> list[list[object]]:
    """What was found, each thing once: the same sentence may show credit and direction."""
    once = {(hit.article, hit.text): hit for hit in evidence}
    return [_evidence(item, sides) for item in once.values()]


def _evidence(evidence: Evidence, sides: Mapping[str, tuple[str, Units]]) -> list[object]:
    """The side that holds it, what it says, and where; an empty side when it is about both."""
    side, units = sides.get(evidence.article, ("", Units("")))
    return [side, make_visible(evidence.text), *units(evidence.start, evidence.end)]


def _spans(spans: Iterable[Span], units: Units) -> list[list[int]]:
    return [units(span.start, span.end) for span in spans]
