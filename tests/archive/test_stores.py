"""What every store promises: one suite, run over the archive on disk and the one in memory."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeAlias

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dupdetect.archive import Entry, FileStore, digest_article, postings, sum_terms
from dupdetect.records import Article
from dupdetect.settings import Settings
from tests.archive.plain_store import PlainStore
from tests.archive.samples import HOSTILE_IDS

Open: TypeAlias = Callable[[], FileStore]


@pytest.fixture(params=["file", "memory"])
def opened(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Open]:
    """Opens one more empty store of a kind."""
    made: list[FileStore] = []

    def fresh() -> FileStore:
        path = tmp_path / f"{len(made)}.dupdetect"
        made.append(FileStore(None if request.param == "memory" else path))
        return made[-1]

    yield fresh
    for store in made:
        store.close()


@pytest.fixture
def store(opened: Open) -> FileStore:
    return opened()


def entry(name: str, *terms: int, text: str = "some text", title: str = "") -> Entry:
    return Entry(Article(name, text, title), np.array(sorted(set(terms)), np.uint64), len(text.split()))


def held(store: FileStore | PlainStore, *terms: int, most: int = 10) -> dict[int, list[str]]:
    """Who holds each term, by id."""
    asked = np.array(sorted(set(terms)), np.uint64)
    with store.snapshot():
        found = store.holders(asked, most)
        names = [article.id for article in store.articles(found.numbers.tolist())]
    starts = found.starts.tolist()
    return {term: names[starts[i] : starts[i + 1]] for i, term in enumerate(asked.tolist())}


def test_an_empty_store_knows_nothing(store: FileStore) -> None:
    assert store.find_known(["a"]) == {}
    assert held(store, 1, 2) == {1: [], 2: []}
    assert list(store.listing()) == []
    assert list(store.faults()) == []
    assert store.info().articles == 0
    assert store.settings == Settings.preset("archive")


def test_articles_come_back_as_they_went_in(store: FileStore) -> None:
    article = Article("a", "Text.\r\n\x00\ud800 ünd", "T", "S", "A", "2026-01-02", "http://x", ("l1", "l2"))
    store.add([Entry(article, np.array([5], np.uint64), 2)])
    number = store.find_known(["a"])["a"].number
    assert store.articles([number]) == [article]
    assert [(one.article.title, one.article.links, one.article.text, one.words) for one in store.listing()] == [
        ("T", ("l1", "l2"), "", 2)
    ]


@pytest.mark.parametrize("name", HOSTILE_IDS, ids=range(len(HOSTILE_IDS)))
def test_hostile_ids_come_back_as_they_went_in(store: FileStore, name: str) -> None:
    store.add([entry("neighbour", 1), entry(name, 1, 2)])
    assert held(store, 1, 2) == {1: ["neighbour", name], 2: [name]}
    assert sorted(one.article.id for one in store.listing()) == sorted(["neighbour", name])
    assert store.remove([name]) == (name,)
    assert held(store, 1, 2) == {1: ["neighbour"], 2: []}


def test_adding_again_changes_nothing(store: FileStore) -> None:
    assert store.add([entry("a", 1), entry("b", 2)]).added == ("a", "b")
    before = store.find_known(["a", "b"])
    assert store.add([entry("a", 1), entry("c", 1)]).unchanged == ("a",)
    assert {name: store.find_known([name])[name] for name in "ab"} == before
    assert held(store, 1) == {1: ["a", "c"]}


def test_a_changed_article_takes_the_place_of_the_old(store: FileStore) -> None:
    store.add([entry("a", 1, 2), entry("b", 1)])
    assert store.add([entry("a", 1, 3, text="other")]).replaced == ("a",)
    assert held(store, 1, 2, 3) == {1: ["b", "a"], 2: [], 3: ["a"]}
    assert [one.article.id for one in store.listing()] == ["a", "b"]
    assert list(store.faults()) == []


def test_what_is_known_about_an_article_is_part_of_it(store: FileStore) -> None:
    store.add([entry("a", 1)])
    assert store.add([entry("a", 1, title="A headline")]).replaced == ("a",)


def test_one_id_twice_in_a_batch_is_replaced_by_the_later(store: FileStore) -> None:
    changes = store.add([entry("a", 1), entry("a", 2, text="later")])
    assert (changes.added, changes.replaced) == (("a",), ("a",))
    assert held(store, 1, 2) == {1: [], 2: ["a"]}
    assert list(store.faults()) == []


def test_removing_really_removes(store: FileStore) -> None:
    store.add([entry("a", 1, 2), entry("b", 2), entry("c", 2)])
    assert store.remove(["b", "nobody", "a"]) == ("b", "a")
    assert held(store, 1, 2) == {1: [], 2: ["c"]}
    assert store.find_known(["a", "b", "c"]).keys() == {"c"}
    assert store.info().articles == 1
    assert list(store.faults()) == []


def test_one_id_twice_in_a_batch_may_lose_its_terms(store: FileStore) -> None:
    changes = store.add([entry("a", 1), entry("a", text="later")])
    assert (changes.added, changes.replaced) == (("a",), ("a",))
    assert (held(store, 1), store.info().removed) == ({1: []}, 0)
    assert list(store.faults()) == []


def test_holders_stop_one_beyond_the_most(store: FileStore) -> None:
    store.add([entry(f"{i:02d}", 7) for i in range(20)])
    assert held(store, 7, most=3) == {7: ["00", "01", "02", "03"]}
    assert len(held(store, 7, most=19)[7]) == 20


def test_a_term_that_everybody_held_becomes_rare_again(store: FileStore) -> None:
    names = [f"{i:03d}" for i in range(3 * postings.HEAD)]
    store.add([entry(name, 7) for name in names])
    assert len(held(store, 7, most=32)[7]) == 33
    store.remove(names[:-5])
    assert held(store, 7, most=32) == {7: names[-5:]}


def test_it_does_so_before_the_removed_are_swept_out(store: FileStore) -> None:
    """Among many others, the removed articles' postings stay, and those that are left lie behind them."""
    store.add([entry(f"other {i}", 2**20 + i) for i in range(1000)])
    names = [f"{i:03d}" for i in range(3 * postings.HEAD)]
    store.add([entry(name, 7) for name in names])
    store.remove(names[:-5])
    assert held(store, 7, most=32) == {7: names[-5:]}
    assert list(store.faults()) == []


