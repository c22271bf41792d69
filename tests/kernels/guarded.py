"""Kernels on arrays that end, or begin, where memory may not be touched: a stray access ends the process.

Run as `python -m tests.kernels.guarded SEED ROUNDS SPARED`: every array stands directly before a page that is closed to
reading and writing, then directly behind one. SPARED bytes are taken from the slack that kernels are promised, to see
that this is noticed.
"""

from __future__ import annotations

import ctypes
import mmap
import random
import sys
from collections.abc import Callable
from functools import cache
from typing import Any

import numpy as np

from dupdetect.kernels import buckets, order, overlap, postings, sketch, words
from dupdetect.kernels.vector import SLACK
from dupdetect.search import fingerprint
from dupdetect.text import folding_table

PAGE = mmap.PAGESIZE
CLOSED = 0
FOLDING = folding_table()
LETTERS = "abcXYZ019 _.,-\n\r\u00a0éÉß’Ωя中٣\u00ad\u0301ﬁ\U00010400\U0001f600\U0010ffff"

_protect = ctypes.CDLL(None, use_errno=True).mprotect
_protect.argtypes = ctypes.c_void_p, ctypes.c_size_t, ctypes.c_int

Place = Callable[[Any], Any]
"""Copies an array to where it is watched."""


def watched(array: Any, *, behind: bool) -> Any:
    """A copy of `array` with a closed page behind its last byte, or before its first."""
    array = np.asarray(array)
    room = -(-max(array.nbytes, 1) // PAGE) * PAGE
    area = mmap.mmap(-1, room + PAGE)
    start = ctypes.addressof(ctypes.c_char.from_buffer(area))
    if _protect(start + (room if behind else 0), PAGE, CLOSED):
        raise OSError(ctypes.get_errno(), "mprotect")
    at = room - array.nbytes if behind else PAGE
    made = np.frombuffer(area, array.dtype, array.size, at).reshape(array.shape)
    made[...] = array
    return made


def text(rng: random.Random, most: int) -> str:
    """Up to `most` code points: any, or mostly of one kind, so that words and runs grow long."""
    letters = LETTERS if rng.random() < 0.5 else rng.choice(LETTERS) * 9 + rng.choice(LETTERS)
    return "".join(rng.choices(letters, k=rng.randrange(most + 1)))


def one_by_one(rng: random.Random, place: Place, spared: int) -> None:
    """The parts of a sweep, each with just the room that its docstring asks for."""
    data = text(rng, 200).encode()
    data = FOLDING.fold(data.decode()).encode()
    size, after = len(data), (rng.choice("a\u00c9中\U00010400") * SLACK).encode()  # as if another text followed
    buffer = place(np.frombuffer(data + after[: SLACK - spared], np.uint8))
    folded, masks = place(np.zeros(size + SLACK - spared, np.uint8)), place(np.zeros((size + 63) // 64, np.uint64))
    hashes = place(np.zeros(size // 2 + 1, np.uint64))
    count = words.hash_words(buffer, 0, size, alphabet_of(place), folded, masks, hashes)
    hashes = place(hashes[:count])
    sketch.hash_stream(hashes, count)
    shingles = place(np.zeros(max(count, 1), np.uint64))
    count = sketch.hash_shingles(hashes, count, rng.randrange(1, 7), shingles)
    shingles = place(shingles[:count])
    permutations = rng.choice([16, 48, 128, 144, 256])
    a, b = (place(one) for one in fingerprint.draw_permutations(permutations, 1))
    sketch.minhash(shingles, count, a, b, place(np.zeros(count, np.uint32)), place(np.zeros(permutations, np.uint32)))
    table = place(np.zeros(max(64, 1 << (2 * count - 1).bit_length() if count else 0), np.int32))
    sketch.distinct_sampled(shingles, count, rng.randrange(1, 4), table, place(np.zeros(count, np.uint64)))


def rewrites_by_table(rng: random.Random, place: Place, spellings: Any) -> None:
    """A text that is rewritten, with just the room that its growth asks for."""
    data = text(rng, 150).encode()
    buffer = place(np.frombuffer(data + bytes(SLACK), np.uint8))
    growth = np.zeros(1, np.int64)
    offsets = np.array([0, len(data)])
    words.find_odd(buffer, offsets, alphabet_of(place), spellings, np.zeros(1, np.uint8), growth)
    rewritten = place(np.zeros(len(data) + int(growth[0]), np.uint8))
    words.rewrite(buffer, 0, len(data), alphabet_of(place), spellings, rewritten)


@cache
def alphabet_of(place: Place) -> Any:
    """Placed once: it is large."""
    return place(FOLDING.alphabet)


def sweeps(rng: random.Random, place: Place) -> None:
    """Whole batches."""
    batch = fingerprint.encode_texts([text(rng, 150) for _ in range(rng.randrange(6))], FOLDING)
    n, length = len(batch.offsets) - 1, int(batch.offsets[-1])
    buffer, offsets, alphabet = place(batch.buffer[: length + SLACK]), place(batch.offsets), alphabet_of(place)
    spellings, growth = place(FOLDING.spellings), place(np.zeros(n, np.int64))
    words.find_odd(buffer, offsets, alphabet, spellings, place(np.zeros(n, np.uint8)), growth)
    rewrites_by_table(rng, place, spellings)
    a, b = (place(one) for one in fingerprint.draw_permutations(48, 1))

    def made(*kinds: Any) -> list[Any]:
        return [place(np.zeros((n, 48) if kind is np.uint32 else n, kind)) for kind in kinds]

    sketch.sign(buffer, offsets, alphabet, 5, a, b, *made(np.uint32, np.uint64, np.int32))
    keys, held = place(np.zeros(length // 2 + n, np.uint64)), place(np.zeros(n, np.int32))
    signatures, rewrites, texts, counts = made(np.uint32, np.uint32, np.uint64, np.int32)
    sizes, sample = place(np.array([5, 3, 2])), rng.randrange(1, 4)
    sketch.fingerprint(
        buffer, offsets, alphabet, sizes, sample, a, b, signatures, rewrites, texts, counts, keys, held
    )  # fmt: skip
    sets, ends = place(np.zeros(length // 2 + n, np.uint64)), place(np.zeros(n + 1, np.int64))
    overlap.shingle_sets(buffer, offsets, alphabet, rng.randrange(1, 6), np.uint64(rng.getrandbits(64)), sets, ends)
    pairs = sorted((rng.randrange(n), rng.randrange(n)) for _ in range(9)) if n else []
    lefts, rights = (place(np.array([one[side] for one in pairs], np.int64)) for side in (0, 1))
    overlap.intersections(place(sets[: ends[-1]]), ends, lefts, rights, place(np.zeros(len(pairs), np.int64)))


def searches(rng: random.Random, place: Place) -> None:
    """Keys to lists and pairs, signatures to pairs."""
    n = rng.randrange(1, 60)
    keys = place(np.array([rng.randrange(12) << 60 for _ in range(n)], np.uint64))
    owners = place(np.arange(n))
    packed = place(np.zeros(n, np.uint64))
    held = postings.packed_part(keys, owners, 0, 0, 8, packed)
    ordered = order.sorted_by_bits(packed, place(np.zeros(n, np.uint64)), 8, 64)
    offsets, members = place(np.zeros(held // 2 + 1, np.int64)), place(np.zeros(held, np.int32))
    lists, written = postings.gather_lists(ordered, 8, rng.randrange(2, 9), offsets, members)
    offsets, members = place(offsets[: lists + 1]), place(members[:written])
    starts, holding = place(np.zeros(n + 1, np.int64)), place(np.zeros(written, np.int32))
    postings.invert(offsets, members, starts, holding)
    room = place(np.zeros(rng.randrange(4), np.uint64))
    sizes = place(np.ones(n, np.int32))
    worths = place(np.array([rng.randrange(1, 9) | rng.randrange(2) << 32 for _ in range(lists)], np.int64))
    lengths, kept = place(np.zeros(lists, np.int32)), place(np.zeros(written, np.int32))
    first, last = rng.randrange(n), rng.randrange(n)
    postings.cut_lists(offsets, members, worths, first, last, lengths, kept, place(np.zeros(lists, np.int64)))
    postings.shared_worths(offsets, members, worths, starts, holding, place(np.zeros(rng.randrange(4), np.uint64)))
    pairs, made = postings.frequent_pairs(offsets, members, worths, starts, holding, 0, n, sizes, 2, (1, 1), 9, room)
    signatures = place(np.array([[rng.randrange(3) for _ in range(16)] for _ in range(n)], np.uint32))
    first = rng.randrange(16)
    buckets.band_keys(signatures, owners, first, rng.randrange(1, 17 - first), place(np.zeros(n, np.uint64)))
    buckets.count_equal_values(signatures, owners, place(pairs[:made]), place(np.zeros(made, np.int32)))
    runs, bucket = place(np.sort(keys)), rng.randrange(1, 9)
    count = buckets.pairs_in_runs(runs, owners, bucket, True, place(np.zeros(0, np.uint64)), False)
    buckets.pairs_in_runs(runs, owners, bucket, True, place(np.zeros(count, np.uint64)), True)
    low, high = (place(half.astype(np.int64)) for half in (pairs[:made] >> np.uint64(32), pairs[:made] & np.uint64(99)))
    buckets.components(n, low, high)


def main(seed: int, rounds: int, spared: int) -> None:
    rng = random.Random(seed)
    places: list[Place] = [lambda array: watched(array, behind=True), lambda array: watched(array, behind=False)]
    for _ in range(rounds):
        for place in places:
            one_by_one(rng, place, spared)
            sweeps(rng, place)
            searches(rng, place)
    print(f"{rounds} rounds")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
