"""Which shingles are common, against a plain dictionary; and where they stand in an article."""

from __future__ import annotations

from collections import defaultdict

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dupdetect.batch import counting
from dupdetect.batch.shingles import Shingler, hash_shingles
from dupdetect.records import Article
from dupdetect.settings import Batch, Settings

ARTICLES = st.lists(
    st.tuples(st.sampled_from("abcdef"), st.sets(st.integers(0, 40).map(lambda n: n * (2**64 // 41)))), max_size=12
)


def hashes(values: object) -> counting.Hashes:
    return np.array(sorted(values), np.uint64)  # type: ignore[call-overload]


@given(ARTICLES, st.integers(1, 5))
def test_a_shingle_is_common_if_enough_families_hold_it(articles: list[tuple[str, set[int]]], least: int) -> None:
    holders: dict[int, set[str]] = defaultdict(set)
    for family, shingles in articles:
        for shingle in shingles:
            holders[shingle].add(family)
    expected = sorted(shingle for shingle, families in holders.items() if len(families) >= least)
    found = counting.find_common_shingles(
        [hashes(shingles) for _, shingles in articles], [family for family, _ in articles], least
    )
    assert found.tolist() == expected


@pytest.mark.parametrize(("articles", "least"), [(1, 5), (20_000, 5), (40_000, 6), (1_000_000, 10)])
def test_a_large_batch_demands_more_families(articles: int, least: int) -> None:
    assert counting.demand_families(articles, Batch()) == least


def mark(text: str, common: str) -> list[str]:
    """The common stretches of a text of single-space words."""
    shingler = Shingler(Settings(), frozenset())
    marked = shingler.mark_article(Article("a", text), shingler.hash_article(Article("b", common)))
    return [text[span.start : span.end] for span in marked.spans]


STOCK = "the selling concession is paid on the day of the issue in full"


def test_a_stretch_is_common_from_eight_words_on() -> None:
    words = STOCK.split()
    assert mark(f"Here {STOCK} there", STOCK) == [STOCK]
    assert mark(f"Here {' '.join(words[:8])} there", STOCK) == [" ".join(words[:8])]
    assert mark(f"Here {' '.join(words[:7])} there", STOCK) == []


def test_an_edit_inside_belongs_to_the_stretch() -> None:
    after = "and all its terms are set down in the papers of the bank"
    text = f"Now {STOCK} dear reader {after} today"
    assert mark(text, f"{STOCK} {after}") == [f"{STOCK} dear reader {after}"]
    far = f"Now {STOCK} {'word ' * 7}{after} today"
    assert mark(far, f"{STOCK} {after}") == [STOCK, after]


def test_case_and_punctuation_make_no_difference() -> None:
    assert mark(f"{STOCK.upper()}!", STOCK) == [STOCK.upper()]


def test_an_article_without_words_holds_nothing() -> None:
    assert mark("", STOCK) == []
    assert mark("...", STOCK) == []
    assert len(hash_shingles(np.zeros(4, np.uint64))) == 0


def test_hashes_do_not_depend_on_what_was_read_before() -> None:
    fresh, used = (Shingler(Settings(), frozenset()) for _ in range(2))
    used.hash_article(Article("x", "Other words come first and take the first numbers."))
    article = Article("a", STOCK)
    assert fresh.hash_article(article).tolist() == used.hash_article(article).tolist()
