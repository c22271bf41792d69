"""The server under load, in the short form of benchmarks/runs/serve.py; and that this benchmark can fail."""

from __future__ import annotations

import asyncio
import json
from collections import Counter
from pathlib import Path

import pytest

from benchmarks.runs import serve


@pytest.mark.slow
def test_many_clients_at_once_meet_no_error(capsys: pytest.CaptureFixture[str]) -> None:
    serve.main(["--clients", "50", "--seconds", "4"])  # too short to say anything of memory
    found = json.loads(capsys.readouterr().out)
    assert found["errors"] == {}
    assert found["requests"] >= 50


def test_errors_and_growing_memory_are_told() -> None:
    seen = serve.Seen(Counter({"200": 3, "503": 1}), [1.0] * 4, [(1.0, 100.0), (5.0, 200.0), (9.5, 400.0)])
    told = serve.summary(seen, 10.0)
    assert (told["errors"], told["mb_early"], told["mb_late"]) == ({"503": 1}, 200, 400)


def test_a_server_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    seen = asyncio.run(serve.visit_server("http://127.0.0.1:9", 0, 1, 0.2))
    assert set(seen.statuses) == {"ConnectError"}
