"""Kernels run as plain Python until machine code pays, so that a small job starts at once.

Loading numba takes longer than comparing two short texts in plain Python, and compiling every kernel takes 25 seconds.
So a kernel that has no machine code on disk is compiled once its runs in plain Python have cost about as much as
compiling would (the rule of "ski rental", Karlin et al. 1988: never much more than twice the best choice). Large inputs
are compiled for at once. Results are the same to the last bit.

The environment variable DUPDETECT_KERNELS overrides this: `numba` compiles every kernel at its first call, `python`
none. numba loads SciPy's linear algebra, if installed, only to learn whether it can compile np.dot, which no kernel
uses; `alone`, which the command line sets, skips that, and other numba functions in the process then have no np.dot.
"""

from __future__ import annotations

import os
import sys
import warnings
from collections.abc import Callable
from functools import cached_property, update_wrapper
from time import thread_time
from types import ModuleType
from typing import Any, ClassVar, Generic, ParamSpec, TypeVar

import numpy as np

P = ParamSpec("P")
R = TypeVar("R")

MODE = os.environ.get("DUPDETECT_KERNELS", "tiered")

LOADING = 0.3
"""CPU seconds of plain runs after which numba is loaded."""

COMPILING = 0.5
"""CPU seconds in which numba compiles a kernel, about, without those that it calls."""

SMALL = 10.0
"""CPU seconds of plain runs after which a job is no small one, and every kernel is compiled at its next call."""

LARGE = 500_000
"""Elements of a kernel's first argument from which it is compiled without a plain run."""

COMPILES = "dupdetect: compiling kernels, once (`dupdetect compile` does so ahead)"

UNCACHED = (
    "machine code cannot be kept: neither the package's folder nor the user's cache folder can be written, so each "
    "start compiles anew for some seconds; set NUMBA_CACHE_DIR to a folder of yours"
)

_BLAS = "scipy.linalg.cython_blas"


class _Process:
    """What the kernels of this process share.

    Attributes:
        numba: the module, once it is loaded.
        spent: seconds of plain runs; a kernel that another one calls counts in both.
        at_once: whether kernels are compiled at their next call.
        kernels: how many there are.
    """

    def __init__(self) -> None:
        self.numba: Any = None
        self.spent = 0.0
        self.at_once = MODE == "numba"
        self.kernels = 0

    def load_numba(self) -> Any:
        """The module numba."""
        if self.numba is None:
            if MODE == "alone" and _BLAS not in sys.modules:
                sys.modules[_BLAS] = None  # type: ignore[assignment]  # Python's mark for what cannot be imported
                import numba.np.arraymath

                del sys.modules[_BLAS]
            import numba
            from numba.core import event

            event.register("numba:compile", _make_listener(event.Listener))
            self.numba = numba
        return self.numba


_process = _Process()


def compile_at_once() -> None:
    """Compile kernels at their next call from now on: the job is a large one."""
    _process.at_once = MODE != "python"


def compiles_at_once() -> bool:
    """Whether kernels run as machine code from their first call on."""
    return _process.at_once


def count_kernels() -> int:
    """How many kernels the modules define that are loaded so far."""
    return _process.kernels


