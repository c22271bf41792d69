"""How kernels are compiled: in one place, so that caching and threading are the same for all.

Loading numba and its machine code takes longer than two short texts take in plain Python, so a process that has no more
to do may set DUPDETECT_KERNELS=python before kernels are imported; `dupdetect compare` does. Results are the same.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import Any, TypeVar

Function = TypeVar("Function", bound=Callable[..., Any])

INTERPRETED = os.environ.get("DUPDETECT_KERNELS") == "python"

if not INTERPRETED:
    import numba


def compiled(function: Function) -> Function:
    """Compile at first call, keep the machine code on disk, and release the GIL while running."""
    if INTERPRETED:
        return function
    made: Function = numba.njit(cache=True, nogil=True)(function)
    return made


def inlined(function: Function) -> Function:
    """Compile into each caller; for the few lines that several kernels share."""
    if INTERPRETED:
        return function
    made: Function = numba.njit(inline="always")(function)
    return made
