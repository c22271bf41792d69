"""Keys to posting lists to pairs: each kernel beside dictionaries and a count of all pairs."""

from __future__ import annotations

from collections import Counter
from itertools import combinations, pairwise

import numpy as np
from hypothesis import example, given
from hypothesis import strategies as st

from dupdetect.kernels import postings
from tests.kernels.oracles import ALL, array

Lists = list[list[int]]

posting_lists = st.lists(st.lists(st.integers(0, 9), unique=True, min_size=2, max_size=6).map(sorted), max_size=12)
"""Among members 0 to 9, ascending in each."""


def flat(lists: Lists) -> tuple[np.ndarray, np.ndarray]:
    offsets = np.cumsum([0, *map(len, lists)]).astype(np.int64)
    return offsets, np.array([one for members in lists for one in members], np.int32)


def inverted(lists: Lists, members: int) -> tuple[np.ndarray, np.ndarray]:
    offsets, flattened = flat(lists)
    starts, holding = np.zeros(members + 1, np.int64), np.zeros(len(flattened), np.int32)
    postings.invert(offsets, flattened, starts, holding)
    return starts, holding


@given(
    st.lists(st.tuples(st.one_of(st.integers(0, ALL), st.integers(0, 3)), st.integers(0, 30)), max_size=30),
    st.integers(0, 4),
    st.integers(5, 9),
    st.integers(0, 30),
)
@example([(ALL, 30), (0, 0)], 0, 5, 9)
def test_parts_hold_each_key_once_with_its_first_bits(
    keyed: list[tuple[int, int]], prefix_bits: int, owner_bits: int, room: int
) -> None:
    keys, owners = array([key for key, _ in keyed]), np.array([owner for _, owner in keyed], np.int64)
    kept = prefix_bits + 64 - owner_bits
    for prefix in range(2**prefix_bits):
        wanted = [(key, owner) for key, owner in keyed if key >> (64 - prefix_bits) == prefix]
        packed = np.full(room, 7, np.uint64)
        assert postings.packed_part(keys, owners, prefix, prefix_bits, owner_bits, packed) == len(wanted)
        expected = [(key >> (64 - kept) << owner_bits & ALL) | owner for key, owner in wanted]
        assert packed.tolist() == (expected + [7] * room)[: min(len(expected), room)] + [7] * (room - len(expected))


