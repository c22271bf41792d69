"""Kernels work where machine code cannot be kept, and say so once, in a line."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

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
