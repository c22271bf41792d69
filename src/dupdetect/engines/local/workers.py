"""This machine: one process for small work, as many as there are cores for more."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from itertools import chain, islice
from typing import Any, TypeVar

Part = TypeVar("Part")
Result = TypeVar("Result")

_WORTH_IT = 32
"""Parts from which new processes repay their start."""


class Local:
    """Runs parts here, in order; results do not depend on the number of workers.

    Args:
        jobs: worker processes; None takes the cores of the machine once there is work for them.
    """

    def __init__(self, jobs: int | None = None) -> None:
        self.jobs = jobs

    def map(self, function: Callable[[Part], Result], parts: Iterable[Part]) -> Iterator[Result]:
        """`function` of each part, in the order of the parts."""
        rest = iter(parts)
        first = list(islice(rest, _WORTH_IT))
        jobs = self.jobs or (os.cpu_count() or 1)
        if jobs == 1 or len(first) < (2 if self.jobs else _WORTH_IT):
            yield from map(function, chain(first, rest))
            return
        with ProcessPoolExecutor(jobs, initializer=_keep_function, initargs=(function,)) as pool:
            yield from pool.map(_call_kept, chain(first, rest))


_function: Callable[[Any], Any]


def _keep_function(function: Callable[[Any], Any]) -> None:
    """Keep the function of a worker process, so that what it remembers of one part serves the next."""
    global _function
    _function = function


def _call_kept(part: Any) -> Any:
    return _function(part)
