"""Bytes and lanes at a time: each function beside a loop over single ones, at every offset."""

from __future__ import annotations

from typing import Any

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from dupdetect.kernels import vector
from dupdetect.kernels.compiled import compile_kernel

least_of_16, least_of_128 = vector.least_of(16), vector.least_of(128)

blocks = st.binary(min_size=64 + 7, max_size=64 + 7)
edges = st.sampled_from(b"\x00\n\r-/0129:@AZ[`az{\x7f\x80\xc3\xff")
"""Bytes on both sides of every border."""


@compile_kernel
def loaded(data: Any, at: int) -> Any:
    return vector.load64(data, at)


@compile_kernel
def zeros(x: Any) -> int:
    return vector.trailing_zeros(x)


@compile_kernel
def folded(source: Any, at: int, target: Any, to: int) -> Any:
    return vector.fold64(source, at, target, to)


@compile_kernel
def high(data: Any, at: int) -> Any:
    return vector.above127(data, at)


@compile_kernel
def suspects(data: Any, at: int) -> Any:
    return vector.suspects64(data, at)


@compile_kernel
def least_16(h: Any, count: int, a: Any, b: Any, lane: int, signature: Any) -> None:
    least_of_16(h, count, a, b, lane, signature)


@compile_kernel
def least_128(h: Any, count: int, a: Any, b: Any, lane: int, signature: Any) -> None:
    least_of_128(h, count, a, b, lane, signature)


def bits(flags: list[bool]) -> int:
    return sum(1 << i for i, flag in enumerate(flags) if flag)


def suspect(block: bytes, i: int) -> bool:
    """What is beyond the block may be a letter."""
    beside = (block[i - 1 : i] if i else b"x") + (block[i + 1 : i + 2] or b"x")
    lettered = any(bytes([byte]).isalpha() for byte in beside)
    return block[i] >= 192 or block[i] == 10 or (block[i] in b"01" and lettered)


def in_words(byte: int) -> bool:
    return bytes([byte]).isalnum() or byte > 127


@given(st.one_of(blocks, st.lists(edges, min_size=71, max_size=71).map(bytes)), st.integers(0, 7), st.integers(0, 9))
def test_blocks_are_read_byte_for_byte(data: bytes, at: int, to: int) -> None:
    source, block = np.frombuffer(data, np.uint8), data[at : at + 64]
    assert int(loaded(source, at)) == int.from_bytes(data[at : at + 8], "little")
    assert int(high(source, at)) == bits([byte > 127 for byte in block])
    assert int(suspects(source, at)) == bits([suspect(block, i) for i in range(64)])
    target = np.full(80, 7, np.uint8)
    assert int(folded(source, at, target, to)) == bits([in_words(byte) for byte in block])
    assert target.tobytes() == b"\x07" * to + block.lower() + b"\x07" * (16 - to)


def test_every_byte_is_classified() -> None:
    for byte in range(256):
        source, target = np.full(64, byte, np.uint8), np.zeros(64, np.uint8)
        assert int(folded(source, 0, target, 0)) == (2**64 - 1 if in_words(byte) else 0)
        assert target.tobytes() == bytes([byte]).lower() * 64
        assert int(high(source, 0)) == (2**64 - 1 if byte > 127 else 0)
        assert int(suspects(source, 0)) == bits([suspect(source.tobytes(), i) for i in range(64)])


@given(st.integers(1, 2**64 - 1))
def test_the_lowest_bit_is_found(x: int) -> None:
    assert zeros(np.uint64(x)) == f"{x:b}"[::-1].index("1")


@given(st.lists(st.integers(0, 2**32 - 1), max_size=20), st.integers(0, 2**32 - 1), st.sampled_from([16, 128]))
def test_the_least_value_of_each_lane_is_kept(values: list[int], seed: int, width: int) -> None:
    rng = np.random.default_rng(seed)
    a, b = (rng.integers(0, 2**32, width + 32, dtype=np.uint32) for _ in range(2))
    signature = np.full(width + 32, 5, np.uint32)
    hashes = np.array([*values, 0, 0], np.uint32)  # what stands beyond `count` must not matter
    (least_16 if width == 16 else least_128)(hashes, len(values), a, b, 16, signature)
    lanes = [min([(x * h + y) % 2**32 for h in values], default=2**32 - 1)
             for x, y in zip(a.tolist(), b.tolist(), strict=True)]  # fmt: skip
    assert signature.tolist() == [5] * 16 + lanes[16 : 16 + width] + [5] * 16
