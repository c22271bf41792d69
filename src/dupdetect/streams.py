"""Streams of work: cut into batches of bounded size, and mapped in order by threads or processes that work ahead.

The whole package uses these two functions, so that every queue is bounded.
"""

from __future__ import annotations

import multiprocessing
import os
import sys
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Executor, Future, ProcessPoolExecutor, ThreadPoolExecutor
from itertools import repeat
from multiprocessing.context import BaseContext
from typing import Any, TypeVar

Item = TypeVar("Item")
Result = TypeVar("Result")

_AHEAD = 2
"""Items per worker that are submitted before the first result is awaited."""


def cut_batches(
    items: Iterable[Item],
    most: int | Iterable[int],
    weigh: Callable[[Item], int] = lambda item: 0,
    heaviest: int | None = None,
) -> Iterator[list[Item]]:
    """Batches of up to `most` items in order; none is empty.

    Args:
        most: the items of every batch, or of each batch in turn.
        weigh: the size of an item, such as its characters.
        heaviest: a batch that has reached this size takes no more items; None for any size.
    """
    limits = repeat(most) if isinstance(most, int) else iter(most)
    batch: list[Item] = []
    weight, limit = 0, next(limits)
    for item in items:
        batch.append(item)
        weight += weigh(item)
        if len(batch) >= limit or (heaviest is not None and weight >= heaviest):
            yield batch
            batch, weight, limit = [], 0, next(limits)
    if batch:
        yield batch


def map_ordered(
    function: Callable[[Item], Result], items: Iterable[Item], jobs: int, *, processes: bool = False
) -> Iterator[Result]:
    """`function` of each item, in order, by `jobs` workers that keep a few items ahead; one worker is the caller.

    Args:
        processes: whether workers are processes instead of threads. Each gets `function` once and keeps it with its
            caches.
    """
    if jobs == 1:
        yield from map(function, items)
        return
    if processes:
        pool = ProcessPoolExecutor(jobs, mp_context=_choose_context(), initializer=_keep_function, initargs=(function,))
        yield from _map_in_pool(pool, _call_kept, items, jobs)
    else:
        yield from _map_in_pool(ThreadPoolExecutor(jobs), function, items, jobs)


def _choose_context() -> BaseContext | None:
    """The start method: fork on Linux, unless the user's program chose another; None is Python's default.

    Python 3.14 defaults to a server that runs the user's script again, and not every script guards against that.
    """
    chosen = multiprocessing.get_start_method(allow_none=True)
    return multiprocessing.get_context("fork") if sys.platform == "linux" and chosen is None else None


def _map_in_pool(
    pool: Executor, function: Callable[[Item], Result], items: Iterable[Item], jobs: int
) -> Iterator[Result]:
    waiting: deque[Future[Result]] = deque()
    try:
        for item in items:
            waiting.append(pool.submit(function, item))
            if len(waiting) > _AHEAD * jobs:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()
    finally:
        pool.shutdown(cancel_futures=True)


_function: Callable[[Any], Any]


def _keep_function(function: Callable[[Any], Any]) -> None:
    global _function
    _function = function
    threading.Thread(target=_end_with_owner, daemon=True).start()


def _end_with_owner() -> None:
    """End this worker once its owner was killed: it would wait for ever, and keep its memory and temporary files."""
    owner = multiprocessing.parent_process()
    if owner is not None:
        owner.join()
        os._exit(1)


def _call_kept(item: Any) -> Any:
    return _function(item)
