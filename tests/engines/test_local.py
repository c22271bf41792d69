"""Parts on this machine: in order, whoever does them, by a function that a worker process keeps."""

from __future__ import annotations

import os

import pytest

from dupdetect.engines.local.workers import Local


class Seen:
    """Tells of each part how many its copy of this object has seen, and in which process."""

    def __init__(self) -> None:
        self.parts = 0

    def __call__(self, part: int) -> tuple[int, int, int]:
        self.parts += 1
        return part, self.parts, os.getpid()


@pytest.mark.parametrize("jobs", [1, 2])
def test_parts_come_in_order_and_what_was_remembered_serves_the_next(jobs: int) -> None:
    told = list(Local(jobs).map(Seen(), range(40)))
    assert [part for part, _, _ in told] == list(range(40))
    by_process: dict[int, list[int]] = {}
    for _, seen, process in told:
        by_process.setdefault(process, []).append(seen)
    assert len(by_process) <= jobs
    assert (os.getpid() in by_process) == (jobs == 1)
    assert all(seen == list(range(1, len(seen) + 1)) for seen in by_process.values())


def test_an_error_in_a_worker_is_raised_here() -> None:
    with pytest.raises(ZeroDivisionError):
        list(Local(2).map(divmod_zero, range(4)))


def divmod_zero(part: int) -> float:
    return part / 0
