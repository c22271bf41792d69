"""The data of the view "one text, all its sources": which stretch of a text stands in which other articles."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from dupdetect.desk.takers import list_takings
from dupdetect.desk.tracing import measure_traced, share_by_source, trace_texts
from dupdetect.records import Findings
from dupdetect.records.views import Tracing
from dupdetect.report.html.embedding import Block, Units, escape_block
from dupdetect.report.html.page import Page
from dupdetect.report.wording import percent

TRACED = 500
"""Texts of one page that have this view; those with most sources come first."""


def embed_tracings(findings: Findings, page: Page) -> Iterator[Block]:
    """A block for each article of ours, or each text that was asked about, that shares text with others."""
    texts = {listed.id: listed.text for listed in findings.articles}
    names = [taking.article for taking in list_takings(findings)][:TRACED]
    for tracing in trace_texts(findings, names):
        number = page.articles[tracing.article].number
        yield Block(f"sources-{number}", escape_block(_embed_tracing(tracing, page, texts)))


def _embed_tracing(tracing: Tracing, page: Page, texts: Mapping[str, str]) -> dict[str, object]:
    units, theirs = Units(texts[tracing.article]), [Units(texts[name]) for name in tracing.sources]
    shares = share_by_source(tracing)
    return {
        "article": page.articles[tracing.article].number,
        "words": tracing.words,
        "total": percent(measure_traced(tracing)),
        "leftOut": tracing.left_out,
        "sources": [
            {
                "article": page.articles[name].number,
                "pair": place + 1 if place < len(page.rows) else 0,
                "share": percent(share),
            }
            for name, place, share in zip(tracing.sources, tracing.pairs, shares, strict=True)
        ],
        "stretches": [
            [
                *units(stretch.start, stretch.end),
                stretch.words,
                stretch.quoted,
                [[holding.source, *theirs[holding.source](holding.start, holding.end)] for holding in stretch.holdings],
            ]
            for stretch in tracing.stretches
        ],
    }
