"""The data behind the side-by-side views: a JSON block an article and a pair, read by the page's script on demand.

A script counts UTF-16 units where records count code points, so offsets are turned into units here. Texts are hostile
until shown otherwise: nothing in a block can end it, since `<`, `>` and `&` are written as escapes.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from markupsafe import Markup

from dupdetect.records import Article, Comparison, Evidence, Findings, Span
from dupdetect.report.html.page import Page, Shown
from dupdetect.report.jsonfile import dumps
from dupdetect.report.visible import visible
from dupdetect.report.wording import CREDITS, DIRECTIONS, DRIFTS, KINDS, LABELS, MEANINGS, SIGNS, SPUN, percent

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
        self._astral = [] if text.isascii() else [one.start() for one in _ASTRAL.finditer(text)]

    def __call__(self, *offsets: int) -> list[int]:
        return [offset + bisect_left(self._astral, offset) for offset in offsets]


def words() -> Markup:
    """The words that the script shows, by the records' values."""
    tables: dict[str, object] = {
        "verdicts": {one.value: [LABELS[one], SIGNS[one], MEANINGS[one]] for one in LABELS},
        "kinds": {one.value: list(told) for one, told in KINDS.items()},
    }
    return escaped(tables)


def blocks(findings: Findings, page: Page) -> Iterator[Block]:
    """The blocks of all articles that have a text, then of all pairs."""
    units: dict[str, Units] = {}
    pairs = findings.pairs[: len(page.rows)]
    used = {name for pair in pairs for name in (pair.a, pair.b)}
    for one in findings.articles:
        if one.article.id in used:
            units[one.article.id] = Units(one.article.text)
            yield Block(f"article-{page.articles[one.article.id].number}", escaped(_article(one.article, page)))
    for number, pair in enumerate(pairs, 1):
        yield Block(f"data-{number}", escaped(_pair(pair, page, units[pair.a], units[pair.b])))


def escaped(value: object) -> Markup:
    """A value as JSON that can stand inside a script element."""
    text = _UNSAFE.sub(lambda found: f"\\u{ord(found[0]):04x}", dumps(value))
    return Markup(text)


def _article(article: Article, page: Page) -> dict[str, object]:
    shown: Shown = page.articles[article.id]
    url = article.url.strip()
    return {
        "heading": shown.heading,
        "name": shown.name,
        "about": shown.about,
        "words": f"{shown.words:,}",
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
        "spun": SPUN[pair.spun],
        "direction": DIRECTIONS[pair.direction],
        "credit": CREDITS[pair.credit],
        "reasons": [visible(reason) for reason in pair.reasons],
        "evidence": _evidences((*pair.direction_evidence, *pair.credit_evidence, *pair.disguises), sides),
        "drift": [[DRIFTS[one.kind], *a(one.a_start, one.a_end), *b(one.b_start, one.b_end)] for one in pair.drift],
        "swaps": [[visible(one.a), visible(one.b), one.count] for one in pair.substitutions],
        "passages": [
            [
                *a(one.a_start, one.a_end),
                *b(one.b_start, one.b_end),
                one.kind.value,
                percent(one.similarity),
                one.quotation,
            ]
            for one in pair.passages
        ],
        "sentences": [
            [
                *a(one.a_start, one.a_end),
                *b(one.b_start, one.b_end),
                percent(one.similarity),
                [[*a(r.a_start, r.a_end), *b(r.b_start, r.b_end)] for r in one.replacements],
                one.quotation,
            ]
            for one in pair.sentences
        ],
        "furniture": [_spans(pair.furniture_a, a), _spans(pair.furniture_b, b)],
    }


def _evidences(found: Iterable[Evidence], sides: Mapping[str, tuple[str, Units]]) -> list[list[object]]:
    """What was found, each thing once: the same sentence may show credit and direction."""
    once = {(one.article, one.text): one for one in found}
    return [_evidence(one, sides) for one in once.values()]


def _evidence(one: Evidence, sides: Mapping[str, tuple[str, Units]]) -> list[object]:
    """The side that holds it, what it says, and where; an empty side when it is about both."""
    side, units = sides.get(one.article, ("", Units("")))
    return [side, visible(one.text), *units(one.start, one.end)]


def _spans(spans: Iterable[Span], units: Units) -> list[list[int]]:
    return [units(one.start, one.end) for one in spans]
