"""Workers: whatever happens in a process, its owner gets answers or a reason, in order, and goes on."""

from __future__ import annotations

import io
import json
import os
import threading
from collections.abc import Iterator
from dataclasses import replace

import pytest

from dupdetect.sandbox import Failure, Outcome, Request, Task, Worker, WorkerPool
from dupdetect.sandbox.protocol import LONGEST_LINE, read_message, write_message

needs_posix = pytest.mark.skipif(os.name != "posix", reason="POSIX limits")

TASK = Task("tests.sandbox.tasks:open_echo", {"mark": "<"}, memory=1 << 31, answer=1 << 20)


@pytest.fixture
def worker() -> Iterator[Worker]:
    made = Worker(TASK)
    yield made
    made.end()


def ask(worker: Worker, code: str = "", seconds: float = 30.0, **head: object) -> list[Outcome]:
    return list(worker.run(Request({"code": code, **head}, b"data", seconds)))


def test_answers_come_back_byte_for_byte(worker: Worker) -> None:
    data = bytes(range(256)) * 300
    assert list(worker.run(Request({"times": 3}, data))) == [b"<" + data] * 3
    assert list(worker.run(Request({"times": 0}))) == []


def test_one_process_answers_many_requests(worker: Worker) -> None:
    assert len({ask(worker, pid=True)[0] for _ in range(5)}) == 1


def test_a_worn_process_is_replaced() -> None:
    worker = Worker(replace(TASK, max_requests=2))
    pids = [ask(worker, pid=True)[0] for _ in range(6)]
    worker.end()
    assert [pids[0], pids[2], pids[4]] == [pids[1], pids[3], pids[5]]
    assert len(set(pids)) == 3


@pytest.mark.parametrize(
    ("code", "failure"),
    [
        ("raise InputError('not a thing')", Failure("refused", "not a thing")),
        ("raise KeyError('a\\nb')", Failure("bug", "KeyError: 'a\\nb'")),
        ("def f(): f()\nf()", Failure("nesting")),
        ("raise MemoryError", Failure("memory")),
        ("os._exit(3)", Failure("ended")),
        ("raise SystemExit", Failure("ended")),
    ],
)
def test_a_request_that_fails_says_why_and_the_next_is_answered(worker: Worker, code: str, failure: Failure) -> None:
    assert ask(worker, code) == [failure]
    assert ask(worker) == [b"<data"]


@needs_posix
def test_memory_is_bounded(worker: Worker) -> None:
    assert ask(worker, "bytearray(1 << 40)") == [Failure("memory")]


@needs_posix
def test_processor_time_is_bounded_by_the_system() -> None:
    worker = Worker(replace(TASK, patience=1000))
    assert ask(worker, "while True: pass", 0.2) == [Failure("late")]
    assert ask(worker) == [b"<data"]
    worker.end()


def test_a_process_that_sleeps_is_ended_by_the_clock(worker: Worker) -> None:
    assert ask(worker, "time.sleep(1000)", 0.3) == [Failure("late")]
    assert ask(worker) == [b"<data"]


def test_the_clock_counts_for_each_answer_and_not_while_the_owner_thinks(worker: Worker) -> None:
    answers = worker.run(Request({"times": 3}, b"data", 0.3))
    taken = []
    for answer in answers:
        threading.Event().wait(0.5)
        taken.append(answer)
    assert taken == [b"<data"] * 3


def test_notices_do_not_keep_a_late_process_alive(worker: Worker) -> None:
    notices: list[tuple[object, ...]] = []
    code = "while True: notify('at work', 1); time.sleep(.01)"
    request = Request({"code": code}, b"", 1.0, notify=lambda *values: notices.append(values))
    assert list(worker.run(request)) == [Failure("late")]
    assert set(notices) == {("at work", 1)}
    assert len(notices) < 10


def test_what_is_printed_is_no_answer(worker: Worker) -> None:
    code = "print('[1]'); os.write(1, b'x' * 100_000)"
    assert ask(worker, code) == [b"<data"]


