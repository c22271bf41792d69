"""Streams of work: batches within their bounds, and results in order, whoever works them out."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dupdetect.streams import cut_batches, map_ordered


class Seen:
    """Tells of each part how many its copy of this object has seen, and in which process."""

    def __init__(self) -> None:
        self.parts = 0

    def __call__(self, part: int) -> tuple[int, int, int]:
        self.parts += 1
        return part, self.parts, os.getpid()


@pytest.mark.parametrize("jobs", [1, 2])
def test_parts_come_in_order_and_what_was_remembered_serves_the_next(jobs: int) -> None:
    results = list(map_ordered(Seen(), range(40), jobs, processes=True))
    assert [part for part, _, _ in results] == list(range(40))
    by_process: dict[int, list[int]] = {}
    for _, seen, process in results:
        by_process.setdefault(process, []).append(seen)
    assert len(by_process) <= jobs
    assert (os.getpid() in by_process) == (jobs == 1)
    assert all(seen == list(range(1, len(seen) + 1)) for seen in by_process.values())


SCRIPT = """
import multiprocessing.context as context
context._default_context._default_context = context._concrete_contexts["forkserver"]
from dupdetect.streams import map_ordered
print(list(map_ordered(abs, [-1, 2, -3], 2, processes=True)))
"""


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere scripts have to be guarded")
def test_a_script_needs_no_guard_whatever_the_default_of_python_is(tmp_path: Path) -> None:
    """Python 3.14 has this default; it would run the script once more in each worker."""
    script = tmp_path / "script.py"
    script.write_text(SCRIPT)
    done = subprocess.run([sys.executable, script], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (0, "[1, 2, 3]\n"), done.stderr


@pytest.mark.parametrize("processes", [False, True])
def test_an_error_in_a_worker_is_raised_here(processes: bool) -> None:
    with pytest.raises(ZeroDivisionError):
        list(map_ordered(divide_by_zero, range(4), 2, processes=processes))


def divide_by_zero(part: int) -> float:
    return part / 0


def test_workers_keep_only_a_few_items_ahead() -> None:
    taken = []

    def items() -> Iterator[int]:
        for item in range(100):
            taken.append(item)
            yield item

    results = map_ordered(lambda item: item, items(), 2)
    assert next(results) == 0
    assert len(taken) < 10
    assert list(results) == list(range(1, 100))
    assert len(taken) == 100


def test_threads_work_at_once() -> None:
    both = threading.Barrier(2, timeout=30)
    assert list(map_ordered(lambda item: both.wait() >= 0, range(2), 2)) == [True, True]


@given(st.lists(st.text(max_size=6)), st.integers(1, 5), st.integers(1, 9))
def test_batches_keep_order_and_bounds(texts: list[str], most: int, heaviest: int) -> None:
    batches = list(cut_batches(texts, most, len, heaviest))
    assert [text for batch in batches for text in batch] == texts
    for batch in batches:
        assert 1 <= len(batch) <= most
        assert sum(map(len, batch[:-1])) < heaviest
    for batch in batches[:-1]:
        assert len(batch) == most or sum(map(len, batch)) >= heaviest


def test_batches_may_grow() -> None:
    assert [len(batch) for batch in cut_batches(range(10), iter([1, 2, 4, 8]))] == [1, 2, 4, 3]
    assert list(cut_batches([], 3)) == []
