"""The searches in shards find what they find in one piece, however articles and keys are cut."""

from __future__ import annotations

import random
from collections import defaultdict
from typing import Any

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from dupdetect.records.batches import Fingerprints
from dupdetect.search import fingerprint, shards
from dupdetect.search.arrays import ArrayPostings
from dupdetect.search.channels import RULES, Postings, write_postings
from dupdetect.settings import Fingerprinting, Pairing
from dupdetect.text import folding_table

NUMBERS = np.arange(60) * 7 + (1 << 40)
"""Of articles: large, and with gaps."""

PAIRING = Pairing(row_bucket=5, key_bucket=4, key_reach=2, weighed_keys=3, row_matches=2, shared_keys=2, short_keys=2)


def texts() -> list[str]:
    """Sixty texts of few words, so that keys meet often and some in too many, and one without words."""
    rng = random.Random(4)
    made = [" ".join(f"w{min(int(rng.expovariate(0.05)), 60)}" for _ in range(rng.randrange(2, 30))) for _ in NUMBERS]
    made[11] = "..."
    made[40:42] = [made[39], f"{made[39]} w99"]  # a copy, and a near one
    made[43] = made[42] = " ".join(f"w{at}" for at in range(200, 230))
    made[44] = f"{made[43]} more"
    for at in range(14, 26):  # more than a key may have
        made[at] = f"w1 w2 w3 w4 {made[at]}"
    return made


def prints_of(some: list[str]) -> Fingerprints:
    return fingerprint.minhash(some, folding_table(), Fingerprinting())


def joined(parts: list[Any]) -> list[Any]:
    """Columns of several parts, each put together."""
    return [np.concatenate(column) for column in zip(*parts, strict=True)]


def search_in_shards(batches: int, pieces: int) -> tuple[dict[tuple[int, int, int], int], list[int]]:
    """By rule and pair of numbers what they share, and by rule how many keys were chained or left out."""
    posted, counts = defaultdict(list), defaultdict(list)
    for rows in np.array_split(np.arange(len(NUMBERS)), batches):
        some = write_postings(prints_of([texts()[row] for row in rows]), NUMBERS[rows], PAIRING)
        for shard, part in shards.cut_postings(some, pieces, PAIRING):
            posted[shard].append(part)
    over = np.zeros(len(RULES), np.int64)
    for gathered in posted.values():
        joint, capped = shards.join_shard(Postings(*joined(gathered)), PAIRING)
        over += capped
        for shard, count in shards.cut_counts(joint, pieces):
            counts[shard].append(count)
    found = {}
    for parts in counts.values():
        summed = shards.sum_counts(shards.Counts(*joined(parts)), PAIRING)
        for low, high, rule, shared in zip(*(column.tolist() for column in summed), strict=True):
            assert (rule, low, high) not in found
            found[rule, low, high] = shared
    return found, over.tolist()


def in_one_piece() -> set[tuple[int, int, int]]:
    names = [str(number) for number in NUMBERS]
    found = ArrayPostings(PAIRING).join(prints_of(texts())).name(names)
    return {
        (place, int(pair.a), int(pair.b))
        for pair in found
        for place, rule in enumerate(RULES)
        if rule.channel in pair.channels
    }


@pytest.mark.parametrize(("batches", "pieces"), [(1, 1), (1, 4), (7, 3), (60, 50)])
def test_the_pairs_are_those_of_one_piece(batches: int, pieces: int) -> None:
    found, over = search_in_shards(batches, pieces)
    assert found.keys() == in_one_piece()
    assert {rule for rule, _, _ in found} == {0, 1, 2, 3}
    assert over[2] > 0
    assert over[3] > 0


def test_what_is_shared_is_the_same_in_any_pieces() -> None:
    assert search_in_shards(1, 1) == search_in_shards(9, 8)


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 9)), max_size=40), st.integers(1, 3), st.integers(1, 5))
@example([(2**64 - 1, 1), (0, 1), (2**63, 1)], 2, 3)
def test_of_a_key_that_pairs_nothing_no_more_is_written_than_shows_it(
    held: list[tuple[int, int]], cap: int, pieces: int
) -> None:
    keys, owners = np.array([key for key, _ in held], np.uint64), np.array([owner for _, owner in held], np.int64)
    chained, dropped = np.zeros(len(held), np.int8), np.full(len(held), 3, np.int8)
    pairing = Pairing(key_bucket=cap, key_reach=2)
    for rules in (chained, dropped):
        parts = list(shards.cut_postings(Postings(keys, rules, owners), pieces, pairing))
        assert [shard for shard, _ in parts] == sorted({shard for shard, _ in parts})
        assert all(key * pieces >> 64 == shard for shard, part in parts for key in part.keys.tolist())
        written = [key for _, part in parts for key in part.keys.tolist()]
        assert written == sorted(written)
        everything = keys.tolist()
        for key in set(everything):
            count = everything.count(key)
            assert written.count(key) == (count if rules is chained else min(count, 2 * cap + 1))


def test_nothing_in_gives_nothing_out() -> None:
    nothing = write_postings(prints_of([]), np.empty(0, np.int64), PAIRING)
    assert list(shards.cut_postings(nothing, 3, PAIRING)) == []
    counts, over = shards.join_shard(nothing, PAIRING)
    assert (len(counts.low), over.tolist()) == (0, [0, 0, 0, 0])
    assert list(shards.cut_counts(counts, 3)) == []
    assert len(shards.sum_counts(counts, PAIRING).low) == 0