def test_an_answer_beyond_its_bound_is_not_held() -> None:
    worker = Worker(replace(TASK, answer=100))
    assert list(worker.run(Request({}, b"x" * 100))) == [Failure("ended")]
    worker.end()


@pytest.mark.parametrize(
    "sent",
    [
        b"",
        b"{}",
        b"{}\n",
        b"[]\n",
        b"no JSON\n",
        b'{"size": -1}\n',
        b'{"size": 1e999}\n',
        b'{"size": 5}\nabcd',
        b'{"size": 11}\nabcdefghijk',
        b"[" * 100_000 + b"\n",
        b" " * (LONGEST_LINE + 1) + b'{"size": 0}\n',
    ],
)
def test_a_message_that_is_none_ends_the_process(sent: bytes) -> None:
    with pytest.raises(EOFError):
        read_message(io.BytesIO(sent), 10)


def test_a_message_is_read_as_it_was_written() -> None:
    pipe = io.BytesIO()
    write_message(pipe, {"notice": ["é\n"]}, b"\n\0")
    pipe.seek(0)
    assert read_message(pipe, 2) == ({"notice": ["é\n"], "size": 2}, b"\n\0")


def test_a_task_that_cannot_begin_says_why() -> None:
    worker = Worker(replace(TASK, target="tests.sandbox.tasks:open_nothing", configuration={}))
    assert worker.start() == Failure("refused", "there is no such thing")
    assert ask(worker) == [Failure("refused", "there is no such thing")]
    assert Worker(replace(TASK, target="tests.sandbox.nothing:at_all")).start() is not None


def test_results_come_in_the_order_of_the_requests() -> None:
    sleeps = [0.3, 0.0, 0.1, 0.0, 0.2, 0.0]
    items = [(n, Request({"code": f"time.sleep({sleep})"}, str(n).encode())) for n, sleep in enumerate(sleeps)]
    mixed = [item for pair in zip(items, ((-n, None) for n in range(6)), strict=True) for item in pair]
    with WorkerPool(TASK, 3) as pool:
        results = [(key, list(outcomes)) for key, outcomes in pool.map(mixed)]
    assert [key for key, _ in results] == [key for key, _ in mixed]
    assert [answers for key, answers in results if answers] == [[f"<{n}".encode()] for n in range(6)]


def test_a_streamed_request_gives_its_answers_as_they_come() -> None:
    with WorkerPool(TASK, 1) as pool:
        ((key, outcomes),) = pool.map([("all", Request({"times": 10**9}, b"x", streamed=True))])
        assert (key, [next(iter(outcomes)) for _ in range(3)]) == ("all", [b"<x"] * 3)


def test_a_call_that_is_cancelled_frees_its_worker() -> None:
    begun = threading.Event()
    code = "while True: notify(); time.sleep(.01)"
    with WorkerPool(TASK, 1) as pool:
        first = pool.submit(Request({"code": code}, seconds=3600.0, notify=lambda: begun.set()))
        waiting = pool.submit(Request({}, b"never"))
        last = pool.submit(Request({}, b"data"))
        waiting.cancel()
        assert begun.wait(60)
        first.cancel()
        outcomes = [call.future.result(60) for call in (first, waiting, last)]
    assert outcomes == [[Failure("ended")], [Failure("ended")], [b"<data"]]


def test_no_thread_and_no_process_outlives_a_pool() -> None:
    before = threading.active_count()
    with WorkerPool(TASK, 2) as pool:
        calls = [pool.submit(Request({"code": "time.sleep(1000)"}, seconds=3600.0)) for _ in range(4)]
    assert threading.active_count() == before
    assert all(call.future.cancelled() or call.future.result() == [Failure("ended")] for call in calls)


def test_a_thread_watches_a_process_and_not_each_answer(worker: Worker) -> None:
    started: list[str] = []
    start = threading.Thread.start

    def count(thread: threading.Thread) -> None:
        started.append(thread.name)
        start(thread)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(threading.Thread, "start", count)
        assert len(list(worker.run(Request({"times": 5000}, json.dumps({}).encode())))) == 5000
    assert len(started) == 1
