"""Common passages: each is listed once, with those that hold most of it and the earliest where dates tell."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest

import dupdetect
from dupdetect.batch import MarkedArticle, Shingler, collect_passages, weighs_in
from dupdetect.records import (
    Article,
    CommonPassage,
    Comparison,
    Kind,
    Measures,
    Passage,
    Span,
    Verdict,
)
from dupdetect.settings import Settings

BACKGROUND = (
    "The harbour wall was built in three summers by convicts from the old gaol and has not been raised since the flood "
    "of the year in which the bridge was sold"
)
CAPTION = "Two men carry a boat over the dyke near the mill while their dog waits below in the rain"


def collect(articles: Sequence[Article], common: str) -> tuple[CommonPassage, ...]:
    shingler = Shingler(Settings(), frozenset())
    keys = shingler.hash_article(Article("", common))
    marked: list[MarkedArticle] = [shingler.mark_article(article, keys) for article in articles]
    return collect_passages(marked, {article.id: article for article in articles}, 12)


def wrap(name: str, *parts: str, published: str = "") -> Article:
    return Article(name, f"{name} opens. {' Word of its own. '.join(parts)}, {name} ends.", published=published)


def test_a_passage_is_listed_once_with_its_holders() -> None:
    articles = [wrap(name, BACKGROUND, published=f"2024-05-0{i}") for i, name in enumerate("cab", 1)]
    assert collect(articles, BACKGROUND) == (
        CommonPassage(BACKGROUND, len(BACKGROUND.split()), ("a", "b", "c"), first="c"),
    )


def test_two_passages_that_stand_side_by_side_in_one_article_stay_two() -> None:
    articles = [*(wrap(name, BACKGROUND) for name in "abc"), *(wrap(name, CAPTION) for name in "def")]
    articles.append(Article("g", f"{BACKGROUND} {CAPTION}"))
    found = collect(articles, f"{BACKGROUND} word {CAPTION}")
    assert [(item.text, item.articles) for item in found] == [
        (BACKGROUND, ("a", "b", "c", "g")),
        (CAPTION, ("d", "e", "f", "g")),
    ]


def test_an_edit_does_not_cut_the_passage_in_two() -> None:
    edited = BACKGROUND.replace("summers", "long summers")
    (passage,) = collect([*(wrap(name, BACKGROUND) for name in "abcd"), wrap("e", edited)], BACKGROUND)
    assert passage.articles == tuple("abcde")
    assert passage.text == BACKGROUND


def test_who_holds_a_small_part_is_not_listed() -> None:
    part = " ".join(BACKGROUND.split()[:10])
    (passage,) = collect([*(wrap(name, BACKGROUND) for name in "abcd"), wrap("e", part)], BACKGROUND)
    assert passage.articles == tuple("abcd")


def test_the_first_is_named_only_where_all_dates_say_so() -> None:
    def first(*dates: str) -> str | None:
        articles = [wrap(name, BACKGROUND, published=day) for name, day in zip("abc", dates, strict=True)]
        return collect(articles, BACKGROUND)[0].first

    assert first("2024-05-03", "2024-05-02", "2024-05-04") == "b"
    assert first("2024-05-03", "", "2024-05-04") is None
    assert first("2024-05-03", "2024-05-03", "2024-05-04") is None
    assert first("2024-05-03T10:00+02:00", "2024-05-03T09:00+00:00", "2024-05-04") is None
    assert first("", "", "") is None


def test_short_passages_are_not_listed() -> None:
    short = " ".join(BACKGROUND.split()[:11])
    assert collect([wrap(name, short) for name in "abc"], short) == ()


def test_the_order_of_articles_makes_no_difference() -> None:
    articles = [*(wrap(name, BACKGROUND, CAPTION) for name in "abc"), *(wrap(name, CAPTION) for name in "de")]
    common = f"{BACKGROUND} word {CAPTION}"
    assert collect(articles, common) == collect(articles[::-1], common)


def test_nothing_common_gives_nothing() -> None:
    assert collect_passages([], {}, 12) == ()
    nothing = np.zeros(0, np.uint64), np.zeros(0, np.intp), np.zeros(0, np.int32), np.zeros(0, np.int32)
    assert collect_passages([MarkedArticle("a", (), *nothing)], {}, 12) == ()


def pair_of(verdict: Verdict, shared: int, quoted: int = 0) -> Comparison:
    """A pair with one passage of 1,000 characters in A and 500 in B."""
    return replace(
        dupdetect.compare("One text.", "Another."),
        verdict=verdict,
        passages=(Passage(0, 1000, 100, 600, Kind.EDITED, 0.9),),
        measures=Measures(300, 300, quoted_a=quoted, quoted_b=quoted, shared=shared),
    )


@pytest.mark.parametrize(
    ("pair", "common", "judged_again"),
    [
        (pair_of(Verdict.NEAR_COPY, 100), ([Span(0, 100)], []), False),
        (pair_of(Verdict.NEAR_COPY, 100), ([Span(0, 101)], []), True),
        (pair_of(Verdict.NEAR_COPY, 100), ([], [Span(0, 150)]), False),
        (pair_of(Verdict.NEAR_COPY, 100), ([], [Span(0, 151)]), True),
        (pair_of(Verdict.NEAR_COPY, 100), ([Span(0, 60), Span(900, 2000)], []), True),
        (pair_of(Verdict.NEAR_COPY, 99), ([Span(0, 1)], []), True),
        (pair_of(Verdict.REWRITE, 500), ([Span(0, 1)], []), True),
        (pair_of(Verdict.REWRITE, 500), ([Span(1000, 1200)], [Span(0, 100)]), False),
        (pair_of(Verdict.NEAR_COPY, 100, quoted=100), ([Span(0, 51)], []), True),
        (pair_of(Verdict.NEAR_COPY, 100, quoted=100), ([Span(0, 50)], []), False),
    ],
)
def test_a_little_common_wording_changes_nothing_in_a_long_near_copy(
    pair: Comparison, common: tuple[list[Span], list[Span]], judged_again: bool
) -> None:
    assert weighs_in(pair, common, Settings().batch) == judged_again
