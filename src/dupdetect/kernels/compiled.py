"""The decorators that compile kernels, so that caching and threading are the same for all.

Loading numba takes longer than comparing two short texts in plain Python. A process with no more work than that may set
DUPDETECT_KERNELS=python before kernels are imported, as `dupdetect compare` does. Results are the same.

numba loads SciPy's linear algebra, if installed, only to learn whether it can compile np.dot, which no kernel uses.
DUPDETECT_KERNELS=alone, which the command line sets, skips that; other numba functions in the process then have no
np.dot.
"""

from __future__ import annotations

import os
import sys
import warnings
from collections.abc import Callable
from typing import Any, TypeVar

Function = TypeVar("Function", bound=Callable[..., Any])

_MODE = os.environ.get("DUPDETECT_KERNELS", "numba")
INTERPRETED = _MODE == "python"

UNCACHED = (
    "machine code cannot be kept: neither the package's folder nor the user's cache folder can be written, so each "
    "start compiles anew for some seconds; set NUMBA_CACHE_DIR to a folder of yours"
)

_BLAS = "scipy.linalg.cython_blas"

if _MODE == "alone" and _BLAS not in sys.modules:
    sys.modules[_BLAS] = None  # type: ignore[assignment]  # Python's mark for a module that cannot be imported
    import numba.np.arraymath

    del sys.modules[_BLAS]
if not INTERPRETED:
    import numba


def compile_kernel(function: Function) -> Function:
    """Compile at first call, keep the machine code on disk, and release the GIL while running.

    numba keeps it beside this file or in the user's cache folder. If it can write to neither, the kernels still work.
    """
    if INTERPRETED:
        return function
    try:
        kernel: Function = numba.njit(cache=True, nogil=True)(function)
    except RuntimeError:
        warnings.warn(UNCACHED, RuntimeWarning, stacklevel=2)
        kernel = numba.njit(nogil=True)(function)
    return kernel


def inline_kernel(function: Function) -> Function:
    """Inline the function into each caller; for a few lines that several kernels share."""
    if INTERPRETED:
        return function
    kernel: Function = numba.njit(inline="always")(function)
    return kernel
