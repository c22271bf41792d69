"""How kernels are compiled: in one place, so that caching and threading are the same for all."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import numba

Function = TypeVar("Function", bound=Callable[..., Any])


def compiled(function: Function) -> Function:
    """Compile at first call, keep the machine code on disk, and release the GIL while running."""
    made: Function = numba.njit(cache=True, nogil=True)(function)
    return made


def inlined(function: Function) -> Function:
    """Compile into each caller; for the few lines that several kernels share."""
    made: Function = numba.njit(inline="always")(function)
    return made
