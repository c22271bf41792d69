"""The searches in shards find what they find in one piece, however articles and keys are cut."""

from __future__ import annotations

import random
from collections import defaultdict
from typing import Any

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from dupdetect.records import Channel
from dupdetect.records.batches import Fingerprints
from dupdetect.search import fingerprint, pair, shards
from dupdetect.settings import Fingerprinting, Pairing
from dupdetect.text import folding_table

NUMBERS = np.arange(60) * 7 + (1 << 40)
"""Of articles: large, and with gaps."""

PAIRING = Pairing(row_bucket=5, key_bucket=6, row_matches=2, shared_keys=2, short_keys=2)


def texts() -> list[str]:
    """Sixty texts of few words, so that keys meet often and some in too many, and one without words."""
    rng = random.Random(4)
    made = [" ".join(f"w{min(int(rng.expovariate(0.05)), 60)}" for _ in range(rng.randrange(2, 30))) for _ in NUMBERS]
    made[11] = "..."
    for at in range(20, 27):  # more than a key may have
        made[at] = f"w1 w2 w3 w4 {made[at]}"
    return made


def prints_of(some: list[str]) -> Fingerprints:
    return fingerprint.minhash(some, folding_table(), Fingerprinting())


def joined(parts: list[Any]) -> list[Any]:
    """Columns of several parts, each put together."""
    return [np.concatenate(column) for column in zip(*parts, strict=True)]


def searched(search: str, cap: int, least: int, batches: int, pieces: int) -> tuple[dict[tuple[int, int], int], int]:
    """Pairs by number with what they share, and how many keys went over the cap."""
    posted, counts = defaultdict(list), defaultdict(list)
    for rows in np.array_split(np.arange(len(NUMBERS)), batches):
        prints = prints_of([texts()[row] for row in rows])
        for shard, some in shards.cut(getattr(shards, search)(prints, NUMBERS[rows]), pieces, cap):
            posted[shard].append(some)
    over = 0
    for gathered in posted.values():
        made, capped = shards.counted(shards.Postings(*joined(gathered)), cap)
        over += capped
        for shard, part in shards.spread(made, pieces):
            counts[shard].append(part)
    found = {}
    for parts in counts.values():
        summed = shards.summed(shards.Counts(*joined(parts)), least)
        for low, high, shared in zip(*(column.tolist() for column in summed), strict=True):
            assert (low, high) not in found
            found[low, high] = shared
    return found, over


def in_one_piece(channel: Channel, settings: Pairing) -> set[tuple[int, int]]:
    names = [str(number) for number in NUMBERS]
    found = pair.candidates(prints_of(texts()), names, settings)
    return {(int(one.a), int(one.b)) for one in found if channel in one.channels}


@pytest.mark.parametrize(("batches", "pieces"), [(1, 1), (1, 4), (7, 3), (60, 50)])
def test_the_pairs_are_those_of_one_piece(batches: int, pieces: int) -> None:
    found, over = searched("rewrites", PAIRING.row_bucket, PAIRING.row_matches, batches, pieces)
    assert found.keys() == in_one_piece(Channel.REWRITES, PAIRING)
    assert found
    assert over
    found, over = searched("passages", PAIRING.key_bucket, PAIRING.shared_keys, batches, pieces)
    assert found.keys() == in_one_piece(Channel.PASSAGES, PAIRING)
    assert found
    assert over


def test_what_is_shared_is_the_same_in_any_pieces() -> None:
    for search, cap in (("rewrites", 5), ("passages", 6)):
        assert searched(search, cap, 1, 1, 1) == searched(search, cap, 1, 9, 8)


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 9)), max_size=40), st.integers(1, 3), st.integers(1, 5))
@example([(2**64 - 1, 1), (0, 1), (2**63, 1)], 2, 3)
def test_of_a_key_no_more_is_written_than_shows_that_it_is_over(
    held: list[tuple[int, int]], cap: int, pieces: int
) -> None:
    keys, owners = np.array([key for key, _ in held], np.uint64), np.array([owner for _, owner in held], np.int64)
    parts = list(shards.cut(shards.Postings(keys, owners), pieces, cap))
    assert [shard for shard, _ in parts] == sorted({shard for shard, _ in parts})
    assert all(key * pieces >> 64 == shard for shard, part in parts for key in part.keys.tolist())
    written = [key for _, part in parts for key in part.keys.tolist()]
    assert written == sorted(written)
    everything = keys.tolist()
    for key in set(everything):
        assert written.count(key) == min(everything.count(key), cap + 1)


def test_nothing_in_gives_nothing_out() -> None:
    empty = prints_of([])
    none = np.empty(0, np.int64)
    assert list(shards.cut(shards.rewrites(empty, none), 3, 4)) == []
    counts, over = shards.counted(shards.passages(empty, none), 4)
    assert (len(counts.low), over) == (0, 0)
    assert list(shards.spread(counts, 3)) == []
    assert len(shards.summed(counts, 1).low) == 0
