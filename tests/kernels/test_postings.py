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


weighed_lists = st.lists(
    st.tuples(st.lists(st.integers(0, 9), unique=True, min_size=2, max_size=6).map(sorted), st.integers(1, 9)),
    max_size=12,
)
"""Lists with their weights; one of weight 9 is rare."""


def weigh(weighed: list[tuple[list[int], int]]) -> tuple[Lists, np.ndarray]:
    """The lists, and what each is worth."""
    return [members for members, _ in weighed], np.array([(w == 9) << 32 | w for _, w in weighed], np.int64)


def count_together(weighed: list[tuple[list[int], int]]) -> tuple[Counter[tuple[int, int]], Counter[tuple[int, int]]]:
    """Of each pair, the rare lists that hold both, and the weight of all lists that do."""
    rare: Counter[tuple[int, int]] = Counter()
    weights: Counter[tuple[int, int]] = Counter()
    for members, weight in weighed:
        for pair in combinations(members, 2):
            rare[pair] += weight == 9
            weights[pair] += weight
    return rare, weights


@given(
    weighed_lists,
    st.lists(st.integers(0, 4), min_size=10, max_size=10),
    st.tuples(st.integers(1, 4), st.integers(1, 4)),
    st.integers(1, 40),
    st.integers(0, 10),
    st.integers(0, 10),
    st.integers(0, 3),
)
@example([], [1] * 10, (1, 1), 9, 0, 10, 0)
@example([([0, 1, 2, 3, 4, 5], 9)] * 3, [1] * 10, (3, 3), 99, 0, 10, 0)
@example([([0, 1, 2, 3], 9)] * 2, [2, 3, 2, 3, *[1] * 6], (3, 2), 99, 0, 10, 0)
@example([([0, 1, 2], 5), ([1, 2], 5)], [1] * 10, (1, 1), 10, 0, 10, 0)
def test_pairs_are_those_that_stand_together_often_enough_for_their_sizes_or_in_lists_that_weigh_enough(
    weighed: list[tuple[list[int], int]],
    sizes: list[int],
    least: tuple[int, int],
    weight: int,
    first: int,
    last: int,
    room: int,
) -> None:
    first, last = sorted((first, last))
    rare, weights = count_together(weighed)
    enough = {(a, b) for a, b in rare if rare[a, b] >= least[sizes[a] + sizes[b] >= 5] or weights[a, b] >= weight}
    expected = {pair for pair in enough if first <= pair[0] < last}
    lists, worths = weigh(weighed)
    postings_of_all = *flat(lists), worths, *inverted(lists, 10)
    pairs, made = postings.frequent_pairs(
        *postings_of_all, first, last, np.array(sizes, np.int32), 5, least, weight, np.empty(room, np.uint64)
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


@given(weighed_lists)
@example([])
def test_pairs_with_the_worth_of_what_they_share(weighed: list[tuple[list[int], int]]) -> None:
    lists, worths = weigh(weighed)
    starts, holding = inverted(lists, 10)
    pairs, sums, made = postings.shared_worths(*flat(lists), worths, starts, holding, np.empty(1, np.uint64))
    rare, weights = count_together(weighed)
    found = [(int(pair) >> 32, int(pair) & 0xFFFFFFFF) for pair in pairs[:made]]
    expected = {pair: rare[pair] << 32 | weights[pair] for pair in rare}
    assert dict(zip(found, sums[:made].tolist(), strict=True)) == expected
    assert len(found) == len(rare)
    assert [low for low, _ in found] == sorted(low for low, _ in found)


@given(weighed_lists, st.integers(0, 10), st.integers(0, 11))
def test_cut_lists_hold_the_pairs_of_a_range_and_no_others(
    weighed: list[tuple[list[int], int]], first: int, last: int
) -> None:
    lists, worths = weigh(weighed)
    offsets, members = flat(lists)
    sizes, kept, kept_worths = np.empty(len(lists), np.int32), np.empty(len(members), np.int32), np.empty_like(worths)
    count, written = postings.cut_lists(offsets, members, worths, first, last, sizes, kept, kept_worths)
    ends = np.cumsum([0, *sizes[:count].tolist()]).tolist()
    assert ends[-1] == written
    cut = [kept[start:end].tolist() for start, end in pairwise(ends)]

    def list_pairs(groups: Lists, values: np.ndarray) -> list[tuple[tuple[int, int], int]]:
        worthy = zip(groups, values.tolist(), strict=True)
        met = ((pair, value) for group, value in worthy for pair in combinations(group, 2))
        return sorted((pair, value) for pair, value in met if first <= pair[0] < last)

    assert list_pairs(cut, kept_worths[:count]) == list_pairs(lists, worths)
    assert all(len(group) > 1 and first <= group[0] < last for group in cut)