class Kernel(Generic[P, R]):
    """A loop over arrays: plain Python at first, machine code once that pays.

    Args:
        function: what numba compiles.
    """

    __name__: str

    def __init__(self, function: Callable[P, R]) -> None:
        update_wrapper(self, function)
        _process.kernels += 1
        self.py_func = function
        self._plain: Callable[..., R] = function
        self._machine: Callable[..., R] | None = None
        self._spent = 0.0

    def __call__(self, *arguments: P.args, **named: P.kwargs) -> R:
        if self._machine is not None:
            return self._machine(*arguments, **named)
        if self._machine_pays(arguments):
            self._machine = self.dispatcher
            return self._machine(*arguments, **named)
        began = thread_time()
        with np.errstate(over="ignore"):
            result = self._plain(*arguments, **named)
        took = thread_time() - began
        self._spent += took
        _process.spent += took
        return result if result is not NotImplemented else self._call_loop(*arguments, **named)

    def _call_loop(self, *arguments: P.args, **named: P.kwargs) -> R:
        """The result by the kernel's own loop, as machine code where that is allowed."""
        function = self.py_func if MODE == "python" else self.dispatcher
        return function(*arguments, **named)

    def __reduce__(self) -> str:
        return self.__name__  # pickle finds a kernel in its module

    def as_plain(self, function: Callable[..., R]) -> Callable[..., R]:
        """Take `function` for runs in plain Python: numpy where a loop would be slow. It gives the same.

        Where it would need too much memory it returns NotImplemented, and the loop runs.
        """
        self._plain = function
        return function

    @cached_property
    def dispatcher(self) -> Any:
        """numba's function, which compiles itself for each new combination of types."""
        njit = _process.load_numba().njit
        try:
            return njit(cache=True, nogil=True)(self.py_func)
        except RuntimeError:
            warnings.warn(UNCACHED, RuntimeWarning, stacklevel=2)
            return njit(nogil=True)(self.py_func)

    @property
    def _numba_type_(self) -> Any:
        """How numba sees this kernel where another one calls it."""
        return self.dispatcher._numba_type_

    @cached_property
    def _cost(self) -> float:
        """Seconds in which numba compiles this kernel and all that it calls, about."""
        return COMPILING * len(_find_reachable(self, set()))

    @property
    def is_ready(self) -> bool:
        """Whether the next call runs as machine code, and nothing much has to be compiled for it."""
        loaded = _process.numba is not None
        return self._machine is not None or _process.at_once or (loaded and MODE != "python" and self._is_on_disk)

    def _machine_pays(self, arguments: tuple[Any, ...]) -> bool:
        if MODE == "python":
            return False
        if _process.at_once or _count_elements(arguments) >= LARGE:
            return True
        if _process.numba is None and _process.spent < LOADING:
            return False
        if _process.spent >= SMALL:
            compile_at_once()
        return _process.at_once or self._spent >= self._cost or self._is_on_disk

    @cached_property
    def _is_on_disk(self) -> bool:
        """Whether machine code of this kernel, for any types, is on disk and fresh."""
        files = getattr(self.dispatcher._cache, "_cache_file", None)
        return files is not None and bool(files._load_index())


class Inlined(Generic[P, R]):
    """A function that numba writes into each kernel that calls it."""

    targetoptions: ClassVar = {"inline": "always"}  # by this name numba asks for it

    def __init__(self, function: Callable[P, R]) -> None:
        update_wrapper(self, function)
        self.py_func = function

    def __call__(self, *arguments: P.args, **named: P.kwargs) -> R:
        return self.py_func(*arguments, **named)

    @cached_property
    def dispatcher(self) -> Any:
        """numba's function; numba itself holds only a weak reference to it."""
        return _process.load_numba().njit(**self.targetoptions)(self.py_func)

    @property
    def _numba_type_(self) -> Any:
        """How numba sees this function inside a kernel."""
        return self.dispatcher._numba_type_


def compile_kernel(function: Callable[P, R]) -> Kernel[P, R]:
    """A kernel whose machine code stays on disk and releases the GIL while it runs.

    numba keeps it beside this file or in the user's cache folder. If it can write to neither, the kernels still work.
    """
    return Kernel(function)


def inline_kernel(function: Callable[P, R]) -> Inlined[P, R]:
    """A few lines that several kernels share, inlined into each."""
    return Inlined(function)


def _find_reachable(kernel: Kernel[..., Any], met: set[str]) -> set[str]:
    """The names of a kernel and of all that it calls, by their own names or as attributes of their modules."""
    met.add(kernel.__name__)
    names = kernel.py_func.__code__.co_names
    places = [kernel.py_func.__globals__]
    places += [vars(value) for name in names if isinstance(value := places[0].get(name), ModuleType)]
    for other in (place.get(name) for place in places for name in names):
        if isinstance(other, Kernel) and other.__name__ not in met:
            _find_reachable(other, met)
    return met


def _count_elements(arguments: tuple[Any, ...]) -> int:
    """Elements of the first argument, or of the longest array in it: a kernel's data come first."""
    first = arguments[0] if arguments else ()
    arrays = first if isinstance(first, tuple) else (first,)
    return max((array.size for array in arrays if isinstance(array, np.ndarray)), default=0)


def _make_listener(base: Any) -> Any:
    """A listener to numba that logs a line before the first kernel is compiled; machine code on disk is no event."""

    class Listener(base):  # type: ignore[misc]  # numba is not loaded before it is needed
        said = False

        def on_start(self, event: Any) -> None:
            if not self.said and event.data["dispatcher"].py_func.__module__.startswith("dupdetect."):
                self.said = True
                import logging

                logging.getLogger("dupdetect").warning(COMPILES)

        def on_end(self, event: Any) -> None:
            """Nothing follows."""

    return Listener()
