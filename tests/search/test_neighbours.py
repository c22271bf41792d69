"""The channel of meaning, against a plain search over all pairs."""

from __future__ import annotations

import numpy as np
import pytest

from dupdetect.records import Channel
from dupdetect.records.batches import TextVectors
from dupdetect.search import neighbours
from dupdetect.search.arrays import Candidates, join_candidates, split_pairs
from dupdetect.search.channels import MEANING_BIT, list_channels
from dupdetect.search.neighbours import find_nearest, find_neighbours
from dupdetect.settings import Meaning

SETTINGS = Meaning(neighbours=2, nearness=0.3)


def make_texts(count: int, seed: int = 1, languages: tuple[str, ...] = ("en", "de", "ru")) -> TextVectors:
    """Texts around a few topics, so that many are near each other and some tie."""
    random = np.random.default_rng(seed)
    topics = random.normal(size=(max(count // 6, 1), 16))
    values = topics[random.integers(len(topics), size=count)] + random.normal(size=(count, 16)) * 0.4
    values[count // 2] = values[0]
    unit = values / np.linalg.norm(values, axis=1, keepdims=True)
    return TextVectors(np.rint(unit * 127).astype(np.int8), tuple(languages[i % len(languages)] for i in range(count)))


def search_plainly(texts: TextVectors, settings: Meaning) -> set[tuple[int, int]]:
    """Every pair in which one is among the nearest of the other, by sorting all of them."""
    pairs = set()
    values = texts.values.astype(int)
    for i, language in enumerate(texts.languages):
        for same in (True, False):
            others = [j for j, other in enumerate(texts.languages) if (other == language) is same and j != i]
            ranked = sorted(others, key=lambda j: (-int(values[i] @ values[j]), j))[: settings.neighbours]
            near = [j for j in ranked if values[i] @ values[j] >= settings.nearness * 127**2]
            pairs |= {(min(i, j), max(i, j)) for j in near}
    return pairs


def list_pairs(texts: TextVectors, jobs: int = 1) -> set[tuple[int, int]]:
    low, high = split_pairs(find_neighbours(texts, SETTINGS, jobs))
    return set(zip(low.tolist(), high.tolist(), strict=True))


@pytest.mark.parametrize("count", [1, 2, 3, 50, 300])
def test_the_pairs_are_those_of_a_plain_search(count: int) -> None:
    texts = make_texts(count)
    assert list_pairs(texts) == search_plainly(texts, SETTINGS)


def test_blocks_and_threads_change_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    texts = make_texts(120)
    whole = list_pairs(texts)
    monkeypatch.setattr(neighbours, "_TILE", 7)
    monkeypatch.setattr(neighbours, "_CHUNK", 11)
    assert list_pairs(texts, jobs=2) == whole


@pytest.mark.parametrize("jobs", [1, 3])
def test_of_many_equal_texts_the_first_are_taken(monkeypatch: pytest.MonkeyPatch, jobs: int) -> None:
    monkeypatch.setattr(neighbours, "_TILE", 7)
    texts = make_texts(60)
    equal = TextVectors(texts.values[np.arange(60) % 4], texts.languages)
    assert list_pairs(equal, jobs) == search_plainly(equal, SETTINGS)


def test_a_query_is_not_its_own_neighbour_in_whatever_chunk_it_stands(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(neighbours, "_CHUNK", 11)
    texts = make_texts(40)
    for row in range(40):
        query = TextVectors(texts.values[row : row + 1], texts.languages[row : row + 1])
        near = find_nearest(query, texts, SETTINGS, row)[:, 1].tolist()
        assert row not in near
        assert {(min(row, other), max(row, other)) for other in near} <= search_plainly(texts, SETTINGS)


def test_a_text_that_is_too_short_has_no_neighbours() -> None:
    texts = make_texts(20)
    texts.values[3] = 0
    assert all(3 not in pair for pair in list_pairs(texts))


def test_no_texts_have_no_neighbours() -> None:
    assert list_pairs(TextVectors(np.zeros((0, 1), np.int8), ())) == set()


def test_a_query_finds_the_same_texts_as_a_scan_does() -> None:
    texts = make_texts(40, languages=("en", "de"))
    queries = TextVectors(texts.values[5:6], texts.languages[5:6])
    rest = TextVectors(np.delete(texts.values, 5, 0), texts.languages[:5] + texts.languages[6:])
    near = {int(row) + (row >= 5) for row in find_nearest(queries, rest, SETTINGS)[:, 1]}
    scanned = {int(row) for row in find_nearest(queries, texts, SETTINGS, 5)[:, 1]}
    assert near == scanned


def test_candidates_of_meaning_join_those_of_wording() -> None:
    found = Candidates(np.array([1 << 32 | 2, 3 << 32 | 4], np.uint64), np.array([1, 2], np.uint8))
    joined = join_candidates(found, np.array([0 << 32 | 9, 3 << 32 | 4], np.uint64), MEANING_BIT)
    assert [pair.a + pair.b for pair in joined.name("abcdefghij")] == ["aj", "bc", "de"]
    assert [list_channels(bits) for bits in joined.channels.tolist()] == [
        (Channel.MEANING,),
        (Channel.SAME_WORDS,),
        (Channel.NEAR_COPIES, Channel.MEANING),
    ]
