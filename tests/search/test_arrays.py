"""Fingerprints to candidates: each search finds what it is for, and nothing floods any of them."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import combinations

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from dupdetect.records import Channel, Pair
from dupdetect.records.batches import Fingerprints, Signatures
from dupdetect.search import arrays, fingerprint
from dupdetect.search.channels import count_bands
from dupdetect.settings import Fingerprinting, Pairing
from dupdetect.text import folding_table

Words = list[str]

MANY = 3000
"""Articles from which a search that looks at all pairs would drown."""


def words(rng: random.Random, count: int) -> Words:
    """Words that seldom stand beside each other twice."""
    return [f"w{rng.randrange(20_000)}" for _ in range(count)]


def replaced(rng: random.Random, text: Words, share: float) -> Words:
    """`text` with a share of its words as others."""
    made = list(text)
    for at in rng.sample(range(len(text)), round(share * len(text))):
        made[at] = f"x{rng.randrange(10**9)}"
    return made


def prints_of(texts: Iterable[Words]) -> Fingerprints:
    return fingerprint.minhash([" ".join(text) for text in texts], folding_table(), Fingerprinting())


def candidates(prints: Fingerprints, ids: Sequence[str], settings: Pairing, jobs: int = 1) -> tuple[Pair, ...]:
    return tuple(arrays.ArrayPostings(settings, jobs).join(prints).name(ids))


def paired(texts: Sequence[Words], settings: Pairing | None = None) -> dict[tuple[int, int], tuple[Channel, ...]]:
    """The channels that found each pair of rows."""
    names = [str(i) for i in range(len(texts))]
    pairs = candidates(prints_of(texts), names, settings or Pairing())
    assert len(pairs) == len({(one.a, one.b) for one in pairs})
    return {(int(one.a), int(one.b)): one.channels for one in pairs}


def connected(count: int, pairs: Iterable[tuple[int, int]]) -> bool:
    """Whether `pairs` tie all of `count` rows together."""
    near: dict[int, list[int]] = {}
    for one, other in pairs:
        near.setdefault(one, []).append(other)
        near.setdefault(other, []).append(one)
    reached, open_ends = {0}, [0]
    while open_ends:
        fresh = set(near.get(open_ends.pop(), ())) - reached
        reached |= fresh
        open_ends += fresh
    return len(reached) == count


def shingles(text: Words, size: int = 5) -> set[tuple[str, ...]]:
    return {tuple(text[i : i + size]) for i in range(len(text) - size + 1)}


def jaccard(one: Words, other: Words) -> float:
    x, y = shingles(one), shingles(other)
    return len(x & y) / len(x | y)


@pytest.fixture
def rng() -> random.Random:
    return random.Random(20)


@pytest.fixture
def others(rng: random.Random) -> list[Words]:
    """Articles that have nothing to do with each other."""
    return [words(rng, 300) for _ in range(40)]


def test_the_same_words_are_found_whatever_stands_between_them(others: list[Words]) -> None:
    texts = ["Rain, again: the river rose.", *map(" ".join, others), "rain — again!\n\nThe RIVER rose"]
    prints = fingerprint.minhash(texts, folding_table(), Fingerprinting())
    (found,) = candidates(prints, [str(i) for i in range(len(texts))], Pairing())
    assert (found.a, found.b) == ("0", "41")
    assert Channel.SAME_WORDS in found.channels


def test_texts_shorter_than_any_shingle_are_found_when_they_are_the_same(others: list[Words]) -> None:
    found = paired([["rain"], *others, ["rain"], ["snow"]])
    assert [*found] == [(0, 41)]
    assert Channel.SAME_WORDS in found[0, 41]


def test_near_copies_are_found(rng: random.Random, others: list[Words]) -> None:
    copies = [replaced(rng, text, 0.05) for text in others]
    found = paired([*others, *copies])
    assert [*found] == [(i, 40 + i) for i in range(40)]
    assert all(Channel.NEAR_COPIES in channels for channels in found.values())
    assert all(Channel.SAME_WORDS not in channels for channels in found.values())


@pytest.mark.parametrize("share", [0.2, 0.3, 0.4])
def test_rewrites_are_found_that_share_hardly_a_run_of_words(
    rng: random.Random, others: list[Words], share: float
) -> None:
    spun = [replaced(rng, text, share) for text in others]
    found = paired([*others, *spun], Pairing(shared_keys=10**6, short_keys=10**6))
    assert [*found] == [(i, 40 + i) for i in range(40)]
    assert all(Channel.REWRITES in channels for channels in found.values())


def test_rewrites_are_found_where_bands_miss_them(rng: random.Random, others: list[Words]) -> None:
    spun = [replaced(rng, text, 0.4) for text in others]
    assert max(jaccard(*two) for two in zip(others, spun, strict=True)) < 0.15
    found = paired([*others, *spun])
    missed = [channels for channels in found.values() if Channel.NEAR_COPIES not in channels]
    assert len(missed) >= 35
    assert all(Channel.REWRITES in channels for channels in missed)


def test_passages_are_found_inside_other_text(rng: random.Random) -> None:
    texts = [words(rng, 1500) for _ in range(20)]
    for i in range(10):
        passage = words(rng, 15)
        texts[i][300:315] = passage
        texts[10 + i][900:915] = passage
    found = paired(texts)
    reused = [found[i, 10 + i] for i in range(10)]
    assert all(Channel.PASSAGES in channels for channels in reused)
    assert reused.count((Channel.PASSAGES,)) >= 8  # no other search would do
    assert len(found) < 40


def test_channels_come_in_the_order_of_the_searches_and_pairs_in_the_order_of_rows(others: list[Words]) -> None:
    texts = others[:3] * 2
    made = candidates(prints_of(texts), ["f", "e", "d", "c", "b", "a"], Pairing())
    everything = (Channel.SAME_WORDS, Channel.NEAR_COPIES, Channel.REWRITES, Channel.PASSAGES)
    assert made == (Pair("f", "c", everything), Pair("e", "b", everything), Pair("d", "a", everything))


def test_near_copies_are_those_of_a_search_through_all_pairs() -> None:
    """Bands promise 0.99 at the threshold and more above; below it they may find, but hardly the unlike."""
    rng = random.Random(21)
    texts: list[Words] = []
    for _ in range(60):
        text = words(rng, 200)
        texts += [replaced(rng, text, rng.uniform(0, 0.12)) for _ in range(5)]
    settings = Pairing()
    similar = {
        (i, j): jaccard(texts[i], texts[j])
        for family in range(0, len(texts), 5)
        for i, j in combinations(range(family, family + 5), 2)
    }
    found = {rows for rows, channels in paired(texts, settings).items() if Channel.NEAR_COPIES in channels}
    near = {rows for rows, value in similar.items() if value >= settings.jaccard}
    at_threshold = {rows for rows in near if similar[rows] < settings.jaccard + 0.05}
    assert len(at_threshold) >= 30
    assert len(found & near) >= 0.99 * len(near)
    assert {rows for rows in near if similar[rows] >= 0.6} <= found
    assert found <= {rows for rows in similar if similar[rows] > 0.1}


@given(st.integers(1, 160), st.floats(0.05, 1), st.floats(0.05, 0.999))
@example(128, 0.5, 0.99)
@example(128, 1.0, 1.0)
def test_bands_are_the_most_selective_that_keep_the_promise(values: int, similarity: float, recall: float) -> None:
    def chance(count: int, rows: int) -> float:
        return 1 - (1 - similarity**rows) ** count

    count, rows = count_bands(values, Pairing(jaccard=similarity, recall=recall))
    assert count == values // rows
    kept = [width for width in range(1, values + 1) if chance(values // width, width) >= recall]
    assert rows == max(kept, default=1)


def test_empty_articles_pair_with_nothing(others: list[Words]) -> None:
    assert paired([[], *others[:3], [], [], others[0]]).keys() == {(1, 6)}
    assert not paired([[], []])
    assert not paired([[]])


@pytest.mark.parametrize("signs", [["..."], ["_", "—"], ["\U0001f642\U0001f680"]])
def test_articles_without_words_pair_with_exact_copies_alone(signs: Words, others: list[Words]) -> None:
    assert paired([signs, *others[:3], signs, [*signs, "!"], others[0]]).keys() == {(0, 4), (1, 6)}
    assert not paired([signs, [*signs, *signs]])
    assert not paired([signs])


def test_no_articles_have_no_pairs() -> None:
    assert not paired([])


def test_a_footer_of_all_pages_does_not_flood(rng: random.Random) -> None:
    footer = words(rng, 40)
    texts = [[*words(rng, 150), *footer] for _ in range(MANY)]
    half = paired(texts[: MANY // 2])
    whole = paired(texts)
    assert len(half) <= 4 * MANY // 2
    assert len(whole) <= 4 * MANY


def test_articles_that_are_mostly_footer_do_not_flood(rng: random.Random) -> None:
    footer = words(rng, 40)
    texts = [[*words(rng, 20), *footer] for _ in range(MANY)]
    count, _ = count_bands(128, Pairing())
    assert len(paired(texts)) <= 2 * count * MANY


def test_equal_articles_are_tied_together_at_linear_cost(rng: random.Random) -> None:
    found = paired([words(rng, 60)] * MANY)
    assert len(found) <= 2 * MANY
    assert connected(MANY, found)


def test_a_copy_of_one_of_many_equal_articles_is_found(rng: random.Random) -> None:
    text = words(rng, 200)
    found = paired([[], *[text] * 100, replaced(rng, text, 0.05), replaced(rng, text, 0.4)])
    assert Channel.NEAR_COPIES in found[1, 101]
    assert Channel.REWRITES in found[1, 102]
    assert connected(102, ((a - 1, b - 1) for a, b in found))
    assert len(found) <= 2 * 102


def test_many_near_copies_of_one_article_are_tied_together_at_linear_cost(rng: random.Random) -> None:
    text = words(rng, 150)
    texts = [replaced(rng, text, 1 / 150) for _ in range(MANY)]
    found = paired(texts)
    count, _ = count_bands(128, Pairing())
    assert len(found) <= 2 * count * MANY
    assert connected(MANY, found)


def test_groups_up_to_their_cap_are_searched_member_by_member(rng: random.Random) -> None:
    text = words(rng, 60)
    assert [*paired([text] * 16)] == [*combinations(range(16), 2)]


@pytest.mark.parametrize(
    ("holders", "length", "seen"),
    [
        (8, 6, True),  # few keys are enough while none is over its cap
        (9, 6, False),
        (9, 12, True),  # 11 keys at 8/9
        (16, 12, False),
        (16, 22, True),  # 21 keys at 8/16
        (17, 22, False),  # over the bound
    ],
)
def test_passage_keys_of_many_articles_count_less_and_those_of_too_many_say_nothing(
    rng: random.Random, holders: int, length: int, seen: bool
) -> None:
    texts = [words(rng, 1500) for _ in range(holders)]
    passage = words(rng, length)
    texts = [[*text[:500], *passage, *text[500:]] for text in texts]
    settings = Pairing(key_bucket=8, key_reach=2, weighed_keys=9)
    passages = [rows for rows, channels in paired(texts, settings).items() if Channel.PASSAGES in channels]
    assert (len(passages) >= len(list(combinations(range(holders), 2)))) == seen
    assert seen or len(passages) < holders


def sharing(rows: int, keys: int) -> Fingerprints:
    """Two articles with so many equal rows in their rewrite signatures, and so many passage keys in common."""
    own = np.arange(32, dtype=np.uint32).reshape(2, 16)
    rewrites = own.copy()
    rewrites[1, :rows] = rewrites[0, :rows]
    return Fingerprints(
        signatures=own,
        rewrites=rewrites,
        texts=np.array([1, 2], np.uint64),
        counts=np.array([9, 9], np.int32),
        keys=np.array([*range(20), *range(keys), *range(100, 110)], np.uint64) << np.uint64(40),
        owners=np.repeat(np.array([0, 1], np.int32), [20, keys + 10]),
    )


@pytest.mark.parametrize(
    ("rows", "keys", "channels"),
    [
        (3, 4, {Channel.REWRITES, Channel.PASSAGES}),
        (3, 3, {Channel.REWRITES}),
        (2, 4, {Channel.PASSAGES}),
        (2, 3, set()),
    ],
)
def test_enough_equal_rows_or_keys_make_a_candidate(rows: int, keys: int, channels: set[Channel]) -> None:
    settings = Pairing(row_matches=3, shared_keys=4, short_keys=4)
    found = candidates(sharing(rows, keys), ["a", "b"], settings)
    assert {channel for one in found for channel in one.channels} == channels


@pytest.fixture(scope="module")
def mixed() -> list[Words]:
    """Copies, rewrites, reused passages, footers, equal articles and empty ones, in no order."""
    rng = random.Random(17)
    footer = words(rng, 30)
    texts = [words(rng, 120) for _ in range(60)]
    texts += [replaced(rng, text, share) for text, share in zip(texts, [0.02, 0.1, 0.2, 0.4] * 8, strict=False)]
    texts += [[*words(rng, 80), *texts[i][40:55], *footer] for i in range(20)]
    texts += [texts[0]] * 18 + [texts[1]] * 3 + [[]] * 4 + [["rain"]] * 2
    rng.shuffle(texts)
    return texts


def test_threads_do_not_show(mixed: list[Words]) -> None:
    prints, names = prints_of(mixed), [str(i) for i in range(len(mixed))]
    one, two, three, many = (candidates(prints, names, Pairing(), jobs) for jobs in (1, 2, 3, 500))
    assert one == two == three == many
    assert len(one) > 100
    signatures, rows = Signatures(prints.signatures, prints.texts, prints.counts), np.arange(len(names))
    sketches = arrays.sketch_signatures(signatures, Pairing())
    alone, together = (arrays.join_sketches([sketches], rows, Pairing(), jobs) for jobs in (1, 3))
    assert [part.tolist() for part in alone] == [part.tolist() for part in together]


@pytest.mark.parametrize("keys", [1, 500, 4000])
@pytest.mark.parametrize("jobs", [1, 3])
def test_keys_sorted_in_parts_give_the_same(
    mixed: list[Words], keys: int, jobs: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = paired(mixed)
    monkeypatch.setattr(arrays, "_PARTITION", keys)
    prints, names = prints_of(mixed), [str(i) for i in range(len(mixed))]
    parted = candidates(prints, names, Pairing(), jobs)
    assert {(int(one.a), int(one.b)): one.channels for one in parted} == whole


def drawn(rng: np.random.Generator, n: int, keys: Sequence[int]) -> Fingerprints:
    """Fingerprints of `n` articles that share values at random; each has some of `keys`, in any order."""
    held = [rng.permutation(keys)[: rng.integers(0, len(keys))] for _ in range(n)]
    return Fingerprints(
        signatures=rng.integers(0, 3, (n, 16), dtype=np.uint32),
        rewrites=rng.integers(0, n, (n, 32), dtype=np.uint32),
        texts=rng.integers(0, 2 * n, n, dtype=np.uint64),
        counts=rng.integers(0, 6, n, dtype=np.int32),
        keys=np.concatenate([np.zeros(0, np.uint64), *(one.astype(np.uint64) for one in held)]),
        owners=np.repeat(np.arange(n, dtype=np.int32), [len(one) for one in held]),
    )


def together(lists: Iterable[list[int]], cap: int, least: int, reach: int, weighed: float) -> set[tuple[int, int]]:
    """The pairs that stand together in `least` lists of at most `cap`; or in lists of up to `reach` times as many that
    weigh `weighed`, each cap / members in 64ths, rounded down."""
    rare: Counter[tuple[int, int]] = Counter()
    weights: Counter[tuple[int, int]] = Counter()
    for members in lists:
        for rows in combinations(members, 2) if len(members) <= cap * reach else ():
            rare[rows] += len(members) <= cap
            weights[rows] += min(64, 64 * cap // len(members))
    return {rows for rows in weights if rare[rows] >= least or weights[rows] >= 64 * weighed}


@given(
    st.integers(0, 2**32 - 1), st.integers(1, 40), st.integers(1, 4), st.integers(1, 12), st.integers(1, 4),
    st.integers(1, 5), st.booleans(),
)  # fmt: skip
@example(1, 1, 1, 2, 1, 1, False)
@example(3, 40, 4, 3, 4, 3, False)
def test_rewrites_and_passages_are_those_of_a_count_of_all_pairs(
    seed: int, n: int, least: int, cap: int, reach: int, weighed: int, skewed: bool
) -> None:
    keys = [(i if skewed else i * 0x9E3779B97F4A7C15 % 2**64 >> 20) << 20 for i in range(60)]
    prints = drawn(np.random.default_rng(seed), n, keys)
    settings = Pairing(
        row_matches=least, row_bucket=cap, shared_keys=least, short_keys=least,
        key_bucket=cap, key_reach=reach, weighed_keys=weighed,
    )  # fmt: skip
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(arrays, "_PARTITION", 50)
        found = candidates(prints, [str(row) for row in range(n)], settings, jobs=2)
    alive = [row for row in range(n) if prints.counts[row] > 0]
    rows: dict[object, list[int]] = {}
    passages: dict[int, list[int]] = {}
    for row in alive:
        for column, value in enumerate(prints.rewrites[row].tolist()):
            rows.setdefault((column, value), []).append(row)
        for key in prints.keys[prints.owners == row].tolist():
            passages.setdefault(key, []).append(row)
    for channel, lists, common in (
        (Channel.REWRITES, rows, (1, np.inf)),
        (Channel.PASSAGES, passages, (reach, weighed)),
    ):
        told = {(int(one.a), int(one.b)) for one in found if channel in one.channels}
        assert told == together(lists.values(), cap, least, *common)


def test_keys_that_all_begin_alike_are_not_lost(monkeypatch: pytest.MonkeyPatch) -> None:
    """A part then holds far more keys than its share."""
    prints = drawn(np.random.default_rng(2), 20, [1])
    every = np.arange(20_000, dtype=np.uint64) % np.uint64(10_000) << np.uint64(12)
    owners = np.repeat(np.arange(20, dtype=np.int32), 1000)
    prints = replace(
        prints,
        keys=every,
        owners=owners,
        counts=np.full(20, 9, np.int32),
        texts=prints.texts * 0 + owners[::1000].astype(np.uint64),
    )
    monkeypatch.setattr(arrays, "_PARTITION", 100)
    found = candidates(
        prints, [str(row) for row in range(20)], Pairing(shared_keys=1000, short_keys=1000, row_matches=99)
    )
    told = {(int(one.a), int(one.b)) for one in found if Channel.PASSAGES in one.channels}
    assert told == {(row, row + 10) for row in range(10)}


def test_near_copies_among_rows_in_any_order_are_the_same_articles(mixed: list[Words]) -> None:
    made = prints_of(mixed)
    settings = Pairing(jaccard=0.4)
    batches = (slice(0, 7), slice(7, 7), slice(7, None))  # rows count through all of them
    signatures = [Signatures(made.signatures[part], made.texts[part], made.counts[part]) for part in batches]
    sketches = [arrays.sketch_signatures(one, settings) for one in signatures]

    def found(rows: list[int]) -> set[frozenset[int]]:
        """Rows, not places; of large groups of equal articles any member may stand for all."""
        same, near = arrays.join_sketches(sketches, np.array(rows), settings)
        assert not {*same.tolist()} & {*near.tolist()}
        pairs = [{rows[int(one) >> 32], rows[int(one) & 0xFFFFFFFF]} for one in (*same, *near)]
        large = {i for i, text in enumerate(mixed) if mixed.count(text) > 16}
        return {frozenset(one) for one in pairs if not one & large}

    order = list(range(len(mixed)))
    expected = found(order)
    for seed in range(3):
        random.Random(seed).shuffle(order)
        assert found(order) == expected
    assert len(expected) > 20
    chosen = order[::2]
    assert found(chosen) == {one for one in expected if one <= {*chosen}}


def test_near_copies_leave_out_what_signatures_speak_against() -> None:
    rng = np.random.default_rng(3)
    values = rng.integers(0, 2**32, (3, 128), dtype=np.uint32)
    values[1, :110] = values[0, :110]
    values[2, :40] = values[0, :40]  # enough for some bands
    prints = Signatures(values, np.arange(3, dtype=np.uint64), np.full(3, 9, np.int32))
    settings = Pairing(jaccard=0.8)
    same, near = arrays.join_sketches([arrays.sketch_signatures(prints, settings)], np.arange(3), settings)
    assert (same.tolist(), near.tolist()) == ([], [1])


@pytest.mark.parametrize(("words", "keys", "found"), [((9, 9), 3, False), ((9, 9), 6, True), ((9, 991), 3, True)])
def test_short_articles_must_share_more_keys_than_long_ones(words: tuple[int, int], keys: int, found: bool) -> None:
    prints = replace(sharing(0, keys), counts=np.array(words, np.int32))
    settings = Pairing(shared_keys=3, long_words=1000, short_keys=6)
    assert bool(candidates(prints, ["a", "b"], settings)) == found


def test_rows_name_the_articles_that_the_ids_say(rng: random.Random) -> None:
    text = words(rng, 100)
    prints = prints_of([words(rng, 100), text, words(rng, 100), text])
    (found,) = candidates(prints, ["north", "zebra", "south", "apple"], Pairing())
    assert (found.a, found.b) == ("zebra", "apple")
    assert np.array_equal(prints.signatures[1], prints.signatures[3])
