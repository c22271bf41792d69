"""Equal keys to candidate pairs, by runs in sorted arrays instead of dictionaries."""

from __future__ import annotations

from typing import Any

import numpy as np

from dupdetect.kernels.compiled import compile_kernel
from dupdetect.kernels.mixing import U64, mix_bits

_BAND = U64(0x165667B19E3779F9)


@compile_kernel
def band_keys(signatures: Any, chosen: Any, first: int, rows: int, keys: Any) -> None:
    """Hash the values `first` to `first + rows` of each chosen signature into one 64-bit key per article."""
    for i in range(len(chosen)):
        value = U64(first + 1) * _BAND
        for j in range(first, first + rows):
            value = (value ^ U64(signatures[chosen[i], j])) * _BAND
            value ^= value >> U64(29)
        keys[i] = mix_bits(value)


@compile_kernel
def count_equal_values(signatures: Any, chosen: Any, pairs: Any, equal: Any) -> None:
    """Count the equal values in the signatures of each pair, packed as one place in `chosen` << 32 | another."""
    for i in range(len(pairs)):
        item, other = signatures[chosen[pairs[i] >> U64(32)]], signatures[chosen[pairs[i] & U64(0xFFFFFFFF)]]
        count = 0
        for j in range(len(item)):
            count += item[j] == other[j]
        equal[i] = count


@compile_kernel
def pairs_in_runs(keys: Any, owners: Any, bucket: int, chain: bool, pairs: Any, fill: bool) -> int:
    """Pair the owners of equal keys; `keys` ascending, owners ascending within equal keys. Returns how many pairs.

    A pair is packed as lower owner << 32 | higher owner. Runs longer than `bucket` are dropped; with `chain`, each
    member is paired with the first one and with its neighbours, which keeps families whole at linear cost. Call first
    with `fill` False to learn the number of pairs, then with room for them.
    """
    count = 0
    start = 0
    while start < len(keys):
        end = start + 1
        while end < len(keys) and keys[end] == keys[start]:
            end += 1
        small = end - start <= bucket
        if small or chain:
            for i in range(start, end):
                for j in range(i + 1, end):
                    if small or i == start or j == i + 1:
                        if fill:
                            pairs[count] = (U64(owners[i]) << U64(32)) | U64(owners[j])
                        count += 1
                    elif j > i + 1:
                        break
        start = end
    return count


@compile_kernel
def components(n: int, lefts: Any, rights: Any) -> Any:
    """The smallest member of each node's connected component; union by minimum with path halving."""
    parent = np.arange(n)
    for e in range(len(lefts)):
        x, y = lefts[e], rights[e]
        while parent[x] != x:
            parent[x] = parent[parent[x]]
            x = parent[x]
        while parent[y] != y:
            parent[y] = parent[parent[y]]
            y = parent[y]
        if x < y:
            parent[y] = x
        else:
            parent[x] = y
    for x in range(n):
        root = x
        while parent[root] != root:
            root = parent[root]
        parent[x] = root
    return parent
