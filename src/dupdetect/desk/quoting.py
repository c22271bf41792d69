"""Places in a text to quotations of it: whole, short, and with offsets that lead back to them."""

from __future__ import annotations

import re

from dupdetect.records import Article, Evidence

LONGEST = 300
"""Code points of a quotation, at most."""

_AROUND = 150
_STOP = re.compile(r"[.!?]['\"’”)]{0,2}\s|\n")
_OPENING = re.compile(r"\S[^\n]*")


def quote_span(article: Article, start: int, end: int) -> Evidence:
    """The stretch of a text, cut to `LONGEST`."""
    end = min(end, start + LONGEST)
    text = article.text[start:end]
    start += len(text) - len(text.lstrip())
    return Evidence(article.id, article.text[start:end].rstrip(), start, start + len(article.text[start:end].rstrip()))


def quote_sentence(article: Article, start: int, end: int) -> Evidence:
    """The sentence around a stretch, or as much of it as stands near."""
    text = article.text
    floor = max(0, start - _AROUND)
    left = max((stop.end() for stop in _STOP.finditer(text, floor, start)), default=floor)
    stop = _STOP.search(text, end, min(len(text), end + _AROUND))
    return quote_span(article, left, stop.end() if stop else min(len(text), end + _AROUND))


def quote_opening(article: Article) -> Evidence:
    """The first line of a text below its headline: where a credit or a byline would stand."""
    headline = len(article.title) if article.title and article.text.startswith(article.title) else 0
    line = _OPENING.search(article.text, headline) or _OPENING.search(article.text)
    return quote_span(article, *line.span()) if line else Evidence(article.id, "")


def quote_metadata(article: Article, text: str) -> Evidence:
    """What is known of an article beside its text, such as an address; it has no place."""
    return Evidence(article.id, text)