@pytest.mark.parametrize("other", [8, 2**35])  # in the bucket of term 7, and in another
@pytest.mark.parametrize("most", [postings.HEAD // 2, postings.HEAD, 2 * postings.HEAD, 9 * postings.HEAD])
def test_of_a_term_that_very_many_hold_the_first_are_found(store: FileStore, other: int, most: int) -> None:
    store.add([entry(f"other {i}", 2**20 + i) for i in range(1000)])
    names = [f"{i:03d}" for i in range(5 * postings.HEAD)]
    store.add([entry(name, 7, other) for name in names])
    assert held(store, 7, other, most=most) == dict.fromkeys((7, other), names[: most + 1])
    store.remove(names[1:200])
    assert held(store, 7, other, most=most) == dict.fromkeys((7, other), [names[0], *names[200:]][: most + 1])


def test_removed_articles_are_swept_out_in_the_end(tmp_path: Path) -> None:
    with FileStore(tmp_path / "a.dupdetect") as store:
        store.add([entry(f"{i:03d}", i, 7) for i in range(200)])
        store.remove([f"{i:03d}" for i in range(20)])
        assert (store.info().removed, store.info().postings) == (20, 399)
        store.remove([f"{i:03d}" for i in range(20, 100)])
        assert (store.info().removed, store.info().postings) == (0, 200)
        assert list(store.faults()) == []


def test_the_contents_come_in_order_with_their_checksums(store: FileStore) -> None:
    store.add([entry("b", 9, 4), entry("a")])
    assert [(article.id, count, total) for article, count, total in store.contents()] == [("b", 2, 13), ("a", 0, 0)]


def test_numbers_are_told_by_checksum_and_digest() -> None:
    assert sum_terms(np.array([2**36 - 1], np.uint64)) != sum_terms(np.array([2**36 - 2], np.uint64))
    assert digest_article(Article("a", "b")) != digest_article(Article("a", "", "b"))


Step = tuple[str, list[tuple[int, int, list[int]]]]
STEPS = st.lists(
    st.tuples(
        st.sampled_from(["add", "add", "remove"]),
        st.lists(st.tuples(st.integers(0, 12), st.integers(0, 2), st.lists(st.integers(0, 7), max_size=5)), max_size=8),
    ),
    max_size=14,
)


@given(steps=STEPS)
@settings(max_examples=20)
def test_the_answers_are_those_of_a_plain_store(steps: list[Step], tmp_path_factory: pytest.TempPathFactory) -> None:
    memory, file = PlainStore(), FileStore(tmp_path_factory.mktemp("stores") / "a.dupdetect")
    with file:
        for what, items in steps:
            if what == "remove":
                names = [f"id{name}" for name, _, _ in items]
                assert memory.remove(names) == file.remove(names)
            else:
                batch = [entry(f"id{name}", *(t << 33 for t in terms), text=f"v{v}") for name, v, terms in items]
                assert memory.add(batch) == file.add(batch)
            for most in (1, 3, 20):
                terms = [t << 33 for t in range(8)]
                assert held(memory, *terms, most=most) == held(file, *terms, most=most)
            assert list(memory.listing()) == list(file.listing())
            assert list(memory.contents()) == list(file.contents())
        assert list(file.faults()) == []
