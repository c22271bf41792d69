"""Where the work runs. An engine maps a function over parts of the work, in order; detect drives every engine alike."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Protocol, TypeVar

from dupdetect.engines.local import Local
from dupdetect.errors import UsageError

Part = TypeVar("Part")
Result = TypeVar("Result")

NAMES = ("local",)


class Engine(Protocol):
    """What detect needs of a place to run."""

    def map(self, function: Callable[[Part], Result], parts: Iterable[Part]) -> Iterator[Result]:
        """`function` of each part, in the order of the parts."""
        ...


def named(name: str, jobs: int | None = None) -> Engine:
    """The engine called `name`, with `jobs` workers (None: as many as are worth it).

    Raises:
        UsageError: there is no such engine, or `jobs` is below 1.
    """
    if name not in NAMES:
        message = f"no engine is called {name!r}; there is: {', '.join(NAMES)}"
        raise UsageError(message)
    if jobs is not None and jobs < 1:
        message = f"{jobs} jobs cannot work; give 1 or more"
        raise UsageError(message)
    return Local(jobs)
