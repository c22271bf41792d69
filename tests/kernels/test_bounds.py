"""Kernels read and write inside their arrays: the other tests of this folder once more, with numba checking each index.

Compiled loops do not notice when they leave an array. Checked ones raise, but are another compilation, so they run in a
process of their own with a cache of their own. Vector loads are never checked: for them, arrays stand beside closed
pages of memory.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).parent
ELSEWHERE = {"test_bounds.py", "test_compiled.py", "test_interpreted.py"}
"""Tests that run kernels in processes of their own."""

CHECKED = """
import sys, numpy, pytest
from dupdetect.kernels.boundaries import matched_share
try:
    matched_share(numpy.zeros(3, numpy.int32), 0, 9, numpy.zeros(1, numpy.int32), numpy.zeros(1, numpy.float32))
except IndexError:
    sys.exit(pytest.main(sys.argv[1:]))
sys.exit("numba did not check the index")
"""


@pytest.mark.slow
def test_no_kernel_leaves_its_arrays(tmp_path: Path) -> None:
    others = [str(path) for path in sorted(HERE.glob("test_*.py")) if path.name not in ELSEWHERE]
    options = ["-q", "-p", "no:cacheprovider", "--hypothesis-profile=brief", "--no-header"]
    done = subprocess.run(
        [sys.executable, "-c", CHECKED, *options, *others],
        cwd=HERE.parents[1],
        env=os.environ | {"NUMBA_BOUNDSCHECK": "1", "NUMBA_CACHE_DIR": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert " passed" in done.stdout


def guarded(seed: int, rounds: int, spared: int) -> subprocess.CompletedProcess[str]:
    """Kernels beside closed pages, with so many bytes less than they are promised."""
    command = [sys.executable, "-m", "tests.kernels.guarded", str(seed), str(rounds), str(spared)]
    return subprocess.run(command, cwd=HERE.parents[1], capture_output=True, text=True, check=False)


@pytest.mark.slow
@pytest.mark.skipif(os.name != "posix", reason="pages are closed with mprotect, which only POSIX has")
def test_no_kernel_touches_a_closed_page_beside_its_arrays() -> None:
    done = guarded(seed=1, rounds=150, spared=0)
    assert (done.returncode, done.stdout) == (0, "150 rounds\n"), done.stderr


@pytest.mark.skipif(os.name != "posix", reason="pages are closed with mprotect, which only POSIX has")
def test_a_closed_page_ends_a_kernel_that_lacks_its_slack() -> None:
    assert guarded(seed=1, rounds=150, spared=8).returncode < 0
