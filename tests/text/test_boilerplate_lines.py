"""Lines that many strangers share are furniture; lines of one much-copied article are not."""

from __future__ import annotations

import random
from pathlib import Path

from dupdetect import pipeline
from dupdetect.records import Article
from dupdetect.settings import Segmenting
from dupdetect.text import Vocabulary, find_recurring_lines, segment_article

ARTICLES = Path(__file__).parents[2] / "samples" / "articles"
SETTINGS = Segmenting()
LINE = "The Harbour Desk, a project of readers along the coast, lives on small gifts"
ORIGINALS = [
    path.read_text(encoding="utf-8")
    for path in sorted(ARTICLES.glob("*-original.txt"))
    if path.name != "club-original.txt"
]
"""Nine articles about nine matters."""


def with_line(text: str, line: str = LINE) -> str:
    """`text` with a line between its paragraphs."""
    first, second, rest = text.split("\n\n", 2)
    return "\n\n".join((first, second, line, rest))


def test_a_line_in_unrelated_articles_is_furniture() -> None:
    texts = [with_line(text) for text in ORIGINALS]
    assert find_recurring_lines(texts, SETTINGS) == {LINE.replace(",", "").lower()}
    assert find_recurring_lines(texts[:4], SETTINGS) == frozenset()
    assert find_recurring_lines(texts, Segmenting(recurring=0)) == frozenset()
    assert find_recurring_lines(texts, Segmenting(furniture=False)) == frozenset()
    assert find_recurring_lines([], SETTINGS) == frozenset()


def test_it_is_left_out_and_shown() -> None:
    texts = [with_line(text) for text in ORIGINALS]
    found = find_recurring_lines(texts, SETTINGS)
    article = Article("x", texts[0])
    one = segment_article(article, Vocabulary(), SETTINGS, found)
    assert LINE in [texts[0][span.start : span.end] for span in one.furniture]
    plain = segment_article(article, Vocabulary(), SETTINGS)
    assert len(plain) == len(one) + len(LINE.split())
    assert LINE not in [texts[0][span.start : span.end] for span in plain.furniture]


def test_a_thousand_copies_of_an_article_make_none_of_it_furniture() -> None:
    draw = random.Random(5)
    words = ORIGINALS[0].split(" ")
    copies = [" ".join(w for w in words if draw.random() > 0.02) for _ in range(200)]
    assert find_recurring_lines([*[ORIGINALS[0]] * 1000, *copies, *ORIGINALS], SETTINGS) == frozenset()


def test_a_statement_in_reports_of_one_event_is_no_furniture() -> None:
    statement = "We will not rest until every family has been told what happened on that night, said the ministry."
    reports = [path.read_text(encoding="utf-8") for path in sorted(ARTICLES.glob("ferry-*.txt"))]
    assert len(reports) >= 8
    assert find_recurring_lines([with_line(text, statement) for text in reports], SETTINGS) == frozenset()


def test_the_samples_have_no_such_line() -> None:
    texts = [path.read_text(encoding="utf-8") for path in sorted(ARTICLES.iterdir())]
    assert find_recurring_lines(texts, SETTINGS) == frozenset()


def test_a_line_that_stands_often_in_one_article_counts_once() -> None:
    texts = ["\n".join([LINE] * 100), *ORIGINALS]
    assert find_recurring_lines(texts, SETTINGS) == frozenset()


def test_a_scan_sets_such_lines_aside_and_shows_them() -> None:
    texts = {f"{kind} {i}": with_line(text) for i, text in enumerate(ORIGINALS[:6]) for kind in ("copy", "original")}
    found = pipeline.scan(texts).pairs
    assert len(found) == 6
    for one in found:
        assert LINE in [texts[one.a][span.start : span.end] for span in one.furniture_a]
        assert LINE in [texts[one.b][span.start : span.end] for span in one.furniture_b]
