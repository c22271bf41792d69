"""Equal keys to pairs, and pairs to families: each kernel beside dictionaries, itertools and a naive search."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import combinations, pairwise

import numpy as np
from hypothesis import example, given
from hypothesis import strategies as st
from numpy.typing import NDArray

from dupdetect.kernels import buckets

Pairs = list[tuple[int, int]]
Signatures = NDArray[np.uint32]

keyed = st.lists(st.integers(0, 6), max_size=40)
"""Keys of the owners 0, 1, 2 ..."""


def paired(keys: list[int], bucket: int, chain: bool) -> Pairs:
    """What the kernel pairs, given the key of each owner."""
    order = np.argsort(np.array(keys, np.uint64), kind="stable")
    ascending, owners = np.array(keys, np.uint64)[order], order.astype(np.int64)
    count = buckets.pairs_in_runs(ascending, owners, bucket, chain, np.empty(0, np.uint64), False)
    pairs = np.zeros(count, np.uint64)
    assert buckets.pairs_in_runs(ascending, owners, bucket, chain, pairs, True) == count
    return [(pair >> 32, pair & 0xFFFFFFFF) for pair in pairs.tolist()]


def groups(keys: list[int]) -> list[list[int]]:
    """Owners by key."""
    members: dict[int, list[int]] = {}
    for owner, key in enumerate(keys):
        members.setdefault(key, []).append(owner)
    return [members[key] for key in sorted(members)]


def roots(n: int, edges: Iterable[tuple[int, int]]) -> list[int]:
    """The smallest node that each of `n` nodes can reach, by walking."""
    near: dict[int, set[int]] = {node: {node} for node in range(n)}
    for x, y in edges:
        near[x].add(y)
        near[y].add(x)
    found: list[int] = []
    for node in range(n):
        reached, open_ends = {node}, [node]
        while open_ends:
            fresh = near[open_ends.pop()] - reached
            reached |= fresh
            open_ends += fresh
        found.append(min(reached))
    return found


signed = st.lists(st.lists(st.integers(0, 1), min_size=6, max_size=6), min_size=1, max_size=12)
"""Signatures of six values."""


def keys_of(signatures: Signatures, chosen: list[int], first: int, width: int) -> list[int]:
    keys = np.zeros(len(chosen), np.uint64)
    buckets.band_keys(signatures, np.array(chosen, np.intp), first, width, keys)
    return [int(key) for key in keys]


@given(signed, st.integers(0, 5), st.data())
def test_band_keys_are_equal_where_the_bands_of_the_chosen_are(
    rows: list[list[int]], first: int, data: st.DataObject
) -> None:
    width = data.draw(st.integers(1, 6 - first))
    chosen = data.draw(st.lists(st.integers(0, len(rows) - 1)))
    keys = keys_of(np.array(rows, np.uint32), chosen, first, width)
    bands = [rows[row][first : first + width] for row in chosen]
    for i, j in combinations(range(len(chosen)), 2):
        assert (keys[i] == keys[j]) == (bands[i] == bands[j])


def test_the_same_values_in_another_band_or_order_have_another_key() -> None:
    signatures = np.array([[1, 2, 1, 2], [2, 1, 2, 1]], np.uint32)
    assert len({*keys_of(signatures, [0, 1], 0, 2), *keys_of(signatures, [0, 1], 2, 2)}) == 4


@given(signed, st.data())
def test_equal_values_of_pairs_are_counted(rows: list[list[int]], data: st.DataObject) -> None:
    chosen = data.draw(st.permutations(range(len(rows))))
    place = st.integers(0, len(rows) - 1)
    pairs = data.draw(st.lists(st.tuples(place, place)))
    packed = np.array([one << 32 | other for one, other in pairs], np.uint64)
    equal = np.full(len(pairs), -1, np.int32)
    buckets.count_equal_values(np.array(rows, np.uint32), np.array(chosen, np.intp), packed, equal)
    agreed = [sum(map(int.__eq__, rows[chosen[one]], rows[chosen[other]])) for one, other in pairs]
    assert equal.tolist() == agreed


@given(keyed, st.integers(1, 12))
@example([], 4)
@example([5], 4)
@example([1, 1, 1], 2)
def test_pairs_are_all_combinations_within_groups_that_fit(keys: list[int], bucket: int) -> None:
    fitting = [members for members in groups(keys) if len(members) <= bucket]
    assert paired(keys, bucket, chain=False) == [pair for members in fitting for pair in combinations(members, 2)]


@given(keyed, st.integers(1, 12))
@example([1, 1, 1, 1], 3)
def test_a_chain_ties_large_groups_to_their_first_and_along_themselves(keys: list[int], bucket: int) -> None:
    expected: Pairs = []
    for members in groups(keys):
        if len(members) <= bucket:
            expected += combinations(members, 2)
        else:
            ties = {(members[0], one) for one in members[1:]} | set(pairwise(members))
            expected += ties
    assert sorted(paired(keys, bucket, chain=True)) == sorted(expected)


@given(keyed, st.integers(1, 12))
def test_a_chain_keeps_groups_whole_at_linear_cost(keys: list[int], bucket: int) -> None:
    pairs = paired(keys, bucket, chain=True)
    assert roots(len(keys), pairs) == [keys.index(key) for key in keys]
    assert len(pairs) == len(set(pairs)) <= sum(max(2, bucket) * len(members) for members in groups(keys))


@given(st.integers(1, 25).flatmap(lambda n: st.tuples(st.just(n), st.lists(st.tuples(*[st.integers(0, n - 1)] * 2)))))
@example((0, []))
@example((4, [(3, 2), (2, 1), (1, 0)]))
@example((6, [(5, 4), (4, 3), (0, 1), (5, 1)]))
def test_components_are_what_a_walk_reaches(graph: tuple[int, Pairs]) -> None:
    n, edges = graph
    lefts, rights = (np.array([edge[side] for edge in edges], np.int64) for side in (0, 1))
    assert buckets.components(n, lefts, rights).tolist() == roots(n, edges)
