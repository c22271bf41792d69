"""Equal keys to posting lists, and posting lists to the pairs that share enough of them.

The pairs of a key are never stored: for each article, its lists are walked and the other members counted ("ScanCount",
Li, Lu & Lu 2008), so memory grows with the lists and not with the pairs.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from dupdetect.kernels.compiled import compile_kernel
from dupdetect.kernels.mixing import U64


@compile_kernel
def packed_part(keys: Any, owners: Any, prefix: int, prefix_bits: int, owner_bits: int, packed: Any) -> int:
    """Pack the keys that begin with `prefix`, without it, above their owners; returns how many there are.

    A key keeps its first `prefix_bits + 64 - owner_bits` bits.
    """
    count = 0
    low = (U64(1) << U64(owner_bits)) - U64(1)
    for i in range(len(keys)):
        if prefix_bits == 0 or keys[i] >> U64(64 - prefix_bits) == U64(prefix):
            if count < len(packed):
                packed[count] = ((keys[i] << U64(prefix_bits)) & ~low) | U64(owners[i])
            count += 1
    return count


@compile_kernel
def gather_lists(packed: Any, owner_bits: int, cap: int, offsets: Any, members: Any) -> Any:
    """Gather the owners of equal keys into lists of two to `cap` members; `packed` ascends by key.

    Returns the numbers of lists and members written. `offsets` needs len(packed) // 2 + 1 places, `members`
    len(packed); list i is `members[offsets[i]:offsets[i + 1]]`.
    """
    low = (U64(1) << U64(owner_bits)) - U64(1)
    lists = 0
    written = 0
    start = 0
    offsets[0] = 0
    while start < len(packed):
        end = start + 1
        key = packed[start] >> U64(owner_bits)
        while end < len(packed) and packed[end] >> U64(owner_bits) == key:
            end += 1
        if 2 <= end - start <= cap:
            for i in range(start, end):
                members[written] = np.int32(packed[i] & low)
                written += 1
            lists += 1
            offsets[lists] = written
        start = end
    return lists, written


@compile_kernel
def gather_equal(keys: Any, owners: Any, cap: int, offsets: Any, members: Any) -> Any:
    """As `gather_lists`, from ascending keys and an array of owners; also returns how many keys went over `cap`."""
    lists = 0
    written = 0
    over = 0
    start = 0
    offsets[0] = 0
    while start < len(keys):
        end = start + 1
        while end < len(keys) and keys[end] == keys[start]:
            end += 1
        over += end - start > cap
        if 2 <= end - start <= cap:
            for i in range(start, end):
                members[written] = owners[i]
                written += 1
            lists += 1
            offsets[lists] = written
        start = end
    return lists, written, over


@compile_kernel
def cut_lists(
    offsets: Any, members: Any, worths: Any, first: int, last: int, sizes: Any, kept: Any, kept_worths: Any
) -> Any:
    """Cut from each list the members from `first` on, if one of them is below `last` and there are others.

    So the pairs whose lower member is from `first` to before `last` are those of the cut lists. Writes the size of each
    cut list, its members, and the worth of the whole list; returns the numbers of lists and members written. Members
    ascend within a list.
    """
    lists = 0
    written = 0
    for item in range(len(offsets) - 1):
        start, end = offsets[item], offsets[item + 1]
        while start < end and members[start] < first:
            start += 1
        if end - start >= 2 and members[start] < last:
            for i in range(start, end):
                kept[written] = members[i]
                written += 1
            sizes[lists] = end - start
            kept_worths[lists] = worths[item]
            lists += 1
    return lists, written


@compile_kernel
def first_of_runs(keys: Any, most: int, kept: Any) -> None:
    """Mark the first `most` places of each run of equal keys; `keys` ascending."""
    start = 0
    for i in range(len(keys)):
        if keys[i] != keys[start]:
            start = i
        kept[i] = i - start < most


@compile_kernel
def invert(offsets: Any, members: Any, starts: Any, lists: Any) -> None:
    """Write the lists that hold each member: those of member m are `lists[starts[m]:starts[m + 1]]`.

    `starts` has one place more than there are members and must be zero at first.
    """
    for member in members:
        starts[member + 1] += 1
    for m in range(1, len(starts)):
        starts[m] += starts[m - 1]
    at = starts[:-1].copy()
    for item in range(len(offsets) - 1):
        for i in range(offsets[item], offsets[item + 1]):
            member = members[i]
            lists[at[member]] = item
            at[member] += 1


@compile_kernel
def frequent_pairs(
    offsets: Any,
    members: Any,
    worths: Any,
    starts: Any,
    lists: Any,
    first: int,
    last: int,
    sizes: Any,
    long: int,
    least: Any,
    weight: int,
    pairs: Any,
) -> Any:
    """The pairs that share `least[0]` rare lists or more, for lower members from `first` to before `last`.

    `least[1]` rare lists are enough for two members whose `sizes` add up to `long` or more, and for any two whatever
    lists weigh `weight` together. The worth of a list (int64, above 0) is its number of rare lists, 0 or 1, << 32 | its
    weight. Members ascend within a list. Pairs are packed as lower << 32 | higher, into `pairs` if it has room, else
    into a larger array; returns the array and the number of pairs.
    """
    shared = np.zeros(len(starts) - 1, np.int64)
    met = np.empty(len(starts) - 1, np.int32)
    count = 0
    for member in range(first, last):
        others = 0
        for at in range(starts[member], starts[member + 1]):
            item = lists[at]
            worth = worths[item]
            i = offsets[item + 1] - 1
            while members[i] > member:
                other = members[i]
                met[others] = other  # repeats are written behind the end, to avoid a branch
                others += shared[other] == 0
                shared[other] += worth
                i -= 1
        if count + others > len(pairs):
            larger = np.empty(2 * len(pairs) + others, np.uint64)
            larger[:count] = pairs[:count]
            pairs = larger
        for i in range(others):
            other = met[i]
            enough = least[1] if sizes[member] + sizes[other] >= long else least[0]
            if shared[other] >> 32 >= enough or shared[other] & 0xFFFFFFFF >= weight:
                pairs[count] = (U64(member) << U64(32)) | U64(other)
                count += 1
            shared[other] = 0
    return pairs, count


@compile_kernel
def shared_worths(offsets: Any, members: Any, worths: Any, starts: Any, lists: Any, pairs: Any) -> Any:
    """All pairs that share a list, and the worth of the lists that each shares; for an index that is counted in shards.

    Arguments are as for `frequent_pairs`. Returns the pairs, ascending by their lower member; the worth of the lists
    that each shares (int64, above 0); and the number of pairs. The arrays may be longer.
    """
    shared = np.zeros(len(starts) - 1, np.int64)
    met = np.empty(len(starts) - 1, np.int32)
    sums = np.empty(len(pairs), np.int64)
    count = 0
    for member in range(len(starts) - 1):
        others = 0
        for at in range(starts[member], starts[member + 1]):
            item = lists[at]
            worth = worths[item]
            i = offsets[item + 1] - 1
            while members[i] > member:
                other = members[i]
                if shared[other] == 0:
                    met[others] = other
                    others += 1
                shared[other] += worth
                i -= 1
        if count + others > len(pairs):
            larger, more = np.empty(2 * len(pairs) + others, np.uint64), np.empty(2 * len(pairs) + others, np.int64)
            larger[:count], more[:count] = pairs[:count], sums[:count]
            pairs, sums = larger, more
        for i in range(others):
            other = met[i]
            pairs[count] = (U64(member) << U64(32)) | U64(other)
            sums[count] = shared[other]
            count += 1
            shared[other] = 0
    return pairs, sums, count