@given(st.lists(st.integers(0, 5), max_size=30), st.integers(1, 8), st.integers(5, 20))
@example([], 4, 5)
@example([1, 1, 2], 2, 5)
def test_lists_are_the_owners_of_each_key_that_few_have(keys: list[int], cap: int, owner_bits: int) -> None:
    packed = array(sorted(key << owner_bits | owner for owner, key in enumerate(keys)))
    offsets, members = np.full(len(keys) // 2 + 1, -1, np.int64), np.full(len(keys), -1, np.int32)
    lists, written = postings.gather_lists(packed, owner_bits, cap, offsets, members)
    groups = ([owner for owner, one in enumerate(keys) if one == key] for key in sorted(set(keys)))
    expected = [group for group in groups if 2 <= len(group) <= cap]
    assert [members[offsets[i] : offsets[i + 1]].tolist() for i in range(lists)] == expected
    assert written == sum(map(len, expected)) == offsets[lists]


@given(posting_lists)
@example([])
def test_each_member_knows_the_lists_that_hold_it(lists: Lists) -> None:
    starts, holding = inverted(lists, 10)
    found = [holding[starts[m] : starts[m + 1]].tolist() for m in range(10)]
    assert found == [[i for i, members in enumerate(lists) if m in members] for m in range(10)]


@given(
    posting_lists,
    st.lists(st.integers(0, 4), min_size=10, max_size=10),
    st.tuples(st.integers(1, 4), st.integers(1, 4)),
    st.integers(0, 10),
    st.integers(0, 10),
    st.integers(0, 3),
)
@example([], [1] * 10, (1, 1), 0, 10, 0)
@example([[0, 1, 2, 3, 4, 5]] * 3, [1] * 10, (3, 3), 0, 10, 0)
@example([[0, 1, 2, 3]] * 2, [2, 3, 2, 3, *[1] * 6], (3, 2), 0, 10, 0)
def test_pairs_are_those_that_stand_together_often_enough_for_their_sizes(
    lists: Lists, sizes: list[int], least: tuple[int, int], first: int, last: int, room: int
) -> None:
    first, last = sorted((first, last))
    together = Counter(pair for members in lists for pair in combinations(members, 2))
    enough = {(a, b) for (a, b), count in together.items() if count >= least[sizes[a] + sizes[b] >= 5]}
    expected = {pair for pair in enough if first <= pair[0] < last}
    pairs, made = postings.frequent_pairs(
        *flat(lists), *inverted(lists, 10), first, last, np.array(sizes, np.int32), 5, least, np.empty(room, np.uint64)
    )
    found = [(pair >> 32, pair & 0xFFFFFFFF) for pair in pairs[:made].tolist()]
    assert len(found) == len(expected)
    assert set(found) == expected


@given(st.lists(st.integers(0, 5), max_size=30), st.integers(1, 8))
@example([], 4)
@example([1, 1, 2], 2)
def test_lists_from_keys_and_owners_side_by_side(keys: list[int], cap: int) -> None:
    owned = sorted((key, owner) for owner, key in enumerate(keys))
    offsets, members = np.full(len(keys) // 2 + 2, -1, np.int64), np.full(len(keys), -1, np.int32)
    owners = np.array([owner for _, owner in owned], np.int64)
    lists, written, over = postings.gather_equal(array([key for key, _ in owned]), owners, cap, offsets, members)
    groups = [[owner for key, owner in owned if key == one] for one in sorted(set(keys))]
    kept = [group for group in groups if 2 <= len(group) <= cap]
    assert [members[offsets[i] : offsets[i + 1]].tolist() for i in range(lists)] == kept
    assert written == sum(map(len, kept))
    assert over == sum(len(group) > cap for group in groups)


@given(st.lists(st.integers(0, 4), max_size=30).map(sorted), st.integers(1, 5))
@example([], 1)
def test_of_a_run_the_first_places_are_marked(keys: list[int], most: int) -> None:
    kept = np.empty(len(keys), np.bool_)
    postings.first_of_runs(array(keys), most, kept)
    assert kept.tolist() == [keys[:place].count(key) < most for place, key in enumerate(keys)]


@given(posting_lists)
@example([])
def test_pairs_with_what_they_share(lists: Lists) -> None:
    starts, holding = inverted(lists, 10)
    pairs, counts, made = postings.shared_counts(*flat(lists), starts, holding, np.empty(1, np.uint64))
    met = Counter(pair for members in lists for pair in combinations(members, 2))
    found = [(int(pair) >> 32, int(pair) & 0xFFFFFFFF) for pair in pairs[:made]]
    assert dict(zip(found, counts[:made].tolist(), strict=True)) == met
    assert len(found) == len(met)
    assert [low for low, _ in found] == sorted(low for low, _ in found)


@given(st.lists(st.sets(st.integers(0, 20), max_size=6), max_size=12), st.integers(0, 20), st.integers(0, 21))
def test_cut_lists_hold_the_pairs_of_a_range_and_no_others(groups: list[set[int]], first: int, last: int) -> None:
    offsets, members = flat([sorted(group) for group in groups])
    sizes, kept = np.empty(len(groups), np.int32), np.empty(len(members), np.int32)
    count, written = postings.cut_lists(offsets, members, first, last, sizes, kept)
    ends = np.cumsum([0, *sizes[:count].tolist()]).tolist()
    assert ends[-1] == written
    cut = [kept[start:end].tolist() for start, end in pairwise(ends)]

    def list_pairs(lists: list[list[int]]) -> list[tuple[int, int]]:
        return sorted(pair for group in lists for pair in combinations(group, 2) if first <= pair[0] < last)

    assert list_pairs(cut) == list_pairs([sorted(group) for group in groups])
    assert all(len(group) > 1 and first <= group[0] < last for group in cut)
