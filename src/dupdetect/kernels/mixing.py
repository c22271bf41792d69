"""The mixer of bits behind all 64-bit hashes."""

from __future__ import annotations

from typing import Any

import numpy as np

from dupdetect.kernels.compiled import inline_kernel

U64 = np.uint64
U32 = np.uint32
MIX = U64(0xD6E8FEB86659FD93)


@inline_kernel
def mix_bits(x: Any) -> Any:
    """Spread the bits of a 64-bit number over all of it."""
    x ^= x >> U64(32)
    x *= MIX
    x ^= x >> U64(32)
    x *= MIX
    x ^= x >> U64(32)
    return x
