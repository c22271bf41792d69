"""When kernels are compiled, what a user hears of it, and where machine code stays."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numba.core import event

from dupdetect.kernels import compiled

ARTICLES = Path(__file__).parents[2] / "samples" / "articles"

NOWHERE = """
from numba.core.caching import CacheImpl
CacheImpl._locator_classes = []  # as numba finds it where no folder can be written
from dupdetect.cli import main
main(["scan", *map(str, ARGUMENTS), "--format", "csv"])
"""


@pytest.mark.slow
def test_without_a_folder_for_machine_code_there_is_one_warning_and_the_same_result() -> None:
    files = [ARTICLES / "ferry-original.txt", ARTICLES / "ferry-spun-heavy.txt"]
    script = f"ARGUMENTS = {[str(file) for file in files]!r}\n{NOWHERE}"
    command = [sys.executable, "-c", script]
    nowhere = subprocess.run(command, capture_output=True, encoding="utf-8", check=True)
    usual = [sys.executable, "-m", "dupdetect", "scan", *map(str, files), "--format", "csv"]
    assert nowhere.stdout == subprocess.run(usual, capture_output=True, encoding="utf-8", check=True).stdout
    (line,) = (line for line in nowhere.stderr.splitlines() if "warning" in line)
    assert line.startswith("dupdetect: warning: machine code cannot be kept")
    assert "NUMBA_CACHE_DIR" in line


def run_alone(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """A command whose machine code goes to `folder`, with the choice of kernels that users have."""
    environment = {name: value for name, value in os.environ.items() if name != "DUPDETECT_KERNELS"}
    return subprocess.run(
        [sys.executable, "-m", "dupdetect", *arguments],
        cwd=ARTICLES,
        env=environment | {"NUMBA_CACHE_DIR": str(folder)},
        capture_output=True,
        encoding="utf-8",
        check=True,
    )


@pytest.mark.parametrize("command", ["scan", "compare"])
def test_a_small_first_job_compiles_nothing(command: str, tmp_path: Path) -> None:
    done = run_alone(tmp_path, command, "ferry-original.txt", "ferry-spun-heavy.txt", "--format", "csv")
    assert "rewrite" in done.stdout
    assert list(tmp_path.rglob("*")) == []
    assert "compiling" not in done.stderr


@pytest.mark.slow
def test_compiling_ahead_leaves_nothing_to_compile(tmp_path: Path) -> None:
    assert "kernels are compiled" in run_alone(tmp_path, "compile").stderr
    before = sorted(tmp_path.rglob("*.nb*"))
    environment = os.environ | {"NUMBA_CACHE_DIR": str(tmp_path), "DUPDETECT_KERNELS": "numba"}
    command = [sys.executable, "-m", "dupdetect", "scan", str(ARTICLES), "--format", "csv"]
    done = subprocess.run(command, env=environment, capture_output=True, encoding="utf-8", check=True)
    assert "compiling" not in done.stderr
    assert sorted(tmp_path.rglob("*.nb*")) == before


UNKEPT = pytest.mark.filterwarnings("ignore:machine code cannot be kept")


@pytest.fixture
def doubled(monkeypatch: pytest.MonkeyPatch) -> Any:
    """A kernel of its own, in a process with the choice of kernels that users have.

    It stands in no file, so that numba keeps no machine code of it from one test run to the next.
    """
    place = {"__name__": "dupdetect.kernels.doubled"}
    exec("def double(values):\n    return values + values", place)
    double: Any = place["double"]
    process = compiled._Process()
    monkeypatch.setattr(compiled, "_process", process)
    monkeypatch.setitem(event._registered, "numba:compile", [])  # other tests of this process may listen already
    monkeypatch.setattr(compiled, "MODE", "tiered")
    process.at_once = False
    return compiled.compile_kernel(double)


@UNKEPT
def test_a_kernel_is_compiled_once_its_plain_runs_cost_as_much(
    doubled: Any, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    assert doubled(np.ones(3)).tolist() == [2, 2, 2]
    assert doubled._machine is None
    monkeypatch.setattr(compiled, "LOADING", 0.0)
    monkeypatch.setattr(compiled, "COMPILING", 0.0)
    assert doubled(np.ones(3)).tolist() == doubled(np.ones(3)).tolist() == [2, 2, 2]
    assert doubled._machine is not None
    assert caplog.messages == [compiled.COMPILES]


@UNKEPT
def test_a_large_input_is_compiled_for_at_once(doubled: Any) -> None:
    assert len(doubled(np.ones(compiled.LARGE))) == compiled.LARGE
    assert doubled._machine is not None


def test_no_kernel_is_compiled_if_the_user_says_so(doubled: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(compiled, "MODE", "python")
    compiled.compile_at_once()
    doubled(np.ones(compiled.LARGE))
    assert doubled._machine is None


@UNKEPT
def test_a_plain_form_that_gives_up_leaves_the_work_to_the_loop(doubled: Any) -> None:
    doubled.as_plain(lambda values: NotImplemented)
    assert doubled(np.ones(2)).tolist() == [2, 2]
