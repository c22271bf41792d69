"""How kernels are compiled: in one place, so that caching and threading are the same for all.

Loading numba and its machine code takes longer than two short texts take in plain Python, so a process that has no more
to do may set DUPDETECT_KERNELS=python before kernels are imported; `dupdetect compare` does. Results are the same.
"""

from __future__ import annotations

import os
import warnings
from collections.abc import Callable
from typing import Any, TypeVar

Function = TypeVar("Function", bound=Callable[..., Any])

INTERPRETED = os.environ.get("DUPDETECT_KERNELS") == "python"

UNCACHED = (
    "machine code cannot be kept: neither the package's folder nor the user's cache folder can be written, so each "
    "start compiles anew for some seconds; set NUMBA_CACHE_DIR to a folder of yours"
)

if not INTERPRETED:
    import numba


def compiled(function: Function) -> Function:
    """Compile at first call, keep the machine code on disk, and release the GIL while running.

    numba keeps it beside this file, or in the user's cache folder; where it may write neither, the kernels still work.
    """
    if INTERPRETED:
        return function
    try:
        made: Function = numba.njit(cache=True, nogil=True)(function)
    except RuntimeError:
        warnings.warn(UNCACHED, RuntimeWarning, stacklevel=2)
        made = numba.njit(nogil=True)(function)
    return made


def inlined(function: Function) -> Function:
    """Compile into each caller; for the few lines that several kernels share."""
    if INTERPRETED:
        return function
    made: Function = numba.njit(inline="always")(function)
    return made
