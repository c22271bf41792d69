"""Who holds a shingle, by an archive that changes: what a fresh archive and a plain reading of the texts say."""

from __future__ import annotations

from collections import defaultdict
from typing import TypeAlias

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

import dupdetect
from dupdetect.archive import FileStore, Holders, Terms
from dupdetect.pipeline import surroundings
from dupdetect.pipeline.questions import list_wording_terms
from dupdetect.search.wording import SAMPLE, sample_wording
from dupdetect.settings import Settings
from dupdetect.text import folding_table
from tests.archive.samples import story

PARAGRAPHS = [story(seed, 40) for seed in range(6)]
Step: TypeAlias = tuple[str, int, list[int]]
STEPS = st.lists(
    st.tuples(
        st.sampled_from(["add", "add", "remove"]),
        st.integers(0, 7),
        st.lists(st.integers(0, len(PARAGRAPHS) - 1), min_size=1, max_size=3, unique=True),
    ),
    max_size=16,
)


def list_holders(store: FileStore, terms: Terms) -> dict[int, set[str]]:
    """The ids of the articles that hold each term."""
    with store.snapshot():
        held = store.holders(terms, 63)
        names = [article.id for article in store.articles(held.numbers.tolist())]
    starts = held.starts.tolist()
    return {term: set(names[starts[i] : starts[i + 1]]) for i, term in enumerate(terms.tolist())}


@given(steps=STEPS)
@settings(max_examples=25, deadline=None)
def test_holders_after_any_changes_are_those_of_a_fresh_archive(steps: list[Step]) -> None:
    texts: dict[str, str] = {}
    terms = np.unique(np.concatenate(list_wording_terms(PARAGRAPHS)))
    store, fresh = FileStore(None), FileStore(None)
    with dupdetect.Index(store) as index, dupdetect.Index(fresh) as other:
        for what, number, chosen in steps:
            name = f"a{number}"
            if what == "remove":
                index.remove([name])
                texts.pop(name, None)
            else:
                texts[name] = "\n\n".join(PARAGRAPHS[i] for i in chosen)
                index.add({name: texts[name]})
        other.add(texts)
        expected: dict[int, set[str]] = defaultdict(set)
        for name, own in zip(texts, list_wording_terms(list(texts.values())), strict=True):
            for term in own.tolist():
                expected[term].add(name)
        assert list_holders(store, terms) == list_holders(fresh, terms) == {t: expected[t] for t in terms.tolist()}
        assert index.verify() == []


@given(st.lists(st.sampled_from("ask bid cut dig eat fit".split()), max_size=40), st.integers(1, 5))
def test_the_sample_is_the_same_wherever_a_passage_stands(words: list[str], size: int) -> None:
    passage = " ".join(words)
    alone, inside = sample_wording([passage, f"one two three {passage} four five"], size, folding_table())
    if len(words) >= size:
        assert set(alone.tolist()) <= set(inside.tolist())


def test_one_shingle_in_four_is_kept() -> None:
    (keys,) = sample_wording([story(1, 20_000)], 5, folding_table())
    assert 0.9 < SAMPLE * len(keys) / 20_000 < 1.1
    assert sample_wording([], 5, folding_table()) == []


def test_repeats_of_one_text_do_not_fill_the_archive() -> None:
    """Copies of one text are one family; the first sixteen are enough, and the others get a single term."""
    with dupdetect.Index.in_memory(Settings()) as index:
        index.add({f"a{i}": PARAGRAPHS[0] for i in range(40)})
        many = index.info().postings
    with dupdetect.Index.in_memory(Settings()) as index:
        index.add({f"a{i}": PARAGRAPHS[0] for i in range(16)})
        assert many == index.info().postings + 24


def rank(mine: list[bool], holders: list[list[int]], kin: list[int], least: int) -> tuple[list[int], list[int]]:
    starts = np.cumsum([0, *map(len, holders)])
    held = Holders(starts, np.array([number for some in holders for number in some], np.int64))
    return surroundings.rank_holders(np.array(mine), held, kin, least)


def test_a_family_counts_once_before_anything_is_compared() -> None:
    assert rank([True], [[1, 2, 3]], [], 5) == ([], [])
    assert rank([True], [[1, 2, 3, 4]], [], 5) == ([1, 2, 3, 4], [1, 2, 3, 4])
    assert rank([True], [[1, 2, 3, 4]], [4], 5) == ([], [])
    assert rank([False], [[1, 2, 3, 4]], [], 5) == ([], [])


def test_who_shares_least_is_compared_first() -> None:
    copies = list(range(1, 9))
    apart, holders = rank([True, True], [[*copies, 9, 10], copies], [], 2)
    assert apart == [1, 2, 3, 4, 9, 10]
    assert sorted(holders) == [*copies, 9, 10]
    assert rank([True], [[*copies, 9, 10]], copies, 3)[0] == [9, 10]
